#pragma once
/// Keys, the same on every version of Dear ImGui: 1.86 knows them by the window library's numbers, later ones by names of its own.

#include <imgui.h>

namespace respawn::observer {

/// Letters, digits and signs by their ASCII code; the others by GLFW's numbers.
enum class Key : int {
  space = ' ',
  minus = '-',
  dot = '.',
  comma = ',',
  zero = '0',
  equal = '=',
  slash = '/',
  left_bracket = '[',
  right_bracket = ']',
  escape = 256,
  enter = 257,
  tab = 258,
  right = 262,
  left = 263,
  down = 264,
  up = 265,
  page_up = 266,
  page_down = 267,
  home = 268,
  end = 269,
  f1 = 290,
  keypad_subtract = 333,
  keypad_add = 334
};
constexpr Key letter_key(char upper_case) { return static_cast<Key>(upper_case); }
constexpr Key digit_key(int digit) { return static_cast<Key>('0' + digit); }

/// Went down in this frame, or repeats.
bool is_key_pressed(Key key, bool repeats = false);

/// Input without a window: tests and scripted pictures.
void set_key_down(Key key, bool is_down);
void set_mouse(float x, float y, bool is_left_down);
void add_wheel(float y);

}  // namespace respawn::observer
