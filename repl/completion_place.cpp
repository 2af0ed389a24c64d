#include "repl/completion_place.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace respawn {
namespace {

using Kind = CompletionPlace::Kind;

constexpr std::string_view kElixir = "Elixir";

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_call_end(char c) { return c == '?' || c == '!'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// The name that `text` ends with, which is taken from it.
std::string_view take_name(std::string_view& text) {
  std::size_t begin = text.size();
  if (begin > 0 && is_call_end(text[begin - 1])) --begin;
  const std::size_t end = begin;
  while (begin > 0 && is_name_char(text[begin - 1])) --begin;
  if (begin == end) return {};
  const std::string_view name = text.substr(begin);
  text = text.substr(0, begin);
  return name;
}

// A colon that begins an atom: neither the end of a key nor half of `::`.
bool ends_with_atom_colon(std::string_view text) {
  if (!text.ends_with(':')) return false;
  text.remove_suffix(1);
  return text.empty() || !(text.ends_with(':') || is_name_char(text.back()) || is_call_end(text.back()) || text.back() == '"');
}

bool ends_with_point(std::string_view text) { return text.ends_with('.') && !text.ends_with(".."); }

// The alias that `text` ends with, which is taken from it: "Elixir.Task.Supervisor". Empty when there is none.
std::string take_alias(std::string_view& text) {
  std::string_view rest = text;
  std::string alias;
  for (;;) {
    const std::string_view name = take_name(rest);
    if (!is_alias_part(name)) return {};
    alias = alias.empty() ? std::string(name) : std::string(name) + "." + alias;
    if (!ends_with_point(rest)) break;
    rest.remove_suffix(1);
  }
  text = rest;
  if (alias == kElixir || alias.starts_with("Elixir.")) return alias;
  return "Elixir." + alias;
}

// The variable that `text` ends with and the keys behind it, which are taken from it. Empty when it ends otherwise.
std::vector<std::string> take_way(std::string_view& text) {
  std::string_view rest = text;
  std::vector<std::string> way;
  for (;;) {
    const std::string_view name = take_name(rest);
    if (name.empty() || is_upper(name.front()) || is_digit(name.front())) return {};
    way.emplace(way.begin(), name);
    if (!ends_with_point(rest)) break;
    rest.remove_suffix(1);
  }
  if (!rest.empty() && (rest.back() == '@' || rest.back() == '&' || rest.back() == ':' || rest.back() == '.')) return {};
  text = rest;
  return way;
}

// What is open at the cursor.
struct Opening {
  char mark;          // ( [ { of code, " and ' of text, # of a comment or a sigil, in which nothing is completed
  std::size_t begin;  // behind the mark
};

char closer_of(char opener) {
  switch (opener) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    case '<': return '>';
    default: return opener;
  }
}

// Whatever is written in a sigil is skipped. Where it goes on after its end.
std::optional<std::size_t> end_of_sigil(std::string_view text, std::size_t opener) {
  const char closer = closer_of(text[opener]);
  for (std::size_t i = opener + 1; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == closer) return i + 1;
  }
  return std::nullopt;
}

std::vector<Opening> openings(std::string_view text) {
  std::vector<Opening> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!open.empty() && (open.back().mark == '"' || open.back().mark == '\'')) {
      if (c == '\\') ++i;
      else if (c == open.back().mark) open.pop_back();
      else if (c == '#' && text.substr(i).starts_with("#{")) open.push_back({'{', ++i + 1});
      continue;
    }
    const bool is_behind_name = i > 0 && is_name_char(text[i - 1]);
    if (c == '"' || c == '\'' || c == '(' || c == '[' || c == '{') {
      open.push_back({c, i + 1});
    } else if (c == ')' || c == ']' || c == '}') {
      if (!open.empty()) open.pop_back();
    } else if (c == '?' && !is_behind_name) {
      i += text.substr(i).starts_with("?\\") ? 2 : 1;  // a character
    } else if (c == '#') {
      open.push_back({'#', i});
      break;
    } else if (c == '~' && i + 2 < text.size() && (is_lower(text[i + 1]) || is_upper(text[i + 1])) &&
               std::string_view("/|\"'([{<").find(text[i + 2]) != std::string_view::npos) {
      const auto end = end_of_sigil(text, i + 2);
      if (!end) {
        open.push_back({'#', i});
        break;
      }
      i = *end - 1;
    }
  }
  return open;
}

