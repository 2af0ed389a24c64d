#pragma once
/// What an event says, as a sentence with the processes' names: "Client sent call :pop to Stack".

#include <string>

#include "observer/model/history.hpp"

namespace respawn::observer {

/// Terms are cut at `text_length_max` code points.
std::string sentence(const History& history, EventId id, std::size_t text_length_max = 200);

/// A word for the kind, for a column: "sent", "received", "exited".
std::string_view kind_word(EventKind kind);

/// What colours the event: what is good, what is bad, what is talk, what is upkeep.
enum class EventTone : std::uint8_t { plain, message, good, bad, command, timer };
EventTone tone(const History& history, EventId id);

/// Whether it concerns processes of the runtime only.
bool is_system_event(const History& history, EventId id);

}  // namespace respawn::observer
