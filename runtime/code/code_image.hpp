#pragma once
/// CodeImage: a compiled module before it is loaded: what the compiler makes, files hold and the loader reads.
///
/// Code words are as in memory except that words of kind T, F, K and G (opcodes.def) hold an index: of a constant, of
/// a function reference, the offset of a function's code, of a closure; a source word S that is no slot holds the
/// index of a constant shifted left by one. The loader walks the instructions once and replaces them. Mask blocks
/// (live_mask.hpp) lie behind the instructions.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "term/area.hpp"
#include "term/closure.hpp"

namespace respawn {

struct FunctionReference {
  Term module;
  Term name;
  std::uint32_t arity = 0;
};

/// A function of the module. Functions lie in the code in the order of this table.
struct FunctionRecord {
  Term name;
  std::uint32_t arity = 0;
  std::uint32_t offset_words = 0;
  bool exported = false;
  bool is_closure_body = false;  // arity then counts free variables too
};

struct ClosureRecord {
  FunIdentity identity;
  std::uint32_t offset_words = 0;
};

/// From `offset_words` on, code comes from this line of files[file].
struct LineRecord {
  std::uint32_t offset_words = 0;
  std::uint32_t line = 0;
  std::uint32_t file = 0;
};

struct CodeImage {
  Term module;  // atom; for code that is evaluated and dropped, a name for stack traces
  std::vector<Word> code;
  std::size_t instruction_words = 0;  // the rest of `code` is mask blocks
  std::vector<Term> constants;
  std::vector<FunctionReference> references;
  std::vector<FunctionRecord> functions;
  std::vector<ClosureRecord> closures;
  std::vector<LineRecord> lines;
  std::vector<std::string> files;
  Term information = Term::nil();  // keyword list: functions, attributes, struct … (native/module_definitions.cpp); a constant
  Term details = Term::nil();      // keyword list of what is seldom asked for: documentation, heads of clauses, types
  std::string_view encoded_details = {};  // the same, in an embedded image: external term format, for ever
  std::unique_ptr<Arena> arena;    // owns the constants
};

}  // namespace respawn
