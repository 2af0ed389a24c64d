#include "observer/panels/lists.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {

void ConsolePanel::draw(PanelContext& context) {
  constexpr std::size_t kBytesMax = 64 * 1024;
  if (cursor_ != context.feed.status().cursor || epoch_ != context.feed.epoch()) {
    text_ = context.run.output(kBytesMax);
    cursor_ = context.feed.status().cursor;
    epoch_ = context.feed.epoch();
  }
  if (text_.empty()) {
    ImGui::Dummy(ImVec2(0, context.em(0.5f)));
    coloured_text(context.theme.muted, "Nothing was written up to here.");
    return;
  }
  if (ImGui::BeginChild("console", ImVec2(0, 0), false, ImGuiWindowFlags_HorizontalScrollbar)) {
    const bool was_at_end = ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - 1;
    mono_text(context, context.theme.text, text_);
    if (was_at_end) ImGui::SetScrollHereY(1);
  }
  ImGui::EndChild();
}

}  // namespace respawn::observer
