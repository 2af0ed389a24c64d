#include "observer/panels/toolbar.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "observer/model/sentence.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr float kSpeedMin = 0.1f, kSpeedMax = 10;

void draw_speed(PanelContext& context) {
  UiState& ui = context.ui;
  const double speed = context.feed.status().speed;
  bool is_max = std::isinf(speed);
  float shown = is_max ? kSpeedMax : static_cast<float>(speed);
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, "speed");
  ImGui::SameLine(0, context.em(0.4f));
  ImGui::SetNextItemWidth(context.em(5));
  if (ImGui::SliderFloat("##speed", &shown, kSpeedMin, kSpeedMax, "", ImGuiSliderFlags_Logarithmic)) {
    // x1 is where everybody wants to stop.
    const float stop = std::abs(std::log(shown)) < 0.12f ? 1.0f : shown;
    ui.command({.kind = CommandKind::set_speed, .speed = static_cast<double>(stop)});
  }
  tip("Virtual seconds a second  (- slower, + faster, 1 for x1)");
  ImGui::SameLine(0, context.em(0.4f));
  const float left = ImGui::GetCursorPosX();
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.text, is_max ? "max" : shown < 10 ? fmt::format("x{:.2g}", shown) : fmt::format("x{:.0f}", shown));
  ImGui::SameLine(left + context.em(2.4f));
  if (toggle_button(context, "max", is_max, "As fast as it goes")) {
    ui.command({.kind = CommandKind::set_speed, .speed = is_max ? std::numeric_limits<double>::infinity() : 1.0});
  }
}

// What only the lab can: keep another time than the wall, and take another way.
void draw_time_machine(PanelContext& context) {
  const bool is_live = context.feed.status().is_live;
  draw_speed(context);
  ImGui::SameLine(0, context.em(0.9f));
  if (sign_button(context, "fork", Sign::fork, "Fork: forget the future behind the cursor and go on from here  (F)", !is_live)) {
    context.ui.command(CommandKind::fork);
  }
  if (is_live) return;
  ImGui::SameLine(0, context.em(0.4f));
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.timer, "fork here");
}

void draw_wall(PanelContext& context) {
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, context.feed.status().is_live ? "on the wall's clock" : "the picture stands, the run goes on");
  tip("All cores at work. Only a lab run (--lab) can be paused, stepped, rewound and forked;\nhere these move the picture, and what processes hold is seen in the present only");
}

struct StateWord {
  std::string text;
  ImU32 colour;
};

StateWord state_word(const PanelContext& context) {
  const RunStatus& status = context.feed.status();
  const Theme& theme = context.theme;
  if (status.is_seeking) return {"GOING THERE", theme.warning};
  if (context.feed.is_behind()) return {"READING", theme.warning};
  if (!status.is_live) return {status.is_playing ? "REPLAY" : "PAST", theme.timer};
  if (status.halted) return {fmt::format("HALTED {}", *status.halted), *status.halted == 0 ? theme.muted : theme.bad};
  if (!status.is_playing) return {"PAUSED", theme.warning};
  if (status.is_idle) return {"IDLE", theme.muted};
  return {"LIVE", theme.good};
}

}  // namespace

