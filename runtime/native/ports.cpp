/// Natives of :respawn_port: what a port, which is a process (lib/erl/respawn_port.ex), does with the program outside. A port has one program;
/// each native is about the caller's.
///
///   start(path, arguments, options)   {:ok, os_pid}, or {:error, posix, number}; `options` is a map of :folder (a name or nil), :variables
///                                     ([{name, value | nil}]), :pipes_at (0 or 3), and :reads, :writes, :joins_error, :reads_nothing (booleans)
///   adopt(input, output)              instead of a program two descriptors of ours, or nil: :ok, or {:error, posix, number}
///   read(milliseconds)                {:data, bytes} of what the program writes, :eof, or :again
///   write(bytes)                      how many of them went, 0 for now none; or {:error, posix}
///   exit_status(milliseconds)         a number, or :again
///   tell_when(what)                   sends :respawn_input, :respawn_output or :respawn_ended (`what`) when it is worth to try again: true.
///                                     False in a lab: then time has to pass, and the native be called again
///   check(path)                       :ok, or a posix error: whether the file can be executed
///
/// The milliseconds are those that a lab may stand still for if nobody else has anything to do: there time outside passes with the virtual one.
/// In a lab whose log was run again there is no program; one that was running when the log ended is one that has ended.

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fmt/format.h>

#include "native/file_path.hpp"
#include "native/native_table.hpp"
#include "native/outer_program.hpp"
#include "native/outside.hpp"
#include "native/posix_error.hpp"
#include "native/readiness.hpp"
#include "term/binary.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kWriteBytes = 4096;  // what a pipe takes whole when it takes anything
constexpr std::int64_t kStandStillMax = 100;

struct PortProgram final : Attachment {
  explicit PortProgram(Readiness& its_readiness) : readiness(its_readiness) {}
  ~PortProgram() override {
    for (const Descriptor* descriptor : {&program.input, &program.output, &program.ended}) {
      if (descriptor->is_open()) readiness.forget(descriptor->number);
    }
  }
  Readiness& readiness;
  OuterProgram program;
};

OuterProgram* program_of(NativeCall& call) {
  if (!call.process.pid.is_port() || call.process.extras_if_any() == nullptr) return nullptr;
  for (auto& attachment : call.process.extras_if_any()->attachments) {
    if (auto* const found = dynamic_cast<PortProgram*>(attachment.get())) return &found->program;
  }
  return nullptr;
}

OuterProgram& make_program(NativeCall& call) {
  auto made = std::make_unique<PortProgram>(*call.services.readiness);
  OuterProgram& program = made->program;
  call.process.extras().attachments.push_back(std::move(made));
  return program;
}

NativeResult not_a_port(NativeCall& call) { return call.error(atoms::badarg); }

// ---- starting -------------------------------------------------------------------------------------------------------

std::optional<std::vector<std::string>> read_names(Term list) {
  std::vector<std::string> names;
  for (; list.is_cons(); list = list.tail()) {
    const auto name = read_file_name(list.head());
    if (!name) return std::nullopt;
    names.push_back(*name);
  }
  return list.is_nil() ? std::optional(std::move(names)) : std::nullopt;
}

bool read_environment(NativeCall& call, Term variables, std::vector<std::string>* environment) {
  auto all = call.services.surroundings->environment_of_child();
  for (; variables.is_cons(); variables = variables.tail()) {
    const Term variable = variables.head();
    if (!is_tuple_of(variable, 2)) return false;
    const auto name = read_file_name(tuple_element(variable, 0));
    if (!name) return false;
    all.erase(*name);
    if (tuple_element(variable, 1) == atoms::nil) continue;
    const auto value = read_file_name(tuple_element(variable, 1));
    if (!value) return false;
    all.emplace(*name, *value);
  }
  for (const auto& [name, value] : all) environment->push_back(name + "=" + value);
  return variables.is_nil();
}

Term started(Area& area, int error, Term value) {
  if (error == 0) return value;
  return respawn::make_tuple(area, {atoms::error, posix_atom(error), Term::small(error)});
}

NativeResult start_3(NativeCall& call) {
  if (!call.process.pid.is_port()) return not_a_port(call);
  const auto path = read_file_path(call, call.arg(0));
  auto arguments = read_names(call.arg(1));
  const Term options = call.arg(2);
  if (!path) return call.bad_argument(1, "invalid filename");
  if (!arguments || arguments->empty()) return call.bad_argument(2, "not a list of arguments");
  if (!is_map(options)) return call.bad_argument(3, "not a map");

  const auto is_set = [options](const char* name) { return map_get(options, intern(name)) == atoms::true_; };
  ProgramPlan plan;
  plan.path = *path;
  plan.arguments = std::move(*arguments);
  const Term folder = map_get(options, intern("folder"));
  plan.folder = folder == atoms::nil ? call.services.surroundings->folder(call) : read_file_path(call, folder).value_or("");
  plan.is_read = is_set("reads");
  plan.is_written = is_set("writes");
  plan.reads_nothing = is_set("reads_nothing");
  plan.joins_error = is_set("joins_error");
  plan.pipes_at = map_get(options, intern("pipes_at")) == Term::small(3) ? 3 : 0;
  if (!read_environment(call, map_get(options, intern("variables")), &plan.environment)) return call.bad_argument(3, "not an environment");

  OuterProgram& program = make_program(call);
  return ask_outside(call, [&](Area& area) {
    struct stat found;
    if (::stat(plan.folder.c_str(), &found) != 0) {
      const int error = errno;
      call.services.write_error(fmt::format("spawn: Could not cd to {}\r\n", plan.folder));
      return started(area, error, Term::none());
    }
    const int error = program.start(plan);
    return started(area, error, respawn::make_tuple(area, {atoms::ok, Term::small(program.pid())}));
  });
}

