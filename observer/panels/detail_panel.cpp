#include "observer/panels/detail_panel.hpp"

#include <fmt/format.h>

#include "observer/model/causes.hpp"
#include "observer/model/sentence.hpp"
#include "observer/model/system_process.hpp"
#include "observer/model/term_text.hpp"
#include "observer/model/time_text.hpp"
#include "observer/panels/widgets.hpp"

namespace respawn::observer {
namespace {

std::size_t columns(const PanelContext& context) {
  const float letter = text_width(context.fonts.mono, context.fonts.mono->FontSize, "m");
  return static_cast<std::size_t>(std::max(20.0f, ImGui::GetContentRegionAvail().x / std::max(1.0f, letter) - 1));
}

void draw_terms(PanelContext& context, std::string_view text) {
  constexpr std::size_t kShownMax = 6000;
  mono_text(context, context.theme.text, indented(text.substr(0, kShownMax), columns(context)));
}

void draw_head(PanelContext& context, ProcessIndex process, const ProcessView* view) {
  const Theme& theme = context.theme;
  const ProcessState& state = context.scene().process(process);
  const ProcessFacts& facts = context.history().process(process);
  ImGui::PushFont(context.fonts.large);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float size = ImGui::GetFontSize();
  const ProcessIndex place = state.place == kNoProcess ? process : state.place;
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(corner.x, corner.y + size * 0.2f), ImVec2(corner.x + size * 0.5f, corner.y + size * 0.85f),
                                            process_colour(theme, place), size * 0.12f);
  ImGui::Indent(size * 0.75f);
  fitting_text(state.liveness == Liveness::dead ? theme.muted : theme.text, shown_title(context, process));
  ImGui::Unindent(size * 0.75f);
  ImGui::PopFont();

  badge(context, liveness_colour(theme, state.liveness), liveness_text(state.liveness));
  ImGui::SameLine();
  if (state.is_supervisor) {
    badge(context, theme.supervisor, view != nullptr && !view->behaviour.empty() ? view->behaviour : "Supervisor");
    ImGui::SameLine();
  } else if (view != nullptr && !view->behaviour.empty()) {
    badge(context, theme.accent, view->behaviour);
    ImGui::SameLine();
  }
  if (view != nullptr && view->trap_exit) {
    badge(context, theme.timer, "traps exits");
    ImGui::SameLine();
  }
  if (state.restart_count > 0) {
    badge(context, theme.good, fmt::format("restarted {}x", state.restart_count));
    ImGui::SameLine();
  }
  ImGui::NewLine();
  std::string began = pid_text(facts.pid);
  if (view != nullptr && !view->initial_call.empty()) {
    began += " began in " + view->initial_call;
  } else if (!facts.function.empty() && !is_plain_starter(facts.function)) {
    began += " began in " + facts.function;
  }
  ImGui::PushFont(context.fonts.mono);
  fitting_text(theme.muted, began);
  ImGui::PopFont();
}

void draw_death(PanelContext& context, ProcessIndex process) {
  const ProcessState& state = context.scene().process(process);
  const History& history = context.history();
  if (state.exited == 0) return;
  section(context, "EXIT REASON");
  draw_terms(context, history.event(state.exited).text);
  if (ImGui::Button("Why?")) {
    context.ui.selected_event = end_of(history, process);
    context.ui.lower_tab = LowerTab::events;
    context.ui.has_new_lower_tab = true;
  }
  tip("Show the chain of causes");
  ImGui::SameLine();
  if (ImGui::Button("Go to before it")) context.ui.seek(state.exited - 1);
  if (state.replaced_by != kNoProcess) {
    ImGui::AlignTextToFramePadding();
    coloured_text(context.theme.good, "replaced by");
    ImGui::SameLine();
    process_link(context, state.replaced_by, true);
  }
}

void draw_mailbox(PanelContext& context, const ProcessState& state, const ProcessView* view) {
  const std::size_t count = view != nullptr ? view->message_count : state.mailbox_length;
  section(context, "MAILBOX", fmt::format("{}", count_text(count)));
  if (view == nullptr || view->messages.empty()) {
    if (count == 0) coloured_text(context.theme.muted, "empty");
    return;
  }
  const std::size_t shown = view->messages.size();
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float height = std::min(static_cast<float>(shown), 8.0f) * line + context.em(0.4f);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme.node);
  if (ImGui::BeginChild("mailbox", ImVec2(0, height), false)) {
    ImGui::PushFont(context.fonts.mono);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(shown));
    while (clipper.Step()) {
      for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
        coloured_text(context.theme.message, fmt::format("{:>3} ", i + 1));
        ImGui::SameLine(0, 0);
        fitting_text(context.theme.text, view->messages[static_cast<std::size_t>(i)]);
      }
    }
    ImGui::PopFont();
  }
  ImGui::EndChild();
  ImGui::PopStyleColor();
  if (shown < count) coloured_text(context.theme.muted, fmt::format("and {} more", count_text(count - shown)));
}