void draw_toolbar(PanelContext& context) {
  UiState& ui = context.ui;
  const RunStatus& status = context.feed.status();
  const bool is_playing = status.is_playing;
  if (sign_button(context, "play", is_playing ? Sign::pause : Sign::play, is_playing ? "Pause  (space)" : "Play  (space)", true, is_playing)) {
    ui.command(CommandKind::toggle_play);
  }
  ImGui::SameLine(0, context.em(0.3f));
  if (sign_button(context, "back", Sign::back, "One event back  (left)", context.feed.cursor() > 0)) ui.command(CommandKind::step_back);
  ImGui::SameLine(0, context.em(0.3f));
  if (sign_button(context, "step", Sign::step, "One event on  (right)")) ui.command(CommandKind::step);
  ImGui::SameLine(0, context.em(0.3f));
  if (sign_button(context, "to end", Sign::to_end, "To the present  (End)", !status.is_live)) ui.seek(status.event_count);
  ImGui::SameLine(0, context.em(0.9f));
  if (status.is_lab) draw_time_machine(context);
  else draw_wall(context);
  ImGui::SameLine(0, context.em(0.9f));
  const float y = ImGui::GetCursorPosY();
  ImGui::SetCursorPosY(y + (ImGui::GetFrameHeight() - context.em(1.12f)) / 2);
  const StateWord word = state_word(context);
  badge(context, word.colour, word.text);
  ImGui::SameLine(0, context.em(0.6f));
  ImGui::SetCursorPosY(y);
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(context.fonts.bold);
  const Nanoseconds time = status.is_live || context.feed.cursor() == 0 ? status.time : context.scene().time();
  coloured_text(context.theme.text, clock_text(time));
  ImGui::PopFont();

  // At the right: what identifies the run, as far as there is room.
  const std::size_t living = context.scene().alive().size();
  const std::string counts = fmt::format("{} process{}", count_text(living), living == 1 ? "" : "es");
  std::string run = status.is_lab ? fmt::format("seed {}", status.seed) : std::string();
  if (status.fork_count > 0) run += fmt::format(" · {} fork{}", status.fork_count, status.fork_count == 1 ? "" : "s");
  if (status.left_out > 0) run = fmt::format("{} left out", count_text(status.left_out));
  const std::string hash = status.is_lab ? fmt::format("{:016x}", context.history().hash_at(context.feed.cursor())) : std::string();
  const float gap = context.em(0.9f);
  const float buttons = 2 * (ImGui::GetFrameHeight() * 1.25f + context.em(0.3f));
  ImGui::PushFont(context.fonts.mono);
  const float hash_width = ImGui::CalcTextSize(hash.c_str()).x;
  ImGui::PopFont();
  const float run_width = ImGui::CalcTextSize(run.c_str()).x, counts_width = ImGui::CalcTextSize(counts.c_str()).x;
  ImGui::SameLine();
  const float left = ImGui::GetCursorPosX();
  float x = left + ImGui::GetContentRegionAvail().x - buttons;
  const auto put = [&](float width, ImU32 colour, const std::string& text, const char* hint, bool is_mono) {
    if (text.empty() || x - width - gap < left) return;
    x -= width + gap;
    ImGui::SameLine();
    ImGui::SetCursorPosX(x);
    ImGui::AlignTextToFramePadding();
    if (is_mono) ImGui::PushFont(context.fonts.mono);
    coloured_text(colour, text);
    if (is_mono) ImGui::PopFont();
    tip(hint);
  };
  put(counts_width, context.theme.text, counts, "Alive at the cursor", false);
  const char* run_hint = status.is_lab ? "The same seed and the same input give the same run" : "Messages that were too many to be told; births and deaths never are";
  put(run_width, context.theme.muted, run, run_hint, false);
  put(hash_width, context.theme.muted, hash, "Hash over all events up to the cursor: equal runs have equal hashes", true);
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + std::max(0.0f, ImGui::GetWindowContentRegionMax().x - left - buttons + context.em(0.3f)));
  if (sign_button(context, "theme", ui.is_light ? Sign::moon : Sign::sun, "Light or dark  (T)")) ui.is_light = !ui.is_light;
  ImGui::SameLine(0, context.em(0.3f));
  if (sign_button(context, "help", Sign::help, "Keys  (?)", true, ui.show_help)) ui.show_help = !ui.show_help;
}

void TimeBarPanel::take_input(PanelContext& context, float left, float width) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemHovered() && io.MouseWheel != 0) {
    if (io.KeyShift) {
      bar_.pan(static_cast<double>(-io.MouseWheel) * (bar_.last() - bar_.first()) * 0.1);
    } else {
      bar_.zoom(std::pow(1.25, static_cast<double>(io.MouseWheel)), static_cast<double>(bar_.event_at(io.MousePos.x - left, width)));
    }
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(1)) bar_.show_all();
  const bool was_dragged = is_dragged_;
  const std::optional<EventId>& led_to = context.ui.dragged_to;
  is_dragged_ = ImGui::IsItemActive() || led_to;
  if (is_dragged_) {
    const EventId event = std::min(led_to ? *led_to : bar_.event_at(io.MousePos.x - left, width), context.history().count());
    if (!was_dragged || event != wanted_) {
      wanted_ = event;
      context.feed.hold_at(event);
      context.ui.seek(event);
    }
  } else if (was_dragged) {
    context.feed.release();
  }
}

