#pragma once
/// Frames: what a process's stack looks like, for whoever walks it.
///
///     … | return address | slot 0 | slot 1 | … | return address | slot 0 | …
///                          ^ caller's frame                       ^ process.frame
///
/// Arguments of a call are evaluated into a window at the top of the caller's frame; the call turns the window into the
/// callee's frame: argument n is its slot n. The word before slot 0 is the return address. It points behind a call
/// instruction, always three words long [op base dst | target | live mask], so it tells everything: where the result goes,
/// where the caller's frame starts, and which of its slots are alive.
///
/// The first function of a process returns to `process_end`, and the walk stops there.

#include <cstddef>

#include "code/instruction.hpp"
#include "code/live_mask.hpp"
#include "heap/roots.hpp"
#include "proc/process.hpp"

namespace respawn {

/// Where the first function of a process returns to: three words as of a call lie before it.
const Word* process_end_code();

inline const Word* return_address(const Word* frame) { return reinterpret_cast<const Word*>(frame[-1]); }
inline unsigned call_base(const Word* return_to) { return instruction::a(return_to[-3]); }
inline unsigned call_result_slot(const Word* return_to) { return instruction::b(return_to[-3]); }
inline const Word* call_mask(const Word* return_to) { return &return_to[-1]; }

/// Which slots of the current frame are alive.
struct LivePoint {
  const Word* mask = nullptr;       // may be null: no slot by mask
  std::uint32_t window_begin = 0;   // slots [begin, end) are alive besides
  std::uint32_t window_end = 0;
  std::int32_t extra_slot = -1;     // and this one
};

/// Where a process that does not run stands.
LivePoint live_point(const Process& process);

/// Calls `visit(slot address)` for every live slot of all frames, the current one first.
template <typename Visit>
void for_each_frame_slot(const Process& process, const LivePoint& point, Visit&& visit) {
  Word* frame = process.frame;
  if (point.mask != nullptr) for_each_live_slot(point.mask, [&](std::size_t slot) { visit(frame + slot); });
  for (std::uint32_t slot = point.window_begin; slot < point.window_end; ++slot) visit(frame + slot);
  if (point.extra_slot >= 0) visit(frame + point.extra_slot);
  for (;;) {
    const Word* return_to = return_address(frame);
    if (return_to == process_end_code()) return;
    frame -= call_base(return_to);
    for_each_live_slot(call_mask(return_to), [&](std::size_t slot) { visit(frame + slot); });
  }
}

/// All roots of a process: its live slots and what the private part holds.
class ProcessRoots final : public RootSource {
 public:
  ProcessRoots(Process& process, const LivePoint& point) : process_(process), point_(point) {}
  void show_roots(RootVisitor& visitor) override;

 private:
  Process& process_;
  LivePoint point_;
};

/// Collects garbage of a process that stands at `point`. False when the process is above its limit afterwards.
bool collect_process(Process& process, const LivePoint& point, std::size_t needed_words, std::size_t default_limit_words,
                     std::size_t limit_binary_bytes);

}  // namespace respawn
