#pragma once
/// Erlang text: terms as Erlang's `~tp` prints them, broken into lines when they are long.
///
/// The layout is that of Erlang's pretty printer: a term that does not fit is broken at its elements; atomic elements
/// share a line, compound ones stand alone; the elements of a tuple that starts with an atom are aligned behind it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::erlang_text {

struct Node {
  enum class Kind : std::uint8_t { atomic, list, tuple, tagged_tuple, bytes };
  Kind kind = Kind::atomic;
  std::string text;             // of an atomic node
  std::uint32_t length = 0;     // characters of the whole on one line
  std::vector<Node> elements;
};

Node atom(std::string_view name);
Node integer(std::int64_t value);
Node raw(std::string text);
/// A list of characters: a string when all are printable, else a list of numbers.
Node string(std::string_view characters);
Node binary(std::string_view bytes);
Node list(std::vector<Node> elements);
Node tuple(std::vector<Node> elements);

/// An atom's text alone, quoted where needed.
std::string atom_text(std::string_view name);
/// `$a`
std::string character(std::uint32_t codepoint);

/// The whole, starting at `column` (from 1) of the line.
std::string print(const Node& node, std::uint32_t column);

}  // namespace respawn::erlang_text
