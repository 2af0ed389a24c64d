/// Natives of :respawn_io: what the processes behind :user and :standard_error are made of (lib/io_console.ex).
///
///   write(stream, iodata)     :ok, or {:error, :terminated} when nobody reads the stream any more
///   read_line(:stdin)         {:ok, bytes} with the newline, or :eof; the process waits meanwhile
///   become_console(stream)    the calling process is the device of :stdout or :stderr from now on
///   console(pid)              the stream whose device that process is, or nil
///   terminal?(stream)         whether a person sits at the other end
///   window_size(stream)       {columns, rows} of the terminal, or nil

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "native/system_console.hpp"
#include "native/iodata.hpp"
#include "native/native_table.hpp"
#include "native/outside.hpp"
#include "term/hash.hpp"

namespace respawn {
namespace {

constexpr std::size_t kBytesPerReduction = 500;
constexpr std::size_t kEventTextBytes = 64 * 1024;

Term stdout_atom() { return intern("stdout"); }
Term stderr_atom() { return intern("stderr"); }

bool read_stream(Term term, SystemConsole::Stream* stream) {
  static const Term output = stdout_atom(), error = stderr_atom();
  if (term == output) *stream = SystemConsole::Stream::output;
  else if (term == error) *stream = SystemConsole::Stream::error;
  else return false;
  return true;
}

int read_descriptor(Term term) {
  static const Term input = intern("stdin");
  SystemConsole::Stream stream;
  if (read_stream(term, &stream)) return stream == SystemConsole::Stream::output ? STDOUT_FILENO : STDERR_FILENO;
  return term == input ? STDIN_FILENO : -1;
}

void tell_output(NativeCall& call, SystemConsole::Stream stream, std::string_view bytes) {
  Tracer& tracer = call.services.post_office.tracer;
  if (RESPAWN_LIKELY(!tracer.enabled())) return;
  Event event;
  event.kind = EventKind::output;
  event.cause = call.process.cause;
  event.subject = call.process.pid;
  event.object = stream == SystemConsole::Stream::output ? stdout_atom() : stderr_atom();
  event.number = static_cast<std::int64_t>(bytes.size());
  for (const char byte : bytes) event.payload_hash = mix_hash(event.payload_hash, static_cast<unsigned char>(byte));
  if (tracer.texts()) event.text = bytes.substr(0, kEventTextBytes);
  tracer.tell(std::move(event));
}

NativeResult write_2(NativeCall& call) {
  SystemConsole::Stream stream;
  if (!read_stream(call.arg(0), &stream)) return call.bad_argument(1, "not a stream");
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(1), scratch);
  if (!bytes) return call.bad_argument(2, "not an iodata term");
  SystemConsole& console = *call.services.console;
  if (console.must_wait(call.process.pid)) return call.wait();
  call.charge(bytes->size() / kBytesPerReduction);
  tell_output(call, stream, *bytes);
  if (console.write(stream, *bytes)) return atoms::ok;
  return make_tuple(call.heap(), {atoms::error, intern("terminated")});
}

NativeResult read_line_1(NativeCall& call) {
  static const Term input = intern("stdin"), eof = intern("eof");
  if (!(call.arg(0) == input)) return call.bad_argument(1, "not a stream");
  SystemConsole::Line line = call.services.console->take_line(call.process.pid);
  switch (line.kind) {
    case SystemConsole::Input::nothing_yet: return call.wait();
    case SystemConsole::Input::end: return eof;
    case SystemConsole::Input::line: break;
  }
  return make_tuple(call.heap(), {atoms::ok, make_binary(call.heap(), line.bytes)});
}

NativeResult become_console_1(NativeCall& call) {
  SystemConsole::Stream stream;
  if (!read_stream(call.arg(0), &stream)) return call.bad_argument(1, "not a stream");
  call.services.console->set_device(stream, call.process.pid);
  return atoms::ok;
}

NativeResult console_1(NativeCall& call) {
  switch (call.services.console->stream_of(call.arg(0))) {
    case static_cast<int>(SystemConsole::Stream::output): return stdout_atom();
    case static_cast<int>(SystemConsole::Stream::error): return stderr_atom();
    default: return atoms::nil;
  }
}

NativeResult is_terminal_1(NativeCall& call) {
  const int descriptor = read_descriptor(call.arg(0));
  if (descriptor < 0) return call.bad_argument(1, "not a stream");
  return ask_outside(call, [descriptor](Area&) { return boolean(::isatty(descriptor) == 1); });
}

NativeResult window_size_1(NativeCall& call) {
  const int descriptor = read_descriptor(call.arg(0));
  if (descriptor < 0) return call.bad_argument(1, "not a stream");
  return ask_outside(call, [descriptor](Area& area) -> Term {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return atoms::nil;
    return make_tuple(area, {Term::small(size.ws_col), Term::small(size.ws_row)});
  });
}

}  // namespace

void define_console_device_natives(NativeTable& table) {
  table.add("respawn_io", "write", 2, write_2);
  table.add("respawn_io", "read_line", 1, read_line_1);
  table.add("respawn_io", "become_console", 1, become_console_1);
  table.add("respawn_io", "console", 1, console_1);
  table.add("respawn_io", "terminal?", 1, is_terminal_1);
  table.add("respawn_io", "window_size", 1, window_size_1);
}

}  // namespace respawn
