#pragma once
/// Transcript: text copied from a shell session, with its prompts and results.
///
///     iex> list = [1,        iex(1)> list = [1,
///     ...>  2]               ...(1)>  2]
///     [1, 2]                 [1, 2]
///
/// A fifth of the Elixir on web pages looks like this. Pasted, it shall be what was typed then: the lines with a
/// prompt, without it.

#include <string>
#include <string_view>

namespace respawn {

/// What was typed in `text` when it is a transcript (its first line that is not blank has a prompt); else `text`.
std::string without_transcript(std::string_view text);

}  // namespace respawn
