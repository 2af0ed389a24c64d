/// Natives of :respawn_file on files by name: folders, links, information, and whole contents. lib/erl/file.ex makes :file of them.
///
/// A name is what :file takes as one. Each answers as the function of :file with the same meaning does: ok or {ok, value}, or {error, posix}.
///
///   read_all(name), write_all(name, iodata)              contents as a whole
///   list(name)                                           names in a folder, as binaries
///   make_folder(name), delete(name), delete_folder(name), rename(from, to)
///   link(existing, new), symlink(existing, new), read_link(name)
///   information(name, :file | :link)                     {size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid},
///                                                        times in seconds since 1970
///   set_mode(name, mode), set_owner(name, uid, gid), set_times(name, atime, mtime)
///   folder(), set_folder(name)                           the working folder

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>

#include "native/descriptor.hpp"
#include "native/errands.hpp"
#include "native/file_path.hpp"
#include "native/iodata.hpp"
#include "native/native_table.hpp"
#include "native/output_queue.hpp"
#include "native/posix_error.hpp"
#include "term/binary.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::size_t kReadBlockBytes = 256 * 1024;

Term ok_with(Area& area, Term value) { return respawn::make_tuple(area, {atoms::ok, value}); }

/// Asks `work(area, path)` about the file that the first argument names.
template <typename Work>
NativeResult ask_about(NativeCall& call, Work work) {
  return ask_by_errand(call, [&]() -> ErrandWork {
    auto path = read_file_path(call, call.arg(0));
    if (!path) return [](Area& area) { return bad_file_argument(area); };
    return [path = std::move(*path), work](Area& area) { return work(area, path); };
  });
}

/// The same with two names.
template <typename Work>
NativeResult ask_about_both(NativeCall& call, bool second_is_plain, Work work) {
  return ask_by_errand(call, [&]() -> ErrandWork {
    auto first = second_is_plain ? read_file_name(call.arg(0)) : read_file_path(call, call.arg(0));
    auto second = read_file_path(call, call.arg(1));
    if (!first || !second) return [](Area& area) { return bad_file_argument(area); };
    return [first = std::move(*first), second = std::move(*second), work](Area& area) { return work(area, first, second); };
  });
}

// ---- contents -------------------------------------------------------------------------------------------------------

Term read_contents(Area& area, const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number < 0) return posix_error(area, errno);
  struct stat status {};
  if (::fstat(file.number, &status) < 0) return posix_error(area, errno);
  if (S_ISDIR(status.st_mode)) return posix_error(area, EISDIR);
  std::string contents;
  // The size is a hint: files of /proc say 0, and others may grow meanwhile.
  std::size_t room = S_ISREG(status.st_mode) && status.st_size > 0 ? static_cast<std::size_t>(status.st_size) + 1 : kReadBlockBytes;
  for (;;) {
    const std::size_t used = contents.size();
    contents.resize(used + room);
    const ssize_t count = ::read(file.number, contents.data() + used, room);
    if (count < 0 && errno != EINTR) return posix_error(area, errno);
    contents.resize(used + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count == 0) return ok_with(area, make_binary(area, contents));
    room = kReadBlockBytes;
  }
}

NativeResult read_all_1(NativeCall& call) { return ask_about(call, read_contents); }

// write_all(name, iodata)
NativeResult write_all_2(NativeCall& call) {
  return ask_by_errand(call, [&]() -> ErrandWork {
    auto path = read_file_path(call, call.arg(0));
    std::string scratch;
    const auto bytes = iodata_bytes(call.arg(1), scratch);
    if (!path || !bytes) return [](Area& area) { return bad_file_argument(area); };
    call.charge(bytes->size() / 500);
    return [path = std::move(*path), contents = std::string(*bytes)](Area& area) {
      const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
      if (file.number < 0 || !write_fully(file.number, contents)) return posix_error(area, errno);
      return Term(atoms::ok);
    };
  });
}

