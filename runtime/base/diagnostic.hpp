#pragma once
/// Diagnostic: something a human wrote is wrong, and here is where.
///
/// Made by lexer, parser, expander and by readers of outside formats. `kind` is the exception that Elixir raises for
/// it, so that `rescue e in CompileError` works; `format` gives the text for a terminal, with the line and a caret.

#include <cstdint>
#include <string>
#include <string_view>

namespace respawn {

struct Diagnostic {
  enum class Kind : std::uint8_t { syntax_error, token_missing, compile_error, warning, io_error };

  Kind kind = Kind::compile_error;
  std::string file;
  std::uint32_t line = 0;    // from 1; 0 when there is none
  std::uint32_t column = 0;  // from 1, in codepoints; 0 when there is none
  std::string message;       // as Elixir words it, without file and position
  std::string snippet;       // the source line it is about, may be empty
};

/// "FILE:LINE:COLUMN: MESSAGE", followed by the source line and a caret when both are known.
std::string format(const Diagnostic& diagnostic);

/// The line `line` (from 1) of `source` without its newline; empty when there is no such line.
std::string_view line_of(std::string_view source, std::uint32_t line);

}  // namespace respawn
