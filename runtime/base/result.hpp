#pragma once
/// Result<T, E>: a value, or the reason why there is none.
///
/// The C++20 library has no `expected`; this is the small part of it that we use. Errors that the outside world
/// causes travel this way; C++ exceptions do not cross a function boundary in this code.

#include <utility>
#include <variant>

#include "base/assert.hpp"

namespace respawn {

/// Wraps an error so that Result<T, E> can tell it from a value even when T and E are the same type.
template <typename E>
struct Failure {
  E error;
};
template <typename E>
Failure(E) -> Failure<E>;

template <typename T, typename E>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  template <typename F>
  Result(Failure<F> failure) : state_(std::in_place_index<1>, E(std::move(failure.error))) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  T& value() & {
    RESPAWN_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    RESPAWN_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    RESPAWN_ASSERT(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  E& error() {
    RESPAWN_ASSERT(!ok());
    return *std::get_if<1>(&state_);
  }
  const E& error() const {
    RESPAWN_ASSERT(!ok());
    return *std::get_if<1>(&state_);
  }

  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, E> state_;
};

}  // namespace respawn
