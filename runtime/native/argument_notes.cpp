#include "native/argument_notes.hpp"

namespace respawn {

NativeResult bad_arguments(NativeCall& call, std::initializer_list<Note> notes, Term reason) {
  // The last first: each goes in front of the list.
  for (std::size_t i = notes.size(); i-- > 0;) {
    const Note note = notes.begin()[i];
    if (!note.empty()) call.note(static_cast<unsigned>(i) + 1, note);
  }
  return call.error(reason);
}

NativeResult bad_map(NativeCall& call, unsigned position) {
  call.note(position, "not a map");
  return call.error(make_tuple(call.heap(), {atoms::badmap, call.arg(position - 1)}));
}

}  // namespace respawn
