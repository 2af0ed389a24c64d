#include "observer/model/scene.hpp"

#include <algorithm>
#include <utility>

#include "observer/model/term_text.hpp"
#include "term/atom.hpp"

namespace respawn::observer {
namespace {

/// Entries that name the dead are swept when there may be more of them than others; `size` doubles between sweeps.
constexpr std::size_t kSweepSizeMin = 32;

bool is_power_of_two(std::size_t value) { return (value & (value - 1)) == 0; }

void drop_one(std::vector<ProcessIndex>& list, ProcessIndex index) {
  // What was added last is mostly dropped first: a call monitors and stops monitoring at once.
  const auto found = std::find(list.rbegin(), list.rend(), index);
  if (found != list.rend()) list.erase(std::next(found).base());
}

}  // namespace

const ProcessState& Scene::unborn() {
  static const ProcessState state;
  return state;
}

ProcessState& Scene::edit(ProcessIndex index) {
  if (index >= processes_.size()) processes_.resize(index + std::size_t{1});
  return processes_.edit(index);
}

void Scene::apply(const History& history, EventId id) {
  const Event& event = history.event(id);
  const ProcessIndex subject = history.subject(id), object = history.object(id);
  cursor_ = id;
  time_ = event.time;
  if (event.kind == EventKind::process_spawned) {
    if (subject != kNoProcess) spawn(history, subject, object);
    return;
  }
  if (subject != kNoProcess) {
    if (process(subject).liveness == Liveness::unborn) be_born(subject);
    edit(subject).last_event = id;
  }
  switch (event.kind) {
    case EventKind::process_exited:
      if (subject == kNoProcess) break;
      edit(subject).exited = id;
      // The name is taken from a process while it ends. The dead keep it: that is how they are told apart.
      if (process(subject).unregistered + 2 >= id && process(subject).name.is_nil()) edit(subject).name = process(subject).former_name;
      die(subject, !is_calm_reason(event.text));
      break;
    case EventKind::name_registered:
      if (subject != kNoProcess) edit(subject).name = event.object;
      break;
    case EventKind::name_unregistered:
      if (is_alive(subject) && process(subject).name == event.object) {
        ProcessState& state = edit(subject);
        state.former_name = std::exchange(state.name, Term::nil());
        state.unregistered = id;
      }
      break;
    case EventKind::labelled:
      if (subject != kNoProcess) edit(subject).labelled = id;
      break;
    case EventKind::linked: link(subject, object); break;
    case EventKind::unlinked: unlink(subject, object); break;
    case EventKind::monitored:
      if (is_alive(subject) && object != kNoProcess) {
        std::vector<ProcessIndex>& list = edit(subject).watched;
        if (list.size() >= kSweepSizeMin && is_power_of_two(list.size())) {
          std::erase_if(list, [&](ProcessIndex other) { return !is_alive(other); });
        }
        list.push_back(object);
      }
      break;
    case EventKind::demonitored:
      if (is_alive(subject) && object != kNoProcess) drop_one(edit(subject).watched, object);
      break;
    case EventKind::message_sent: send(subject, object, id); break;
    case EventKind::message_received: receive(subject, event.number, id); break;
    case EventKind::down_sent: send(kNoProcess, object, id); break;
    case EventKind::timer_fired: send(kNoProcess, subject, id); break;
    case EventKind::process_waiting:
      if (is_alive(subject)) {
        ProcessState& state = edit(subject);
        state.liveness = Liveness::waiting;
        state.mailbox_length = static_cast<std::uint32_t>(std::clamp<std::int64_t>(event.number, 0, UINT32_MAX));
      }
      break;
    case EventKind::process_suspended:
      if (is_alive(subject)) edit(subject).liveness = Liveness::suspended;
      break;
    case EventKind::process_resumed:
      if (is_alive(subject)) edit(subject).liveness = Liveness::ready;
      break;
    case EventKind::supervisor_started:
      if (subject == kNoProcess) break;
      edit(subject).is_supervisor = true;
      edit(subject).supervisor_started = id;
      break;
    case EventKind::child_started: start_child(history, id); break;
    case EventKind::child_terminated: end_child(history, id); break;
    case EventKind::child_restarted: restart_child(history, id); break;
    case EventKind::crashed:
      if (subject != kNoProcess) edit(subject).crashed = id;
      break;
    case EventKind::module_loaded: last_module_ = event.object; break;
    default: break;
  }
}

void Scene::be_born(ProcessIndex index) {
  ProcessState& state = edit(index);
  state.liveness = Liveness::ready;
  state.place = index;
  state.alive_position = static_cast<std::uint32_t>(alive_.size());
  alive_.push_back(index);
  hang(index, kNoProcess, last_root_);
}

void Scene::spawn(const History& history, ProcessIndex index, ProcessIndex parent) {
  if (process(index).liveness == Liveness::unborn) be_born(index);
  ProcessState& state = edit(index);
  state.spawned = state.last_event = history.process(index).spawned;
  if (parent == kNoProcess || !process(parent).in_tree || is_below(parent, index)) return;
  // What a supervisor starts while one of its children is missing is most likely the replacement: it appears at the place that
  // child_restarted will give it anyway.
  const ProcessIndex vacancy = process(parent).is_supervisor ? first_vacancy(parent) : kNoProcess;
  unhang(index);
  hang(index, parent, vacancy != kNoProcess ? vacancy : process(parent).last_child);
}

void Scene::die(ProcessIndex index, bool is_failure) {
  if (!process(index).is_alive()) return;
  if (is_failure) ++crash_count_;
  ProcessState& state = edit(index);
  const std::uint32_t position = state.alive_position;
  state.liveness = Liveness::dead;
  state.mailbox_length = 0;
  state.older_links.clear();
  state.watched.clear();
  const ProcessIndex last = alive_.back();
  alive_.edit(position) = last;
  edit(last).alive_position = position;
  alive_.pop_back();

  // A supervised child keeps its place until its supervisor has decided.
  const ProcessIndex parent = process(index).parent;
  edit(index).is_vacant = process(index).is_supervised && is_alive(parent) && process(parent).is_supervisor;
  // The places that a supervisor kept go with it; so does what its dead children still held.
  for (ProcessIndex child = process(index).first_child; child != kNoProcess;) {
    const ProcessIndex next = process(child).next_sibling;
    if (process(child).liveness == Liveness::dead) {
      edit(child).is_vacant = false;
      hand_over_children(child, index);
      unhang(child);
    }
    child = next;
  }
  bury(index);
}

void Scene::start_child(const History& history, EventId id) {
  const ProcessIndex supervisor = history.subject(id), child = history.object(id);
  if (supervisor == kNoProcess || child == kNoProcess) return;
  edit(supervisor).is_supervisor = true;
  ProcessState& state = edit(child);
  state.is_supervised = true;
  state.child_event = state.specification = id;
  if (state.in_tree && state.parent != supervisor && process(supervisor).in_tree && !is_below(supervisor, child)) {
    unhang(child);
    hang(child, supervisor, process(supervisor).last_child);
  }
}

void Scene::end_child(const History& history, EventId id) {
  const ProcessIndex child = history.object(id);
  if (child == kNoProcess || process(child).liveness != Liveness::dead || !process(child).is_vacant) return;
  const std::vector<std::string_view> parts = tuple_elements(history.event(id).text);
  const std::string_view reason = parts.size() == 2 ? parts[1] : std::string_view();
  std::string_view restart = ":permanent";
  if (const EventId started = process(child).specification; started != 0) {
    const std::vector<std::string_view> specification = tuple_elements(history.event(started).text);  // {id, restart, type}
    if (specification.size() == 3) restart = specification[1];
  }
  const bool has_id = !parts.empty() && parts[0] != ":undefined";
  const bool is_over = restart == ":temporary" || (!has_id && is_calm_reason(reason) && (restart == ":transient" || reason == ":shutdown"));
  if (!is_over) return;
  edit(child).is_vacant = false;
  bury(child);
}

void Scene::restart_child(const History& history, EventId id) {
  const ProcessIndex supervisor = history.subject(id), child = history.object(id), old = history.replaced(id);
  ++restart_count_;
  if (supervisor == kNoProcess || child == kNoProcess) return;
  edit(supervisor).is_supervisor = true;
  {
    ProcessState& state = edit(child);
    state.is_supervised = true;
    state.child_event = id;
  }
  // A replacement is younger; anything else is no recording of ours, and would let who follows replacements run in circles.
  if (old != kNoProcess && old < child) {
    edit(child).replaces = old;
    edit(child).specification = process(old).specification;
    edit(child).place = process(old).place == kNoProcess ? old : process(old).place;
    edit(child).restart_count = process(old).restart_count + 1;
    edit(old).replaced_by = child;
  }
  if (!process(child).in_tree || !process(supervisor).in_tree || is_below(supervisor, child)) return;
  const bool has_place = old != kNoProcess && old != child && process(old).in_tree && process(old).parent == supervisor;
  if (has_place) {
    unhang(child);
    hang(child, supervisor, old);
    edit(old).is_vacant = false;
    bury(old);
  } else if (process(child).parent != supervisor) {
    unhang(child);
    hang(child, supervisor, process(supervisor).last_child);
  }
}

void Scene::send(ProcessIndex from, ProcessIndex to, EventId id) {
  ++message_count_;
  if (from != kNoProcess) {
    ProcessState& sender = edit(from);
    ++sender.sent_count;
    sender.last_sent = id;
  }
  if (!is_alive(to)) return;
  ProcessState& receiver = edit(to);
  ++receiver.mailbox_length;
  if (receiver.liveness == Liveness::waiting) receiver.liveness = Liveness::ready;
}

void Scene::receive(ProcessIndex index, std::int64_t left, EventId id) {
  if (!is_alive(index)) return;
  ProcessState& state = edit(index);
  // What waits before the mailbox is counted by its sending only; the number in the event counts the mailbox itself.
  const std::uint32_t less = state.mailbox_length == 0 ? 0 : state.mailbox_length - 1;
  state.mailbox_length = std::max(less, static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 0, UINT32_MAX)));
  ++state.received_count;
  state.last_received = id;
  state.liveness = Liveness::running;
}

