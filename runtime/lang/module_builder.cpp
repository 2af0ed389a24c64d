#include "lang/module_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "term/builder.hpp"
#include "term/copy.hpp"

namespace respawn {

Term kind_atom(DefinitionKind kind) {
  switch (kind) {
    case DefinitionKind::def: return atoms::def;
    case DefinitionKind::defp: return atoms::defp;
    case DefinitionKind::defmacro: return atoms::defmacro;
    default: return atoms::defmacrop;
  }
}

std::optional<DefinitionKind> definition_kind(Term atom) {
  if (atom == atoms::def) return DefinitionKind::def;
  if (atom == atoms::defp) return DefinitionKind::defp;
  if (atom == atoms::defmacro) return DefinitionKind::defmacro;
  if (atom == atoms::defmacrop) return DefinitionKind::defmacrop;
  return std::nullopt;
}

ModuleBuilder::ModuleBuilder(Term name, std::string file, std::uint32_t line) : name_(name), file_(std::move(file)), line_(line) {}

Definition* ModuleBuilder::find(const NameArity& name) {
  const auto found = definitions_.find(key(name));
  return found == definitions_.end() ? nullptr : found->second.get();
}

bool ModuleBuilder::has_macro(const NameArity& name) const { return is_macro_kind(name); }

bool ModuleBuilder::is_macro_kind(const NameArity& name) const {
  const auto found = definitions_.find(key(name));
  return found != definitions_.end() && is_macro(found->second->kind);
}

Definition& ModuleBuilder::definition(const NameArity& name) {
  std::unique_ptr<Definition>& entry = definitions_[key(name)];
  if (entry == nullptr) {
    entry = std::make_unique<Definition>();
    entry->name = name;
    order_.push_back(key(name));
  }
  return *entry;
}

void ModuleBuilder::erase(const NameArity& name) {
  definitions_.erase(key(name));
  std::erase(order_, key(name));
}

std::vector<Definition*> ModuleBuilder::definitions() {
  std::vector<Definition*> result;
  for (const Key& each : order_) result.push_back(definitions_.at(each).get());
  return result;
}

void ModuleBuilder::record_local(const NameArity& from, const NameArity& to, std::uint32_t line, const std::string& file) {
  local_calls_.push_back({from, to, line, file});
  if (!(from == to)) mark_used(to);
}

void ModuleBuilder::record_import(const NameArity& name, Term module, std::uint32_t line) { imports_used_.try_emplace(key(name), module, line); }

// ---- overriding -----------------------------------------------------------------------------------------------------

void ModuleBuilder::make_overridable(const NameArity& name) { overridable_.try_emplace(key(name), 0); }

std::vector<NameArity> ModuleBuilder::overridable() const {
  std::vector<NameArity> names;
  for (const auto& [each, count] : overridable_) names.push_back({Term(each.first), each.second});
  return names;
}

std::string ModuleBuilder::overridable_list() const {
  std::string list;
  for (const auto& [each, count] : overridable_) {
    if (!list.empty()) list += ", ";
    list += fmt::format("{}/{}", atom_text(Term(each.first)), each.second);
  }
  return list;
}

void ModuleBuilder::begin_override(const NameArity& name) {
  const auto found = overridable_.find(key(name));
  if (found == overridable_.end()) return;
  const auto old = definitions_.find(key(name));
  if (old != definitions_.end()) {
    set_aside_[key(name)] = std::move(old->second);
    definitions_.erase(old);
    std::erase(order_, key(name));
    super_names_.erase(key(name));
  }
  ++found->second;
  // Overridden once; the new definition is not overridable until it says so again.
  overridable_.erase(found);
}

Term ModuleBuilder::super_name(const NameArity& function) {
  if (const auto known = super_names_.find(key(function)); known != super_names_.end()) return known->second;
  const auto aside = set_aside_.find(key(function));
  if (aside == set_aside_.end()) return Term::none();
  // The old definition becomes a private function under a name nobody can write.
  const Term name = intern(fmt::format("{} (overridable {})", atom_text(function.name), super_names_.size() + 1));
  std::unique_ptr<Definition> definition = std::move(aside->second);
  set_aside_.erase(aside);
  const bool macro = is_macro(definition->kind);
  const std::uint32_t arity = function.arity + (macro ? 1 : 0);
  definition->kind = DefinitionKind::defp;
  definition->name = {name, arity};
  definition->from_super = true;
  super_names_[key(function)] = name;
  const Key new_key = key({name, arity});
  definitions_[new_key] = std::move(definition);
  order_.push_back(new_key);
  mark_used({name, arity});
  return name;
}

// ---- attributes -----------------------------------------------------------------------------------------------------

void ModuleBuilder::register_attribute(Term name, bool accumulate, bool persist) {
  if (accumulate) {
    accumulating_.insert(name);
    attributes_.try_emplace(name, Term::nil());
  }
  if (persist) persistent_.insert(name);
}

void ModuleBuilder::set_attribute(Term name, Term value) {
  const Term kept = copy(arena_, value);
  if (accumulates(name)) {
    Term& list = attributes_.try_emplace(name, Term::nil()).first->second;
    list = make_cons(arena_, kept, list);
    return;
  }
  attributes_[name] = kept;
}

Term ModuleBuilder::attribute(Term name) const {
  const auto found = attributes_.find(name);
  return found == attributes_.end() ? Term::none() : found->second;
}

Term ModuleBuilder::read_attribute(Term name) {
  const std::string_view text = atom_text(name);
  if (text == "doc") return pending_doc.value;
  if (text == "typedoc") return pending_type_doc.value;
  if (text == "moduledoc") return module_doc.value;
  unread_attributes.erase(name);
  return attribute(name);
}

Term ModuleBuilder::delete_attribute(Term name) {
  const auto found = attributes_.find(name);
  if (found == attributes_.end()) return Term::none();
  const Term value = found->second;
  if (accumulates(name)) {
    found->second = Term::nil();
  } else {
    attributes_.erase(found);
  }
  return value;
}

std::vector<Term> ModuleBuilder::attribute_names() const {
  std::vector<Term> names;
  for (const auto& [name, value] : attributes_) names.push_back(name);
  return names;
}

std::size_t ModuleBuilder::store_env(const Env& env) {
  envs_.push_back(env);
  Env& kept = envs_.back();
  // The terms of an environment may lie in the arena of the body's compilation, which goes before the module is finished.
  kept.aliases = copy(arena_, env.aliases);
  kept.macro_aliases = copy(arena_, env.macro_aliases);
  kept.requires_ = copy(arena_, env.requires_);
  kept.context_modules = copy(arena_, env.context_modules);
  kept.variables = nullptr;
  kept.scope = nullptr;
  kept.trace = nullptr;
  return envs_.size() - 1;
}

}  // namespace respawn
