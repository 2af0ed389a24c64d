#include <fmt/format.h>

#include "observer/model/incident_rows.hpp"
#include "observer/model/term_text.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/lists.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

void draw_row(PanelContext& context, const IncidentRow& row) {
  const Theme& theme = context.theme;
  const History& history = context.history();
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const bool is_chosen = context.ui.selected_event == row.event;
  if (ImGui::Selectable(clock_text(row.time).c_str(), is_chosen, ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap)) {
    context.ui.selected_event = row.event;
    context.ui.seek(row.event);
    select_process(context, row.process);
  }
  tip("Go to this moment");
  ImGui::TableNextColumn();
  badge(context, row.is_failure ? theme.bad : theme.muted, row.is_failure ? "crashed" : "stopped");
  ImGui::TableNextColumn();
  ImGui::PushFont(context.fonts.bold);
  fitting_text(theme.text, row.name);
  ImGui::PopFont();
  ImGui::TableNextColumn();
  mono_text(context, row.is_failure ? theme.bad : theme.muted, short_pid_text(history.process(row.process).pid));
  ImGui::TableNextColumn();
  if (row.restarted != 0 && row.replacement != kNoProcess) {
    mono_text(context, theme.good, short_pid_text(history.process(row.replacement).pid));
    ImGui::SameLine();
    coloured_text(theme.muted, fmt::format("after {}", span_text(history.event(row.restarted).time - row.time)));
  } else {
    coloured_text(theme.muted, row.will_restart ? "not yet" : "not restarted");
  }
  ImGui::TableNextColumn();
  if (row.supervisor != kNoProcess) fitting_text(theme.supervisor, title(history.process(row.supervisor)));
  ImGui::TableNextColumn();
  ImGui::PushFont(context.fonts.mono);
  fitting_text(row.is_failure ? theme.text : theme.muted, row.reason);
  ImGui::PopFont();
}

}  // namespace

void draw_incidents(PanelContext& context) {
  const std::size_t count = incident_count(context.history(), context.feed.cursor());
  if (count == 0) {
    ImGui::Dummy(ImVec2(0, context.em(0.5f)));
    coloured_text(context.theme.muted, "No crash and no restart up to here.");
    return;
  }
  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV;
  if (!ImGui::BeginTable("incidents", 7, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("time", ImGuiTableColumnFlags_WidthFixed, context.em(5));
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, context.em(4.6f));
  ImGui::TableSetupColumn("process", ImGuiTableColumnFlags_WidthStretch, 1.2f);
  ImGui::TableSetupColumn("old pid", ImGuiTableColumnFlags_WidthFixed, context.em(5));
  ImGui::TableSetupColumn("new pid", ImGuiTableColumnFlags_WidthFixed, context.em(10));
  ImGui::TableSetupColumn("supervisor", ImGuiTableColumnFlags_WidthStretch, 1.0f);
  ImGui::TableSetupColumn("reason", ImGuiTableColumnFlags_WidthStretch, 2.6f);
  ImGui::TableHeadersRow();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(std::min<std::size_t>(count, 10'000'000)));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      ImGui::PushID(i);
      draw_row(context, incident_row(context.history(), count - 1 - static_cast<std::size_t>(i), context.feed.cursor()));
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

}  // namespace respawn::observer
