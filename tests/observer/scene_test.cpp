/// The scene at an event is a function of the events up to it.

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>

#include "observer/model/causes.hpp"
#include "observer/model/incident_rows.hpp"
#include "observer/model/sentence.hpp"
#include "observer/model/term_text.hpp"
#include "observer/model/timeline.hpp"
#include "observer/story.hpp"

using namespace respawn;
using namespace respawn::observer;

namespace {

Timeline told(const Story& story) {
  Timeline timeline;
  std::vector<Event> events = story.events();
  timeline.append(events);
  return timeline;
}

/// The tree in one line: "a(b c(d))", the dead with a minus.
std::string tree_text(const Timeline& timeline, ProcessIndex first) {
  const Scene& scene = timeline.scene();
  std::string text;
  for (ProcessIndex index = first; index != kNoProcess; index = scene.process(index).next_sibling) {
    if (!text.empty()) text += ' ';
    if (scene.process(index).liveness == Liveness::dead) text += '-';
    text += title(timeline.history(), scene, index);
    if (scene.process(index).first_child != kNoProcess) text += fmt::format("({})", tree_text(timeline, scene.process(index).first_child));
  }
  return text;
}

std::string tree_at(Timeline& timeline, EventId cursor) {
  timeline.at(cursor);
  return tree_text(timeline, timeline.scene().first_root());
}

/// Everything that a scene says, for comparing two.
std::string whole_text(const Timeline& timeline) {
  const Scene& scene = timeline.scene();
  std::string text = fmt::format("{} {} {} {} {} {}|", scene.cursor(), scene.time(), scene.alive().size(), scene.crash_count(), scene.restart_count(), scene.message_count());
  for (std::size_t i = 0; i < timeline.history().process_count(); ++i) {
    const auto index = static_cast<ProcessIndex>(i);
    const ProcessState& state = scene.process(index);
    text += fmt::format("{}:{} {} {} {} {} {} {} {} {} {} {} {} {} {}\n", i, static_cast<int>(state.liveness), state.parent, state.next_sibling,
                        state.previous_sibling, state.first_child, state.last_child, state.child_count, state.mailbox_length, state.restart_count,
                        state.place, state.last_event, state.in_tree, state.is_vacant, older_links(scene, index).size());
  }
  return text;
}

struct SmallWorld {
  Story story;
  Term script, top, a, b, c;

  explicit SmallWorld(const char* restart = ":permanent") {
    script = story.spawn(Term::nil(), "{Script, :run, 0}", false);
    top = story.spawn(script, "{:proc_lib, :init_p, 5}");
    story.name(top, "top");
    story.supervise(top, "Top", ":one_for_one");
    for (Term* child : {&a, &b, &c}) {
      *child = story.spawn(top, "{:proc_lib, :init_p, 5}");
      story.start_child(top, *child, child == &a ? ":a" : child == &b ? ":b" : ":c", restart);
    }
  }
};

}  // namespace

TEST_CASE("children hang below their supervisor in the order of their start", "[observer][scene]") {
  SmallWorld world;
  Timeline timeline = told(world.story);
  CHECK(tree_at(timeline, timeline.history().count()) == "Script.run/0(top(:a :b :c))");
  CHECK(timeline.scene().alive().size() == 5);
}

TEST_CASE("a restarted child takes the place of the old one", "[observer][scene][restart]") {
  SmallWorld world;
  const EventId before = world.story.events().size();
  const Term fresh = world.story.crash_and_restart(world.top, world.b, ":b", "{:proc_lib, :init_p, 5}", ":boom");
  Timeline timeline = told(world.story);
  CHECK(tree_at(timeline, timeline.history().count()) == "Script.run/0(top(:a :b :c))");
  const Scene& scene = timeline.scene();
  const ProcessIndex old = timeline.history().find(world.b), now = timeline.history().find(fresh);
  CHECK(scene.process(now).replaces == old);
  CHECK(scene.process(old).replaced_by == now);
  CHECK(scene.process(now).place == old);
  CHECK(scene.process(now).restart_count == 1);
  CHECK(scene.process(now).next_sibling == timeline.history().find(world.c));
  CHECK(scene.crash_count() == 1);
  CHECK(scene.restart_count() == 1);
  // While it is dead its place is kept, and the replacement appears right there.
  CHECK(tree_at(timeline, before + 1) == "Script.run/0(top(:a -:b :c))");
  CHECK(tree_at(timeline, before + 5).find("-:b") != std::string::npos);
}

TEST_CASE("a temporary child that ends leaves the tree", "[observer][scene]") {
  SmallWorld world(":temporary");
  world.story.exit(world.b, ":boom");
  const EventId dead = world.story.events().size();
  world.story.terminated(world.top, world.b, ":b", ":boom");
  Timeline timeline = told(world.story);
  CHECK(tree_at(timeline, dead) == "Script.run/0(top(:a -:b :c))");
  CHECK(tree_at(timeline, dead + 1) == "Script.run/0(top(:a :c))");
}

