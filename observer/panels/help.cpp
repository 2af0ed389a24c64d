#include "observer/panels/help.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "observer/panels/keys.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

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
    Line{"T", "light or dark"},
};
constexpr std::array kDoLines = {
    Line{"X", "exit the selected process with the reason at the right"},
    Line{"K", "kill the selected process"},
    Line{"W", "why? of the last event of the selected process"},
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

void take_time_keys(PanelContext& context) {
  UiState& ui = context.ui;
  const ImGuiIO& io = ImGui::GetIO();
  const EventId cursor = context.feed.cursor();
  const RunStatus& status = context.feed.status();
  if (is_key_pressed(Key::space) || is_key_pressed(Key::dot)) ui.command(CommandKind::toggle_play);
  if (is_key_pressed(Key::right, true)) {
    if (io.KeyShift) {
      ui.seek(std::min(cursor + 10, status.event_count));
    } else {
      ui.command(CommandKind::step);
    }
  }
  if (is_key_pressed(Key::left, true)) {
    if (io.KeyShift) {
      ui.seek(cursor - std::min<EventId>(cursor, 10));
    } else {
      ui.command(CommandKind::step_back);
    }
  }
  if (is_key_pressed(Key::home)) ui.seek(0);
  if (is_key_pressed(Key::end)) ui.seek(status.event_count);
  if (is_key_pressed(letter_key('F')) && !status.is_live) ui.command(CommandKind::fork);
  if (is_key_pressed(letter_key('C'))) {
    const EventId crash = neighbour(context.history().marks(MarkKind::crash), cursor, !io.KeyShift);
    if (crash != 0) ui.seek(crash);
  }
  const bool has_selection = ui.selected != kNoProcess && ui.selected < context.history().process_count();
  if (has_selection && is_key_pressed(Key::right_bracket, true)) {
    if (const EventId next = context.history().next_event_of(ui.selected, cursor); next != 0) ui.seek(next);
  }
  if (has_selection && is_key_pressed(Key::left_bracket, true) && cursor > 0) {
    if (const EventId before = context.history().last_event_of(ui.selected, cursor - 1); before != 0) ui.seek(before);
  }
  const double speed = std::isinf(status.speed) ? 20 : status.speed;
  if (is_key_pressed(Key::minus) || is_key_pressed(Key::keypad_subtract)) {
    ui.command({.kind = CommandKind::set_speed, .speed = std::max(0.1, std::min(speed, 20.0) / 2)});
  }
  if (is_key_pressed(Key::equal) || is_key_pressed(Key::keypad_add)) {
    ui.command({.kind = CommandKind::set_speed, .speed = speed >= 10 ? std::numeric_limits<double>::infinity() : std::min(10.0, speed * 2)});
  }
  if (is_key_pressed(digit_key(1))) ui.command({.kind = CommandKind::set_speed, .speed = 1});
}

void take_look_keys(PanelContext& context) {
  UiState& ui = context.ui;
  if (is_key_pressed(digit_key(0))) ui.fit_tree = true;
  if (is_key_pressed(letter_key('M'))) ui.show_messages = !ui.show_messages;
  if (is_key_pressed(letter_key('L'))) ui.show_links = !ui.show_links;
  if (is_key_pressed(letter_key('S'))) ui.show_system = !ui.show_system;
  if (is_key_pressed(letter_key('T'))) ui.is_light = !ui.is_light;
  if (is_key_pressed(letter_key('D'))) ui.show_detail = !ui.show_detail;
  if (is_key_pressed(letter_key('B'))) ui.show_lower = !ui.show_lower;
  if (is_key_pressed(letter_key('V'))) {
    ui.main_tab = ui.main_tab == MainTab::tree ? MainTab::sequence : MainTab::tree;
    ui.has_new_main_tab = true;
  }
  if (is_key_pressed(digit_key(2))) show_lower(ui, LowerTab::incidents);
  if (is_key_pressed(digit_key(3))) show_lower(ui, LowerTab::processes);
  if (is_key_pressed(digit_key(4))) show_lower(ui, LowerTab::events);
  if (is_key_pressed(digit_key(5))) show_lower(ui, LowerTab::console);
  if (is_key_pressed(Key::slash) && !ImGui::GetIO().KeyShift) {
    ui.main_tab = MainTab::tree;
    ui.has_new_main_tab = true;
    ui.focus_search = true;
  }
}

void take_process_keys(PanelContext& context) {
  UiState& ui = context.ui;
  if (ui.selected == kNoProcess || ui.selected >= context.history().process_count()) return;
  const Term pid = context.history().process(ui.selected).pid;
  const bool is_alive = context.scene().is_alive(ui.selected);
  ui.command_error_of = ui.selected;
  if (is_alive && is_key_pressed(letter_key('X'))) ui.command({.kind = CommandKind::exit, .pid = pid, .text = ui.reason_text});
  if (is_alive && is_key_pressed(letter_key('K'))) ui.command({.kind = CommandKind::kill, .pid = pid});
  if (is_key_pressed(letter_key('W'))) {
    ui.selected_event = context.history().last_event_of(ui.selected, context.feed.cursor());
    show_lower(ui, LowerTab::events);
  }
}

bool was_typed(ImWchar character) {
  const ImVector<ImWchar>& typed = ImGui::GetIO().InputQueueCharacters;
  return std::find(typed.begin(), typed.end(), character) != typed.end();
}

}  // namespace

void take_keys(PanelContext& context) {
  UiState& ui = context.ui;
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl) {
    if (is_key_pressed(Key::equal, true) || is_key_pressed(Key::keypad_add, true)) ui.zoom = std::min(kZoomMax, ui.zoom * 1.1f);
    if (is_key_pressed(Key::minus, true) || is_key_pressed(Key::keypad_subtract, true)) ui.zoom = std::max(kZoomMin, ui.zoom / 1.1f);
    if (is_key_pressed(Key::zero)) ui.zoom = 1;
    return;
  }
  if (io.WantTextInput || io.KeyAlt || io.KeySuper) return;
  if (is_key_pressed(Key::f1) || was_typed('?')) ui.show_help = !ui.show_help;
  if (is_key_pressed(Key::escape)) {
    if (!ui.show_help) select_process(context, kNoProcess);
    ui.show_help = false;
  }
  take_time_keys(context);
  take_look_keys(context);
  take_process_keys(context);
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
    const float width = std::min(context.em(62), io.DisplaySize.x * 0.96f), height = std::min(context.em(24), io.DisplaySize.y * 0.96f);
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
