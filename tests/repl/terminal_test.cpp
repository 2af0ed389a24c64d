// Terminal and console on a terminal of our own, keys in, screen out.
#include "repl/terminal.hpp"

#include <catch2/catch.hpp>
#include <signal.h>
#include <termios.h>

#include <atomic>
#include <thread>

#include "repl/console.hpp"
#include "repl/pseudo_terminal.hpp"

namespace respawn {
namespace {

using test::PseudoTerminal;
using EventKind = TerminalEvent::Kind;
using std::chrono::milliseconds;

// A terminal on this thread.
class Driven {
 public:
  Driven() : terminal(editor, options()) {}

  // Until an event of this kind comes, or ten seconds have passed.
  bool wait_for(EventKind kind) {
    return pseudo.wait([&] {
      return std::any_of(events.begin(), events.end(), [&](const TerminalEvent& event) { return event.kind == kind; });
    }, [this] { poll(); });
  }
  bool wait_for_text(const std::string& text) {
    return pseudo.wait([&] { return pseudo.screen().text() == text; }, [this] { poll(); });
  }
  std::string line() const {
    for (const TerminalEvent& event : events) {
      if (event.kind == EventKind::line) return event.text;
    }
    return "no line";
  }
  void poll() {
    for (TerminalEvent& event : terminal.poll(milliseconds{1})) events.push_back(std::move(event));
  }

  PseudoTerminal pseudo{40, 10};
  History history;
  LineEditor editor{history};
  std::vector<TerminalEvent> events;

 private:
  Terminal::Options options() const {
    Terminal::Options options;
    options.input = options.output = pseudo.slave();
    return options;
  }

