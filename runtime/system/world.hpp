#pragma once
/// World: a lab run that is watched: it goes on at a chosen speed, stands still, goes back, and takes another way.
///
/// A lab run is a function of what it was started with, its seed and its choice log. So the past needs no snapshots: to stand behind an
/// earlier event a second System is started with the same log and run up to there; what it prints on the way was printed already and is
/// muted. Fork cuts the log at the cursor and draws what follows from another sequence, and that is an entry of the log too.
///
/// What comes from outside (a line that was typed, a button) is a command: written to the log with its position in the run,
/// then carried out by `carry_out`; carried out again whenever the run is made again.
///
/// Time. The runner lets the virtual clock follow the wall's times `speed`. When nothing is to be done it sleeps until the next
/// timer or the next wish. With speed `infinity` it jumps from timer to timer.
///
/// Thread: the runner is a thread of the World's own. Everything public may be called from any thread but the runner; the callbacks
/// of WorldOptions come on the runner and must not call back. `mutex_` guards the system and all state; the runner gives it up
/// between slices of at most a few milliseconds.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "system/recording.hpp"
#include "system/system.hpp"
#include "system/watched_run.hpp"

namespace respawn {

struct WorldOptions {
  SystemOptions system;
  std::uint64_t seed = 0;
  double speed = 1.0;
  bool keeps_history = true;  // false: only hash and count of events; the run cannot be looked back at
  bool starts_playing = true;
  /// What the first process runs.
  std::string boot_module, boot_function;
  std::string boot_arguments;  // a list in external form
  std::vector<Choice> choices;  // of a recorded run, to be made again; what comes behind them is free

  std::function<void(SystemConsole::Stream stream, std::string_view bytes)> output;  // null: the file descriptors
  std::function<void()> input_wanted;                                         // a process waits for input
  std::function<void(ShellStatus status)> shell_ready;
  std::function<void(bool is_open)> observer_wanted;  // the program asks for the window
  std::function<void(int status)> halted;             // the program has ended the run
};

class World final : public WatchedRun {
 public:
  explicit World(WorldOptions options);
  ~World() override;
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // ---- WatchedRun
  RunStatus status() const override;
  void read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const override;
  std::optional<ProcessView> view(Term pid) override;
  std::string output(std::size_t bytes_max) const override;
  void play() override;
  void pause() override;
  void step() override;
  void set_speed(double speed) override;
  void seek(EventId event) override;
  void fork() override;
  std::string send(Term pid, std::string_view message) override;
  std::string exit(Term pid, std::string_view reason) override;
  std::string kill(Term pid) override;

  // ---- the shell
  void evaluate(std::string_view text, std::uint32_t first_line);
  void interrupt();
  void offer_input(std::string_view text);
  void end_input(bool may_go_on);
  /// Calls `look` with the system while the world stands still.
  void look(const std::function<void(System& system)>& look);

  // ---- waiting and measuring
  /// Until the program has halted, and everything before that is done; the exit status. With `until_stuck`: also when nothing can
  /// happen any more, nobody waits for input, and no command is on its way: then nothing.
  std::optional<int> wait_until_halted(bool until_stuck);
  /// Until a seek has arrived.
  void wait_until_there();
  /// Hash and number of the events up to the cursor.
  std::uint64_t event_hash() const;
  EventId event_count() const;
  /// The hash of the whole state at the cursor.
  std::uint64_t state_hash();
  /// The choices of the log do not fit what the program asks for: code or machine differ from those that made it. The run stands still.
  bool has_diverged() const;
  /// The run as a file holds it (system/recording.hpp), all that is known of it, wherever the cursor stands.
  Recording recording() const;

 private:
  enum class Aim : std::uint8_t { stand, play, seek };

  void start_system(std::vector<Choice> log);
  void rewind();
  void run();
  bool run_slice(std::unique_lock<std::mutex>& lock);
  void note_events();
  void enter(std::string bytes);
  void carry_out(std::string_view bytes);
  void cut_future();
  void anchor();
  Nanoseconds virtual_now() const;
  bool is_live() const;
  std::string act(Term pid, std::string_view kind, Term value);

  WorldOptions options_;
  mutable std::mutex mutex_;             // guards everything below but eager_
  std::condition_variable changed_;    // wishes, for the runner
  std::condition_variable settled_;    // what the runner did, for those who wait
  std::unique_ptr<ChoiceLog> choices_;
  std::unique_ptr<System> system_;
  std::vector<Event> history_;
  std::vector<std::pair<EventId, std::string>> printed_;  // what was written, and after which event
  EventId known_ = 0;          // events that happened at some time in the present line of history
  std::uint64_t generation_ = 1;
  unsigned fork_count_ = 0;
  std::optional<int> known_halted_;  // how the present line of history ends, if that is known

  Aim aim_ = Aim::stand;
  EventId target_ = 0;
  bool plays_after_ = false;
  double speed_;
  bool is_idle_ = false;
  bool ends_ = false;
  Nanoseconds anchor_virtual_ = 0, anchor_wall_ = 0;
  std::vector<std::string> waiting_commands_;  // entered while the run was being made again
  mutable std::atomic<int> eager_{0};  // how many threads want the lock

  std::thread runner_;
};

}  // namespace respawn
