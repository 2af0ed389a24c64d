#pragma once
/// Continuation: is what was entered so far an expression, or the beginning of one?
///
/// The parser decides: text that it could not finish, and that more lines could still make valid, is incomplete. Two
/// things it cannot know are the shell's: a line that abandons what is pending, and a text that begins with a binary
/// operator, which goes on from the value before.
///
/// Thread: any.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace respawn {

enum class Completeness { complete, incomplete, error };

struct Continuation {
  Completeness completeness;
  std::optional<Diagnostic> diagnostic;  // of an error; of an incomplete text, what is missing
  bool is_match = false;                 // a complete text that is `pattern = value`, and nothing else
};

/// `text` is what was entered since the last prompt, its first line being line `first_line` of `file`.
Continuation continuation_of(std::string_view text, std::string_view file = "iex", std::uint32_t first_line = 1);

/// The line, alone, that abandons what is pending.
bool is_break(std::string_view line);

/// A text that, entered when nothing is pending, begins with a binary operator that cannot begin an expression.
struct LeadingOperator {
  std::string text;           // `|>`, `not in`
  std::uint32_t column;       // from 1, in codepoints
};

/// The operator that `text` begins with. `+`, `-` and `..` begin expressions; so does `|>:`, which is a key.
std::optional<LeadingOperator> leading_operator(std::string_view text);

/// `text`, which begins with a binary operator, with the value before as its left side. It has one line more, in front.
std::string with_previous_value(std::string_view text);

}  // namespace respawn
