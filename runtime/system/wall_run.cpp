#include "system/wall_run.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_set>

#include "system/literal.hpp"
#include "term/builder.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCollectEvery{5};
// How long the first picture waits for everybody to show himself.
constexpr milliseconds kBeginningMax{300};
// How long one look waits, and how long nobody waits after one that waited in vain.
constexpr milliseconds kAnswerMax{4};
constexpr Nanoseconds kImpatience = 100'000'000;
constexpr std::size_t kSeenMax = 20'000;
constexpr ViewLimits kLimits{.text_bytes = 2000, .messages = 200};

// Of a question: whom it is about is in the pid, so the number only tells looks from the first ones.
constexpr std::int64_t kLook = 0;

/// Whether the event says something of `subject` that is true for as long as it lives.
bool is_lasting(EventKind kind) {
  switch (kind) {
    case EventKind::process_spawned:
    case EventKind::name_registered:
    case EventKind::linked:
    case EventKind::monitored:
    case EventKind::supervisor_started:
    case EventKind::child_started:
    case EventKind::child_restarted:
    case EventKind::labelled: return true;
    default: return false;
  }
}

}  // namespace

WallRun::WallRun(System& system, const Limits& limits) : system_(system), limits_(limits) {
  std::vector<Event> of_earlier_watcher;
  system_.wall_tracer().collect(of_earlier_watcher, true);
  system_.set_looker([this](Process& process, std::int64_t question) { answer(process, question); });
  began_at_ = system_.wall_tracer().now();
  system_.wall_tracer().start();
  collector_ = std::thread([this] { run(); });
}

WallRun::~WallRun() {
  {
    std::lock_guard lock(mutex_);
    ends_ = true;
    changed_.notify_all();
  }
  collector_.join();
  system_.wall_tracer().stop();
  system_.set_looker(nullptr);
}

// ---- collecting -----------------------------------------------------------------------------------------------------

void WallRun::run() {
  WallTracer& tracer = system_.wall_tracer();
  std::vector<Event> events;
  // Everybody shows himself once. Who is born from now on tells so.
  std::vector<Term> living;
  system_.table().for_each_live([&](ProcessSlot& slot) { living.push_back(slot.pid()); });
  {
    std::lock_guard lock(mutex_);
    strangers_.insert(living.begin(), living.end());
    for (const Term pid : living) seen_[pid].is_asked = true;
  }
  for (const Term pid : living) {
    if (system_.ask_to_show(pid, kLook)) continue;
    std::lock_guard lock(mutex_);
    seen_.erase(pid);
    strangers_.erase(pid);
  }
  {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, kBeginningMax, [&] {
      return ends_ || std::all_of(strangers_.begin(), strangers_.end(), [&](Term pid) { return seen_[pid].view.has_value(); });
    });
    tracer.collect(events);
    begin_with(std::move(events));
  }

  std::unique_lock lock(mutex_);
  while (!ends_) {
    changed_.wait_for(lock, kCollectEvery, [&] { return ends_; });
    if (halted_at_) continue;
    // Behind the end nothing is shown: the program is over, whoever still runs.
    const bool is_over = system_.halted().has_value();
    events.clear();
    tracer.collect(events, is_over);
    for (Event& event : events) add(std::move(event));
    if (is_over) {
      halted_at_ = tracer.now();
      tracer.stop();
    }
    if (history_.size() > limits_.events_max) forget_old();
    if (seen_.size() > kSeenMax) std::erase_if(seen_, [&](const auto& entry) { return !system_.table().is_alive(entry.first); });
  }
}

// The list starts with what is known of those who lived already, as if it had just happened. Whoever has not shown himself yet follows
// when he does.
void WallRun::begin_with(std::vector<Event> live) {
  for (const Event& event : live) {
    if (event.kind == EventKind::process_spawned) strangers_.erase(event.subject);
  }
  std::vector<Term> known;
  for (const Term pid : strangers_) {
    if (seen_[pid].view) known.push_back(pid);
  }
  std::sort(known.begin(), known.end(), [](Term a, Term b) { return a.word() < b.word(); });
  has_begun_ = true;
  for (const Term pid : known) {
    if (strangers_.contains(pid)) introduce(seen_[pid], began_at_);
  }
  for (Event& event : live) add(std::move(event));
}

// A child stands below its parent, who is told of first.
void WallRun::introduce(const Seen& seen, Nanoseconds time) {
  std::vector<const Seen*> line = {&seen};
  strangers_.erase(seen.view->pid);
  for (;;) {
    const auto parent = seen_.find(line.back()->view->parent);
    if (parent == seen_.end() || !parent->second.view || strangers_.erase(parent->first) == 0) break;
    line.push_back(&parent->second);
  }
  for (auto next = line.rbegin(); next != line.rend(); ++next) tell_of(**next, time);
}

