#pragma once
/// CodeTable: the loaded modules of one runtime.
///
/// Code that has been loaded stays for the life of the runtime (a process may be anywhere in it); a module that is
/// loaded again takes over the function entries, and calls already running finish in the old code. Only chunks of
/// evaluated expressions are dropped, when nothing can refer to them.
///
/// Thread: lookups and loading from any thread.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "code/code_image.hpp"
#include "code/function.hpp"
#include "term/external.hpp"
#include "term/literal_region.hpp"

namespace respawn {

/// A closure's record in loaded code; a closure term points to it.
struct Closure {
  FunIdentity identity;  // first: term/closure.hpp reads it there
  const Word* code = nullptr;
};

/// A loaded module, or a loaded expression.
class Chunk {
 public:
  Term module;
  std::unique_ptr<Word[]> code;
  std::size_t instruction_words = 0;
  std::size_t code_words = 0;
  std::vector<FunctionRecord> functions;
  std::vector<Closure> closures;
  std::vector<LineRecord> lines;
  std::vector<std::string> files;
  Term information = Term::nil();
  std::vector<Term> constants;
  mutable Term details = Term::nil();             // CodeTable::details
  mutable std::string_view encoded_details = {};  // not decoded yet

  /// The function that the instruction at `pc` belongs to; null when `pc` lies outside.
  const FunctionRecord* function_at(const Word* pc) const;
  /// The source line of the instruction at `pc`, or null.
  const LineRecord* line_at(const Word* pc) const;
  /// The entry of a function of this chunk, exported or not; null when there is none.
  const Word* entry(Term name, std::uint32_t arity) const;
};

struct CodeLocation {
  const Chunk* chunk = nullptr;
  const FunctionRecord* function = nullptr;
  const LineRecord* line = nullptr;
};

class CodeTable final : public external::FunctionFinder {
 public:
  CodeTable();
  ~CodeTable();
  CodeTable(const CodeTable&) = delete;
  CodeTable& operator=(const CodeTable&) = delete;

  /// The entry of a function, made when nobody asked for it before.
  Function* function(Term module, Term name, std::uint32_t arity);
  /// The entry if there is one.
  Function* find_function(Term module, Term name, std::uint32_t arity);

  /// Makes `native` the definition of a function. Before any code runs.
  void define_native(Term module, Term name, std::uint32_t arity, NativeFunction native);

  /// Loads a module and publishes its exported functions; the old definition, if any, is replaced.
  const Chunk* load(const CodeImage& image);

  /// Loads code without publishing anything; functions are reached through Chunk::entry. `constants` of the image
  /// stay where they are: the image must live as long as the chunk.
  std::unique_ptr<Chunk> load_expression(const CodeImage& image);
  /// Until this is called stack traces know the expression's code.
  void forget_expression(const Chunk* chunk);

  /// The newest chunk of a module, loaded if it is not yet and can be; null when there is no such module.
  const Chunk* module(Term name);
  /// The same without loading.
  const Chunk* loaded_module(Term name);
  bool has_natives(Term module);
  /// The details of a module (code_image.hpp), as literals.
  Term details(const Chunk& chunk);
  std::vector<Term> loaded_modules();
  /// Forgets a module: its functions become undefined. False when it was not loaded.
  bool unload(Term module);
  /// Exported functions of a module, natives included.
  std::vector<const Function*> exports(Term module);

  CodeLocation locate(const Word* pc);

  /// Called, outside all locks, for modules that are not loaded. Returns an image, or null when there is none.
  using ModuleSource = std::function<std::unique_ptr<CodeImage>(Term module)>;
  void set_module_source(ModuleSource source) { module_source_ = std::move(source); }

  /// Counts loads of modules: caches of lookups compare it.
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // external::FunctionFinder
  Term export_fun(Term module, Term name, std::uint32_t arity, bool only_existing) override;
  const FunIdentity* closure(Term module, std::uint32_t index, std::uint32_t unique) override;

  LiteralArea& literals() { return literals_; }

 private:
  struct Name {
    Term module, name;
    std::uint32_t arity;
    bool operator==(const Name& other) const { return module == other.module && name == other.name && arity == other.arity; }
  };
  struct NameHash {
    std::size_t operator()(const Name& name) const {
      return (name.module.word() * 0x9e3779b97f4a7c15ull ^ name.name.word() * 0xc2b2ae3d27d4eb4full) + name.arity;
    }
  };

  Function* function_locked(const Name& name);
  std::unique_ptr<Chunk> link(const CodeImage& image, bool copy_constants);

  std::shared_mutex mutex_;  // guards everything below but the atomics and what module_source_ does
  std::unordered_map<Name, std::unique_ptr<Function>, NameHash> functions_;
  std::unordered_map<Term, const Chunk*> modules_;
  std::unordered_map<Term, std::vector<Function*>> functions_of_;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::map<const Word*, const Chunk*> chunks_by_code_;  // by the address of the first word
  LiteralArea literals_;
  std::atomic<std::uint64_t> generation_{0};
  ModuleSource module_source_;
  std::mutex loading_mutex_;  // one lazy load at a time
};

}  // namespace respawn
