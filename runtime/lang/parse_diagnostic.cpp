/// Parse errors as the exceptions that Elixir raises for them.

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/utf8.hpp"
#include "lang/parser.hpp"

namespace respawn {
namespace {

// A longer line would fill the screen and hide the message.
constexpr std::size_t kSnippetBytesMax = 400;

constexpr std::string_view kSyntaxError = "syntax error before: ";

constexpr std::string_view kReservedWords[] = {"true", "false", "nil",  "when", "and",  "or",     "not",
                                               "in",   "fn",    "after", "else", "rescue", "catch", "end"};

// Without the quotes that Erlang puts around some atoms.
std::string_view without_quotes(std::string_view token) {
  if (token.size() >= 2 && token.front() == '\'' && token.back() == '\'') return token.substr(1, token.size() - 2);
  return token;
}

bool is_reserved_word(std::string_view token) {
  return std::ranges::find(kReservedWords, without_quotes(token)) != std::end(kReservedWords);
}

char unescaped(char letter) {
  switch (letter) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'v': return '\v';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'r': return '\r';
    case 'e': return 27;
    case 'd': return 127;
    default: return letter;
  }
}

// The bytes of an Erlang binary at the start of `text`: `<<"abc">>`, `<<1,2>>`.
std::string binary_content(std::string_view text) {
  std::string content;
  if (!text.starts_with("<<")) return content;
  text.remove_prefix(2);
  if (text.starts_with('"')) {
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
      content += text[i] == '\\' && i + 1 < text.size() ? unescaped(text[++i]) : text[i];
    }
    return content;
  }
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  while (at < end) {
    unsigned value = 0;
    const auto [rest, failure] = std::from_chars(at, end, value);
    if (failure != std::errc() || value > 0xFF) break;
    content += static_cast<char>(value);
    at = rest;
    while (at < end && (*at == ',' || *at == '\n' || *at == ' ')) ++at;
  }
  return content;
}

// `{sigil,{1,3,nil},115,[<<"abc">>],…}`
std::string describe_sigil(std::string_view token) {
  std::string_view rest = token.substr(token.find('}') + 1);
  rest.remove_prefix(std::min(rest.find_first_of("0123456789"), rest.size()));
  unsigned letter = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), letter);
  rest.remove_prefix(std::min(rest.find('['), rest.size()));
  if (!rest.empty()) rest.remove_prefix(1);
  return std::string("sigil ~") + static_cast<char>(letter) + " starting with content '" + binary_content(rest) + "'";
}

// Spaces as Unicode's Pattern_White_Space has them.
bool is_blank(std::string_view line) {
  while (const auto decoded = utf8::decode(line)) {
    constexpr std::uint32_t kSpaces[] = {' ', '\t', '\v', '\f', '\r', 0x85, 0x200E, 0x200F, 0x2028, 0x2029};
    if (std::ranges::find(kSpaces, decoded->codepoint) == std::end(kSpaces)) return false;
    line.remove_prefix(decoded->length_bytes);
  }
  return true;
}

}  // namespace

Diagnostic to_diagnostic(const ParseError& error, std::string_view source, const ParseOptions& options) {
  Diagnostic diagnostic;
  diagnostic.kind = error.token.empty() ? Diagnostic::Kind::token_missing : Diagnostic::Kind::syntax_error;
  diagnostic.file = options.file;
  diagnostic.line = error.line;
  diagnostic.column = error.column;

  bool has_snippet = !error.has_suffix;
  const std::string_view token = error.token;
  if (error.message != kSyntaxError) {
    diagnostic.message = error.message + error.token + error.suffix;
  } else if (token.empty()) {
    diagnostic.message = "syntax error: expression is incomplete";
  } else {
    has_snippet = false;
    diagnostic.message = error.message;
    if (token == "eol") {
      diagnostic.message = "unexpectedly reached end of line. The current expression is invalid or incomplete";
    } else if (is_reserved_word(token)) {
      const std::string word(without_quotes(token));
      diagnostic.message += word + ". \"" + word + "\" is a reserved word in Elixir and therefore its usage is limited. For instance, "
                            "it can't be used as a variable or be defined nor invoked as a regular function";
    } else if (token.starts_with("[<<")) {
      diagnostic.message += '"' + binary_content(token.substr(1)) + '"';
    } else if (token.starts_with("{sigil,")) {
      diagnostic.message += describe_sigil(token);
    } else if (token.starts_with('$')) {
      diagnostic.message += '?' + error.token.substr(1);
    } else if (token.starts_with('[')) {
      diagnostic.message += '"';  // an interpolation comes first, and this is what is left of it
    } else {
      diagnostic.message += error.token;
      has_snippet = true;
    }
  }
  if (has_snippet && error.column > 0 && error.line >= options.line) {
    const std::string_view line = line_of(source, error.line - options.line + 1);
    if (!is_blank(line) && line.size() <= kSnippetBytesMax) diagnostic.snippet = line;
  }
  return diagnostic;
}

}  // namespace respawn
