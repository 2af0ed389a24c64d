#include "repl/system_names.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "term/atom.hpp"
#include "term/external.hpp"
#include "term/map.hpp"
#include "term/term.hpp"

namespace respawn {
namespace {

// Modules that are written in C++ alone: no code of theirs is ever loaded.
constexpr const char* kNativeModules[] = {"atomics", "binary", "counters", "erlang", "ets", "math", "os", "persistent_term", "unicode"};
constexpr std::string_view kMacroPrefix = "MACRO-";

NameCatalogue::FunctionName function_name(Term name, std::uint32_t arity) {
  std::string_view text = atom_text(name);
  if (!text.starts_with(kMacroPrefix)) return {std::string(text), arity};
  text.remove_prefix(kMacroPrefix.size());
  return {std::string(text), arity - 1};
}

Term keyword_value(Term keywords, const char* key) {
  const Term wanted = intern(key);
  for (const Term pair : ListRange(keywords)) {
    if (tuple_element(pair, 0) == wanted) return tuple_element(pair, 1);
  }
  return Term::none();
}

// `{line, text, metadata}` with `false` for a text.
bool is_hidden_text(Term document) { return is_tuple(document) && tuple_element(document, 1) == atoms::false_; }

struct Details {
  bool is_hidden = false;
  std::set<std::pair<std::string, std::uint32_t>> hidden_functions;
};

// What a module hides (native/module_definitions.cpp makes this list).
Details read_details(Term details) {
  Details read;
  if (!details.is_cons()) return read;
  if (const Term document = keyword_value(details, "moduledoc")) read.is_hidden = is_hidden_text(document);
  const Term docs = keyword_value(details, "docs");
  if (!docs || !docs.is_cons()) return read;
  for (const Term entry : ListRange(docs)) {
    if (!is_hidden_text(tuple_element(entry, 2))) continue;
    const Term name = tuple_element(entry, 1);
    const auto arity = static_cast<std::uint32_t>(tuple_element(name, 1).small_value());
    read.hidden_functions.emplace(atom_text(tuple_element(name, 0)), arity);
  }
  return read;
}

void add_visible(std::vector<NameCatalogue::FunctionName>& functions, NameCatalogue::FunctionName function, const Details& details) {
  if (!details.hidden_functions.contains({function.name, function.arity})) functions.push_back(std::move(function));
}

// Of the list that `__info__(:struct)` gives.
std::optional<std::vector<std::string>> read_struct_keys(Term information) {
  const Term fields = information.is_cons() ? keyword_value(information, "struct") : Term::none();
  if (!fields || fields == atoms::nil) return std::nullopt;
  std::vector<std::string> keys;
  const Term field = intern("field");
  for (const Term entry : ListRange(fields)) {
    if (const Term name = map_get(entry, field); name && name.is_atom()) keys.emplace_back(atom_text(name));
  }
  return keys;
}

// The implementation of a protocol hides its text, but not its name.
bool is_implementation_mark(Term function_name) { return atom_text(function_name) == "__impl__"; }

}  // namespace

const LibraryNames::Module& LibraryNames::module(Term name, System& system) {
  const auto known = modules_.find(name);
  if (known != modules_.end()) return known->second;
  const std::unique_ptr<CodeImage> image = Library::embedded().image(name, system.code());
  Arena arena;
  Term terms = image->details;
  if (!image->encoded_details.empty()) {
    external::DecodeOptions options;
    options.is_own = true;
    if (const auto decoded = external::decode(arena, image->encoded_details, options)) terms = decoded->value;
  }
  const Details details = read_details(terms);
  Module& module = modules_[name];
  module.is_hidden = details.is_hidden;
  for (const FunctionRecord& function : image->functions) {
    if (function.exported && is_implementation_mark(function.name)) module.is_hidden = false;
    if (function.exported) add_visible(module.functions, function_name(function.name, function.arity), details);
  }
  module.struct_keys = read_struct_keys(image->information);
  return module;
}

std::vector<std::string> SystemNames::modules() const {
  std::set<std::string> names(std::begin(kNativeModules), std::end(kNativeModules));
  for (const Term module : Library::embedded().modules()) names.emplace(atom_text(module));
  for (const Term module : system_.code().loaded_modules()) names.emplace(atom_text(module));
  return {names.begin(), names.end()};
}

bool SystemNames::is_hidden(std::string_view module) const {
  const auto name = existing_atom(module);
  if (!name) return false;
  if (const Chunk* chunk = system_.code().loaded_module(*name)) {
    const auto is_mark = [](const Function* function) { return is_implementation_mark(function->name); };
    return read_details(system_.code().details(*chunk)).is_hidden && std::ranges::none_of(system_.code().exports(*name), is_mark);
  }
  return Library::embedded().has(*name) && library_.module(*name, system_).is_hidden;
}

std::vector<NameCatalogue::FunctionName> SystemNames::functions(std::string_view module) const {
  // What is typed and names nothing makes no atom.
  const auto name = existing_atom(module);
  if (!name) return {};
  CodeTable& code = system_.code();
  std::vector<FunctionName> functions;
  Details details;
  if (const Chunk* chunk = code.loaded_module(*name)) {
    details = read_details(code.details(*chunk));
  } else if (Library::embedded().has(*name)) {
    functions = library_.module(*name, system_).functions;
  }
  for (const Function* function : code.exports(*name)) add_visible(functions, function_name(function->name, function->arity), details);
  return functions;
}

std::optional<std::vector<std::string>> SystemNames::struct_keys(std::string_view module) const {
  const auto name = existing_atom(module);
  if (!name) return std::nullopt;
  if (const Chunk* chunk = system_.code().loaded_module(*name)) return read_struct_keys(chunk->information);
  return Library::embedded().has(*name) ? library_.module(*name, system_).struct_keys : std::nullopt;
}

std::vector<std::string> SystemNames::files(const std::string& folder) const {
  std::vector<std::string> names;
  std::error_code error;
  const std::string start = folder.empty() ? "." : folder;
  for (std::filesystem::directory_iterator entry(start, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unknown;
    names.push_back(entry->path().filename().string() + (entry->is_directory(unknown) ? "/" : ""));
  }
  return names;
}

}  // namespace respawn
