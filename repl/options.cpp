#include "repl/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

#include "repl/version.hpp"

namespace respawn {
namespace {

std::optional<double> read_speed(std::string text) {
  if (text == "max") return std::numeric_limits<double>::infinity();
  if (!text.empty() && text.front() == 'x') text.erase(0, 1);
  char* end = nullptr;
  const double speed = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(speed > 0)) return std::nullopt;
  return speed;
}

constexpr const char* kExamples =
    "Examples:\n"
    "  respawn                            the shell\n"
    "  respawn --observer                 the shell and the window\n"
    "  respawn run game.exs --rounds 3    runs a script, as `elixir game.exs --rounds 3` does\n"
    "  respawn run --lab --seed 7 game.exs\n"
    "                                     the same in the lab: a run that can be repeated exactly\n"
    "  respawn run --lab --record talk.run game.exs\n"
    "  respawn replay talk.run            opens the window on the recorded run; without a display runs it again\n"
    "  respawn -e 'IO.puts(1 + 1)'        runs an expression";

}  // namespace

Options read_options(int count, char** arguments, std::optional<int>* exit_status) {
  Options options;
  CLI::App app("respawn: processes, supervisors and messages that you can watch, stop and rewind.", "respawn");
  app.footer(kExamples);
  app.set_version_flag("--version", fmt::format("respawn {} (Elixir {}, OTP {})", kVersion, kElixirVersion, kOtpRelease));
  app.fallthrough();

  bool lab = false, wall = false;
  std::string speed;
  std::vector<std::string> expressions, run_words;
  auto* lab_flag = app.add_flag("--lab", lab, "Run in the lab: virtual time, one process at a time, repeatable. Shell and window do")->option_text(" ");
  app.add_flag("--wall", wall, "Run by the clock on the wall, on all cores. Scripts and -e do")->excludes(lab_flag)->option_text(" ");
  auto* seed = app.add_option("--seed", options.seed, "What the lab's choices are drawn from")->option_text("N");
  app.add_option("--speed", speed, "Virtual seconds a second in the lab: a number, or max")->option_text("X|max");
  auto* schedulers = app.add_option("--schedulers", options.schedulers, "Threads that run processes by the clock on the wall")->check(CLI::Range(1U, 1024U))->option_text("N");
  app.add_option("--processes", options.processes_max, "How many processes may live at once")->check(CLI::Range(std::size_t{16}, std::size_t{1} << 27))->option_text("N");
  app.add_option("-e,--eval", expressions, "Evaluate an expression")->expected(1)->take_all()->option_text("CODE");
  app.add_flag("--observer", options.observer, "Open the window");
  app.add_flag("--tour", options.tour, "Let the window (or --frames) look at everything in turn, and close at the end of the run");
  app.add_option("--demo", options.demo_file, "Play a demo in the shell, step by step")->option_text("FILE");
  app.add_option("--record", options.record_file, "Write the lab run to a file")->option_text("FILE");
  app.add_option("--frames", options.frames_folder, "Write pictures of the window to a folder; needs no display")->option_text("FOLDER");
  app.add_flag("--event-hash", options.event_hash, "Print the hash of the lab's events at the end");
  auto* run = app.add_subcommand("run", "Run a script: respawn run FILE.exs [ARGUMENTS]");
  run->prefix_command();
  auto* replay = app.add_subcommand("replay", "Run a recording again, in the window or (--event-hash, --frames) without: respawn replay FILE");
  replay->add_option("FILE", options.replay_file, "What --record has written")->required();

  // What follows the file belongs to the script, whatever it looks like.
  std::vector<std::string> own;
  bool is_run = false, has_file = false;
  const auto takes_value = [](std::string_view word) {
    return word == "--seed" || word == "--speed" || word == "--schedulers" || word == "--processes" || word == "-e" || word == "--eval" || word == "--demo" ||
           word == "--record" || word == "--frames";
  };
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (is_run && !has_file && !word.starts_with('-')) {
      has_file = true;
      options.steps.push_back({true, word});
      continue;
    }
    if (has_file) {
      options.arguments.push_back(word);
      continue;
    }
    if (word == "--") {
      options.arguments.assign(arguments + i + 1, arguments + count);
      break;
    }
    own.push_back(word);
    if (word == "run") is_run = true;
    if (takes_value(word) && i + 1 < count) own.emplace_back(arguments[++i]);
  }
  std::reverse(own.begin(), own.end());
  try {
    app.parse(own);
  } catch (const CLI::ParseError& error) {
    *exit_status = app.exit(error) == 0 ? 0 : 2;
    return options;
  }
  const auto refuse = [&](const std::string& what) {
    fmt::print(stderr, "respawn: {}\nRun with --help for more information.\n", what);
    *exit_status = 2;
    return options;
  };
  if (is_run && !has_file) return refuse("run needs a file, as in: respawn run FILE.exs");
  std::vector<Options::Step> evaluations;
  for (const std::string& expression : expressions) evaluations.push_back({false, expression});
  options.steps.insert(options.steps.begin(), evaluations.begin(), evaluations.end());
  options.task = options.steps.empty() ? Options::Task::shell : Options::Task::program;
  if (replay->parsed()) {
    if (is_run || !options.steps.empty() || wall || seed->count() > 0 || options.processes_max != 0 || !options.demo_file.empty() || !options.arguments.empty()) {
      return refuse("replay takes code, seed and arguments from the recording");
    }
    options.task = Options::Task::replay;
    lab = true;
  }
  options.lab = lab || (!wall && options.task == Options::Task::shell) || (!wall && (options.observer || !options.frames_folder.empty()));
  if (!speed.empty()) {
    options.speed = read_speed(speed);
    if (!options.speed) return refuse(fmt::format("--speed takes a number above 0 or max, not {}", speed));
  }
  if (options.lab && schedulers->count() > 0) return refuse("--schedulers is for --wall: the lab runs one process at a time");
  for (const auto& [given, name] : {std::pair(seed->count() > 0, "--seed"), std::pair(!speed.empty(), "--speed"), std::pair(!options.record_file.empty(), "--record"),
                                    std::pair(options.event_hash, "--event-hash"),
                                    std::pair(!options.frames_folder.empty(), "--frames")}) {
    if (given && !options.lab) return refuse(fmt::format("{} needs --lab", name));
  }
  if (options.tour && !options.observer && options.frames_folder.empty()) return refuse("--tour needs --observer or --frames");
  if (options.tour && options.task == Options::Task::shell) return refuse("--tour needs a program: it ends with the run");
  return options;
}

}  // namespace respawn
