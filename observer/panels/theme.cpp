#include "observer/panels/theme.hpp"

#include <algorithm>
#include <cmath>

namespace respawn::observer {
namespace {

constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255); }

constexpr Theme kDark = {.background = rgb(0x0E131A),
                         .panel = rgb(0x151B24),
                         .raised = rgb(0x222C39),
                         .node = rgb(0x1D2632),
                         .line = rgb(0x3A4757),
                         .text = rgb(0xF1F5FA),
                         .muted = rgb(0x9FAEC1),
                         .accent = rgb(0x5CB0FF),
                         .good = rgb(0x3FE08A),
                         .bad = rgb(0xFF6B6F),
                         .warning = rgb(0xFFCB52),
                         .message = rgb(0x7CDCFF),
                         .timer = rgb(0xCFA5FF),
                         .supervisor = rgb(0xFFB86B),
                         .shade = IM_COL32(0, 0, 0, 150),
                         .is_light = false};

constexpr Theme kLight = {.background = rgb(0xEDF1F6),
                          .panel = rgb(0xFAFBFD),
                          .raised = rgb(0xDDE5EE),
                          .node = rgb(0xFFFFFF),
                          .line = rgb(0xA9B6C6),
                          .text = rgb(0x0C1219),
                          .muted = rgb(0x4A586B),
                          .accent = rgb(0x0A5CC4),
                          .good = rgb(0x07703A),
                          .bad = rgb(0xC3152A),
                          .warning = rgb(0x8A5300),
                          .message = rgb(0x00627F),
                          .timer = rgb(0x6B2FB3),
                          .supervisor = rgb(0x9A4A00),
                          .shade = IM_COL32(20, 30, 45, 110),
                          .is_light = true};

ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

float channel_light(unsigned value) {
  const float share = static_cast<float>(value) / 255.0f;
  return share <= 0.03928f ? share / 12.92f : std::pow((share + 0.055f) / 1.055f, 2.4f);
}

float luminance(ImU32 colour) {
  return 0.2126f * channel_light((colour >> IM_COL32_R_SHIFT) & 255) + 0.7152f * channel_light((colour >> IM_COL32_G_SHIFT) & 255) +
         0.0722f * channel_light((colour >> IM_COL32_B_SHIFT) & 255);
}

}  // namespace

const Theme& theme(bool is_light) { return is_light ? kLight : kDark; }

void apply_theme(const Theme& theme, float scale) {
  ImGuiStyle style;
  if (theme.is_light) {
    ImGui::StyleColorsLight(&style);
  } else {
    ImGui::StyleColorsDark(&style);
  }
  style.WindowPadding = ImVec2(12, 10);
  style.FramePadding = ImVec2(9, 5);
  style.CellPadding = ImVec2(8, 4);
  style.ItemSpacing = ImVec2(9, 6);
  style.ItemInnerSpacing = ImVec2(7, 5);
  style.ScrollbarSize = 13;
  style.GrabMinSize = 13;
  style.WindowBorderSize = 0;
  style.ChildBorderSize = 1;  // without it ImGui gives a child no padding
  style.PopupBorderSize = 1;
  style.WindowRounding = 0;
  style.ChildRounding = 6;
  style.FrameRounding = 5;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 6;
  style.GrabRounding = 5;
  style.TabRounding = 5;
  style.AntiAliasedLinesUseTex = false;  // lines of any width look alike under a zoom
  style.ScaleAllSizes(scale);

  auto& colours = style.Colors;
  colours[ImGuiCol_Text] = vec(theme.text);
  colours[ImGuiCol_TextDisabled] = vec(theme.muted);
  colours[ImGuiCol_WindowBg] = vec(theme.background);
  colours[ImGuiCol_ChildBg] = vec(theme.panel);
  colours[ImGuiCol_PopupBg] = vec(theme.panel);
  colours[ImGuiCol_Border] = vec(with_alpha(theme.line, 0.6f));
  colours[ImGuiCol_FrameBg] = vec(theme.raised);
  colours[ImGuiCol_FrameBgHovered] = vec(mixed_colour(theme.raised, theme.accent, 0.18f));
  colours[ImGuiCol_FrameBgActive] = vec(mixed_colour(theme.raised, theme.accent, 0.3f));
  colours[ImGuiCol_Button] = vec(theme.raised);
  colours[ImGuiCol_ButtonHovered] = vec(mixed_colour(theme.raised, theme.accent, 0.25f));
  colours[ImGuiCol_ButtonActive] = vec(mixed_colour(theme.raised, theme.accent, 0.45f));
  colours[ImGuiCol_Header] = vec(mixed_colour(theme.panel, theme.accent, 0.22f));
  colours[ImGuiCol_HeaderHovered] = vec(mixed_colour(theme.panel, theme.accent, 0.16f));
  colours[ImGuiCol_HeaderActive] = vec(mixed_colour(theme.panel, theme.accent, 0.32f));
  colours[ImGuiCol_Tab] = vec(theme.panel);
  colours[ImGuiCol_TabHovered] = vec(mixed_colour(theme.panel, theme.accent, 0.3f));
  colours[ImGuiCol_TabActive] = vec(mixed_colour(theme.panel, theme.accent, 0.24f));
  colours[ImGuiCol_TabUnfocused] = colours[ImGuiCol_Tab];
  colours[ImGuiCol_TabUnfocusedActive] = colours[ImGuiCol_TabActive];
  colours[ImGuiCol_TableHeaderBg] = vec(theme.raised);
  colours[ImGuiCol_TableBorderLight] = vec(with_alpha(theme.line, 0.5f));
  colours[ImGuiCol_TableBorderStrong] = vec(theme.line);
  colours[ImGuiCol_TableRowBgAlt] = vec(with_alpha(theme.raised, 0.35f));
  colours[ImGuiCol_CheckMark] = vec(theme.accent);
  colours[ImGuiCol_SliderGrab] = vec(theme.accent);
  colours[ImGuiCol_SliderGrabActive] = vec(theme.accent);
  colours[ImGuiCol_Separator] = vec(theme.line);
  colours[ImGuiCol_ScrollbarBg] = vec(with_alpha(theme.panel, 0));
  colours[ImGuiCol_ScrollbarGrab] = vec(theme.line);
  colours[ImGuiCol_TextSelectedBg] = vec(with_alpha(theme.accent, 0.4f));
  colours[ImGuiCol_NavHighlight] = vec(theme.accent);
  ImGui::GetStyle() = style;
}

