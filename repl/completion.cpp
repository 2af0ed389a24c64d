#include "repl/completion.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "repl/completion_place.hpp"

namespace respawn {
namespace {

using Place = CompletionPlace;

constexpr std::string_view kElixir = "Elixir.";
constexpr std::string_view kLocalModules[] = {"Elixir.IEx.Helpers", "Elixir.Kernel", "Elixir.Kernel.SpecialForms"};
constexpr std::string_view kSigilPrefix = "sigil_";

// Macros of Kernel that the compiler knows without a definition.
constexpr std::pair<const char*, std::uint32_t> kDefinitions[] = {{"def", 1},      {"def", 2},       {"defp", 1},      {"defp", 2},     {"defmacro", 1},
                                                                  {"defmacro", 2}, {"defmacrop", 1}, {"defmacrop", 2}, {"defmodule", 2}};

struct Candidate {
  enum class Kind { module, struct_name, key, field, variable, file, function, sigil };
  Kind kind;
  std::string name;
  std::uint32_t arity = 0;

  auto order() const { return std::tuple(kind, std::string_view(name), arity); }
  bool operator<(const Candidate& other) const { return order() < other.order(); }

  std::string text() const {
    switch (kind) {
      case Kind::function: return name + "/" + std::to_string(arity);
      case Kind::key: return name + ":";
      case Kind::sigil: return "~" + name + " (" + std::string(kSigilPrefix) + name + ")";
      case Kind::file: return name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
      default: return name;
    }
  }
  // What follows when it is the only one and written in full.
  std::string_view end() const {
    switch (kind) {
      case Kind::module: return ".";
      case Kind::struct_name: return "{";
      case Kind::key: return ": ";
      default: return {};
    }
  }
};
using Candidates = std::set<Candidate>;

class Search {
 public:
  Search(const Place& place, const NameCatalogue& catalogue) : place_(place), catalogue_(catalogue) {}

  Candidates candidates() {
    switch (place_.kind) {
      case Place::Kind::nothing: break;
      case Place::Kind::local: add_locals(); break;
      case Place::Kind::alias: add_aliases("Elixir"); break;
      case Place::Kind::erlang_module: add_erlang_modules(); break;
      case Place::Kind::member:
        if (place_.module.starts_with("Elixir")) add_aliases(real_name(place_.module));
        add_functions(real_name(place_.module));
        break;
      case Place::Kind::field: add_fields(); break;
      case Place::Kind::struct_name: add_struct_names(); break;
      case Place::Kind::struct_key:
        if (const auto keys = catalogue_.struct_keys(real_name(place_.module))) {
          for (const std::string& key : *keys) add_key(key);
        }
        break;
      case Place::Kind::map_key:
        if (const ShellStatus::Value* map = value_at_way()) {
          for (const ShellStatus::Value& key : map->keys) add_key(key.name);
        }
        break;
      case Place::Kind::sigil: add_sigils(); break;
      case Place::Kind::path:
        for (std::string& file : catalogue_.files(place_.folder)) {
          const bool is_wanted = !file.starts_with('.') || place_.hint.starts_with('.');
          if (is_wanted) add(Candidate::Kind::file, std::move(file));
        }
        break;
    }
    return std::move(found_);
  }

 private:
  bool add(Candidate::Kind kind, std::string name, std::uint32_t arity = 0) {
    if (!name.starts_with(place_.hint)) return false;
    found_.insert({kind, std::move(name), arity});
    return true;
  }

  void add_functions(std::string_view module) {
    for (NameCatalogue::FunctionName& function : catalogue_.functions(module)) {
      const bool is_private = (function.name.starts_with('_') && !place_.hint.starts_with('_')) || function.name == "module_info" ||
                              function.name == "behaviour_info";
      if (!is_private && is_call_name(function.name)) add(Candidate::Kind::function, std::move(function.name), function.arity);
    }
  }

  void add_locals() {
    for (const ShellStatus::Value& variable : catalogue_.shell().variables) add(Candidate::Kind::variable, variable.name);
    for (const std::string_view module : kLocalModules) add_functions(module);
    for (const auto& [name, arity] : kDefinitions) add(Candidate::Kind::function, name, arity);
    for (const auto& [name, arity] : catalogue_.shell().imports) {
      if (is_call_name(name) && !name.starts_with('_')) add(Candidate::Kind::function, name, arity);
    }
  }

  // The next parts of the aliases below `parent`, which is "Elixir" or an alias.
  void add_aliases(const std::string& parent) {
    const std::string prefix = parent + ".";
    for (const std::string& module : catalogue_.modules()) {
      if (!module.starts_with(prefix)) continue;
      const std::string_view part = part_behind(module, prefix);
      if (is_alias_part(part) && part.starts_with(place_.hint) && !catalogue_.is_hidden(module)) found_.insert({Candidate::Kind::module, std::string(part)});
    }
    if (parent == "Elixir") {
      for (const auto& [alias, module] : catalogue_.shell().aliases) add(Candidate::Kind::module, alias.substr(std::min(kElixir.size(), alias.size())));
    }
  }

