#pragma once
/// UiState: what the user has chosen to look at. Plain data: two windows on one run differ in this only.

#include <optional>
#include <string>
#include <vector>

#include "observer/model/command.hpp"
#include "observer/model/event_rows.hpp"
#include "observer/model/key_press.hpp"
#include "observer/model/process_rows.hpp"
#include "observer/model/tree.hpp"

namespace respawn::observer {

enum class MainTab : std::uint8_t { tree, sequence };
enum class LowerTab : std::uint8_t { incidents, processes, events, console };

struct UiState {
  ProcessIndex selected = kNoProcess;
  bool follows_restarts = true;               // the selection goes to the replacement, and back with the time
  EventId selected_event = 0;
  MainTab main_tab = MainTab::tree;
  LowerTab lower_tab = LowerTab::incidents;
  bool has_new_main_tab = true, has_new_lower_tab = true;  // chosen by a key and not by a click: the tab bar must be told

  std::optional<EventId> dragged_to;  // the time bar is in hand although no mouse holds it (model/tour.hpp)

  bool show_system = false;
  bool show_links = false;
  bool show_messages = true;
  bool show_help = false;
  bool show_detail = true, show_lower = true;
  bool is_light = false;
  bool is_full_screen = false;  // of a window that can be; others ignore it
  float zoom = 1;  // of everything: Ctrl + and Ctrl -

  TreeOptions tree;
  bool focus_search = false;  // the search field is to take the keyboard
  bool awaits_search = false;  // and has not got it yet: what is typed meanwhile is for it
  bool fit_tree = true;  // the camera follows the tree until the user takes hold of it
  ProcessQuestion processes;
  EventQuestion events;
  bool events_of_selected = false;
  bool follow_events = true;
  std::vector<ProcessIndex> pinned_lanes;

  /// For the process that is selected.
  std::string message_text, reason_text = ":boom";
  std::string command_error;
  ProcessIndex command_error_of = kNoProcess;

  std::vector<KeyPress> keys;  // pressed since the last frame, in their order
  std::vector<KeyPress> held_keys;  // for the field that awaits the keyboard
  std::vector<Command> commands;  // to be carried out behind the frame
  void command(Command wanted) { commands.push_back(std::move(wanted)); }
  void command(CommandKind kind) { commands.push_back({.kind = kind}); }
  void seek(EventId event) { commands.push_back({.kind = CommandKind::seek, .event = event}); }

  /// Histories are made anew when a run forks: numbers of processes and events mean nothing any more, but a pid mostly does.
  std::optional<Term> selected_pid;
};

}  // namespace respawn::observer
