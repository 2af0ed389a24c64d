/// The supervision tree and where its cards stand.

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "observer/model/stage.hpp"
#include "observer/model/timeline.hpp"
#include "observer/model/tree_motion.hpp"
#include "observer/story.hpp"

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

/// One supervisor with many children.
Story family(int count) {
  Story story;
  const Term top = story.spawn(Term::nil(), "{Top, :run, 0}", false);
  story.supervise(top, "Top", ":one_for_one");
  for (int i = 0; i < count; ++i) {
    const Term child = story.spawn(top, "{Child, :run, 0}", false);
    story.start_child(top, child, ":undefined");
  }
  return story;
}

}  // namespace

TEST_CASE("the runtime's own processes are hidden until asked for", "[observer][tree]") {
  Timeline timeline = told(demo_story());
  const auto count = [&](bool show_system) { return build_tree(timeline.history(), timeline.scene(), {.show_system = show_system, .folded = {}, .search = {}}).nodes.size(); };
  CHECK(count(false) + 2 == count(true));
  CHECK(build_tree(timeline.history(), timeline.scene(), {}).hidden_system_count == 2);
}

TEST_CASE("a folded supervisor says how many it hides", "[observer][tree]") {
  Timeline timeline = told(family(5));
  const ProcessIndex top = timeline.scene().first_root();
  const Tree tree = build_tree(timeline.history(), timeline.scene(), {.show_system = false, .folded = {top}, .search = {}});
  REQUIRE(tree.nodes.size() == 1);
  CHECK(tree.nodes[0].is_folded);
  CHECK(tree.nodes[0].hidden_count == 5);
}

TEST_CASE("many leaves are a herd", "[observer][tree]") {
  Timeline timeline = told(family(1000));
  const Tree tree = build_tree(timeline.history(), timeline.scene(), {});
  REQUIRE(tree.nodes.size() == 2);
  CHECK(tree.nodes[1].is_herd());
  CHECK(tree.nodes[1].herd.size() == 1000);
  const TreeLayout layout = layout_tree(tree);
  const TreeMetrics metrics;
  for (std::size_t i = 0; i < 1000; ++i) {
    const Box cell = herd_cell(metrics, layout.boxes[1], 1000, i);
    CHECK(cell.right() <= layout.boxes[1].right());
    CHECK(cell.bottom() <= layout.boxes[1].bottom());
  }
}