void Scene::link(ProcessIndex a, ProcessIndex b) {
  if (a == kNoProcess || b == kNoProcess || a == b) return;
  std::vector<ProcessIndex>& list = edit(std::max(a, b)).older_links;
  if (list.size() >= kSweepSizeMin && is_power_of_two(list.size())) {
    std::erase_if(list, [&](ProcessIndex other) { return !is_alive(other); });
  }
  const ProcessIndex older = std::min(a, b);
  if (list.empty() || list.back() != older) list.push_back(older);
}

void Scene::unlink(ProcessIndex a, ProcessIndex b) {
  if (a == kNoProcess || b == kNoProcess) return;
  const ProcessIndex younger = std::max(a, b);
  if (!process(younger).older_links.empty()) drop_one(edit(younger).older_links, std::min(a, b));
}

namespace {

std::vector<ProcessIndex> living(const Scene& scene, std::vector<ProcessIndex> list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  std::erase_if(list, [&](ProcessIndex index) { return !scene.is_alive(index); });
  return list;
}

}  // namespace

std::vector<ProcessIndex> older_links(const Scene& scene, ProcessIndex index) { return living(scene, scene.process(index).older_links); }
std::vector<ProcessIndex> watched(const Scene& scene, ProcessIndex index) { return living(scene, scene.process(index).watched); }

std::string title(const History& history, const Scene& scene, ProcessIndex index) {
  const ProcessState& state = scene.process(index);
  const ProcessFacts& facts = history.process(index);
  if (state.labelled != 0 && !history.event(state.labelled).text.empty()) return label_caption(history.event(state.labelled).text);
  if (state.name.is_atom()) return atom_caption(state.name);
  if (state.child_event != 0) {
    const std::vector<std::string_view> parts = tuple_elements(history.event(state.child_event).text);
    if (!parts.empty() && parts[0] != ":undefined") return std::string(parts[0]);
  }
  if (!facts.function.empty()) return title({.pid = facts.pid, .function = facts.function});
  return short_pid_text(facts.pid);
}

std::string_view liveness_text(Liveness liveness) {
  switch (liveness) {
    case Liveness::unborn: return "not yet";
    case Liveness::running: return "running";
    case Liveness::ready: return "ready";
    case Liveness::waiting: return "waiting";
    case Liveness::suspended: return "suspended";
    case Liveness::dead: return "dead";
  }
  return "";
}

}  // namespace respawn::observer
