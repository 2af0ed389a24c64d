#include "observer/model/process_rows.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "observer/model/term_text.hpp"
#include "observer/model/text_search.hpp"

namespace respawn::observer {
namespace {

struct Keyed {
  ProcessIndex index = kNoProcess;
  std::int64_t number = 0;
  std::string text;
};

Keyed key_of(const History& history, const Scene& scene, ProcessIndex index, ProcessColumn column) {
  const ProcessState& state = scene.process(index);
  Keyed key{.index = index, .number = 0, .text = {}};
  switch (column) {
    case ProcessColumn::name: key.text = title(history, scene, index); break;
    case ProcessColumn::pid: break;
    case ProcessColumn::status: key.number = static_cast<std::int64_t>(state.liveness); break;
    case ProcessColumn::mailbox: key.number = state.mailbox_length; break;
    case ProcessColumn::received: key.number = state.received_count; break;
    case ProcessColumn::sent: key.number = state.sent_count; break;
    case ProcessColumn::restarts: key.number = state.restart_count; break;
    case ProcessColumn::age: key.number = -static_cast<std::int64_t>(state.spawned); break;
    case ProcessColumn::supervisor:
      if (state.parent != kNoProcess) key.text = title(history, scene, state.parent);
      break;
  }
  return key;
}

bool passes(const TextFilter& filter, const History& history, const Scene& scene, ProcessIndex index) {
  if (filter.is_empty()) return true;
  const ProcessState& state = scene.process(index);
  std::string text = title(history, scene, index);
  const auto add = [&](std::string_view more) {
    text += ' ';
    text += more;
  };
  add(pid_text(history.process(index).pid));
  add(history.process(index).function);
  add(history.process(index).child_id);
  add(liveness_text(state.liveness));
  if (state.is_supervisor) text += " supervisor";
  return filter.passes(text, {{"mailbox", static_cast<double>(state.mailbox_length)},
                              {"received", static_cast<double>(state.received_count)},
                              {"sent", static_cast<double>(state.sent_count)},
                              {"restarts", static_cast<double>(state.restart_count)}});
}

}  // namespace

std::vector<ProcessIndex> process_rows(const History& history, const Scene& scene, const ProcessQuestion& question) {
  const TextFilter filter(question.filter);
  std::vector<Keyed> keyed;
  const auto consider = [&](ProcessIndex index) {
    if (!question.show_system && history.process(index).is_system) return;
    if (passes(filter, history, scene, index)) keyed.push_back(key_of(history, scene, index, question.column));
  };
  if (question.show_dead) {
    for (std::size_t i = 0; i < scene.process_count(); ++i) {
      if (scene.process(static_cast<ProcessIndex>(i)).liveness != Liveness::unborn) consider(static_cast<ProcessIndex>(i));
    }
  } else {
    keyed.reserve(scene.alive().size());
    for (std::size_t i = 0; i < scene.alive().size(); ++i) consider(scene.alive()[i]);
  }
  std::sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
    if (a.number != b.number) return question.descending ? a.number > b.number : a.number < b.number;
    if (const int order = a.text.compare(b.text); order != 0) return question.descending ? order > 0 : order < 0;
    return question.descending && question.column == ProcessColumn::pid ? a.index > b.index : a.index < b.index;
  });
  std::vector<ProcessIndex> rows;
  rows.reserve(keyed.size());
  for (const Keyed& key : keyed) rows.push_back(key.index);
  return rows;
}

void ProcessTable::update(const History& history, const Scene& scene, const ProcessQuestion& question, double now_seconds) {
  const bool is_new_question = !(question == question_);
  if (!is_new_question && (scene.cursor() == cursor_ || now_seconds < next_time_)) return;
  const Nanoseconds begin = monotonic_now();
  rows_ = process_rows(history, scene, question);
  constexpr double kShare = 20;
  next_time_ = now_seconds + static_cast<double>(monotonic_now() - begin) / 1e9 * kShare;
  question_ = question;
  cursor_ = scene.cursor();
}

}  // namespace respawn::observer
