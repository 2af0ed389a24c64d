#include "vm/native_call.hpp"

#include "term/binary.hpp"

namespace respawn {

void NativeCall::note(unsigned position, std::string_view text) {
  const Term where = position == 0 ? atoms::general : Term::small(position);
  argument_notes = make_cons(heap(), make_tuple(heap(), {where, make_binary(heap(), text)}), argument_notes);
}

NativeResult NativeCall::bad_argument(unsigned position, std::string_view text) {
  note(position, text);
  return bad_argument();
}

}  // namespace respawn
