#include "term/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/utf8.hpp"
#include "term/atom.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/closure.hpp"
#include "term/compare.hpp"
#include "term/map.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_word(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// Those that are atoms without quotes.
constexpr std::string_view kOperators[] = {
    "!",   "!=",  "!==", "&",  "&&",  "&&&", "*",   "**",  "+",   "++", "+++",    "-",  "--", "---", ".",
    "..",  "...", "..//", "/", "<",   "<-",  "<<<", "<<~", "<=",  "<>", "<~",     "<~>", "=",  "==",  "===",
    "=~",  ">",   ">=",  ">>>", "@",  "^",   "|",   "|>",  "||",  "|||", "~>",    "~>>", "->", "\\\\",
    "%{}", "{}",  "%",   "<<>>", "not", "in", "and", "or",  "when"};

bool is_alias_text(std::string_view text) {
  constexpr std::string_view kPrefix = "Elixir.";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  // Each part: an upper case letter, then word characters.
  while (!text.empty()) {
    if (text[0] < 'A' || text[0] > 'Z') return false;
    std::size_t i = 1;
    while (i < text.size() && is_word(text[i])) ++i;
    if (i == text.size()) return true;
    if (text[i] != '.') return false;
    text.remove_prefix(i + 1);
  }
  return false;
}

bool is_printable(std::string_view text);

}  // namespace

AtomTextKind classify_atom_text(std::string_view text) {
  if (text == "Elixir" || is_alias_text(text)) return AtomTextKind::alias;
  if (text.empty()) return AtomTextKind::quoted;
  if (std::ranges::find(kOperators, text) != std::end(kOperators)) return AtomTextKind::unquoted;
  const bool lower = is_lower(text[0]);
  if (!lower && !(text[0] >= 'A' && text[0] <= 'Z')) return AtomTextKind::quoted;
  bool has_at = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    has_at = has_at || c == '@';
    if (is_word(c) || c == '@') continue;
    if ((c == '?' || c == '!') && i + 1 == text.size()) continue;
    return AtomTextKind::quoted;
  }
  if (!utf8::is_valid(text) || !is_printable(text)) return AtomTextKind::quoted;
  return lower && !has_at ? AtomTextKind::identifier : AtomTextKind::unquoted;
}

namespace {

bool is_unquoted(std::string_view text) {
  const AtomTextKind kind = classify_atom_text(text);
  return kind == AtomTextKind::identifier || kind == AtomTextKind::unquoted;
}

bool is_printable_codepoint(std::uint32_t c) {
  if (c == '\n' || c == '\t' || c == '\r' || c == '\v' || c == '\b' || c == '\f' || c == 0x1B || c == 0x07) return true;
  if (c < 0x20 || c == 0x7F) return false;
  if (c >= 0x80 && c < 0xA0) return false;
  if (c >= 0xD800 && c <= 0xDFFF) return false;
  return c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFD;
}

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (!decoded || !is_printable_codepoint(decoded->codepoint)) return false;
    text.remove_prefix(decoded->length_bytes);
  }
  return true;
}

bool is_printable_charlist(Term list) {
  if (!list.is_cons()) return false;
  for (; list.is_cons(); list = list.tail()) {
    const Term head = list.head();
    if (!head.is_small()) return false;
    const std::int64_t c = head.small_value();
    if (!((c >= 32 && c <= 126) || (c >= 7 && c <= 13) || c == 27)) return false;
  }
  return list.is_nil();
}

class Inspector {
 public:
  Inspector(std::string& out, const InspectOptions& options) : out_(out), options_(options), limit_(options.limit) {}

  void write(Term term) {
    if (full()) return;
    if (++depth_ > kDepthMax) {
      out_ += "...";
      --depth_;
      return;
    }
    write_term(term);
    --depth_;
  }

 private:
  static constexpr int kDepthMax = 200;

  bool full() const { return out_.size() > options_.length_bytes_max; }

  void write_term(Term term) {
    if (term.is_small()) {
      out_ += fmt::format("{}", term.small_value());
    } else if (term.is_atom()) {
      out_ += inspect_atom(term);
    } else if (term.is_nil()) {
      out_ += "[]";
    } else if (term.is_pid()) {
      out_ += fmt::format("#PID<0.{}.{}>", term.pid_slot(), term.pid_serial());
    } else if (term.is_reference()) {
      out_ += fmt::format("#Reference<0.{}.{}.{}>", term.payload() >> 40, term.payload() >> 18 & 0x3FFFFF, term.payload() & 0x3FFFF);
    } else if (term.is_port()) {
      out_ += fmt::format("#Port<0.{}>", term.payload());
    } else if (term.is_cons()) {
      write_list(term);
    } else if (term.is_boxed()) {
      write_boxed(term);
    } else {
      out_ += "#None";
    }
  }