// ---- names ----------------------------------------------------------------------------------------------------------

NativeResult list_1(NativeCall& call) {
  return ask_about(call, [](Area& area, const std::string& path) {
    DIR* const folder = ::opendir(path.c_str());
    if (folder == nullptr) return posix_error(area, errno);
    ListBuilder names(area);
    while (const dirent* entry = ::readdir(folder)) {
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") names.add(make_binary(area, name));
    }
    ::closedir(folder);
    return ok_with(area, names.finish());
  });
}

NativeResult make_folder_1(NativeCall& call) {
  return ask_about(call, [](Area& area, const std::string& path) { return posix_result(area, ::mkdir(path.c_str(), 0777)); });
}

NativeResult delete_1(NativeCall& call) {
  return ask_about(call, [](Area& area, const std::string& path) {
    if (::unlink(path.c_str()) == 0) return Term(atoms::ok);
    // Linux says that it is a folder; OTP wants to hear that it is not allowed.
    return posix_error(area, errno == EISDIR ? EPERM : errno);
  });
}

NativeResult delete_folder_1(NativeCall& call) {
  return ask_about(call, [](Area& area, const std::string& path) { return posix_result(area, ::rmdir(path.c_str())); });
}

NativeResult rename_2(NativeCall& call) {
  return ask_about_both(call, false, [](Area& area, const std::string& from, const std::string& to) {
    return posix_result(area, std::rename(from.c_str(), to.c_str()));
  });
}

NativeResult link_2(NativeCall& call) {
  return ask_about_both(call, false, [](Area& area, const std::string& existing, const std::string& created) {
    return posix_result(area, ::link(existing.c_str(), created.c_str()));
  });
}

// What a symbolic link says is relative to where it lies.
NativeResult symlink_2(NativeCall& call) {
  return ask_about_both(call, true, [](Area& area, const std::string& existing, const std::string& created) {
    return posix_result(area, ::symlink(existing.c_str(), created.c_str()));
  });
}

NativeResult read_link_1(NativeCall& call) {
  return ask_about(call, [](Area& area, const std::string& path) {
    std::string target(256, '\0');
    for (;;) {
      const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
      if (size < 0) return posix_error(area, errno);
      if (static_cast<std::size_t>(size) < target.size()) {
        return ok_with(area, make_binary(area, std::string_view(target).substr(0, static_cast<std::size_t>(size))));
      }
      target.resize(target.size() * 2);
    }
  });
}

// ---- information ----------------------------------------------------------------------------------------------------

std::string_view type_name(mode_t mode) {
  if (S_ISREG(mode)) return "regular";
  if (S_ISDIR(mode)) return "directory";
  if (S_ISLNK(mode)) return "symlink";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "device";
  return "other";
}

std::string_view access_name(const std::string& path) {
  const bool reads = ::access(path.c_str(), R_OK) == 0, writes = ::access(path.c_str(), W_OK) == 0;
  if (reads) return writes ? "read_write" : "read";
  return writes ? "write" : "none";
}

Term information(Area& area, const std::string& path, bool follows) {
  struct stat status {};
  if ((follows ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status)) < 0) return posix_error(area, errno);
  const auto number = [&area](auto value) { return make_integer(area, static_cast<std::int64_t>(value)); };
  return ok_with(area, respawn::make_tuple(area, {number(status.st_size), intern(type_name(status.st_mode)), intern(access_name(path)),
                                                  number(status.st_atime), number(status.st_mtime), number(status.st_ctime),
                                                  number(status.st_mode), number(status.st_nlink), number(status.st_dev),
                                                  number(status.st_rdev), number(status.st_ino), number(status.st_uid), number(status.st_gid)}));
}

// information(name, :file | :link)
NativeResult information_2(NativeCall& call) {
  const bool follows = !(call.arg(1) == intern("link"));
  return ask_about(call, [follows](Area& area, const std::string& path) { return information(area, path, follows); });
}

