#pragma once
/// PromptDisplay: the line being typed on a screen that others print to.
///
///     output that has ended its line
///     output that has not (at most one line: `IO.write("…")`)
///     iex(3)> the line being typed, on as many rows as it takes
///
/// The line always stands below all output. When something is printed, the line is taken off, the output goes on where
/// it stopped, and the line is drawn again below it. Every function returns the bytes that do this, to be written
/// in one go; the functions themselves write nothing.
///
/// All movement is relative to where the cursor was left, since nobody knows on which row of the screen that is. Of a line
/// that has changed, only what differs is written: rows before the first change are not touched, and a letter
/// typed at the end costs one letter.
///
/// Invariant: between calls the cursor of the terminal is where `drawn_` says, or, when nothing is drawn, at the end of the
/// output (`output_`).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "repl/row_writer.hpp"
#include "repl/screen_cursor.hpp"

namespace respawn {

class PromptDisplay {
 public:
  /// `reflows`: the terminal wraps long lines anew when its width changes (most do; xterm and the Linux console do not).
  PromptDisplay(std::size_t columns, std::size_t rows, bool reflows);

  std::size_t columns() const { return columns_; }

  /// Draws the line, or changes what is drawn into it.
  std::string show(const RenderedLine& line);
  /// Writes output above the line.
  std::string print(std::string_view output);
  /// The line is done and stays, followed by `mark`; the cursor goes to the row below.
  std::string finish(std::string_view mark = {});
  /// Takes the line off.
  std::string erase();
  /// Clears the screen; nothing is drawn then.
  std::string clear();
  /// The terminal has another size: takes off what is left of the line, which is then to be drawn anew.
  std::string resize(std::size_t columns, std::size_t rows);
  /// Somebody else wrote to the terminal and left the cursor at the start of a row: nothing is drawn.
  void forget();

  /// The output that has not ended its line, with its colours, taken off the screen to become part of a
  /// prompt; nothing when there is none, or it cannot be written again. Only while no line is drawn.
  std::optional<std::string> take_partial_output(std::string& bytes);

 private:
  RenderedLine visible_part(const RenderedLine& line);
  void draw(std::string& bytes, const RenderedLine& line);
  void update(std::string& bytes, const RenderedLine& line);
  void write_rows(std::string& bytes, const RenderedLine& line, std::size_t first_row, std::size_t rows_before);
  void move(std::string& bytes, std::size_t row, std::size_t column);
  void take_off(std::string& bytes);
  void leave_output(std::string& bytes);
  void return_to_output(std::string& bytes);
  void write_output(std::string& bytes, std::string_view text);
  void begin_output_line();
  void wrap_output_anew();

  std::size_t columns_;
  std::size_t rows_;
  bool reflows_;

  std::optional<RenderedLine> drawn_;
  std::size_t at_row_ = 0;      // the terminal's cursor, while something is drawn
  std::size_t at_column_ = 0;   // `columns_` behind a full row
  std::size_t first_visible_row_ = 0;

  ScreenCursor output_;          // since the start of its last line
  std::string partial_;         // that line, with the style it began with
  bool is_partial_kept_ = true;  // not when it got long
  bool is_style_off_ = false;    // the output's style was put off for a line
  std::string unfinished_;      // the start of a character or sequence
};

}  // namespace respawn
