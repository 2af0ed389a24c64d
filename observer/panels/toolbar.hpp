#pragma once
/// The run's controls: play, step, speed, fork; the time bar; and the sentence of the event that the world stands behind.

#include "observer/model/time_bar.hpp"
#include "observer/panels/panel.hpp"

namespace respawn::observer {

void draw_toolbar(PanelContext& context);

class TimeBarPanel {
 public:
  void draw(PanelContext& context);
  bool is_dragged() const { return is_dragged_; }

 private:
  void take_input(PanelContext& context, float left, float width);

  TimeBar bar_;
  EventId wanted_ = 0;
  bool is_dragged_ = false;
};

/// "event 1,234 · 0.512 s · Client sends to Stack: call :pop".
void draw_sentence(PanelContext& context);

}  // namespace respawn::observer
