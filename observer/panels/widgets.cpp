#include "observer/panels/widgets.hpp"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "observer/model/term_text.hpp"

namespace respawn::observer {
namespace {

ImVec2 at(ImVec2 origin, float x, float y) { return ImVec2(origin.x + x, origin.y + y); }

void draw_sign(ImDrawList& list, Sign sign, ImVec2 corner, float size, ImU32 colour) {
  const float u = size / 16;  // signs are drawn on a raster of 16
  const float line = std::max(1.5f, 1.7f * u);
  switch (sign) {
    case Sign::play: list.AddTriangleFilled(at(corner, 4 * u, 2.5f * u), at(corner, 4 * u, 13.5f * u), at(corner, 13.5f * u, 8 * u), colour); break;
    case Sign::pause:
      list.AddRectFilled(at(corner, 3.5f * u, 3 * u), at(corner, 6.8f * u, 13 * u), colour, u);
      list.AddRectFilled(at(corner, 9.2f * u, 3 * u), at(corner, 12.5f * u, 13 * u), colour, u);
      break;
    case Sign::step:
      list.AddTriangleFilled(at(corner, 3 * u, 3 * u), at(corner, 3 * u, 13 * u), at(corner, 10.5f * u, 8 * u), colour);
      list.AddRectFilled(at(corner, 11 * u, 3 * u), at(corner, 13.4f * u, 13 * u), colour);
      break;
    case Sign::back:
      list.AddTriangleFilled(at(corner, 13 * u, 13 * u), at(corner, 13 * u, 3 * u), at(corner, 5.5f * u, 8 * u), colour);
      list.AddRectFilled(at(corner, 2.6f * u, 3 * u), at(corner, 5 * u, 13 * u), colour);
      break;
    case Sign::to_end:
      list.AddTriangleFilled(at(corner, 1.5f * u, 3 * u), at(corner, 1.5f * u, 13 * u), at(corner, 7 * u, 8 * u), colour);
      list.AddTriangleFilled(at(corner, 7 * u, 3 * u), at(corner, 7 * u, 13 * u), at(corner, 12.5f * u, 8 * u), colour);
      list.AddRectFilled(at(corner, 12.6f * u, 3 * u), at(corner, 14.6f * u, 13 * u), colour);
      break;
    case Sign::fork:
      list.AddLine(at(corner, 2 * u, 8 * u), at(corner, 6 * u, 8 * u), colour, line);
      list.AddLine(at(corner, 6 * u, 8 * u), at(corner, 11 * u, 3.6f * u), colour, line);
      list.AddLine(at(corner, 6 * u, 8 * u), at(corner, 11 * u, 12.4f * u), colour, line);
      list.AddCircleFilled(at(corner, 12 * u, 3.4f * u), 2 * u, colour);
      list.AddCircleFilled(at(corner, 12 * u, 12.6f * u), 2 * u, colour);
      list.AddCircleFilled(at(corner, 2.6f * u, 8 * u), 2 * u, colour);
      break;
    case Sign::fit:
      for (const auto& [x, y, dx, dy] : {std::array{2.5f, 2.5f, 1.f, 1.f}, {13.5f, 2.5f, -1.f, 1.f}, {2.5f, 13.5f, 1.f, -1.f}, {13.5f, 13.5f, -1.f, -1.f}}) {
        list.AddLine(at(corner, x * u, y * u), at(corner, (x + 4 * dx) * u, y * u), colour, line);
        list.AddLine(at(corner, x * u, y * u), at(corner, x * u, (y + 4 * dy) * u), colour, line);
      }
      break;
    case Sign::sun:
      list.AddCircleFilled(at(corner, 8 * u, 8 * u), 3.2f * u, colour);
      for (int i = 0; i < 8; ++i) {
        const float angle = static_cast<float>(i) * 0.785398f, c = std::cos(angle), s = std::sin(angle);
        list.AddLine(at(corner, (8 + 4.8f * c) * u, (8 + 4.8f * s) * u), at(corner, (8 + 6.8f * c) * u, (8 + 6.8f * s) * u), colour, line);
      }
      break;
    case Sign::moon:
      list.PathArcTo(at(corner, 8 * u, 8 * u), 5.5f * u, 0.9f, 5.4f, 24);
      list.PathArcTo(at(corner, 10.5f * u, 6 * u), 4.2f * u, 4.6f, 1.5f, 24);
      list.PathStroke(colour, ImDrawFlags_Closed, line);
      break;
    case Sign::help:
      list.AddText(nullptr, size, at(corner, 4 * u, -0.5f * u), colour, "?");
      break;
    case Sign::search:
      list.AddCircle(at(corner, 7 * u, 7 * u), 4.2f * u, colour, 0, line);
      list.AddLine(at(corner, 10 * u, 10 * u), at(corner, 14 * u, 14 * u), colour, line);
      break;
  }
}

/// Where to cut so that the text and "…" fit.
const char* fitting_end(ImFont* font, float size, float width, std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text_width(font, size, text) <= width) return end;
  const float dots = text_width(font, size, "…");
  const char* cut = begin;
  font->CalcTextSizeA(size, std::max(0.0f, width - dots), 0, begin, end, &cut);
  return cut;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

void select_process(PanelContext& context, ProcessIndex process) {
  UiState& ui = context.ui;
  ui.selected = process;
  ui.selected_pid.reset();
  if (process != kNoProcess) ui.selected_pid = context.history().process(process).pid;
  ui.command_error.clear();
  // Who picks a dead process wants to see that one.
  ui.follows_restarts = process == kNoProcess || context.scene().process(process).liveness != Liveness::dead;
}

std::string shown_title(const PanelContext& context, ProcessIndex process) {
  const History& history = context.history();
  std::string name = context.scene().process(process).liveness == Liveness::unborn ? title(history.process(process))
                                                                                   : title(history, context.scene(), process);
  if (name != short_pid_text(history.process(process).pid)) return name;
  const ProcessView* const view = context.views.known(process);
  if (view == nullptr || view->initial_call.empty()) return name;
  constexpr std::string_view kInit = ".init/1";
  std::string_view call = view->initial_call;
  if (call.ends_with(kInit)) call.remove_suffix(kInit.size());
  return std::string(call);
}

bool sign_button(const PanelContext& context, const char* id, Sign sign, const char* hint, bool is_enabled, bool is_on) {
  const float height = ImGui::GetFrameHeight(), size = height * 0.62f;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const bool is_clicked = ImGui::InvisibleButton(id, ImVec2(height * 1.25f, height)) && is_enabled;
  const bool is_hovered = ImGui::IsItemHovered() && is_enabled;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImU32 back = is_on ? context.theme.accent : context.theme.raised;
  if (is_hovered) back = mixed_colour(back, context.theme.accent, ImGui::IsItemActive() ? 0.5f : 0.28f);
  list.AddRectFilled(corner, ImGui::GetItemRectMax(), back, ImGui::GetStyle().FrameRounding);
  const ImU32 front = !is_enabled ? with_alpha(context.theme.muted, 0.45f) : is_on ? context.theme.background : context.theme.text;
  draw_sign(list, sign, ImVec2(corner.x + (height * 1.25f - size) / 2, corner.y + (height - size) / 2), size, front);
  tip(hint);
  return is_clicked;
}

bool toggle_button(const PanelContext& context, const char* label, bool& is_on, const char* hint) {
  if (is_on) {
    ImGui::PushStyleColor(ImGuiCol_Button, mixed_colour(context.theme.raised, context.theme.accent, 0.55f));
  } else {
    ImGui::PushStyleColor(ImGuiCol_Button, context.theme.raised);
  }
  ImGui::PushStyleColor(ImGuiCol_Text, is_on ? context.theme.text : context.theme.muted);
  const bool is_clicked = ImGui::Button(label);
  ImGui::PopStyleColor(2);
  tip(hint);
  if (is_clicked) is_on = !is_on;
  return is_clicked;
}

void tip(const char* text) {
  if (text != nullptr && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) ImGui::SetTooltip("%s", text);
}

void coloured_text(ImU32 colour, std::string_view text) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopStyleColor();
}

void mono_text(const PanelContext& context, ImU32 colour, std::string_view text) {
  ImGui::PushFont(context.fonts.mono);
  coloured_text(colour, text);
  ImGui::PopFont();
}

float text_width(ImFont* font, float size, std::string_view text) {
  return font->CalcTextSizeA(size, 1e9f, 0, text.data(), text.data() + text.size()).x;
}

void draw_fitting_text(ImDrawList& list, ImFont* font, float size, ImVec2 where, float width, ImU32 colour, std::string_view text) {
  text = first_line(text);
  if (width <= 0 || text.empty()) return;
  const char* const end = fitting_end(font, size, width, text);
  list.AddText(font, size, where, colour, text.data(), end);
  if (end == text.data() + text.size()) return;
  const float x = where.x + text_width(font, size, std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
  list.AddText(font, size, ImVec2(x, where.y), colour, "…");
}

void fitting_text(ImU32 colour, std::string_view text, float width) {
  const std::string_view line = first_line(text);
  if (width <= 0) width = ImGui::GetContentRegionAvail().x;
  ImFont* const font = ImGui::GetFont();
  const float size = ImGui::GetFontSize();
  const float needed = text_width(font, size, line);
  draw_fitting_text(*ImGui::GetWindowDrawList(), font, size, ImGui::GetCursorScreenPos(), width, colour, line);
  ImGui::Dummy(ImVec2(std::min(needed, width), size));
  if ((needed > width || line.size() != text.size()) && ImGui::IsItemHovered()) {
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(size * 45);
    ImGui::TextUnformatted(text.data(), text.data() + std::min<std::size_t>(text.size(), 4000));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
}

void process_link(PanelContext& context, ProcessIndex process, bool with_pid, float width_max) {
  if (process == kNoProcess) {
    coloured_text(context.theme.muted, "-");
    return;
  }
  const Scene& scene = context.scene();
  const ProcessState& state = scene.process(process);
  const ProcessFacts& facts = context.history().process(process);
  const bool is_dead = state.liveness == Liveness::dead;
  const std::string pid = short_pid_text(facts.pid);
  std::string name = shown_title(context, process);
  const float size = ImGui::GetFontSize(), mark = size * 0.55f;
  const float room = width_max > 0 ? width_max : ImGui::GetContentRegionAvail().x;
  if (with_pid && name != pid) {
    // Where there is no room for both, the pid is what can be missed.
    const std::string both = name + " " + pid;
    if (mark * 1.7f + ImGui::CalcTextSize(both.c_str()).x <= room) name = both;
  }
  const float width = std::min(room, mark * 1.7f + ImGui::CalcTextSize(name.c_str()).x);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(process));
  const bool is_clicked = ImGui::InvisibleButton("process", ImVec2(std::max(width, 1.0f), size));
  ImGui::PopID();
  const bool is_hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ProcessIndex place = state.place == kNoProcess ? process : state.place;
  const ImU32 mark_colour = process_colour(context.theme, place);
  const ImVec2 mark_corner = at(corner, 0, (size - mark) / 2);
  if (is_dead) {
    list.AddRect(mark_corner, at(mark_corner, mark, mark), mark_colour, mark * 0.25f, 0, 1.5f);
  } else {
    list.AddRectFilled(mark_corner, at(mark_corner, mark, mark), mark_colour, mark * 0.25f);
  }
  const ImU32 colour = is_hovered ? context.theme.accent : is_dead ? context.theme.muted : context.theme.text;
  const float left = mark * 1.6f;
  draw_fitting_text(list, ImGui::GetFont(), size, at(corner, left, 0), width - left, colour, name);
  if (is_dead) list.AddLine(at(corner, left, size * 0.56f), at(corner, width, size * 0.56f), with_alpha(context.theme.bad, 0.9f), std::max(1.5f, size * 0.08f));
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (is_clicked) select_process(context, process);
}

void badge(const PanelContext& context, ImU32 colour, std::string_view text) {
  const float size = ImGui::GetFontSize() * 0.82f, pad = size * 0.5f;
  const float width = text_width(context.fonts.bold, size, text) + pad * 2;
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetFontSize() * 1.12f;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(corner, at(corner, width, height), with_alpha(colour, 0.22f), height / 2);
  list.AddText(context.fonts.bold, size, at(corner, pad, (height - size) / 2), colour, text.data(), text.data() + text.size());
  ImGui::Dummy(ImVec2(width, height));
}

bool input_line(const char* id, const char* hint, std::string& text, float width) {
  ImGui::SetNextItemWidth(width);
  return ImGui::InputTextWithHint(id, hint, &text, ImGuiInputTextFlags_EnterReturnsTrue);
}

void section(const PanelContext& context, const char* title_text, std::string_view more) {
  ImGui::Dummy(ImVec2(0, context.em(0.1f)));
  ImGui::PushFont(context.fonts.bold);
  coloured_text(context.theme.muted, title_text);
  ImGui::PopFont();
  if (!more.empty()) {
    ImGui::SameLine();
    coloured_text(context.theme.muted, more);
  }
}

}  // namespace respawn::observer
