#pragma once
/// Texts of terms, taken apart without knowing the terms.
///
/// Events carry terms as text that may be cut ("…, ..."). What is shown of them is found here: the elements of a tuple, the short
/// caption of a message (`call :pop` for a GenServer's request), a function's name, and an indented form for reading.
/// Every function takes any text at all: what is not understood comes back as it is.

#include <string>
#include <string_view>
#include <vector>

#include "term/term.hpp"

namespace respawn::observer {

/// "#PID<0.12.0>" and "<0.12.0>" of the same pid.
std::string pid_text(Term pid);
std::string short_pid_text(Term pid);

/// The elements of "{a, b, c}"; nothing when `text` is no tuple. Views into `text`.
std::vector<std::string_view> tuple_elements(std::string_view text);

/// What a message says, without the envelope of the behaviours: "call :pop", "cast {:push, 1}", "reply 3", "EXIT :killed",
/// "DOWN :normal"; other messages as they are.
std::string message_caption(std::string_view text);

/// "Stack.init/1" of "{Stack, :init, 1}"; a function's text as it is.
std::string function_caption(std::string_view text);

/// An exit reason without its stack trace: "{:badarith, [...]}" gives ":badarith", "{%RuntimeError{message: \"boom\"}, [...]}" "RuntimeError: boom".
std::string reason_caption(std::string_view text);

/// Reasons that are no failure: :normal, :shutdown, {:shutdown, _}. An empty text counts as normal.
bool is_calm_reason(std::string_view text);

/// The name an atom's text stands for: ":logger" gives "logger", "Elixir.Stack" stays.
std::string atom_caption(Term atom);

/// A label as it was meant: a string without its quotes, an atom without its colon, another term as it is.
std::string label_caption(std::string_view text);

/// At most `characters_max` code points, the last one "…" if something was cut; line breaks become spaces.
std::string shortened(std::string_view text, std::size_t characters_max);

/// Broken into lines of at most `columns` code points where brackets and commas allow, nested parts indented by two.
std::string indented(std::string_view text, std::size_t columns);

}  // namespace respawn::observer
