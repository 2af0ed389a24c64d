#include "system/world.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "system/literal.hpp"
#include "system/state_hash.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/external.hpp"
#include "term/number.hpp"

namespace respawn {
namespace {

constexpr std::uint64_t kTurnsInSlice = 64;  // at most some milliseconds
constexpr Nanoseconds kForEver = std::numeric_limits<Nanoseconds>::max();
// How far the virtual clock may lag behind before the wall's is no longer followed: a busy program is not hurried afterwards.
constexpr Nanoseconds kLagMax = 100'000'000;

Term word_atom(std::string_view text) { return intern(text); }

std::string no_such_process() { return "the process does not live any more"; }

void write_to_descriptor(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;  // nobody reads it: that must not change the run
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Lets the runner know that somebody wants the lock: it would take it again before others wake up.
class EagerLock {
 public:
  EagerLock(std::mutex& mutex, std::atomic<int>& eager) : eager_(eager), lock_(mutex, std::defer_lock) {
    eager_.fetch_add(1);
    lock_.lock();
  }
  ~EagerLock() { eager_.fetch_sub(1); }
  operator std::unique_lock<std::mutex>&() { return lock_; }

 private:
  std::atomic<int>& eager_;
  std::unique_lock<std::mutex> lock_;
};

}  // namespace

World::World(WorldOptions options) : options_(std::move(options)), speed_(options_.speed) {
  start_system(std::exchange(options_.choices, {}));
  if (options_.starts_playing) aim_ = Aim::play;
  anchor();
  runner_ = std::thread([this] { run(); });
}

World::~World() {
  {
    EagerLock lock(mutex_, eager_);
    ends_ = true;
    changed_.notify_all();
  }
  runner_.join();
  if (system_ != nullptr) system_->console().disconnect();
}

// ---- the system -----------------------------------------------------------------------------------------------------

void World::start_system(std::vector<Choice> log) {
  if (system_ != nullptr) system_->console().disconnect();
  system_.reset();
  choices_ = std::make_unique<ChoiceLog>(options_.seed, std::move(log));
  system_ = std::make_unique<System>(options_.system, *choices_);
  EventLog& events = system_->events();
  if (options_.keeps_history) {
    events.set_history(&history_);
    events.want_texts(true);
  }
  system_->lab().set_command_sink([this](std::string_view bytes) { carry_out(bytes); });
  // What was printed in this line of history already is not printed again.
  system_->console().set_sink([this](SystemConsole::Stream stream, std::string_view bytes) {
    const EventId now = system_->events().count();
    if (now <= known_) return;
    if (options_.keeps_history) printed_.emplace_back(now, std::string(bytes));
    if (options_.output) options_.output(stream, bytes);
    else write_to_descriptor(stream == SystemConsole::Stream::output ? STDOUT_FILENO : STDERR_FILENO, bytes);
  });
  system_->console().set_input_source([this] {
    if (is_live() && options_.input_wanted) options_.input_wanted();
  });
  system_->services().shell_ready = [this](ShellStatus status) {
    if (is_live() && options_.shell_ready) options_.shell_ready(std::move(status));
  };
  system_->services().observer_wanted = [this](bool is_open) {
    if (is_live() && options_.observer_wanted) options_.observer_wanted(is_open);
  };
  Arena arena;
  external::DecodeOptions decode_options;
  decode_options.functions = &system_->code();
  const auto arguments = external::decode(arena, options_.boot_arguments, decode_options);
  std::vector<Term> list;
  if (arguments) {
    for (const Term argument : ListRange(arguments->value)) list.push_back(argument);
  }
  system_->spawn(intern(options_.boot_module), intern(options_.boot_function), list);
  is_idle_ = false;
}

void World::rewind() { start_system(choices_->choices()); }

bool World::is_live() const { return system_->events().count() >= known_ && !choices_->replaying(); }

// ---- the runner -----------------------------------------------------------------------------------------------------

void World::run() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    const bool works = run_slice(lock);
    settled_.notify_all();
    if (ends_) break;
    if (!works) continue;
    if (eager_.load() > 0) {
      lock.unlock();
      while (eager_.load() > 0) std::this_thread::yield();
      lock.lock();
    }
  }
}

