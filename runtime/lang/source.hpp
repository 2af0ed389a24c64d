#pragma once
/// Source: what goes into the front-end and what it says when it cannot go on.
///
/// Positions count from 1; columns count codepoints, as editors and Elixir do. The text of an error is kept in the
/// parts that `Code.string_to_quoted/2` gives, message (or prefix and suffix) and token, because the exception that a
/// user sees is worded from them and a shell decides by them whether to ask for another line.

#include <cstdint>
#include <string>

#include "base/diagnostic.hpp"

namespace respawn {

/// Bounds that no program written by a human reaches: they keep hostile text from exhausting stack and memory.
inline constexpr std::size_t kNestingMax = 1'000;         // brackets, blocks, interpolations, calls without parentheses
inline constexpr std::uint32_t kQuotedHeightMax = 10'000;  // of the quoted term: a chain of operators or dots
inline constexpr std::size_t kNumberLengthMax = 100'000;  // characters of one number
inline constexpr std::size_t kParseWarningsMax = 1'000;   // further ones are dropped

struct ParseOptions {
  std::string file = "nofile";
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  bool columns = false;              // `column:` in the metadata
  bool token_metadata = false;       // `do:`, `end:`, `closing:`, `end_of_expression:` …
  bool existing_atoms_only = false;  // an atom that does not exist yet is an error
  bool unescape = true;              // replace escape sequences in strings
  bool wrap_literals = false;        // `{:__block__, meta, [literal]}`: keeps the position of every literal
};

struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

struct ParseError {
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // 0 when the error stems from quoted code without columns
  std::string message;       // or the prefix, when there is a suffix
  std::string suffix;
  bool has_suffix = false;
  std::string token;
  bool incomplete = false;  // the text may become valid when more lines follow
};

/// A comment, with the number of newlines between it and the code (or comment) before and after it.
struct Comment {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t previous_newlines = 0;
  std::uint32_t next_newlines = 0;
  std::string text;  // from the number sign on
};

}  // namespace respawn