void draw_pids(PanelContext& context, const char* id, const char* head, const std::vector<std::pair<Term, std::string>>& pids) {
  if (pids.empty()) return;
  section(context, head, fmt::format("{}", pids.size()));
  constexpr std::size_t kShownMax = 24;
  ImGui::PushID(id);
  for (std::size_t i = 0; i < pids.size() && i < kShownMax; ++i) {
    ImGui::PushID(static_cast<int>(i));
    const ProcessIndex process = context.history().find(pids[i].first);
    if (process != kNoProcess) {
      process_link(context, process, true);
    } else {
      fitting_text(context.theme.text, pids[i].second);
    }
    ImGui::PopID();
  }
  ImGui::PopID();
  if (pids.size() > kShownMax) coloured_text(context.theme.muted, fmt::format("and {} more", pids.size() - kShownMax));
}

void draw_family(PanelContext& context, const ProcessState& state) {
  const auto row = [&](const char* label, ProcessIndex process) {
    if (process == kNoProcess) return;
    ImGui::PushID(label);
    coloured_text(context.theme.muted, label);
    ImGui::SameLine(context.em(6.2f));
    process_link(context, process, true);
    ImGui::PopID();
  };
  row(state.is_supervised ? "supervisor" : "parent", state.parent);
  row("replaces", state.replaces);
}

void draw_stack(PanelContext& context, const ProcessView& view) {
  if (view.frames.empty()) return;
  section(context, "STACK", "innermost first");
  ImGui::PushFont(context.fonts.mono);
  for (const FrameView& frame : view.frames) {
    fitting_text(context.theme.text, frame.function);
    std::string more = frame.file;
    if (!frame.arguments.empty()) more += fmt::format("{}({})", more.empty() ? "" : "  ", fmt::join(frame.arguments, ", "));
    if (more.empty()) continue;
    ImGui::Indent(context.em(0.8f));
    fitting_text(context.theme.muted, more);
    ImGui::Unindent(context.em(0.8f));
  }
  ImGui::PopFont();
}

void draw_dictionary(PanelContext& context, const ProcessView& view) {
  if (view.dictionary.empty()) return;
  section(context, "DICTIONARY", fmt::format("{}", view.dictionary.size()));
  ImGui::PushFont(context.fonts.mono);
  for (const auto& [key, value] : view.dictionary) fitting_text(context.theme.text, fmt::format("{} => {}", key, value));
  ImGui::PopFont();
}

void draw_numbers(PanelContext& context, const ProcessState& state, const ProcessView* view) {
  section(context, "NUMBERS");
  std::string said = fmt::format("{} received · {} sent", count_text(state.received_count), count_text(state.sent_count));
  if (view != nullptr) {
    said += fmt::format("\n{} reductions · {} · {} words heap, {} stack · {} collections", count_text(view->reductions), size_text(view->memory_bytes),
                        count_text(view->heap_words), count_text(view->stack_words), view->collections);
  }
  if (state.spawned != 0) {
    said += fmt::format("\nborn at {} (event {})", clock_text(context.history().event(state.spawned).time), count_text(state.spawned));
  }
  ImGui::PushTextWrapPos(0);
  coloured_text(context.theme.text, said);
  ImGui::PopTextWrapPos();
}

void draw_recent(PanelContext& context, ProcessIndex process) {
  section(context, "LATELY");
  const History& history = context.history();
  EventId id = history.last_event_of(process, context.feed.cursor());
  constexpr int kShown = 8;
  for (int i = 0; i < kShown && id != 0; ++i) {
    ImGui::PushID(static_cast<int>(id));
    const float width = ImGui::GetContentRegionAvail().x;
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton("event", ImVec2(std::max(1.0f, width), ImGui::GetFontSize()))) {
      context.ui.seek(id);
      context.ui.selected_event = id;
    }
    const bool is_hovered = ImGui::IsItemHovered();
    if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    tip("Go there");
    const ImU32 colour = is_hovered ? context.theme.accent : tone_colour(context.theme, tone(history, id));
    draw_fitting_text(*ImGui::GetWindowDrawList(), context.fonts.text, ImGui::GetFontSize(), corner, width, colour, sentence(history, id, 80));
    ImGui::PopID();
    id = history.last_event_of(process, id - 1);
  }
}

}  // namespace

void draw_detail(PanelContext& context) {
  const ProcessIndex process = context.ui.selected;
  const ProcessState& state = context.scene().process(process);
  const ProcessView* const view = context.views.view(process, true);
  draw_head(context, process, view);
  if (state.liveness == Liveness::unborn) {
    coloured_text(context.theme.muted, "It has not been spawned yet at this time.");
    if (context.history().process(process).spawned != 0 && ImGui::Button("Go to its birth")) context.ui.seek(context.history().process(process).spawned);
    return;
  }
  if (state.is_alive()) draw_actions(context, process);
  if (ImGui::BeginChild("inside", ImVec2(0, 0), false)) {
    draw_death(context, process);
    if (view != nullptr && view->has_state && !view->state.empty()) {
      section(context, "STATE");
      draw_terms(context, view->state);
    }
    if (state.is_alive()) draw_mailbox(context, state, view);
    section(context, "FAMILY");
    draw_family(context, state);
    if (view != nullptr) {
      draw_pids(context, "links", "LINKS", view->links);
      draw_pids(context, "monitors", "MONITORS", view->monitors);
      draw_pids(context, "monitored by", "MONITORED BY", view->monitored_by);
    }
    draw_recent(context, process);
    if (view != nullptr) {
      draw_stack(context, *view);
      draw_dictionary(context, *view);
    }
    draw_numbers(context, state, view);
  }
  ImGui::EndChild();
}

}  // namespace respawn::observer
