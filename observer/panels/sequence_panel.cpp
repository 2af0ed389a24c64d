#include "observer/panels/sequence_panel.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "observer/model/sentence.hpp"
#include "observer/model/term_text.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr float kFarBelow = 1e6f;  // ImGui goes as far as there is something

ImU32 mark_colour(const Theme& theme, ChartMarkKind kind) {
  switch (kind) {
    case ChartMarkKind::spawned:
    case ChartMarkKind::restarted: return theme.good;
    case ChartMarkKind::crashed: return theme.bad;
    case ChartMarkKind::timer: return theme.timer;
    case ChartMarkKind::exited:
    case ChartMarkKind::output: return theme.muted;
  }
  return theme.muted;
}

std::string mark_text(const History& history, const ChartMark& mark) {
  const Event& event = history.event(mark.event);
  switch (mark.kind) {
    case ChartMarkKind::spawned: return "spawned";
    case ChartMarkKind::restarted: return "restarted as " + short_pid_text(event.object);
    case ChartMarkKind::crashed: return reason_caption(event.text);
    case ChartMarkKind::exited: return "exits " + reason_caption(event.text);
    case ChartMarkKind::timer: return "timer";
    case ChartMarkKind::output: return event.text;
  }
  return {};
}

}  // namespace

void SequencePanel::draw(PanelContext& context) {
  draw_controls(context);
  const UiState& ui = context.ui;
  if (cursor_ != context.feed.cursor() || epoch_ != context.feed.epoch() || pinned_ != ui.pinned_lanes || shows_system_ != ui.show_system) {
    cursor_ = context.feed.cursor();
    epoch_ = context.feed.epoch();
    pinned_ = ui.pinned_lanes;
    shows_system_ = ui.show_system;
    is_new_ = true;
    chart_ = sequence_chart(context.history(), {.lanes = pinned_, .last = cursor_, .row_count_max = 80, .lane_count_max = 8, .show_system = shows_system_});
  }
  draw_chart(context);
}

void SequencePanel::draw_controls(PanelContext& context) {
  UiState& ui = context.ui;
  const bool can_pin = ui.selected != kNoProcess && ui.selected < context.history().process_count() &&
                       std::find(ui.pinned_lanes.begin(), ui.pinned_lanes.end(), ui.selected) == ui.pinned_lanes.end();
  if (can_pin && ImGui::Button("pin the selected process")) ui.pinned_lanes.push_back(ui.selected);
  if (can_pin) ImGui::SameLine();
  if (!ui.pinned_lanes.empty()) {
    if (ImGui::Button("unpin all")) ui.pinned_lanes.clear();
    ImGui::SameLine();
  }
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, ui.pinned_lanes.empty() ? "those that talked most lately" : fmt::format("{} pinned; click a head to unpin it", ui.pinned_lanes.size()));
}

