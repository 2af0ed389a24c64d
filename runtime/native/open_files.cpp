/// Natives of :respawn_file on files that the calling process has open (open_file.hpp). lib/erl/file.ex makes raw files of them.
///
///   open(name, modes)                  {:ok, reference}; modes: :read, :write, :append, :exclusive, :sync, :directory, {:read_ahead, bytes},
///                                      {:delayed_write, bytes}
///   close(file)                        :ok
///   read(file, count)                  {:ok, binary} | :eof
///   read_line(file)                    {:ok, binary} with "\n" | :eof
///   write(file, iodata)                :ok
///   position(file, :bof | :cur | :eof, offset)   {:ok, position}
///   read_at(file, position, count), write_at(file, position, iodata)
///   truncate(file), sync(file)         :ok
///
/// All answer {:error, posix} as well; {:error, :einval} for a file that is not open, or not the caller's.

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "native/errands.hpp"
#include "native/file_path.hpp"
#include "native/iodata.hpp"
#include "native/open_file.hpp"
#include "native/posix_error.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::size_t kLineBlockBytes = 8 * 1024;
constexpr std::size_t kReadBytesMax = std::size_t{1} << 31;

Term ok_with(Area& area, Term value) { return respawn::make_tuple(area, {atoms::ok, value}); }
Term eof() {
  static const Term atom = intern("eof");
  return atom;
}

template <typename Wanted>
std::unique_ptr<Attachment>* find_file(Process& process, Wanted&& wanted) {
  if (process.extras_if_any() == nullptr) return nullptr;
  for (auto& attachment : process.extras_if_any()->attachments) {
    auto* const file = dynamic_cast<OpenFile*>(attachment.get());
    if (file != nullptr && wanted(*file)) return &attachment;
  }
  return nullptr;
}

OpenFile* file_of(NativeCall& call) {
  const Term reference = call.arg(0);
  auto* const found = find_file(call.process, [reference](const OpenFile& file) { return !file.opening && file.reference == reference; });
  return found == nullptr ? nullptr : static_cast<OpenFile*>(found->get());
}

NativeResult not_open(NativeCall& call) { return posix_error(call.heap(), EINVAL); }
NativeResult not_allowed(NativeCall& call) { return posix_error(call.heap(), EBADF); }

// ---- opening and closing --------------------------------------------------------------------------------------------

struct Modes {
  int flags = O_CLOEXEC;
  bool read = false, write = false, append = false, directory = false;
  std::size_t read_ahead_bytes = 0;
  std::size_t delayed_bytes_max = 0;
};

bool read_modes(Term list, Modes* modes) {
  bool exclusive = false;
  for (; list.is_cons(); list = list.tail()) {
    const Term mode = list.head();
    if (is_tuple_of(mode, 2)) {
      const Term size = tuple_element(mode, 1);
      if (!size.is_small() || size.small_value() < 0) return false;
      const auto bytes = static_cast<std::size_t>(size.small_value());
      if (tuple_element(mode, 0) == intern("read_ahead")) modes->read_ahead_bytes = bytes;
      else if (tuple_element(mode, 0) == intern("delayed_write")) modes->delayed_bytes_max = bytes;
      else return false;
      continue;
    }
    if (mode == intern("read")) modes->read = true;
    else if (mode == intern("write")) modes->write = true;
    else if (mode == intern("append")) modes->append = true;
    else if (mode == intern("exclusive")) exclusive = true;
    else if (mode == intern("sync")) modes->flags |= O_SYNC;
    else if (mode == intern("directory")) modes->directory = true;
    else return false;
  }
  const bool writes = modes->write || modes->append || exclusive;
  if (!writes) modes->read = true;
  modes->flags |= writes ? (modes->read ? O_RDWR : O_WRONLY) | O_CREAT : O_RDONLY;
  if (writes && !modes->read && !modes->append) modes->flags |= O_TRUNC;
  if (modes->append) modes->flags |= O_APPEND;
  if (exclusive) modes->flags = (modes->flags & ~O_TRUNC) | O_EXCL;
  modes->write = writes;
  return list.is_nil();
}

