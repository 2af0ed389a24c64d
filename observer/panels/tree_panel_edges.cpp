// Edges of the tree panel, links and monitors, messages on their way, and the event that the world stands behind.

#include <cmath>

#include "observer/model/term_text.hpp"
#include "observer/panels/tree_panel.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

/// A cubic curve from one box to another, leaving and entering where it looks natural.
struct Curve {
  ImVec2 a, b, c, d;

  ImVec2 at(float t) const {
    const float u = 1 - t, k0 = u * u * u, k1 = 3 * u * u * t, k2 = 3 * u * t * t, k3 = t * t * t;
    return ImVec2(k0 * a.x + k1 * b.x + k2 * c.x + k3 * d.x, k0 * a.y + k1 * b.y + k2 * c.y + k3 * d.y);
  }
  void draw(ImDrawList& list, ImU32 colour, float thickness) const { list.AddBezierCubic(a, b, c, d, colour, thickness); }
  void draw_dashed(ImDrawList& list, ImU32 colour, float thickness, float dash) const {
    const float length = std::hypot(d.x - a.x, d.y - a.y) * 1.1f;
    const int count = std::max(2, static_cast<int>(length / (dash * 2)));
    for (int i = 0; i < count; ++i) {
      const float from = static_cast<float>(i) / static_cast<float>(count);
      list.AddLine(at(from), at(from + 0.5f / static_cast<float>(count)), colour, thickness);
    }
  }
};

/// From a parent's right side to its child's left side.
Curve edge_curve(const Box& parent, const Box& child) {
  const ImVec2 a(parent.right(), parent.center().y), d(child.x, child.center().y);
  const float bend = std::max(8.0f, (d.x - a.x) * 0.5f);
  return {a, ImVec2(a.x + bend, a.y), ImVec2(d.x - bend, d.y), d};
}

/// From anything to anything. Between neighbours in a column it swings out to the side; along a tree edge it follows the edge.
Curve message_curve(const Box& from, const Box& to) {
  if (from.right() < to.x) return edge_curve(from, to);
  if (to.right() < from.x) {
    const Curve edge = edge_curve(to, from);
    return {edge.d, edge.c, edge.b, edge.a};
  }
  const bool is_down = from.center().y < to.center().y;
  const ImVec2 a(from.right(), from.center().y + (is_down ? 6.0f : -6.0f)), d(to.right(), to.center().y + (is_down ? -6.0f : 6.0f));
  const float swing = std::clamp(std::abs(d.y - a.y) * 0.4f, 26.0f, 140.0f);
  const float right = std::max(a.x, d.x) + swing;
  return {a, ImVec2(right, a.y), ImVec2(right, d.y), d};
}

void draw_tip(ImDrawList& list, const Curve& curve, ImU32 colour, float size) {
  const ImVec2 end = curve.at(1), before = curve.at(0.94f);
  const float length = std::max(0.01f, std::hypot(end.x - before.x, end.y - before.y));
  const float dx = (end.x - before.x) / length, dy = (end.y - before.y) / length;
  list.AddTriangleFilled(end, ImVec2(end.x - dx * size - dy * size * 0.55f, end.y - dy * size + dx * size * 0.55f),
                         ImVec2(end.x - dx * size + dy * size * 0.55f, end.y - dy * size - dx * size * 0.55f), colour);
}

ImU32 sending_colour(const Theme& theme, const Event& event) {
  if (event.kind == EventKind::message_sent) return theme.message;
  return is_calm_reason(event.text) ? theme.muted : theme.bad;
}

void draw_caption(const PanelContext& context, ImDrawList& list, ImVec2 middle, ImU32 colour, std::string_view text, float size, float opacity) {
  const std::string said = shortened(text, 34);
  const float width = text_width(context.fonts.mono, size, said), pad = size * 0.45f;
  ImVec2 low(middle.x - width / 2 - pad, middle.y - size * 0.75f);
  // Inside of the panel, whatever it belongs to.
  low.x = std::clamp(low.x, list.GetClipRectMin().x + 2, std::max(list.GetClipRectMin().x + 2, list.GetClipRectMax().x - width - 2 * pad - 2));
  const ImVec2 high(low.x + width + 2 * pad, low.y + size * 1.5f);
  list.AddRectFilled(low, high, with_alpha(context.theme.background, 0.93f * opacity), size * 0.5f);
  list.AddRect(low, high, with_alpha(colour, 0.8f * opacity), size * 0.5f, 0, 1.3f);
  list.AddText(context.fonts.mono, size, ImVec2(low.x + pad, low.y + size * 0.22f), with_alpha(colour, opacity), said.data(), said.data() + said.size());
}

}  // namespace

