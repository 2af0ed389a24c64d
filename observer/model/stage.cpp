#include "observer/model/stage.hpp"

#include <algorithm>

namespace respawn::observer {
namespace {

constexpr EventId kStepMax = 20'000;   // further is a jump
constexpr EventId kLookedAtMax = 400;  // events of one step that are put on
constexpr EventId kAfterJump = 6;
constexpr double kMessageDistance = 0.12, kMessageDistanceMin = 0.03, kIncidentDistance = 0.55;

float share_left(double start, double seconds, double now) {
  if (now < start || now >= start + seconds) return 0;
  return static_cast<float>(1 - (now - start) / seconds);
}

}  // namespace

void Stage::clear() { *this = Stage(); }

void Stage::follow(const History& history, const Scene& scene, EventId cursor, double now_seconds, bool show_system) {
  cursor = std::min(cursor, history.count());
  if (cursor == cursor_) return;
  EventId first = cursor_ + 1;
  if (cursor < cursor_ || cursor - cursor_ > kStepMax) {
    flights_.clear();
    places_.clear();
    glows_.clear();
    last_start_ = now_seconds - 1;
    first = cursor < kAfterJump ? 1 : cursor - kAfterJump + 1;
  } else if (cursor - cursor_ > kLookedAtMax) {
    first = cursor - kLookedAtMax + 1;
  }
  std::vector<EventId> sendings;
  for (EventId id = first; id <= cursor; ++id) {
    if (is_shown_sending(history, id, show_system)) sendings.push_back(id);
  }
  if (sendings.size() > kMessagesMax) sendings.erase(sendings.begin(), sendings.end() - kMessagesMax);
  const double room = kBehindMax / static_cast<double>(std::max<std::size_t>(1, sendings.size()));
  message_distance_ = std::clamp(room, kMessageDistanceMin, kMessageDistance);
  const EventId first_sending = sendings.empty() ? 0 : sendings.front();
  for (EventId id = first; id <= cursor; ++id) {
    if (id < first_sending && is_shown_sending(history, id, show_system)) continue;
    put_on(history, scene, id, now_seconds, show_system);
  }
  cursor_ = cursor;
  while (!flights_.empty() && flights_.front().start + kFlightSeconds < now_seconds) flights_.pop_front();
  constexpr std::size_t kRememberedMax = 4096;
  if (places_.size() > kRememberedMax) {
    std::erase_if(places_, [&](const auto& entry) {
      return std::max(entry.second.crash, entry.second.restart) + kOldProcessSeconds < now_seconds;
    });
  }
  if (glows_.size() > kRememberedMax) {
    std::erase_if(glows_, [&](const auto& entry) { return entry.second + kGlowSeconds < now_seconds; });
  }
}

bool Stage::is_shown_sending(const History& history, EventId id, bool show_system) const {
  const EventKind kind = history.event(id).kind;
  if (kind != EventKind::message_sent && kind != EventKind::exit_sent && kind != EventKind::down_sent) return false;
  const ProcessIndex from = history.subject(id), to = history.object(id);
  if (from == to || to == kNoProcess) return false;
  if (show_system) return true;
  return !history.process(to).is_system && (from == kNoProcess || !history.process(from).is_system);
}

void Stage::hurry(double now_seconds) {
  constexpr std::ptrdiff_t kKept = 2;
  const auto waiting = std::find_if(flights_.begin(), flights_.end(), [&](const Act& act) { return act.start > now_seconds; });
  const std::ptrdiff_t too_many = flights_.end() - waiting - kKept;
  const auto first = too_many > 0 ? flights_.erase(waiting, waiting + too_many) : waiting;
  last_start_ = std::min(last_start_, now_seconds - message_distance_);
  for (auto act = first; act != flights_.end(); ++act) act->start = next_start(now_seconds, message_distance_);
}

double Stage::next_start(double now_seconds, double distance) {
  last_start_ = std::min(std::max(now_seconds, last_start_ + distance), now_seconds + kBehindMax);
  return last_start_;
}

void Stage::put_on(const History& history, const Scene& scene, EventId id, double now_seconds, bool show_system) {
  const Event& event = history.event(id);
  const ProcessIndex subject = history.subject(id), object = history.object(id);
  const auto is_shown = [&](ProcessIndex index) { return index != kNoProcess && (show_system || !history.process(index).is_system); };
  switch (event.kind) {
    case EventKind::message_sent:
    case EventKind::exit_sent:
    case EventKind::down_sent: {
      if (!is_shown_sending(history, id, show_system)) return;
      const double start = next_start(now_seconds, message_distance_);
      flights_.push_back({id, subject, object, start});
      glows_[object] = start + kFlightSeconds;
      busy_until_ = std::max(busy_until_, start + kFlightSeconds + kGlowSeconds);
      return;
    }
    case EventKind::process_exited: {
      if (!is_shown(subject)) return;
      const std::vector<EventId>& crashes = history.marks(MarkKind::crash);
      if (!std::binary_search(crashes.begin(), crashes.end(), id)) return;
      hurry(now_seconds);
      const double start = next_start(now_seconds, message_distance_);
      places_[scene.process(subject).place].crash = start;
      last_start_ = std::min(start + kIncidentDistance, now_seconds + kBehindMax);
      busy_until_ = std::max(busy_until_, start + kFlashSeconds);
      return;
    }
    case EventKind::child_restarted: {
      if (!is_shown(object)) return;
      PlaceActs& acts = places_[scene.process(object).place];
      acts.restart = std::max(next_start(now_seconds, message_distance_), acts.crash + kIncidentDistance);
      acts.old_process = history.replaced(id);
      last_start_ = std::max(last_start_, std::min(acts.restart, now_seconds + kBehindMax));
      busy_until_ = std::max(busy_until_, acts.restart + kOldProcessSeconds);
      return;
    }
    default: return;
  }
}

std::vector<Flight> Stage::flights(double now_seconds) const {
  std::vector<Flight> flights;
  for (const Act& act : flights_) {
    if (now_seconds < act.start || now_seconds >= act.start + kFlightSeconds) continue;
    flights.push_back({act.event, act.from, act.to, static_cast<float>((now_seconds - act.start) / kFlightSeconds)});
  }
  return flights;
}

Flash Stage::flash(ProcessIndex place, double now_seconds) const {
  Flash flash;
  const auto found = places_.find(place);
  if (found == places_.end()) return flash;
  const PlaceActs& acts = found->second;
  flash.crash = share_left(acts.crash, kFlashSeconds, now_seconds);
  flash.restart = share_left(acts.restart, kFlashSeconds, now_seconds);
  flash.is_restart_ahead = acts.restart > now_seconds;
  if (flash.restart > 0) flash.crash = 0;
  flash.old_process = acts.old_process;
  flash.old_process_share = flash.is_restart_ahead ? 0 : share_left(acts.restart, kOldProcessSeconds, now_seconds);
  return flash;
}

float Stage::glow(ProcessIndex process, double now_seconds) const {
  const auto found = glows_.find(process);
  return found == glows_.end() ? 0 : share_left(found->second, kGlowSeconds, now_seconds);
}

}  // namespace respawn::observer
