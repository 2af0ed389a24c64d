#include "observer/model/history.hpp"

#include <algorithm>

#include "observer/model/system_process.hpp"
#include "observer/model/term_text.hpp"
#include "term/atom.hpp"

namespace respawn::observer {

void History::append(std::vector<Event>& batch) {
  for (Event& event : batch) {
    if (event.id != entries_.size() + 1 || event.kind >= EventKind::count) return;
    Entry entry;
    entry.hash = hash_event(hash_at(entries_.size()), event);
    entry.event = std::move(event);
    entries_.push_back(std::move(entry));
    note(entries_.back());
  }
}

void History::clear() { *this = History(); }

ProcessIndex History::index_of(Term pid) {
  if (!pid.is_pid()) return kNoProcess;
  const auto [found, is_new] = by_pid_.try_emplace(pid, static_cast<ProcessIndex>(processes_.size()));
  if (is_new) {
    processes_.emplace_back();
    processes_.back().pid = pid;
    processes_.back().place = found->second;
  }
  return found->second;
}

ProcessIndex History::find(Term pid) const {
  const auto found = by_pid_.find(pid);
  return found == by_pid_.end() ? kNoProcess : found->second;
}

void History::note(Entry& entry) {
  const Event& event = entry.event;
  entry.subject = index_of(event.subject);
  entry.object = index_of(event.object);
  if (entry.subject != kNoProcess) processes_[entry.subject].events.push_back(event.id);
  if (entry.object != kNoProcess && entry.object != entry.subject) processes_[entry.object].events.push_back(event.id);
  ProcessFacts* const subject = entry.subject == kNoProcess ? nullptr : &processes_[entry.subject];
  switch (event.kind) {
    case EventKind::process_spawned:
      if (subject == nullptr) break;
      subject->spawned = event.id;
      subject->parent = entry.object;
      subject->function = function_caption(event.text);
      subject->is_system = is_system_function(subject->function) ||
                           (entry.object != kNoProcess && processes_[entry.object].is_system && keeps_system(subject->function));
      break;
    case EventKind::name_registered:
      if (subject == nullptr) break;
      subject->name = event.object;
      if (is_system_name(event.object)) subject->is_system = true;
      break;
    case EventKind::labelled:
      if (subject != nullptr) subject->label = label_caption(event.text);
      break;
    case EventKind::message_received:
      if (event.cause != 0 && event.cause < event.id) entries_[event.cause - 1].received = event.id;
      break;
    case EventKind::child_started:
    case EventKind::child_restarted:
      if (entry.object != kNoProcess) {
        const std::vector<std::string_view> parts = tuple_elements(event.text);
        if (!parts.empty() && parts[0] != ":undefined") processes_[entry.object].child_id = parts[0];
      }
      if (event.kind == EventKind::child_restarted) {
        if (event.number != 0) entry.replaced = index_of(Term(static_cast<Word>(event.number)));
        note_restart(entry);
      }
      break;
    case EventKind::process_exited: note_exit(entry); break;
    case EventKind::command: mark(MarkKind::command, event.id); break;
    default: break;
  }
}

void History::note_exit(const Entry& entry) {
  if (entry.subject == kNoProcess) return;
  ProcessFacts& process = processes_[entry.subject];
  process.exited = entry.event.id;
  if (is_calm_reason(entry.event.text)) return;
  incident_of_[entry.subject] = incidents_.size();
  incidents_.push_back({.process = entry.subject, .exited = entry.event.id, .is_failure = true});
  mark(MarkKind::crash, entry.event.id);
}

void History::note_restart(const Entry& entry) {
  mark(MarkKind::restart, entry.event.id);
  if (entry.replaced == kNoProcess) return;
  if (entry.object != kNoProcess && entry.replaced < entry.object) {
    processes_[entry.object].replaces = entry.replaced;
    processes_[entry.object].place = processes_[entry.replaced].place;
  }
  auto found = incident_of_.find(entry.replaced);
  if (found == incident_of_.end()) {
    found = incident_of_.emplace(entry.replaced, incidents_.size()).first;
    incidents_.push_back({.process = entry.replaced, .exited = processes_[entry.replaced].exited});
    // A process whose end nobody saw ended at the latest when it was replaced.
    if (incidents_.back().exited == 0) incidents_.back().exited = entry.event.id;
  }
  Incident& incident = incidents_[found->second];
  incident.restarted = entry.event.id;
  incident.replacement = entry.object;
  incident.supervisor = entry.subject;
}

EventId History::last_event_of(ProcessIndex index, EventId cursor) const {
  const std::vector<EventId>& events = processes_[index].events;
  const auto behind = std::upper_bound(events.begin(), events.end(), cursor);
  return behind == events.begin() ? 0 : *(behind - 1);
}

EventId History::next_event_of(ProcessIndex index, EventId cursor) const {
  const std::vector<EventId>& events = processes_[index].events;
  const auto behind = std::upper_bound(events.begin(), events.end(), cursor);
  return behind == events.end() ? 0 : *behind;
}

EventId History::event_at(Nanoseconds time) const {
  const auto behind =
      std::upper_bound(entries_.begin(), entries_.end(), time, [](Nanoseconds wanted, const Entry& entry) { return wanted < entry.event.time; });
  return static_cast<EventId>(behind - entries_.begin());
}

std::string title(const ProcessFacts& process) {
  if (!process.label.empty()) return process.label;
  if (process.name.is_atom()) return atom_caption(process.name);
  if (!process.child_id.empty()) return process.child_id;
  if (!process.function.empty() && !is_plain_starter(process.function)) return process.function;
  return short_pid_text(process.pid);
}

}  // namespace respawn::observer
