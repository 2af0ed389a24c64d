#pragma once
/// Code generation: core to instructions.
///
/// One walk over the tree per function. A value is generated straight into the slot where it is wanted; arguments of a call are
/// wanted in the window of the call, so most code has no moves. Variables are never assigned twice, so `x = y` gives x the slot of y.
/// Slots are taken and given back like a stack: a clause starts where the clause before it started.
///
/// Clauses become decision trees (codegen_match.cpp), guards become jumps (codegen_guard.cpp).
///
/// Code that is evaluated once and dropped (`Mode::expression`) must not leave pointers to its constants in the heap: there a constant
/// is copied where it is used.

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "code/code_image.hpp"
#include "lang/core.hpp"
#include "lang/env.hpp"
#include "lang/function_code.hpp"

namespace respawn {

/// A function to generate.
struct FunctionSource {
  NameArity name;
  const std::vector<Clause>* clauses = nullptr;
  bool exported = false;
  std::string file;
  std::uint32_t line = 0;
};

class ModuleCodegen {
 public:
  enum class Mode : std::uint8_t { module, expression };

  /// `image.module` is set; terms that the generator makes lie in `arena`, which must live as long as the image's code.
  ModuleCodegen(CodeImage& image, Arena& arena, Mode mode);

  /// Generates all functions and their closures into the image.
  void generate(const std::vector<FunctionSource>& functions);

 private:
  friend class FunctionGenerator;
  struct PendingClosure {
    const ClosureCore* closure;
    std::uint32_t index;        // in image.closures
    std::uint32_t function;     // index in image.functions once generated
    std::string name;
    std::string file;
  };

  std::uint32_t function_index(const NameArity& name);
  std::uint32_t add_closure(const ClosureCore* closure, const std::string& owner, const std::string& file);
  std::uint32_t local_closure(const NameArity& name);

  CodeImage& image_;
  Arena& arena_;
  Mode mode_;
  std::map<std::pair<Word, std::uint32_t>, std::uint32_t> indices_;
  std::vector<PendingClosure> pending_;
  std::map<std::string, unsigned> closures_of_;
  std::map<std::pair<Word, std::uint32_t>, std::uint32_t> local_closures_;
};

}  // namespace respawn
