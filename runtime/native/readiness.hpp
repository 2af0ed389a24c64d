#pragma once
/// Readiness: tells a port when a file descriptor can be read or written, or when the program behind it has ended.
///
/// A port must not hold a worker for as long as a program outside takes. So it asks to be told, and goes on with its messages; one
/// thread, started when first needed, waits for all of them. Each request is answered once, with the message that came with it.
///
/// Thread: any. A descriptor is closed after `forget`, so that its number cannot mean another one meanwhile.

#include <mutex>
#include <thread>
#include <unordered_map>

#include "proc/post_office.hpp"

namespace respawn {

class Readiness {
 public:
  enum class Direction : std::uint8_t { readable, writable };

  explicit Readiness(PostOffice& post_office) : post_office_(post_office) {}
  ~Readiness() { stop(); }
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  /// Sends `message`, an atom, to `target` once; at once when the descriptor is of a kind that never has to be waited for.
  void tell_when(int descriptor, Direction direction, Term target, Term message);
  void forget(int descriptor);
  /// Tells nobody anything any more.
  void stop();

 private:
  struct Request {
    Term target;
    Term message;
  };

  void start_thread();
  void run();

  PostOffice& post_office_;
  std::mutex requests_mutex_;  // guards the members below
  std::unordered_map<int, Request> requests_;  // by descriptor; those under way are in the epoll set
  int epoll_ = -1;
  int stop_event_ = -1;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace respawn
