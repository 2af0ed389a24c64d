#include "observer/window/run_pictures.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "observer/model/feed.hpp"
#include "observer/model/sentence.hpp"
#include "observer/model/tour.hpp"

namespace respawn::observer {
namespace {

/// So long after an event its message is half way, and its crash is at its reddest; in a few large steps.
constexpr double kSecondsBehindEvent = 0.4;
constexpr int kFramesBehindEvent = 4;

/// At most `count_max` of them, evenly spread.
std::vector<EventId> spread(const std::vector<EventId>& events, std::size_t count_max) {
  if (events.size() <= count_max) return events;
  std::vector<EventId> chosen;
  for (std::size_t i = 1; i <= count_max; ++i) chosen.push_back(events[events.size() * i / count_max - 1]);
  return chosen;
}

void wait_until_there(const WatchedRun& run) {
  while (run.status().is_seeking) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

std::vector<EventId> worthy_events(const History& history, std::size_t count_max) {
  const auto is_of_program = [&](ProcessIndex process) { return process != kNoProcess && !history.process(process).is_system; };
  std::vector<EventId> turns, others;
  for (const MarkKind kind : {MarkKind::crash, MarkKind::restart}) {
    for (const EventId event : history.marks(kind)) {
      if (is_of_program(history.subject(event))) turns.push_back(event);
    }
  }
  std::sort(turns.begin(), turns.end());
  std::vector<EventId> chosen = spread(turns, std::max<std::size_t>(1, count_max / 2));
  for (EventId id = 1; id <= history.count(); ++id) {
    if (!is_system_event(history, id)) others.push_back(id);
  }
  const std::vector<EventId> between = spread(others, count_max - std::min(count_max, chosen.size()));
  chosen.insert(chosen.end(), between.begin(), between.end());
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

std::string write_run_pictures(WatchedRun& run, const std::filesystem::path& directory, const FrameOptions& options, std::size_t count_max) {
  Feed feed(run);
  while (feed.update() || feed.is_behind()) {
  }
  FrameOptions stepping = options;
  stepping.seconds_per_frame = kSecondsBehindEvent / kFramesBehindEvent;
  FrameWriter writer(run, directory, stepping);
  if (!writer.error().empty()) return writer.error();
  for (const EventId event : worthy_events(feed.history(), count_max)) {
    run.seek(event);
    wait_until_there(run);
    for (int frame = 1; frame < kFramesBehindEvent; ++frame) {
      if (!writer.draw_frame()) return writer.error();
    }
    if (!writer.write_frame()) return writer.error();
  }
  run.seek(feed.history().count());
  wait_until_there(run);
  return {};
}

std::string write_tour_pictures(WatchedRun& run, const std::filesystem::path& directory, const FrameOptions& options) {
  FrameWriter writer(run, directory, options);
  Tour tour;
  while (writer.error().empty() && tour.lead(writer.ui(), writer.feed())) {
    if (tour.is_at_end_of_stop()) {
      writer.write_frame();
    } else {
      writer.draw_frame();
    }
  }
  return writer.error();
}

}  // namespace respawn::observer