// {ok, seekable}
Term open_work(Area& area, SharedDescriptor& shared, bool directory_wanted) {
  shared.descriptor = Descriptor(::open(shared.path.c_str(), shared.flags, 0666));
  if (!shared.descriptor.is_open()) return posix_error(area, errno);
  struct stat status {};
  if (::fstat(shared.descriptor.number, &status) < 0) return posix_error(area, errno);
  if (S_ISDIR(status.st_mode) != directory_wanted) return posix_error(area, directory_wanted ? ENOTDIR : EISDIR);
  return ok_with(area, boolean(::lseek(shared.descriptor.number, 0, SEEK_CUR) >= 0));
}

// open(name, modes)
NativeResult open_2(NativeCall& call) {
  auto* place = find_file(call.process, [](const OpenFile& file) { return file.opening; });
  if (place == nullptr) {
    auto path = read_file_path(call, call.arg(0));
    Modes modes;
    if (!path || !read_modes(call.arg(1), &modes)) return bad_file_argument(call.heap());
    auto file = std::make_unique<OpenFile>();
    file->reference = call.services.make_reference(call.worker);
    file->shared->path = std::move(*path);
    file->shared->flags = modes.flags;
    file->readable = modes.read && !modes.directory;
    file->writable = modes.write;
    file->appends = modes.append;
    file->read_ahead_bytes = modes.read_ahead_bytes;
    // What a lab has done is done at once: nothing may be left to be written when a run is thrown away.
    file->delayed_bytes_max = call.services.is_lab() ? 0 : modes.delayed_bytes_max;
    auto& attachments = call.process.extras().attachments;
    auto free = std::find(attachments.begin(), attachments.end(), nullptr);
    if (free == attachments.end()) free = attachments.emplace(attachments.end());
    *free = std::move(file);
    place = &*free;
  }
  const Term reference = static_cast<OpenFile*>(place->get())->reference;
  const auto answer = answer_of_errand(call, [&]() -> ErrandWork {
    const auto shared = static_cast<OpenFile*>(place->get())->shared;
    Modes modes;
    read_modes(call.arg(1), &modes);
    return [shared, directory = modes.directory](Area& area) { return open_work(area, *shared, directory); };
  });
  if (!answer) return call.wait();
  // Asking may have moved the attachments.
  place = find_file(call.process, [](const OpenFile& candidate) { return candidate.opening; });
  if (!(tuple_element(*answer, 0) == atoms::ok)) {
    place->reset();
    return *answer;
  }
  auto& file = static_cast<OpenFile&>(**place);
  file.opening = false;
  file.seekable = tuple_element(*answer, 1) == atoms::true_;
  return ok_with(call.heap(), reference);
}

/// Writes what is delayed, with `more` behind it. The answer: {ok, position} or an error; nothing: wait. On success the position is the
/// file's again.
std::optional<Term> write_through(NativeCall& call, OpenFile& file, std::string_view more) {
  const auto answer = answer_of_errand(call, [&]() -> ErrandWork {
    const std::int64_t start = file.position - static_cast<std::int64_t>(file.delayed.size());
    const bool places = file.seekable && !file.appends;
    return [shared = file.shared, bytes = file.delayed + std::string(more), start, places](Area& area) {
      if (!write_at(*shared, places, start, bytes)) return posix_error(area, errno);
      const std::int64_t end = places ? start + static_cast<std::int64_t>(bytes.size()) : ::lseek(shared->number(), 0, SEEK_CUR);
      return ok_with(area, make_integer(area, std::max<std::int64_t>(end, 0)));
    };
  });
  if (!answer) return std::nullopt;
  file.delayed.clear();
  if (tuple_element(*answer, 0) == atoms::ok) file.position = to_int64(tuple_element(*answer, 1)).value_or(0);
  return answer;
}

/// Before anything that must see the file as it is. Nothing: go on; otherwise what to return at once.
std::optional<NativeResult> write_delayed(NativeCall& call, OpenFile& file) {
  if (file.delayed.empty()) return std::nullopt;
  const auto answer = write_through(call, file, {});
  if (!answer) return call.wait();
  if (tuple_element(*answer, 0) == atoms::ok) return std::nullopt;
  return NativeResult(*answer);
}

NativeResult close_1(NativeCall& call) {
  OpenFile* const file = file_of(call);
  if (file == nullptr) return not_open(call);
  const auto result = write_delayed(call, *file);
  if (result && result->kind == NativeResult::Kind::wait) return *result;
  find_file(call.process, [file](const OpenFile& candidate) { return &candidate == file; })->reset();
  return result ? *result : NativeResult(atoms::ok);
}

