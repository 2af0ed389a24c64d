#pragma once
/// Why something happened: the chain of causes from an event back to where it began.

#include <vector>

#include "observer/model/history.hpp"

namespace respawn::observer {

/// The event itself first, then its cause, the cause's cause and so on, at most `length_max` of them.
std::vector<EventId> causes(const History& history, EventId id, std::size_t length_max = 200);

/// The events up to `cursor` that name `id` as their cause; looks at no more than `looked_at_max` events behind it.
std::vector<EventId> effects(const History& history, EventId id, EventId cursor, std::size_t looked_at_max = 5000);

/// The event that tells best why a process ended: its crash if there is one, else its exit. 0 while it lives.
EventId end_of(const History& history, ProcessIndex process);

}  // namespace respawn::observer
