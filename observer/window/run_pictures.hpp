#pragma once
/// Pictures of a whole run: where it crashed and came back, and in between evenly spread.

#include <filesystem>
#include <string>
#include <vector>

#include "observer/window/frame_writer.hpp"

namespace respawn::observer {

class History;

/// The events worth a picture, ascending, at most `count_max`: half of them for crashes and restarts, if there are so many.
std::vector<EventId> worthy_events(const History& history, std::size_t count_max);

/// Seeks through the run, from its beginning to its end, and writes a picture at each of these events: messages are on their way,
/// crashes red, restarts green. The run stands at its end afterwards. Empty, or why there are no pictures.
/// Thread: any but the run's own; no window may be open in this thread.
std::string write_run_pictures(WatchedRun& run, const std::filesystem::path& directory, const FrameOptions& options = {}, std::size_t count_max = 40);

/// Leads a tour (model/tour.hpp) through a run while it goes on, and writes a picture at each of its stops. Returns when the run is over
/// and everything was looked at. Empty, or why there are no pictures. Thread: as above.
std::string write_tour_pictures(WatchedRun& run, const std::filesystem::path& directory, const FrameOptions& options = {});

}  // namespace respawn::observer
