#include "observer/model/sequence_chart.hpp"

#include <algorithm>
#include <unordered_map>

#include "observer/model/sentence.hpp"
#include "observer/model/term_text.hpp"

namespace respawn::observer {
namespace {

/// How far back one looks for rows: a chart costs the same in the middle of a million events.
constexpr EventId kLookedAtMax = 6000;

bool is_sending(EventKind kind) {
  return kind == EventKind::message_sent || kind == EventKind::exit_sent || kind == EventKind::down_sent;
}

bool is_mark(EventKind kind) {
  return kind == EventKind::process_spawned || kind == EventKind::process_exited || kind == EventKind::child_restarted ||
         kind == EventKind::timer_fired || kind == EventKind::output;
}

class ChartBuilder {
 public:
  ChartBuilder(const History& history, const ChartQuestion& question) : history_(history), question_(question) {
    last_ = std::min(question.last, history.count());
    first_ = last_ > kLookedAtMax ? last_ - kLookedAtMax : 1;
  }

  Chart build() {
    choose_lanes();
    choose_rows();
    for (std::size_t row = 0; row < chart_.rows.size(); ++row) add(chart_.rows[row], static_cast<std::uint32_t>(row));
    add_lives();
    return std::move(chart_);
  }

 private:
  bool is_shown(ProcessIndex index) const { return index != kNoProcess && (question_.show_system || !history_.process(index).is_system); }

  void choose_lanes() {
    for (const ProcessIndex pinned : question_.lanes) {
      if (std::find(chart_.lanes.begin(), chart_.lanes.end(), place(pinned)) == chart_.lanes.end()) chart_.lanes.push_back(place(pinned));
    }
    if (chart_.lanes.empty()) {
      // Who talked last talks most: an event's weight fades with its distance.
      std::unordered_map<ProcessIndex, double> weights;
      std::size_t sendings = 0;
      for (EventId id = last_; id >= first_ && id > 0 && sendings < question_.row_count_max * 2; --id) {
        const EventKind kind = history_.event(id).kind;
        if (!is_sending(kind) && kind != EventKind::child_restarted) continue;
        const ProcessIndex from = history_.subject(id), to = history_.object(id);
        if (!is_shown(from) || !is_shown(to) || place(from) == place(to)) continue;
        const double weight = 1.0 / static_cast<double>(++sendings + 4);
        weights[place(from)] += weight;
        weights[place(to)] += weight;
      }
      std::vector<std::pair<double, ProcessIndex>> order;
      for (const auto& [index, weight] : weights) order.emplace_back(-weight, index);
      std::sort(order.begin(), order.end());
      if (order.size() > question_.lane_count_max) order.resize(question_.lane_count_max);
      for (const auto& [weight, index] : order) chart_.lanes.push_back(index);
      std::sort(chart_.lanes.begin(), chart_.lanes.end());
    }
    for (std::size_t i = 0; i < chart_.lanes.size(); ++i) lane_of_[chart_.lanes[i]] = static_cast<std::uint32_t>(i);
  }

  /// A process and those that replace it are one for the chart.
  ProcessIndex place(ProcessIndex index) const { return history_.process(index).place; }
  bool has_lane(ProcessIndex index) const { return index != kNoProcess && lane_of_.contains(place(index)); }
  std::uint32_t lane(ProcessIndex index) { return lane_of_[place(index)]; }

  bool concerns(EventId id) const {
    const EventKind kind = history_.event(id).kind;
    if (is_sending(kind)) {
      return has_lane(history_.subject(id)) && has_lane(history_.object(id)) &&
             place(history_.subject(id)) != place(history_.object(id));
    }
    if (kind == EventKind::message_received) {
      const EventId cause = history_.event(id).cause;
      return cause != 0 && is_sending(history_.event(cause).kind) && concerns(cause);
    }
    if (kind == EventKind::child_restarted) return has_lane(history_.object(id));
    return is_mark(kind) && has_lane(history_.subject(id));
  }

