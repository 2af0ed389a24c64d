// Cards and herds of the tree panel.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "observer/model/term_text.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/tree_panel.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr float kReadablePixels = 7;  // smaller letters cost and say nothing

ImVec2 vec(float x, float y) { return ImVec2(x, y); }

void dashed_rect(ImDrawList& list, const Box& box, ImU32 colour, float dash, float thickness) {
  const auto dashes = [&](float x0, float y0, float x1, float y1) {
    const float length = std::abs(x1 - x0) + std::abs(y1 - y0);
    for (float at = 0; at < length; at += dash * 2) {
      const float a = at / length, b = std::min(1.0f, (at + dash) / length);
      list.AddLine(vec(mixed(x0, x1, a), mixed(y0, y1, a)), vec(mixed(x0, x1, b), mixed(y0, y1, b)), colour, thickness);
    }
  };
  dashes(box.x, box.y, box.right(), box.y);
  dashes(box.right(), box.y, box.right(), box.bottom());
  dashes(box.right(), box.bottom(), box.x, box.bottom());
  dashes(box.x, box.bottom(), box.x, box.y);
}

/// "one_for_one, 3 in 5 s" of a supervisor.
std::string strategy_text(const History& history, const ProcessState& state) {
  if (state.supervisor_started == 0) return "supervisor";
  const Event& event = history.event(state.supervisor_started);
  const std::vector<std::string_view> parts = tuple_elements(event.text);
  std::string_view strategy = parts.size() == 2 ? parts[1] : std::string_view("supervisor");
  if (strategy.starts_with(':')) strategy.remove_prefix(1);
  return fmt::format("{} · max {} in {} s", strategy, event.number >> 32, event.number & 0xFFFFFFFF);
}

}  // namespace

void TreePanel::draw_node(PanelContext& context, ImDrawList& list, std::uint32_t index) {
  const MovingBox& moving = motion_.boxes()[index];
  const Box box = on_screen(moving.box);
  const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
  const float above = 20 * zoom_;
  if (box.right() < low.x || box.x > high.x || box.bottom() + above < low.y || box.y - above > high.y) return;
  const TreeNode& node = tree_.nodes[index];
  const float opacity = moving.opacity * (node.matches ? 1.0f : 0.28f);
  if (node.is_herd()) {
    draw_herd(context, list, node, box, opacity);
  } else {
    draw_card(context, list, node, box, opacity);
  }
}

