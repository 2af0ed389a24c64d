#include "observer/panels/help.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

constexpr double kSpeedMin = 0.1, kSpeedMax = 10;
constexpr float kZoomMin = 0.6f, kZoomMax = 2.6f, kZoomStep = 1.1f;

struct Line {
  const char *keys, *text;
};

constexpr std::array kTimeLines = {
    Line{"space  .", "play or pause"},
    Line{"right, left", "one event on, one back"},
    Line{"shift + right, left", "ten events"},
    Line{"[  ]", "the selected process's event before, after"},
    Line{"C  shift + C", "the next crash, the one before"},
    Line{"Home, End", "the beginning, the present"},
    Line{"Z", "back to where one jumped from"},
    Line{"F", "fork: forget the future, go on from here"},
    Line{"- + 1", "slower, faster, x1"},
    Line{"wheel on the time bar", "zoom into it"},
};
constexpr std::array kLookLines = {
    Line{"0", "the whole tree"},
    Line{"wheel, drag", "zoom and move the tree"},
    Line{"double click", "fold a supervisor"},
    Line{"/", "search the tree"},
    Line{"M  L  S", "messages, links, the runtime's own processes"},
    Line{"V", "tree or message sequence"},
    Line{"2 3 4 5", "crashes, processes, events, console"},
    Line{"D  B", "hide the details, the lists below"},
    Line{"Ctrl + and -, Ctrl 0", "larger, smaller, as it was"},
    Line{"T  F11", "light or dark, full screen"},
};
constexpr std::array kDoLines = {
    Line{"X", "exit it with the reason at the right"},
    Line{"K", "kill it"},
    Line{"W", "why? of its last event"},
    Line{"Esc", "close this, select nothing"},
};

template <typename Lines>
void draw_lines(PanelContext& context, const char* title_text, const Lines& lines) {
  ImGui::PushFont(context.fonts.bold);
  coloured_text(context.theme.accent, title_text);
  ImGui::PopFont();
  for (const Line& line : lines) {
    mono_text(context, context.theme.warning, line.keys);
    ImGui::SameLine(context.em(11.5f));
    coloured_text(context.theme.text, line.text);
  }
  ImGui::Dummy(ImVec2(0, context.em(0.4f)));
}

void show_main(UiState& ui, MainTab tab) {
  ui.main_tab = tab;
  ui.has_new_main_tab = true;
}

void show_lower(UiState& ui, LowerTab tab) {
  ui.lower_tab = tab;
  ui.has_new_lower_tab = true;
  ui.show_lower = true;
}

/// The next mark behind the cursor, or the last one before it; 0 for none.
EventId neighbour(const std::vector<EventId>& events, EventId cursor, bool is_forward) {
  const auto behind = std::upper_bound(events.begin(), events.end(), cursor);
  if (is_forward) return behind == events.end() ? 0 : *behind;
  const auto before = std::lower_bound(events.begin(), events.end(), cursor);
  return before == events.begin() ? 0 : *(before - 1);
}

void take_time_key(PanelContext& context, const KeyPress& press) {
  UiState& ui = context.ui;
  const EventId cursor = context.feed.cursor();
  const RunStatus& status = context.feed.status();
  const double speed = std::isinf(status.speed) ? 2 * kSpeedMax : status.speed;
  switch (press.key) {
    case Key::right:
      if (press.is_shift) return ui.seek(std::min(cursor + 10, status.event_count));
      return ui.command(CommandKind::step);
    case Key::left:
      if (press.is_shift) return ui.seek(cursor - std::min<EventId>(cursor, 10));
      return ui.command(CommandKind::step_back);
    case Key::home: return ui.seek(0);
    case Key::end: return ui.seek(status.event_count);
    case Key::minus:
    case Key::keypad_subtract: return ui.command({.kind = CommandKind::set_speed, .speed = std::max(kSpeedMin, speed / 2)});
    case Key::plus:
    case Key::equal:
    case Key::keypad_add:
      return ui.command({.kind = CommandKind::set_speed,
                         .speed = speed >= kSpeedMax ? std::numeric_limits<double>::infinity() : std::min(kSpeedMax, speed * 2)});
    case Key::one: return ui.command({.kind = CommandKind::set_speed, .speed = 1});
    default: break;
  }
  if (press.is_repeat) return;
  switch (press.key) {
    case Key::letter_z: return ui.command(CommandKind::seek_undo);
    case Key::space:
    case Key::dot: return ui.command(CommandKind::toggle_play);
    case Key::letter_f:
      if (!status.is_live) ui.command(CommandKind::fork);
      return;
    case Key::letter_c:
      if (const EventId crash = neighbour(context.history().marks(MarkKind::crash), cursor, !press.is_shift); crash != 0) ui.seek(crash);
      return;
    default: return;
  }
}

