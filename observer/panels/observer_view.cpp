#include "observer/panels/observer_view.hpp"

#include <fmt/format.h>
#include <imgui_internal.h>

#include "observer/model/incident_rows.hpp"
#include "observer/panels/detail_panel.hpp"
#include "observer/panels/help.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr unsigned kViewsPerFrame = 24;

/// A bar between two panels that can be dragged; `share` is the part of `whole` behind it.
void splitter(const PanelContext& context, const char* id, bool is_vertical, float length, float whole, float& share, float share_min, float share_max) {
  const float width = context.em(0.42f);
  ImGui::InvisibleButton(id, is_vertical ? ImVec2(width, std::max(1.0f, length)) : ImVec2(std::max(1.0f, length), width));
  const bool is_used = ImGui::IsItemHovered() || ImGui::IsItemActive();
  if (is_used) ImGui::SetMouseCursor(is_vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
  if (ImGui::IsItemActive() && whole > 0) {
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    share = std::clamp(share - (is_vertical ? moved.x : moved.y) / whole, share_min, share_max);
  }
  if (is_used) ImGui::GetWindowDrawList()->AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), with_alpha(context.theme.accent, 0.5f), width / 2);
}

ImGuiTabItemFlags tab_flags(bool is_chosen_anew) { return is_chosen_anew ? ImGuiTabItemFlags_SetSelected : ImGuiTabItemFlags_None; }

}  // namespace

bool ObserverView::update() {
  bool has_changed = feed_.update();
  // Once more, so that nothing is drawn of where nobody wanted to be.
  if (insist_on_going_back()) has_changed = feed_.update() || has_changed;
  return has_changed;
}

// Some instructions tell several events, and between those no world can stand: who asks for the event before the last of them is brought to
// the last again. Then he has not gone back, and must be taken further.
bool ObserverView::insist_on_going_back() {
  if (!back_seek_ || feed_.status().is_seeking) return false;
  BackSeek& seek = *back_seek_;
  if (feed_.status().cursor < seek.from || seek.target <= 1) {
    back_seek_.reset();
    return false;
  }
  seek.target -= std::min(seek.target - 1, seek.distance);
  seek.distance *= 2;
  run_.seek(seek.target);
  feed_.go_to(seek.target);
  return true;
}

void ObserverView::keep_selection() {
  if (epoch_ == feed_.epoch()) return;
  constexpr std::uint64_t kFirstEpoch = 1;
  reads_again_ = epoch_ >= kFirstEpoch;
  epoch_ = feed_.epoch();
  stage_.clear();
  tree_.clear();
  sequence_.clear();
  processes_.clear();
  overview_.clear();
  jumped_from_.clear();
  events_.clear();
  ui_.selected_event = 0;
  ui_.pinned_lanes.clear();
  ui_.tree.folded.clear();
  ui_.selected = ui_.selected_pid ? feed_.history().find(*ui_.selected_pid) : kNoProcess;
}

void ObserverView::follow_restarts() {
  const Scene& scene = feed_.scene();
  if (!ui_.follows_restarts || ui_.selected == kNoProcess) return;
  while (scene.process(ui_.selected).liveness == Liveness::dead && scene.process(ui_.selected).replaced_by != kNoProcess) {
    ui_.selected = scene.process(ui_.selected).replaced_by;
  }
  while (scene.process(ui_.selected).liveness == Liveness::unborn && ui_.selected < feed_.history().process_count() &&
         feed_.history().process(ui_.selected).replaces != kNoProcess) {
    ui_.selected = feed_.history().process(ui_.selected).replaces;
  }
  if (ui_.selected < feed_.history().process_count()) ui_.selected_pid = feed_.history().process(ui_.selected).pid;
}

void ObserverView::draw(const Fonts& fonts, const Clock& clock) {
  keep_selection();
  if (ui_.selected_pid && ui_.selected == kNoProcess) ui_.selected = feed_.history().find(*ui_.selected_pid);
  follow_restarts();
  if (reads_again_) stage_.stand_at(feed_.cursor());
  reads_again_ = reads_again_ && feed_.is_behind();
  stage_.follow(feed_.history(), feed_.scene(), feed_.cursor(), clock.now_seconds, ui_.show_system);
  views_.begin_frame(feed_, kViewsPerFrame);
  PanelContext context{.run = run_,
                       .feed = feed_,
                       .views = views_,
                       .stage = stage_,
                       .ui = ui_,
                       .theme = theme(ui_.is_light),
                       .fonts = fonts,
                       .now_seconds = clock.now_seconds,
                       .frame_seconds = clock.frame_seconds,
                       .is_at_once = clock.is_at_once};
  apply_theme(context.theme, fonts.size / 18);
  take_keys(context);
  ui_.keys.clear();

  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(io.DisplaySize);
  constexpr ImGuiWindowFlags kRoot = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
  if (ImGui::Begin("respawn", nullptr, kRoot)) {
    draw_toolbar(context);
    time_bar_.draw(context);
    draw_sentence(context);
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float gap = context.em(0.42f);
    const float lower = ui_.show_lower ? room.y * lower_share_ : 0, detail = ui_.show_detail ? room.x * detail_share_ : 0;
    const float upper = room.y - lower - (ui_.show_lower ? gap : 0);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    draw_main(context, ImVec2(room.x - detail - (ui_.show_detail ? gap : 0), upper));
    if (ui_.show_detail) {
      ImGui::SameLine(0, 0);
      splitter(context, "detail splitter", true, upper, room.x, detail_share_, 0.18f, 0.6f);
      ImGui::SameLine(0, 0);
      ImGui::PopStyleVar();
      ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.em(0.7f), context.em(0.5f)));
      if (ImGui::BeginChild("detail", ImVec2(0, upper), true)) {
        if (ui_.selected < feed_.history().process_count()) {
          draw_detail(context);
        } else {
          draw_overview(context, overview_.update(feed_.history(), feed_.scene(), ui_.show_system, clock.now_seconds));
        }
      }
      ImGui::EndChild();
      ImGui::PopStyleVar();
      ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    }
    if (ui_.show_lower) {
      splitter(context, "lower splitter", false, room.x, room.y, lower_share_, 0.12f, 0.75f);
      draw_lower(context, ImVec2(0, 0));
    }
    ImGui::PopStyleVar();
  }
  ImGui::End();
  draw_help(context);
  carry_out_commands();
}

