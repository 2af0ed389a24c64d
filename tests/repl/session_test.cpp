// The session with an evaluator that only pretends, on a terminal and on pipes.
#include "repl/session.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <future>
#include <mutex>
#include <thread>

#include "repl/pseudo_terminal.hpp"

namespace respawn {
namespace {

using test::PseudoTerminal;

struct Evaluated {
  std::string text;
  std::uint32_t first_line;
  bool operator==(const Evaluated&) const = default;
};

// Evaluates on a thread of its own, as runtimes do. "wait" waits until it is interrupted; "gets" asks for a line, "ask NAME"
// leaves a question behind; "print" prints without a newline; "fail" keeps the prompt's number; all else is echoed.
class FakeEvaluator final : public Evaluator {
 public:
  ~FakeEvaluator() override { join(); }

  void start(Session& session) override {
    session_ = &session;
    session.ready(1);
  }

  void evaluate(std::string text, std::uint32_t first_line) override {
    join();
    {
      const std::lock_guard lock(record_mutex_);
      evaluated_.push_back({text, first_line});
    }
    is_idle = false;
    thread_ = std::thread([this, text = std::move(text)] {
      perform(text.substr(0, text.find('\n')));
      is_idle = true;
    });
  }

  void interrupt() override {
    ++interrupt_count;
    const std::uint64_t question = question_.exchange(0);
    if (question != 0) session_->withdraw(Session::QuestionId{question});
    session_->ready(counter_.load());
  }

  CompletionResult complete(std::string_view before) override {
    if (before == "Enum.m") return {"", {"map/2", "max/1"}};
    if (before == "Enu") return {"m", {}};
    return {};
  }

  void report(const Diagnostic& diagnostic) override { session_->write_above("** " + format(diagnostic) + "\n"); }

  void join() {
    if (thread_.joinable()) thread_.join();
  }

  std::vector<Evaluated> evaluated() const {
    const std::lock_guard lock(record_mutex_);
    return evaluated_;
  }
  std::vector<std::optional<std::string>> answers() const {
    const std::lock_guard lock(record_mutex_);
    return answers_;
  }

  std::atomic<int> interrupt_count = 0;
  std::atomic<bool> is_idle = true;  // has said all that it says by itself

 private:
  void record_answer(const std::optional<std::string>& line) {
    const std::lock_guard lock(record_mutex_);
    answers_.push_back(line);
  }

  void perform(const std::string& command) {
    if (command == "wait") return;
    if (command == "gets") {
      question_ = static_cast<std::uint64_t>(session_->ask_line("name> ", [this](std::optional<std::string> line) {
        question_ = 0;
        record_answer(line);
        session_->write_above(line ? "got " + *line : "got :eof\n");
        session_->ready(++counter_);
      }));
      return;
    }
    if (command.starts_with("ask ")) {
      session_->ask_line(command.substr(4) + "> ", [this](std::optional<std::string> line) { record_answer(line); });
    } else if (command == "print") {
      session_->write_above("half a line");
    } else if (command == "fail") {
      session_->write_above("** failed\n");
      return session_->ready(counter_.load());
    } else {
      session_->write_above(command + "\n");
    }
    session_->ready(++counter_);
  }

  Session* session_ = nullptr;
  std::thread thread_;
  std::atomic<std::uint32_t> counter_ = 1;
  std::atomic<std::uint64_t> question_ = 0;
  mutable std::mutex record_mutex_;  // guards the two below
  std::vector<Evaluated> evaluated_;
  std::vector<std::optional<std::string>> answers_;
};

// A session on a terminal, which runs on a thread of its own.
class Shell {
 public:
  explicit Shell(Playback playback = {}, bool is_dumb = false) {
    std::promise<Session*> made;
    std::future<Session*> session = made.get_future();
    thread_ = std::thread([this, &made, is_dumb, playback = std::move(playback)]() mutable {
      Console::Options options;
      options.terminal.input = options.terminal.output = terminal.slave();
      options.terminal.is_dumb = is_dumb;
      Console console(options);
      Session own(console, evaluator);
      own.play(std::move(playback));
      made.set_value(&own);
      end = own.run();
      evaluator.join();
      own.ask_line("too late", [this](std::optional<std::string> line) { was_late_answered = !line; });
    });
    session_ = session.get();
  }
  ~Shell() {
    if (thread_.joinable()) {
      session_->stop();
      thread_.join();
    }
  }

