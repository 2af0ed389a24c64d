#include "observer/model/sentence.hpp"

#include <fmt/format.h>

#include "observer/model/term_text.hpp"

namespace respawn::observer {
namespace {

std::string who(const History& history, ProcessIndex index) {
  constexpr std::size_t kTitleMax = 40;
  return index == kNoProcess ? std::string("somebody outside") : shortened(title(history.process(index)), kTitleMax);
}

/// Name and pid, where telling two with the same name apart matters.
std::string who_exactly(const History& history, ProcessIndex index) {
  if (index == kNoProcess) return "nobody";
  const std::string name = who(history, index), pid = short_pid_text(history.process(index).pid);
  return name == pid ? pid : fmt::format("{} {}", name, pid);
}

std::string part(std::string_view text, std::size_t index) {
  const std::vector<std::string_view> parts = tuple_elements(text);
  return index < parts.size() ? std::string(parts[index]) : std::string();
}

/// "typed: Stack.pop()" of "{:evaluate, \"Stack.pop()\\n\", 1}", "sent from the window to Stack: :hello".
std::string command_caption(std::string_view text, const std::string& process) {
  const std::vector<std::string_view> parts = tuple_elements(text);
  if (parts.empty()) return fmt::format("command: {}", text);
  const std::string_view kind = parts[0];
  if (kind == ":evaluate" || kind == ":input") {
    std::string_view line = parts.size() > 1 ? parts[1] : std::string_view();
    if (line.starts_with('"')) line.remove_prefix(1);
    if (line.ends_with('"')) line.remove_suffix(1);
    if (line.ends_with("\\n")) line.remove_suffix(2);
    return fmt::format("typed: {}", line);
  }
  if (kind == ":interrupt") return "interrupted";
  if (kind == ":input_end") return "the input has ended";
  if (kind == ":reseed") return "forked: other choices from here";
  if (kind == ":send" && parts.size() == 3) return fmt::format("sent from outside to {}: {}", process, parts[2]);
  if (kind == ":exit" && parts.size() == 3) return fmt::format("exit signal from outside to {}: {}", process, parts[2]);
  return fmt::format("command: {}", text);
}

}  // namespace

std::string sentence(const History& history, EventId id, std::size_t text_length_max) {
  const Event& event = history.event(id);
  const std::string subject = who(history, history.subject(id));
  const ProcessIndex object_index = history.object(id);
  const auto object = [&] { return who(history, object_index); };
  const auto text = [&](std::string said) { return shortened(said, text_length_max); };
  switch (event.kind) {
    case EventKind::process_spawned:
      if (object_index == kNoProcess) return fmt::format("{} begins: {}", who_exactly(history, history.subject(id)), text(function_caption(event.text)));
      return fmt::format("{} spawns {}: {}", object(), who_exactly(history, history.subject(id)), text(function_caption(event.text)));
    case EventKind::process_exited:
      return fmt::format("{} exits: {}", who_exactly(history, history.subject(id)), text(reason_caption(event.text)));
    case EventKind::name_registered: return fmt::format("{} is registered as {}", short_pid_text(event.subject), atom_caption(event.object));
    case EventKind::name_unregistered: return fmt::format("{} gives up the name {}", short_pid_text(event.subject), atom_caption(event.object));
    case EventKind::linked: return fmt::format("{} links to {}", subject, object());
    case EventKind::unlinked: return fmt::format("{} unlinks {}", subject, object());
    case EventKind::monitored: return fmt::format("{} monitors {}", subject, object());
    case EventKind::demonitored: return fmt::format("{} stops monitoring {}", subject, object());
    case EventKind::message_sent: return fmt::format("{} sends to {}: {}", subject, object(), text(message_caption(event.text)));
    case EventKind::message_received: return fmt::format("{} takes {}", subject, text(message_caption(event.text)));
    case EventKind::exit_sent: return fmt::format("{} sends exit {} to {}", subject, text(reason_caption(event.text)), object());
    case EventKind::down_sent:
      return fmt::format("{} is told that {} is down: {}", object(), subject, text(reason_caption(event.text)));
    case EventKind::timer_started:
      return fmt::format("{} starts a timer of {} ms: {}", subject, event.number, text(message_caption(event.text)));
    case EventKind::timer_fired: return fmt::format("a timer of {} runs out", subject);
    case EventKind::timer_cancelled: return fmt::format("{} cancels a timer", subject);
    case EventKind::supervisor_started: {
      const std::int64_t intensity = event.number >> 32, period = event.number & 0xFFFFFFFF;
      return fmt::format("{} supervises: {}, at most {} restarts in {} s", subject, part(event.text, 1), intensity, period);
    }
    case EventKind::child_started: return fmt::format("{} starts its child {}", subject, who_exactly(history, object_index));
    case EventKind::child_terminated:
      return fmt::format("{} has lost its child {}: {}", subject, who_exactly(history, object_index), text(reason_caption(part(event.text, 1))));
    case EventKind::child_restarted: {
      const ProcessIndex old = history.replaced(id);
      return fmt::format("{} restarts {}: {} -> {}", subject, object(), old == kNoProcess ? "?" : short_pid_text(history.process(old).pid),
                         short_pid_text(event.object));
    }
    case EventKind::supervisor_gave_up: return fmt::format("{} gives up: too many restarts", subject);
    case EventKind::crashed: return fmt::format("{} crashes: {}", who_exactly(history, history.subject(id)), text(reason_caption(event.text)));
    case EventKind::output: return fmt::format("{} writes {}", subject, text(event.text));
    case EventKind::command: return text(command_caption(event.text, object_index == kNoProcess ? std::string() : object()));
    case EventKind::module_loaded: return fmt::format("module {} is loaded", atom_caption(event.object));
    case EventKind::labelled: return fmt::format("{} is labelled {}", short_pid_text(event.subject), text(event.text));
    case EventKind::process_waiting: return fmt::format("{} waits; {} in its mailbox", subject, event.number);
    case EventKind::process_suspended: return fmt::format("{} is suspended", subject);
    case EventKind::process_resumed: return fmt::format("{} is resumed", subject);
    case EventKind::count: break;
  }
  return std::string(info(event.kind).name);
}

std::string_view kind_word(EventKind kind) {
  switch (kind) {
    case EventKind::process_spawned: return "spawned";
    case EventKind::process_exited: return "exited";
    case EventKind::name_registered: return "named";
    case EventKind::name_unregistered: return "unnamed";
    case EventKind::message_sent: return "sent";
    case EventKind::message_received: return "received";
    case EventKind::exit_sent: return "exit signal";
    case EventKind::down_sent: return "down";
    case EventKind::timer_started: return "timer";
    case EventKind::timer_fired: return "timer fired";
    case EventKind::timer_cancelled: return "timer off";
    case EventKind::supervisor_started: return "supervisor";
    case EventKind::child_started: return "child";
    case EventKind::child_terminated: return "child lost";
    case EventKind::child_restarted: return "restarted";
    case EventKind::supervisor_gave_up: return "gave up";
    case EventKind::module_loaded: return "module";
    case EventKind::process_waiting: return "waiting";
    case EventKind::process_suspended: return "suspended";
    case EventKind::process_resumed: return "resumed";
    default: return info(kind).name;
  }
}

EventTone tone(const History& history, EventId id) {
  const Event& event = history.event(id);
  switch (event.kind) {
    case EventKind::message_sent:
    case EventKind::message_received: return EventTone::message;
    case EventKind::process_spawned:
    case EventKind::child_started:
    case EventKind::child_restarted: return EventTone::good;
    case EventKind::crashed:
    case EventKind::supervisor_gave_up: return EventTone::bad;
    case EventKind::process_exited:
    case EventKind::exit_sent:
    case EventKind::down_sent: return is_calm_reason(event.text) ? EventTone::plain : EventTone::bad;
    case EventKind::child_terminated: return is_calm_reason(part(event.text, 1)) ? EventTone::plain : EventTone::bad;
    case EventKind::command: return EventTone::command;
    case EventKind::timer_started:
    case EventKind::timer_fired:
    case EventKind::timer_cancelled: return EventTone::timer;
    default: return EventTone::plain;
  }
}

bool is_system_event(const History& history, EventId id) {
  const ProcessIndex subject = history.subject(id), object = history.object(id);
  const EventKind kind = history.event(id).kind;
  if (subject == kNoProcess && object == kNoProcess) return kind != EventKind::command;
  const bool subject_is = subject == kNoProcess || history.process(subject).is_system;
  const bool object_is = object == kNoProcess || history.process(object).is_system;
  // Talk with the runtime's servers (a line to print, a code to load) is theirs; what is done to one's own processes is not.
  if (kind == EventKind::message_sent) return (subject != kNoProcess && history.process(subject).is_system) || (object != kNoProcess && history.process(object).is_system);
  return subject_is && object_is;
}

}  // namespace respawn::observer
