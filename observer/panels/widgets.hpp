#pragma once
/// Small things that panels share: texts that fit, clickable processes, buttons with drawn signs, badges.

#include <string_view>

#include "observer/panels/panel.hpp"

namespace respawn::observer {

enum class Sign : std::uint8_t { play, pause, step, back, fork, fit, sun, moon, help, to_end, search };

/// A square button with a drawn sign; `is_on` lights it.
bool sign_button(const PanelContext& context, const char* id, Sign sign, const char* tip, bool is_enabled = true, bool is_on = false);

/// A button that stays down.
bool toggle_button(const PanelContext& context, const char* label, bool& is_on, const char* tip);

/// A hint for the last item.
void tip(const char* text);

void coloured_text(ImU32 colour, std::string_view text);
void mono_text(const PanelContext& context, ImU32 colour, std::string_view text);
/// Cut with "…" at the width that is left (or `width`), the whole text as its hint.
void fitting_text(ImU32 colour, std::string_view text, float width = 0);
void draw_fitting_text(ImDrawList& list, ImFont* font, float size, ImVec2 at, float width, ImU32 colour, std::string_view text);
float text_width(ImFont* font, float size, std::string_view text);

/// The process as a coloured square and its name; a click selects it. Dead ones are struck out.
void process_link(PanelContext& context, ProcessIndex process, bool with_pid = false, float width_max = 0);

/// A small rounded box with a word in it, drawn at the cursor.
void badge(const PanelContext& context, ImU32 colour, std::string_view text);

/// A line of text input; true when Enter was pressed.
bool input_line(const char* id, const char* hint, std::string& text, float width);

void section(const PanelContext& context, const char* title, std::string_view more = {});

}  // namespace respawn::observer