// Lets the run go on for a moment, or waits for a reason to. False: it has waited.
bool World::run_slice(std::unique_lock<std::mutex>& lock) {
  LabScheduler& lab = system_->lab();
  EventLog& events = system_->events();
  if (system_->halted() && !(aim_ == Aim::seek && target_ < events.count())) {
    // The end of the run: whatever was on its way has arrived.
    aim_ = Aim::stand;
    waiting_commands_.clear();
    note_events();
    settled_.notify_all();
    changed_.wait(lock);
    return false;
  }
  if (aim_ == Aim::seek && target_ < events.count()) {
    rewind();
    return true;
  }
  if (aim_ == Aim::stand || (aim_ == Aim::play && is_idle_ && !choices_->replaying() && waiting_commands_.empty())) {
    changed_.wait(lock);
    return false;
  }
  if (!waiting_commands_.empty() && is_live()) {
    for (const std::string& bytes : std::exchange(waiting_commands_, {})) lab.command(bytes, virtual_now());
    is_idle_ = false;
  }
  const bool is_seeking = aim_ == Aim::seek;
  events.set_stop_at(is_seeking ? target_ : EventLog::kNever);
  const Nanoseconds until = is_seeking || std::isinf(speed_) ? kForEver : virtual_now();
  const auto pause = lab.run(until, kTurnsInSlice);
  // At once, even when this was the end: whoever goes back from here must not print everything again.
  note_events();
  if (choices_->diverged()) {
    aim_ = Aim::stand;
    plays_after_ = false;
    return true;
  }
  if (const auto status = system_->halted()) {
    known_halted_ = status;
    if (is_live() && options_.halted) options_.halted(*status);
    return true;
  }
  switch (pause) {
    case LabScheduler::Pause::turns_done:
      if (!is_seeking && !std::isinf(speed_) && virtual_now() - lab.now() > kLagMax) anchor();
      return true;
    case LabScheduler::Pause::stopped:
      if (is_seeking && events.count() >= target_) aim_ = std::exchange(plays_after_, false) ? Aim::play : Aim::stand;
      anchor();
      return true;
    case LabScheduler::Pause::idle:
      is_idle_ = true;
      if (is_seeking) {
        // There is no such event (yet).
        aim_ = std::exchange(plays_after_, false) ? Aim::play : Aim::stand;
        anchor();
      }
      settled_.notify_all();
      return true;
    case LabScheduler::Pause::ahead: {
      const Nanoseconds due = std::max(lab.next_due(), lab.now());
      const auto wall = static_cast<Nanoseconds>(static_cast<double>(due - virtual_now()) / speed_);
      settled_.notify_all();
      changed_.wait_for(lock, std::chrono::nanoseconds(std::clamp<Nanoseconds>(wall, 100'000, 1'000'000'000)));
      return false;
    }
  }
  return true;
}

void World::note_events() {
  known_ = std::max(known_, system_->events().count());
}

// ---- time -----------------------------------------------------------------------------------------------------------

void World::anchor() {
  anchor_virtual_ = system_->lab().now();
  anchor_wall_ = monotonic_now();
}

Nanoseconds World::virtual_now() const {
  if (aim_ != Aim::play || std::isinf(speed_)) return system_->lab().now();
  return anchor_virtual_ + static_cast<Nanoseconds>(static_cast<double>(monotonic_now() - anchor_wall_) * speed_);
}

// ---- commands -------------------------------------------------------------------------------------------------------

// What a command does, when it is entered and whenever the run is made again.
void World::carry_out(std::string_view bytes) {
  Arena arena;
  external::DecodeOptions decode_options;
  decode_options.functions = &system_->code();
  const auto decoded = external::decode(arena, bytes, decode_options);
  if (!decoded || !is_tuple(decoded->value)) return;
  const Term command = decoded->value;
  const std::string_view kind = atom_text(tuple_element(command, 0));
  PostOffice& post = system_->post_office();
  const auto of_process = [&] { return tuple_size(command) > 1 && tuple_element(command, 1).is_pid() ? tuple_element(command, 1) : Term::nil(); };
  post.tell(EventKind::command, 0, Term::nil(), of_process(), 0, command);
  if (kind == "reseed") {
    std::int64_t seed = 0;
    if (tuple_element(command, 1).is_small()) seed = tuple_element(command, 1).small_value();
    choices_->reseed(static_cast<std::uint64_t>(seed));
  } else if (kind == "input") {
    std::string scratch;
    system_->console().offer_input(*binary_bytes(tuple_element(command, 1), scratch));
  } else if (kind == "input_end") {
    system_->console().input_ended(tuple_element(command, 1) == atoms::true_);
  } else if (kind == "evaluate" || kind == "interrupt") {
    const Term shell = system_->names().find(intern("respawn_shell"));
    if (shell.is_pid()) post.send_message(nullptr, shell, command);
    // The program has killed the shell and all that would bring it back.
    else if (kind == "interrupt") system_->spawn(intern("respawn_boot"), intern("revive"), {});
  } else if (kind == "send") {
    post.send_message(nullptr, tuple_element(command, 1), tuple_element(command, 2));
  } else if (kind == "exit") {
    const Term init = system_->names().find(intern("init"));
    post.send_exit(nullptr, init.is_pid() ? init : tuple_element(command, 1), tuple_element(command, 1), tuple_element(command, 2), false);
  }
}

