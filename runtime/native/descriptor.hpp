#pragma once
/// Descriptor: a file descriptor that is closed with its owner.

#include <unistd.h>

#include <utility>

namespace respawn {

struct Descriptor {
  Descriptor() = default;
  explicit Descriptor(int its_number) : number(its_number) {}
  Descriptor(Descriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number, other.number);
    return *this;
  }
  ~Descriptor() { close(); }

  bool is_open() const { return number >= 0; }
  void close() {
    if (number >= 0) ::close(std::exchange(number, -1));
  }

  int number = -1;
};

}  // namespace respawn
