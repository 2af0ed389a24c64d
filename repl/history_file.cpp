#include "repl/history_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>
#include <utility>

#include "base/utf8.hpp"

namespace respawn {
namespace {

constexpr std::size_t kEntryBytesMax = 256 << 10;
constexpr std::size_t kFileBytesMax = 32 << 20;            // of a longer file only the end is read
constexpr std::size_t kEntriesBeforeCompacting = 12'000;  // so that not every start writes the file anew
constexpr int kLockTriesMax = 20;
constexpr std::chrono::milliseconds kLockRetryDelay{5};

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Whoever holds the lock holds it for a moment. On file systems without locks, and when the moment is long, we go on
// without it: the worst outcome is a lost entry.
bool lock(int descriptor) {
  for (int tries = 0; tries < kLockTriesMax; ++tries) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno != EWOULDBLOCK) return false;
    std::this_thread::sleep_for(kLockRetryDelay);
  }
  return false;
}

// A regular file, locked when possible. Non-blocking, since the path may name a pipe.
File open_locked(const std::filesystem::path& path, int flags) {
  // Another shell may replace the file between opening and locking it: then the lock is on a file that is gone.
  for (int tries = 0; tries < 3; ++tries) {
    File file(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
    struct stat opened {};
    if (!file || ::fstat(file.descriptor(), &opened) != 0 || !S_ISREG(opened.st_mode)) return File(-1);
    lock(file.descriptor());
    struct stat named {};
    if (::stat(path.c_str(), &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev) return file;
  }
  return File(-1);
}

std::size_t size_bytes(int descriptor) {
  const off_t size = ::lseek(descriptor, 0, SEEK_END);
  return size < 0 ? 0 : static_cast<std::size_t>(size);
}

std::string read_tail(int descriptor) {
  const std::size_t size = size_bytes(descriptor);
  const bool is_cut = size > kFileBytesMax;
  const std::size_t start = is_cut ? size - kFileBytesMax : 0;
  std::string bytes(size - start, '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count = ::pread(descriptor, bytes.data() + got, bytes.size() - got, static_cast<off_t>(start + got));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    got += static_cast<std::size_t>(count);
  }
  bytes.resize(got);
  // The first line of a tail is the rest of one.
  if (is_cut) bytes.erase(0, std::min(bytes.find('\n'), bytes.size()));
  return bytes;
}

std::string encode(std::string_view entry) {
  std::string line;
  for (const char c : entry) {
    if (c == '\\') {
      line += "\\\\";
    } else if (c == '\n') {
      line += "\\n";
    } else {
      line += c;
    }
  }
  return line;
}

// Nothing for what no shell wrote.
std::optional<std::string> decode(std::string_view line) {
  if (line.empty() || line.size() > kEntryBytesMax || !utf8::is_valid(line)) return std::nullopt;
  std::string entry;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f') return std::nullopt;
    if (c != '\\') {
      entry += c;
    } else if (i + 1 < line.size() && (line[i + 1] == '\\' || line[i + 1] == 'n')) {
      entry += line[++i] == 'n' ? '\n' : '\\';
    } else {
      return std::nullopt;
    }
  }
  return entry;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

}  // namespace

std::filesystem::path HistoryFile::default_path() {
  std::filesystem::path state = environment("XDG_STATE_HOME");
  if (!state.is_absolute()) {
    const std::filesystem::path home = environment("HOME");
    if (!home.is_absolute()) return {};
    state = home / ".local" / "state";
  }
  return state / "respawn" / "history";
}

std::vector<std::string> HistoryFile::load() {
  std::vector<std::string> entries;
  if (path_.empty()) return entries;
  const File file = open_locked(path_, O_RDONLY);
  if (!file) return entries;
  const std::string bytes = read_tail(file.descriptor());
  std::size_t lines = 0;
  for (std::size_t start = 0; start < bytes.size(); ++lines) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    if (auto entry = decode(std::string_view(bytes).substr(start, end - start))) {
      if (entries.empty() || entries.back() != *entry) entries.push_back(std::move(*entry));
    }
    start = end + 1;
  }
  if (entries.size() > kEntriesMax) entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(kEntriesMax));
  if (lines > kEntriesBeforeCompacting || size_bytes(file.descriptor()) > kFileBytesMax) compact(entries);
  return entries;
}

void HistoryFile::append(std::string_view entry) {
  if (path_.empty() || entry.empty() || entry.size() > kEntryBytesMax) return;
  std::error_code failure;
  if (!std::filesystem::exists(path_.parent_path(), failure)) {
    std::filesystem::create_directories(path_.parent_path(), failure);
  }
  const File file = open_locked(path_, O_RDWR | O_CREAT | O_APPEND);
  if (!file) return;
  // A file that was cut short somewhere must not swallow this entry too.
  const std::size_t size = size_bytes(file.descriptor());
  char last = '\n';
  if (size > 0 && ::pread(file.descriptor(), &last, 1, static_cast<off_t>(size - 1)) != 1) return;
  write_all(file.descriptor(), (last == '\n' ? "" : "\n") + encode(entry) + "\n");
}

// Called with the lock held, so nobody appends to the old file meanwhile.
void HistoryFile::compact(const std::vector<std::string>& entries) {
  std::string bytes;
  for (const std::string& entry : entries) bytes += encode(entry) + "\n";
  std::filesystem::path fresh = path_;
  fresh += ".new";
  bool is_written = false;
  {
    const File file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    is_written = file && write_all(file.descriptor(), bytes);
  }
  if (!is_written || ::rename(fresh.c_str(), path_.c_str()) != 0) ::unlink(fresh.c_str());
}

}  // namespace respawn