NativeResult set_mode_2(NativeCall& call) {
  if (!call.arg(1).is_small()) return call.bad_argument(2, "not an integer");
  const auto mode = static_cast<mode_t>(call.arg(1).small_value() & 07777);
  return ask_about(call, [mode](Area& area, const std::string& path) { return posix_result(area, ::chmod(path.c_str(), mode)); });
}

// set_owner(name, uid, gid); -1 leaves it
NativeResult set_owner_3(NativeCall& call) {
  if (!call.arg(1).is_small() || !call.arg(2).is_small()) return call.bad_argument();
  const auto user = static_cast<uid_t>(call.arg(1).small_value());
  const auto group = static_cast<gid_t>(call.arg(2).small_value());
  return ask_about(call, [user, group](Area& area, const std::string& path) { return posix_result(area, ::chown(path.c_str(), user, group)); });
}

// set_times(name, atime, mtime), in seconds since 1970
NativeResult set_times_3(NativeCall& call) {
  if (!call.arg(1).is_small() || !call.arg(2).is_small()) return call.bad_argument();
  const std::int64_t accessed = call.arg(1).small_value(), modified = call.arg(2).small_value();
  return ask_about(call, [accessed, modified](Area& area, const std::string& path) {
    const timespec times[2] = {{accessed, 0}, {modified, 0}};
    return posix_result(area, ::utimensat(AT_FDCWD, path.c_str(), times, 0));
  });
}

// ---- the working folder ---------------------------------------------------------------------------------------------

NativeResult folder_0(NativeCall& call) { return make_binary(call.heap(), call.services.surroundings->folder(call)); }

// set_folder(name): the new one without its dots and links, as the operating system would tell it.
NativeResult set_folder_1(NativeCall& call) {
  const auto answer = answer_of_errand(call, [&]() -> ErrandWork {
    auto path = read_file_path(call, call.arg(0));
    if (!path) return [](Area& area) { return bad_file_argument(area); };
    return [path = std::move(*path)](Area& area) {
      char real[PATH_MAX];
      if (::realpath(path.c_str(), real) == nullptr) return posix_error(area, errno);
      struct stat status {};
      if (::stat(real, &status) < 0) return posix_error(area, errno);
      if (!S_ISDIR(status.st_mode)) return posix_error(area, ENOTDIR);
      if (::access(real, X_OK) < 0) return posix_error(area, errno);
      return ok_with(area, make_binary(area, real));
    };
  });
  if (!answer) return call.wait();
  if (!(tuple_element(*answer, 0) == atoms::ok)) return *answer;
  std::string scratch;
  call.services.surroundings->set_folder(std::string(*binary_bytes(tuple_element(*answer, 1), scratch)));
  return atoms::ok;
}

}  // namespace

void define_file_name_natives(NativeTable& table) {
  constexpr std::string_view kModule = "respawn_file";
  table.add(kModule, "read_all", 1, read_all_1);
  table.add(kModule, "write_all", 2, write_all_2);
  table.add(kModule, "list", 1, list_1);
  table.add(kModule, "make_folder", 1, make_folder_1);
  table.add(kModule, "delete", 1, delete_1);
  table.add(kModule, "delete_folder", 1, delete_folder_1);
  table.add(kModule, "rename", 2, rename_2);
  table.add(kModule, "link", 2, link_2);
  table.add(kModule, "symlink", 2, symlink_2);
  table.add(kModule, "read_link", 1, read_link_1);
  table.add(kModule, "information", 2, information_2);
  table.add(kModule, "set_mode", 2, set_mode_2);
  table.add(kModule, "set_owner", 3, set_owner_3);
  table.add(kModule, "set_times", 3, set_times_3);
  table.add(kModule, "folder", 0, folder_0);
  table.add(kModule, "set_folder", 1, set_folder_1);
}

}  // namespace respawn
