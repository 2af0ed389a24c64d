#pragma once
/// SystemNames: what a runtime knows, as a catalogue for completion.
///
/// It looks and leaves no trace: a module of the library that nobody has used yet is read where it lies, and not loaded, so that
/// a run of the lab does not depend on what was typed and completed.

#include <unordered_map>

#include "repl/completion.hpp"
#include "system/system.hpp"

namespace respawn {

/// What the library's modules have to say, which never changes: read once each. Thread: one at a time.
class LibraryNames {
 public:
  struct Module {
    bool is_hidden = false;
    std::vector<NameCatalogue::FunctionName> functions;
    std::optional<std::vector<std::string>> struct_keys;
  };

  /// Of a module that the library has.
  const Module& module(Term name, System& system);

 private:
  std::unordered_map<Term, Module> modules_;
};

class SystemNames final : public NameCatalogue {
 public:
  SystemNames(System& system, LibraryNames& library, const ShellStatus& shell) : system_(system), library_(library), shell_(shell) {}

  std::vector<std::string> modules() const override;
  bool is_hidden(std::string_view module) const override;
  std::vector<FunctionName> functions(std::string_view module) const override;
  std::optional<std::vector<std::string>> struct_keys(std::string_view module) const override;
  const ShellStatus& shell() const override { return shell_; }
  std::vector<std::string> files(const std::string& folder) const override;

 private:
  System& system_;
  LibraryNames& library_;
  const ShellStatus& shell_;
};

}  // namespace respawn
