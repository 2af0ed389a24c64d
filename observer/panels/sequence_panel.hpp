#pragma once
/// The message sequence chart: who talked to whom before the cursor, and in what order.

#include "observer/model/sequence_chart.hpp"
#include "observer/panels/panel.hpp"

namespace respawn::observer {

class SequencePanel {
 public:
  void draw(PanelContext& context);
  void clear() { cursor_ = ~EventId{0}; }

 private:
  void draw_controls(PanelContext& context);
  void draw_chart(PanelContext& context);

  Chart chart_;
  EventId cursor_ = ~EventId{0};
  std::uint64_t epoch_ = 0;
  std::vector<ProcessIndex> pinned_;
  bool shows_system_ = false;
  bool is_new_ = true;  // the cursor has moved: its end is to be seen
};

}  // namespace respawn::observer