TEST_CASE("a supervisor that ends takes its vacant places along; its living children stay in sight", "[observer][scene]") {
  SmallWorld world;
  world.story.exit(world.b, ":boom");
  world.story.exit(world.top, ":shutdown");
  const EventId headless = world.story.events().size();
  world.story.exit(world.a, ":killed");
  world.story.exit(world.c, ":killed");
  Timeline timeline = told(world.story);
  CHECK(tree_at(timeline, headless) == "Script.run/0(-top(:a :c))");
  CHECK(tree_at(timeline, timeline.history().count()) == "Script.run/0");
}

TEST_CASE("a chain of dead parents is no deeper than one", "[observer][scene]") {
  Story story;
  Term last = story.spawn(Term::nil(), "{Chain, :run, 1}", false);
  for (int i = 0; i < 50; ++i) {
    const Term next = story.spawn(last, "{Chain, :run, 1}", false);
    story.exit(last, ":normal");
    last = next;
  }
  Timeline timeline = told(story);
  const std::string text = tree_at(timeline, timeline.history().count());
  CHECK(std::count(text.begin(), text.end(), '(') <= 1);
  CHECK(timeline.scene().alive().size() == 1);
}

TEST_CASE("the mailbox's length follows sendings, receives and waiting", "[observer][scene][mailbox]") {
  Story story;
  const Term a = story.spawn(Term::nil(), "{A, :run, 0}", false), b = story.spawn(a, "{B, :run, 0}", false);
  const EventId first = story.send(a, b, ":one");
  story.send(a, b, ":two");
  const EventId two = story.events().size();
  story.receive(b, first);
  const EventId one = story.events().size();
  story.sleep(b, 1);
  story.exit(b, ":normal");
  story.send(a, b, ":late");
  Timeline timeline = told(story);
  const ProcessIndex index = timeline.history().find(b);
  CHECK(timeline.at(two).process(index).mailbox_length == 2);
  CHECK(timeline.at(one).process(index).mailbox_length == 1);
  CHECK(timeline.at(one).process(index).liveness == Liveness::running);
  CHECK(timeline.at(one + 1).process(index).liveness == Liveness::waiting);
  CHECK(timeline.at(timeline.history().count()).process(index).mailbox_length == 0);
  CHECK(timeline.history().received_by(first) == one);
}

TEST_CASE("the dead keep the name that they died with", "[observer][scene]") {
  Story story;
  const Term a = story.spawn(Term::nil(), "{A, :run, 0}", false), b = story.spawn(Term::nil(), "{B, :run, 0}", false);
  story.name(a, "ada");
  story.name(b, "bob");
  story.unname(b, "bob");
  for (int i = 0; i < 5; ++i) story.sleep(b);
  story.unname(a, "ada");
  story.exit(a, ":boom");
  Timeline timeline = told(story);
  timeline.at(timeline.history().count());
  CHECK(title(timeline.history(), timeline.scene(), timeline.history().find(a)) == "ada");
  CHECK(title(timeline.history(), timeline.scene(), timeline.history().find(b)) == "B.run/0");
}

TEST_CASE("links and monitors are those that hold at the cursor", "[observer][scene][links]") {
  Story story;
  const Term a = story.spawn(Term::nil(), "{A, :run, 0}", false), b = story.spawn(Term::nil(), "{B, :run, 0}", false);
  story.link(a, b);
  story.monitor(a, b);
  const EventId linked = story.events().size();
  story.exit(b, ":normal");
  Timeline timeline = told(story);
  const ProcessIndex ia = timeline.history().find(a), ib = timeline.history().find(b);
  CHECK(older_links(timeline.at(linked), ib) == std::vector<ProcessIndex>{ia});
  CHECK(watched(timeline.scene(), ia) == std::vector<ProcessIndex>{ib});
  CHECK(watched(timeline.at(timeline.history().count()), ia).empty());
}

TEST_CASE("the scene at a cursor is the same from wherever one comes", "[observer][timeline]") {
  const Story story = demo_story(300);  // many checkpoints
  REQUIRE(story.events().size() > 6000);
  Timeline wandering = told(story);
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    const EventId cursor = random() % (story.events().size() + 1);
    wandering.at(cursor);
    Timeline fresh = told(story);
    fresh.at(cursor);
    REQUIRE(whole_text(wandering) == whole_text(fresh));
  }
  CHECK(wandering.checkpoint_count() >= 2);
}

