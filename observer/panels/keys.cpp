#include "observer/panels/keys.hpp"

namespace respawn::observer {

#if IMGUI_VERSION_NUM >= 18700

namespace {

ImGuiKey imgui_key(Key key) {
  const int code = static_cast<int>(key);
  if (code >= 'A' && code <= 'Z') return static_cast<ImGuiKey>(ImGuiKey_A + (code - 'A'));
  if (code >= '0' && code <= '9') return static_cast<ImGuiKey>(ImGuiKey_0 + (code - '0'));
  switch (key) {
    case Key::space: return ImGuiKey_Space;
    case Key::minus: return ImGuiKey_Minus;
    case Key::dot: return ImGuiKey_Period;
    case Key::comma: return ImGuiKey_Comma;
    case Key::equal: return ImGuiKey_Equal;
    case Key::slash: return ImGuiKey_Slash;
    case Key::left_bracket: return ImGuiKey_LeftBracket;
    case Key::right_bracket: return ImGuiKey_RightBracket;
    case Key::escape: return ImGuiKey_Escape;
    case Key::enter: return ImGuiKey_Enter;
    case Key::tab: return ImGuiKey_Tab;
    case Key::right: return ImGuiKey_RightArrow;
    case Key::left: return ImGuiKey_LeftArrow;
    case Key::down: return ImGuiKey_DownArrow;
    case Key::up: return ImGuiKey_UpArrow;
    case Key::page_up: return ImGuiKey_PageUp;
    case Key::page_down: return ImGuiKey_PageDown;
    case Key::home: return ImGuiKey_Home;
    case Key::end: return ImGuiKey_End;
    case Key::f1: return ImGuiKey_F1;
    case Key::keypad_subtract: return ImGuiKey_KeypadSubtract;
    case Key::keypad_add: return ImGuiKey_KeypadAdd;
    default: return ImGuiKey_None;
  }
}

}  // namespace

bool is_key_pressed(Key key, bool repeats) { return ImGui::IsKeyPressed(imgui_key(key), repeats); }
void set_key_down(Key key, bool is_down) { ImGui::GetIO().AddKeyEvent(imgui_key(key), is_down); }
void set_mouse(float x, float y, bool is_left_down) {
  ImGui::GetIO().AddMousePosEvent(x, y);
  ImGui::GetIO().AddMouseButtonEvent(0, is_left_down);
}
void add_wheel(float y) { ImGui::GetIO().AddMouseWheelEvent(0, y); }

#else

bool is_key_pressed(Key key, bool repeats) { return ImGui::IsKeyPressed(static_cast<int>(key), repeats); }
void set_key_down(Key key, bool is_down) { ImGui::GetIO().KeysDown[static_cast<int>(key)] = is_down; }
void set_mouse(float x, float y, bool is_left_down) {
  ImGui::GetIO().MousePos = ImVec2(x, y);
  ImGui::GetIO().MouseDown[0] = is_left_down;
}
void add_wheel(float y) { ImGui::GetIO().MouseWheel += y; }

#endif

}  // namespace respawn::observer