  void choose_rows() {
    for (EventId id = last_; id >= first_ && id > 0 && chart_.rows.size() < question_.row_count_max; --id) {
      if (concerns(id)) chart_.rows.push_back(id);
    }
    std::reverse(chart_.rows.begin(), chart_.rows.end());
    for (std::size_t row = 0; row < chart_.rows.size(); ++row) row_of_[chart_.rows[row]] = static_cast<std::uint32_t>(row);
  }

  void add(EventId id, std::uint32_t row) {
    const EventKind kind = history_.event(id).kind;
    if (is_sending(kind)) {
      ChartArrow arrow{.event = id,
                       .from_lane = lane(history_.subject(id)),
                       .to_lane = lane(history_.object(id)),
                       .from_row = row,
                       .to_row = static_cast<std::uint32_t>(chart_.rows.size())};
      const auto received = row_of_.find(history_.received_by(id));
      arrow.is_received = received != row_of_.end();
      if (arrow.is_received) arrow.to_row = received->second;
      // Exit signals are no messages: they arrive with the sending, as far as anybody can see.
      if (!arrow.is_received && kind == EventKind::exit_sent) {
        arrow.is_received = true;
        arrow.to_row = row;
      }
      const EventId died = history_.process(history_.object(id)).exited;
      if (!arrow.is_received && died != 0 && died <= last_) {
        arrow.is_lost = true;
        arrow.to_row = std::max(row, row_from(died));
      }
      chart_.arrows.push_back(arrow);
      return;
    }
    switch (kind) {
      case EventKind::process_spawned: mark(id, row, ChartMarkKind::spawned, history_.subject(id)); break;
      case EventKind::process_exited:
        mark(id, row, is_calm_reason(history_.event(id).text) ? ChartMarkKind::exited : ChartMarkKind::crashed, history_.subject(id));
        break;
      case EventKind::child_restarted: mark(id, row, ChartMarkKind::restarted, history_.object(id)); break;
      case EventKind::timer_fired: mark(id, row, ChartMarkKind::timer, history_.subject(id)); break;
      case EventKind::output: mark(id, row, ChartMarkKind::output, history_.subject(id)); break;
      default: break;
    }
  }

  void mark(EventId id, std::uint32_t row, ChartMarkKind kind, ProcessIndex process) {
    chart_.marks.push_back({.event = id, .kind = kind, .lane = lane(process), .row = row});
  }

  std::uint32_t row_from(EventId id) const {
    return static_cast<std::uint32_t>(std::lower_bound(chart_.rows.begin(), chart_.rows.end(), id) - chart_.rows.begin());
  }

  void add_life(ProcessIndex index) {
    const ProcessFacts& process = history_.process(index);
    if (process.spawned > last_) return;
    const std::uint32_t end = static_cast<std::uint32_t>(chart_.rows.size());
    const std::uint32_t born = process.spawned == 0 ? 0 : row_from(process.spawned);
    const std::uint32_t died = process.exited == 0 || process.exited > last_ ? end : row_from(process.exited);
    if (born < died || process.exited == 0) chart_.lives.push_back({.lane = lane(index), .first_row = born, .last_row = died});
  }

  /// All processes of a lane that are seen in the rows, and the head: the last of them.
  void add_lives() {
    std::vector<ProcessIndex> seen = chart_.lanes;
    for (const EventId id : chart_.rows) {
      for (const ProcessIndex index : {history_.subject(id), history_.object(id)}) {
        if (has_lane(index)) seen.push_back(index);
      }
    }
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const ProcessIndex index : seen) {
      add_life(index);
      const EventId spawned = history_.process(index).spawned;
      if (spawned <= last_) chart_.lanes[lane(index)] = index;
    }
  }

  const History& history_;
  const ChartQuestion& question_;
  EventId first_ = 1, last_ = 0;
  Chart chart_;
  std::unordered_map<ProcessIndex, std::uint32_t> lane_of_;
  std::unordered_map<EventId, std::uint32_t> row_of_;
};

}  // namespace

Chart sequence_chart(const History& history, const ChartQuestion& question) { return ChartBuilder(history, question).build(); }

}  // namespace respawn::observer