// Takes a command. In the past it makes a new future first; while the world is on its way somewhere it waits. Behind the end nothing happens any
// more: what comes too late (the end of the input, say) is no part of the run, or it would not be the same run each time.
void World::enter(std::string bytes) {
  if (aim_ == Aim::seek) {
    waiting_commands_.push_back(std::move(bytes));
    return;
  }
  if (system_->halted()) return;
  if (!is_live()) cut_future();
  system_->lab().command(bytes, virtual_now());
  note_events();
  is_idle_ = false;
  changed_.notify_all();
}

void World::cut_future() {
  choices_->fork();
  const EventId cursor = system_->events().count();
  if (history_.size() > cursor) history_.resize(cursor);
  while (!printed_.empty() && printed_.back().first > cursor) printed_.pop_back();
  known_ = cursor;
  known_halted_.reset();
  ++generation_;
  ++fork_count_;
  // Other choices than those that were cut off, and those are drawn from this.
  Arena arena;
  const auto seed = static_cast<std::int64_t>((options_.seed * 1'000'003 + fork_count_ * 7919 + cursor) & 0x7fff'ffff);
  system_->lab().command(external::encode(respawn::make_tuple(arena, {word_atom("reseed"), Term::small(seed)})), system_->lab().now());
  note_events();
  is_idle_ = false;
}

std::string World::act(Term pid, std::string_view kind, Term value) {
  if (!system_->table().is_alive(pid)) return no_such_process();
  if (aim_ != Aim::seek && system_->halted()) return "the run is over: go back, and take another way from there";
  Arena arena;
  enter(external::encode(respawn::make_tuple(arena, {word_atom(kind), pid, value})));
  return {};
}

std::string World::send(Term pid, std::string_view message) {
  Arena arena;
  const auto term = read_literal(message, arena);
  if (!term) return term.error();
  EagerLock lock(mutex_, eager_);
  return act(pid, "send", *term);
}

std::string World::exit(Term pid, std::string_view reason) {
  Arena arena;
  const auto term = read_literal(reason, arena);
  if (!term) return term.error();
  EagerLock lock(mutex_, eager_);
  return act(pid, "exit", *term);
}

std::string World::kill(Term pid) {
  EagerLock lock(mutex_, eager_);
  return act(pid, "exit", intern("kill"));
}

void World::evaluate(std::string_view text, std::uint32_t first_line) {
  Arena arena;
  const Term command = respawn::make_tuple(arena, {word_atom("evaluate"), make_binary(arena, text), Term::small(first_line)});
  std::string bytes = external::encode(command);
  EagerLock lock(mutex_, eager_);
  // Who types an expression wants to see it happen.
  if (aim_ == Aim::seek) plays_after_ = true;
  enter(std::move(bytes));
  if (aim_ == Aim::stand) {
    aim_ = Aim::play;
    anchor();
  }
  changed_.notify_all();
}

void World::interrupt() {
  Arena arena;
  std::string bytes = external::encode(respawn::make_tuple(arena, {word_atom("interrupt")}));
  EagerLock lock(mutex_, eager_);
  enter(std::move(bytes));
  if (aim_ == Aim::stand) {
    aim_ = Aim::play;
    anchor();
  }
  changed_.notify_all();
}

void World::offer_input(std::string_view text) {
  Arena arena;
  std::string bytes = external::encode(respawn::make_tuple(arena, {word_atom("input"), make_binary(arena, text)}));
  EagerLock lock(mutex_, eager_);
  enter(std::move(bytes));
}

void World::end_input(bool may_go_on) {
  Arena arena;
  std::string bytes = external::encode(respawn::make_tuple(arena, {word_atom("input_end"), Term(may_go_on ? atoms::true_ : atoms::false_)}));
  EagerLock lock(mutex_, eager_);
  enter(std::move(bytes));
}

void World::look(const std::function<void(System& system)>& look) {
  EagerLock lock(mutex_, eager_);
  look(*system_);
}

// ---- WatchedRun -----------------------------------------------------------------------------------------------------

RunStatus World::status() const {
  EagerLock lock(mutex_, eager_);
  RunStatus status;
  status.cursor = system_->events().count();
  status.event_count = std::max<EventId>(known_, status.cursor);
  status.generation = generation_;
  status.time = system_->lab().now();
  status.is_playing = aim_ == Aim::play;
  status.is_live = is_live();
  status.is_idle = is_idle_ && status.is_live;
  status.is_seeking = aim_ == Aim::seek;
  status.speed = speed_;
  status.seed = options_.seed;
  status.fork_count = fork_count_;
  status.halted = system_->halted();
  return status;
}

void World::read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const {
  EagerLock lock(mutex_, eager_);
  if (generation != generation_) return;
  const EventId end = std::min<EventId>(last, history_.size());
  for (EventId id = std::max<EventId>(first, 1); id <= end; ++id) events.push_back(history_[id - 1]);
}

std::optional<ProcessView> World::view(Term pid) {
  EagerLock lock(mutex_, eager_);
  if (aim_ == Aim::seek) return std::nullopt;
  return view_process(*system_, pid);
}

std::string World::output(std::size_t bytes_max) const {
  EagerLock lock(mutex_, eager_);
  const EventId cursor = system_->events().count();
  std::size_t bytes = 0;
  auto last = std::upper_bound(printed_.begin(), printed_.end(), cursor, [](EventId id, const auto& printed) { return id < printed.first; });
  auto first = last;
  while (first != printed_.begin() && bytes < bytes_max) bytes += (--first)->second.size();
  std::string text;
  for (; first != last; ++first) text += first->second;
  if (text.size() > bytes_max) {
    text.erase(0, text.size() - bytes_max);
    // Not in the middle of a character.
    while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xc0) == 0x80) text.erase(0, 1);
  }
  return text;
}

