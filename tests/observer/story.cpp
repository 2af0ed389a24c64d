#include "observer/story.hpp"

#include <fmt/format.h>

#include "term/atom.hpp"

namespace respawn::observer {

EventId Story::add(EventKind kind, Term subject, Term object, std::int64_t number, std::string text, EventId cause) {
  now_ += 3'000;  // a little work
  Event event;
  event.id = events_.size() + 1;
  event.time = now_;
  event.cause = cause;
  event.kind = kind;
  event.subject = subject;
  event.object = object;
  event.number = number;
  event.text = std::move(text);
  events_.push_back(std::move(event));
  return events_.back().id;
}

EventId Story::cause_of(Term process) const {
  const auto found = doing_.find(process);
  return found == doing_.end() ? 0 : found->second;
}

Term Story::spawn(Term parent, const std::string& function, bool linked) {
  const Term pid = Term::pid(next_slot_++, 0);
  doing_[pid] = add(EventKind::process_spawned, pid, parent, linked ? 1 : 0, function, cause_of(parent));
  if (linked && parent.is_pid()) link(parent, pid);
  look(pid);
  return pid;
}

EventId Story::name(Term pid, const std::string& name) {
  look(pid).name = name;
  return add(EventKind::name_registered, pid, intern(name), 0, {}, cause_of(pid));
}

EventId Story::unname(Term pid, const std::string& name) {
  return add(EventKind::name_unregistered, pid, intern(name), 0, {}, cause_of(pid));
}

EventId Story::label(Term pid, const std::string& label) {
  look(pid).label = label;
  return add(EventKind::labelled, pid, Term::nil(), 0, label, cause_of(pid));
}

EventId Story::supervise(Term pid, const std::string& module, const std::string& strategy, int restarts, int seconds) {
  look(pid).behaviour = "Supervisor";
  return add(EventKind::supervisor_started, pid, Term::nil(), static_cast<std::int64_t>(restarts) << 32 | seconds,
             fmt::format("{{{}, {}}}", module, strategy), cause_of(pid));
}

EventId Story::start_child(Term supervisor, Term child, const std::string& id, const std::string& restart) {
  return add(EventKind::child_started, supervisor, child, 0, fmt::format("{{{}, {}, :worker}}", id, restart), cause_of(supervisor));
}

EventId Story::link(Term a, Term b) { return add(EventKind::linked, a, b, 0, {}, cause_of(a)); }

EventId Story::monitor(Term watcher, Term watched) {
  return add(EventKind::monitored, watcher, watched, next_reference_++, {}, cause_of(watcher));
}

EventId Story::send(Term from, Term to, const std::string& message) {
  return add(EventKind::message_sent, from, to, 4, message, cause_of(from));
}

EventId Story::receive(Term process, EventId sent) {
  return doing_[process] = add(EventKind::message_received, process, Term::nil(), 0, events_[sent - 1].text, sent);
}

EventId Story::sleep(Term process, int mailbox_length) {
  return add(EventKind::process_waiting, process, Term::nil(), mailbox_length, {}, cause_of(process));
}

void Story::call(Term client, Term server, const std::string& request, const std::string& answer) {
  const std::string reference = fmt::format("#Reference<0.0.0.{}>", next_reference_++);
  const EventId sent = send(client, server, fmt::format("{{:\"$gen_call\", {{#PID<0.{}.0>, [:alias | {}]}}, {}}}", client.pid_slot(), reference, request));
  sleep(client);
  receive(server, sent);
  const EventId answered = send(server, client, fmt::format("{{[:alias | {}], {}}}", reference, answer));
  sleep(server);
  receive(client, answered);
}

void Story::cast(Term client, Term server, const std::string& request) {
  tell(client, server, fmt::format("{{:\"$gen_cast\", {}}}", request));
  sleep(server);
}

EventId Story::timer(Term process, Term receiver, int milliseconds, const std::string& message) {
  return add(EventKind::timer_started, process, receiver, milliseconds, message, cause_of(process));
}

EventId Story::timer_fires(Term receiver, EventId started) {
  const EventId fired = add(EventKind::timer_fired, receiver, Term::nil(), 1, {}, started);
  return doing_[receiver] = add(EventKind::message_received, receiver, Term::nil(), 0, events_[started - 1].text, fired);
}

EventId Story::exit(Term process, const std::string& reason, EventId cause) {
  return add(EventKind::process_exited, process, Term::nil(), 0, reason, cause != 0 ? cause : cause_of(process));
}

EventId Story::exit_signal(Term from, Term to, const std::string& reason) {
  return add(EventKind::exit_sent, from, to, 1, reason, events_.size());
}

EventId Story::terminated(Term supervisor, Term child, const std::string& id, const std::string& reason) {
  return add(EventKind::child_terminated, supervisor, child, 0, fmt::format("{{{}, {}}}", id, reason), cause_of(supervisor));
}

EventId Story::restarted(Term supervisor, Term child, Term old, const std::string& id, const std::string& reason) {
  return add(EventKind::child_restarted, supervisor, child, static_cast<std::int64_t>(old.word()), fmt::format("{{{}, {}}}", id, reason),
             cause_of(supervisor));
}

Term Story::crash_and_restart(Term supervisor, Term child, const std::string& id, const std::string& function, const std::string& reason) {
  const EventId died = exit(child, reason);
  const EventId signal = add(EventKind::exit_sent, child, supervisor, 1, reason, died);
  wait(20'000);
  doing_[supervisor] = add(EventKind::message_received, supervisor, Term::nil(), 0,
                           fmt::format("{{:EXIT, #PID<0.{}.0>, {}}}", child.pid_slot(), reason), signal);
  terminated(supervisor, child, id, reason);
  const ProcessView before = *look_at(child, events_.size());
  const Term fresh = spawn(supervisor, function);
  ProcessView& view = look(fresh);
  view.behaviour = before.behaviour;
  view.name = before.name;
  if (!before.name.empty()) name(fresh, before.name);
  sleep(fresh);
  restarted(supervisor, fresh, child, id, reason);
  sleep(supervisor);
  return fresh;
}

EventId Story::output(Term process, const std::string& text) {
  return add(EventKind::output, process, Term::nil(), static_cast<std::int64_t>(text.size()), text, cause_of(process));
}

EventId Story::command(const std::string& text) { return add(EventKind::command, Term::nil(), Term::nil(), 0, text, 0); }

ProcessView& Story::look(Term pid) {
  std::vector<Look>& looks = looks_[pid];
  const EventId now = events_.size();
  if (looks.empty()) {
    looks.push_back({now, {}});
    looks.back().view.pid = pid;
    looks.back().view.status = "waiting";
  } else if (looks.back().since != now) {
    looks.push_back({now, looks.back().view});
  }
  return looks.back().view;
}

void Story::state(Term pid, const std::string& behaviour, const std::string& text) {
  ProcessView& view = look(pid);
  view.behaviour = behaviour;
  view.state = text;
  view.has_state = true;
}

const ProcessView* Story::look_at(Term pid, EventId cursor) const {
  const auto found = looks_.find(pid);
  if (found == looks_.end()) return nullptr;
  const ProcessView* view = nullptr;
  for (const Look& look : found->second) {
    if (look.since <= cursor) view = &look.view;
  }
  return view;
}

Story demo_story(int rounds) {
  Story story;
  const Term none = Term::nil();
  const Term user = story.spawn(none, "{:respawn_console, :init, 2}", false);
  story.name(user, "user");
  const Term logger = story.spawn(none, "{Logger.Server, :init, 1}", false);
  story.name(logger, "logger");
  story.wait_milliseconds(3);
  const Term script = story.spawn(none, "{KvStore.Demo, :run, 0}", false);
  story.label(script, "kv_store.exs");
  const Term top = story.spawn(script, "{:proc_lib, :init_p, 5}");
  story.name(top, "Elixir.Shop.Supervisor");
  story.supervise(top, "Shop.Supervisor", ":one_for_one");
  story.wait_milliseconds(1);
  const Term store = story.spawn(top, "{:proc_lib, :init_p, 5}");
  story.name(store, "Elixir.KVStore");
  story.state(store, "GenServer", "%{}");
  story.sleep(store);
  story.start_child(top, store, "KVStore");
  Term stack = story.spawn(top, "{:proc_lib, :init_p, 5}");
  story.name(stack, "Elixir.Stack");
  story.state(stack, "GenServer", "[]");
  story.sleep(stack);
  story.start_child(top, stack, "Stack");
  const Term players = story.spawn(top, "{:proc_lib, :init_p, 5}");
  story.name(players, "Elixir.Players");
  story.supervise(players, "DynamicSupervisor", ":one_for_one");
  story.sleep(players);
  story.start_child(top, players, "Players");
  std::vector<Term> player;
  for (int i = 0; i < 4; ++i) {
    story.call(script, players, fmt::format("{{:start_child, {{Player, {}}}}}", i), "{:ok, pid}");
    const Term one = story.spawn(players, "{:proc_lib, :init_p, 5}");
    story.label(one, fmt::format("player {}", i + 1));
    story.state(one, "GenServer", "%Player{score: 0, lives: 3}");
    story.sleep(one);
    story.start_child(players, one, ":undefined");
    player.push_back(one);
  }
  story.sleep(top);
  const Term ticker = story.spawn(script, "{KvStore.Ticker, :loop, 1}");
  story.label(ticker, "ticker");
  story.monitor(ticker, store);
  story.link(ticker, player[0]);
  for (int round = 0; round < rounds; ++round) {
    story.wait_milliseconds(120);
    story.command(fmt::format("Stack.push({})", round));
    story.cast(script, stack, fmt::format("{{:push, {}}}", round));
    story.state(stack, "GenServer", fmt::format("[{}, 2, 1]", round));
    story.wait_milliseconds(35);
    story.call(script, stack, ":pop", fmt::format("{}", round));
    story.state(stack, "GenServer", "[2, 1]");
    story.wait_milliseconds(60);
    story.call(ticker, store, fmt::format("{{:put, :round, {}}}", round), ":ok");
    story.state(store, "GenServer",
                fmt::format("%{{round: {}, users: %{{\"ada\" => %{{age: 36, langs: [:elixir, :erlang]}}, \"joe\" => %{{age: 68, langs: [:erlang]}}}}, "
                            "hits: {}}}",
                            round, round * 17));
    const EventId fired = story.timer(ticker, ticker, 50, ":tick");
    story.wait_milliseconds(50);
    story.timer_fires(ticker, fired);
    story.tell(ticker, player[static_cast<std::size_t>(round) % 4], "{:hit, 10}");
    story.state(player[static_cast<std::size_t>(round) % 4], "GenServer", fmt::format("%Player{{score: {}, lives: 3}}", round * 10));
    story.send(script, stack, ":hello");
    story.send(ticker, stack, "{:event, :tick, %{count: 3}}");
    ProcessView& view = story.look(stack);
    view.messages = {":hello", "{:event, :tick, %{count: 3}}"};
    view.message_count = 2;
    story.output(script, fmt::format("round {}: popped {}\n", round, round));
    if (round % 2 == 1) {
      const std::string reason =
          "{%FunctionClauseError{module: Stack, function: :handle_call, arity: 3}, [{Stack, :handle_call, 3, [file: \"kv_store.exs\", line: 21]}]}";
      story.send(script, stack, "{:\"$gen_call\", {#PID<0.3.0>, [:alias | #Reference<0.0.0.9>]}, :pop}");
      stack = story.crash_and_restart(top, stack, "Stack", "{:proc_lib, :init_p, 5}", reason);
      story.state(stack, "GenServer", "[]");
      story.wait_milliseconds(40);
      Term& unlucky = player[static_cast<std::size_t>(round) % 4];
      const Term dead = unlucky;
      unlucky = story.crash_and_restart(players, dead, ":undefined", "{:proc_lib, :init_p, 5}",
          "{%RuntimeError{message: \"out of lives\", __exception__: true}, [{Player, :handle_info, 2, []}]}");
      story.label(unlucky, fmt::format("player {}", static_cast<int>(round % 4) + 1));
      story.state(unlucky, "GenServer", "%Player{score: 0, lives: 3}");
    }
  }
  for (const Term pid : {stack, store}) {
    ProcessView& view = story.look(pid);
    view.frames = {{":gen_server.loop/7", "lib/erl/gen_server.ex:412", {"#PID<0.4.0>", "[2, 1]", "Stack"}},
                   {":proc_lib.init_p/5", "lib/erl/proc_lib.ex:96", {}}};
    view.links = {{top, "Shop.Supervisor"}};
    view.monitored_by = {{ticker, "#PID<0.12.0>"}};
    view.dictionary = {{":\"$initial_call\"", "{Stack, :init, 1}"}, {":\"$ancestors\"", "[Shop.Supervisor, #PID<0.3.0>]"}};
    view.memory_bytes = 2712;
    view.heap_words = 233;
    view.stack_words = 11;
    view.reductions = 18'204;
    view.collections = 2;
    view.current_function = ":gen_server.loop/7";
    view.initial_call = "Stack.init/1";
  }
  return story;
}

}  // namespace respawn::observer
