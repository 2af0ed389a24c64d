#include "native/compiler_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "term/builder.hpp"
#include "term/copy.hpp"

namespace respawn {

CompilerDesk::CompilerDesk(Services& services) : services_(services), open_([](Term a, Term b) { return compare_atoms(a, b) < 0; }) {}

CompilerDesk::~CompilerDesk() {
  for (auto& [id, expression] : expressions_) services_.code.forget_expression(expression->chunk.get());
}

ModuleBuilder* CompilerDesk::builder(Term module) {
  std::lock_guard lock(mutex_);
  const auto found = open_.find(module);
  return found == open_.end() ? nullptr : found->second.builder.get();
}

ModuleBuilder* CompilerDesk::open(Term module, std::string file, std::uint32_t line) {
  std::lock_guard lock(mutex_);
  const auto [entry, added] = open_.try_emplace(module);
  if (!added) return nullptr;
  entry->second.builder = std::make_unique<ModuleBuilder>(module, std::move(file), line);
  return entry->second.builder.get();
}

void CompilerDesk::close(Term module) {
  std::lock_guard lock(mutex_);
  const auto found = open_.find(module);
  if (found == open_.end()) return;
  for (auto& [name, part] : found->second.parts) found->second.old_parts.push_back(std::move(part));
  found->second.parts.clear();
  // Code with funs may be referred to by what its macros left behind; the rest goes.
  std::erase_if(found->second.old_parts, [&](const std::unique_ptr<Part>& part) {
    if (!part->image->closures.empty()) return false;
    services_.code.forget_expression(part->chunk.get());
    return true;
  });
  if (!found->second.old_parts.empty()) {
    found->second.builder.reset();
    closed_.push_back(std::move(found->second));
  }
  open_.erase(found);
}

const FunIdentity* CompilerDesk::local_function(ModuleBuilder& module, const NameArity& function, CompileTask& task, CompileError* error) {
  std::lock_guard lock(mutex_);
  OpenModule& open = open_.at(module.name());
  std::unique_ptr<Part>& part = open.parts[{function.name.word(), function.arity}];
  std::size_t clauses = 0;
  for (const Definition* definition : module.definitions()) clauses += definition->clauses.size();
  if (part != nullptr && part->clause_count == clauses) return &part->entry.identity;
  auto compiled = compile_part(module, function, task);
  if (!compiled) {
    *error = compiled.error();
    return nullptr;
  }
  if (part != nullptr) open.old_parts.push_back(std::move(part));
  part = std::make_unique<Part>();
  part->clause_count = clauses;
  part->image = std::move(*compiled);
  show_paths(*part->image);
  part->chunk = services_.code.load_expression(*part->image);
  const Definition* definition = module.find(function);
  NameArity compiled_name = function;
  if (is_macro(definition->kind)) compiled_name = {intern("MACRO-" + std::string(atom_text(function.name))), function.arity + 1};
  part->entry.identity.module = module.name();
  part->entry.identity.name = compiled_name.name;
  part->entry.identity.arity = compiled_name.arity;
  part->entry.code = part->chunk->entry(compiled_name.name, compiled_name.arity);
  RESPAWN_ASSERT(part->entry.code != nullptr);
  return &part->entry.identity;
}

const ModuleExports* CompilerDesk::exports(Term module) {
  const Chunk* chunk = services_.code.module(module);
  if (chunk == nullptr && !services_.code.has_natives(module)) return nullptr;
  std::lock_guard lock(mutex_);
  Exports& entry = exports_[module];
  if (entry.exports != nullptr && entry.chunk == chunk) return entry.exports.get();
  // Somebody may be looking at the old one.
  if (entry.exports != nullptr) old_exports_.push_back(std::move(entry.exports));
  entry.chunk = chunk;
  entry.exports = std::make_unique<ModuleExports>();
  for (const Function* function : services_.code.exports(module)) {
    const std::string_view name = atom_text(function->name);
    if (name.starts_with("MACRO-")) {
      entry.exports->macros.push_back({{intern(name.substr(6)), function->arity - 1}, true});
    } else {
      entry.exports->functions.push_back({function->name, function->arity});
    }
  }
  if (chunk != nullptr) {
    // Macros that do not look at __CALLER__ need not be given it.
    const Term blind = keyword_get(chunk->information, atoms::blind_macros);
    for (MacroName& macro : entry.exports->macros) {
      for (const Term pair : ListRange(blind ? blind : Term::nil())) {
        if (tuple_element(pair, 0) == macro.name.name && tuple_element(pair, 1) == Term::small(macro.name.arity)) macro.takes_caller = false;
      }
    }
  }
  return entry.exports.get();
}

CompilerDesk::Expression* CompilerDesk::add_expression(CompiledExpression compiled, std::uint64_t* id) {
  auto expression = std::make_unique<Expression>();
  expression->compiled = std::move(compiled);
  show_paths(*expression->compiled.image);
  expression->chunk = services_.code.load_expression(*expression->compiled.image);
  expression->entry.identity.module = expression->compiled.image->module;
  expression->entry.identity.name = expression->compiled.entry;
  expression->entry.identity.arity = 1;
  expression->entry.code = expression->chunk->entry(expression->entry.identity.name, 1);
  std::lock_guard lock(mutex_);
  *id = next_expression_++;
  return (expressions_[*id] = std::move(expression)).get();
}

CompilerDesk::Expression* CompilerDesk::expression(std::uint64_t id) {
  std::lock_guard lock(mutex_);
  const auto found = expressions_.find(id);
  return found == expressions_.end() ? nullptr : found->second.get();
}

void CompilerDesk::release_expression(std::uint64_t id) {
  std::unique_ptr<Expression> gone;
  {
    std::lock_guard lock(mutex_);
    const auto found = expressions_.find(id);
    if (found == expressions_.end() || !found->second->compiled.image->closures.empty()) return;
    gone = std::move(found->second);
    expressions_.erase(found);
  }
  services_.code.forget_expression(gone->chunk.get());
}

// ---- environments ---------------------------------------------------------------------------------------------------

namespace {

std::shared_ptr<const ImportList> import_of(Term module, std::vector<NameArity> names) {
  std::erase_if(names, [](const NameArity& name) { return atom_text(name.name).starts_with('_'); });
  std::sort(names.begin(), names.end(), [](const NameArity& a, const NameArity& b) {
    const int order = compare_atoms(a.name, b.name);
    return order != 0 ? order < 0 : a.arity < b.arity;
  });
  ImportList list;
  if (!names.empty()) list.push_back({module, std::move(names)});
  return std::make_shared<const ImportList>(std::move(list));
}

}  // namespace

const SharedEnvTerms& CompilerDesk::shared_env_terms() {
  default_env("nofile", 1);
  return shared_env_terms_;
}

Env CompilerDesk::default_env(const std::string& file, std::uint32_t line) {
  std::lock_guard lock(mutex_);
  const Chunk* kernel = services_.code.module(atoms::Kernel);
  if (!default_env_ready_) {
    env_literals_ = std::make_unique<LiteralArea>();
    LiteralArea& literals = *env_literals_;
    default_env_.requires_ = make_list(literals, {intern("Elixir.Application"), atoms::Kernel, intern("Elixir.Kernel.Typespec")});
    if (kernel != nullptr) {
      const ModuleExports* exported = exports(atoms::Kernel);
      std::vector<NameArity> macros;
      for (const MacroName& macro : exported->macros) macros.push_back(macro.name);
      // The definitions that the expander knows by itself are Kernel's too.
      for (const auto& [name, arity] : {std::pair{atoms::at, 1u}, {atoms::def, 1u}, {atoms::def, 2u}, {atoms::defp, 1u}, {atoms::defp, 2u}, {atoms::defmacro, 1u},
                                        {atoms::defmacro, 2u}, {atoms::defmacrop, 1u}, {atoms::defmacrop, 2u}, {atoms::defmodule, 2u}}) {
        macros.push_back({name, arity});
      }
      default_env_.functions = import_of(atoms::Kernel, exported->functions);
      default_env_.macros = import_of(atoms::Kernel, std::move(macros));
      shared_env_terms_.functions = default_env_.functions.get();
      shared_env_terms_.macros = default_env_.macros.get();
      shared_env_terms_.functions_term = imports_to_term(*default_env_.functions, literals);
      shared_env_terms_.macros_term = imports_to_term(*default_env_.macros, literals);
      default_env_ready_ = true;
    }
  }
  Env env = default_env_;
  env.file = std::make_shared<const std::string>(file);
  env.line = line;
  return env;
}

std::string CompilerDesk::shown_path(const std::string& path) const {
  std::lock_guard lock(folder_mutex_);
  const std::size_t length = working_folder_.size();
  if (length == 0 || path.size() <= length + 1 || !path.starts_with(working_folder_) || path[length] != '/') return path;
  return path.substr(length + 1);
}

void CompilerDesk::set_working_folder(std::string folder) {
  std::lock_guard lock(folder_mutex_);
  working_folder_ = std::move(folder);
}

void CompilerDesk::show_paths(CodeImage& image) const {
  for (std::string& file : image.files) file = shown_path(file);
}

void CompilerDesk::warn(const Diagnostic& warning) {
  if (silent) return;
  const char* prefix = services_.has_colours ? "\x1b[33mwarning: \x1b[0m" : "warning: ";
  std::string text = fmt::format("{}{}\n  {}", prefix, warning.message, shown_path(warning.file));
  if (warning.line > 0) text += fmt::format(":{}", warning.line);
  if (warning.line > 0 && warning.column > 0) text += fmt::format(":{}", warning.column);
  if (!warning.snippet.empty()) text += ": " + warning.snippet;
  text += "\n\n";
  if (services_.write_error) services_.write_error(text);
}

Term CompilerDesk::next_code_name() { return intern(fmt::format("elixir_compiler_{}", code_names_.fetch_add(1))); }

}  // namespace respawn
