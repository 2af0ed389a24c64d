// What stands in the place of the details while no process is selected: the run in numbers, and who stands out.

#include <fmt/format.h>

#include "observer/model/overview.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/detail_panel.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

void draw_number(PanelContext& context, ImU32 colour, std::string_view label, std::uint64_t value) {
  ImGui::TableNextColumn();
  ImGui::PushFont(context.fonts.large);
  coloured_text(value == 0 ? context.theme.muted : colour, count_text(value));
  ImGui::PopFont();
  coloured_text(context.theme.muted, label);
}

void draw_ranking(PanelContext& context, const char* head, const std::vector<ProcessIndex>& processes, std::uint32_t ProcessState::*value, ImU32 colour) {
  if (processes.empty()) return;
  section(context, head);
  const float right = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(head);
  for (const ProcessIndex process : processes) {
    const std::string count = count_text(context.scene().process(process).*value);
    const float width = ImGui::CalcTextSize(count.c_str()).x;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddText(ImVec2(corner.x + right - width, corner.y), colour, count.c_str());
    process_link(context, process, true, right - width - context.em(0.5f));
  }
  ImGui::PopID();
}

}  // namespace

void draw_overview(PanelContext& context, const Overview& overview) {
  const Theme& theme = context.theme;
  const Scene& scene = context.scene();
  ImGui::PushFont(context.fonts.large);
  coloured_text(theme.text, "The run");
  ImGui::PopFont();
  coloured_text(theme.muted, "Click a process to look inside it.");
  if (ImGui::BeginTable("numbers", 3)) {
    ImGui::TableNextRow();
    draw_number(context, theme.text, "processes", scene.alive().size());
    draw_number(context, theme.supervisor, "supervisors", overview.supervisors);
    draw_number(context, theme.message, "messages", scene.message_count());
    ImGui::TableNextRow();
    draw_number(context, theme.bad, "crashes", scene.crash_count());
    draw_number(context, theme.good, "restarts", scene.restart_count());
    draw_number(context, theme.message, "in mailboxes", overview.waiting_messages);
    ImGui::EndTable();
  }
  std::size_t living = 0;
  for (const std::size_t count : overview.counts) living += count;
  if (living > 0) {
    // Who does what, as one bar.
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = context.em(0.5f);
    float x = corner.x;
    for (const Liveness liveness : {Liveness::running, Liveness::ready, Liveness::waiting, Liveness::suspended}) {
      const float part = width * static_cast<float>(overview.count(liveness)) / static_cast<float>(living);
      ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x, corner.y), ImVec2(x + part, corner.y + height), liveness_colour(theme, liveness));
      x += part;
    }
    ImGui::Dummy(ImVec2(width, height));
    std::string said;
    for (const Liveness liveness : {Liveness::running, Liveness::ready, Liveness::waiting, Liveness::suspended}) {
      if (overview.count(liveness) > 0) said += fmt::format("{}{} {}", said.empty() ? "" : " · ", count_text(overview.count(liveness)), liveness_text(liveness));
    }
    fitting_text(theme.muted, said);
  }
  if (ImGui::BeginChild("rankings", ImVec2(0, 0), false)) {
    draw_ranking(context, "RESTARTED MOST", overview.restarted, &ProcessState::restart_count, theme.good);
    draw_ranking(context, "FULLEST MAILBOXES", overview.fullest, &ProcessState::mailbox_length, theme.message);
    draw_ranking(context, "MESSAGES TAKEN", overview.busiest, &ProcessState::received_count, theme.text);
  }
  ImGui::EndChild();
}

}  // namespace respawn::observer
