#pragma once
/// Event: one thing that happened, as plain data.
///
/// Events are the one contract between the runtime and whoever watches it (events.def says what there is). An event
/// holds no pointer into a heap: terms are immediate, texts were made when it happened or not at all.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "term/term.hpp"

namespace respawn {

enum class EventKind : std::uint8_t {
#define EVENT(kind, subject, object, number, text, sentence) kind,
#include "trace/events.def"
#undef EVENT
  count
};

struct EventInfo {
  std::string_view name, subject, object, number, text, sentence;
};
inline constexpr std::array<EventInfo, static_cast<std::size_t>(EventKind::count)> kEventInfos = {{
#define EVENT(kind, subject, object, number, text, sentence) {#kind, subject, object, number, text, sentence},
#include "trace/events.def"
#undef EVENT
}};
inline constexpr const EventInfo& info(EventKind kind) { return kEventInfos[static_cast<std::size_t>(kind)]; }

/// Numbers events from 1 in the order in which they happened; 0 is no event.
using EventId = std::uint64_t;

struct Event {
  EventId id = 0;
  Nanoseconds time = 0;  // virtual in the lab, monotonic in wall mode; since the start of the runtime
  EventId cause = 0;
  EventKind kind = EventKind::count;
  Term subject = Term::nil();
  Term object = Term::nil();
  std::int64_t number = 0;
  std::uint64_t payload_hash = 0;  // stable hash of the term that `text` shows
  std::string text;
};

/// Continues a hash over a log with one more event. Texts do not count: whether somebody watched must not show.
std::uint64_t hash_event(std::uint64_t hash, const Event& event);

}  // namespace respawn
