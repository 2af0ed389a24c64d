#pragma once
/// Quote: code that builds quoted code.
///
/// `quote` becomes an expression that gives the quoted form of its body with the unquoted parts put in. What has no unquoted part is a
/// constant. On the way names are made hygienic: variables get the context, imported calls remember where they come from, aliases what
/// they stand for (documentation of Kernel.SpecialForms.quote/2, "Hygiene").

#include "lang/expand.hpp"

namespace respawn {

/// `quote do … end` as core.
Core* expand_quote(Expander& expander, const QuotedCall& call, Env& env);

/// `quoted` as data, only with its unquotes evaluated: no hygiene, positions kept. For what `def` is given.
Core* quote_definition(Expander& expander, Term quoted, Env& env);

}  // namespace respawn
