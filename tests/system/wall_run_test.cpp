/// A wall system that is watched: what events tell, what processes show, and what is kept of it.

#include "system/wall_run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "term/binary.hpp"
#include "term/builder.hpp"

namespace respawn {
namespace {

constexpr std::string_view kProgram = R"(
defmodule Counter do
  use GenServer
  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)
  def init(name), do: {:ok, %{name: name, count: 0}}
  def handle_info(:count, state), do: {:noreply, %{state | count: state.count + 1}}
end

:logger.set_primary_config(:level, :none)
children = for name <- [:one, :two], do: Supervisor.child_spec({Counter, name}, id: name)
{:ok, _} = Supervisor.start_link(children, strategy: :one_for_all, name: Boss)
Process.register(self(), :ready)
receive do: (:stop -> :ok)
)";

SystemOptions two_workers() {
  SystemOptions options;
  options.workers = 2;
  return options;
}

void start(System& system, std::string_view program) {
  Arena arena;
  const Term step = respawn::make_tuple(arena, {intern("eval"), make_binary(arena, program)});
  const Term steps = make_list(arena, {step});
  system.spawn(intern("respawn_boot"), intern("program"), {&steps, 1});
}

/// The wall's clock cannot be turned: what must come is waited for.
template <typename Condition>
void wait_until(Condition&& condition) {
  while (!condition()) std::this_thread::yield();
}

std::vector<Event> events_of(const WallRun& run) {
  std::vector<Event> events;
  const RunStatus status = run.status();
  run.read_events(status.generation, 1, status.event_count, events);
  return events;
}

bool has_event(const std::vector<Event>& events, EventKind kind, Term subject, std::string_view text = {}) {
  return std::any_of(events.begin(), events.end(), [&](const Event& event) {
    return event.kind == kind && event.subject == subject && (text.empty() || event.text == text);
  });
}

Term wait_for_name(System& system, const char* name) {
  Term pid = Term::none();
  wait_until([&] {
    pid = system.names().find(intern(name));
    return pid.is_pid();
  });
  return pid;
}

ProcessView wait_for_view(WallRun& run, Term pid) {
  std::optional<ProcessView> view;
  wait_until([&] {
    view = run.view(pid);
    return view.has_value();
  });
  return *view;
}

void stop(System& system) {
  system.send(wait_for_name(system, "ready"), intern("stop"));
  REQUIRE(system.wait_until_halted() == 0);
}

TEST_CASE("a wall run tells and shows what happens while it runs") {
  System system(two_workers());
  WallRun run(system);
  start(system, kProgram);
  wait_for_name(system, "ready");
  const Term one = system.names().find(intern("one")), boss = system.names().find(intern("Elixir.Boss"));

  REQUIRE(run.send(one, ":count").empty());
  wait_until([&] { return wait_for_view(run, one).state == "%{count: 1, name: :one}"; });
  REQUIRE(wait_for_view(run, boss).behaviour == "Supervisor");
  REQUIRE_FALSE(run.send(one, "not a term (").empty());

  REQUIRE(run.kill(one).empty());
  wait_until([&] {
    const std::vector<Event> events = events_of(run);
    return std::count_if(events.begin(), events.end(), [](const Event& event) { return event.kind == EventKind::child_restarted; }) == 2;
  });
  const std::vector<Event> events = events_of(run);
  REQUIRE(has_event(events, EventKind::supervisor_started, boss, "{Supervisor.Default, :one_for_all}"));
  REQUIRE(has_event(events, EventKind::process_exited, one, ":killed"));
  // A receiving names its sending, and everything comes behind its cause.
  for (const Event& event : events) {
    REQUIRE(event.cause < event.id);
    if (event.kind != EventKind::message_received) continue;
    REQUIRE(event.cause != 0);
    const EventKind cause = events[event.cause - 1].kind;
    REQUIRE((cause == EventKind::message_sent || cause == EventKind::exit_sent || cause == EventKind::down_sent || cause == EventKind::timer_fired));
  }
  REQUIRE_FALSE(run.view(one));
  stop(system);
  wait_until([&] { return run.status().halted.has_value(); });
}

