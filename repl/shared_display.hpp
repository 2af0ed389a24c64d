#pragma once
/// SharedDisplay: the prompt display of a terminal that several threads print to.
///
/// One thread types: it draws the line, changes it, ends it. All others only `print`, at any time. The lock is held while bytes
/// are made and written, never while somebody else's code runs, so that a program that prints waits for a slow terminal and
/// for nothing else.
///
/// What the typing thread does is collected until `flush`, so that a refresh is one write and does not flicker. Output
/// of the others is written at once, behind what was collected so far.
///
/// A plain one, for what is no terminal, passes text through and draws nothing.

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "repl/prompt_display.hpp"

namespace respawn {

class SharedDisplay {
 public:
  enum class Kind { drawn, plain };

  SharedDisplay(int output, Kind kind, std::size_t columns, std::size_t rows, bool reflows)
      : output_(output), is_plain_(kind == Kind::plain), display_(columns, rows, reflows) {}

  /// Output, above the line being typed. Thread: any.
  void print(std::string_view text);

  /// The typing thread's, as in PromptDisplay; each takes effect on the terminal with the next `flush` or `print`.
  void print_later(std::string_view text);
  void show(const RenderedLine& line);
  void finish(std::string_view mark = {});
  void erase();
  void clear();
  void resize(std::size_t columns, std::size_t rows);
  void forget();
  std::optional<std::string> take_partial_output();
  void flush();

 private:
  void write_collected();

  const int output_;
  const bool is_plain_;
  std::mutex display_mutex_;  // guards all below, and the order of what is written
  PromptDisplay display_;
  std::string collected_;
};

}  // namespace respawn