void TreePanel::draw_card(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, float opacity) {
  const Theme& theme = context.theme;
  const ProcessState& state = context.scene().process(node.process);
  const ProcessFacts& facts = context.history().process(node.process);
  const bool is_dead = state.liveness == Liveness::dead;
  Flash flash = context.stage.flash(state.place, context.now_seconds);
  // What is green there was for one that came before it.
  if (is_dead) flash.restart = flash.old_process_share = 0;
  const float glow = context.stage.glow(node.process, context.now_seconds);
  const bool is_selected = context.ui.selected == node.process;
  const float unit = zoom_, rounding = 8 * unit;
  const ImVec2 low = vec(box.x, box.y), high = vec(box.right(), box.bottom());

  ImU32 back = is_dead ? mixed_colour(theme.panel, theme.background, 0.4f) : theme.node;
  if (state.is_supervisor && !is_dead) back = mixed_colour(back, theme.supervisor, theme.is_light ? 0.07f : 0.09f);
  ImU32 border = state.is_supervisor ? mixed_colour(theme.line, theme.supervisor, 0.75f) : theme.line;
  float thickness = (state.is_supervisor ? 1.8f : 1.3f) * std::max(unit, 0.7f);
  if (glow > 0) border = mixed_colour(border, theme.message, glow);
  // A colour that flashes also grows: red and green alone would not reach everybody in the room.
  const float heat = std::max(flash.crash, flash.is_restart_ahead && flash.crash > 0 ? flash.crash : flash.restart);
  const ImU32 heat_colour = flash.crash > 0 ? theme.bad : theme.good;
  if (heat > 0) {
    back = mixed_colour(back, heat_colour, 0.62f * heat);
    border = mixed_colour(border, heat_colour, std::min(1.0f, heat * 2));
    const float grow = 7 * unit * heat;
    list.AddRect(vec(box.x - grow, box.y - grow), vec(box.right() + grow, box.bottom() + grow), with_alpha(heat_colour, heat * 0.75f * opacity),
                 rounding + grow, 0, 3 * unit);
    thickness *= 1.6f;
  }
  list.AddRectFilled(low, high, with_alpha(back, opacity), rounding);
  if (is_dead && heat <= 0) {
    dashed_rect(list, box, with_alpha(theme.bad, 0.7f * opacity), 6 * unit, thickness);
  } else {
    list.AddRect(low, high, with_alpha(border, opacity), rounding, 0, thickness);
  }
  if (is_selected) {
    const float out = 3.5f * unit;
    list.AddRect(vec(low.x - out, low.y - out), vec(high.x + out, high.y + out), with_alpha(theme.accent, opacity), rounding + out, 0, 2.6f * std::max(unit, 0.7f));
  }
  // What it is doing: a strip at its left.
  list.AddRectFilled(vec(low.x + 6 * unit, low.y + 7 * unit), vec(low.x + 11 * unit, high.y - 7 * unit),
                     with_alpha(liveness_colour(theme, state.liveness), opacity), 2.5f * unit);

  const float title_size = 18 * unit, small_size = 14 * unit;
  if (title_size < kReadablePixels) return;
  const ImU32 text = with_alpha(is_dead ? theme.muted : theme.text, opacity), muted = with_alpha(heat > 0.5f ? theme.text : theme.muted, opacity);
  const float left = low.x + 19 * unit, right = high.x - 10 * unit;
  const bool is_slim = has_one_line(metrics_.shape), is_wide = metrics_.shape == CardShape::wide || is_slim;
  const float first_line = low.y + 6 * unit, last_line = low.y + (metrics_.shape == CardShape::tall ? 53 : 30) * unit;
  // The pid and the counts: beside the title of a wide card, below it in the others.
  const float pid_line = is_wide ? first_line + 2 * unit : low.y + 30 * unit;

  const std::string pid = short_pid_text(facts.pid);
  const std::string name = shown_title(context, node.process);
  const std::string mail = state.mailbox_length > 0 && !is_dead ? count_text(state.mailbox_length) : std::string();
  const float mail_width = mail.empty() ? 0 : text_width(context.fonts.bold, small_size, mail);
  const float pid_width = text_width(context.fonts.mono, small_size, pid), bar_width = 40 * unit;
  // On the one line of a slim card the name comes first, then the mailbox; the pid and the mailbox's bar have what is left.
  float spare = right - left - text_width(context.fonts.bold, title_size, name) - (mail.empty() ? 0 : mail_width + 8 * unit);
  const bool has_room_for_pid = !is_slim || spare >= pid_width + 8 * unit;
  if (is_slim && has_room_for_pid) spare -= pid_width + 8 * unit;
  const bool has_bar = !is_slim || spare >= bar_width + 5 * unit;
  float name_right = right;
  float counts_right = right;
  float state_left = left;
  if (small_size >= kReadablePixels && has_room_for_pid && (!is_wide || name != pid)) {
    const float width = pid_width;
    list.AddText(context.fonts.mono, small_size, vec(is_wide ? right - width : left, pid_line), muted, pid.data(), pid.data() + pid.size());
    if (is_wide) counts_right -= width + 8 * unit;
    if (metrics_.shape == CardShape::narrow) state_left += width + 8 * unit;
  }
  // The mailbox: on the last line of a wide card, before the pid of a slim one, else beside the pid.
  const float mailbox_line = is_wide && !is_slim ? last_line : pid_line;
  const float mailbox_right = is_slim ? counts_right : right;
  float mailbox_left = mailbox_right;
  if (!mail.empty()) {
    list.AddText(context.fonts.bold, small_size, vec(mailbox_right - mail_width, mailbox_line), with_alpha(theme.message, opacity), mail.data(), mail.data() + mail.size());
    const float bar_height = 9 * unit, bar_right = mailbox_right - mail_width - 5 * unit, bar_left = has_bar ? bar_right - bar_width : bar_right;
    // Logarithmic: one message is seen, a thousand fill it.
    const float fill = std::min(1.0f, 0.14f + std::log10(static_cast<float>(state.mailbox_length)) / 3);
    const float bar_y = mailbox_line + 4 * unit;
    if (has_bar) {
      list.AddRectFilled(vec(bar_left, bar_y), vec(bar_right, bar_y + bar_height), with_alpha(theme.raised, opacity), 3 * unit);
      list.AddRectFilled(vec(bar_left, bar_y), vec(bar_left + bar_width * fill, bar_y + bar_height),
                         with_alpha(state.mailbox_length > 100 ? theme.bad : theme.message, opacity), 3 * unit);
    }
    mailbox_left = bar_left - 8 * unit;
    if (!is_wide || is_slim) counts_right = mailbox_left;
  }
  if (state.restart_count > 0) {
    const std::string count = fmt::format("↻{}", state.restart_count);
    const float width = text_width(context.fonts.text, small_size, count);
    list.AddText(context.fonts.text, small_size, vec(counts_right - width, pid_line), with_alpha(theme.good, opacity), count.data(), count.data() + count.size());
    counts_right -= width + 7 * unit;
  }
  if (is_wide) name_right = counts_right;
  draw_fitting_text(list, context.fonts.bold, title_size, vec(left, first_line), name_right - left, text, name);
  if (is_dead) {
    const float width = std::min(name_right - left, text_width(context.fonts.bold, title_size, name));
    list.AddLine(vec(left, first_line + title_size * 0.58f), vec(left + width, first_line + title_size * 0.58f), with_alpha(theme.bad, opacity), 2 * unit);
  }

  if (is_slim) return draw_overlays(context, list, node, box, flash, opacity);
  // The last line: what it holds.
  const float state_right = is_wide ? mailbox_left : metrics_.shape == CardShape::narrow ? counts_right : right;
  if (small_size < kReadablePixels) return;
  if (is_dead) {
    const std::string reason = state.exited == 0 ? std::string() : reason_caption(context.history().event(state.exited).text);
    draw_fitting_text(list, context.fonts.mono, small_size, vec(state_left, last_line), state_right - state_left, with_alpha(theme.bad, opacity), reason);
  } else if (state.is_supervisor) {
    draw_fitting_text(list, context.fonts.text, small_size, vec(state_left, last_line), state_right - state_left, with_alpha(theme.supervisor, opacity),
                      strategy_text(context.history(), state));
  } else {
    const ProcessView* const view = context.views.view(node.process, is_selected);
    std::string shown;
    if (view != nullptr && view->has_state) shown = shortened(view->state, 60);
    if (shown.empty() && view != nullptr) shown = shortened(view->current_function, 60);
    if (shown.empty()) shown = facts.function;
    draw_fitting_text(list, context.fonts.mono, small_size, vec(state_left, last_line), state_right - state_left, muted, shown);
  }
  draw_overlays(context, list, node, box, flash, opacity);
}

