#include "observer/panels/tree_panel.hpp"

#include <cmath>

#include "observer/model/time_text.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr float kZoomMin = 0.12f, kZoomMax = 3;
constexpr float kMargin = 22, kLegend = 24;       // points around the tree and below it
constexpr float kFitMin = 0.55f, kFitMax = 1.25f;  // smaller than this nobody can read: the camera stays close and shows a part

}  // namespace

void TreePanel::clear() {
  motion_ = TreeMotion();
  spots_.clear();
  cursor_ = ~EventId{0};
  has_camera_ = false;
}

void TreePanel::make_tree(const PanelContext& context) {
  const UiState& ui = context.ui;
  const bool is_same = cursor_ == context.feed.cursor() && epoch_ == context.feed.epoch() && search_ == ui.tree.search &&
                       folded_count_ == ui.tree.folded.size() && shows_system_ == ui.show_system;
  if (is_same) return;
  cursor_ = context.feed.cursor();
  epoch_ = context.feed.epoch();
  search_ = ui.tree.search;
  folded_count_ = ui.tree.folded.size();
  shows_system_ = ui.show_system;
  TreeOptions options = ui.tree;
  options.show_system = ui.show_system;
  tree_ = build_tree(context.history(), context.scene(), options);
  is_new_tree_ = true;
  spots_.clear();
  for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i) {
    const TreeNode& node = tree_.nodes[i];
    if (!node.is_herd()) spots_[node.process] = {i, kNoCell};
    for (std::uint32_t cell = 0; cell < node.herd.size(); ++cell) spots_[node.herd[cell]] = {i, cell};
  }
}

float TreePanel::fitting_zoom(const PanelContext& context, const Box& screen, const Box& bounds) const {
  const float points = context.em(1) / 18;  // the tree's points are those of an 18 pixel font
  const float margin = kMargin * points;
  const float wide = (screen.width - 2 * margin) / std::max(1.0f, bounds.width);
  const float high = (screen.height - 2 * margin - kLegend * points) / std::max(1.0f, bounds.height);
  return std::min(wide, high);
}

void TreePanel::choose_shape(const PanelContext& context, const Box& screen) {
  if (!is_new_tree_ && screen.width == shape_width_ && screen.height == shape_height_) return;
  is_new_tree_ = false;
  shape_width_ = screen.width;
  shape_height_ = screen.height;
  // The shape in which the cards are largest; a narrow one says less, and the one that is there has an advantage, so that a small
  // change turns nothing over.
  const float limit = kFitMax * context.em(1) / 18;
  const TreeMetrics before = metrics_;
  float best = -1;
  for (const std::uint32_t columns : {1U, 2U, 3U, 4U, 6U}) {
    bool has_families = columns == 1;
    for (const CardShape shape : kCardShapes) {
      TreeMetrics metrics = metrics_of(shape);
      metrics.leaf_columns = columns;
      TreeLayout layout = layout_tree(tree_, metrics);
      has_families = has_families || !layout.families.empty();
      if (!has_families) break;
      const float size = std::min(limit, fitting_zoom(context, screen, layout.bounds));
      // Where nothing can be read whole, whatever shows most of it is best.
      const bool is_readable = size >= kFitMin * context.em(1) / 18;
      const float said = !is_readable ? 1.0f : shape == CardShape::brief ? 0.7f : shape == CardShape::narrow || shape == CardShape::slim ? 0.85f : 1.0f;
      const float worth = size * said * (columns > 1 && is_readable ? 0.8f : 1.0f) *
                          (shape == before.shape && columns == before.leaf_columns ? 1.1f : 1.0f);
      if (worth <= best) continue;
      best = worth;
      metrics_ = metrics;
      layout_ = std::move(layout);
    }
    if (!has_families) break;
  }
}

void TreePanel::draw(PanelContext& context) {
  make_tree(context);
  draw_controls(context);
  const ImVec2 corner = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  if (size.x < 20 || size.y < 20) return;
  const Box screen{corner.x, corner.y, size.x, size.y};
  corner_ = {corner.x, corner.y};
  choose_shape(context, screen);
  motion_.update(context.scene(), tree_, layout_, context.frame_seconds, context.is_at_once);
  ImGui::InvisibleButton("tree canvas", size, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  take_input(context, screen);
  move_camera(context, screen);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(corner, ImVec2(screen.right(), screen.bottom()), true);
  draw_edges(context, list);
  if (context.ui.show_links) draw_relations(context, list);
  replaced_.clear();
  for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i) draw_node(context, list, i);
  draw_replaced_pids(context, list);
  if (!context.feed.status().is_playing) draw_current_event(context, list);
  if (context.ui.show_messages) draw_flights(context, list);
  if (tree_.nodes.empty()) {
    const std::string_view said = context.history().count() == 0 ? "Nothing has happened yet." : "No process of the program is alive here.";
    const float width = text_width(context.fonts.large, context.em(1.2f), said);
    list.AddText(context.fonts.large, context.em(1.2f), ImVec2(corner.x + (size.x - width) / 2, corner.y + size.y * 0.42f), context.theme.muted,
                 said.data(), said.data() + said.size());
  }
  draw_legend(context, screen);
  list.PopClipRect();
}

