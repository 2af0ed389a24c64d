#include "native/output_queue.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace respawn {
namespace {

constexpr std::size_t kFullBytes = 256 * 1024;
// What a pipe that can be written to takes without blocking: one page.
constexpr std::size_t kAtOnceBytes = 4096;

int descriptor_of(OutputStream stream) { return stream == OutputStream::output ? STDOUT_FILENO : STDERR_FILENO; }

bool is_regular_file(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

bool can_write_now(int descriptor) {
  pollfd watched = {descriptor, POLLOUT, 0};
  return ::poll(&watched, 1, 0) == 1;
}

}  // namespace

bool write_fully(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      // Somebody else made the terminal non-blocking; it is shared with all programs there.
      pollfd watched = {descriptor, POLLOUT, 0};
      ::poll(&watched, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

OutputQueue::OutputQueue() {
  // A reader that is gone is an answer to a write, not the end of the runtime.
  ::signal(SIGPIPE, SIG_IGN);
  is_file_ = {is_regular_file(STDOUT_FILENO), is_regular_file(STDERR_FILENO)};
}

OutputQueue::~OutputQueue() {
  {
    std::lock_guard lock(chunks_mutex_);
    stopping_ = true;
  }
  chunks_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool OutputQueue::put(OutputStream stream, std::string_view bytes) {
  std::lock_guard lock(chunks_mutex_);
  if (is_dead(stream)) return false;
  if (chunks_.empty()) bytes.remove_prefix(write_now(stream, bytes));
  if (is_dead(stream)) return false;
  if (bytes.empty()) return true;
  waiting_bytes_ += bytes.size();
  // Nothing is added to the first chunk: the thread may be writing it.
  if (chunks_.size() > 1 && chunks_.back().stream == stream) chunks_.back().bytes += bytes;
  else chunks_.push_back({stream, std::string(bytes)});
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  chunks_changed_.notify_all();
  return true;
}

std::size_t OutputQueue::write_now(OutputStream stream, std::string_view bytes) {
  const int descriptor = descriptor_of(stream);
  std::size_t written = 0;
  while (written < bytes.size()) {
    std::size_t size = bytes.size() - written;
    if (!is_file_[static_cast<std::size_t>(stream)]) {
      if (!can_write_now(descriptor)) return written;
      size = std::min(size, kAtOnceBytes);
    }
    const ssize_t count = ::write(descriptor, bytes.data() + written, size);
    if (count >= 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      return written;
    } else if (errno != EINTR) {
      is_dead(stream) = true;
      return bytes.size();
    }
  }
  return written;
}

void OutputQueue::run() {
  std::unique_lock lock(chunks_mutex_);
  for (;;) {
    chunks_changed_.wait(lock, [this] { return stopping_ || !chunks_.empty(); });
    if (chunks_.empty()) return;
    Chunk& chunk = chunks_.front();  // stays where it is: only the end of the deque is touched meanwhile
    if (!is_dead(chunk.stream)) {
      lock.unlock();
      const bool written = write_fully(descriptor_of(chunk.stream), chunk.bytes);
      lock.lock();
      if (!written) is_dead(chunk.stream) = true;
    }
    const bool was_full = waiting_bytes_ > kFullBytes;
    waiting_bytes_ -= chunk.bytes.size();
    chunks_.pop_front();
    chunks_changed_.notify_all();
    if (was_full && waiting_bytes_ <= kFullBytes && drained_) {
      const auto drained = drained_;
      lock.unlock();
      drained();
      lock.lock();
    }
  }
}

bool OutputQueue::is_full() const {
  std::lock_guard lock(chunks_mutex_);
  return waiting_bytes_ > kFullBytes;
}

void OutputQueue::set_drained(std::function<void()> drained) {
  std::lock_guard lock(chunks_mutex_);
  drained_ = std::move(drained);
}

void OutputQueue::flush() {
  std::unique_lock lock(chunks_mutex_);
  chunks_changed_.wait(lock, [this] { return chunks_.empty(); });
}

}  // namespace respawn