std::optional<int> descriptor_number(Term term) {
  return term.is_small() ? std::optional(static_cast<int>(std::clamp<std::int64_t>(term.small_value(), -1, 1 << 20))) : std::nullopt;
}

NativeResult adopt_2(NativeCall& call) {
  if (!call.process.pid.is_port()) return not_a_port(call);
  const auto input = descriptor_number(call.arg(0));
  const auto output = descriptor_number(call.arg(1));
  OuterProgram& program = make_program(call);
  return ask_outside(call, [&](Area& area) { return started(area, program.adopt(input, output), atoms::ok); });
}

NativeResult check_1(NativeCall& call) {
  const auto path = read_file_path(call, call.arg(0));
  if (!path) return call.bad_argument(1, "invalid filename");
  return ask_outside(call, [&](Area&) -> Term {
    struct stat found;
    if (::stat(path->c_str(), &found) != 0) return posix_atom(errno);
    return ::access(path->c_str(), X_OK) == 0 ? Term(atoms::ok) : posix_atom(errno);
  });
}

// ---- reading, writing, waiting --------------------------------------------------------------------------------------

/// For how long the native may stand still, as its argument says.
int patience(NativeCall& call) {
  const Term wanted = call.arg(0);
  if (!call.services.is_lab() || !wanted.is_small() || call.services.scheduler->run_queue_length() > 0) return 0;
  return static_cast<int>(std::clamp<std::int64_t>(wanted.small_value(), 0, kStandStillMax));
}

bool is_ready(const Descriptor& descriptor, short events, int milliseconds) {
  pollfd watched = {descriptor.number, events, 0};
  int ready;
  do {
    ready = ::poll(&watched, 1, milliseconds);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

Term read_input(Area& area, OuterProgram& program, int milliseconds) {
  const Term eof = intern("eof");
  if (!program.input.is_open()) return eof;
  if (!is_ready(program.input, POLLIN, milliseconds)) return intern("again");
  std::string bytes(kReadBytes, '\0');
  const ssize_t count = ::read(program.input.number, bytes.data(), bytes.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return intern("again");
  if (count <= 0) return eof;
  return respawn::make_tuple(area, {intern("data"), make_binary(area, std::string_view(bytes).substr(0, static_cast<std::size_t>(count)))});
}

NativeResult read_1(NativeCall& call) {
  OuterProgram* const program = program_of(call);
  if (program == nullptr) return not_a_port(call);
  const int milliseconds = patience(call);
  return ask_outside(call, [&](Area& area) { return read_input(area, *program, milliseconds); });
}

Term write_output(Area& area, OuterProgram& program, std::string_view bytes) {
  if (!program.output.is_open()) return respawn::make_tuple(area, {atoms::error, posix_atom(EPIPE)});
  std::size_t gone = 0;
  while (gone < bytes.size() && is_ready(program.output, POLLOUT, 0)) {
    const auto part = bytes.substr(gone, kWriteBytes);
    const ssize_t count = ::write(program.output.number, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    if (count < 0) return respawn::make_tuple(area, {atoms::error, posix_atom(errno)});
    gone += static_cast<std::size_t>(count);
  }
  return Term::small(static_cast<std::int64_t>(gone));
}

NativeResult write_1(NativeCall& call) {
  OuterProgram* const program = program_of(call);
  if (program == nullptr) return not_a_port(call);
  std::string scratch;
  const auto bytes = binary_bytes(call.arg(0), scratch);
  if (!bytes) return call.bad_argument(1, "not a binary");
  return ask_outside(call, [&](Area& area) { return write_output(area, *program, *bytes); });
}

NativeResult exit_status_1(NativeCall& call) {
  OuterProgram* const program = program_of(call);
  if (program == nullptr) return not_a_port(call);
  const int milliseconds = patience(call);
  return ask_outside(call, [&](Area&) -> Term {
    auto status = program->exit_status();
    if (!status && milliseconds > 0 && is_ready(program->ended, POLLIN, milliseconds)) status = program->exit_status();
    return status ? Term::small(*status) : intern("again");
  });
}

NativeResult tell_when_1(NativeCall& call) {
  OuterProgram* const program = program_of(call);
  if (program == nullptr) return not_a_port(call);
  if (call.services.is_lab()) return atoms::false_;
  const Term what = call.arg(0);
  const bool is_output = what == intern("respawn_output");
  const Descriptor& descriptor = is_output ? program->output : what == intern("respawn_ended") ? program->ended : program->input;
  if (!descriptor.is_open()) return atoms::false_;
  call.services.readiness->tell_when(descriptor.number, is_output ? Readiness::Direction::writable : Readiness::Direction::readable, call.process.pid,
                                     what);
  return atoms::true_;
}

}  // namespace

void define_port_natives(NativeTable& table) {
  table.add("respawn_port", "start", 3, start_3);
  table.add("respawn_port", "adopt", 2, adopt_2);
  table.add("respawn_port", "check", 1, check_1);
  table.add("respawn_port", "read", 1, read_1);
  table.add("respawn_port", "write", 1, write_1);
  table.add("respawn_port", "exit_status", 1, exit_status_1);
  table.add("respawn_port", "tell_when", 1, tell_when_1);
}

}  // namespace respawn