TEST_CASE("what is shown of a huge family is bounded, and the rest is counted", "[observer][tree]") {
  Timeline timeline = told(family(20'000));
  const Tree tree = build_tree(timeline.history(), timeline.scene(), {});
  REQUIRE(tree.nodes.size() == 2);
  CHECK(tree.nodes[1].herd.size() == Tree::kHerdMax);
  CHECK(tree.nodes[1].herd.size() + tree.nodes[1].hidden_count == 20'000);
}

TEST_CASE("no two nodes of a layout overlap", "[observer][layout]") {
  Timeline timeline = told(demo_story());
  const Tree tree = build_tree(timeline.history(), timeline.scene(), {.show_system = true, .folded = {}, .search = {}});
  for (const CardShape shape : kCardShapes) {
    for (const std::uint32_t columns : {1U, 2U, 3U, 6U}) {
      TreeMetrics metrics = metrics_of(shape);
      metrics.leaf_columns = columns;
      const TreeLayout layout = layout_tree(tree, metrics);
      for (std::size_t i = 0; i < layout.boxes.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(layout.boxes[i].overlaps(layout.boxes[j]));
        CHECK(layout.boxes[i].right() <= layout.bounds.right());
        CHECK(layout.boxes[i].bottom() <= layout.bounds.bottom() + 0.01f);
      }
    }
  }
}

TEST_CASE("leaves stand in columns, in reading order, where there are some", "[observer][layout]") {
  TreeMetrics metrics;
  metrics.leaf_columns = 3;
  const auto laid_out = [&](int children) {
    Timeline timeline = told(family(children));
    return layout_tree(build_tree(timeline.history(), timeline.scene(), {}), metrics);
  };
  CHECK(laid_out(3).families.empty());
  const TreeLayout layout = laid_out(10);
  REQUIRE(layout.families.size() == 1);
  const LeafFamily family = layout.families.front();
  CHECK(family.first == 1);
  CHECK(family.count == 10);
  // Ten in four rows: three a row, one in the last.
  CHECK(layout.boxes[1].y == layout.boxes[3].y);
  CHECK(layout.boxes[1].x < layout.boxes[2].x);
  CHECK(layout.boxes[4].y > layout.boxes[3].y);
  CHECK(layout.boxes[4].x == layout.boxes[1].x);
  CHECK(layout.boxes[10].y > layout.boxes[9].y);
  // The parent stands at the middle of them.
  CHECK(layout.boxes[0].center().y == Approx((layout.boxes[1].y + layout.boxes[10].bottom()) / 2));
}

TEST_CASE("a restart moves no other node", "[observer][layout][restart]") {
  Story story = family(6);
  const Term top = Term::pid(1, 0), child = Term::pid(4, 0);
  Timeline before = told(story);
  const TreeLayout first = layout_tree(build_tree(before.history(), before.scene(), {}));
  story.crash_and_restart(top, child, ":undefined", "{Child, :run, 0}", ":boom");
  Timeline after = told(story);
  const TreeLayout second = layout_tree(build_tree(after.history(), after.scene(), {}));
  CHECK(first.boxes == second.boxes);
}

TEST_CASE("boxes glide to where they belong and then rest", "[observer][motion]") {
  Timeline timeline = told(family(3));
  const Tree tree = build_tree(timeline.history(), timeline.scene(), {});
  const TreeLayout layout = layout_tree(tree);
  TreeMotion motion;
  motion.update(timeline.scene(), tree, layout, 0.016f, false);
  CHECK(motion.is_moving());
  for (int i = 0; i < 200; ++i) motion.update(timeline.scene(), tree, layout, 0.016f, false);
  CHECK_FALSE(motion.is_moving());
  for (std::size_t i = 0; i < layout.boxes.size(); ++i) CHECK(motion.boxes()[i].box == layout.boxes[i]);
  TreeMotion at_once;
  at_once.update(timeline.scene(), tree, layout, 0, true);
  CHECK_FALSE(at_once.is_moving());
}

TEST_CASE("messages fly in their order, and a crash does not wait behind them", "[observer][stage]") {
  Story story = family(3);
  const Term top = Term::pid(1, 0), child = Term::pid(2, 0);
  const EventId quiet = story.events().size();
  for (int i = 0; i < 30; ++i) story.tell(top, child, fmt::format(":m{}", i));
  const EventId talked = story.events().size();
  story.crash_and_restart(top, child, ":undefined", "{Child, :run, 0}", ":boom");
  Timeline timeline = told(story);
  Stage stage;
  stage.follow(timeline.history(), timeline.at(quiet), quiet, 0, false);
  stage.follow(timeline.history(), timeline.at(talked), talked, 10, false);
  const std::vector<Flight> flights = stage.flights(10.3);
  REQUIRE(flights.size() > 1);
  for (std::size_t i = 1; i < flights.size(); ++i) {
    CHECK(flights[i].event > flights[i - 1].event);
    CHECK(flights[i].progress < flights[i - 1].progress);
  }
  const EventId end = timeline.history().count();
  stage.follow(timeline.history(), timeline.at(end), end, 10.1, false);
  const ProcessIndex place = timeline.history().find(child);
  CHECK(stage.flash(place, 10.5).crash > 0);
  CHECK(stage.flash(place, 11.3).restart > 0);
  CHECK(stage.flash(place, 11.3).crash == 0);
  CHECK(stage.flash(place, 11.3).old_process == place);
  CHECK(stage.flash(place, 30).old_process_share == 0);
  CHECK_FALSE(stage.is_busy(30));
}

TEST_CASE("a jump shows the last events only", "[observer][stage]") {
  Timeline timeline = told(demo_story(40));
  Stage stage;
  const EventId end = timeline.history().count();
  stage.follow(timeline.history(), timeline.scene(), end, 0, false);
  stage.follow(timeline.history(), timeline.at(5), 5, 1, false);
  CHECK(stage.flights(1.2).size() <= 6);
}