void TreePanel::draw_overlays(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, const Flash& flash, float opacity) {
  const float unit = zoom_, size = 14 * unit;
  if (node.is_folded && size >= kReadablePixels) {
    const std::string count = fmt::format("+{}", count_text(node.hidden_count));
    const float width = text_width(context.fonts.bold, size, count) + 12 * unit;
    const ImVec2 corner = vec(box.right() - 4 * unit, box.center().y - 11 * unit);
    list.AddRectFilled(corner, vec(corner.x + width, corner.y + 22 * unit), with_alpha(context.theme.accent, opacity), 11 * unit);
    list.AddText(context.fonts.bold, size, vec(corner.x + 6 * unit, corner.y + 3 * unit), with_alpha(context.theme.background, opacity), count.data(),
                 count.data() + count.size());
  }
  if (flash.old_process_share > 0 && flash.old_process < context.history().process_count()) {
    replaced_.push_back({node.process, flash.old_process, flash.old_process_share, box});
  }
}

// Over all cards, since one may be shorter than two pids; one over another would say nothing, so the latest comes first.
void TreePanel::draw_replaced_pids(PanelContext& context, ImDrawList& list) const {
  const Theme& theme = context.theme;
  const float unit = zoom_, size = std::max(14 * unit, context.em(0.6f)), pad = size * 0.57f, arrow = size * 1.86f, height = size * 1.57f;
  if (14 * unit < kReadablePixels) return;
  std::vector<Replaced> latest = replaced_;
  std::stable_sort(latest.begin(), latest.end(), [](const Replaced& a, const Replaced& b) { return a.share > b.share; });
  std::vector<Box> taken;
  for (const Replaced& replaced : latest) {
    const Box& box = replaced.box;
    const float opacity = std::min(1.0f, replaced.share * 4);
    const std::string old_pid = short_pid_text(context.history().process(replaced.old_process).pid);
    const std::string new_pid = short_pid_text(context.history().process(replaced.process).pid);
    const float old_width = text_width(context.fonts.mono, size, old_pid), new_width = text_width(context.fonts.mono, size, new_pid);
    const float width = old_width + arrow + new_width + 2 * pad;
    // On the upper edge; beside a card of one line where there is room.
    const Box beside{box.right() + 5 * unit, box.center().y - height / 2, width, height};
    const bool is_beside = has_one_line(metrics_.shape) && is_free(list, beside);
    const Box label = is_beside ? beside : Box{box.right() - width + 6 * unit, box.y - height * 0.62f, width, height};
    if (std::any_of(taken.begin(), taken.end(), [&](const Box& other) { return other.overlaps(label); })) continue;
    taken.push_back(label);
    const ImVec2 low = vec(label.x, label.y), high = vec(label.right(), label.bottom());
    list.AddRectFilled(low, high, with_alpha(theme.background, opacity), height / 2);
    list.AddRect(low, high, with_alpha(theme.good, opacity), height / 2, 0, std::max(1.0f, 1.6f * unit));
    const float y = low.y + (height - size) / 2, middle = low.y + height / 2, step = size / 14;
    float x = low.x + pad;
    list.AddText(context.fonts.mono, size, vec(x, y), with_alpha(theme.muted, opacity), old_pid.data(), old_pid.data() + old_pid.size());
    list.AddLine(vec(x - step, middle), vec(x + old_width + step, middle), with_alpha(theme.bad, opacity), 1.5f * step);
    x += old_width;
    list.AddLine(vec(x + 6 * step, middle), vec(x + arrow - 9 * step, middle), with_alpha(theme.good, opacity), 2 * step);
    list.AddTriangleFilled(vec(x + arrow - 11 * step, middle - 4.5f * step), vec(x + arrow - 11 * step, middle + 4.5f * step),
                           vec(x + arrow - 4 * step, middle), with_alpha(theme.good, opacity));
    x += arrow;
    list.AddText(context.fonts.mono, size, vec(x, y), with_alpha(theme.good, opacity), new_pid.data(), new_pid.data() + new_pid.size());
  }
}