Box TreePanel::family_frame(const LeafFamily& family) const {
  Box frame = motion_.boxes()[family.first].box;
  for (std::uint32_t i = 1; i < family.count; ++i) {
    const Box& box = motion_.boxes()[family.first + i].box;
    const float right = std::max(frame.right(), box.right()), bottom = std::max(frame.bottom(), box.bottom());
    frame.x = std::min(frame.x, box.x);
    frame.y = std::min(frame.y, box.y);
    frame.width = right - frame.x;
    frame.height = bottom - frame.y;
  }
  const float margin = metrics_.family_margin;
  return on_screen({frame.x - margin, frame.y - margin, frame.width + 2 * margin, frame.height + 2 * margin});
}

void TreePanel::draw_family(const PanelContext& context, ImDrawList& list, const Box& frame, float opacity) const {
  const ImVec2 low(frame.x, frame.y), high(frame.right(), frame.bottom());
  list.AddRectFilled(low, high, with_alpha(context.theme.raised, 0.35f * opacity), 10 * zoom_);
  list.AddRect(low, high, with_alpha(context.theme.line, opacity), 10 * zoom_, 0, 1.2f * std::max(zoom_, 0.6f));
}

void TreePanel::draw_edges(const PanelContext& context, ImDrawList& list) const {
  const Theme& theme = context.theme;
  const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
  auto family = layout_.families.begin();
  for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i) {
    const TreeNode& node = tree_.nodes[i];
    Box to = on_screen(motion_.boxes()[i].box);
    if (family != layout_.families.end() && family->first == i) {
      // Leaves in columns have a frame, and one edge leads there.
      to = family_frame(*family);
      draw_family(context, list, to, motion_.boxes()[i].opacity);
      i += family->count - 1;
      ++family;
    }
    if (node.parent == TreeNode::kNoParent) continue;
    const Box from = on_screen(motion_.boxes()[node.parent].box);
    if (std::max(from.bottom(), to.bottom()) < low.y || std::min(from.y, to.y) > high.y || to.x < low.x || from.right() > high.x) continue;
    const Curve curve = edge_curve(from, to);
    const bool is_supervised = node.is_herd() || context.scene().process(node.process).is_supervised;
    const float opacity = motion_.boxes()[i].opacity * (node.matches ? 1.0f : 0.4f);
    if (is_supervised) {
      curve.draw(list, with_alpha(mixed_colour(theme.line, theme.supervisor, 0.45f), opacity), 2.2f * std::max(zoom_, 0.6f));
    } else {
      curve.draw_dashed(list, with_alpha(theme.line, opacity), 1.6f * std::max(zoom_, 0.6f), 5 * zoom_);
    }
  }
}

void TreePanel::draw_relations(const PanelContext& context, ImDrawList& list) const {
  const Scene& scene = context.scene();
  const auto draw = [&](ProcessIndex a, ProcessIndex b, bool is_link) {
    Box from, to;
    if (!spots_.contains(a) || !spots_.contains(b) || !find_box(scene, a, from) || !find_box(scene, b, to)) return;
    // The tree's own edges are links nearly always; drawing them twice would hide the others.
    if (is_link && (scene.process(a).parent == b || scene.process(b).parent == a)) return;
    const Curve curve = message_curve(from, to);
    if (is_link) {
      curve.draw(list, with_alpha(context.theme.timer, 0.85f), 2.0f * std::max(zoom_, 0.6f));
      return;
    }
    curve.draw_dashed(list, with_alpha(context.theme.warning, 0.85f), 1.8f * std::max(zoom_, 0.6f), 4 * zoom_);
    draw_tip(list, curve, with_alpha(context.theme.warning, 0.9f), 9 * zoom_);
  };
  for (const TreeNode& node : tree_.nodes) {
    if (node.is_herd()) continue;
    for (const ProcessIndex other : older_links(scene, node.process)) draw(node.process, other, true);
    for (const ProcessIndex other : watched(scene, node.process)) draw(node.process, other, false);
  }
}