Box TreePanel::on_screen(const Box& box) const {
  return {corner_.x + (box.x - pan_.x) * zoom_, corner_.y + (box.y - pan_.y) * zoom_, box.width * zoom_, box.height * zoom_};
}

void TreePanel::move_camera(PanelContext& context, const Box& screen) {
  camera_moves_ = false;
  const float points = context.em(1) / 18;  // the tree's points are those of an 18 pixel font
  const Box& bounds = layout_.bounds;
  if (!context.ui.fit_tree || bounds.width <= 0) {
    if (!has_camera_) zoom_ = points;
    has_camera_ = true;
    return;
  }
  const float margin = kMargin * points, legend = kLegend * points;
  const float zoom = std::clamp(fitting_zoom(context, screen, bounds), kFitMin * points, kFitMax * points);
  Point pan{bounds.x - (screen.width / zoom - bounds.width) / 2, bounds.y - ((screen.height - legend) / zoom - bounds.height) / 2};
  // What does not fit is shown where the selection is, or else around its root.
  const auto spot = spots_.find(context.ui.selected);
  const Point middle = layout_.boxes[spot == spots_.end() ? 0 : spot->second.node].center();
  const float width = screen.width / zoom, height = (screen.height - legend) / zoom, air = margin / zoom;
  if (bounds.width + air > width) pan.x = std::clamp(middle.x - width / 2, bounds.x - air, std::max(bounds.x - air, bounds.right() - width + air));
  if (bounds.height + air > height) pan.y = std::clamp(middle.y - height / 2, bounds.y - air, std::max(bounds.y - air, bounds.bottom() - height + air));
  const float share = context.is_at_once || !has_camera_ ? 1 : 1 - std::exp2(-context.frame_seconds / 0.09f);
  has_camera_ = true;
  zoom_ = mixed(zoom_, zoom, share);
  pan_ = {mixed(pan_.x, pan.x, share), mixed(pan_.y, pan.y, share)};
  if (std::abs(zoom_ - zoom) > 0.002f * zoom || std::abs(pan_.x - pan.x) + std::abs(pan_.y - pan.y) > 0.5f) {
    camera_moves_ = true;
  } else {
    zoom_ = zoom;
    pan_ = pan;
  }
}

void TreePanel::take_input(PanelContext& context, const Box& screen) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered && io.MouseWheel != 0) {
    const float factor = std::pow(1.15f, io.MouseWheel);
    const float zoom = std::clamp(zoom_ * factor, kZoomMin, kZoomMax);
    const Point mouse{(io.MousePos.x - screen.x) / zoom_ + pan_.x, (io.MousePos.y - screen.y) / zoom_ + pan_.y};
    pan_ = {mouse.x - (io.MousePos.x - screen.x) / zoom, mouse.y - (io.MousePos.y - screen.y) / zoom};
    zoom_ = zoom;
    context.ui.fit_tree = false;
  }
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, 4)) {
    pan_.x -= io.MouseDelta.x / zoom_;
    pan_.y -= io.MouseDelta.y / zoom_;
    context.ui.fit_tree = false;
  }
  if (!is_hovered) return;
  std::uint32_t node = TreeNode::kNoParent;
  const ProcessIndex process = process_at({io.MousePos.x, io.MousePos.y}, node);
  if (node != TreeNode::kNoParent && process != kNoProcess) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const TreeNode& found = tree_.nodes[node];
    const bool can_fold = found.process == process && found.has_children;
    if (ImGui::IsMouseReleased(0) && ImGui::GetMouseDragDelta(0).x == 0 && ImGui::GetMouseDragDelta(0).y == 0) {
      select_process(context, process);
      shown_ = process;
    }
    if (can_fold && (ImGui::IsMouseDoubleClicked(0) || ImGui::IsMouseClicked(1))) {
      const ProcessIndex place = context.scene().process(process).place;
      if (context.ui.tree.folded.erase(place) == 0) context.ui.tree.folded.insert(place);
    }
    if (found.is_herd()) {
      const ProcessState& state = context.scene().process(process);
      ImGui::SetTooltip("%s\n%s, %u in its mailbox", shown_title(context, process).c_str(),
                        std::string(liveness_text(state.liveness)).c_str(), state.mailbox_length);
    }
  } else if (ImGui::IsMouseDoubleClicked(0)) {
    context.ui.fit_tree = true;
  }
}

