#pragma once
/// Fiber: a function that can stand still in the middle and go on later, on a stack of its own.
///
/// The compiler runs on one: when it meets a macro it must have a function of the program run, which is the machine's business, may take
/// long, may wait for messages, and must be able to be paused by the lab in between. The fiber stops, the machine runs the macro as
/// ordinary code of the process, and the fiber goes on with the result (runtime/README.md, "Macros").
///
/// A fiber may go on on another thread than it stopped on. So code on a fiber keeps no address of a thread-local variable across
/// `suspend`, and does not suspend inside a catch block. A fiber must have finished before it is destroyed.

#include <cstddef>
#include <functional>
#include <memory>

namespace respawn {

class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// Runs the body until it suspends or returns. Not from inside the fiber.
  void resume();
  /// Goes back to whoever called resume. Only from inside the fiber.
  void suspend();
  bool finished() const { return finished_; }

  /// Address space of a stack; pages are taken as they are touched.
  static constexpr std::size_t kStackBytes = 16 * 1024 * 1024;

 private:
  struct Context;
  void run();

  std::function<void()> body_;
  std::unique_ptr<Context> context_;
  bool finished_ = false;
};

}  // namespace respawn
