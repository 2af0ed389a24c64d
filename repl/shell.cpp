#include "repl/shell.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <thread>

#include "base/file_bytes.hpp"
#include "repl/history_file.hpp"
#include "repl/lab_program.hpp"
#include "repl/observer.hpp"
#include "repl/session.hpp"
#include "repl/shell_runtime.hpp"
#include "repl/system_names.hpp"
#include "repl/version.hpp"

namespace respawn {
namespace {

constexpr const char* kNoDisplay = "there is no display for the window (neither DISPLAY nor WAYLAND_DISPLAY is set)\n";

// What the session's thread and the main thread, which alone may open windows, have to tell each other.
class Foreground {
 public:
  void want_window(bool is_open) {
    std::lock_guard lock(mutex_);
    window_wanted_ = is_open;
    if (!is_open) close_window();
    changed_.notify_all();
  }
  void runtime_is(ShellRuntime* runtime) {
    std::lock_guard lock(mutex_);
    runtime_ = runtime;
    changed_.notify_all();
  }
  /// The session is over: closes the window and waits until nobody looks at the run any more.
  void end() {
    std::unique_lock lock(mutex_);
    is_over_ = true;
    close_window();
    changed_.notify_all();
    changed_.wait(lock, [&] { return !is_looking_; });
    runtime_ = nullptr;
  }

  /// The main thread's part: opens the window whenever it is wanted, until the session is over. Returns what went wrong with it at last.
  void serve(const std::function<void(std::string_view problem)>& complain) {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return is_over_ || (window_wanted_ && runtime_ != nullptr); });
      if (is_over_) return;
      window_wanted_ = false;
      is_looking_ = true;
      ShellRuntime& runtime = *runtime_;
      lock.unlock();
      const std::string problem = show_window(*runtime.watch());
      if (!problem.empty()) complain(problem);
      lock.lock();
      is_looking_ = false;
      changed_.notify_all();
    }
  }

 private:
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  ShellRuntime* runtime_ = nullptr;
  bool window_wanted_ = false;
  bool is_looking_ = false;
  bool is_over_ = false;
};

class RuntimeEvaluator final : public Evaluator {
 public:
  RuntimeEvaluator(const Options& options, Foreground& foreground) : options_(options), foreground_(foreground) {}

  void start(Session& session) override {
    session_ = &session;
    ShellCallbacks callbacks;
    callbacks.output = [&session](std::string_view bytes) { session.write_above(bytes); };
    callbacks.input_wanted = [this] { ask_for_input(); };
    callbacks.ready = [this](ShellStatus status) {
      const std::uint32_t counter = status.counter;
      ExpressionPrompt prompt{status.prompt, status.continuation};
      {
        std::lock_guard lock(mutex_);
        status_ = std::move(status);
      }
      session_->ready(counter, std::move(prompt));
    };
    callbacks.observer_wanted = [this](bool is_open) {
      if (!has_display()) session_->write_above(kNoDisplay);
      else foreground_.want_window(is_open);
    };
    callbacks.halted = [this](int status) {
      exit_status_ = status;
      session_->stop();
    };
    runtime_ = options_.lab ? make_lab_runtime(options_, std::move(callbacks)) : make_wall_runtime(options_, std::move(callbacks));
    foreground_.runtime_is(runtime_.get());
    runtime_->start();
  }

  void evaluate(std::string text, std::uint32_t first_line) override { runtime_->evaluate(text, first_line); }

  void interrupt() override {
    // Whoever asked for a line may be what is given up.
    std::optional<Session::QuestionId> question;
    {
      std::lock_guard lock(mutex_);
      question = std::exchange(question_, std::nullopt);
    }
    if (question) session_->withdraw(*question);
    runtime_->interrupt();
  }

  CompletionResult complete(std::string_view text_before_cursor) override {
    ShellStatus status;
    {
      std::lock_guard lock(mutex_);
      status = status_;
    }
    CompletionResult result;
    runtime_->look([&](System& system) { result = completion_of(text_before_cursor, SystemNames(system, library_names_, status)); });
    return result;
  }

  void report(const Diagnostic& diagnostic) override {
    const bool is_missing = diagnostic.kind == Diagnostic::Kind::token_missing;
    session_->write_above(fmt::format("** ({}) {}\n", is_missing ? "TokenMissingError" : "SyntaxError", format(diagnostic)));
  }

  /// The runtime goes; the session must still be there. The exit status.
  int finish() {
    foreground_.end();
    bool is_well = true;
    if (World* world = runtime_ == nullptr ? nullptr : runtime_->world()) {
      world->pause();
      is_well = finish_lab_run(options_, *world);
    }
    runtime_.reset();
    return is_well ? exit_status_.load() : 1;
  }

 private:
  void ask_for_input() {
    std::lock_guard lock(mutex_);
    if (question_) return;
    question_ = session_->ask_line("", [this](std::optional<std::string> line) {
      {
        std::lock_guard answering(mutex_);
        question_.reset();
      }
      if (line) runtime_->offer_input(*line);
      else runtime_->end_input();
    });
  }

  const Options& options_;
  Foreground& foreground_;
  Session* session_ = nullptr;
  std::unique_ptr<ShellRuntime> runtime_;
  LibraryNames library_names_;
  std::atomic<int> exit_status_{0};
  std::mutex mutex_;  // guards the two below
  ShellStatus status_;
  std::optional<Session::QuestionId> question_;
};

}  // namespace

int run_shell(const Options& options) {
  Playback playback;
  if (!options.demo_file.empty()) {
    const auto script = read_file_bytes(options.demo_file);
    if (!script) {
      fmt::print(stderr, "respawn: cannot read the demo {}: {}\n", options.demo_file, script.error());
      return 1;
    }
    playback = Playback(demo_steps(*script), {});
  }
  Foreground foreground;
  if (options.observer) {
    if (has_display()) foreground.want_window(true);
    else fmt::print(stderr, "respawn: {}", kNoDisplay);
  }
  int status = 0;
  Session* running = nullptr;
  std::mutex running_mutex;
  std::thread conversation([&] {
    Console::Options console_options;
    console_options.history_file = HistoryFile::default_path();
    Console console(console_options);
    RuntimeEvaluator evaluator(options, foreground);
    Session session(console, evaluator);
    {
      std::lock_guard lock(running_mutex);
      running = &session;
    }
    session.write_above(fmt::format("Interactive respawn {} with Elixir {} - press Ctrl+D to exit (type h() ENTER for help)\n", kVersion, kElixirVersion));
    session.play(std::move(playback));
    session.run();
    status = evaluator.finish();
    std::lock_guard lock(running_mutex);
    running = nullptr;
  });
  foreground.serve([&](std::string_view problem) {
    std::lock_guard lock(running_mutex);
    if (running != nullptr) running->write_above(fmt::format("{}\n", problem));
  });
  conversation.join();
  return status;
}

}  // namespace respawn
