#pragma once
/// Surroundings: environment variables and the working folder, as one runtime sees them.
///
/// What the program changes is kept here and not in the process of the operating system: a lab that runs again must find what it found
/// the first time, and two runtimes in one window must not disturb each other. Programs that are started see the changes. A lab logs
/// only what the program has looked at: a recording is passed on, and an environment may hold secrets. Thread: any.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "vm/native_call.hpp"

namespace respawn {

class Surroundings {
 public:
  /// Without a value: the variable is not set.
  using Changes = std::map<std::string, std::optional<std::string>, std::less<>>;
  using Environment = std::map<std::string, std::string, std::less<>>;

  std::optional<std::string> variable(NativeCall& call, std::string_view name);
  void set_variable(std::string_view name, std::optional<std::string> value);
  /// All variables, for the program to look at.
  Environment environment(NativeCall& call);
  /// All variables, for a program that is started.
  Environment environment_of_child() const;

  /// An absolute path.
  std::string folder(NativeCall& call);
  void set_folder(std::string folder);
  /// `path` as seen from the working folder. An empty one stays as it is.
  std::string absolute(NativeCall& call, std::string_view path);

 private:
  mutable std::mutex surroundings_mutex_;  // guards the members below
  Changes changes_;
  std::optional<std::string> folder_;  // nothing: not looked at yet
};

}  // namespace respawn
