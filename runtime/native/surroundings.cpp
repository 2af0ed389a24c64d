#include "native/surroundings.hpp"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "native/outside.hpp"
#include "term/binary.hpp"

namespace respawn {
namespace {

std::string text_of(Term binary) {
  std::string scratch;
  return std::string(binary_bytes(binary, scratch).value_or(std::string_view()));
}

Term outer_folder(Area& area) {
  char path[PATH_MAX];
  // A folder that has been removed: no relative path leads anywhere.
  return make_binary(area, ::getcwd(path, sizeof path) == nullptr ? "/" : path);
}

Surroundings::Environment outer_environment() {
  Surroundings::Environment all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos && equals != 0) all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

Term as_list(Area& area, const Surroundings::Environment& all) {
  ListBuilder list(area);
  for (const auto& [name, value] : all) list.add(respawn::make_tuple(area, {make_binary(area, name), make_binary(area, value)}));
  return list.finish();
}

void apply_changes(const Surroundings::Changes& changes, Surroundings::Environment* environment) {
  for (const auto& [name, value] : changes) {
    if (value) (*environment)[name] = *value;
    else environment->erase(name);
  }
}

}  // namespace

std::optional<std::string> Surroundings::variable(NativeCall& call, std::string_view name) {
  const std::string key(name);
  {
    std::lock_guard lock(surroundings_mutex_);
    const auto changed = changes_.find(key);
    if (changed != changes_.end()) return changed->second;
  }
  const Term value = ask_outside(call, [&key](Area& area) -> Term {
    const char* const found = ::getenv(key.c_str());
    return found == nullptr ? Term(atoms::false_) : make_binary(area, found);
  });
  return is_binary(value) ? std::optional(text_of(value)) : std::nullopt;
}

void Surroundings::set_variable(std::string_view name, std::optional<std::string> value) {
  std::lock_guard lock(surroundings_mutex_);
  changes_[std::string(name)] = std::move(value);
}

Surroundings::Environment Surroundings::environment(NativeCall& call) {
  Environment all;
  for (const Term entry : ListRange(ask_outside(call, [](Area& area) { return as_list(area, outer_environment()); }))) {
    if (is_tuple_of(entry, 2)) all.emplace(text_of(tuple_element(entry, 0)), text_of(tuple_element(entry, 1)));
  }
  std::lock_guard lock(surroundings_mutex_);
  apply_changes(changes_, &all);
  return all;
}

Surroundings::Environment Surroundings::environment_of_child() const {
  Environment all = outer_environment();
  std::lock_guard lock(surroundings_mutex_);
  apply_changes(changes_, &all);
  return all;
}

std::string Surroundings::folder(NativeCall& call) {
  {
    std::lock_guard lock(surroundings_mutex_);
    if (folder_) return *folder_;
  }
  std::string asked = text_of(ask_outside(call, outer_folder));
  std::lock_guard lock(surroundings_mutex_);
  if (!folder_) folder_ = std::move(asked);
  return *folder_;
}

void Surroundings::set_folder(std::string folder) {
  std::lock_guard lock(surroundings_mutex_);
  folder_ = std::move(folder);
}

std::string Surroundings::absolute(NativeCall& call, std::string_view path) {
  if (path.empty() || path.front() == '/') return std::string(path);
  std::string base = folder(call);
  if (base.back() != '/') base += '/';
  return base.append(path);
}

}  // namespace respawn
