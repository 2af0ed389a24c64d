/// The choice log: the same choices again, and a clear end of the sameness where somebody chooses anew.

#include <catch2/catch.hpp>

#include "trace/choice_log.hpp"

namespace respawn {
namespace {

// A little program that asks for choices of every kind; its result depends on all of them.
std::string run(ChoiceLog& log, int steps) {
  std::string story;
  for (int i = 0; i < steps; ++i) {
    story += std::to_string(log.pick(1 + static_cast<std::size_t>(i) % 5)) + " ";
    if (i % 3 == 0) story += std::to_string(log.random()) + " ";
    if (i % 4 == 0) {
      auto answer = log.outside();
      if (!answer) log.log_outside(*(answer = "answer " + std::to_string(i)));
      story += *answer + " ";
    }
  }
  return story;
}

TEST_CASE("one seed, one run", "[trace][choice_log]") {
  ChoiceLog one(7);
  ChoiceLog two(7);
  ChoiceLog other(8);
  const std::string story = run(one, 100);
  CHECK(run(two, 100) == story);
  CHECK(run(other, 100) != story);
}

TEST_CASE("a log that is run again gives the same run, and goes on the same", "[trace][choice_log]") {
  ChoiceLog original(7);
  run(original, 50);
  ChoiceLog again(7, original.choices());
  CHECK(again.replaying());
  ChoiceLog whole(7);
  const std::string story = run(whole, 80);
  CHECK(run(again, 80) == story);
  CHECK_FALSE(again.replaying());
  CHECK_FALSE(again.diverged());
  CHECK(again.choices().size() == whole.choices().size());
}

TEST_CASE("one candidate is no choice", "[trace][choice_log]") {
  ChoiceLog log(1);
  CHECK(log.pick(1) == 0);
  CHECK(log.choices().empty());
}

TEST_CASE("a log that does not fit is noticed and not guessed at", "[trace][choice_log]") {
  ChoiceLog log(1);
  log.pick(3);
  log.random();
  ChoiceLog other(1, log.choices());
  other.random();
  CHECK(other.diverged());
  ChoiceLog fewer(1, {{ChoiceKind::schedule, 9}});
  fewer.pick(3);
  CHECK(fewer.diverged());
}

TEST_CASE("after a fork choices are free and the old future is gone", "[trace][choice_log]") {
  ChoiceLog log(7);
  const std::string story = run(log, 60);
  ChoiceLog again(7, log.choices());
  run(again, 20);
  again.fork();
  again.reseed(99);
  CHECK_FALSE(again.replaying());
  CHECK(run(again, 40) != story);
  CHECK_FALSE(again.diverged());
  ChoiceLog third(7, again.choices());
  run(third, 20);
  CHECK(third.replaying());
}

TEST_CASE("commands are found ahead of the choices before them", "[trace][choice_log]") {
  ChoiceLog log(7);
  log.pick(4);
  log.log_command(1, 10, 500, "first");
  log.pick(4);
  log.log_command(3, 20, 900, "second");
  ChoiceLog again(7, log.choices());
  CHECK(again.next_command() == nullptr);
  REQUIRE(again.upcoming_command() != nullptr);
  CHECK(again.upcoming_command()->bytes == "first");
  again.pick(4);
  REQUIRE(again.next_command() != nullptr);
  CHECK(again.next_command()->events == 10);
  CHECK(again.next_command()->time == 500);
  again.take_command();
  CHECK(again.next_command() == nullptr);
  CHECK(again.upcoming_command()->bytes == "second");
  again.pick(4);
  again.take_command();
  CHECK(again.upcoming_command() == nullptr);
  CHECK_FALSE(again.diverged());
}

}  // namespace
}  // namespace respawn
