#include "lang/parse_erlang_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"

namespace respawn::erlang_text {
namespace {

constexpr std::int32_t kLineLength = 80;

constexpr std::string_view kReserved[] = {"after", "and",  "andalso", "band", "begin", "bnot",    "bor", "bsl", "bsr",
                                          "bxor",  "case", "catch",   "cond", "div",   "end",     "fun", "if",  "let",
                                          "not",   "of",   "or",      "orelse", "receive", "rem", "try", "when", "xor"};

std::vector<std::uint32_t> codepoints(std::string_view text) {
  std::vector<std::uint32_t> list;
  while (const auto decoded = utf8::decode(text)) {
    list.push_back(decoded->codepoint);
    text.remove_prefix(decoded->length_bytes);
  }
  return list;
}

bool is_lower(std::uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7); }
bool is_upper(std::uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

bool needs_quotes(std::string_view name) {
  if (std::ranges::find(kReserved, name) != std::end(kReserved)) return true;
  const std::vector<std::uint32_t> characters = codepoints(name);
  if (characters.empty() || !is_lower(characters[0])) return true;
  return !std::ranges::all_of(characters, [](std::uint32_t c) {
    return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9') || c == '_' || c == '@';
  });
}

std::optional<char> control_letter(std::uint32_t c) {
  switch (c) {
    case '\n': return 'n';
    case '\t': return 't';
    case '\v': return 'v';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\r': return 'r';
    case 27: return 'e';
    case 127: return 'd';
    default: return std::nullopt;
  }
}

void append_escaped(std::string& out, std::uint32_t c, char quote) {
  if (c == static_cast<std::uint32_t>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (const auto letter = control_letter(c)) {
    out += '\\';
    out += *letter;
  } else if (c < 32 || (c >= 0x80 && c < 0xA0)) {
    out += fmt::format("\\{:03o}", c);
  } else {
    utf8::append(out, c);
  }
}

// What Erlang shows as text rather than as numbers: printable Latin-1.
bool is_printable(std::uint32_t c) {
  if (c >= 0x20 && c <= 0x7E) return true;
  if (c >= 0xA0 && c <= 0xFF) return true;
  return control_letter(c).has_value() && c != 127;
}

std::string quoted(const std::vector<std::uint32_t>& characters) {
  std::string text = "\"";
  for (const std::uint32_t c : characters) append_escaped(text, c, '"');
  return text + '"';
}

bool is_atomic(const Node& node) { return node.kind == Node::Kind::atomic; }

std::string_view opening(const Node& node) {
  switch (node.kind) {
    case Node::Kind::list: return "[";
    case Node::Kind::bytes: return "<<";
    default: return "{";
  }
}

std::string_view closing(const Node& node) {
  switch (node.kind) {
    case Node::Kind::list: return "]";
    case Node::Kind::bytes: return ">>";
    default: return "}";
  }
}

/// The printer proper. `reserved` is the room that closing brackets need behind the last element.
class Printer {
 public:
  std::string print(const Node& node, std::int32_t column) {
    for (const std::int32_t indent : {-1, 4}) {
      tag_indent_ = indent;
      if (is_good(node, column, 0)) break;
      tag_indent_ = 1;
    }
    lay_out(node, column, column - 1, 0);
    return std::move(out_);
  }

 private:
  static bool fits(const Node& node, std::int32_t column, std::int32_t reserved) {
    return static_cast<std::int32_t>(node.length) < kLineLength - column - reserved;
  }

  void write(const Node& node) {
    if (is_atomic(node)) {
      out_ += node.text;
      return;
    }
    out_ += opening(node);
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      if (i > 0) out_ += ',';
      write(node.elements[i]);
    }
    out_ += closing(node);
  }

  // The numbers of a binary fill their lines.
  void lay_out_bytes(const Node& node, std::int32_t column, std::int32_t indent, std::int32_t reserved) {
    const std::int32_t room = std::max(8, kLineLength - column - reserved);
    std::int32_t left = room;
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      const bool is_last = i + 1 == node.elements.size();
      const auto length = static_cast<std::int32_t>(node.elements[i].length) + (is_last ? 0 : 1);
      if (length > left) {
        out_ += '\n';
        out_.append(static_cast<std::size_t>(indent), ' ');
        left = room;
      }
      out_ += node.elements[i].text;
      if (!is_last) out_ += ',';
      left -= length;
    }
  }

  void lay_out(const Node& node, std::int32_t column, std::int32_t indent, std::int32_t reserved) {
    if (is_atomic(node) || fits(node, column, reserved)) return write(node);
    out_ += opening(node);
    if (node.kind == Node::Kind::bytes) {
      lay_out_bytes(node, column + 2, indent + 2, reserved);
    } else if (node.kind == Node::Kind::tagged_tuple) {
      const Node& tag = node.elements[0];
      const auto tag_room = static_cast<std::int32_t>(tag.length) + 2;
      out_ += tag.text;
      if (tag_indent_ > 0 && tag_room > tag_indent_) {
        lay_out_tail(node, 1, column + tag_indent_, column + tag_room, indent + tag_indent_, reserved);
      } else {
        out_ += ',';
        lay_out_elements(node, 1, column + tag_room, indent + tag_room, reserved);
      }
    } else {
      lay_out_elements(node, 0, column + 1, indent + 1, reserved);
    }
    out_ += closing(node);
  }

  void lay_out_elements(const Node& node, std::size_t first, std::int32_t column, std::int32_t indent, std::int32_t reserved) {
    if (first >= node.elements.size()) return;
    const std::int32_t width = lay_out_element(node, first, column, indent, reserved);
    lay_out_tail(node, first + 1, column, column + width, indent, reserved);
  }

  // Returns the width taken; a compound element takes the line.
  std::int32_t lay_out_element(const Node& node, std::size_t index, std::int32_t column, std::int32_t indent, std::int32_t reserved) {
    const Node& element = node.elements[index];
    const std::int32_t behind = index + 1 == node.elements.size() ? reserved + 1 : 0;
    if (is_atomic(element) && fits(element, column, behind)) {
      write(element);
      return static_cast<std::int32_t>(element.length);
    }
    lay_out(element, column, indent, behind);
    return kLineLength;
  }

  void lay_out_tail(const Node& node, std::size_t first, std::int32_t start, std::int32_t column, std::int32_t indent,
                    std::int32_t reserved) {
    for (std::size_t i = first; i < node.elements.size(); ++i) {
      const Node& element = node.elements[i];
      const std::int32_t behind = i + 1 == node.elements.size() ? reserved + 1 : 0;
      const std::int32_t length = static_cast<std::int32_t>(element.length) + 1;
      out_ += ',';
      if (is_atomic(element) && length + (behind == 0 ? 1 : 0) < kLineLength - column - behind) {
        write(element);
        column += length;
        continue;
      }
      out_ += '\n';
      out_.append(static_cast<std::size_t>(indent), ' ');
      column = start + lay_out_element(node, i, start, indent, reserved);
    }
  }

  // Whether the tags leave enough of the line with the present indentation.
  bool is_good(const Node& node, std::int32_t column, std::int32_t reserved) const {
    if (is_atomic(node) || node.kind == Node::Kind::bytes || fits(node, column, reserved)) return true;
    std::int32_t start = column + 1;
    std::size_t first = 0;
    if (node.kind == Node::Kind::tagged_tuple) {
      const std::int32_t tag_room = static_cast<std::int32_t>(node.elements[0].length) + 2;
      start = column + (tag_indent_ > 0 && tag_room > tag_indent_ ? tag_indent_ : tag_room);
      if (start > kLineLength / 2) return false;
      first = 1;
    }
    for (std::size_t i = first; i < node.elements.size(); ++i) {
      const std::int32_t behind = i + 1 == node.elements.size() ? reserved + 1 : 0;
      if (!is_good(node.elements[i], start, behind)) return false;
    }
    return true;
  }

  std::string out_;
  std::int32_t tag_indent_ = -1;
};

Node atomic(std::string text) {
  Node node;
  node.length = static_cast<std::uint32_t>(utf8::length_codepoints(text));
  node.text = std::move(text);
  return node;
}

Node compound(Node::Kind kind, std::vector<Node> elements) {
  Node node;
  node.kind = kind;
  node.length = (kind == Node::Kind::bytes ? 4 : 2) + (elements.empty() ? 0 : static_cast<std::uint32_t>(elements.size()) - 1);
  for (const Node& element : elements) node.length += element.length;
  node.elements = std::move(elements);
  return node;
}

}  // namespace