void TimeBarPanel::draw(PanelContext& context) {
  const Theme& theme = context.theme;
  const History& history = context.history();
  bar_.update(context.feed.status().event_count, context.feed.cursor());
  const float height = context.em(2.15f), track = context.em(1.15f);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float left = corner.x + context.em(0.4f), inner = std::max(10.0f, width - context.em(0.8f));
  ImGui::InvisibleButton("time bar", ImVec2(std::max(width, 1.0f), height));
  take_input(context, left, inner);
  const bool is_hovered = ImGui::IsItemHovered() || is_dragged_;

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float top = corner.y + context.em(0.05f), bottom = top + track;
  const double cursor = static_cast<double>(context.feed.cursor());
  const float cursor_x = left + bar_.x_of(cursor, inner);
  const float rounding = context.em(0.2f);
  list.AddRectFilled(ImVec2(left, top), ImVec2(left + inner, bottom), theme.raised, rounding);
  list.AddRectFilled(ImVec2(left, top), ImVec2(cursor_x, bottom), mixed_colour(theme.raised, theme.accent, 0.42f), rounding);
  const float line = std::max(1.5f, context.em(0.1f));
  const auto marks = [&](MarkKind kind, ImU32 colour, float from, float to) {
    for (const float x : marked_columns(bar_, history.marks(kind), inner)) {
      const bool is_past = left + x <= cursor_x;
      list.AddRectFilled(ImVec2(left + x, top + track * from), ImVec2(left + x + line, top + track * to), is_past ? colour : with_alpha(colour, 0.5f));
    }
  };
  marks(MarkKind::command, theme.warning, 0.0f, 0.3f);
  marks(MarkKind::restart, theme.good, 0.55f, 1.0f);
  marks(MarkKind::crash, theme.bad, 0.05f, 0.6f);
  for (const Tick& tick : ticks(bar_, history, inner, context.em(7))) {
    list.AddLine(ImVec2(left + tick.x, bottom), ImVec2(left + tick.x, bottom + context.em(0.2f)), theme.line, 1);
    list.AddText(context.fonts.text, context.em(0.72f), ImVec2(left + tick.x + context.em(0.15f), bottom + context.em(0.12f)), theme.muted, tick.text.c_str());
  }
  // The hand.
  const float hand = context.em(is_hovered ? 0.34f : 0.27f);
  list.AddRectFilled(ImVec2(cursor_x - line, top - context.em(0.1f)), ImVec2(cursor_x + line, bottom + context.em(0.12f)), theme.text);
  list.AddCircleFilled(ImVec2(cursor_x, (top + bottom) / 2), hand + 2, theme.background);
  list.AddCircleFilled(ImVec2(cursor_x, (top + bottom) / 2), hand, theme.text);

  if (ImGui::IsItemHovered() && !is_dragged_ && history.count() > 0) {
    const EventId event = std::clamp<EventId>(bar_.event_at(ImGui::GetIO().MousePos.x - left, inner), 1, history.count());
    ImGui::BeginTooltip();
    coloured_text(theme.muted, fmt::format("event {} · {}", count_text(event), clock_text(history.event(event).time)));
    ImGui::TextUnformatted(sentence(history, event, 80).c_str());
    coloured_text(theme.muted, "drag to go there, wheel to zoom, shift+wheel to move");
    ImGui::EndTooltip();
  }
}

void draw_sentence(PanelContext& context) {
  const History& history = context.history();
  const EventId id = context.feed.cursor();
  const RunStatus& status = context.feed.status();
  const std::string position = fmt::format("event {} of {}", count_text(id), count_text(status.event_count));
  ImGui::AlignTextToFramePadding();
  coloured_text(context.theme.muted, position);
  ImGui::SameLine(0, context.em(0.8f));
  if (id == 0) {
    coloured_text(context.theme.muted, "the beginning");
    return;
  }
  // While much happens a sentence a frame is noise; the last one stays to be read where the world stands still.
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ImGui::GetStyle().FramePadding.y);
  ImGui::PushFont(context.fonts.bold);
  fitting_text(tone_colour(context.theme, tone(history, id)) == context.theme.muted ? context.theme.text : tone_colour(context.theme, tone(history, id)),
               sentence(history, id, 160));
  ImGui::PopFont();
}

}  // namespace respawn::observer