  Session& session() { return *session_; }
  void press(std::string_view keys) { terminal.press(keys); }
  std::string text() { return terminal.screen().text(); }

  // Waits until the screen ends so.
  void expect(const std::string& ending) {
    const bool is_there = terminal.wait([&] { return trimmed(text()).ends_with(trimmed(ending)); });
    CAPTURE(text());
    CHECK(is_there);
  }
  // Waits until the screen is exactly this.
  void expect_all(const std::string& all) {
    terminal.wait([&] { return text() == all; });
    CHECK(text() == all);
  }
  void expect_idle() { CHECK(terminal.wait([this] { return evaluator.is_idle.load(); })); }
  void expect_end() {
    terminal.wait([this] { return end.load().has_value(); });
    thread_.join();
    terminal.wait([] { return true; });
  }

  PseudoTerminal terminal;
  FakeEvaluator evaluator;
  std::atomic<std::optional<Session::End>> end;
  std::atomic<bool> was_late_answered = false;

 private:
  static std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
  }

  Session* session_ = nullptr;
  std::thread thread_;
};

using EvaluatedList = std::vector<Evaluated>;

}  // namespace

TEST_CASE("lines are evaluated one after another, and the prompt counts", "[repl][session]") {
  Shell shell;
  shell.expect("iex(1)>");
  shell.press("one\r");
  shell.expect("iex(2)>");
  shell.press("fail\r");
  shell.expect("failed\niex(2)>");
  shell.press("two\rthree\r");
  shell.expect("iex(4)>");
  shell.press("\x04");
  shell.expect_end();
  CHECK(shell.end.load() == Session::End::input_ended);
  CHECK(shell.text() == "iex(1)> one\none\niex(2)> fail\n** failed\niex(2)> two\ntwo\niex(3)> three\nthree\niex(4)>\n");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{"one\n", 1}, {"fail\n", 2}, {"two\n", 2}, {"three\n", 3}});
  CHECK(shell.was_late_answered);
  CHECK(shell.terminal.screen().unknown().empty());
}

TEST_CASE("lines are joined until the expression is whole", "[repl][session]") {
  Shell shell;
  shell.press("[1,\r2\r]\r");
  shell.expect_all("iex(1)> [1,\n...(1)> 2\n...(1)> ]\n[1,\niex(2)>\n");
  shell.press("foo do\r");
  shell.expect("...(2)>");
  shell.press("half\x03");
  shell.expect("...(2)> half^C\niex(2)>");
  shell.press("\"\"\"\r#iex:break\r1 +\r#iex:break\r2\r");
  shell.expect("** iex:2: incomplete expression\niex(2)> 1 +\n...(2)> #iex:break\n** iex:2: incomplete expression\n"
               "iex(2)> 2\n2\niex(3)>");
  shell.press("#iex:break\r)\r");
  shell.expect("iex(4)>");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{"[1,\n2\n]\n", 1}, {"2\n", 2}, {")\n", 3}});
}

TEST_CASE("what begins with an operator goes on from the value before", "[repl][session]") {
  Shell shell;
  shell.press("list\r|> foo(\r1)\rx = 1\r  |> bar(\r)\r|> baz\r");
  shell.expect("iex(5)>");
  CHECK(shell.evaluator.evaluated() ==
        EvaluatedList{{"list\n", 1}, {"v(-1)\n|> foo(\n1)\n", 1}, {"x = 1\n", 3}, {"v(-1)\n|> baz\n", 3}});
  CHECK_THAT(shell.text(), Catch::Contains("** iex:4:3: pipe shorthand is not allowed immediately after a match expression"));
}