std::string atom_text(std::string_view name) {
  if (!needs_quotes(name)) return std::string(name);
  std::string text = "'";
  for (const std::uint32_t c : codepoints(name)) append_escaped(text, c, '\'');
  return text + "'";
}

std::string character(std::uint32_t codepoint) {
  std::string text = "$";
  if (codepoint == ' ') return "$\\s";
  append_escaped(text, codepoint, '\\');
  return text;
}

Node atom(std::string_view name) { return atomic(atom_text(name)); }
Node integer(std::int64_t value) { return atomic(fmt::format("{}", value)); }
Node raw(std::string text) { return atomic(std::move(text)); }

Node string(std::string_view characters) {
  const std::vector<std::uint32_t> list = codepoints(characters);
  if (list.empty()) return atomic("[]");
  if (std::ranges::all_of(list, is_printable)) return atomic(quoted(list));
  std::vector<Node> elements;
  for (const std::uint32_t c : list) elements.push_back(integer(c));
  return erlang_text::list(std::move(elements));
}

Node binary(std::string_view bytes) {
  if (bytes.empty()) return atomic("<<>>");
  std::vector<std::uint32_t> list(bytes.size());
  std::ranges::transform(bytes, list.begin(), [](char c) { return static_cast<unsigned char>(c); });
  const bool is_ascii = std::ranges::all_of(list, [](std::uint32_t c) { return c < 0x80; });
  if (!is_ascii && utf8::is_valid(bytes)) {
    const std::vector<std::uint32_t> decoded = codepoints(bytes);
    if (std::ranges::all_of(decoded, is_printable)) return atomic("<<" + quoted(decoded) + "/utf8>>");
  } else if (std::ranges::all_of(list, is_printable)) {
    return atomic("<<" + quoted(list) + ">>");
  }
  std::vector<Node> numbers;
  for (const std::uint32_t byte : list) numbers.push_back(integer(byte));
  return compound(Node::Kind::bytes, std::move(numbers));
}

Node list(std::vector<Node> elements) {
  if (elements.empty()) return atomic("[]");
  return compound(Node::Kind::list, std::move(elements));
}

Node tuple(std::vector<Node> elements) {
  const bool is_tagged = !elements.empty() && elements[0].kind == Node::Kind::atomic && !elements[0].text.empty() &&
                         (elements[0].text[0] == '\'' || is_lower(static_cast<unsigned char>(elements[0].text[0])));
  return compound(is_tagged ? Node::Kind::tagged_tuple : Node::Kind::tuple, std::move(elements));
}

std::string print(const Node& node, std::uint32_t column) { return Printer().print(node, static_cast<std::int32_t>(column)); }

}  // namespace respawn::erlang_text