TEST_CASE("looking at a process wakes nobody") {
  System system(two_workers());
  WallRun run(system);
  start(system, kProgram);
  const Term one = wait_for_name(system, "one");
  wait_for_name(system, "ready");
  wait_until([&] { return has_event(events_of(run), EventKind::process_waiting, one); });
  const std::uint64_t reductions = wait_for_view(run, one).reductions;
  const EventId events = run.status().event_count;
  for (int i = 0; i < 100; ++i) wait_for_view(run, one);
  REQUIRE(wait_for_view(run, one).reductions == reductions);
  for (EventId id = events; id < run.status().event_count; ++id) {
    std::vector<Event> event;
    run.read_events(run.status().generation, id + 1, id + 1, event);
    REQUIRE_FALSE(event[0].subject == one);
  }
  stop(system);
}

TEST_CASE("watching may begin in the middle, and end, and begin again") {
  System system(two_workers());
  start(system, kProgram);
  const Term ready = wait_for_name(system, "ready");
  const Term one = system.names().find(intern("one")), two = system.names().find(intern("two")), boss = system.names().find(intern("Elixir.Boss"));
  const std::vector<Term> all = {ready, one, two, boss};
  for (int round = 0; round < 2; ++round) {
    WallRun run(system);
    wait_until([&] {
      const std::vector<Event> events = events_of(run);
      return std::all_of(all.begin(), all.end(), [&](Term pid) { return has_event(events, EventKind::process_spawned, pid); });
    });
    const std::vector<Event> events = events_of(run);
    REQUIRE(has_event(events, EventKind::name_registered, one));
    REQUIRE(has_event(events, EventKind::supervisor_started, boss, "{Supervisor.Default, :one_for_all}"));
    const auto children = std::count_if(events.begin(), events.end(), [&](const Event& event) {
      return event.kind == EventKind::child_started && event.subject == boss && (event.object == one || event.object == two);
    });
    REQUIRE(children == 2);
    REQUIRE(run.send(one, ":count").empty());
    wait_until([&] { return has_event(events_of(run), EventKind::message_received, one); });
  }
  REQUIRE_FALSE(system.wall_tracer().enabled());
  stop(system);
}

TEST_CASE("the picture goes back and the run goes on") {
  System system(two_workers());
  WallRun run(system);
  start(system, kProgram);
  const Term one = wait_for_name(system, "one");
  wait_for_name(system, "ready");
  wait_until([&] { return run.status().event_count > 10; });
  run.seek(5);
  REQUIRE(run.status().cursor == 5);
  REQUIRE_FALSE(run.status().is_live);
  REQUIRE_FALSE(run.view(one));
  run.step();
  REQUIRE(run.status().cursor == 6);
  REQUIRE(run.send(one, ":count").empty());
  wait_until([&] { return has_event(events_of(run), EventKind::message_received, one); });
  REQUIRE(run.status().cursor == 6);
  run.play();
  REQUIRE(run.status().is_live);
  REQUIRE(run.status().cursor == run.status().event_count);
  stop(system);
}

TEST_CASE("a flood is told in part, and the list of events stays within its limit") {
  System system(two_workers());
  WallRun run(system, WallRun::Limits{.events_max = 20'000, .events_kept = 5'000});
  start(system, R"(
    loop = fn loop, other -> receive do: (:ball -> send(other, :ball)); loop.(loop, other) end
    ping = spawn(fn -> receive do: ({:other, pong} -> loop.(loop, pong)) end)
    pong = spawn(fn -> loop.(loop, ping) end)
    send(ping, {:other, pong})
    send(ping, :ball)
    Process.register(ping, :ping)
    Process.register(self(), :ready)
    receive do: (:stop -> :ok)
  )");
  const Term ping = wait_for_name(system, "ping");
  wait_until([&] { return run.status().generation > 2 && run.status().left_out > 0; });
  const RunStatus status = run.status();
  REQUIRE(status.event_count <= 20'000 + 100'000);
  // Who lives is still known.
  const std::vector<Event> events = events_of(run);
  REQUIRE(has_event(events, EventKind::process_spawned, ping));
  REQUIRE(has_event(events, EventKind::name_registered, ping));
  for (std::size_t i = 0; i < events.size(); ++i) {
    REQUIRE(events[i].id == i + 1);
    REQUIRE(events[i].cause < events[i].id);
  }
  wait_for_view(run, ping);
  stop(system);
}

}  // namespace
}  // namespace respawn
