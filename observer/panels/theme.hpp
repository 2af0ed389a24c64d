#pragma once
/// Theme: the colours, two sets of them, made for a projector: every text has at least 4.5 : 1 against what is behind it.

#include <imgui.h>

#include "observer/model/scene.hpp"
#include "observer/model/sentence.hpp"

namespace respawn::observer {

struct Theme {
  ImU32 background, panel, raised, node, line, text, muted, accent, good, bad, warning, message, timer, supervisor, shade;
  bool is_light;
};

const Theme& theme(bool is_light);

/// Sets ImGui's own colours and its roundings; sizes go with `scale`.
void apply_theme(const Theme& theme, float scale);

ImU32 with_alpha(ImU32 colour, float alpha);
ImU32 mixed_colour(ImU32 a, ImU32 b, float share_of_b);
ImU32 liveness_colour(const Theme& theme, Liveness liveness);
ImU32 tone_colour(const Theme& theme, EventTone tone);
/// One colour a process, everywhere the same; a replacement keeps its predecessor's.
ImU32 process_colour(const Theme& theme, ProcessIndex place);

/// WCAG's contrast of two opaque colours, 1 … 21.
float contrast(ImU32 a, ImU32 b);

}  // namespace respawn::observer
