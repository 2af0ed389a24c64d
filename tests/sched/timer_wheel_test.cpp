/// The timer wheel against a sorted list: every timer fires once, in order, neither early nor late.

#include <catch2/catch.hpp>

#include <map>
#include <vector>

#include "base/rng.hpp"
#include "sched/timer_wheel.hpp"

namespace respawn {
namespace {

Signal* make_signal() { return Signal::create(SignalKind::message, 0); }

// Every timer that is due at `now`, as its reference's number.
std::vector<Word> fired(TimerWheel& wheel, Nanoseconds now) {
  std::vector<Timer*> due;
  wheel.advance(now, due);
  std::vector<Word> numbers;
  for (Timer* timer : due) {
    numbers.push_back(timer->reference.payload());
    Signal::destroy(timer->signal);
    TimerWheel::destroy(timer);
  }
  return numbers;
}

class Model {
 public:
  explicit Model(std::uint64_t seed) : rng_(seed) {}

  void start() {
    const Word number = next_number_++;
    // From less than a slot to beyond the last level.
    const Nanoseconds delay = static_cast<Nanoseconds>(rng_.below(std::uint64_t{1} << rng_.below(52)));
    const Nanoseconds due = now_ + delay;
    wheel_.start(due, Term::nil(), make_signal(), Term::reference(number));
    by_due_.emplace(std::pair(due, number), number);
    due_of_[number] = due;
  }

  void cancel() {
    if (due_of_.empty()) return;
    auto victim = due_of_.lower_bound(rng_.below(next_number_));
    if (victim == due_of_.end()) victim = due_of_.begin();
    const auto [number, due] = *victim;
    CHECK(wheel_.due_of(Term::reference(number)) == due);
    REQUIRE(wheel_.cancel(Term::reference(number)) == due);
    CHECK_FALSE(wheel_.cancel(Term::reference(number)).has_value());
    by_due_.erase({due, number});
    due_of_.erase(victim);
  }

  void advance_to(Nanoseconds now) {
    now_ = now;
    std::vector<Word> expected;
    while (!by_due_.empty() && by_due_.begin()->first.first <= now) {
      expected.push_back(by_due_.begin()->second);
      due_of_.erase(by_due_.begin()->second);
      by_due_.erase(by_due_.begin());
    }
    REQUIRE(fired(wheel_, now) == expected);
    REQUIRE(wheel_.empty() == by_due_.empty());
    check_wakeup();
  }

  // Whoever sleeps until next_wakeup sleeps through no timer, and does get on.
  void check_wakeup() {
    const auto wakeup = wheel_.next_wakeup();
    REQUIRE(wakeup.has_value() == !by_due_.empty());
    if (wakeup) REQUIRE(*wakeup <= by_due_.begin()->first.first);
  }

  Nanoseconds now() const { return now_; }
  std::optional<Nanoseconds> next_wakeup() const { return wheel_.next_wakeup(); }
  Rng& rng() { return rng_; }
  bool empty() const { return by_due_.empty(); }

 private:
  Rng rng_;
  TimerWheel wheel_;
  Nanoseconds now_ = 0;
  Word next_number_ = 1;
  std::map<std::pair<Nanoseconds, Word>, Word> by_due_;
  std::map<Word, Nanoseconds> due_of_;
};

TEST_CASE("timers fire once, in order, when they are due", "[sched][timer]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Model model(seed);
    for (int step = 0; step < 2'000; ++step) {
      switch (model.rng().below(4)) {
        case 0:
        case 1: model.start(); break;
        case 2: model.cancel(); break;
        default: model.advance_to(model.now() + static_cast<Nanoseconds>(model.rng().below(std::uint64_t{1} << model.rng().below(34))));
      }
      model.check_wakeup();
    }
  }
}

TEST_CASE("going from wake-up to wake-up reaches every timer", "[sched][timer]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Model model(seed);
    for (int i = 0; i < 300; ++i) model.start();
    int wakeups = 0;
    while (!model.empty()) {
      const Nanoseconds next = std::max(*model.next_wakeup(), model.now());
      REQUIRE((next > model.now() || wakeups == 0));
      model.advance_to(next);
      ++wakeups;
    }
    // Each timer is looked at some times a level at most.
    CHECK(wakeups < 300 * 8);
  }
}

TEST_CASE("timers due at the same time fire in the order of their start", "[sched][timer]") {
  TimerWheel wheel;
  for (Word number = 1; number <= 50; ++number) wheel.start(1'000'000'000, Term::nil(), make_signal(), Term::reference(number));
  std::vector<Word> expected;
  for (Word number = 1; number <= 50; ++number) expected.push_back(number);
  CHECK(fired(wheel, 999'999'999).empty());
  CHECK(fired(wheel, 1'000'000'000) == expected);
  CHECK(wheel.empty());
}

TEST_CASE("a timer due in the past fires at once", "[sched][timer]") {
  TimerWheel wheel;
  CHECK(fired(wheel, 5'000'000'000).empty());
  wheel.start(1, Term::nil(), make_signal(), Term::reference(7));
  CHECK(*wheel.next_wakeup() <= 5'000'000'000);
  CHECK(fired(wheel, 5'000'000'000) == std::vector<Word>{7});
}

TEST_CASE("a day is passed over in no time", "[sched][timer]") {
  TimerWheel wheel;
  constexpr Nanoseconds kDay = Nanoseconds{24} * 3600 * 1'000'000'000;
  for (Word day = 1; day <= 3'000; ++day) {
    wheel.start(static_cast<Nanoseconds>(day) * kDay, Term::nil(), make_signal(), Term::reference(day));
  }
  for (Word day = 1; day <= 3'000; ++day) REQUIRE(fired(wheel, static_cast<Nanoseconds>(day) * kDay) == std::vector<Word>{day});
}

}  // namespace
}  // namespace respawn
