/// Natives of :respawn_shell: what the shell's processes (lib/shell.ex) tell the terminal, which is no process.
///
///   ready(counter, names)     the next expression can be taken; its prompt has this number, and these variables are bound
///   open_observer(open?)      the window is to be opened or closed: :ok, or {:error, :no_display}

#include "native/native_table.hpp"
#include "term/builder.hpp"

namespace respawn {
namespace {

NativeResult ready_2(NativeCall& call) {
  if (!call.arg(0).is_small()) return call.bad_argument(1, "not an integer");
  std::vector<std::string> names;
  for (const Term name : ListRange(call.arg(1))) {
    if (name.is_atom()) names.emplace_back(atom_text(name));
  }
  if (call.services.shell_ready) call.services.shell_ready(static_cast<std::uint32_t>(call.arg(0).small_value()), std::move(names));
  return atoms::ok;
}

NativeResult open_observer_1(NativeCall& call) {
  if (!call.services.observer_wanted) return make_tuple(call.heap(), {atoms::error, intern("no_display")});
  call.services.observer_wanted(call.arg(0) == atoms::true_);
  return atoms::ok;
}

}  // namespace

void define_shell_natives(NativeTable& table) {
  table.add("respawn_shell", "ready", 2, ready_2);
  table.add("respawn_shell", "open_observer", 1, open_observer_1);
}

}  // namespace respawn
