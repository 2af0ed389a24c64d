#include "native/open_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "native/output_queue.hpp"

namespace respawn {

SharedDescriptor::~SharedDescriptor() {
  if (!unwritten.empty()) write_at(*this, (flags & O_APPEND) == 0, unwritten_at, unwritten);
}

int SharedDescriptor::number() {
  if (!descriptor.is_open()) descriptor = Descriptor(::open(path.c_str(), flags & ~(O_TRUNC | O_EXCL | O_CREAT)));
  return descriptor.number;
}

ssize_t read_at(SharedDescriptor& file, bool seekable, std::int64_t position, char* bytes, std::size_t count) {
  const int number = file.number();
  if (number < 0) return -1;
  std::size_t done = 0;
  while (done < count) {
    const ssize_t now = seekable ? ::pread(number, bytes + done, count - done, position + static_cast<std::int64_t>(done))
                                 : ::read(number, bytes + done, count - done);
    if (now < 0 && errno == EINTR) continue;
    if (now < 0) return -1;
    done += static_cast<std::size_t>(now);
    // A pipe gives what it has.
    if (now == 0 || !seekable) break;
  }
  return static_cast<ssize_t>(done);
}

bool write_at(SharedDescriptor& file, bool seekable, std::int64_t position, std::string_view bytes) {
  const int number = file.number();
  if (number < 0) return false;
  if (!seekable) return write_fully(number, bytes);
  while (!bytes.empty()) {
    const ssize_t now = ::pwrite(number, bytes.data(), bytes.size(), position);
    if (now < 0 && errno == EINTR) continue;
    if (now < 0) return false;
    position += now;
    bytes.remove_prefix(static_cast<std::size_t>(now));
  }
  return true;
}

OpenFile::~OpenFile() {
  // The process ended without closing the file: it is written and closed with the last errand that uses it, or now.
  shared->unwritten = std::move(delayed);
  shared->unwritten_at = position - static_cast<std::int64_t>(shared->unwritten.size());
}

std::string OpenFile::take(std::size_t count) {
  std::string taken = ahead.substr(0, count);
  ahead.erase(0, taken.size());
  searched = 0;
  position += static_cast<std::int64_t>(taken.size());
  return taken;
}

}  // namespace respawn