void World::play() {
  EagerLock lock(mutex_, eager_);
  if (aim_ == Aim::seek) {
    plays_after_ = true;
  } else {
    aim_ = Aim::play;
    anchor();
  }
  changed_.notify_all();
}

void World::pause() {
  EagerLock lock(mutex_, eager_);
  plays_after_ = false;
  if (aim_ == Aim::play) aim_ = Aim::stand;
  changed_.notify_all();
}

void World::step() {
  EagerLock lock(mutex_, eager_);
  target_ = system_->events().count() + 1;
  aim_ = Aim::seek;
  plays_after_ = false;
  changed_.notify_all();
}

void World::set_speed(double speed) {
  EagerLock lock(mutex_, eager_);
  anchor();
  speed_ = speed;
  changed_.notify_all();
}

void World::seek(EventId event) {
  EagerLock lock(mutex_, eager_);
  target_ = std::max<EventId>(event, 1);
  plays_after_ = false;
  aim_ = target_ == system_->events().count() ? Aim::stand : Aim::seek;
  changed_.notify_all();
}

void World::fork() {
  EagerLock lock(mutex_, eager_);
  if (aim_ == Aim::seek) return;
  cut_future();
  aim_ = Aim::play;
  anchor();
  changed_.notify_all();
}

// ---- waiting and measuring ------------------------------------------------------------------------------------------

std::optional<int> World::wait_until_halted(bool until_stuck) {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [&] {
    if (system_->halted() || choices_->diverged()) return true;
    return until_stuck && is_idle_ && aim_ == Aim::play && waiting_commands_.empty() && !system_->console().input_wanted();
  });
  return system_->halted();
}

void World::wait_until_there() {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [&] { return aim_ != Aim::seek; });
}

std::uint64_t World::event_hash() const {
  EagerLock lock(mutex_, eager_);
  return system_->events().hash();
}

EventId World::event_count() const {
  EagerLock lock(mutex_, eager_);
  return system_->events().count();
}

std::uint64_t World::state_hash() {
  EagerLock lock(mutex_, eager_);
  return hash_state(*system_);
}

bool World::has_diverged() const {
  EagerLock lock(mutex_, eager_);
  return choices_->diverged();
}

Recording World::recording() const {
  EagerLock lock(mutex_, eager_);
  Recording recording;
  recording.seed = options_.seed;
  recording.processes_max = options_.system.limits.processes;
  recording.boot_module = options_.boot_module;
  recording.boot_function = options_.boot_function;
  recording.boot_arguments = options_.boot_arguments;
  recording.program_arguments = options_.system.arguments;
  recording.choices = choices_->choices();
  recording.event_count = std::max(known_, system_->events().count());
  recording.event_hash = system_->events().hash();
  if (system_->events().count() < recording.event_count) {
    recording.event_hash = 0;
    for (EventId id = 1; id <= recording.event_count; ++id) recording.event_hash = hash_event(recording.event_hash, history_[id - 1]);
  }
  recording.halted = known_halted_;
  return recording;
}

}  // namespace respawn
