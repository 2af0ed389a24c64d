#include <fmt/format.h>

#include "observer/model/sentence.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/lists.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_Resizable;

}  // namespace

void EventsPanel::draw(PanelContext& context) {
  UiState& ui = context.ui;
  ui.events.show_system = ui.show_system;
  input_line("##event filter", "filter: crash|restart -waits", ui.events.filter, std::min(context.em(16), ImGui::GetContentRegionAvail().x * 0.4f));
  ImGui::SameLine();
  toggle_button(context, "selected process only", ui.events_of_selected, "Only events of the selected process");
  ImGui::SameLine();
  toggle_button(context, "upkeep", ui.events.show_upkeep, "Links, monitors, names, waiting, modules");
  ImGui::SameLine();
  toggle_button(context, "follow", ui.follow_events, "Keep the event at the cursor in sight");
  ui.events.process = ui.events_of_selected ? ui.selected : kNoProcess;
  rows_.update(context.history(), ui.events);
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, count_text(rows_.rows().size()));

  const float width = ImGui::GetContentRegionAvail().x;
  const bool has_why = ui.selected_event != 0 && ui.selected_event <= context.history().count();
  if (ImGui::BeginChild("events", ImVec2(has_why ? width * 0.58f : 0, 0), false)) draw_list(context);
  ImGui::EndChild();
  if (!has_why) return;
  ImGui::SameLine();
  if (ImGui::BeginChild("why", ImVec2(0, 0), false)) draw_why(context);
  ImGui::EndChild();
}

void EventsPanel::draw_list(PanelContext& context) {
  UiState& ui = context.ui;
  const History& history = context.history();
  if (!ImGui::BeginTable("event list", 4, kFlags)) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  ImGui::TableSetupColumn("event", ImGuiTableColumnFlags_WidthFixed, context.em(4));
  ImGui::TableSetupColumn("time", ImGuiTableColumnFlags_WidthFixed, context.em(5));
  ImGui::TableSetupColumn("kind", ImGuiTableColumnFlags_WidthFixed, context.em(5.4f));
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
  ImGui::TableHeadersRow();
  const EventId cursor = context.feed.cursor();
  const std::size_t cursor_row = rows_.row_at(cursor);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows_.rows().size()));
  float row_height = 0;
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const EventId id = rows_.rows()[static_cast<std::size_t>(i)];
      const Event& event = history.event(id);
      const float dim = id > cursor ? 0.45f : 1.0f;
      ImGui::PushID(i);
      ImGui::TableNextRow();
      if (static_cast<std::size_t>(i) == cursor_row) ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, with_alpha(context.theme.accent, 0.35f));
      ImGui::TableNextColumn();
      ImGui::PushStyleColor(ImGuiCol_Text, with_alpha(context.theme.muted, dim));
      if (ImGui::Selectable(fmt::format("{}", id).c_str(), ui.selected_event == id, ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_AllowDoubleClick)) {
        ui.selected_event = id;
        if (history.subject(id) != kNoProcess) select_process(context, history.subject(id));
        if (ImGui::IsMouseDoubleClicked(0)) ui.seek(id);
      }
      ImGui::PopStyleColor();
      tip("Click: why did it happen?  Double click: go there");
      ImGui::TableNextColumn();
      coloured_text(with_alpha(context.theme.muted, dim), clock_text(event.time));
      ImGui::TableNextColumn();
      coloured_text(with_alpha(tone_colour(context.theme, tone(history, id)), dim), kind_word(event.kind));
      ImGui::TableNextColumn();
      fitting_text(with_alpha(context.theme.text, dim), sentence(history, id, 120));
      ImGui::PopID();
    }
    if (clipper.ItemsHeight > 0) row_height = clipper.ItemsHeight;
  }
  // Some frames long: a table that has just appeared, or grown, does not know yet how far it can be scrolled.
  constexpr int kFramesToScroll = 3;
  if (cursor != scrolled_to_) frames_to_scroll_ = kFramesToScroll;
  if (ui.follow_events && frames_to_scroll_ > 0 && cursor_row < rows_.rows().size() && row_height > 0) {
    --frames_to_scroll_;
    scrolled_to_ = cursor;
    ImGui::SetScrollY(std::max(0.0f, static_cast<float>(cursor_row) * row_height - ImGui::GetWindowHeight() * 0.6f));
  }
  ImGui::EndTable();
}

void EventsPanel::draw_why(PanelContext& context) {
  UiState& ui = context.ui;
  const History& history = context.history();
  const Theme& theme = context.theme;
  section(context, "WHY?", "from the event back to where it began");
  ImGui::SameLine();
  if (ImGui::SmallButton("close")) {
    ui.selected_event = 0;
    return;
  }
  if (!ImGui::BeginChild("chain", ImVec2(0, 0), false)) {
    ImGui::EndChild();
    return;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::vector<EventId> chain = causes(history, ui.selected_event, 60);
  const auto row = [&](EventId id, bool is_chosen, bool is_last) {
    ImGui::PushID(static_cast<int>(id));
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFontSize() * 1.45f, width = std::max(1.0f, ImGui::GetContentRegionAvail().x);
    if (ImGui::InvisibleButton("cause", ImVec2(width, height))) ui.seek(id);
    const bool is_hovered = ImGui::IsItemHovered();
    if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    tip("Go there");
    const ImU32 colour = tone_colour(theme, tone(history, id));
    const float x = corner.x + context.em(0.5f), middle = corner.y + height / 2;
    if (!is_last) list.AddLine(ImVec2(x, middle), ImVec2(x, corner.y + height * 1.5f), theme.line, 2);
    list.AddCircleFilled(ImVec2(x, middle), context.em(is_chosen ? 0.34f : 0.24f), colour);
    const float number = context.em(2.4f);
    list.AddText(context.fonts.mono, context.em(0.75f), ImVec2(x + context.em(0.6f), middle - context.em(0.4f)), theme.muted, fmt::format("{}", id).c_str());
    draw_fitting_text(list, is_chosen ? context.fonts.bold : context.fonts.text, context.fonts.size, ImVec2(x + context.em(0.6f) + number, middle - context.fonts.size / 2),
                      width - number - context.em(1.4f), is_hovered ? theme.accent : theme.text, sentence(history, id, 120));
    ImGui::PopID();
  };
  const std::vector<EventId> after = effects(history, ui.selected_event, context.history().count());
  for (std::size_t i = 0; i < chain.size(); ++i) row(chain[i], i == 0, i + 1 == chain.size());
  if (!after.empty()) {
    section(context, "AND THEN", "what it caused");
    constexpr std::size_t kShownMax = 12;
    for (std::size_t i = 0; i < after.size() && i < kShownMax; ++i) row(after[i], false, true);
  }
  ImGui::EndChild();
}

}  // namespace respawn::observer
