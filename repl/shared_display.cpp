#include "repl/shared_display.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace respawn {
namespace {

using Lock = std::lock_guard<std::mutex>;

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Somebody made it non-blocking, which all who share a terminal share.
      pollfd writable{descriptor, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return;  // nobody reads it any more
    }
  }
}

}  // namespace

void SharedDisplay::print(std::string_view text) {
  const Lock lock(display_mutex_);
  collected_ += is_plain_ ? std::string(text) : display_.print(text);
  write_collected();
}

void SharedDisplay::print_later(std::string_view text) {
  const Lock lock(display_mutex_);
  collected_ += is_plain_ ? std::string(text) : display_.print(text);
}

void SharedDisplay::show(const RenderedLine& line) {
  const Lock lock(display_mutex_);
  collected_ += display_.show(line);
}

void SharedDisplay::finish(std::string_view mark) {
  const Lock lock(display_mutex_);
  collected_ += display_.finish(mark);
}

void SharedDisplay::erase() {
  const Lock lock(display_mutex_);
  collected_ += display_.erase();
}

void SharedDisplay::clear() {
  const Lock lock(display_mutex_);
  collected_ += display_.clear();
}

void SharedDisplay::resize(std::size_t columns, std::size_t rows) {
  const Lock lock(display_mutex_);
  collected_ += display_.resize(columns, rows);
}

void SharedDisplay::forget() {
  const Lock lock(display_mutex_);
  display_.forget();
}

std::optional<std::string> SharedDisplay::take_partial_output() {
  const Lock lock(display_mutex_);
  return is_plain_ ? std::nullopt : display_.take_partial_output(collected_);
}

void SharedDisplay::flush() {
  const Lock lock(display_mutex_);
  write_collected();
}

void SharedDisplay::write_collected() { write_all(output_, std::exchange(collected_, {})); }

}  // namespace respawn
