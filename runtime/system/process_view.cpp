#include "system/process_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "term/inspect.hpp"
#include "term/builder.hpp"
#include "term/map.hpp"
#include "vm/frame.hpp"

namespace respawn {
namespace {

// Where a server of OTP keeps its state while it waits or runs a callback: a function whose frame lies on the stack, and the
// slots of its arguments. What is not there may be found one frame further out.
struct StatePlace {
  const char* module;
  const char* function;
  std::uint32_t arity;
  int state_slot;
  int callback_slot;
};
constexpr StatePlace kStatePlaces[] = {
    {"gen_server", "loop", 7, 2, 3},       {"gen_server", "decode_msg", 9, 2, 3},   {"gen_server", "handle_msg", 6, 3, 4},
    {"gen_server", "handle_msg", 7, 3, 4}, {"gen_event", "fetch_msg", 6, 2, -1},    {"gen_statem", "loop_receive", 3, 2, -1},
    {"sys", "suspend_loop_hib", 6, 4, 2},
};

const StatePlace* state_place(Term module, Term function, std::uint32_t arity) {
  for (const StatePlace& place : kStatePlaces) {
    if (place.arity == arity && atom_text(function) == place.function && atom_text(module) == place.module) return &place;
  }
  return nullptr;
}

std::string show_function(Term module, Term function, std::size_t arity) {
  std::string name = std::string(atom_text(function));
  // `-run/2-fun-0-` is the first function inside of run/2; `__FILE__` and `__MODULE__` are the text of a file and a module's body.
  if (name == "__FILE__") return "a file's text";
  if (name == "__MODULE__") return "a module's body";
  if (name.starts_with('-') && name.ends_with('-')) {
    const std::size_t end = name.find("-fun-");
    if (end != std::string::npos && end > 0) {
      const std::string inside = name.substr(1, end - 1);
      if (inside.starts_with("__FILE__")) return "fn";
      return fmt::format("fn in {}.{}", inspect_atom(module), inside);
    }
  }
  return fmt::format("{}.{}/{}", inspect_atom(module), name, arity);
}

class Viewer {
 public:
  Viewer(System& system, Process& process, const ViewLimits& limits) : system_(system), process_(process), messages_max_(limits.messages) {
    inspect_.length_bytes_max = limits.text_bytes;
  }

  ProcessView view() {
    ProcessView view;
    view.pid = process_.pid;
    if (const Word name = process_.slot.name.load(std::memory_order_relaxed); name != 0) view.name = std::string(atom_text(Term(name)));
    if (const Process::Extras* extras = process_.extras_if_any()) {
      if (extras->label) view.label = show(extras->label);
      extras->dictionary.for_each([&](Term key, Term value) { dictionary(view, key, value); });
    }
    if (view.initial_call.empty()) view.initial_call = show_function(process_.initial_module, process_.initial_function, process_.initial_arity);
    Arena arena;
    view.status = atom_text(process_item(process_, system_.services(), arena, atoms::status, false));
    frames(view);
    behaviour(view);
    process_.links.for_each([&](Term pid, const Link& link) {
      if (link.active) view.links.emplace_back(pid, show_pid(system_, pid));
    });
    process_.monitors.for_each([&](Term, const Monitor& monitor) {
      if (!monitor.target.is_none()) view.monitors.emplace_back(monitor.target, show_pid(system_, monitor.target));
    });
    process_.watchers.for_each([&](Term, const Watcher& watcher) { view.monitored_by.emplace_back(watcher.pid, show_pid(system_, watcher.pid)); });
    view.message_count = process_.mailbox.length();
    for (const Signal* message = process_.mailbox.first(); message != nullptr && view.messages.size() < messages_max_; message = message->next) {
      view.messages.push_back(show(message->value));
    }
    view.parent = process_.parent;
    view.trap_exit = process_.trap_exit;
    view.memory_bytes = process_.memory_bytes();
    view.heap_words = process_.heap.total_words();
    view.stack_words = process_.stack_words();
    view.reductions = process_.reductions_done;
    view.collections = process_.heap.minor_collections();
    return view;
  }

 private:
  std::string show(Term term) const { return inspect(term, inspect_); }

  // What proc_lib notes down is shown in its own place.
  void dictionary(ProcessView& view, Term key, Term value) {
    if (key.is_atom() && atom_text(key) == "$initial_call" && is_tuple_of(value, 3) && tuple_element(value, 0).is_atom() &&
        tuple_element(value, 1).is_atom() && tuple_element(value, 2).is_small()) {
      view.initial_call = show_function(tuple_element(value, 0), tuple_element(value, 1), static_cast<std::size_t>(tuple_element(value, 2).small_value()));
      initial_module_ = tuple_element(value, 0);
    }
    view.dictionary.emplace_back(show(key), show(value));
  }

