#pragma once
/// ShellRuntime: the runtime behind a session: the lab's world, or a system on the wall's clock.

#include <memory>

#include "repl/evaluator.hpp"
#include "repl/options.hpp"
#include "system/world.hpp"

namespace respawn {

/// What the runtime tells; on threads of its own.
struct ShellCallbacks {
  std::function<void(std::string_view bytes)> output;
  std::function<void()> input_wanted;
  std::function<void(ShellStatus status)> ready;
  std::function<void(bool is_open)> observer_wanted;
  std::function<void(int status)> halted;
};

class ShellRuntime {
 public:
  virtual ~ShellRuntime() = default;

  /// Begins; what the callbacks need must be there by then.
  virtual void start() = 0;
  virtual void evaluate(std::string_view text, std::uint32_t first_line) = 0;
  virtual void interrupt() = 0;
  virtual void offer_input(std::string_view text) = 0;
  virtual void end_input() = 0;
  /// Calls `look` with the system; what it may read of it is what can be read while it runs.
  virtual void look(const std::function<void(System& system)>& look) = 0;
  /// The run, to be shown in a window until the result goes. It goes before the runtime.
  virtual std::shared_ptr<WatchedRun> watch() = 0;
  /// The lab's world; null on the wall.
  virtual World* world() = 0;
};

std::unique_ptr<ShellRuntime> make_lab_runtime(const Options& options, ShellCallbacks callbacks);
std::unique_ptr<ShellRuntime> make_wall_runtime(const Options& options, ShellCallbacks callbacks);

}  // namespace respawn