ProcessIndex TreePanel::process_at(Point point, std::uint32_t& node) const {
  for (std::uint32_t i = static_cast<std::uint32_t>(tree_.nodes.size()); i-- > 0;) {
    const Box box = on_screen(motion_.boxes()[i].box);
    if (!box.contains(point)) continue;
    node = i;
    if (!tree_.nodes[i].is_herd()) return tree_.nodes[i].process;
    for (std::size_t cell = 0; cell < tree_.nodes[i].herd.size(); ++cell) {
      const Box inside = on_screen(herd_cell(metrics_, motion_.boxes()[i].box, tree_.nodes[i].herd.size(), cell));
      if (inside.contains(point)) return tree_.nodes[i].herd[cell];
    }
    return kNoProcess;
  }
  return kNoProcess;
}

bool TreePanel::find_box(const Scene& scene, ProcessIndex process, Box& box) const {
  constexpr int kDepthMax = 64;
  for (int depth = 0; process != kNoProcess && depth < kDepthMax; ++depth) {
    const auto spot = spots_.find(process);
    if (spot != spots_.end()) {
      const Box& whole = motion_.boxes()[spot->second.node].box;
      box = on_screen(spot->second.cell == kNoCell ? whole
                                                   : herd_cell(metrics_, whole, tree_.nodes[spot->second.node].herd.size(), spot->second.cell));
      return true;
    }
    // One that was replaced meanwhile stands where its replacement stands.
    const ProcessState& state = scene.process(process);
    process = state.liveness == Liveness::dead && state.replaced_by != kNoProcess ? state.replaced_by : state.parent;
  }
  return false;
}

void TreePanel::draw_controls(PanelContext& context) {
  UiState& ui = context.ui;
  // Beside the tabs, where there is room anyway: the tree needs every line.
  const ImVec2 below = ImGui::GetCursorPos();
  const float right = below.x + ImGui::GetContentRegionAvail().x, gap = ImGui::GetStyle().ItemSpacing.x;
  const auto button = [&](const char* label) { return ImGui::CalcTextSize(label).x + ImGui::GetStyle().FramePadding.x * 2 + gap; };
  const float buttons = button("messages") + button("links") + button("system") + ImGui::GetFrameHeight() * 1.25f;
  const float tabs = context.em(18);
  const float search = std::clamp(right - below.x - tabs - buttons - gap, context.em(3), context.em(10));
  const bool is_beside = right - below.x > tabs + buttons + search;
  if (is_beside) ImGui::SetCursorPos(ImVec2(right - buttons - search - gap, below.y - ImGui::GetFrameHeight() - gap));
  if (ui.focus_search) ImGui::SetKeyboardFocusHere();
  ui.focus_search = false;
  input_line("##tree search", "search  /", ui.tree.search, search);
  tip("Processes that do not match are drawn faintly  (/)");
  ImGui::SameLine();
  toggle_button(context, "messages", ui.show_messages, "Show messages on their way  (M)");
  ImGui::SameLine();
  toggle_button(context, "links", ui.show_links, "Show links and monitors  (L)");
  ImGui::SameLine();
  toggle_button(context, "system", ui.show_system, "Show the runtime's own processes  (S)");
  ImGui::SameLine();
  if (sign_button(context, "fit", Sign::fit, "Show the whole tree  (0)", true, ui.fit_tree)) ui.fit_tree = true;
  if (is_beside) ImGui::SetCursorPos(below);
}

void TreePanel::draw_legend(PanelContext& context, const Box& screen) const {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float size = context.em(0.78f);
  float x = screen.x + context.em(0.6f);
  const float y = screen.bottom() - size * 1.7f;
  list.AddRectFilled(ImVec2(screen.x, y - size * 0.4f), ImVec2(screen.right(), screen.bottom()), context.theme.panel);
  const auto entry = [&](ImU32 colour, std::string_view text) {
    list.AddRectFilled(ImVec2(x, y + size * 0.2f), ImVec2(x + size * 0.34f, y + size * 1.05f), colour, size * 0.12f);
    x += size * 0.6f;
    list.AddText(context.fonts.text, size, ImVec2(x, y), context.theme.muted, text.data(), text.data() + text.size());
    x += text_width(context.fonts.text, size, text) + size * 1.1f;
  };
  for (const Liveness liveness : {Liveness::running, Liveness::ready, Liveness::waiting, Liveness::suspended, Liveness::dead}) {
    entry(liveness_colour(context.theme, liveness), liveness_text(liveness));
  }
  entry(context.theme.supervisor, "supervisor");
  entry(context.theme.message, "message");
  if (tree_.hidden_system_count > 0) entry(context.theme.line, count_text(tree_.hidden_system_count) + " of the runtime hidden");
}

}  // namespace respawn::observer
