#include "native/file_path.hpp"

#include <vector>

#include "base/utf8.hpp"
#include "term/binary.hpp"

namespace respawn {
namespace {

bool append_characters(Term list, std::string* name) {
  std::vector<Term> rests;  // what follows the lists that we are inside of
  for (;;) {
    if (list.is_nil()) {
      if (rests.empty()) return true;
      list = rests.back();
      rests.pop_back();
      continue;
    }
    if (!list.is_cons()) return false;
    const Term head = list.head();
    if (head.is_list()) {
      rests.push_back(list.tail());
      list = head;
      continue;
    }
    if (head.is_atom()) {
      *name += atom_text(head);
    } else if (!head.is_small() || head.small_value() < 0 || head.small_value() > 0x10FFFF ||
               !utf8::append(*name, static_cast<std::uint32_t>(head.small_value()))) {
      return false;
    }
    list = list.tail();
  }
}

}  // namespace

std::optional<std::string> read_file_name(Term term) {
  std::string name;
  if (const auto bytes = binary_bytes(term, name)) {
    name = std::string(*bytes);
  } else if (term.is_atom()) {
    name = atom_text(term);
  } else if (!append_characters(term, &name)) {
    return std::nullopt;
  }
  if (name.find('\0') != std::string::npos) return std::nullopt;
  return name;
}

std::optional<std::string> read_file_path(NativeCall& call, Term term) {
  const auto name = read_file_name(term);
  if (!name) return std::nullopt;
  return call.services.surroundings->absolute(call, *name);
}

Term bad_file_argument(Area& area) { return make_tuple(area, {atoms::error, atoms::badarg}); }

}  // namespace respawn
