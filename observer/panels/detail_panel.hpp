#pragma once
/// The selected process: what it is, what can be done to it, and all that is inside: state, mailbox, links, stack, dictionary.
///
/// Looking adds no event: everything is read from the world standing still.

#include "observer/model/overview.hpp"
#include "observer/panels/panel.hpp"

namespace respawn::observer {

/// Of the selected process, which there is.
void draw_detail(PanelContext& context);

/// While none is selected: the run itself (overview_panel.cpp).
void draw_overview(PanelContext& context, const Overview& overview);

/// Buttons for sending, exiting and killing, and what was wrong with the term (detail_actions.cpp).
void draw_actions(PanelContext& context, ProcessIndex process);

}  // namespace respawn::observer
