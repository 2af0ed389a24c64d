#include <fmt/format.h>

#include "observer/model/term_text.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/lists.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr int kViewColumns = 2;  // behind those that can be sorted: what only the world itself knows

void draw_row(PanelContext& context, ProcessIndex process) {
  const Theme& theme = context.theme;
  const ProcessState& state = context.scene().process(process);
  const ProcessFacts& facts = context.history().process(process);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  if (ImGui::Selectable("##row", context.ui.selected == process, ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowItemOverlap)) {
    select_process(context, process);
  }
  ImGui::SameLine(0, 0);
  process_link(context, process);
  ImGui::TableNextColumn();
  mono_text(context, theme.muted, short_pid_text(facts.pid));
  ImGui::TableNextColumn();
  coloured_text(liveness_colour(theme, state.liveness), liveness_text(state.liveness));
  ImGui::TableNextColumn();
  coloured_text(state.mailbox_length > 0 ? theme.message : theme.muted, count_text(state.mailbox_length));
  ImGui::TableNextColumn();
  coloured_text(theme.text, count_text(state.received_count));
  ImGui::TableNextColumn();
  coloured_text(theme.text, count_text(state.sent_count));
  ImGui::TableNextColumn();
  coloured_text(state.restart_count > 0 ? theme.good : theme.muted, count_text(state.restart_count));
  ImGui::TableNextColumn();
  if (state.spawned != 0) coloured_text(theme.muted, span_text(context.scene().time() - context.history().event(state.spawned).time));
  ImGui::TableNextColumn();
  if (state.parent != kNoProcess) fitting_text(state.is_supervised ? theme.supervisor : theme.muted, title(context.history(), context.scene(), state.parent));
  const ProcessView* const view = context.views.view(process);
  ImGui::TableNextColumn();
  if (view != nullptr) coloured_text(theme.muted, size_text(view->memory_bytes));
  ImGui::TableNextColumn();
  ImGui::PushFont(context.fonts.mono);
  if (view != nullptr && view->has_state) {
    fitting_text(theme.text, view->state);
  } else if (state.liveness == Liveness::dead && state.exited != 0) {
    fitting_text(theme.bad, reason_caption(context.history().event(state.exited).text));
  } else if (view != nullptr) {
    fitting_text(theme.muted, view->current_function);
  }
  ImGui::PopFont();
}

}  // namespace

void ProcessesPanel::draw(PanelContext& context) {
  ProcessQuestion& question = context.ui.processes;
  question.show_system = context.ui.show_system;
  input_line("##filter", "filter: stack -dead mailbox>5 push|pop", question.filter, std::min(context.em(20), ImGui::GetContentRegionAvail().x * 0.5f));
  ImGui::SameLine();
  toggle_button(context, "dead ones too", question.show_dead, "Also those that have ended");
  table_.update(context.history(), context.scene(), question, context.now_seconds);
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, fmt::format("{} of {} alive", count_text(table_.rows().size()), count_text(context.scene().alive().size())));

  constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable | ImGuiTableFlags_Sortable |
                                     ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_Hideable | ImGuiTableFlags_Reorderable;
  constexpr std::array<const char*, 9> kNames = {"name", "pid", "status", "mailbox", "received", "sent", "restarts", "age", "below"};
  constexpr std::array<float, 9> kWidths = {11, 5.2f, 5.2f, 4.8f, 5.2f, 4, 5, 4.8f, 8};
  if (!ImGui::BeginTable("processes", static_cast<int>(kNames.size()) + kViewColumns, kFlags)) return;
  ImGui::TableSetupScrollFreeze(1, 1);
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const bool is_default = static_cast<ProcessColumn>(i) == ProcessColumn::pid;
    // What is most of something is looked for more often than what is least.
    const bool is_count = i >= static_cast<std::size_t>(ProcessColumn::mailbox) && i <= static_cast<std::size_t>(ProcessColumn::restarts);
    ImGui::TableSetupColumn(kNames[i],
                            ImGuiTableColumnFlags_WidthFixed | (is_default ? ImGuiTableColumnFlags_DefaultSort : 0) |
                                (is_count ? ImGuiTableColumnFlags_PreferSortDescending : 0),
                            context.em(kWidths[i]), static_cast<ImGuiID>(i));
  }
  ImGui::TableSetupColumn("memory", ImGuiTableColumnFlags_WidthFixed | ImGuiTableColumnFlags_NoSort, context.em(4.8f), 100);
  ImGui::TableSetupColumn("state", ImGuiTableColumnFlags_WidthStretch | ImGuiTableColumnFlags_NoSort, 0, 101);
  ImGui::TableHeadersRow();
  if (ImGuiTableSortSpecs* const specs = ImGui::TableGetSortSpecs(); specs != nullptr && specs->SpecsCount > 0 && specs->SpecsDirty) {
    question.column = static_cast<ProcessColumn>(specs->Specs[0].ColumnUserID);
    question.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
    specs->SpecsDirty = false;
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(table_.rows().size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      ImGui::PushID(i);
      draw_row(context, table_.rows()[static_cast<std::size_t>(i)]);
      ImGui::PopID();
    }
  }
  ImGui::EndTable();
}

}  // namespace respawn::observer
