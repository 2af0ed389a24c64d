#pragma once
/// DemoScript: a script of Elixir as the steps of a demo.
///
///     # The table is a process.               a caption, and the expression below it
///     table = spawn(Table, :run, [])
///
///     # Watch its mailbox in the window.      a caption by itself: a pause to talk
///
///     send(table, :ping)                      an expression without a caption
///
/// So every demo is a script that `elixir` runs, and every script can be played. An expression goes on for as
/// many lines as the parser wants; one that a pipe continues takes those lines too.

#include <string>
#include <string_view>
#include <vector>

namespace respawn {

struct DemoStep {
  std::string caption;  // lines without their number sign; may be empty
  std::string code;     // without a newline at its end; may be empty

  bool operator==(const DemoStep&) const = default;
};

/// Never fails: what is no Elixir is a step that the shell will complain about.
std::vector<DemoStep> demo_steps(std::string_view script);

}  // namespace respawn
