#pragma once
/// Options: what the command line says.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn {

struct Options {
  enum class Task : std::uint8_t { shell, program, replay };
  struct Step {
    bool is_file = false;
    std::string text;  // code, or the path of a script
  };

  Task task = Task::shell;
  std::vector<Step> steps;             // what to run, in order; in the shell, before its first prompt
  std::vector<std::string> arguments;  // System.argv()
  std::string replay_file;             // a recording that is to be run again

  bool lab = false;
  std::uint64_t seed = 0;
  std::optional<double> speed;  // virtual seconds a second; infinity for `max`
  unsigned schedulers = 0;      // 0: one per core
  std::size_t processes_max = 0;  // 0: the default of wall or lab

  bool observer = false;
  bool tour = false;         // everything is looked at in turn, and the window closes by itself
  std::string record_file;   // empty: nothing is recorded
  std::string frames_folder; // empty: no pictures
  std::string demo_file;     // played in the shell, step by step
  bool event_hash = false;
};

/// Reads the command line. When there is nothing to run (`--help`, `--version`, a mistake) it has been printed and `exit_status` is set.
Options read_options(int count, char** arguments, std::optional<int>* exit_status);

}  // namespace respawn