 public:
  Terminal terminal;
};

bool is_canonical(int terminal) {
  termios mode{};
  return ::tcgetattr(terminal, &mode) == 0 && (mode.c_lflag & ICANON) != 0;
}

}  // namespace

TEST_CASE("the terminal is raw while it is used, and as it was afterwards", "[repl][terminal]") {
  PseudoTerminal pseudo;
  CHECK(is_canonical(pseudo.slave()));
  {
    History history;
    LineEditor editor(history);
    Terminal::Options options;
    options.input = options.output = pseudo.slave();
    const Terminal terminal(editor, options);
    CHECK(terminal.is_interactive());
    CHECK_FALSE(is_canonical(pseudo.slave()));
    CHECK(terminal.columns() == 60);
    pseudo.wait([] { return true; });
    CHECK(pseudo.screen().has_mode("?2004"));
  }
  CHECK(is_canonical(pseudo.slave()));
  pseudo.wait([] { return true; });
  CHECK_FALSE(pseudo.screen().has_mode("?2004"));
}

TEST_CASE("what is typed before a line is asked for waits for it", "[repl][terminal]") {
  Driven driven;
  driven.pseudo.press("early\r");
  for (int i = 0; i < 20; ++i) driven.poll();
  CHECK(driven.events.empty());
  driven.terminal.read_line({"> "});
  CHECK(driven.wait_for(EventKind::line));
  CHECK(driven.line() == "early");
  CHECK(driven.wait_for_text("> early\n"));
}

TEST_CASE("a terminal of another size has the line drawn anew", "[repl][terminal]") {
  Driven driven;
  driven.terminal.read_line({"> "});
  driven.pseudo.press("a line that is longer than twenty columns");
  CHECK(driven.wait_for_text("> a line that is longer than twenty columns\n"));
  driven.pseudo.resize(20, 10);
  ::raise(SIGWINCH);  // the pseudo terminal does not control this program
  CHECK(driven.wait_for(EventKind::resized));
  CHECK(driven.terminal.columns() == 20);
  CHECK(driven.wait_for_text("> a line that is longer than twenty columns\n"));
  driven.pseudo.press("!\r");
  CHECK(driven.wait_for(EventKind::line));
  CHECK(driven.pseudo.screen().rows().size() == 3);
}

TEST_CASE("an ESC by itself is a key after a moment", "[repl][terminal]") {
  Driven driven;
  driven.history.add("found");
  driven.terminal.read_line({"> "});
  driven.pseudo.press("\x12" "fou\x1b");
  CHECK(driven.wait_for_text("> found\n"));
  driven.pseudo.press("\r");
  CHECK(driven.wait_for(EventKind::line));
  CHECK(driven.line() == "found");
}

TEST_CASE("Ctrl-C and SIGINT cancel the line, and tell when nobody reads", "[repl][terminal]") {
  Driven driven;
  driven.terminal.read_line({"> "});
  SECTION("the key") {
    driven.pseudo.press("half\x03");
    CHECK(driven.wait_for(EventKind::interrupt));
    CHECK(driven.wait_for_text("> half^C\n"));
  }
  SECTION("the signal") {
    driven.pseudo.press("half");
    CHECK(driven.wait_for_text("> half\n"));
    ::raise(SIGINT);
    CHECK(driven.wait_for(EventKind::interrupt));
  }
  CHECK_FALSE(driven.terminal.is_reading());
  driven.events.clear();
  driven.pseudo.press("typed\x03later");
  CHECK(driven.wait_for(EventKind::interrupt));
  driven.terminal.read_line({"> "});
  driven.pseudo.press("\r");
  CHECK(driven.wait_for(EventKind::line));
  CHECK(driven.line() == "later");
}

TEST_CASE("a terminal that is woken says so", "[repl][terminal]") {
  Driven driven;
  std::thread other([&driven] { driven.terminal.wake(); });
  CHECK(driven.wait_for(EventKind::woken));
  other.join();
}

TEST_CASE("clearing the screen keeps the line", "[repl][terminal]") {
  Driven driven;
  driven.terminal.print_above("old\nold\n");
  driven.terminal.read_line({"> "});
  driven.pseudo.press("typed");
  CHECK(driven.wait_for_text("old\nold\n> typed\n"));
  driven.pseudo.press("\x0c");
  CHECK(driven.wait_for_text("> typed\n"));
}

TEST_CASE("a line taken back leaves nothing behind", "[repl][terminal]") {
  Driven driven;
  driven.terminal.read_line({"> "});
  driven.pseudo.press("typed");
  CHECK(driven.wait_for_text("> typed\n"));
  driven.terminal.abandon_line();
  driven.terminal.print_above("output\n");
  CHECK(driven.wait_for_text("output\n"));
}

TEST_CASE("an empty line that is to vanish does", "[repl][terminal]") {
  Driven driven;
  LinePrompt prompt;
  prompt.text = "> ";
  prompt.vanishes_empty = true;
  driven.terminal.read_line(prompt);
  driven.pseudo.press("\r");
  CHECK(driven.wait_for(EventKind::line));
  CHECK(driven.wait_for_text(""));
  driven.terminal.read_line(prompt);
  driven.pseudo.press("x\r");
  CHECK(driven.wait_for_text("> x\n"));
}

TEST_CASE("a console reads lines while other threads print", "[repl][console]") {
  PseudoTerminal pseudo(40, 10);
  std::atomic<bool> is_done = false;
  std::vector<std::string> read;
  std::thread owner([&] {
    Console::Options options;
    options.terminal.input = options.terminal.output = pseudo.slave();
    options.terminal.is_dumb = false;  // whatever the tests run in
    Console console(options);
    std::thread printer([&console] {
      for (int i = 0; i < 20; ++i) console.write_above("output\n");
    });
    for (ReadResult result = console.read({"> "}); result.kind != ReadResult::Kind::end; result = console.read({"> "})) {
      read.push_back(result.kind == ReadResult::Kind::line ? result.text : "interrupted");
    }
    printer.join();
    is_done = true;
  });
  REQUIRE(pseudo.wait([&pseudo] { return pseudo.screen().text().ends_with(">\n"); }));
  pseudo.press("one\r");
  pseudo.press("half\x03");
  pseudo.press("größe\r\x04");
  CHECK(pseudo.wait([&is_done] { return is_done.load(); }));
  owner.join();
  pseudo.wait([] { return true; });
  CHECK(read == std::vector<std::string>{"one", "interrupted", "größe"});
  std::size_t count = 0;
  for (const std::string& row : pseudo.screen().rows()) count += row == "output" ? 1 : 0;
  CHECK(count == 20);
}

}  // namespace respawn
