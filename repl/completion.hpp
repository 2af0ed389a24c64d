#pragma once
/// Completion: what can stand at the cursor: modules, functions, macros, variables, keys, sigils, files.
///
///     Str               String, StringIO, Stream: of an alias the part up to the next point
///     Enum.ma           the functions, and the modules below it
///     :li               Erlang's modules, and behind a point their functions
///     sp                variables, and what can be called by its name alone
///     user.na           the keys of what a variable holds; of a module, its functions
///     %Da   %Date{d     structs, and their keys
///     "/etc/ho          files
///
/// What all possibilities have in common is inserted; only where that is nothing they are listed, functions with their
/// arities. Pure: what exists is asked of a catalogue.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repl/line_editor.hpp"
#include "vm/shell_status.hpp"

namespace respawn {

class NameCatalogue {
 public:
  struct FunctionName {
    std::string name;  // of a macro, as it is called
    std::uint32_t arity;
  };

  virtual ~NameCatalogue() = default;

  /// Modules as their atoms are spelt: "Elixir.Enum", "lists". In any order.
  virtual std::vector<std::string> modules() const = 0;
  /// Nothing is told of it: a part of another module, that nobody else calls.
  virtual bool is_hidden(std::string_view module) const = 0;
  /// Functions and macros that a module exports and does not hide; empty when there is no such module. In any order.
  virtual std::vector<FunctionName> functions(std::string_view module) const = 0;
  /// The keys of a module's struct; none when it has no struct.
  virtual std::optional<std::vector<std::string>> struct_keys(std::string_view module) const = 0;
  /// What is bound, aliased and imported.
  virtual const ShellStatus& shell() const = 0;
  /// The names in a folder, those of folders with a slash behind; "" is the present one. In any order.
  virtual std::vector<std::string> files(const std::string& folder) const = 0;
};

CompletionResult completion_of(std::string_view text_before_cursor, const NameCatalogue& catalogue);

}  // namespace respawn
