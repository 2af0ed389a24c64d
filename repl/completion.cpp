#include "repl/completion.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace respawn {
namespace {

constexpr std::string_view kElixir = "Elixir.";
constexpr std::string_view kLocalModules[] = {"Elixir.IEx.Helpers", "Elixir.Kernel", "Elixir.Kernel.SpecialForms"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_char(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_call_end(char c) { return c == '?' || c == '!'; }

// Can be written as the name of a call.
bool is_identifier(std::string_view name) {
  if (!name.empty() && is_call_end(name.back())) name.remove_suffix(1);
  return !name.empty() && !is_digit(name.front()) && !is_upper(name.front()) && std::all_of(name.begin(), name.end(), is_name_char);
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

// Macros of Kernel that the compiler knows without a definition.
constexpr std::pair<const char*, std::uint32_t> kDefinitions[] = {{"def", 1},       {"def", 2},       {"defp", 1},      {"defp", 2},     {"defmacro", 1},
                                                                  {"defmacro", 2}, {"defmacrop", 1}, {"defmacrop", 2}, {"defmodule", 2}};

// What the cursor stands in.
struct Place {
  enum class Kind { nothing, local, alias, erlang_module, member };
  Kind kind = Kind::nothing;
  std::string module;  // of a member, or in front of an alias, as its atom is spelt: "Elixir.Task", "lists", "Elixir"
  std::string_view hint;
};

// The module that `text` ends with, before a point.
std::optional<std::string> module_before(std::string_view text) {
  std::string aliases;
  for (;;) {
    const std::string_view name = take_name(text);
    if (name.empty()) return std::nullopt;
    if (!is_upper(name.front())) {
      if (!aliases.empty() || !ends_with_atom_colon(text)) return std::nullopt;
      return std::string(name);
    }
    aliases = aliases.empty() ? std::string(name) : std::string(name) + "." + aliases;
    if (!text.ends_with('.') || text.ends_with("..")) break;
    text.remove_suffix(1);
  }
  if (aliases == "Elixir") return aliases;
  return aliases.starts_with(kElixir) ? aliases : std::string(kElixir) + aliases;
}

Place place_of(std::string_view text) {
  std::string_view before = text;
  const std::string_view hint = take_name(before);
  if (hint.empty() && !text.empty() && is_call_end(text.back())) return {};
  if (!hint.empty() && is_digit(hint.front())) return {};
  if (before.ends_with('.') && !before.ends_with("..")) {
    const auto module = module_before(before.substr(0, before.size() - 1));
    if (!module) return {};
    return {Place::Kind::member, *module, hint};
  }
  if (ends_with_atom_colon(before)) return {Place::Kind::erlang_module, {}, hint};
  if (before.ends_with('@') || before.ends_with('~')) return {};
  if (!hint.empty() && is_upper(hint.front())) return {Place::Kind::alias, "Elixir", hint};
  if (before.ends_with('%')) return {Place::Kind::alias, "Elixir", hint};
  // A blank line is indented by the key.
  if (hint.empty() && before.find_first_not_of(" \t") == std::string_view::npos) return {};
  return {Place::Kind::local, {}, hint};
}

struct Candidate {
  enum class Kind { module, variable, function };
  Kind kind;
  std::string name;
  std::uint32_t arity = 0;

  auto key() const { return std::tuple(kind, std::string_view(name), arity); }
  bool operator<(const Candidate& other) const { return key() < other.key(); }
  std::string text() const { return kind == Kind::function ? name + "/" + std::to_string(arity) : name; }
};
using Candidates = std::set<Candidate>;

void add_functions(Candidates& candidates, const NameCatalogue& catalogue, std::string_view module, std::string_view hint) {
  for (NameCatalogue::FunctionName& function : catalogue.functions(module)) {
    const bool is_private = (function.name.starts_with('_') && !hint.starts_with('_')) || function.name == "module_info";
    if (!is_private && function.name.starts_with(hint) && is_identifier(function.name)) {
      candidates.insert({Candidate::Kind::function, std::move(function.name), function.arity});
    }
  }
}

// The next parts of the aliases below `parent`, which is "Elixir" or an alias.
void add_aliases(Candidates& candidates, const NameCatalogue& catalogue, const std::string& parent, std::string_view hint) {
  const std::string prefix = parent + ".";
  for (const std::string& module : catalogue.modules()) {
    if (!module.starts_with(prefix)) continue;
    const std::string_view rest = std::string_view(module).substr(prefix.size());
    const std::string_view part = rest.substr(0, rest.find('.'));
    const bool is_hit = part.starts_with(hint) && !part.empty() && is_upper(part.front());
    if (is_hit && !catalogue.is_hidden(module)) candidates.insert({Candidate::Kind::module, std::string(part)});
  }
}

void add_erlang_modules(Candidates& candidates, const NameCatalogue& catalogue, std::string_view hint) {
  for (const std::string& module : catalogue.modules()) {
    if (module.starts_with(kElixir) || !module.starts_with(hint) || !is_identifier(module) || catalogue.is_hidden(module)) continue;
    candidates.insert({Candidate::Kind::module, module});
  }
}

Candidates candidates_at(const Place& place, const NameCatalogue& catalogue) {
  Candidates candidates;
  switch (place.kind) {
    case Place::Kind::nothing: break;
    case Place::Kind::local:
      for (const std::string& variable : catalogue.variables()) {
        if (variable.starts_with(place.hint)) candidates.insert({Candidate::Kind::variable, variable});
      }
      for (const std::string_view module : kLocalModules) add_functions(candidates, catalogue, module, place.hint);
      for (const auto& [name, arity] : kDefinitions) {
        if (std::string_view(name).starts_with(place.hint)) candidates.insert({Candidate::Kind::function, name, arity});
      }
      break;
    case Place::Kind::alias: add_aliases(candidates, catalogue, place.module, place.hint); break;
    case Place::Kind::erlang_module: add_erlang_modules(candidates, catalogue, place.hint); break;
    case Place::Kind::member:
      if (place.module.starts_with("Elixir")) add_aliases(candidates, catalogue, place.module, place.hint);
      add_functions(candidates, catalogue, place.module, place.hint);
      break;
  }
  return candidates;
}

std::string_view common_prefix(const Candidates& candidates) {
  std::string_view common = candidates.begin()->name;
  for (const Candidate& candidate : candidates) {
    const auto [end, other] = std::mismatch(common.begin(), common.end(), candidate.name.begin(), candidate.name.end());
    common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
  }
  // Never half a letter.
  while (!common.empty() && common.size() < candidates.begin()->name.size() &&
         (static_cast<unsigned char>(candidates.begin()->name[common.size()]) & 0xc0) == 0x80) {
    common.remove_suffix(1);
  }
  return common;
}

}  // namespace

CompletionResult completion_of(std::string_view text_before_cursor, const NameCatalogue& catalogue) {
  const Place place = place_of(text_before_cursor);
  const Candidates candidates = candidates_at(place, catalogue);
  if (candidates.empty()) return {};
  const std::string_view common = common_prefix(candidates);
  if (common.size() > place.hint.size()) return {std::string(common.substr(place.hint.size())), {}};
  const Candidate& first = *candidates.begin();
  if (candidates.size() == 1 && first.kind == Candidate::Kind::module) return {".", {}};
  CompletionResult result;
  for (const Candidate& candidate : candidates) result.candidates.push_back(candidate.text());
  return result;
}

}  // namespace respawn
