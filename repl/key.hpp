#pragma once
/// Key: what was pressed, or pasted, at a terminal.

#include <cstdint>
#include <string>

namespace respawn {

struct Key {
  enum class Kind : std::uint8_t {
    character,  // `text`; with control, a small letter or a sign: C-a is {character, "a", control}
    enter,
    tab,
    backspace,
    remove,  // the key named Delete
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    insert,
    escape,
    paste,   // `text`, as it came
    unknown  // a sequence that has no meaning here; not to be taken for text
  };

  Kind kind = Kind::unknown;
  std::string text;
  bool control = false;
  bool alt = false;
  bool shift = false;

  bool operator==(const Key&) const = default;
};

}  // namespace respawn
