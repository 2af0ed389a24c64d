#pragma once
/// ShellStatus: what the shell (lib/shell.ex) tells the terminal whenever it can take the next expression: how to ask for
/// it, and which names it knows, for completion. A copy: nothing in it belongs to a process.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace respawn {

struct ShellStatus {
  /// A variable, or a key of a map: of its value as much as can be completed.
  struct Value {
    std::string name;
    std::string module = {};        // when the value is the name of one: "Elixir.Enum"
    std::vector<Value> keys = {};  // when the value is a map: those that are atoms
  };

  std::uint32_t counter = 0;  // of the prompt
  std::string prompt;
  std::string continuation;  // the prompt of the further lines of an expression
  std::vector<Value> variables;
  std::vector<std::pair<std::string, std::string>> aliases;   // from "Elixir.S" to "Elixir.String"
  std::vector<std::pair<std::string, std::uint32_t>> imports;  // names and arities, beyond Kernel and the helpers
};

}  // namespace respawn
