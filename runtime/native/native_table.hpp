#pragma once
/// NativeTable: which functions are written in C++, and where they are entered.
///
/// One file a module (a large module is split by subject); each has one function `define_…_natives(NativeTable&)` at its end, and all
/// of them are called in native_table.cpp. A native is a function of NativeCall (vm/native_call.hpp): it checks its arguments, does the
/// work and returns; it keeps nothing between calls but in the objects that Services names.

#include <string_view>

#include "code/code_table.hpp"
#include "vm/native_call.hpp"

namespace respawn {

class NativeTable {
 public:
  explicit NativeTable(CodeTable& code) : code_(code) {}

  /// `module` and `name` as the program writes the atoms: "erlang", "Elixir.String".
  void add(std::string_view module, std::string_view name, unsigned arity, NativeFunction native) {
    code_.define_native(intern(module), intern(name), arity, native);
  }

 private:
  CodeTable& code_;
};

/// Enters every native of the runtime. Before any code is loaded.
void define_natives(CodeTable& code);

}  // namespace respawn