TEST_CASE("Ctrl-C gives up an evaluation, and nothing else", "[repl][session]") {
  Shell shell;
  shell.press("wait\r");
  shell.terminal.wait([&] { return shell.text() == "iex(1)> wait\n"; });
  shell.press("typed ahead\x03");
  shell.expect("Interrupted. The bindings and all other processes stay.\niex(1)>");
  CHECK(shell.evaluator.interrupt_count == 1);
  shell.press("one\r");
  shell.expect("iex(2)>");
}

TEST_CASE("Ctrl-C at a prompt cancels the line and what was entered before it", "[repl][session]") {
  Shell shell;
  shell.press("half\x03");
  shell.expect_all("iex(1)> half^C\niex(1)>\n");
  shell.press("\x03");
  shell.expect("iex(1)> ^C\niex(1)>");
  shell.press("(\r\x03one\r");
  shell.expect("iex(2)>");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{"one\n", 1}});
  CHECK(shell.evaluator.interrupt_count == 0);
}

TEST_CASE("an expression asks the user for a line", "[repl][session]") {
  Shell shell;
  shell.press("gets\r");
  shell.expect("name>");
  shell.press("bob\r");
  shell.expect_all("iex(1)> gets\nname> bob\ngot bob\niex(2)>\n");
  SECTION("which Ctrl-D answers with the end of the input, and the session goes on") {
    shell.press("gets\r");
    shell.expect("name>");
    shell.press("\x04");
    shell.expect("got :eof\niex(3)>");
  }
  SECTION("which Ctrl-C gives up together with the evaluation") {
    shell.press("gets\r");
    shell.expect("name>");
    shell.expect_idle();
    shell.press("half\x03");
    shell.expect("iex(2)>");
    CHECK_THAT(shell.text(), Catch::Contains("name> half^C\nInterrupted"));
    shell.press("\x04");
    shell.expect_end();
    CHECK(shell.evaluator.answers().size() == 1);
  }
  SECTION("which is not remembered as code") {
    shell.press("\x1b[A");
    shell.expect("iex(2)> gets");
  }
}

TEST_CASE("a process in the background waits for its turn at the terminal", "[repl][session]") {
  Shell shell;
  shell.press("ask A\r");
  shell.expect("A>");
  shell.expect_idle();
  SECTION("and gets it") {
    shell.press("hello\r");
    shell.expect("A> hello\niex(2)>");
    shell.press("one\r");
    shell.expect("iex(3)>");
    CHECK(shell.evaluator.answers().at(0) == "hello\n");
  }
  SECTION("and Ctrl-C lets the shell have its turn first") {
    shell.press("\x03");
    shell.expect("A> ^C\niex(2)>");
    shell.press("one\r");
    shell.expect("A>");
    shell.press("late\r");
    shell.expect("iex(3)>");
    CHECK(shell.evaluator.interrupt_count == 0);
    CHECK(shell.evaluator.answers().at(0) == "late\n");
  }
  SECTION("and learns when the session ends") {
    shell.press("\x03");
    shell.expect("iex(2)>");
    shell.press("\x04");
    shell.expect_end();
    CHECK(shell.evaluator.answers() == std::vector<std::optional<std::string>>{std::nullopt});
  }
  SECTION("and may go away") {
    shell.session().withdraw(Session::QuestionId{1});
    shell.expect("iex(2)>");
  }
}