void take_look_key(UiState& ui, const KeyPress& press) {
  if (press.is_repeat) return;
  switch (press.key) {
    case Key::zero: ui.fit_tree = true; break;
    case Key::letter_m: ui.show_messages = !ui.show_messages; break;
    case Key::letter_l: ui.show_links = !ui.show_links; break;
    case Key::letter_s: ui.show_system = !ui.show_system; break;
    case Key::letter_t: ui.is_light = !ui.is_light; break;
    case Key::letter_d: ui.show_detail = !ui.show_detail; break;
    case Key::letter_b: ui.show_lower = !ui.show_lower; break;
    case Key::letter_v: show_main(ui, ui.main_tab == MainTab::tree ? MainTab::sequence : MainTab::tree); break;
    case Key::two: show_lower(ui, LowerTab::incidents); break;
    case Key::three: show_lower(ui, LowerTab::processes); break;
    case Key::four: show_lower(ui, LowerTab::events); break;
    case Key::five: show_lower(ui, LowerTab::console); break;
    case Key::slash:
      show_main(ui, MainTab::tree);
      ui.focus_search = ui.awaits_search = true;
      break;
    case Key::question:
    case Key::f1: ui.show_help = !ui.show_help; break;
    case Key::f11: ui.is_full_screen = !ui.is_full_screen; break;
    default: break;
  }
}

void take_process_key(PanelContext& context, const KeyPress& press) {
  UiState& ui = context.ui;
  const History& history = context.history();
  if (press.key == Key::escape) {
    const bool has_popup = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    if (has_popup) ImGui::ClosePopupToLevel(0, true);
    if (!has_popup && !ui.show_help) select_process(context, kNoProcess);
    ui.show_help = false;
  }
  if (ui.selected == kNoProcess || ui.selected >= history.process_count()) return;
  const Term pid = history.process(ui.selected).pid;
  const EventId cursor = context.feed.cursor();
  const bool is_alive = context.scene().is_alive(ui.selected);
  switch (press.key) {
    case Key::right_bracket:
      if (const EventId next = history.next_event_of(ui.selected, cursor); next != 0) ui.seek(next);
      break;
    case Key::left_bracket:
      if (const EventId before = cursor == 0 ? 0 : history.last_event_of(ui.selected, cursor - 1); before != 0) ui.seek(before);
      break;
    case Key::letter_x:
    case Key::letter_k:
      if (!is_alive || press.is_repeat) break;
      ui.command_error_of = ui.selected;
      ui.command({.kind = press.key == Key::letter_x ? CommandKind::exit : CommandKind::kill, .pid = pid, .text = ui.reason_text});
      break;
    case Key::letter_w:
      ui.selected_event = history.last_event_of(ui.selected, cursor);
      show_lower(ui, LowerTab::events);
      break;
    default: break;
  }
}

void take_zoom_key(UiState& ui, Key key) {
  switch (key) {
    case Key::equal:
    case Key::plus:
    case Key::keypad_add: ui.zoom = std::min(kZoomMax, ui.zoom * kZoomStep); break;
    case Key::minus:
    case Key::keypad_subtract: ui.zoom = std::max(kZoomMin, ui.zoom / kZoomStep); break;
    case Key::zero: ui.zoom = 1; break;
    default: break;
  }
}

}  // namespace

// The search field has the keyboard two frames after it was asked for. Who types on at once means the field, and not the shortcut that kills.
void take_keys(PanelContext& context) {
  UiState& ui = context.ui;
  if (ImGui::GetIO().WantTextInput && ui.awaits_search) {
    ui.awaits_search = false;
    // Before what was typed in this frame, which the field has already.
    ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
    const std::vector<ImWchar> latest(queue.begin(), queue.end());
    queue.resize(0);
    for (const KeyPress& press : std::exchange(ui.held_keys, {})) {
      if (const char character = character_of(press); character != 0) queue.push_back(static_cast<unsigned char>(character));
    }
    for (const ImWchar character : latest) queue.push_back(character);
  }
  for (const KeyPress& press : std::vector<KeyPress>(ui.keys)) {
    if (ui.awaits_search && !press.is_control) {
      if (press.key == Key::escape) ui.awaits_search = false;
      ui.held_keys.push_back(press);
      continue;
    }
    if (press.is_control) {
      take_zoom_key(context.ui, press.key);
    } else if (!ImGui::GetIO().WantTextInput) {
      take_time_key(context, press);
      take_look_key(context.ui, press);
      take_process_key(context, press);
    }
  }
}

void draw_help(PanelContext& context) {
  if (!context.ui.show_help) return;
  const ImGuiIO& io = ImGui::GetIO();
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(io.DisplaySize);
  ImGui::SetNextWindowFocus();
  ImGui::PushStyleColor(ImGuiCol_WindowBg, context.theme.shade);
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  if (ImGui::Begin("help", nullptr, kFlags)) {
    const float width = std::min(context.em(62), io.DisplaySize.x * 0.96f), height = std::min(context.em(26), io.DisplaySize.y * 0.96f);
    ImGui::SetCursorPos(ImVec2((io.DisplaySize.x - width) / 2, (io.DisplaySize.y - height) / 2));
    if (ImGui::BeginChild("sheet", ImVec2(width, height), true)) {
      ImGui::PushFont(context.fonts.large);
      coloured_text(context.theme.text, "Keys");
      ImGui::PopFont();
      ImGui::SameLine();
      ImGui::AlignTextToFramePadding();
      coloured_text(context.theme.muted, "  any click closes this");
      ImGui::Columns(2, nullptr, false);
      draw_lines(context, "Time", kTimeLines);
      draw_lines(context, "The selected process", kDoLines);
      ImGui::NextColumn();
      draw_lines(context, "Looking", kLookLines);
      ImGui::Columns(1);
    }
    ImGui::EndChild();
    if (ImGui::IsMouseClicked(0)) context.ui.show_help = false;
  }
  ImGui::End();
  ImGui::PopStyleColor();
}

}  // namespace respawn::observer
