#pragma once
/// Parser: source text to quoted code, as `Code.string_to_quoted/2` of Elixir 1.14 gives it.
///
/// Thread: any; nothing is shared but the atom table. The result lives in the caller's arena.
/// Limits (source.hpp) are reported like any other error.

#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "lang/source.hpp"
#include "term/area.hpp"

namespace respawn {

/// The quoted form of `source`. Deprecations and doubtful spellings are appended to `warnings`, the comments of the
/// text to `comments`, as `Code.string_to_quoted_with_comments/2` gives them.
Result<Term, ParseError> parse(std::string_view source, Arena& arena, const ParseOptions& options = {},
                               std::vector<Diagnostic>* warnings = nullptr, std::vector<Comment>* comments = nullptr);

/// The error as the exception that Elixir raises for it: a SyntaxError, or a TokenMissingError when more text is
/// needed; with the source line where Elixir shows one.
Diagnostic to_diagnostic(const ParseError& error, std::string_view source, const ParseOptions& options);

}  // namespace respawn