TEST_CASE("output of many threads appears above the line being typed", "[repl][session]") {
  Shell shell;
  shell.press("typing a line");
  shell.expect("iex(1)> typing a line");
  std::vector<std::thread> processes;
  for (int i = 0; i < 4; ++i) {
    processes.emplace_back([&shell, i] {
      for (int line = 0; line < 50; ++line) shell.session().write_above(fmt::format("process {} line {}\n", i, line));
    });
  }
  for (std::thread& process : processes) process.join();
  shell.press("!");
  shell.expect("iex(1)> typing a line!");
  const std::vector<std::string> rows = shell.terminal.screen().rows();
  CHECK(rows.size() == 201);
  CHECK(std::count_if(rows.begin(), rows.end(), [](const std::string& row) { return row.starts_with("process "); }) == 200);
  CHECK(shell.evaluator.evaluated().empty());
}

TEST_CASE("output that has not ended its line stays above the prompt, and is a program's prompt", "[repl][session]") {
  Shell shell;
  shell.press("print\r");
  shell.expect_all("iex(1)> print\nhalf a line\niex(2)>\n");
  shell.press("print\rgets\r");
  shell.expect("name>");
}

TEST_CASE("the evaluator completes", "[repl][session]") {
  Shell shell;
  shell.press("Enu\t");
  shell.expect("iex(1)> Enum");
  shell.press(".m\t");
  shell.expect_all("iex(1)> Enum.m\nmap/2    max/1\niex(1)> Enum.m\n");
}

TEST_CASE("an evaluator that was replaced while idle starts with a new prompt", "[repl][session]") {
  Shell shell;
  shell.press("one\rtwo\rhalf");
  shell.expect("iex(3)> half");
  shell.session().write_above("** (EXIT) killed\n");
  shell.session().ready(1);
  shell.expect("** (EXIT) killed\niex(1)>");
  shell.press("one\r");
  shell.expect("iex(4)>");
}

TEST_CASE("a module of forty lines, pasted, is one input", "[repl][session]") {
  std::string module = "defmodule Long do\n";
  for (int i = 0; i < 38; ++i) module += fmt::format("  def f{}(x), do: x + {}\n", i, i);
  module += "end\n";
  Shell shell;
  shell.expect("iex(1)>");
  shell.press("\x1b[200~" + module + "\x1b[201~");
  shell.expect("iex(2)>");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{module, 1}});
  shell.press("\x1b[A");
  shell.expect("...(2)> end");
}

TEST_CASE("a session of pipes prints prompts and no escape sequences", "[repl][session]") {
  int input[2];
  int output[2];
  REQUIRE(::pipe(input) == 0);
  REQUIRE(::pipe(output) == 0);
  const std::string lines = "one\r\n[1,\n2]\ngets\nbob\ngets";
  REQUIRE(::write(input[1], lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
  ::close(input[1]);
  FakeEvaluator evaluator;
  {
    Console::Options options;
    options.terminal.input = input[0];
    options.terminal.output = output[1];
    options.terminal.is_dumb = false;
    Console console(options);
    Session session(console, evaluator);
    CHECK(session.run() == Session::End::input_ended);
    evaluator.join();
  }
  ::close(input[0]);
  ::close(output[1]);
  char buffer[4096];
  const std::string printed(buffer, static_cast<std::size_t>(::read(output[0], buffer, sizeof buffer)));
  ::close(output[0]);
  CHECK(printed == "iex(1)> one\niex(2)> ...(2)> [1,\niex(3)> name> got bob\niex(4)> name> got :eof\niex(5)> ");
  CHECK(evaluator.evaluated() == EvaluatedList{{"one\n", 1}, {"[1,\n2]\n", 2}, {"gets\n", 3}, {"gets", 4}});
}

TEST_CASE("on a dumb terminal nothing but text is written, and Ctrl-C is a signal that cancels", "[repl][session]") {
  Shell shell({}, true);
  shell.expect("iex(1)>");
  shell.press("one\n");
  shell.expect("iex(2)>");
  CHECK(shell.terminal.bytes().find('\x1b') == std::string::npos);
  shell.press("wait\n");
  shell.terminal.wait([&] { return shell.evaluator.evaluated().size() == 2; });
  // The terminal controls no session here, so it is us who send what it would.
  ::kill(::getpid(), SIGINT);
  shell.expect("iex(2)>");
  CHECK(shell.evaluator.interrupt_count == 1);
  ::kill(::getpid(), SIGINT);
  shell.expect("iex(2)>\niex(2)>");
  shell.press("\x04");
  shell.expect_end();
  CHECK(shell.end.load() == Session::End::input_ended);
}

TEST_CASE("a demo is typed by Enter and run by Enter, and the shell stays live", "[repl][session][demo]") {
  Playback::Options options;
  options.letter_interval = std::chrono::milliseconds{1};
  Shell shell(Playback(demo_steps("# Hello.\n\n# A list\nlist\n|> sum()\n\nlast\n"), options));
  shell.expect("Type what you like in between.\niex(1)>");
  shell.press("\r");
  shell.expect("between.\n\n# Hello.\niex(1)>");
  shell.press("\r");
  shell.expect("# Hello.\n\n# A list\niex(1)> list\n...(1)> |> sum()");
  SECTION("a step that is cancelled comes again") {
    shell.press("\x03");
    shell.expect("^C\niex(1)>");
    shell.press("\r");
    shell.expect("# A list\niex(1)> list\n...(1)> |> sum()");
  }
  shell.press("\r");
  shell.expect("iex(2)>");
  shell.press("mine\r");
  shell.expect("mine\niex(3)>");
  shell.press("\r");
  shell.expect("iex(3)> last");
  shell.press("\r");
  shell.expect("last\nThat was the last step. The shell is yours.\niex(4)>");
  shell.press("\r");
  shell.expect("iex(5)>");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{"list\n|> sum()\n", 1}, {"mine\n", 2}, {"last\n", 3}, {"\n", 4}});
}

