/// Running match specifications (match_spec.hpp).

#include <algorithm>

#include "base/block_pool.hpp"
#include "native/match_spec.hpp"
#include "term/atom.hpp"
#include "term/builder.hpp"
#include "term/compare.hpp"
#include "term/map.hpp"

namespace respawn {

// ---- the area -------------------------------------------------------------------------------------------------------

void MatchArea::drop() {
  release_shared_binaries(shared_binaries_);
  while (chunks_ != nullptr) {
    Chunk* const next = chunks_->next;
    free_block(chunks_, chunks_->bytes);
    chunks_ = next;
  }
}

void MatchArea::reset() {
  drop();
  shared_binaries_ = nullptr;
  shared_binary_bytes_ = 0;
  base_ = top_ = inline_;
  end_ = inline_ + kInlineWords;
}

Word* MatchArea::allocate_slow(std::size_t words) {
  const std::size_t bytes = block_capacity_bytes(sizeof(Chunk) + std::max(words, 4 * kInlineWords) * sizeof(Word));
  chunks_ = new (allocate_block(bytes)) Chunk{chunks_, bytes};
  base_ = top_ = reinterpret_cast<Word*>(chunks_ + 1);
  end_ = base_ + (bytes - sizeof(Chunk)) / sizeof(Word);
  Word* const room = top_;
  top_ += words;
  return room;
}

// ---- the machine ----------------------------------------------------------------------------------------------------

namespace {

// An element of a tuple, or the head (0) or tail (1) of a list cell.
Term part_of(Term composite, std::uint32_t index) {
  return Term(composite.pointer()[composite.is_cons() ? index : 1 + index]);
}

const Term kExit = atoms::EXIT;

}  // namespace

Term MatchMachine::run(Term object) {
  if (stack_.capacity() == 0) stack_.reserve(16);
  area_.reset();
  for (const MatchSpec::Clause& clause : spec_.clauses_) {
    if (const Term result = run_clause(clause, object)) return result;
  }
  return Term::none();
}

Term MatchMachine::run_clause(const MatchSpec::Clause& clause, Term object) {
  registers_[0] = object;
  stack_.clear();
  for (std::size_t at = 0; at < clause.code.size();) {
    const Instruction& instruction = clause.code[at];
    if (instruction.op < Op::push) {
      if (!match_step(instruction)) return Term::none();
      ++at;
      continue;
    }
    std::size_t next = at + 1;
    if (!evaluate_step(clause, instruction, &next)) return at < clause.body_start ? Term::none() : kExit;
    at = next;
  }
  return stack_.back();
}

bool MatchMachine::match_step(const Instruction& instruction) {
  const Term in = registers_[instruction.a];
  switch (instruction.op) {
    case Op::check_tuple: return is_tuple_of(in, instruction.b);
    case Op::check_cons: return in.is_cons();
    case Op::check_map: return is_map(in);
    case Op::load: registers_[instruction.c] = part_of(in, instruction.b); return true;
    case Op::load_value: {
      const Term value = map_get(in, instruction.constant);
      registers_[instruction.c] = value;
      return !value.is_none();
    }
    case Op::bind: variables_[instruction.c] = part_of(in, instruction.b); return true;
    case Op::same: return equal_exact(variables_[instruction.c], part_of(in, instruction.b));
    case Op::equal: return equal_exact(instruction.constant, part_of(in, instruction.b));
    case Op::bind_register: variables_[instruction.c] = in; return true;
    case Op::same_register: return equal_exact(variables_[instruction.c], in);
    case Op::equal_register: return equal_exact(instruction.constant, in);
    default: return false;
  }
}

void MatchMachine::take(std::size_t count, Term result) {
  stack_.resize(stack_.size() - count);
  stack_.push_back(result);
}

bool MatchMachine::evaluate_step(const MatchSpec::Clause& clause, const Instruction& instruction, std::size_t* next) {
  const std::size_t count = instruction.a;
  const Term* const operands = stack_.data() + (stack_.size() - count);
  switch (instruction.op) {
    case Op::push: stack_.push_back(instruction.constant); return true;
    case Op::push_variable: stack_.push_back(variables_[instruction.c]); return true;
    case Op::push_object: stack_.push_back(registers_[0]); return true;
    case Op::push_variables: {
      ListBuilder list(area_);
      for (const std::uint32_t slot : clause.variables) list.add(variables_[slot]);
      stack_.push_back(list.finish());
      return true;
    }
    case Op::call: {
      const Term result = instruction.function(area_, operands, count, context_);
      if (result.is_none()) return false;
      take(count, result);
      return true;
    }
    case Op::make_tuple: take(count, respawn::make_tuple(area_, std::span(operands, count))); return true;
    case Op::make_list: take(count, make_list(area_, std::span(operands, count - 1), operands[count - 1])); return true;
    case Op::make_map: take(count, make_map(area_, operands, count / 2)); return true;
    case Op::all_true:
    case Op::any_true: {
      if (!std::all_of(operands, operands + count, is_boolean)) return false;
      const Term decisive = boolean(instruction.op == Op::any_true);
      const bool found = std::find(operands, operands + count, decisive) != operands + count;
      take(count, found ? decisive : boolean(instruction.op == Op::all_true));
      return true;
    }
    case Op::skip_if_false:
    case Op::skip_if_true:
      if (!is_boolean(stack_.back())) return false;
      if (stack_.back() == boolean(instruction.op == Op::skip_if_true)) *next = instruction.b;
      else stack_.pop_back();
      return true;
    case Op::drop: stack_.pop_back(); return true;
    case Op::check_guard: {
      const bool holds = stack_.back() == atoms::true_;
      stack_.pop_back();
      return holds;
    }
    default: return false;
  }
}

}  // namespace respawn
