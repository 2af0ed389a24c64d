#include "native/standard_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/assert.hpp"

namespace respawn {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;

}  // namespace

StandardInput::StandardInput(OnBytes on_bytes, OnEnd on_end) : on_bytes_(std::move(on_bytes)), on_end_(std::move(on_end)) {}

StandardInput::~StandardInput() {
  {
    std::lock_guard lock(wanted_mutex_);
    stopping_ = true;
    if (!thread_.joinable()) return;
    const char byte = 0;
    while (::write(stop_write_, &byte, 1) < 0 && errno == EINTR) {
    }
  }
  wanted_changed_.notify_all();
  thread_.join();
  ::close(stop_read_);
  ::close(stop_write_);
}

void StandardInput::want() {
  std::lock_guard lock(wanted_mutex_);
  if (stopping_ || wanted_) return;
  wanted_ = true;
  if (!thread_.joinable()) {
    int ends[2];
    RESPAWN_ASSERT(::pipe2(ends, O_CLOEXEC) == 0);
    stop_read_ = ends[0];
    stop_write_ = ends[1];
    thread_ = std::thread([this] { run(); });
  }
  wanted_changed_.notify_all();
}

void StandardInput::run() {
  while (wait_until_wanted() && wait_until_readable()) read_once();
}

bool StandardInput::wait_until_wanted() {
  std::unique_lock lock(wanted_mutex_);
  wanted_changed_.wait(lock, [this] { return wanted_ || stopping_; });
  return !stopping_;
}

bool StandardInput::wait_until_readable() const {
  pollfd watched[2] = {{STDIN_FILENO, POLLIN, 0}, {stop_read_, POLLIN, 0}};
  for (;;) {
    const int ready = ::poll(watched, 2, -1);
    if (ready < 0 && errno == EINTR) continue;
    return watched[1].revents == 0;
  }
}

void StandardInput::read_once() {
  std::string block(kBlockBytes, '\0');
  ssize_t count;
  do {
    count = ::read(STDIN_FILENO, block.data(), block.size());
  } while (count < 0 && (errno == EINTR || errno == EAGAIN));
  {
    // Before the callback: what it brings about may be another want().
    std::lock_guard lock(wanted_mutex_);
    wanted_ = false;
  }
  if (count > 0) return on_bytes_(std::string_view(block).substr(0, static_cast<std::size_t>(count)));
  on_end_(count == 0 && ::isatty(STDIN_FILENO) == 1);
}

}  // namespace respawn
