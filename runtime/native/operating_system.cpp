/// Natives of :os that ask the operating system, or the runtime's own view of it (surroundings.hpp). The rest of :os is lib/erl/os.ex.

#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>

#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/native_table.hpp"
#include "native/outside.hpp"
#include "native/surroundings.hpp"

namespace respawn {
namespace {

constexpr Note kNoEquals = "\"=\" characters is not allowed in environment variable names";
constexpr Note kNoZero = "\"\\0\" characters is not allowed in environment variable names or values";

/// Codepoints, or bytes when it is no UTF-8.
Term as_charlist(Area& area, std::string_view text) {
  return utf8::is_valid(text) ? make_codepoint_list(area, text) : make_charlist(area, text);
}

struct Text {
  std::string text;
  Note note;
};
Text read_text(Term term, bool is_name) {
  if (!term.is_list()) return {{}, "not a list"};
  const auto read = utf8_of_charlist(term);
  if (!read) return {{}, list_length(term) < 0 ? "not a proper list" : "invalid filename"};
  if (read->find('\0') != std::string::npos) return {{}, kNoZero};
  if (is_name && read->find('=') != std::string::npos) return {{}, kNoEquals};
  return {*read, {}};
}

Surroundings& surroundings(NativeCall& call) { return *call.services.surroundings; }

NativeResult getenv_1(NativeCall& call) {
  const Text name = read_text(call.arg(0), true);
  if (!name.note.empty()) return call.bad_argument(1, name.note);
  const auto value = surroundings(call).variable(call, name.text);
  return value ? as_charlist(call.heap(), *value) : Term(atoms::false_);
}

// env(): [{name, value}]
NativeResult env_0(NativeCall& call) {
  ListBuilder list(call.heap());
  for (const auto& [name, value] : surroundings(call).environment(call)) {
    list.add(respawn::make_tuple(call.heap(), {as_charlist(call.heap(), name), as_charlist(call.heap(), value)}));
  }
  return list.finish();
}

NativeResult putenv_2(NativeCall& call) {
  Text name = read_text(call.arg(0), true), value = read_text(call.arg(1), false);
  if (!name.note.empty() || !value.note.empty()) return bad_arguments(call, {name.note, value.note});
  surroundings(call).set_variable(name.text, std::move(value.text));
  return atoms::true_;
}

NativeResult unsetenv_1(NativeCall& call) {
  const Text name = read_text(call.arg(0), true);
  if (!name.note.empty()) return call.bad_argument(1, name.note);
  surroundings(call).set_variable(name.text, std::nullopt);
  return atoms::true_;
}

NativeResult getpid_0(NativeCall& call) {
  return ask_outside(call, [](Area& area) { return make_charlist(area, std::to_string(::getpid())); });
}

NativeResult type_0(NativeCall& call) { return respawn::make_tuple(call.heap(), {intern("unix"), intern("linux")}); }

NativeResult version_0(NativeCall& call) {
  return ask_outside(call, [](Area& area) {
    utsname name{};
    int major = 0, minor = 0, release = 0;
    if (::uname(&name) == 0) std::sscanf(name.release, "%d.%d.%d", &major, &minor, &release);
    return respawn::make_tuple(area, {Term::small(major), Term::small(minor), Term::small(release)});
  });
}

}  // namespace

void define_operating_system_natives(NativeTable& table) {
  table.add("os", "getenv", 1, getenv_1);
  table.add("os", "env", 0, env_0);
  table.add("os", "putenv", 2, putenv_2);
  table.add("os", "unsetenv", 1, unsetenv_1);
  table.add("os", "getpid", 0, getpid_0);
  table.add("os", "type", 0, type_0);
  table.add("os", "version", 0, version_0);
}

}  // namespace respawn
