/// The wall's tracer: one sequence out of what many threads tell.

#include "trace/wall_tracer.hpp"

#include <catch2/catch.hpp>

#include <latch>
#include <thread>

namespace respawn {
namespace {

Event event_of(EventKind kind, std::uint32_t number, EventId cause = 0) {
  Event event;
  event.kind = kind;
  event.subject = Term::pid(number, 1);
  event.cause = cause;
  return event;
}

TEST_CASE("events of several threads become one sequence, and causes its numbers", "[trace][wall_tracer]") {
  WallTracer tracer;
  tracer.start();
  EventId sent = 0;
  std::thread([&] { sent = tracer.tell(event_of(EventKind::message_sent, 1)); }).join();
  std::thread([&] { tracer.tell(event_of(EventKind::message_received, 2, sent)); }).join();
  tracer.tell(event_of(EventKind::process_exited, 3));
  std::vector<Event> events;
  tracer.collect(events, true);
  REQUIRE(events.size() == 3);
  for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].id == i + 1);
  CHECK(events[0].kind == EventKind::message_sent);
  CHECK(events[1].kind == EventKind::message_received);
  CHECK(events[1].cause == 1);
  CHECK(events[2].cause == 0);

  // A cause that was collected earlier is still known.
  std::thread([&] { tracer.tell(event_of(EventKind::message_received, 4, sent)); }).join();
  tracer.collect(events, true);
  REQUIRE(events.size() == 4);
  CHECK(events[3].id == 4);
  CHECK(events[3].cause == 1);
}

TEST_CASE("what is too young waits for the next time", "[trace][wall_tracer]") {
  WallTracer tracer;
  tracer.start();
  tracer.tell(event_of(EventKind::process_exited, 1));
  std::vector<Event> events;
  const Nanoseconds before = tracer.now();
  tracer.collect(events);
  if (tracer.now() - before < WallTracer::kSettled / 2) CHECK(events.empty());
  tracer.collect(events, true);
  CHECK(events.size() == 1);
}

TEST_CASE("a flow beyond its budget is left out, its two halves together", "[trace][wall_tracer]") {
  WallTracer tracer;
  tracer.start();
  constexpr int kMessages = 30'000;
  int told = 0, received = 0, structure = 0;
  std::vector<Event> events;
  for (int i = 0; i < kMessages; ++i) {
    EventId sent = 0;
    if (tracer.takes(EventKind::message_sent, 0)) {
      ++told;
      sent = tracer.tell(event_of(EventKind::message_sent, 1));
    }
    if (tracer.takes(EventKind::message_received, sent)) {
      ++received;
      tracer.tell(event_of(EventKind::message_received, 2, sent));
    }
    if (i % 1000 == 0) {
      REQUIRE(tracer.takes(EventKind::process_spawned, 0));
      ++structure;
      tracer.tell(event_of(EventKind::process_spawned, 3));
      tracer.collect(events, true);
    }
  }
  tracer.collect(events, true);
  CHECK(told == received);
  CHECK(told < kMessages);
  CHECK(tracer.left_out() == 2 * static_cast<std::uint64_t>(kMessages - told));
  CHECK(events.size() == static_cast<std::size_t>(told + received + structure));
}

TEST_CASE("threads tell while the sequence is made", "[trace][wall_tracer]") {
  WallTracer tracer;
  tracer.start();
  constexpr std::uint32_t kThreads = 4, kEvents = 10'000;
  std::latch ready(kThreads);
  std::vector<std::jthread> threads;
  for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      ready.arrive_and_wait();
      EventId last = 0;
      for (std::uint32_t i = 0; i < kEvents; ++i) last = tracer.tell(event_of(EventKind::process_exited, thread, last));
    });
  }
  std::vector<Event> events;
  for (int i = 0; i < 100; ++i) tracer.collect(events);
  threads.clear();
  tracer.collect(events, true);
  CHECK(events.size() + tracer.left_out() == kThreads * kEvents);
  std::vector<EventId> last(kThreads, 0);
  for (std::size_t i = 0; i < events.size(); ++i) {
    REQUIRE(events[i].id == i + 1);
    // The cause of each is the one before it of its thread, or was lost.
    EventId& before = last[events[i].subject.pid_slot()];
    if (events[i].cause != 0) REQUIRE(events[i].cause == before);
    before = events[i].id;
  }
}

TEST_CASE("a tracer begins with nothing of another one", "[trace][wall_tracer]") {
  std::vector<Event> events;
  for (int i = 0; i < 3; ++i) {
    WallTracer tracer;
    tracer.start();
    tracer.tell(event_of(EventKind::process_exited, 1));
    events.clear();
    tracer.collect(events, true);
    REQUIRE(events.size() == 1);
    REQUIRE(events[0].id == 1);
  }
}

}  // namespace
}  // namespace respawn