  void write_boxed(Term term) {
    switch (header::kind(*term.pointer())) {
      case Kind::tuple:
        write_elements("{", "}", tuple_size(term), [&](std::size_t i) { write(tuple_element(term, i)); });
        break;
      case Kind::flat_map:
      case Kind::hash_map: write_map(term); break;
      case Kind::floating: write_float(float_value(term)); break;
      case Kind::big_integer: out_ += integer_to_text(term); break;
      case Kind::closure: {
        const FunIdentity& fun = closure_identity(term);
        out_ += fmt::format("#Function<{}.{}/{} in {}>", fun.index, fun.unique, fun.arity, inspect_owner(fun));
        break;
      }
      case Kind::export_fun:
        out_ += fmt::format("&{}.{}/{}", inspect_atom(export_module(term)), plain_or_quoted(atom_text(export_name(term))), function_arity(term));
        break;
      case Kind::match_context: out_ += "#MatchContext"; break;
      case Kind::raw_trace: out_ += "#Trace"; break;
      default: write_bits(term);
    }
  }

  // Unlike `to_string`, inspect shows whole numbers of up to 16 digits without an exponent.
  void write_float(double value) {
    const bool plain = std::fabs(value) >= 1.0 && std::fabs(value) < 1.0e16 && value == std::trunc(value);
    out_ += plain ? fmt::format("{}.0", static_cast<std::int64_t>(value)) : float_to_text(value);
  }

  // "-run/1-fun-0-" belongs to run/1.
  static std::string inspect_owner(const FunIdentity& fun) {
    std::string_view name = atom_text(fun.name);
    if (name.starts_with('-')) {
      name.remove_prefix(1);
      name = name.substr(0, name.find("-fun-"));
    }
    const std::string_view function = name.substr(0, name.rfind('/'));
    const std::string_view arity = name.substr(function.size());
    return inspect_atom(fun.module) + "." + plain_or_quoted(function) + std::string(arity);
  }

  static std::string plain_or_quoted(std::string_view text) {
    if (is_unquoted(text)) return std::string(text);
    return "\"" + escape(text, '"') + "\"";
  }

  template <typename WriteElement>
  void write_elements(std::string_view open, std::string_view close, std::size_t count, WriteElement write_element) {
    out_ += open;
    const std::size_t limit = limit_;
    for (std::size_t i = 0; i < count && !full(); ++i) {
      if (i > 0) out_ += ", ";
      if (i == limit) {
        out_ += "...";
        break;
      }
      limit_ = limit - i - 1;
      write_element(i);
    }
    limit_ = limit;
    out_ += close;
  }

  void write_list(Term list) {
    if (is_printable_charlist(list)) {
      std::string text;
      for (const Term c : ListRange(list)) utf8::append(text, static_cast<std::uint32_t>(c.small_value()));
      out_ += "'" + escape(text, '\'') + "'";
      return;
    }
    const bool keywords = is_keyword_list(list) && keys_are_plain(list);
    out_ += "[";
    const std::size_t limit = limit_;
    std::size_t count = 0;
    for (; list.is_cons() && !full(); list = list.tail(), ++count) {
      if (count > 0) out_ += ", ";
      if (count == limit) {
        out_ += "...";
        list = Term::nil();
        break;
      }
      limit_ = limit - count - 1;
      if (keywords) {
        out_ += inspect_key(tuple_element(list.head(), 0)) + " ";
        write(tuple_element(list.head(), 1));
      } else {
        write(list.head());
      }
    }
    if (!list.is_list()) {
      out_ += " | ";
      write(list);
    }
    limit_ = limit;
    out_ += "]";
  }

  static bool keys_are_plain(Term list) {
    for (; list.is_cons(); list = list.tail()) {
      if (atom_text(tuple_element(list.head(), 0)).starts_with("Elixir.")) return false;
    }
    return true;
  }

  void write_map(Term map) {
    const Term name = map_get(map, atoms::struct_);
    if (name && name.is_atom() && write_known_struct(map, atom_text(name))) return;
    std::vector<std::pair<Term, Term>> pairs;
    bool atom_keys = true;
    for_each_pair(map, [&](Term key, Term value) {
      if (name && name.is_atom() && key == atoms::struct_) return;
      atom_keys = atom_keys && key.is_atom() && !atom_text(key).starts_with("Elixir.");
      pairs.emplace_back(key, value);
    });
    if (!is_flat_map(map)) std::reverse(pairs.begin(), pairs.end());
    const std::string open = name && name.is_atom() ? "%" + inspect_atom(name) + "{" : "%{";
    write_elements(open, "}", pairs.size(), [&](std::size_t i) {
      if (atom_keys) {
        out_ += inspect_key(pairs[i].first) + " ";
      } else {
        write(pairs[i].first);
        out_ += " => ";
      }
      write(pairs[i].second);
    });
  }

