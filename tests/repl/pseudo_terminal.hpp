#pragma once
/// PseudoTerminal: a terminal for tests: `slave` is what a program reads and writes; what it wrote is on the `screen`.

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "support/screen.hpp"

namespace respawn::test {

class PseudoTerminal {
 public:
  explicit PseudoTerminal(unsigned short columns = 60, unsigned short rows = 12)
      : screen_(columns, rows), size_{rows, columns, 0, 0} {
    REQUIRE(::openpty(&master_, &slave_, nullptr, nullptr, &size_) == 0);
    ::fcntl(master_, F_SETFL, O_NONBLOCK);
  }
  ~PseudoTerminal() {
    ::close(slave_);
    if (master_ >= 0) ::close(master_);
  }
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;

  int slave() const { return slave_; }
  Screen& screen() { return screen_; }
  const std::string& bytes() const { return bytes_; }  // all that was written so far

  void press(std::string_view keys) {
    for (std::size_t sent = 0; sent < keys.size();) {
      const ssize_t count = ::write(master_, keys.data() + sent, keys.size() - sent);
      if (count > 0) sent += static_cast<std::size_t>(count);
      if (count < 0) take();  // the other side must read first
    }
  }

  void resize(unsigned short columns, unsigned short rows) {
    take();
    size_ = {rows, columns, 0, 0};
    screen_.resize(columns, rows);
    ::ioctl(master_, TIOCSWINSZ, &size_);
  }

  /// Looks at what was written until `is_done`, for at most ten seconds; `meanwhile` is called in between.
  bool wait(const std::function<bool()>& is_done, const std::function<void()>& meanwhile = {}) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (true) {
      take();
      if (is_done()) return true;
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (meanwhile) {
        meanwhile();
      } else {
        pollfd readable{master_, POLLIN, 0};
        ::poll(&readable, 1, 5);
      }
    }
  }

 private:
  void take() {
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(master_, buffer, sizeof buffer)) > 0;) {
      const std::string_view piece(buffer, static_cast<std::size_t>(count));
      bytes_ += piece;
      screen_.feed(piece);
    }
  }

  int master_ = -1;
  int slave_ = -1;
  Screen screen_;
  winsize size_;
  std::string bytes_;
};

}  // namespace respawn::test
