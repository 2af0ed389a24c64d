#pragma once
/// Completion: what can stand at the cursor: modules, functions, macros, Erlang's modules, variables.
///
///     Str         String, StringIO, Stream: of an alias the part up to the next point
///     Enum.ma     the functions, and the modules below it
///     :li         Erlang's modules, and behind a point their functions
///     sp          variables, and what can be called by its name alone
///
/// What all possibilities have in common is inserted; only where that is nothing they are listed, functions with their
/// arities. Pure: what exists is asked of a catalogue.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "repl/line_editor.hpp"

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
  /// The variables that are bound.
  virtual std::vector<std::string> variables() const = 0;
};

CompletionResult completion_of(std::string_view text_before_cursor, const NameCatalogue& catalogue);

}  // namespace respawn
