#pragma once
/// Which processes belong to the runtime itself and not to the program that is watched.
///
/// The window hides them until asked: a newcomer's tree begins with the newcomer's processes.

#include <string_view>

#include "term/term.hpp"

namespace respawn::observer {

/// Registered names of the runtime's own servers: :logger, :user, :kernel_sup, …
bool is_system_name(Term name);

/// First functions of the runtime's own processes: the console, application masters, ….
bool is_system_function(std::string_view function);

/// A child of a system process is one too if it starts in the same places; a program's first process does not.
bool keeps_system(std::string_view function);

/// A first function that says nothing about the process: :proc_lib.init_p/5 and the like.
bool is_plain_starter(std::string_view function);

}  // namespace respawn::observer
