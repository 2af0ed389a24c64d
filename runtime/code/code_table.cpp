#include "code/code_table.hpp"

#include <algorithm>
#include <mutex>

#include "code/instruction.hpp"
#include "code/verify.hpp"
#include "term/atom.hpp"
#include "term/copy.hpp"

namespace respawn {

// ---- Chunk ---------------------------------------------------------------------------------------------------------

const FunctionRecord* Chunk::function_at(const Word* pc) const {
  if (pc < code.get() || pc >= code.get() + instruction_words) return nullptr;
  const auto offset = static_cast<std::uint32_t>(pc - code.get());
  const auto after = std::upper_bound(functions.begin(), functions.end(), offset,
                                      [](std::uint32_t at, const FunctionRecord& f) { return at < f.offset_words; });
  return after == functions.begin() ? nullptr : &*(after - 1);
}

const LineRecord* Chunk::line_at(const Word* pc) const {
  const FunctionRecord* function = function_at(pc);
  if (function == nullptr) return nullptr;
  const auto offset = static_cast<std::uint32_t>(pc - code.get());
  const auto after = std::upper_bound(lines.begin(), lines.end(), offset,
                                      [](std::uint32_t at, const LineRecord& line) { return at < line.offset_words; });
  if (after == lines.begin() || (after - 1)->offset_words < function->offset_words) return nullptr;
  return &*(after - 1);
}

const Word* Chunk::entry(Term name, std::uint32_t arity) const {
  for (const FunctionRecord& function : functions) {
    if (function.name == name && function.arity == arity) return code.get() + function.offset_words;
  }
  return nullptr;
}

// ---- CodeTable -----------------------------------------------------------------------------------------------------

CodeTable::CodeTable() = default;
CodeTable::~CodeTable() = default;

Function* CodeTable::function_locked(const Name& name) {
  std::unique_ptr<Function>& entry = functions_[name];
  if (entry == nullptr) {
    entry = std::make_unique<Function>();
    Function* function = entry.get();
    function->module = name.module;
    function->name = name.name;
    function->arity = name.arity;
    function->stub[0] = instruction::pack(Op::undefined_entry);
    function->stub[1] = reinterpret_cast<Word>(function);
    function->code.store(function->stub, std::memory_order_release);
    Word* object = literals_.allocate(5);
    object[0] = header::make(Kind::export_fun, 4);
    object[1] = reinterpret_cast<Word>(function);
    object[2] = name.module.word();
    object[3] = name.name.word();
    object[4] = Term::small(name.arity).word();
    function->as_term = Term::boxed(object);
    functions_of_[name.module].push_back(function);
  }
  return entry.get();
}

Function* CodeTable::function(Term module, Term name, std::uint32_t arity) {
  if (Function* found = find_function(module, name, arity)) return found;
  std::unique_lock lock(mutex_);
  return function_locked({module, name, arity});
}

Function* CodeTable::find_function(Term module, Term name, std::uint32_t arity) {
  std::shared_lock lock(mutex_);
  const auto found = functions_.find({module, name, arity});
  return found == functions_.end() ? nullptr : found->second.get();
}

void CodeTable::define_native(Term module, Term name, std::uint32_t arity, NativeFunction native) {
  std::unique_lock lock(mutex_);
  Function* function = function_locked({module, name, arity});
  function->native = native;
  function->stub[0] = instruction::pack(Op::native_entry);
}

std::unique_ptr<Chunk> CodeTable::link(const CodeImage& image, bool copy_constants) {
  RESPAWN_ASSERT_EXPENSIVE(verify(image).empty());
  auto chunk = std::make_unique<Chunk>();
  chunk->module = image.module;
  chunk->instruction_words = image.instruction_words;
  chunk->code_words = image.code.size();
  chunk->functions = image.functions;
  chunk->lines = image.lines;
  chunk->files = image.files;
  chunk->code = std::make_unique<Word[]>(image.code.size());
  std::copy(image.code.begin(), image.code.end(), chunk->code.get());

  chunk->constants.reserve(image.constants.size());
  for (const Term constant : image.constants) chunk->constants.push_back(copy_constants ? copy(literals_, constant) : constant);
  chunk->information = copy_constants ? copy(literals_, image.information) : image.information;
  chunk->details = copy_constants ? copy(literals_, image.details) : image.details;
  chunk->encoded_details = image.encoded_details;

  chunk->closures.reserve(image.closures.size());
  for (const ClosureRecord& record : image.closures) {
    chunk->closures.push_back({record.identity, chunk->code.get() + record.offset_words});
  }

  std::vector<Function*> references;
  references.reserve(image.references.size());
  for (const FunctionReference& reference : image.references) {
    references.push_back(function_locked({reference.module, reference.name, reference.arity}));
  }

  Word* const begin = chunk->code.get();
  Word* const end = begin + image.instruction_words;
  for (Word* at = begin; at < end;) {
    Word* word = at + 1;
    const Op op = instruction::op(*at);
    const unsigned count = instruction::c(*at);
    const auto patch_source = [&](Word* source) {
      if (!instruction::is_slot_source(*source)) *source = chunk->constants[*source >> 1].word();
    };
    for (const char kind : info(op).words) {
      switch (kind) {
        case 'T': *word = chunk->constants[*word].word(); ++word; break;
        case 'F': *word = reinterpret_cast<Word>(references[*word]); ++word; break;
        case 'K': *word = reinterpret_cast<Word>(begin + *word); ++word; break;
        case 'G': *word = reinterpret_cast<Word>(&chunk->closures[*word]); ++word; break;
        case 'S': patch_source(word++); break;
        case '*': for (unsigned i = 0; i < count; ++i) patch_source(word++); break;
        case '2': for (unsigned i = 0; i < 2 * count; ++i) patch_source(word++); break;
        case 'B':
          for (unsigned i = 0; i < count; ++i, word += 3) {
            patch_source(word + 1);
            patch_source(word + 2);
          }
          break;
        case 'P': {
          // The terms of a switch are searched in the order of their words, which is known only now.
          std::vector<std::pair<Word, Word>> pairs;
          for (unsigned i = 0; i < count; ++i) pairs.emplace_back(chunk->constants[word[2 * i]].word(), word[2 * i + 1]);
          std::sort(pairs.begin(), pairs.end());
          for (unsigned i = 0; i < count; ++i) {
            word[2 * i] = pairs[i].first;
            word[2 * i + 1] = pairs[i].second;
          }
          word += 2 * count;
          break;
        }
        default: ++word;
      }
    }
    // A native is run where it is called, without a frame, once it is known to be one.
    if (op == Op::call_function) {
      const auto* function = reinterpret_cast<const Function*>(at[1]);
      if (function->native != nullptr) {
        *at = instruction::pack(Op::call_native, instruction::a(*at), instruction::b(*at), function->arity);
      }
    }
    // In place of a call that ends a function too: what fails in the native fails in this function, and its trace says so.
    if (op == Op::tail_call_function) {
      const auto* function = reinterpret_cast<const Function*>(at[1]);
      if (function->native != nullptr) *at = instruction::pack(Op::tail_call_native, instruction::a(*at), 0, function->arity);
    }
    at = word;
  }
  chunks_by_code_.emplace(begin, chunk.get());
  return chunk;
}

const Chunk* CodeTable::load(const CodeImage& image) {
  std::unique_lock lock(mutex_);
  chunks_.push_back(link(image, true));
  const Chunk* chunk = chunks_.back().get();
  // Functions that the new version no longer has become undefined.
  for (Function* function : functions_of_[image.module]) function->code.store(function->stub, std::memory_order_release);
  for (const FunctionRecord& record : chunk->functions) {
    if (!record.exported || record.is_closure_body) continue;
    Function* function = function_locked({chunk->module, record.name, record.arity});
    if (function->native == nullptr) function->code.store(chunk->code.get() + record.offset_words, std::memory_order_release);
  }
  modules_[image.module] = chunk;
  generation_.fetch_add(1, std::memory_order_release);
  return chunk;
}

std::unique_ptr<Chunk> CodeTable::load_expression(const CodeImage& image) {
  std::unique_lock lock(mutex_);
  return link(image, false);
}

void CodeTable::forget_expression(const Chunk* chunk) {
  std::unique_lock lock(mutex_);
  chunks_by_code_.erase(chunk->code.get());
}

const Chunk* CodeTable::loaded_module(Term name) {
  std::shared_lock lock(mutex_);
  const auto found = modules_.find(name);
  return found == modules_.end() ? nullptr : found->second;
}

const Chunk* CodeTable::module(Term name) {
  if (const Chunk* chunk = loaded_module(name)) return chunk;
  if (!module_source_) return nullptr;
  std::lock_guard loading(loading_mutex_);
  if (const Chunk* chunk = loaded_module(name)) return chunk;
  const std::unique_ptr<CodeImage> image = module_source_(name);
  return image == nullptr ? nullptr : load(*image);
}

bool CodeTable::has_natives(Term module) {
  std::shared_lock lock(mutex_);
  const auto found = functions_of_.find(module);
  if (found == functions_of_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [](const Function* f) { return f->native != nullptr; });
}

Term CodeTable::details(const Chunk& chunk) {
  std::unique_lock lock(mutex_);
  if (!chunk.encoded_details.empty()) {
    Arena arena;
    external::DecodeOptions options;
    options.is_own = true;
    const auto decoded = external::decode(arena, chunk.encoded_details, options);
    RESPAWN_ASSERT(decoded);
    chunk.details = copy(literals_, decoded->value);
    chunk.encoded_details = {};
  }
  return chunk.details;
}

Term CodeTable::export_fun(Term module, Term name, std::uint32_t arity, bool only_existing) {
  Function* found = only_existing ? find_function(module, name, arity) : function(module, name, arity);
  return found == nullptr ? Term::none() : found->as_term;
}

const FunIdentity* CodeTable::closure(Term name, std::uint32_t index, std::uint32_t unique) {
  const Chunk* chunk = module(name);
  if (chunk == nullptr) return nullptr;
  for (const Closure& closure : chunk->closures) {
    if (closure.identity.index == index && closure.identity.unique == unique) return &closure.identity;
  }
  return nullptr;
}

std::vector<Term> CodeTable::loaded_modules() {
  std::shared_lock lock(mutex_);
  std::vector<Term> names;
  for (const auto& [name, chunk] : modules_) names.push_back(name);
  std::sort(names.begin(), names.end(), [](Term a, Term b) { return compare_atoms(a, b) < 0; });
  return names;
}

bool CodeTable::unload(Term module) {
  std::unique_lock lock(mutex_);
  if (modules_.erase(module) == 0) return false;
  for (Function* function : functions_of_[module]) function->code.store(function->stub, std::memory_order_release);
  generation_.fetch_add(1, std::memory_order_release);
  return true;
}

std::vector<const Function*> CodeTable::exports(Term module) {
  std::shared_lock lock(mutex_);
  std::vector<const Function*> defined;
  const auto found = functions_of_.find(module);
  if (found == functions_of_.end()) return defined;
  for (const Function* function : found->second) {
    if (function->is_defined()) defined.push_back(function);
  }
  std::sort(defined.begin(), defined.end(), [](const Function* a, const Function* b) {
    const int order = compare_atoms(a->name, b->name);
    return order != 0 ? order < 0 : a->arity < b->arity;
  });
  return defined;
}

CodeLocation CodeTable::locate(const Word* pc) {
  std::shared_lock lock(mutex_);
  const auto after = chunks_by_code_.upper_bound(pc);
  if (after == chunks_by_code_.begin()) return {};
  const Chunk* chunk = std::prev(after)->second;
  const FunctionRecord* function = chunk->function_at(pc);
  if (function == nullptr) return {};
  return {chunk, function, chunk->line_at(pc)};
}

}  // namespace respawn
