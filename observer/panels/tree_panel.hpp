#pragma once
/// The supervision tree, drawn live: processes as cards that glide, messages as dots on their way, crashes red and restarts green.
///
/// The camera shows the whole tree as large as fits, until the user drags or zooms; "fit" gives it back.

#include <unordered_map>

#include "observer/model/tree_motion.hpp"
#include "observer/panels/panel.hpp"

namespace respawn::observer {

class TreePanel {
 public:
  void draw(PanelContext& context);
  bool is_moving() const { return motion_.is_moving() || camera_moves_; }
  void clear();

 private:
  struct Spot {
    std::uint32_t node = 0;
    std::uint32_t cell = kNoCell;
  };
  static constexpr std::uint32_t kNoCell = ~std::uint32_t{0};

  void make_tree(const PanelContext& context);
  void choose_shape(const PanelContext& context, const Box& screen);
  float fitting_zoom(const PanelContext& context, const Box& screen, const Box& bounds) const;
  void move_camera(PanelContext& context, const Box& screen);
  void take_input(PanelContext& context, const Box& screen);
  void draw_controls(PanelContext& context);
  void draw_legend(PanelContext& context, const Box& screen) const;
  // ---- tree_panel_cards.cpp
  void draw_node(PanelContext& context, ImDrawList& list, std::uint32_t index);
  void draw_card(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, float opacity);
  void draw_herd(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, float opacity);
  void draw_overlays(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, const Flash& flash, float opacity);
  void draw_replaced_pids(PanelContext& context, ImDrawList& list) const;
  // ---- tree_panel_edges.cpp
  void draw_edges(const PanelContext& context, ImDrawList& list) const;
  void draw_family(const PanelContext& context, ImDrawList& list, const Box& frame, float opacity) const;
  void draw_relations(const PanelContext& context, ImDrawList& list) const;
  void draw_flights(const PanelContext& context, ImDrawList& list) const;
  void draw_current_event(const PanelContext& context, ImDrawList& list) const;

  Box on_screen(const Box& box) const;
  Box family_frame(const LeafFamily& family) const;
  /// Whether nothing of the tree is drawn there, and all of it can be seen.
  bool is_free(const ImDrawList& list, const Box& on_screen_box) const;
  /// Where a process is drawn: its card, its cell, or the nearest ancestor that is drawn. False: nowhere.
  bool find_box(const Scene& scene, ProcessIndex process, Box& box) const;
  ProcessIndex process_at(Point point, std::uint32_t& node) const;

  /// A card in this frame whose process has just taken another one's place.
  struct Replaced {
    ProcessIndex process = kNoProcess, old_process = kNoProcess;
    float share = 0;  // of the time in which that is shown
    Box box;
  };
  std::vector<Replaced> replaced_;

  TreeMetrics metrics_ = metrics_of(CardShape::tall);
  Tree tree_;
  TreeLayout layout_;
  TreeMotion motion_;
  std::unordered_map<ProcessIndex, Spot> spots_;

  EventId cursor_ = ~EventId{0};
  std::uint64_t epoch_ = 0;
  std::string search_;
  std::size_t folded_count_ = 0;
  bool shows_system_ = false;

  bool is_new_tree_ = true;
  float shape_width_ = 0, shape_height_ = 0;  // of the panel for which the shape of the cards was chosen

  Point corner_;          // of the panel on the screen
  Point pan_{};           // the tree's point in the panel's corner
  float zoom_ = 1;        // the tree's points to pixels
  bool camera_moves_ = false, has_camera_ = false;
  ProcessIndex shown_ = kNoProcess;  // the selection that was scrolled to last
};

}  // namespace respawn::observer
