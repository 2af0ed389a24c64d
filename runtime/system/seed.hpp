#pragma once
/// Seed: the first module.
///
/// Modules are defined by code of the language (lib/compiler.ex), and that module must come from somewhere: here it is compiled without
/// running anything. Such a file has `defmodule` with `def` and `defp` and nothing else, and uses special forms only.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "code/code_image.hpp"
#include "native/compiler_desk.hpp"

namespace respawn {

Result<std::unique_ptr<CodeImage>, std::string> compile_seed(std::string_view text, const std::string& file, CompilerDesk& desk);

}  // namespace respawn