  // Structs of the library whose `inspect` is a short form that users know them by.
  bool write_known_struct(Term map, std::string_view name) {
    const auto field = [&](std::string_view key) {
      const auto atom = existing_atom(key);
      return atom ? map_get(map, *atom) : Term::none();
    };
    if (name == "Elixir.Range") {
      const Term first = field("first"), last = field("last"), step = field("step");
      if (!first || !last || !step) return false;
      write(first);
      out_ += "..";
      write(last);
      const bool implied = step == Term::small(1) || (step == Term::small(-1) && compare(first, last) > 0);
      if (!implied) {
        out_ += "//";
        write(step);
      }
      return true;
    }
    if (name == "Elixir.MapSet") {
      const Term members = field("map");
      if (!members || !is_map(members)) return false;
      std::vector<Term> keys;
      for_each_pair(members, [&](Term key, Term) { keys.push_back(key); });
      if (!is_flat_map(members)) std::reverse(keys.begin(), keys.end());
      write_elements("MapSet.new([", "])", keys.size(), [&](std::size_t i) { write(keys[i]); });
      return true;
    }
    return false;
  }

  void write_bits(Term term) {
    const BitView view = bit_view(term);
    std::string bytes(view.byte_size(), '\0');
    copy_bits(view.data, view.bit_offset, bytes.data(), 0, view.bit_size);
    if (view.bit_size % 8 == 0 && is_printable(bytes)) {
      out_ += "\"" + escape(bytes, '"') + "\"";
      return;
    }
    write_elements("<<", ">>", bytes.size(), [&](std::size_t i) {
      const auto byte = static_cast<unsigned>(static_cast<unsigned char>(bytes[i]));
      const unsigned rest = view.bit_size % 8;
      if (i + 1 == bytes.size() && rest > 0) {
        out_ += fmt::format("{}::size({})", byte >> (8 - rest), rest);
      } else {
        out_ += fmt::format("{}", byte);
      }
    });
  }

  std::string& out_;
  const InspectOptions& options_;
  std::size_t limit_;  // elements that may still be shown here: the deeper and the further back, the fewer
  int depth_ = 0;
};

}  // namespace

std::string escape(std::string_view text, char quote) {
  std::string out;
  while (!text.empty()) {
    const auto decoded = utf8::decode(text);
    if (!decoded) {
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    const std::uint32_t c = decoded->codepoint;
    const std::string_view bytes = text.substr(0, decoded->length_bytes);
    text.remove_prefix(decoded->length_bytes);
    switch (c) {
      case '\n': out += "\\n"; continue;
      case '\r': out += "\\r"; continue;
      case '\t': out += "\\t"; continue;
      case '\v': out += "\\v"; continue;
      case '\b': out += "\\b"; continue;
      case '\f': out += "\\f"; continue;
      case 0x07: out += "\\a"; continue;
      case 0x1B: out += "\\e"; continue;
      case 0x7F: out += "\\d"; continue;
      case 0: out += "\\0"; continue;
      case '\\': out += "\\\\"; continue;
      default: break;
    }
    if (c == static_cast<std::uint32_t>(quote)) {
      out += '\\';
      out += quote;
    } else if (c == '#' && !text.empty() && text[0] == '{') {
      out += "\\#";
    } else if (!is_printable_codepoint(c)) {
      out += c < 0x100 ? fmt::format("\\x{:02X}", c) : fmt::format("\\x{{{:X}}}", c);
    } else {
      out += bytes;
    }
  }
  return out;
}

std::string inspect_atom(Term atom) {
  const std::string_view text = atom_text(atom);
  if (text == "nil" || text == "true" || text == "false") return std::string(text);
  if (is_alias_text(text)) return std::string(text.substr(7));
  if (text == "Elixir") return "Elixir";
  if (is_unquoted(text)) return ":" + std::string(text);
  return ":\"" + escape(text, '"') + "\"";
}

std::string inspect_key(Term atom) {
  const std::string_view text = atom_text(atom);
  if (is_unquoted(text)) return std::string(text) + ":";
  return "\"" + escape(text, '"') + "\":";
}

std::string inspect(Term term, const InspectOptions& options) {
  std::string out;
  Inspector(out, options).write(term);
  if (out.size() > options.length_bytes_max) {
    out.resize(options.length_bytes_max);
    // Not in the middle of a character.
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    out += "...";
  }
  return out;
}

}  // namespace respawn