  void add_erlang_modules() {
    for (const std::string& module : catalogue_.modules()) {
      if (module.starts_with(kElixir) || !module.starts_with(place_.hint) || !is_call_name(module) || catalogue_.is_hidden(module)) continue;
      found_.insert({Candidate::Kind::module, module});
    }
  }

  void add_struct_names() {
    const std::string prefix = real_name(place_.module) + ".";
    for (const std::string& module : catalogue_.modules()) {
      if (!module.starts_with(prefix)) continue;
      const std::string_view part = part_behind(module, prefix);
      if (!is_alias_part(part) || !part.starts_with(place_.hint) || catalogue_.is_hidden(module) || !has_plain_struct(module)) continue;
      const bool is_whole = module.size() == prefix.size() + part.size();
      found_.insert({is_whole ? Candidate::Kind::struct_name : Candidate::Kind::module, std::string(part)});
    }
    // Who is a struct is not told once more for those below.
    std::erase_if(found_, [&](const Candidate& candidate) {
      return candidate.kind == Candidate::Kind::module && found_.contains({Candidate::Kind::struct_name, candidate.name});
    });
    for (const auto& [alias, module] : catalogue_.shell().aliases) {
      if (place_.module == "Elixir" && has_plain_struct(module)) add(Candidate::Kind::struct_name, alias.substr(std::min(kElixir.size(), alias.size())));
    }
  }

  // Exceptions are raised, and seldom written as structs.
  bool has_plain_struct(std::string_view module) const {
    const auto keys = catalogue_.struct_keys(module);
    return keys && std::ranges::find(*keys, "__exception__") == keys->end();
  }

  void add_fields() {
    const ShellStatus::Value* value = value_at_way();
    if (value == nullptr) return;
    if (!value->module.empty()) add_functions(value->module);
    for (const ShellStatus::Value& key : value->keys) {
      if (is_call_name(key.name) && (!key.name.starts_with('_') || place_.hint.starts_with('_'))) add(Candidate::Kind::field, key.name);
    }
  }

  void add_key(const std::string& key) {
    const bool is_used = std::ranges::find(place_.used_keys, key) != place_.used_keys.end();
    if (!is_used && is_call_name(key) && !key.starts_with("__")) add(Candidate::Kind::key, key);
  }

  void add_sigils() {
    const auto add_name = [&](std::string_view name) {
      if (name.starts_with(kSigilPrefix)) found_.insert({Candidate::Kind::sigil, std::string(name.substr(kSigilPrefix.size()))});
    };
    for (const NameCatalogue::FunctionName& function : catalogue_.functions("Elixir.Kernel")) add_name(function.name);
    for (const auto& [name, arity] : catalogue_.shell().imports) add_name(name);
  }

  static std::string_view part_behind(const std::string& module, const std::string& prefix) {
    const std::string_view rest = std::string_view(module).substr(prefix.size());
    return rest.substr(0, rest.find('.'));
  }

  // With the first part as the shell's aliases have it.
  std::string real_name(const std::string& module) const {
    for (const auto& [alias, target] : catalogue_.shell().aliases) {
      if (module == alias) return target;
      if (module.starts_with(alias + ".")) return target + module.substr(alias.size());
    }
    return module;
  }

  const ShellStatus::Value* value_at_way() const {
    const std::vector<ShellStatus::Value>* values = &catalogue_.shell().variables;
    const ShellStatus::Value* value = nullptr;
    for (const std::string& name : place_.way) {
      const auto found = std::ranges::find(*values, name, &ShellStatus::Value::name);
      if (found == values->end()) return nullptr;
      value = &*found;
      values = &value->keys;
    }
    return value;
  }

  const Place& place_;
  const NameCatalogue& catalogue_;
  Candidates found_;
};

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
  const Place place = completion_place(text_before_cursor);
  const Candidates candidates = Search(place, catalogue).candidates();
  if (candidates.empty()) return {};
  const std::string_view common = common_prefix(candidates);
  const Candidate& first = *candidates.begin();
  const bool is_only = candidates.size() == 1;
  // A name that is whole and has nothing behind it is told once more, with its arity.
  const bool is_module = first.kind == Candidate::Kind::module;
  if (common.size() > place.hint.size()) {
    std::string inserted(common.substr(place.hint.size()));
    if (is_only && !is_module) inserted += first.end();
    return {std::move(inserted), {}};
  }
  if (is_only && !first.end().empty()) return {std::string(first.end()), {}};
  CompletionResult result;
  for (const Candidate& candidate : candidates) result.candidates.push_back(candidate.text());
  return result;
}

}  // namespace respawn