ImU32 with_alpha(ImU32 colour, float alpha) {
  const ImU32 old = (colour >> IM_COL32_A_SHIFT) & 255;
  const ImU32 fresh = static_cast<ImU32>(static_cast<float>(old) * std::clamp(alpha, 0.0f, 1.0f) + 0.5f);
  return (colour & ~IM_COL32_A_MASK) | fresh << IM_COL32_A_SHIFT;
}

ImU32 mixed_colour(ImU32 a, ImU32 b, float share_of_b) {
  const ImVec4 from = vec(a), to = vec(b);
  const float share = std::clamp(share_of_b, 0.0f, 1.0f);
  return ImGui::ColorConvertFloat4ToU32(ImVec4(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share,
                                               from.z + (to.z - from.z) * share, from.w + (to.w - from.w) * share));
}

ImU32 liveness_colour(const Theme& theme, Liveness liveness) {
  switch (liveness) {
    case Liveness::running: return theme.good;
    case Liveness::ready: return theme.warning;
    case Liveness::waiting: return theme.is_light ? rgb(0x5B7FA6) : rgb(0x6C8FB8);
    case Liveness::suspended: return theme.timer;
    case Liveness::dead: return theme.bad;
    case Liveness::unborn: return theme.muted;
  }
  return theme.line;
}

ImU32 tone_colour(const Theme& theme, EventTone tone) {
  switch (tone) {
    case EventTone::message: return theme.message;
    case EventTone::good: return theme.good;
    case EventTone::bad: return theme.bad;
    case EventTone::command: return theme.warning;
    case EventTone::timer: return theme.timer;
    case EventTone::plain: return theme.muted;
  }
  return theme.text;
}

ImU32 process_colour(const Theme& theme, ProcessIndex place) {
  // The golden ratio apart: neighbours in the order of birth are far apart in hue.
  const float hue = std::fmod(0.08f + static_cast<float>(place % 1024) * 0.61803f, 1.0f);
  float red = 0, green = 0, blue = 0;
  ImGui::ColorConvertHSVtoRGB(hue, theme.is_light ? 0.75f : 0.55f, theme.is_light ? 0.62f : 0.95f, red, green, blue);
  return ImGui::ColorConvertFloat4ToU32(ImVec4(red, green, blue, 1));
}

float contrast(ImU32 a, ImU32 b) {
  const float first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05f) / (std::min(first, second) + 0.05f);
}

}  // namespace respawn::observer
