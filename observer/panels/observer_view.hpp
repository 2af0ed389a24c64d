#pragma once
/// ObserverView: one whole frame: reads the run, lays out and draws every panel, carries out what the user wished.
///
/// Needs a Dear ImGui context between NewFrame and Render, and nothing else: a window, a picture without a screen and a test use
/// the same. Frame cost goes with what is visible.
///
/// Thread: the one of the ImGui context.

#include <optional>

#include "observer/model/overview.hpp"
#include "observer/panels/lists.hpp"
#include "observer/panels/sequence_panel.hpp"
#include "observer/panels/toolbar.hpp"
#include "observer/panels/tree_panel.hpp"

namespace respawn::observer {

class ObserverView {
 public:
  explicit ObserverView(WatchedRun& run) : run_(run), feed_(run), views_(run) {}

  struct Clock {
    double now_seconds = 0;
    float frame_seconds = 0;
    bool is_at_once = false;  // nothing glides: the first picture is as good as the tenth
  };

  /// Reads what is new in the run; before `draw`. True if there is something to draw.
  bool update();
  void draw(const Fonts& fonts, const Clock& clock);

  /// Something moves or is to be read yet: draw again soon although nothing happens.
  bool is_busy(double now_seconds) const;

  UiState& ui() { return ui_; }
  const Feed& feed() const { return feed_; }

 private:
  void keep_selection();
  void follow_restarts();
  void draw_main(PanelContext& context, ImVec2 size);
  void draw_lower(PanelContext& context, ImVec2 size);
  void carry_out_commands();
  void note_jump(const Command& command);
  bool insist_on_going_back();

  WatchedRun& run_;
  Feed feed_;
  ViewCache views_;
  Stage stage_;
  UiState ui_;
  TimeBarPanel time_bar_;
  TreePanel tree_;
  SequencePanel sequence_;
  ProcessesPanel processes_;
  OverviewKeeper overview_;
  EventsPanel events_;
  ConsolePanel console_;
  /// A seek to before `from` that is not known to have got there.
  struct BackSeek {
    EventId from = 0, target = 0, distance = 1;
  };
  std::optional<BackSeek> back_seek_;
  bool was_dragged_ = false;
  std::vector<EventId> jumped_from_;  // cursors before seeks, the latest last
  std::uint64_t epoch_ = 0;
  bool reads_again_ = false;  // a past that was seen already, behind a fork
  float detail_share_ = 0.3f, lower_share_ = 0.27f;
};

}  // namespace respawn::observer