// What events would have told of a process if somebody had watched from the start.
void WallRun::tell_of(const Seen& seen, Nanoseconds time) {
  const ProcessView& view = *seen.view;
  const auto say = [&](EventKind kind, Term subject, Term object = Term::nil(), std::string text = {}, std::int64_t number = 0) {
    Event event;
    event.time = time;
    event.kind = kind;
    event.subject = subject;
    event.object = object;
    event.text = std::move(text);
    event.number = number;
    ++shift_;  // of those the tracer has not numbered
    event.id = history_.size() + 1;
    history_.push_back(std::move(event));
  };
  // Under which id a child was started and how it is to be restarted, only its supervisor knows.
  const auto say_child = [&](Term supervisor, Term child) { say(EventKind::child_started, supervisor, child, "{:undefined, :permanent, :worker}"); };
  const auto is_told = [&](Term pid) { return seen_.contains(pid) && !strangers_.contains(pid); };
  say(EventKind::process_spawned, view.pid, view.parent, seen.first_function);
  if (!view.name.empty()) say(EventKind::name_registered, view.pid, intern(view.name));
  if (!view.label.empty()) say(EventKind::labelled, view.pid, Term::nil(), view.label);
  if (!seen.supervision.empty()) {
    say(EventKind::supervisor_started, view.pid, Term::nil(), seen.supervision, seen.intensity);
    for (const auto& [pid, other] : seen_) {
      if (other.view && other.view->parent == view.pid && is_told(pid)) say_child(view.pid, pid);
    }
  }
  if (const auto parent = seen_.find(view.parent); parent != seen_.end() && is_told(view.parent) && !parent->second.supervision.empty()) {
    say_child(view.parent, view.pid);
  }
  for (const auto& [other, shown] : view.links) {
    if (other.is_pid() && is_told(other)) say(EventKind::linked, view.pid, other);
  }
  for (const auto& [other, shown] : view.monitors) {
    if (other.is_pid()) say(EventKind::monitored, view.pid, other);
  }
  if (view.status == "waiting") say(EventKind::process_waiting, view.pid, Term::nil(), {}, static_cast<std::int64_t>(view.message_count));
}

void WallRun::add(Event event) {
  event.id = history_.size() + 1;
  const auto cause = static_cast<std::int64_t>(event.cause);
  event.cause = cause != 0 && cause + shift_ > 0 ? static_cast<EventId>(cause + shift_) : 0;
  history_.push_back(std::move(event));
}

void WallRun::forget_old() {
  std::unordered_set<Term> living;
  system_.table().for_each_live([&](ProcessSlot& slot) { living.insert(slot.pid()); });
  const std::size_t old_count = history_.size() - limits_.events_kept;
  std::vector<Event> kept;
  for (std::size_t i = 0; i < old_count; ++i) {
    if (is_lasting(history_[i].kind) && living.contains(history_[i].subject)) kept.push_back(std::move(history_[i]));
  }
  // A cause that is gone is none; those of the old events are.
  for (Event& event : kept) event.cause = 0;
  const auto moved = static_cast<std::int64_t>(kept.size()) - static_cast<std::int64_t>(old_count);
  for (std::size_t i = old_count; i < history_.size(); ++i) {
    Event& event = history_[i];
    event.cause = event.cause > old_count ? static_cast<EventId>(static_cast<std::int64_t>(event.cause) + moved) : 0;
    kept.push_back(std::move(event));
  }
  if (standing_at_) standing_at_ = *standing_at_ > old_count ? static_cast<EventId>(static_cast<std::int64_t>(*standing_at_) + moved) : 1;
  history_ = std::move(kept);
  for (std::size_t i = 0; i < history_.size(); ++i) history_[i].id = i + 1;
  shift_ += moved;
  ++generation_;
}

// ---- looking --------------------------------------------------------------------------------------------------------

