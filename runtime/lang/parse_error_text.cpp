/// Tokens in the words of errors.
///
/// Elixir's parser comes from a generator that prints the offending token as an Erlang term, and its messages are
/// known in that form: `'('`, `foo`, `"1"`, `[<<"text">>]`. Of a token that is a triple (kind, position, value) only
/// the value is printed, of others the whole.

#include "lang/parse_erlang_text.hpp"
#include "lang/parse_state.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

using erlang_text::Node;

constexpr std::uint32_t kTokenColumn = 1;

std::string_view kind_name(TokenKind kind) {
  switch (kind) {
    case TokenKind::eol: return "eol";
    case TokenKind::semicolon: return ";";
    case TokenKind::comma: return ",";
    case TokenKind::open_paren: return "(";
    case TokenKind::close_paren: return ")";
    case TokenKind::open_bracket: return "[";
    case TokenKind::close_bracket: return "]";
    case TokenKind::open_curly: return "{";
    case TokenKind::close_curly: return "}";
    case TokenKind::open_bits: return "<<";
    case TokenKind::close_bits: return ">>";
    case TokenKind::kw_fn: return "fn";
    case TokenKind::kw_do: return "do";
    case TokenKind::kw_end: return "end";
    case TokenKind::kw_true: return "true";
    case TokenKind::kw_false: return "false";
    case TokenKind::kw_nil: return "nil";
    case TokenKind::block_identifier: return "block_identifier";
    case TokenKind::identifier: return "identifier";
    case TokenKind::paren_identifier: return "paren_identifier";
    case TokenKind::bracket_identifier: return "bracket_identifier";
    case TokenKind::do_identifier: return "do_identifier";
    case TokenKind::op_identifier: return "op_identifier";
    case TokenKind::kw_identifier: return "kw_identifier";
    case TokenKind::kw_interpolated: return "kw_identifier_unsafe";
    case TokenKind::alias: return "alias";
    case TokenKind::atom: return "atom";
    case TokenKind::atom_quoted: return "atom_quoted";
    case TokenKind::atom_interpolated: return "atom_unsafe";
    case TokenKind::integer: return "int";
    case TokenKind::floating: return "flt";
    case TokenKind::character: return "char";
    case TokenKind::binary_string: return "bin_string";
    case TokenKind::list_string: return "list_string";
    case TokenKind::binary_heredoc: return "bin_heredoc";
    case TokenKind::list_heredoc: return "list_heredoc";
    case TokenKind::sigil: return "sigil";
    case TokenKind::dot: return ".";
    case TokenKind::dot_call: return "dot_call_op";
    case TokenKind::percent: return "%";
    case TokenKind::percent_braces: return "%{}";
    case TokenKind::at_op: return "at_op";
    case TokenKind::capture_op: return "capture_op";
    case TokenKind::unary_op: return "unary_op";
    case TokenKind::dual_op: return "dual_op";
    case TokenKind::ternary_op: return "ternary_op";
    case TokenKind::in_match_op: return "in_match_op";
    case TokenKind::when_op: return "when_op";
    case TokenKind::type_op: return "type_op";
    case TokenKind::pipe_op: return "pipe_op";
    case TokenKind::assoc_op: return "assoc_op";
    case TokenKind::match_op: return "match_op";
    case TokenKind::or_op: return "or_op";
    case TokenKind::and_op: return "and_op";
    case TokenKind::comp_op: return "comp_op";
    case TokenKind::rel_op: return "rel_op";
    case TokenKind::arrow_op: return "arrow_op";
    case TokenKind::in_op: return "in_op";
    case TokenKind::xor_op: return "xor_op";
    case TokenKind::concat_op: return "concat_op";
    case TokenKind::range_op: return "range_op";
    case TokenKind::mult_op: return "mult_op";
    case TokenKind::power_op: return "power_op";
    case TokenKind::stab_op: return "stab_op";
    case TokenKind::end_of_input: return "$end";
  }
  return "";
}

class TokenPrinter {
 public:
  TokenPrinter(const std::vector<Text>& texts, std::string_view source) : texts_(texts), source_(source) {}