TEST_CASE("a key pressed while a step is typed has the rest of it at once", "[repl][session][demo]") {
  Playback::Options options;
  options.letter_interval = std::chrono::hours{1};
  Shell shell(Playback(demo_steps("first_of_all\n"), options));
  shell.press("\r");
  shell.expect("iex(1)> f");
  shell.press("x");
  shell.expect("iex(1)> first_of_all");
}

TEST_CASE("a demo plays by itself, as soon as nobody types", "[repl][session][demo]") {
  Playback::Options options;
  options.advance = Playback::Advance::by_itself;
  options.letter_interval = options.gap = std::chrono::milliseconds{1};
  Shell shell(Playback(demo_steps("# Hello.\n\n[1,\n2]\nlast\n"), options));
  shell.expect("The shell is yours.\niex(3)>");
  CHECK(shell.evaluator.evaluated() == EvaluatedList{{"[1,\n2]\n", 1}, {"last\n", 2}});
}

TEST_CASE("a demo plays to its end where nobody sits", "[repl][session][demo]") {
  const int input = ::open("/dev/null", O_RDONLY);
  int output[2];
  REQUIRE(::pipe(output) == 0);
  Playback::Options options;
  options.advance = Playback::Advance::by_itself;
  FakeEvaluator evaluator;
  {
    Console::Options console_options;
    console_options.terminal.input = input;
    console_options.terminal.output = output[1];
    Console console(console_options);
    Session session(console, evaluator);
    session.play(Playback(demo_steps("# Hello.\n[1,\n2]\n\ngets\n\nlast\n"), options));
    CHECK(session.run() == Session::End::input_ended);
    evaluator.join();
  }
  ::close(input);
  ::close(output[1]);
  char buffer[4096];
  const std::string printed(buffer, static_cast<std::size_t>(::read(output[0], buffer, sizeof buffer)));
  ::close(output[0]);
  CHECK(printed == "# Hello.\niex(1)> [1,\n2]\n[1,\niex(2)> gets\nname> got :eof\niex(3)> last\nlast\n"
                   "That was the last step. The shell is yours.\niex(4)> ");
}

}  // namespace respawn
