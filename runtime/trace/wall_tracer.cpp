#include "trace/wall_tracer.hpp"

#include <algorithm>
#include <limits>

namespace respawn {
namespace {

// An event's id until it is collected: who told it, and the how manyth it was.
constexpr unsigned kToldBits = 48;
constexpr EventId told_id(std::uint64_t source, std::uint64_t told) { return source << kToldBits | told; }
constexpr std::uint64_t source_of(EventId id) { return id >> kToldBits; }
constexpr std::uint64_t told_of(EventId id) { return id & ((EventId{1} << kToldBits) - 1); }

// A cause may lie as many events of its thread back as this and still be known.
constexpr std::size_t kNumbersKept = 1 << 20;

bool is_flow(EventKind kind) {
  switch (kind) {
    case EventKind::message_sent:
    case EventKind::message_received:
    case EventKind::process_waiting:
    case EventKind::timer_started:
    case EventKind::timer_fired:
    case EventKind::timer_cancelled:
    case EventKind::monitored:
    case EventKind::demonitored: return true;
    default: return false;
  }
}

}  // namespace

std::uint64_t WallTracer::next_identity() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

void WallTracer::start() {
  budget_time_ = now();
  texts_.store(true, std::memory_order_relaxed);
  enabled_.store(true, std::memory_order_relaxed);
}

void WallTracer::stop() {
  enabled_.store(false, std::memory_order_relaxed);
  texts_.store(false, std::memory_order_relaxed);
}

WallTracer::Source& WallTracer::source() {
  struct Known {
    std::uint64_t tracer = 0;
    Source* source = nullptr;
  };
  static thread_local Known known;
  if (known.tracer != identity_) {
    std::lock_guard lock(sources_mutex_);
    sources_.push_back(std::make_unique<Source>(sources_.size() + 1));
    known = {identity_, sources_.back().get()};
  }
  return *known.source;
}

bool WallTracer::takes(EventKind kind, EventId cause) {
  if (!is_flow(kind)) return true;
  // The end of what was told is told; of the rest, nothing.
  if (kind == EventKind::message_received || kind == EventKind::timer_cancelled) {
    if (cause != 0) return true;
  } else {
    Source& mine = source();
    if (mine.flow_left.fetch_sub(1, std::memory_order_relaxed) > 0) return true;
    mine.flow_left.fetch_add(1, std::memory_order_relaxed);
  }
  source().left_out.fetch_add(1, std::memory_order_relaxed);
  return false;
}

EventId WallTracer::tell(Event event) {
  Source& mine = source();
  const EventId id = told_id(mine.number, ++mine.told);
  event.id = id;
  event.time = now();
  mine.ring.push(std::move(event));
  return id;
}

void WallTracer::collect(std::vector<Event>& events, bool all) {
  const Nanoseconds time = now();
  std::lock_guard lock(sources_mutex_);
  const auto allowance = static_cast<std::int64_t>(static_cast<double>(time - budget_time_) * 1e-9 * static_cast<double>(kFlowPerSecond));
  if (allowance > 0) budget_time_ = time;
  for (auto& source : sources_) {
    source->ring.drain(waiting_);
    const std::int64_t room = kFlowBudgetMax - source->flow_left.load(std::memory_order_relaxed);
    source->flow_left.fetch_add(std::min(allowance, room), std::memory_order_relaxed);
  }
  std::stable_sort(waiting_.begin(), waiting_.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
  const Nanoseconds settled = all ? std::numeric_limits<Nanoseconds>::max() : time - kSettled;
  std::size_t taken = 0;
  for (; taken < waiting_.size() && waiting_[taken].time <= settled; ++taken) {
    Event& event = waiting_[taken];
    event.cause = number_of(event.cause);
    note_number(event.id, ++count_);
    event.id = count_;
    events.push_back(std::move(event));
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
}

EventId WallTracer::number_of(EventId told) const {
  if (told == 0) return 0;
  const Source& source = *sources_[source_of(told) - 1];
  const std::uint64_t position = told_of(told) - source.first_number;  // wraps below the first: then it is too large
  return position < source.numbers.size() ? source.numbers[position] : 0;
}

void WallTracer::note_number(EventId told, EventId number) {
  Source& source = *sources_[source_of(told) - 1];
  const std::uint64_t position = told_of(told) - source.first_number;
  source.numbers.resize(position);  // those in between were lost
  source.numbers.push_back(number);
  if (source.numbers.size() < 2 * kNumbersKept) return;
  source.numbers.erase(source.numbers.begin(), source.numbers.begin() + kNumbersKept);
  source.first_number += kNumbersKept;
}

std::uint64_t WallTracer::left_out() const {
  std::lock_guard lock(sources_mutex_);
  std::uint64_t total = 0;
  for (const auto& source : sources_) total += source->left_out.load(std::memory_order_relaxed) + source->ring.dropped();
  return total;
}

}  // namespace respawn
