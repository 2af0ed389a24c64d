// Doing something to the selected process.

#include <array>

#include "observer/panels/detail_panel.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

bool coloured_button(const PanelContext& context, const char* label, ImU32 colour, const char* hint) {
  ImGui::PushStyleColor(ImGuiCol_Button, mixed_colour(context.theme.raised, colour, 0.35f));
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, mixed_colour(context.theme.raised, colour, 0.55f));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, mixed_colour(context.theme.raised, colour, 0.75f));
  const bool is_clicked = ImGui::Button(label);
  ImGui::PopStyleColor(3);
  tip(hint);
  return is_clicked;
}

float button_width(const char* label) { return ImGui::CalcTextSize(label).x + ImGui::GetStyle().FramePadding.x * 2; }

}  // namespace

void draw_actions(PanelContext& context, ProcessIndex process) {
  UiState& ui = context.ui;
  const Term pid = context.history().process(process).pid;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = ImGui::GetContentRegionAvail().x;
  const auto wish = [&](CommandKind kind, const std::string& text) {
    ui.command_error.clear();
    ui.command_error_of = process;
    ui.command({.kind = kind, .pid = pid, .text = text});
  };

  const bool is_sent = input_line("##message", "a term to send", ui.message_text, width - button_width("Send") - gap);
  ImGui::SameLine();
  if (coloured_button(context, "Send", context.theme.message, "Send this term to the process  (Enter)") || is_sent) wish(CommandKind::send, ui.message_text);

  const bool is_exit = input_line("##reason", "an exit reason", ui.reason_text,
                                  width - button_width("Exit") - button_width("Kill") - button_width("▾") - 3 * gap);
  ImGui::SameLine();
  if (ImGui::Button("▾##reasons")) ImGui::OpenPopup("reasons");
  if (ImGui::BeginPopup("reasons")) {
    for (const char* reason : std::array{":normal", ":shutdown", ":boom", ":kill", "{:shutdown, :restart}", ":timeout"}) {
      if (ImGui::Selectable(reason)) ui.reason_text = reason;
    }
    ImGui::EndPopup();
  }
  ImGui::SameLine();
  if (coloured_button(context, "Exit", context.theme.warning, "Send an exit signal with this reason  (X)") || is_exit) wish(CommandKind::exit, ui.reason_text);
  ImGui::SameLine();
  if (coloured_button(context, "Kill", context.theme.bad, "Send the exit signal :kill, which nothing can trap  (K)")) wish(CommandKind::kill, {});

  if (!ui.command_error.empty() && ui.command_error_of == process) {
    ImGui::PushTextWrapPos(0);
    mono_text(context, context.theme.bad, ui.command_error);
    ImGui::PopTextWrapPos();
  }
}

}  // namespace respawn::observer
