/// The lists of the window: processes, crashes and restarts, events.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <set>

#include "observer/fake_run.hpp"
#include "observer/model/command.hpp"
#include "observer/model/event_rows.hpp"
#include "observer/model/overview.hpp"
#include "observer/model/process_rows.hpp"
#include "observer/model/sequence_chart.hpp"
#include "observer/model/time_bar.hpp"
#include "observer/model/view_cache.hpp"

using namespace respawn;
using namespace respawn::observer;

namespace {

Timeline told(const Story& story) {
  Timeline timeline;
  std::vector<Event> events = story.events();
  timeline.append(events);
  timeline.at(timeline.history().count());
  return timeline;
}

}  // namespace

TEST_CASE("the process table is filtered and sorted", "[observer][processes]") {
  Timeline timeline = told(demo_story());
  const History& history = timeline.history();
  const auto rows = [&](ProcessQuestion question) { return process_rows(history, timeline.scene(), question); };
  CHECK(rows({.filter = "player -supervisor"}).size() == 4);
  CHECK(rows({.filter = "player|stack -supervisor"}).size() == 5);
  CHECK(rows({.filter = {}, .show_system = true}).size() == timeline.scene().alive().size());
  CHECK(rows({.filter = {}, .show_system = true, .show_dead = true}).size() == history.process_count());
  const std::vector<ProcessIndex> busiest = rows({.filter = {}, .column = ProcessColumn::received, .descending = true});
  for (std::size_t i = 1; i < busiest.size(); ++i) {
    CHECK(timeline.scene().process(busiest[i - 1]).received_count >= timeline.scene().process(busiest[i]).received_count);
  }
}

TEST_CASE("the event list grows with the history and begins anew with another question", "[observer][events]") {
  Timeline timeline = told(demo_story());
  EventRows rows;
  rows.update(timeline.history(), {.filter = {}, .show_system = true});
  CHECK(rows.rows().size() == timeline.history().count());
  CHECK(rows.row_at(5) == 4);
  rows.update(timeline.history(), {.filter = "restarted", .show_system = true});
  CHECK(rows.rows().size() == timeline.history().marks(MarkKind::restart).size());
  CHECK(rows.row_at(1) == rows.rows().size());
  const ProcessIndex first = timeline.history().subject(rows.rows()[0]);
  rows.update(timeline.history(), {.filter = {}, .process = first, .show_system = true});
  CHECK(rows.rows() == timeline.history().process(first).events);
  rows.update(timeline.history(), {.filter = {}, .show_system = true}, 10);
  CHECK(rows.rows().size() == 10);
  CHECK_FALSE(rows.is_complete(timeline.history()));
}

TEST_CASE("a sequence chart pairs sendings with their receives", "[observer][chart]") {
  Timeline timeline = told(demo_story());
  const History& history = timeline.history();
  const Chart chart = sequence_chart(history, {.lanes = {}, .last = history.count()});
  REQUIRE_FALSE(chart.lanes.empty());
  CHECK(chart.lanes.size() <= 8);
  CHECK(chart.rows.size() <= 60);
  std::size_t received = 0;
  for (const ChartArrow& arrow : chart.arrows) {
    CHECK(arrow.from_lane < chart.lanes.size());
    CHECK(arrow.to_lane < chart.lanes.size());
    CHECK(arrow.to_row >= arrow.from_row);
    CHECK(arrow.to_row <= chart.rows.size());
    received += arrow.is_received ? 1 : 0;
  }
  CHECK(received > 3);
  CHECK(std::is_sorted(chart.rows.begin(), chart.rows.end()));
  // A process and its replacement are one lane.
  std::set<ProcessIndex> places;
  for (const ProcessIndex lane : chart.lanes) CHECK(places.insert(history.process(lane).place).second);
  CHECK(sequence_chart(history, {.lanes = {}, .last = 0}).rows.empty());
}

TEST_CASE("the time bar finds its events again, zoomed or not", "[observer][time bar]") {
  TimeBar bar;
  bar.update(1000, 500);
  for (const EventId event : {EventId{0}, EventId{1}, EventId{500}, EventId{999}, EventId{1000}}) {
    CHECK(bar.event_at(bar.x_of(static_cast<double>(event), 4000), 4000) == event);
  }
  bar.zoom(10, 500);
  CHECK_FALSE(bar.shows_all());
  CHECK(bar.last() - bar.first() == Approx(100));
  CHECK(bar.event_at(bar.x_of(500, 800), 800) == 500);
  bar.update(1000, 900);
  CHECK(bar.last() >= 900);
  bar.zoom(1e-9, 500);
  CHECK(bar.shows_all());
  bar.update(0, 0);
  CHECK(bar.event_at(5, 0) <= 1);
}