  Node whole(const Token& token) const {
    std::vector<Node> elements;
    elements.push_back(erlang_text::atom(kind_name(token.kind)));
    elements.push_back(position(token.position(), detail(token)));
    switch (token.kind) {
      case TokenKind::binary_heredoc:
      case TokenKind::list_heredoc: {
        const Text& text = texts_[token.begin];
        elements.push_back(erlang_text::integer(text.indentation));
        elements.push_back(parts(text));
        break;
      }
      case TokenKind::sigil: {
        const Text& text = texts_[token.begin];
        elements.push_back(erlang_text::integer(token.delimiter));
        elements.push_back(parts(text));
        elements.push_back(erlang_text::string(text.modifiers));
        elements.push_back(text.is_heredoc ? erlang_text::integer(text.indentation) : erlang_text::atom("nil"));
        elements.push_back(erlang_text::binary(text.delimiter));
        break;
      }
      default:
        if (has_value(token)) elements.push_back(value(token));
        break;
    }
    return erlang_text::tuple(std::move(elements));
  }

  static bool has_value(const Token& token) {
    switch (token.kind) {
      case TokenKind::dot_call:
      case TokenKind::binary_string:
      case TokenKind::list_string:
      case TokenKind::kw_interpolated:
      case TokenKind::atom_interpolated: return true;
      default: return !token.value.is_none();
    }
  }

  Node value(const Token& token) const {
    switch (token.kind) {
      case TokenKind::integer:
      case TokenKind::floating: return erlang_text::string(spelling(token));
      case TokenKind::character: return erlang_text::integer(token.value.small_value());
      case TokenKind::dot_call: return erlang_text::atom(".");
      case TokenKind::binary_string:
      case TokenKind::list_string:
        if (token.begin == kNoText) return erlang_text::list({erlang_text::binary(*aligned_bytes(token.value))});
        return parts(texts_[token.begin]);
      case TokenKind::kw_interpolated:
      case TokenKind::atom_interpolated: return parts(texts_[token.begin]);
      default: return erlang_text::atom(atom_text(token.value));
    }
  }

 private:
  std::string_view spelling(const Token& token) const { return source_.substr(token.begin, token.end - token.begin); }

  // The third part of a position: a name's spelling, a number's value, a count of newlines.
  Node detail(const Token& token) const {
    switch (token.kind) {
      case TokenKind::integer: return erlang_text::raw(integer_to_text(token.value));
      case TokenKind::floating: return erlang_text::raw(float_to_text(float_value(token.value)));
      case TokenKind::character: return erlang_text::string(spelling(token));
      case TokenKind::eol:
      case TokenKind::semicolon:
      case TokenKind::comma: return erlang_text::integer(token.newlines);
      default: break;
    }
    if (token.is_plain_name) return erlang_text::string(atom_text(token.value));
    return token.newlines > 0 ? erlang_text::integer(token.newlines) : erlang_text::atom("nil");
  }

  static Node position(Position at, Node third) {
    std::vector<Node> elements;
    elements.push_back(erlang_text::integer(at.line));
    elements.push_back(erlang_text::integer(at.column));
    elements.push_back(std::move(third));
    return erlang_text::tuple(std::move(elements));
  }

  Node parts(const Text& text) const {
    std::vector<Node> elements;
    for (const TextPart& part : text.parts) {
      if (!part.literal.is_none()) {
        elements.push_back(erlang_text::binary(*aligned_bytes(part.literal)));
        continue;
      }
      std::vector<Node> tokens;
      for (const Token& token : part.tokens) {
        if (token.kind != TokenKind::end_of_input) tokens.push_back(whole(token));
      }
      std::vector<Node> triple;
      triple.push_back(position(part.begin, erlang_text::atom("nil")));
      triple.push_back(position(part.end, erlang_text::atom("nil")));
      triple.push_back(erlang_text::list(std::move(tokens)));
      elements.push_back(erlang_text::tuple(std::move(triple)));
    }
    return erlang_text::list(std::move(elements));
  }

  const std::vector<Text>& texts_;
  std::string_view source_;
};

}  // namespace

std::string token_text(const Token& token, const std::vector<Text>& texts, std::string_view source) {
  const TokenPrinter printer(texts, source);
  switch (token.kind) {
    case TokenKind::end_of_input: return "";
    case TokenKind::character: return erlang_text::character(static_cast<std::uint32_t>(token.value.small_value()));
    case TokenKind::atom: return erlang_text::atom_text(atom_text(token.value));
    case TokenKind::binary_heredoc:
    case TokenKind::list_heredoc:
    case TokenKind::sigil: return erlang_text::print(printer.whole(token), kTokenColumn);
    default: break;
  }
  if (TokenPrinter::has_value(token)) return erlang_text::print(printer.value(token), kTokenColumn);
  return erlang_text::atom_text(kind_name(token.kind));
}

}  // namespace respawn