CompletionPlace path_place(std::string_view written) {
  CompletionPlace place{.kind = Kind::path};
  const std::size_t slash = written.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  place.folder = written.substr(0, name);
  place.hint = written.substr(name);
  return place;
}

std::vector<std::string> keys_in(std::string_view text) {
  std::vector<std::string> keys;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
    std::string_view before = text.substr(0, colon);
    const std::string_view key = take_name(before);
    if (!key.empty() && !text.substr(colon).starts_with("::")) keys.emplace_back(key);
  }
  return keys;
}

// In the braces of a struct, or of a map that is being changed, where a key can stand.
std::optional<CompletionPlace> key_place(std::string_view before, std::size_t braces_begin, std::string_view hint) {
  std::string_view inside = before.substr(braces_begin);
  std::string_view head = before.substr(0, braces_begin - 1);
  const std::string_view last = without_blanks_behind(inside);
  if (!last.empty() && last.back() != ',' && last.back() != '|') return std::nullopt;
  CompletionPlace place;
  if (std::string alias = take_alias(head); !alias.empty() && head.ends_with('%')) {
    place.kind = Kind::struct_key;
    place.module = std::move(alias);
  } else {
    const std::size_t bar = inside.find('|');
    if (bar == std::string_view::npos || !before.substr(0, braces_begin - 1).ends_with('%')) return std::nullopt;
    std::string_view map = without_blanks_behind(inside.substr(0, bar));
    place.kind = Kind::map_key;
    place.way = take_way(map);
    if (place.way.empty()) return std::nullopt;
    inside.remove_prefix(bar);
  }
  place.used_keys = keys_in(inside);
  place.hint = hint;
  return place;
}

// Behind a point.
CompletionPlace member_place(std::string_view before, std::string_view hint) {
  before.remove_suffix(1);
  std::string_view head = before;
  if (std::string alias = take_alias(head); !alias.empty()) {
    const bool is_struct = head.ends_with('%');
    return {.kind = is_struct ? Kind::struct_name : Kind::member, .module = std::move(alias), .hint = hint};
  }
  if (const std::string_view name = take_name(head); !name.empty() && ends_with_atom_colon(head)) {
    return {.kind = Kind::member, .module = std::string(name), .hint = hint};
  }
  if (auto way = take_way(before); !way.empty()) return {.kind = Kind::field, .way = std::move(way), .hint = hint};
  return {};
}

}  // namespace

bool is_call_name(std::string_view name) {
  if (!name.empty() && is_call_end(name.back())) name.remove_suffix(1);
  return !name.empty() && !is_digit(name.front()) && !is_upper(name.front()) && std::all_of(name.begin(), name.end(), is_name_char);
}

bool is_alias_part(std::string_view name) { return !name.empty() && is_upper(name.front()) && std::all_of(name.begin(), name.end(), is_name_char); }

CompletionPlace completion_place(std::string_view text) {
  const std::vector<Opening> open = openings(text);
  if (!open.empty() && open.back().mark == '"') return path_place(text.substr(open.back().begin));
  if (!open.empty() && (open.back().mark == '\'' || open.back().mark == '#')) return {};

  std::string_view before = text;
  const std::string_view hint = take_name(before);
  if (hint.empty() && !text.empty() && is_call_end(text.back())) return {};
  if (!hint.empty() && is_digit(hint.front())) return {};
  if (ends_with_point(before)) return member_place(before, hint);
  if (ends_with_atom_colon(before)) return {.kind = Kind::erlang_module, .hint = hint};
  if (before.ends_with('~')) return hint.empty() ? CompletionPlace{.kind = Kind::sigil} : CompletionPlace{};
  if (before.ends_with('@')) return {};
  if (before.ends_with('%')) return {.kind = Kind::struct_name, .module = std::string(kElixir), .hint = hint};
  if (!hint.empty() && is_upper(hint.front())) return {.kind = Kind::alias, .module = std::string(kElixir), .hint = hint};
  if (!open.empty() && open.back().mark == '{') {
    if (auto place = key_place(before, open.back().begin, hint)) return *std::move(place);
  }
  // A blank line is indented by the key.
  if (hint.empty() && without_blanks_behind(before).empty()) return {};
  return {.kind = Kind::local, .hint = hint};
}

}  // namespace respawn