void ObserverView::draw_main(PanelContext& context, ImVec2 size) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.em(0.5f), context.em(0.35f)));
  const bool is_open = ImGui::BeginChild("main", size, true);
  ImGui::PopStyleVar();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.em(0.4f), context.em(0.3f)));
  if (is_open && ImGui::BeginTabBar("main tabs")) {
    const bool is_new = ui_.has_new_main_tab;
    ui_.has_new_main_tab = false;
    if (ImGui::BeginTabItem("Supervision tree", nullptr, tab_flags(is_new && ui_.main_tab == MainTab::tree))) {
      if (!is_new) ui_.main_tab = MainTab::tree;
      tree_.draw(context);
      ImGui::EndTabItem();
    }
    if (ImGui::BeginTabItem("Message sequence", nullptr, tab_flags(is_new && ui_.main_tab == MainTab::sequence))) {
      if (!is_new) ui_.main_tab = MainTab::sequence;
      sequence_.draw(context);
      ImGui::EndTabItem();
    }
    ImGui::EndTabBar();
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

void ObserverView::draw_lower(PanelContext& context, ImVec2 size) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.em(0.5f), context.em(0.35f)));
  const bool is_open = ImGui::BeginChild("lower", size, true);
  ImGui::PopStyleVar();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.em(0.4f), context.em(0.3f)));
  if (is_open && ImGui::BeginTabBar("lower tabs")) {
    const bool is_new = ui_.has_new_lower_tab;
    ui_.has_new_lower_tab = false;
    const auto tab = [&](LowerTab which, const std::string& label, auto&& draw_inside) {
      if (!ImGui::BeginTabItem(label.c_str(), nullptr, tab_flags(is_new && ui_.lower_tab == which))) return;
      if (!is_new) ui_.lower_tab = which;
      draw_inside();
      ImGui::EndTabItem();
    };
    const std::size_t incidents = incident_count(feed_.history(), feed_.cursor());
    tab(LowerTab::incidents, incidents == 0 ? "Crashes and restarts###incidents" : fmt::format("Crashes and restarts ({})###incidents", incidents),
        [&] { draw_incidents(context); });
    tab(LowerTab::processes, "Processes", [&] { processes_.draw(context); });
    tab(LowerTab::events, "Events", [&] { events_.draw(context); });
    tab(LowerTab::console, "Console", [&] { console_.draw(context); });
    ImGui::EndTabBar();
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

void ObserverView::carry_out_commands() {
  std::vector<Command> commands;
  commands.swap(ui_.commands);
  for (Command& command : commands) {
    if (command.kind == CommandKind::seek_undo) {
      if (jumped_from_.empty()) continue;
      command = {.kind = CommandKind::seek, .event = jumped_from_.back()};
      jumped_from_.pop_back();
    } else {
      note_jump(command);
    }
    if (command.kind == CommandKind::step_back) {
      // Back from what is seen: the run itself may still be on its way.
      command = {.kind = CommandKind::seek, .event = feed_.cursor() - std::min<EventId>(feed_.cursor(), 1)};
    }
    const EventId from = feed_.cursor();
    const std::string error = carry_out(command, run_);
    back_seek_.reset();
    if (command.kind == CommandKind::seek && command.event < from && !time_bar_.is_dragged()) {
      back_seek_ = BackSeek{.from = from, .target = std::max<EventId>(1, command.event)};
    }
    if (command.kind == CommandKind::seek && !time_bar_.is_dragged()) feed_.go_to(command.event);
    if (command.kind == CommandKind::send || command.kind == CommandKind::exit || command.kind == CommandKind::kill) ui_.command_error = error;
  }
  was_dragged_ = time_bar_.is_dragged();
}

void ObserverView::note_jump(const Command& command) {
  constexpr std::size_t kRememberedMax = 200;
  // A drag is one jump, from where the hand took hold.
  const bool is_jump = command.kind == CommandKind::seek && !(time_bar_.is_dragged() && was_dragged_);
  if (!is_jump || command.event == feed_.cursor()) return;
  jumped_from_.push_back(feed_.cursor());
  if (jumped_from_.size() > kRememberedMax) jumped_from_.erase(jumped_from_.begin());
}

bool ObserverView::is_busy(double now_seconds) const {
  // A run that plays and has nothing to do will say so when it has: a window that draws meanwhile only heats the room.
  return (feed_.status().is_playing && !feed_.status().is_idle) || feed_.status().is_seeking || feed_.is_behind() || stage_.is_busy(now_seconds) || tree_.is_moving() ||
         views_.is_behind() || (ui_.lower_tab == LowerTab::events && events_.is_behind(feed_.history())) || time_bar_.is_dragged();
}

}  // namespace respawn::observer