  void add_frame(ProcessView& view, const Word* pc, const Word* frame, const std::vector<bool>& alive) {
    const CodeLocation at = system_.code().locate(pc);
    Term module, function;
    std::uint32_t arity;
    if (at.function != nullptr) {
      module = at.chunk->module;
      function = at.function->name;
      arity = at.function->arity;
    } else {
      const Op op = instruction::op(*pc);
      if (op != Op::native_entry && op != Op::undefined_entry) return;
      const auto* entry = reinterpret_cast<const Function*>(pc[1]);
      module = entry->module;
      function = entry->name;
      arity = entry->arity;
    }
    const auto is_alive = [&](std::size_t slot) { return slot < alive.size() && alive[slot]; };
    FrameView shown;
    shown.function = show_function(module, function, arity);
    if (at.line != nullptr && at.chunk != nullptr) shown.file = fmt::format("{}:{}", at.chunk->files[at.line->file], at.line->line);
    for (std::uint32_t slot = 0; slot < arity; ++slot) shown.arguments.push_back(is_alive(slot) ? show(Term(frame[slot])) : "_");
    if (const StatePlace* place = state_place(module, function, arity); place != nullptr && !view.has_state) {
      const auto slot = static_cast<std::size_t>(place->state_slot);
      if (is_alive(slot)) {
        view.has_state = true;
        view.state = show(server_state(Term(frame[slot])));
      }
      if (place->callback_slot >= 0 && is_alive(static_cast<std::size_t>(place->callback_slot))) callback_module_ = Term(frame[place->callback_slot]);
      otp_module_ = module;
    }
    view.frames.push_back(std::move(shown));
  }

  // A machine of gen_statem keeps everything in one map: what its user knows are state and data.
  Term server_state(Term state) {
    if (!is_map(state)) return state;
    static const Term kState = intern("state"), kData = intern("data");
    const Term machine = map_get(state, kState), data = map_get(state, kData);
    if (!machine || !data || !map_get(state, intern("hibernate_after"))) return state;
    return respawn::make_tuple(arena_, {machine, data});
  }

  void frames(ProcessView& view) {
    const LivePoint point = live_point(process_);
    std::vector<bool> alive;
    const auto mark = [&](std::size_t slot) {
      if (slot >= alive.size()) alive.resize(slot + 1);
      alive[slot] = true;
    };
    const Word* frame = process_.frame;
    if (point.mask != nullptr) for_each_live_slot(point.mask, mark);
    for (std::uint32_t slot = point.window_begin; slot < point.window_end; ++slot) mark(slot);
    if (point.extra_slot >= 0) mark(static_cast<std::size_t>(point.extra_slot));
    add_frame(view, process_.pc, frame, alive);
    for (std::size_t depth = 0; depth < kFramesMax; ++depth) {
      const Word* return_to = return_address(frame);
      if (return_to == process_end_code()) break;
      frame -= call_base(return_to);
      alive.clear();
      for_each_live_slot(call_mask(return_to), mark);
      // The call, not what comes behind it.
      add_frame(view, return_to - 1, frame, alive);
    }
    if (!view.frames.empty()) view.current_function = view.frames.front().function;
    if (!view.has_state && !view.frames.empty()) {
      const FrameView& innermost = view.frames.front();
      if (!innermost.arguments.empty()) view.state = fmt::format("({})", fmt::join(innermost.arguments, ", "));
    }
  }

  void behaviour(ProcessView& view) {
    if (!otp_module_.is_atom()) return;
    const std::string_view callback = callback_module_.is_atom() ? atom_text(callback_module_) : std::string_view();
    if (callback == "supervisor" || callback == "Elixir.Supervisor" || callback == "Elixir.Supervisor.Default") view.behaviour = "Supervisor";
    else if (callback == "Elixir.DynamicSupervisor") view.behaviour = "DynamicSupervisor";
    else if (callback == "Elixir.Task.Supervisor") view.behaviour = "Task.Supervisor";
    else if (callback == "Elixir.Agent.Server") view.behaviour = "Agent";
    else if (atom_text(otp_module_) == "gen_statem") view.behaviour = ":gen_statem";
    else if (atom_text(otp_module_) == "gen_event") view.behaviour = ":gen_event";
    else view.behaviour = "GenServer";
  }

  static constexpr std::size_t kFramesMax = 200;

  System& system_;
  Process& process_;
  std::size_t messages_max_;
  InspectOptions inspect_;
  Arena arena_;
  Term initial_module_ = Term::nil();
  Term callback_module_ = Term::nil();
  Term otp_module_ = Term::nil();
};

}  // namespace

ProcessView view_process(System& system, Process& process, const ViewLimits& limits) { return Viewer(system, process, limits).view(); }

std::optional<ProcessView> view_process(System& system, Term pid, const ViewLimits& limits) {
  if (!pid.is_pid()) return std::nullopt;
  ProcessSlot* slot = system.table().find(pid);
  if (slot == nullptr || slot->process == nullptr || !system.table().is_alive(pid)) return std::nullopt;
  return view_process(system, *slot->process, limits);
}

std::string show_pid(System& system, Term pid) {
  if (pid.is_atom()) return inspect_atom(pid);
  if (const ProcessSlot* slot = system.table().find(pid); slot != nullptr) {
    if (const Word name = slot->name.load(std::memory_order_relaxed); name != 0) return inspect_atom(Term(name));
  }
  return inspect(pid);
}

}  // namespace respawn