// On the worker of the process.
void WallRun::answer(Process& process, std::int64_t) {
  ProcessView view = view_process(system_, process, kLimits);
  Arena arena;
  const Term first = respawn::make_tuple(arena, {process.initial_module, process.initial_function, Term::small(process.initial_arity)});
  std::lock_guard lock(mutex_);
  Seen& seen = seen_[process.pid];
  seen.view = std::move(view);
  seen.is_asked = false;
  if (seen.first_function.empty()) {
    // What was spawned as a function is known by its outermost frame.
    const bool is_fun = process.initial_module == atoms::erlang && atom_text(process.initial_function) == "apply";
    seen.first_function = is_fun && !seen.view->frames.empty() ? seen.view->frames.back().function : inspect(first);
  }
  if (const Process::Extras* extras = process.extras_if_any(); extras != nullptr && extras->supervisor_strategy.is_atom()) {
    seen.supervision = inspect(respawn::make_tuple(arena, {extras->supervisor_module, extras->supervisor_strategy}));
    seen.intensity = extras->supervisor_intensity;
  }
  if (has_begun_ && strangers_.contains(process.pid)) introduce(seen, history_.empty() ? began_at_ : history_.back().time);
  changed_.notify_all();
}

std::optional<ProcessView> WallRun::view(Term pid) {
  std::unique_lock lock(mutex_);
  if (standing_at_ || !system_.table().is_alive(pid)) return std::nullopt;
  if (!seen_[pid].is_asked) {
    seen_[pid].is_asked = true;
    lock.unlock();
    const bool is_sent = system_.ask_to_show(pid, kLook);
    lock.lock();
    if (!is_sent) {
      seen_.erase(pid);
      return std::nullopt;
    }
  }
  const Nanoseconds now = system_.wall_tracer().now();
  if (now >= patient_from_) {
    const bool has_answered = changed_.wait_for(lock, kAnswerMax, [&] { return ends_ || !seen_[pid].is_asked; });
    if (!has_answered) patient_from_ = now + kImpatience;
  }
  return seen_[pid].view;
}

std::string WallRun::output(std::size_t bytes_max) const {
  std::lock_guard lock(mutex_);
  std::vector<const std::string*> parts;
  std::size_t bytes = 0;
  for (EventId id = cursor(); id > 0 && bytes < bytes_max; --id) {
    const Event& event = history_[id - 1];
    if (event.kind != EventKind::output) continue;
    parts.push_back(&event.text);
    bytes += event.text.size();
  }
  std::string text;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) text += **part;
  return text.size() > bytes_max ? text.substr(text.size() - bytes_max) : text;
}

RunStatus WallRun::status() const {
  std::lock_guard lock(mutex_);
  RunStatus status;
  status.is_lab = false;
  status.cursor = cursor();
  status.event_count = history_.size();
  status.generation = generation_;
  status.time = standing_at_ ? history_[*standing_at_ - 1].time : halted_at_.value_or(system_.wall_tracer().now());
  status.is_playing = !standing_at_;
  status.is_live = !standing_at_;
  status.halted = system_.halted();
  status.left_out = system_.wall_tracer().left_out();
  return status;
}

void WallRun::read_events(std::uint64_t generation, EventId first, EventId last, std::vector<Event>& events) const {
  std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  for (EventId id = std::max<EventId>(first, 1); id <= std::min<EventId>(last, history_.size()); ++id) events.push_back(history_[id - 1]);
}

// ---- directing the picture --------------------------------------------------------------------------------------------

void WallRun::play() {
  std::lock_guard lock(mutex_);
  standing_at_.reset();
}

void WallRun::pause() {
  std::lock_guard lock(mutex_);
  if (!standing_at_ && !history_.empty()) standing_at_ = history_.size();
}

void WallRun::step() {
  std::lock_guard lock(mutex_);
  if (!history_.empty()) standing_at_ = std::min<EventId>(cursor() + 1, history_.size());
}

void WallRun::seek(EventId event) {
  std::lock_guard lock(mutex_);
  if (event >= history_.size()) standing_at_.reset();
  else standing_at_ = std::max<EventId>(event, 1);
}

// ---- doing something to a process -------------------------------------------------------------------------------------

std::string WallRun::act(Term pid, EventKind kind, Term value) {
  if (system_.halted()) return "the run is over";
  if (!system_.table().is_alive(pid)) return "the process does not live any more";
  PostOffice& post = system_.post_office();
  if (kind == EventKind::message_sent) {
    post.send_message(nullptr, pid, value);
  } else {
    const Term init = system_.names().find(intern("init"));
    post.send_exit(nullptr, init.is_pid() ? init : pid, pid, value, false);
  }
  return {};
}

std::string WallRun::send(Term pid, std::string_view message) {
  Arena arena;
  const auto term = read_literal(message, arena);
  return term ? act(pid, EventKind::message_sent, *term) : term.error();
}

std::string WallRun::exit(Term pid, std::string_view reason) {
  Arena arena;
  const auto term = read_literal(reason, arena);
  return term ? act(pid, EventKind::exit_sent, *term) : term.error();
}

std::string WallRun::kill(Term pid) { return act(pid, EventKind::exit_sent, atoms::kill); }

}  // namespace respawn