bool TreePanel::is_free(const ImDrawList& list, const Box& on_screen_box) const {
  const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
  if (on_screen_box.x < low.x || on_screen_box.y < low.y || on_screen_box.right() > high.x || on_screen_box.bottom() > high.y) return false;
  return std::none_of(motion_.boxes().begin(), motion_.boxes().end(), [&](const MovingBox& moving) { return on_screen(moving.box).overlaps(on_screen_box); });
}

void TreePanel::draw_herd(PanelContext& context, ImDrawList& list, const TreeNode& node, const Box& box, float opacity) {
  const Theme& theme = context.theme;
  const float unit = zoom_;
  const ImVec2 low = vec(box.x, box.y), high = vec(box.right(), box.bottom());
  list.AddRectFilled(low, high, with_alpha(theme.node, opacity * 0.75f), 8 * unit);
  list.AddRect(low, high, with_alpha(theme.line, opacity), 8 * unit, 0, 1.2f * unit);
  // A count that can be read, above the frame where there is no room within.
  const float size = std::max(13.5f * unit, context.em(0.66f));
  const float caption_y = size * 1.3f > metrics_.herd_header * unit ? low.y - size * 1.25f : low.y + 4 * unit;
  std::size_t waiting = 0;
  for (const ProcessIndex process : node.herd) waiting += context.scene().process(process).mailbox_length > 0 ? 1 : 0;
  std::string said = fmt::format("{} processes", count_text(node.herd.size() + node.hidden_count));
  if (waiting > 0) said += fmt::format(" · {} with mail", count_text(waiting));
  draw_fitting_text(list, context.fonts.text, size, vec(low.x + 8 * unit, caption_y), box.width - 16 * unit, with_alpha(theme.muted, opacity), said);
  TreeMetrics scaled = metrics_;
  scaled.node_width *= unit;
  scaled.cell *= unit;
  scaled.cell_gap *= unit;
  scaled.herd_header *= unit;
  const ImVec2 clip_low = list.GetClipRectMin(), clip_high = list.GetClipRectMax();
  for (std::size_t i = 0; i < node.herd.size(); ++i) {
    const Box cell = herd_cell(scaled, box, node.herd.size(), i);
    if (cell.bottom() < clip_low.y || cell.y > clip_high.y || cell.right() < clip_low.x || cell.x > clip_high.x) continue;
    const ProcessState& state = context.scene().process(node.herd[i]);
    const Flash flash = context.stage.flash(state.place, context.now_seconds);
    const float glow = context.stage.glow(node.herd[i], context.now_seconds);
    ImU32 colour = liveness_colour(theme, state.liveness);
    if (state.liveness == Liveness::waiting) colour = with_alpha(colour, 0.75f);
    if (glow > 0) colour = mixed_colour(colour, theme.message, glow);
    if (flash.restart > 0) colour = mixed_colour(colour, theme.good, std::min(1.0f, flash.restart * 1.5f));
    if (flash.crash > 0) colour = mixed_colour(colour, theme.bad, std::min(1.0f, flash.crash * 1.5f));
    const float grow = 4 * unit * std::max(flash.crash, flash.restart);
    list.AddRectFilled(vec(cell.x - grow, cell.y - grow), vec(cell.right() + grow, cell.bottom() + grow), with_alpha(colour, opacity), 0.2f * cell.width);
    if (state.mailbox_length > 0) {
      const float dot = cell.width * std::min(0.4f, 0.18f + 0.1f * std::log10(static_cast<float>(state.mailbox_length)));
      list.AddCircleFilled(vec(cell.center().x, cell.center().y), dot, with_alpha(theme.background, opacity));
    }
    if (context.ui.selected == node.herd[i]) {
      list.AddRect(vec(cell.x - 2 * unit, cell.y - 2 * unit), vec(cell.right() + 2 * unit, cell.bottom() + 2 * unit), theme.accent, 4 * unit, 0, 2.4f * unit);
    }
  }
}

}  // namespace respawn::observer
