/// The event log and the ring: numbers, hash, and what is told again.

#include <catch2/catch.hpp>

#include <thread>

#include "term/atom.hpp"
#include "trace/event_log.hpp"
#include "trace/event_ring.hpp"

namespace respawn {
namespace {

Event spawned(std::uint32_t slot, std::string text = {}) {
  Event event;
  event.kind = EventKind::process_spawned;
  event.subject = Term::pid(slot, 1);
  event.text = std::move(text);
  return event;
}

TEST_CASE("events are numbered from one and hashed in order", "[trace][event_log]") {
  EventLog log;
  CHECK(log.tell(spawned(1)) == 1);
  CHECK(log.tell(spawned(2)) == 2);
  EventLog same;
  same.tell(spawned(1));
  CHECK(same.hash() != log.hash());
  same.tell(spawned(2));
  CHECK(same.hash() == log.hash());
  EventLog reversed;
  reversed.tell(spawned(2));
  reversed.tell(spawned(1));
  CHECK(reversed.hash() != log.hash());
}

TEST_CASE("every field but the text counts for the hash", "[trace][event_log]") {
  const auto hash_of = [](const Event& event) { return hash_event(0, event); };
  const Event event = spawned(1);
  Event changed = event;
  CHECK(hash_of(changed) == hash_of(event));
  changed.text = "seen";
  CHECK(hash_of(changed) == hash_of(event));
  const auto differs = [&](auto change) {
    Event other = event;
    change(other);
    return hash_of(other) != hash_of(event);
  };
  CHECK(differs([](Event& e) { e.id = 9; }));
  CHECK(differs([](Event& e) { e.time = 9; }));
  CHECK(differs([](Event& e) { e.cause = 9; }));
  CHECK(differs([](Event& e) { e.kind = EventKind::process_exited; }));
  CHECK(differs([](Event& e) { e.subject = Term::pid(1, 2); }));
  CHECK(differs([](Event& e) { e.object = atoms::ok; }));
  CHECK(differs([](Event& e) { e.number = 9; }));
  CHECK(differs([](Event& e) { e.payload_hash = 9; }));
}

TEST_CASE("the hash does not depend on when an atom was made", "[trace][event_log]") {
  Event event = spawned(1);
  event.object = intern("an atom of this test alone");
  const std::uint64_t hash = hash_event(0, event);
  for (int i = 0; i < 100; ++i) intern("filler " + std::to_string(i));
  CHECK(hash_event(0, event) == hash);
  CHECK(hash == 0xBA4EE326E39468E3ull);
}

TEST_CASE("a run told again finds its history and can add texts to it", "[trace][event_log]") {
  std::vector<Event> history;
  std::uint64_t hash = 0;
  {
    EventLog log;
    log.set_history(&history);
    for (std::uint32_t i = 1; i <= 5; ++i) log.tell(spawned(i));
    hash = log.hash();
  }
  EventLog again;
  again.set_history(&history);
  again.want_texts(true);
  for (std::uint32_t i = 1; i <= 3; ++i) again.tell(spawned(i, "text"));
  CHECK(history.size() == 5);
  CHECK(history[2].text == "text");
  CHECK(history[3].text.empty());
  again.tell(spawned(4));
  again.tell(spawned(5));
  CHECK(again.hash() == hash);
}

TEST_CASE("a stop is wanted at the event and not before", "[trace][event_log]") {
  EventLog log;
  log.set_stop_at(3);
  log.tell(spawned(1));
  log.tell(spawned(2));
  CHECK_FALSE(log.stop_wanted());
  log.tell(spawned(3));
  CHECK(log.stop_wanted());
  log.set_stop_at(EventLog::kNever);
  CHECK_FALSE(log.stop_wanted());
  log.set_command_at(3);
  CHECK(log.stop_wanted());
}

TEST_CASE("the time of an event is the clock's", "[trace][event_log]") {
  std::vector<Event> history;
  Nanoseconds now = 5;
  EventLog log;
  log.set_history(&history);
  log.set_clock(&now);
  log.tell(spawned(1));
  now = 7;
  log.tell(spawned(2));
  CHECK(history[0].time == 5);
  CHECK(history[1].time == 7);
}

TEST_CASE("a full ring drops the new and counts it", "[trace][event_ring]") {
  EventRing ring(4);
  for (std::uint32_t i = 1; i <= 6; ++i) ring.push(spawned(i));
  CHECK(ring.dropped() == 2);
  std::vector<Event> events;
  ring.drain(events);
  REQUIRE(events.size() == 4);
  CHECK(events[3].subject == Term::pid(4, 1));
  ring.push(spawned(9));
  events.clear();
  ring.drain(events);
  CHECK(events.size() == 1);
}

TEST_CASE("a ring between two threads keeps order and loses only what it counts", "[trace][event_ring]") {
  constexpr std::uint32_t kEvents = 100'000;
  EventRing ring(64);
  std::vector<Event> events;
  {
    std::jthread writer([&] {
      for (std::uint32_t i = 1; i <= kEvents; ++i) ring.push(spawned(i, "some text"));
    });
    for (int i = 0; i < 1'000; ++i) ring.drain(events);
  }
  ring.drain(events);
  CHECK(events.size() + ring.dropped() == kEvents);
  for (std::size_t i = 1; i < events.size(); ++i) REQUIRE(events[i - 1].subject.pid_slot() < events[i].subject.pid_slot());
}

}  // namespace
}  // namespace respawn