// ---- reading --------------------------------------------------------------------------------------------------------

/// Reads at least one byte more behind what was read ahead. {ok, bytes}, eof or an error; nothing: wait.
std::optional<Term> read_more(NativeCall& call, OpenFile& file, std::size_t count) {
  const auto answer = answer_of_errand(call, [&]() -> ErrandWork {
    const std::int64_t from = file.position + static_cast<std::int64_t>(file.ahead.size());
    return [shared = file.shared, seekable = file.seekable, from, count](Area& area) {
      std::string bytes(count, '\0');
      const ssize_t read = read_at(*shared, seekable, from, bytes.data(), bytes.size());
      if (read < 0) return posix_error(area, errno);
      if (read == 0) return eof();
      return ok_with(area, make_binary(area, std::string_view(bytes).substr(0, static_cast<std::size_t>(read))));
    };
  });
  if (answer && is_tuple(*answer) && tuple_element(*answer, 0) == atoms::ok) {
    std::string scratch;
    file.ahead += *binary_bytes(tuple_element(*answer, 1), scratch);
  }
  return answer;
}

bool is_error(Term answer) { return is_tuple(answer) && tuple_element(answer, 0) == atoms::error; }

bool read_count(Term term, std::size_t* count) {
  if (!term.is_small() || term.small_value() < 0 || term.small_value() > static_cast<std::int64_t>(kReadBytesMax)) return false;
  *count = static_cast<std::size_t>(term.small_value());
  return true;
}