void SequencePanel::draw_chart(PanelContext& context) {
  const Theme& theme = context.theme;
  const History& history = context.history();
  UiState& ui = context.ui;
  if (chart_.lanes.empty()) {
    coloured_text(theme.muted, "Nobody has talked yet.");
    return;
  }
  const float width = ImGui::GetContentRegionAvail().x, left = context.em(5.4f);
  const float lane_width = std::min((width - left - context.em(1)) / static_cast<float>(chart_.lanes.size()), context.em(17));
  const auto lane_x = [&](float origin, std::uint32_t lane) { return origin + left + (static_cast<float>(lane) + 0.5f) * lane_width; };

  // Heads stay where they are; the rows scroll below them.
  const ImVec2 head = ImGui::GetCursorScreenPos();
  const float head_height = context.em(2.3f);
  ImDrawList& head_list = *ImGui::GetWindowDrawList();
  for (std::uint32_t lane = 0; lane < chart_.lanes.size(); ++lane) {
    const ProcessIndex process = chart_.lanes[lane];
    const ProcessState& state = context.scene().process(process);
    const float x = lane_x(head.x, lane), half = std::min(lane_width * 0.47f, context.em(6));
    ImGui::SetCursorScreenPos(ImVec2(x - half, head.y));
    ImGui::PushID(static_cast<int>(process));
    if (ImGui::InvisibleButton("head", ImVec2(half * 2, head_height - context.em(0.3f)))) {
      const auto pinned = std::find(ui.pinned_lanes.begin(), ui.pinned_lanes.end(), process);
      if (pinned != ui.pinned_lanes.end()) ui.pinned_lanes.erase(pinned);
      select_process(context, process);
    }
    ImGui::PopID();
    const bool is_dead = state.liveness == Liveness::dead;
    const ImU32 colour = process_colour(theme, history.process(process).place);
    const ImVec2 low(x - half, head.y), high(x + half, head.y + head_height - context.em(0.3f));
    head_list.AddRectFilled(low, high, theme.node, context.em(0.3f));
    head_list.AddRect(low, high, ui.selected == process ? theme.accent : colour, context.em(0.3f), 0, ui.selected == process ? 2.5f : 1.8f);
    const std::string name = shown_title(context, process);
    const std::string pid = short_pid_text(history.process(process).pid);
    const float name_size = context.em(0.85f), pid_size = context.em(0.7f);
    const float name_width = std::min(text_width(context.fonts.bold, name_size, name), half * 2 - context.em(0.4f));
    draw_fitting_text(head_list, context.fonts.bold, name_size, ImVec2(x - name_width / 2, head.y + context.em(0.12f)), half * 2 - context.em(0.4f),
                      is_dead ? theme.muted : theme.text, name);
    const float pid_width = text_width(context.fonts.mono, pid_size, pid);
    head_list.AddText(context.fonts.mono, pid_size, ImVec2(x - pid_width / 2, head.y + context.em(1.1f)), is_dead ? theme.bad : theme.muted, pid.c_str());
  }
  ImGui::SetCursorScreenPos(ImVec2(head.x, head.y + head_height));

  if (!ImGui::BeginChild("chart", ImVec2(0, 0), false)) {
    ImGui::EndChild();
    return;
  }
  const float row_height = context.em(1.65f);
  const bool was_at_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - row_height;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float row_count = static_cast<float>(chart_.rows.size());
  const auto row_y = [&](std::uint32_t row) { return corner.y + (static_cast<float>(row) + 0.8f) * row_height; };
  ImGui::InvisibleButton("chart canvas", ImVec2(std::max(1.0f, width), row_height * (row_count + 1.6f)));
  if (ImGui::IsItemHovered()) {
    const float wanted = (ImGui::GetIO().MousePos.y - corner.y) / row_height - 0.3f;
    const auto row = static_cast<std::size_t>(std::clamp(wanted, 0.0f, std::max(0.0f, row_count - 1)));
    if (row < chart_.rows.size()) {
      const EventId id = chart_.rows[row];
      ImGui::SetTooltip("event %llu\n%s", static_cast<unsigned long long>(id), sentence(history, id, 300).c_str());
      if (ImGui::IsMouseClicked(0)) {
        ui.selected_event = id;
        ui.seek(id);
      }
    }
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const ChartLife& life : chart_.lives) {
    const ImU32 colour = process_colour(theme, history.process(chart_.lanes[life.lane]).place);
    const float x = lane_x(corner.x, life.lane), top = life.first_row == 0 ? corner.y : row_y(life.first_row);
    list.AddLine(ImVec2(x, top), ImVec2(x, row_y(life.last_row)), with_alpha(colour, 0.7f), 2.2f);
  }
  const float small = context.em(0.78f);
  for (std::uint32_t row = 0; row < chart_.rows.size(); ++row) {
    // The time where it changes visibly.
    const std::string time = clock_text(history.event(chart_.rows[row]).time);
    if (row > 0 && clock_text(history.event(chart_.rows[row - 1]).time) == time) continue;
    list.AddText(context.fonts.text, small, ImVec2(corner.x + context.em(0.3f), row_y(row) - small * 0.5f), theme.muted, time.c_str());
  }
  for (const ChartMark& mark : chart_.marks) {
    const ImU32 colour = mark_colour(theme, mark.kind);
    const float x = lane_x(corner.x, mark.lane), y = row_y(mark.row), radius = context.em(0.3f);
    if (mark.kind == ChartMarkKind::crashed || mark.kind == ChartMarkKind::exited) {
      list.AddLine(ImVec2(x - radius, y - radius), ImVec2(x + radius, y + radius), colour, 3);
      list.AddLine(ImVec2(x - radius, y + radius), ImVec2(x + radius, y - radius), colour, 3);
    } else {
      list.AddCircleFilled(ImVec2(x, y), radius * 0.8f, colour);
    }
    const std::string said = mark_text(history, mark);
    const float room = lane_width * 1.9f - context.em(0.8f), needed = std::min(room, text_width(context.fonts.text, small, said));
    // At the left of the last lane, where it would be cut off at the right.
    const bool fits = x + context.em(0.5f) + needed < corner.x + ImGui::GetWindowContentRegionMax().x;
    draw_fitting_text(list, context.fonts.text, small, ImVec2(fits ? x + context.em(0.5f) : x - context.em(0.5f) - needed, y - small * 0.55f), room, colour, said);
  }
  for (const ChartArrow& arrow : chart_.arrows) {
    const Event& event = history.event(arrow.event);
    ImU32 colour = event.kind == EventKind::message_sent ? theme.message : is_calm_reason(event.text) ? theme.muted : theme.bad;
    if (arrow.is_lost) colour = theme.muted;
    if (!arrow.is_received) colour = with_alpha(colour, 0.65f);
    const float from_x = lane_x(corner.x, arrow.from_lane), to_x = lane_x(corner.x, arrow.to_lane);
    const float from_y = row_y(arrow.from_row), to_y = row_y(arrow.to_row) - (arrow.is_received || arrow.is_lost ? 0 : row_height * 0.3f);
    const bool is_chosen = arrow.event == ui.selected_event || arrow.event == context.feed.cursor();
    list.AddLine(ImVec2(from_x, from_y), ImVec2(to_x, to_y), colour, is_chosen ? 3.2f : 1.9f);
    list.AddCircleFilled(ImVec2(from_x, from_y), context.em(0.16f), colour);
    const float direction = to_x > from_x ? 1.0f : -1.0f, tip_size = context.em(0.5f);
    if (arrow.is_received) {
      list.AddTriangleFilled(ImVec2(to_x, to_y), ImVec2(to_x - direction * tip_size, to_y - tip_size * 0.5f), ImVec2(to_x - direction * tip_size, to_y + tip_size * 0.5f), colour);
    } else if (arrow.is_lost) {
      const float cross = context.em(0.22f);
      list.AddLine(ImVec2(to_x - cross, to_y - cross), ImVec2(to_x + cross, to_y + cross), colour, 2);
      list.AddLine(ImVec2(to_x - cross, to_y + cross), ImVec2(to_x + cross, to_y - cross), colour, 2);
    } else {
      list.AddCircle(ImVec2(to_x - direction * context.em(0.25f), to_y), context.em(0.2f), colour, 0, 1.8f);
    }
    const std::string caption = event.kind == EventKind::message_sent ? message_caption(event.text) : "exit " + reason_caption(event.text);
    // Above the arrow, at the sender's side, where the next arrow does not begin.
    const float room = std::max(std::abs(to_x - from_x), lane_width) - context.em(1);
    const std::string said = shortened(caption, 60);
    const float needed = std::min(room, text_width(context.fonts.mono, small, said));
    const float x = direction > 0 ? from_x + context.em(0.5f) : from_x - context.em(0.5f) - needed;
    const float slope = (to_y - from_y) / std::max(1.0f, std::abs(to_x - from_x)) * context.em(0.5f);
    draw_fitting_text(list, context.fonts.mono, small, ImVec2(x, from_y + slope - small * 1.2f), room, is_chosen ? theme.text : colour, said);
  }
  if (was_at_end || is_new_) ImGui::SetScrollY(kFarBelow);
  is_new_ = false;
  ImGui::EndChild();
}

}  // namespace respawn::observer
