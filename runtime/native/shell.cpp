/// Natives of :respawn_shell: what the shell's processes (lib/shell.ex) tell the terminal, which is no process.
///
///   ready(counter, {prompt, continuation}, variables, {aliases, imports})
///                             the next expression can be taken (vm/shell_status.hpp). A variable is {name, shape}: a shape is the
///                             name of a module, a list of {key, shape}, or nil
///   open_observer(open?)      the window is to be opened or closed: :ok, or {:error, :not_a_lab}

#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"

namespace respawn {
namespace {

std::string text_of(Term binary) {
  std::string scratch;
  const auto bytes = binary_bytes(binary, scratch);
  return bytes ? std::string(*bytes) : std::string();
}

// Of {name, shape}; whoever makes these keeps them flat (lib/shell.ex).
std::vector<ShellStatus::Value> values_of(Term pairs) {
  std::vector<ShellStatus::Value> values;
  for (const Term pair : ListRange(pairs)) {
    if (!is_tuple_of(pair, 2) || !tuple_element(pair, 0).is_atom()) continue;
    ShellStatus::Value& value = values.emplace_back();
    value.name = atom_text(tuple_element(pair, 0));
    const Term shape = tuple_element(pair, 1);
    if (shape.is_atom() && shape != atoms::nil) value.module = atom_text(shape);
    else value.keys = values_of(shape);
  }
  return values;
}

NativeResult ready_4(NativeCall& call) {
  if (!call.arg(0).is_small()) return call.bad_argument(1, "not an integer");
  if (!is_tuple_of(call.arg(1), 2)) return call.bad_argument(2, "not a pair");
  if (!is_tuple_of(call.arg(3), 2)) return call.bad_argument(4, "not a pair");
  if (!call.services.shell_ready) return atoms::ok;
  ShellStatus status;
  status.counter = static_cast<std::uint32_t>(call.arg(0).small_value());
  status.prompt = text_of(tuple_element(call.arg(1), 0));
  status.continuation = text_of(tuple_element(call.arg(1), 1));
  status.variables = values_of(call.arg(2));
  for (const Term alias : ListRange(tuple_element(call.arg(3), 0))) {
    status.aliases.emplace_back(atom_text(tuple_element(alias, 0)), atom_text(tuple_element(alias, 1)));
  }
  for (const Term name : ListRange(tuple_element(call.arg(3), 1))) {
    status.imports.emplace_back(atom_text(tuple_element(name, 0)), static_cast<std::uint32_t>(tuple_element(name, 1).small_value()));
  }
  call.services.shell_ready(std::move(status));
  return atoms::ok;
}

NativeResult open_observer_1(NativeCall& call) {
  if (!call.services.observer_wanted) return make_tuple(call.heap(), {atoms::error, intern("no_window")});
  call.services.observer_wanted(call.arg(0) == atoms::true_);
  return atoms::ok;
}

}  // namespace

void define_shell_natives(NativeTable& table) {
  table.add("respawn_shell", "ready", 4, ready_4);
  table.add("respawn_shell", "open_observer", 1, open_observer_1);
}

}  // namespace respawn