TEST_CASE("lists of siblings stay whole whatever happens", "[observer][scene]") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    Story story;
    std::vector<Term> pids{story.spawn(Term::nil(), "{A, :b, 0}", false)};
    const auto any = [&] { return pids[random() % pids.size()]; };
    for (int i = 0; i < 60; ++i) {
      switch (random() % 9) {
        case 0:
        case 1: pids.push_back(story.spawn(any(), "{A, :b, 0}", false)); break;
        case 2: story.exit(any(), random() % 2 == 0 ? ":normal" : ":boom"); break;
        case 3: story.supervise(any(), "S", ":one_for_one"); break;
        case 4: story.start_child(any(), any(), ":undefined", random() % 2 == 0 ? ":permanent" : ":temporary"); break;
        case 5: story.restarted(any(), any(), any(), ":x", ":boom"); break;
        case 6: story.terminated(any(), any(), ":x", ":boom"); break;
        case 7: story.link(any(), any()); break;
        case 8: story.send(any(), any(), ":m"); break;
      }
    }
    Timeline timeline = told(story);
    const Scene& scene = timeline.at(timeline.history().count());
    std::size_t in_tree = 0, alive_in_tree = 0;
    // Every process that says it is in the tree is found from the roots, once, and the living all are.
    std::vector<std::pair<ProcessIndex, ProcessIndex>> open{{scene.first_root(), kNoProcess}};
    while (!open.empty()) {
      const auto [first, parent] = open.back();
      open.pop_back();
      ProcessIndex before = kNoProcess;
      std::size_t count = 0;
      for (ProcessIndex index = first; index != kNoProcess; index = scene.process(index).next_sibling) {
        REQUIRE(++count <= pids.size());
        REQUIRE(scene.process(index).in_tree);
        REQUIRE(scene.process(index).parent == parent);
        REQUIRE(scene.process(index).previous_sibling == before);
        before = index;
        ++in_tree;
        alive_in_tree += scene.is_alive(index) ? 1 : 0;
        REQUIRE(in_tree <= pids.size());
        open.emplace_back(scene.process(index).first_child, index);
      }
      if (parent != kNoProcess) REQUIRE(scene.process(parent).child_count == count);
    }
    REQUIRE(alive_in_tree == scene.alive().size());
    std::size_t said = 0;
    for (std::size_t i = 0; i < scene.process_count(); ++i) said += scene.process(static_cast<ProcessIndex>(i)).in_tree ? 1 : 0;
    REQUIRE(said == in_tree);
  }
}

TEST_CASE("incidents name the old pid, the new one and the reason, as far as they are known", "[observer][incidents]") {
  SmallWorld world;
  const Term fresh = world.story.crash_and_restart(world.top, world.b, ":b", "{:proc_lib, :init_p, 5}", "{:badarith, [{B, :f, 0, []}]}");
  Timeline timeline = told(world.story);
  const History& history = timeline.history();
  REQUIRE(incident_count(history, history.count()) == 1);
  const IncidentRow row = incident_row(history, 0, history.count());
  CHECK(history.process(row.process).pid == world.b);
  CHECK(history.process(row.replacement).pid == fresh);
  CHECK(row.reason == ":badarith in B.f/0");
  CHECK(row.is_failure);
  CHECK(incident_row(history, 0, row.restarted - 1).restarted == 0);
  CHECK(incident_count(history, row.event - 1) == 0);
}

TEST_CASE("causes lead from a restart back to the beginning", "[observer][causes]") {
  SmallWorld world;
  const EventId sent = world.story.tell(world.script, world.b, ":die");
  world.story.crash_and_restart(world.top, world.b, ":b", "{:proc_lib, :init_p, 5}", ":boom");
  Timeline timeline = told(world.story);
  const History& history = timeline.history();
  const EventId restart = history.marks(MarkKind::restart).at(0);
  const std::vector<EventId> chain = causes(history, restart);
  REQUIRE(chain.size() > 4);
  CHECK(chain.front() == restart);
  CHECK(std::find(chain.begin(), chain.end(), sent) != chain.end());
  CHECK(history.event(chain.back()).cause == 0);
  CHECK(causes(history, 0).empty());
  CHECK_FALSE(effects(history, sent, history.count()).empty());
}

TEST_CASE("every event has a sentence", "[observer][sentence]") {
  Timeline timeline = told(demo_story());
  for (EventId id = 1; id <= timeline.history().count(); ++id) {
    CHECK_FALSE(sentence(timeline.history(), id).empty());
    CHECK_FALSE(kind_word(timeline.history().event(id).kind).empty());
  }
  // Also those whose fields hold nothing, as an unwatched run tells them.
  for (std::size_t kind = 0; kind < static_cast<std::size_t>(EventKind::count); ++kind) {
    Timeline bare;
    std::vector<Event> events(1);
    events[0].id = 1;
    events[0].kind = static_cast<EventKind>(kind);
    bare.append(events);
    bare.at(1);
    CHECK_FALSE(sentence(bare.history(), 1).empty());
  }
}

TEST_CASE("commands are told as what was done", "[observer][sentence]") {
  Story story;
  const EventId typed = story.command("{:evaluate, \"Stack.pop()\\n\", 1}"), forked = story.command("{:reseed, 7}");
  Timeline timeline = told(story);
  CHECK(sentence(timeline.history(), typed) == "typed: Stack.pop()");
  CHECK(sentence(timeline.history(), forked) == "forked: other choices from here");
}

TEST_CASE("the hash at an event is the event log's", "[observer][history]") {
  const Story story = demo_story();
  Timeline timeline = told(story);
  std::uint64_t hash = 0;
  for (const Event& event : story.events()) hash = hash_event(hash, event);
  CHECK(timeline.history().hash_at(timeline.history().count()) == hash);
}
