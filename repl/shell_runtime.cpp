#include "repl/shell_runtime.hpp"

#include <thread>

#include "repl/boot.hpp"
#include "repl/lab_program.hpp"
#include "system/wall_run.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"

namespace respawn {
namespace {

class LabRuntime final : public ShellRuntime {
 public:
  LabRuntime(const Options& options, ShellCallbacks callbacks) {
    WorldOptions world = lab_world_options(options);
    world.starts_playing = false;
    world.output = [output = std::move(callbacks.output)](SystemConsole::Stream, std::string_view bytes) { output(bytes); };
    world.input_wanted = std::move(callbacks.input_wanted);
    world.shell_ready = std::move(callbacks.ready);
    world.observer_wanted = std::move(callbacks.observer_wanted);
    world.halted = std::move(callbacks.halted);
    world_ = std::make_unique<World>(std::move(world));
  }

  void start() override { world_->play(); }
  void evaluate(std::string_view text, std::uint32_t first_line) override { world_->evaluate(text, first_line); }
  void interrupt() override { world_->interrupt(); }
  void offer_input(std::string_view text) override { world_->offer_input(text); }
  void end_input() override { world_->end_input(true); }
  void look(const std::function<void(System& system)>& look) override { world_->look(look); }
  std::shared_ptr<WatchedRun> watch() override { return {std::shared_ptr<void>(), world_.get()}; }
  World* world() override { return world_.get(); }

 private:
  std::unique_ptr<World> world_;
};

class WallRuntime final : public ShellRuntime {
 public:
  WallRuntime(const Options& options, ShellCallbacks callbacks)
      : options_(options), callbacks_(std::move(callbacks)), system_(std::make_unique<System>(system_options(options))) {
    system_->console().set_sink([this](SystemConsole::Stream, std::string_view bytes) { callbacks_.output(bytes); });
    system_->console().set_input_source(callbacks_.input_wanted);
    system_->services().shell_ready = callbacks_.ready;
    system_->services().observer_wanted = callbacks_.observer_wanted;
  }

  ~WallRuntime() override {
    system_->console().disconnect();
    if (waiter_.joinable()) {
      is_over_ = true;
      system_->halt(0);
      waiter_.join();
    }
  }

  void start() override {
    Arena arena;
    const Term steps = steps_term(arena, options_);
    system_->spawn(intern("respawn_boot"), intern("shell"), {&steps, 1});
    waiter_ = std::thread([this] {
      const int status = system_->wait_until_halted();
      if (!is_over_) callbacks_.halted(status);
    });
  }

  void evaluate(std::string_view text, std::uint32_t first_line) override {
    Arena arena;
    tell(respawn::make_tuple(arena, {intern("evaluate"), make_binary(arena, text), Term::small(first_line)}));
  }
  void interrupt() override {
    Arena arena;
    if (!tell(respawn::make_tuple(arena, {intern("interrupt")}))) system_->spawn(intern("respawn_boot"), intern("revive"), {});
  }
  void offer_input(std::string_view text) override { system_->console().offer_input(text); }
  void end_input() override { system_->console().input_ended(true); }
  void look(const std::function<void(System& system)>& look) override { look(*system_); }
  // Watching costs: it begins with the window and ends with it.
  std::shared_ptr<WatchedRun> watch() override { return std::make_shared<WallRun>(*system_); }
  World* world() override { return nullptr; }

 private:
  // False when the program has killed the shell and all that would bring it back.
  bool tell(Term message) {
    const Term shell = system_->names().find(intern("respawn_shell"));
    if (shell.is_pid()) system_->send(shell, message);
    return shell.is_pid();
  }

  const Options& options_;
  ShellCallbacks callbacks_;
  std::unique_ptr<System> system_;
  std::atomic<bool> is_over_{false};
  std::thread waiter_;
};

}  // namespace

std::unique_ptr<ShellRuntime> make_lab_runtime(const Options& options, ShellCallbacks callbacks) {
  return std::make_unique<LabRuntime>(options, std::move(callbacks));
}

std::unique_ptr<ShellRuntime> make_wall_runtime(const Options& options, ShellCallbacks callbacks) {
  return std::make_unique<WallRuntime>(options, std::move(callbacks));
}

}  // namespace respawn
