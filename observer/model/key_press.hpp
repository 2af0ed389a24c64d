#pragma once
/// KeyPress: a key as a shortcut sees it.
///
/// What a key means is the character it types where it types one ('+' is '+' on every keyboard), else its name. So windows give
/// characters, and only keys without one, or with Ctrl, by the window library's number (GLFW's, which has ASCII for printable keys).

namespace respawn::observer {

/// Letters are their capitals. Any other character is a key too, without a name.
enum class Key : int {
  space = ' ',
  plus = '+',
  comma = ',',
  minus = '-',
  dot = '.',
  slash = '/',
  zero = '0',
  one = '1',
  two = '2',
  three = '3',
  four = '4',
  five = '5',
  equal = '=',
  question = '?',
  letter_b = 'B',
  letter_c = 'C',
  letter_d = 'D',
  letter_f = 'F',
  letter_k = 'K',
  letter_l = 'L',
  letter_m = 'M',
  letter_s = 'S',
  letter_t = 'T',
  letter_v = 'V',
  letter_w = 'W',
  letter_x = 'X',
  letter_z = 'Z',
  left_bracket = '[',
  right_bracket = ']',
  escape = 256,
  right = 262,
  left = 263,
  home = 268,
  end = 269,
  f1 = 290,
  f11 = 300,
  keypad_subtract = 333,
  keypad_add = 334
};

struct KeyPress {
  Key key = Key::space;
  bool is_control = false, is_shift = false;
  bool is_repeat = false;  // it was held down
};

/// The press that types an ASCII character.
constexpr KeyPress typed(char character, bool is_repeat = false) {
  const bool is_letter = character >= 'a' && character <= 'z', is_capital = character >= 'A' && character <= 'Z';
  return {.key = static_cast<Key>(is_letter ? character - 'a' + 'A' : character), .is_control = false, .is_shift = is_capital, .is_repeat = is_repeat};
}

/// What it types; 0 for a key that types nothing.
constexpr char character_of(const KeyPress& press) {
  const int code = static_cast<int>(press.key);
  if (press.is_control || code < ' ' || code > '~') return 0;
  const bool is_letter = code >= 'A' && code <= 'Z';
  return static_cast<char>(is_letter && !press.is_shift ? code - 'A' + 'a' : code);
}

}  // namespace respawn::observer
