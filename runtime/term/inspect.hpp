#pragma once
/// Text of a term as Elixir's `inspect` writes it, on one line.
///
/// For what must be shown without running the language: the window's view of a world standing still, diagnostics of
/// the compiler, C++ tests. The language's own `inspect` is the Inspect protocol in lib/inspect.ex; a test holds the
/// two together on everything but user implementations of the protocol.

#include <cstddef>
#include <string>

#include "term/term.hpp"

namespace respawn {

struct InspectOptions {
  std::size_t limit = 50;              // elements of a collection before "..."
  std::size_t length_bytes_max = 4096;  // of the whole text, which then ends in "..."
};

std::string inspect(Term term, const InspectOptions& options = {});

/// The text of an atom in source form: `:ok`, `Foo.Bar`, `:"with space"`, `nil`.
std::string inspect_atom(Term atom);

/// The text of an atom as a key, without the colon: `ok:`, `"with space":`.
std::string inspect_key(Term atom);

/// How the text of an atom is written in source code: as an alias (`Foo.Bar`), as a name that could be a variable or a call, as
/// another atom that needs no quotes (`:+`, `:Foo`), or in quotes.
enum class AtomTextKind : std::uint8_t { alias, identifier, unquoted, quoted };
AtomTextKind classify_atom_text(std::string_view text);

/// `text` with Elixir's escapes, without the surrounding quotes. `quote` is the quote to escape.
std::string escape(std::string_view text, char quote);

}  // namespace respawn