TEST_CASE("marks cost columns and not events", "[observer][time bar]") {
  TimeBar bar;
  bar.update(100'000, 0);
  std::vector<EventId> events(100'000);
  for (std::size_t i = 0; i < events.size(); ++i) events[i] = i + 1;
  const std::vector<float> columns = marked_columns(bar, events, 500);
  CHECK(columns.size() <= 501);
  CHECK(columns.size() >= 499);
  CHECK(marked_columns(bar, {}, 500).empty());
  CHECK(marked_columns(bar, {50'000}, 500) == std::vector<float>{250});
}

TEST_CASE("the feed follows the run, and begins anew when it forks", "[observer][feed]") {
  FakeRun run(demo_story());
  Feed feed(run);
  CHECK(feed.update(50));
  CHECK(feed.is_behind());
  while (feed.is_behind()) feed.update(50);
  CHECK(feed.cursor() == run.status().cursor);
  CHECK_FALSE(feed.update());
  run.seek(20);
  CHECK(feed.update());
  CHECK(feed.cursor() == 20);
  CHECK(feed.history().count() > 20);
  const std::uint64_t epoch = feed.epoch();
  run.fork();
  CHECK(feed.update());
  CHECK(feed.epoch() == epoch + 1);
  CHECK(feed.history().count() == 20);
}

TEST_CASE("the hand on the time bar is followed before the run is", "[observer][feed]") {
  FakeRun run(demo_story());
  Feed feed(run);
  feed.update();
  feed.hold_at(10);
  feed.update();
  CHECK(feed.cursor() == 10);
  run.seek(10);
  feed.release();
  feed.update();
  CHECK(feed.cursor() == 10);
  run.seek(30);
  feed.update();
  CHECK(feed.cursor() == 30);
}

TEST_CASE("while the run is on its way the window does not run after it", "[observer][feed]") {
  FakeRun run(demo_story());
  Feed feed(run);
  feed.update();
  const EventId end = feed.cursor();
  run.is_seeking = true;
  run.seek(3);
  feed.update();
  CHECK(feed.cursor() == end);
  feed.go_to(40);
  feed.update();
  CHECK(feed.cursor() == 40);
  run.seek(40);
  run.is_seeking = false;
  feed.update();
  CHECK(feed.cursor() == 40);
}

TEST_CASE("a process is read again only when something happened to it", "[observer][views]") {
  FakeRun run(demo_story());
  Feed feed(run);
  feed.update();
  ViewCache views(run);
  const ProcessIndex process = feed.scene().alive()[3];
  for (int i = 0; i < 10; ++i) {
    views.begin_frame(feed, 5);
    REQUIRE(views.view(process) != nullptr);
  }
  CHECK(run.view_count == 1);
  views.begin_frame(feed, 2);
  for (std::size_t i = 0; i < feed.scene().alive().size(); ++i) views.view(feed.scene().alive()[i]);
  CHECK(run.view_count == 3);
  CHECK(views.is_behind());
}

TEST_CASE("a command that cannot be understood says why", "[observer][command]") {
  FakeRun run(demo_story());
  const Term pid = Term::pid(5, 0);
  CHECK(carry_out({.kind = CommandKind::send, .pid = pid, .text = ":hello"}, run).empty());
  CHECK_FALSE(carry_out({.kind = CommandKind::send, .pid = pid, .text = "f("}, run).empty());
  carry_out({.kind = CommandKind::step_back}, run);
  CHECK(run.status().cursor + 1 == run.status().event_count);
  carry_out({.kind = CommandKind::seek, .event = 1'000'000}, run);
  CHECK(run.status().is_live);
  carry_out({.kind = CommandKind::toggle_play}, run);
  CHECK(run.status().is_playing);
}

TEST_CASE("the overview counts the living and names who stands out", "[observer][overview]") {
  Timeline timeline = told(demo_story());
  const Overview all = overview(timeline.history(), timeline.scene(), true), program = overview(timeline.history(), timeline.scene(), false, 2);
  std::size_t living = 0;
  for (const std::size_t count : all.counts) living += count;
  CHECK(living == timeline.scene().alive().size());
  CHECK(program.supervisors == 2);
  REQUIRE(program.busiest.size() == 2);
  CHECK(timeline.scene().process(program.busiest[0]).received_count >= timeline.scene().process(program.busiest[1]).received_count);
  REQUIRE_FALSE(program.restarted.empty());
  CHECK(timeline.scene().process(program.restarted[0]).restart_count == 3);
}