// read(file, count)
NativeResult read_2(NativeCall& call) {
  std::size_t count;
  OpenFile* const file = file_of(call);
  if (!read_count(call.arg(1), &count)) return bad_file_argument(call.heap());
  if (file == nullptr) return not_open(call);
  if (!file->readable) return not_allowed(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  if (file->ahead.size() < count) {
    const auto answer = read_more(call, *file, std::max(count - file->ahead.size(), file->read_ahead_bytes));
    if (!answer) return call.wait();
    if (is_error(*answer)) return *answer;
    if (file->ahead.empty()) return eof();
  }
  return ok_with(call.heap(), make_binary(call.heap(), file->take(count)));
}

NativeResult read_line_1(NativeCall& call) {
  OpenFile* const file = file_of(call);
  if (file == nullptr) return not_open(call);
  if (!file->readable) return not_allowed(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  std::size_t end;
  for (;;) {
    end = file->ahead.find('\n', file->searched);
    if (end != std::string::npos) break;
    file->searched = file->ahead.size();
    const auto answer = read_more(call, *file, std::max(kLineBlockBytes, file->read_ahead_bytes));
    if (!answer) return call.wait();
    if (is_error(*answer)) return *answer;
    if (*answer == eof()) break;
  }
  if (file->ahead.empty()) return eof();
  std::string line = file->take(end == std::string::npos ? file->ahead.size() : end + 1);
  if (line.ends_with("\r\n")) line.replace(line.size() - 2, 2, "\n");
  if (!file->keeps_ahead()) file->forget_ahead();
  return ok_with(call.heap(), make_binary(call.heap(), line));
}

// read_at(file, position, count)
NativeResult read_at_3(NativeCall& call) {
  std::size_t count;
  OpenFile* const file = file_of(call);
  if (!call.arg(1).is_small() || !read_count(call.arg(2), &count)) return bad_file_argument(call.heap());
  if (file == nullptr || call.arg(1).small_value() < 0) return not_open(call);
  if (!file->readable) return not_allowed(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  return ask_by_errand(call, [&]() -> ErrandWork {
    return [shared = file->shared, from = call.arg(1).small_value(), count](Area& area) {
      std::string bytes(count, '\0');
      const ssize_t read = read_at(*shared, true, from, bytes.data(), bytes.size());
      if (read < 0) return posix_error(area, errno);
      if (read == 0 && count > 0) return eof();
      return ok_with(area, make_binary(area, std::string_view(bytes).substr(0, static_cast<std::size_t>(read))));
    };
  });
}

// ---- writing --------------------------------------------------------------------------------------------------------

// write(file, iodata)
NativeResult write_2(NativeCall& call) {
  OpenFile* const file = file_of(call);
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(1), scratch);
  if (!bytes) return bad_file_argument(call.heap());
  if (file == nullptr) return not_open(call);
  if (!file->writable) return not_allowed(call);
  call.charge(bytes->size() / 500);
  if (file->seekable) file->forget_ahead();
  if (file->delayed.size() + bytes->size() < file->delayed_bytes_max) {
    file->delayed += *bytes;
    file->position += static_cast<std::int64_t>(bytes->size());
    return atoms::ok;
  }
  const auto answer = write_through(call, *file, *bytes);
  if (!answer) return call.wait();
  return is_error(*answer) ? *answer : atoms::ok;
}

// write_at(file, position, iodata)
NativeResult write_at_3(NativeCall& call) {
  OpenFile* const file = file_of(call);
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(2), scratch);
  if (!call.arg(1).is_small() || !bytes) return bad_file_argument(call.heap());
  if (file == nullptr || call.arg(1).small_value() < 0) return not_open(call);
  if (!file->writable) return not_allowed(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  file->forget_ahead();
  return ask_by_errand(call, [&]() -> ErrandWork {
    return [shared = file->shared, to = call.arg(1).small_value(), contents = std::string(*bytes)](Area& area) {
      return write_at(*shared, true, to, contents) ? Term(atoms::ok) : posix_error(area, errno);
    };
  });
}

// position(file, whence, offset)
NativeResult position_3(NativeCall& call) {
  OpenFile* const file = file_of(call);
  if (!call.arg(2).is_small()) return bad_file_argument(call.heap());
  if (file == nullptr) return not_open(call);
  if (!file->seekable) return posix_error(call.heap(), ESPIPE);
  if (const auto result = write_delayed(call, *file)) return *result;
  std::int64_t base = 0;
  if (call.arg(1) == intern("cur")) {
    base = file->position;
  } else if (call.arg(1) == eof()) {
    const auto answer = answer_of_errand(call, [&]() -> ErrandWork {
      return [shared = file->shared](Area& area) {
        struct stat status {};
        const int number = shared->number();
        if (number < 0 || ::fstat(number, &status) < 0) return posix_error(area, errno);
        return ok_with(area, make_integer(area, status.st_size));
      };
    });
    if (!answer) return call.wait();
    if (is_error(*answer)) return *answer;
    base = to_int64(tuple_element(*answer, 1)).value_or(0);
  }
  const std::int64_t wanted = base + call.arg(2).small_value();
  if (wanted < 0) return posix_error(call.heap(), EINVAL);
  file->position = wanted;
  file->forget_ahead();
  return ok_with(call.heap(), make_integer(call.heap(), wanted));
}

/// Something that needs nothing but the descriptor.
template <typename Work>
NativeResult ask_descriptor(NativeCall& call, OpenFile& file, Work work) {
  return ask_by_errand(call, [&]() -> ErrandWork {
    return [shared = file.shared, work](Area& area) {
      const int number = shared->number();
      return posix_result(area, number < 0 ? -1 : work(number));
    };
  });
}

// truncate(file): at the position
NativeResult truncate_1(NativeCall& call) {
  OpenFile* const file = file_of(call);
  if (file == nullptr || !file->writable) return not_open(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  file->forget_ahead();
  return ask_descriptor(call, *file, [size = file->position](int number) { return ::ftruncate(number, size); });
}

NativeResult sync_1(NativeCall& call) {
  OpenFile* const file = file_of(call);
  if (file == nullptr) return not_open(call);
  if (const auto result = write_delayed(call, *file)) return *result;
  return ask_descriptor(call, *file, [](int number) { return ::fsync(number); });
}

}  // namespace

void define_open_file_natives(NativeTable& table) {
  constexpr std::string_view kModule = "respawn_file";
  table.add(kModule, "open", 2, open_2);
  table.add(kModule, "close", 1, close_1);
  table.add(kModule, "read", 2, read_2);
  table.add(kModule, "read_line", 1, read_line_1);
  table.add(kModule, "read_at", 3, read_at_3);
  table.add(kModule, "write", 2, write_2);
  table.add(kModule, "write_at", 3, write_at_3);
  table.add(kModule, "position", 3, position_3);
  table.add(kModule, "truncate", 1, truncate_1);
  table.add(kModule, "sync", 1, sync_1);
}

}  // namespace respawn