void TreePanel::draw_flights(const PanelContext& context, ImDrawList& list) const {
  const std::vector<Flight> flights = context.stage.flights(context.now_seconds);
  constexpr std::size_t kCaptionsMax = 4;
  std::vector<Box> captions;
  const float unit = std::max(zoom_, 0.55f);
  for (auto flight = flights.rbegin(); flight != flights.rend(); ++flight) {
    const Event& event = context.history().event(flight->event);
    const ImU32 colour = sending_colour(context.theme, event);
    Box from, to;
    const bool has_from = find_box(context.scene(), flight->from, from);
    if (!find_box(context.scene(), flight->to, to)) continue;
    if (!has_from) from = {to.x - 60 * unit, to.y - 40 * unit, 1, 1};
    const Curve curve = message_curve(from, to);
    const float eased = flight->progress * flight->progress * (3 - 2 * flight->progress);
    const float opacity = std::min(1.0f, std::min(flight->progress, 1 - flight->progress) * 8);
    curve.draw(list, with_alpha(colour, 0.35f * opacity), 2 * unit);
    constexpr int kTail = 6;
    for (int i = kTail; i >= 0; --i) {
      const float t = std::max(0.0f, eased - 0.035f * static_cast<float>(i));
      const float share = 1 - static_cast<float>(i) / (kTail + 1);
      list.AddCircleFilled(curve.at(t), (2.5f + 4.5f * share) * unit, with_alpha(colour, share * share));
    }
    // A caption over another one says nothing; the later message has the word.
    const ImVec2 dot = curve.at(eased);
    const Box caption{dot.x - 90 * unit, dot.y - 32 * unit, 180 * unit, 26 * unit};
    const bool is_free = std::none_of(captions.begin(), captions.end(), [&](const Box& other) { return other.overlaps(caption); });
    const bool is_told = !context.feed.status().is_playing && flight->event == context.feed.cursor();
    if (captions.size() < kCaptionsMax && is_free && !is_told) {
      captions.push_back(caption);
      draw_caption(context, list, ImVec2(dot.x, dot.y - 19 * unit), colour,
                   event.kind == EventKind::message_sent ? message_caption(event.text) : reason_caption(event.text),
                   std::max(14 * unit, context.em(0.66f)), opacity);
    }
  }
}

void TreePanel::draw_current_event(const PanelContext& context, ImDrawList& list) const {
  const EventId id = context.feed.cursor();
  if (id == 0) return;
  const Event& event = context.history().event(id);
  const ProcessIndex subject = context.history().subject(id), object = context.history().object(id);
  const float unit = std::max(zoom_, 0.55f);
  Box from, to;
  const bool is_sending = event.kind == EventKind::message_sent || event.kind == EventKind::exit_sent || event.kind == EventKind::down_sent;
  if (is_sending && subject != object && find_box(context.scene(), subject, from) && find_box(context.scene(), object, to) && !(from == to)) {
    const ImU32 colour = sending_colour(context.theme, event);
    const Curve curve = message_curve(from, to);
    curve.draw(list, colour, 3 * unit);
    draw_tip(list, curve, colour, 13 * unit);
    draw_caption(context, list, curve.at(0.5f), colour, event.kind == EventKind::message_sent ? message_caption(event.text) : reason_caption(event.text),
                 std::max(15 * unit, context.em(0.72f)), 1);
    return;
  }
  if (!find_box(context.scene(), subject, from)) return;
  const ImU32 colour = tone_colour(context.theme, tone(context.history(), id));
  const float out = 6 * unit;
  list.AddRect(ImVec2(from.x - out, from.y - out), ImVec2(from.right() + out, from.bottom() + out), with_alpha(colour, 0.9f), 12 * unit, 0, 2 * unit);
}

}  // namespace respawn::observer
