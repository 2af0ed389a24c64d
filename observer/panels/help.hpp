#pragma once
/// Keys: what they do, and the sheet that says so.

#include "observer/panels/panel.hpp"

namespace respawn::observer {

/// Does what the keys of this frame ask for, unless somebody is typing a text.
void take_keys(PanelContext& context);

/// The sheet over everything, while `ui.show_help`.
void draw_help(PanelContext& context);

}  // namespace respawn::observer
