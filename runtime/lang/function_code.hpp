#pragma once
/// FunctionCode: the instructions of one function while they are still easy to look at.
///
/// The code generator emits here; then liveness is computed and the whole is handed to the assembler. Live masks
/// (code/live_mask.hpp) are nobody's business before that: they follow from the instructions alone, by the usual backward
/// analysis, in which every instruction of a protected region may also lead to the region's handler.

#include <cstdint>
#include <string>
#include <vector>

#include "code/assembler.hpp"

namespace respawn {

struct NameArity;

/// A word behind an instruction.
struct CodeWord {
  enum class Kind : std::uint8_t { term, source_term, slot, label, mask, function, local, closure, number };
  Kind kind = Kind::term;
  Term term = Term::none();
  std::uint64_t number = 0;  // slot, label id, index of a local function or closure, number
  FunctionReference function = {};
};

struct CodeInstruction {
  Op op;
  unsigned a = 0, b = 0, c = 0;
  std::int64_t field_label = -1;
  unsigned window_slots = 0;    // slots read from the window on
  bool no_collection = false;
  std::uint32_t line = 0;
  std::vector<CodeWord> words;
};

class FunctionCode {
 public:
  struct Region {
    std::size_t begin, end;  // instructions [begin, end)
    std::uint32_t handler;   // label
  };

  std::uint32_t new_label() {
    label_positions_.push_back(kUnbound);
    return static_cast<std::uint32_t>(label_positions_.size() - 1);
  }
  void bind(std::uint32_t label) { label_positions_[label] = instructions_.size(); }
  bool is_bound(std::uint32_t label) const { return label_positions_[label] != kUnbound; }

  CodeInstruction& emit(Op op, unsigned a = 0, unsigned b = 0, unsigned c = 0) {
    CodeInstruction instruction;
    instruction.op = op;
    instruction.a = a;
    instruction.b = b;
    instruction.c = c;
    instruction.line = line;
    instruction.no_collection = no_collection;
    instructions_.push_back(std::move(instruction));
    touch(op, a, b, c);
    return instructions_.back();
  }
  std::size_t size() const { return instructions_.size(); }
  std::size_t begin_region() const { return instructions_.size(); }
  void end_region(std::size_t begin, std::uint32_t handler) { regions_.push_back({begin, instructions_.size(), handler}); }

  /// Slots that the frame must have.
  void reserve_slots(unsigned count) { frame_slots_ = count > frame_slots_ ? count : frame_slots_; }
  unsigned frame_slots() const { return frame_slots_; }

  /// Computes liveness and writes everything to the assembler. Local functions are named by index.
  void assemble(Assembler& assembler);

  std::uint32_t line = 0;
  bool no_collection = false;

 private:
  static constexpr std::size_t kUnbound = ~std::size_t{0};
  using Bits = std::vector<std::uint64_t>;

  void touch(Op op, unsigned a, unsigned b, unsigned c);
  void remove_unreachable();
  void compute_liveness();
  void successors(std::size_t index, std::vector<std::size_t>* targets, bool* falls_through) const;
  void reads_and_writes(const CodeInstruction& instruction, Bits* reads, Bits* writes) const;

  std::vector<CodeInstruction> instructions_;
  std::vector<std::size_t> label_positions_;
  std::vector<Region> regions_;
  unsigned frame_slots_ = 0;
  std::vector<Bits> masks_;  // by instruction; empty where there is none
};

}  // namespace respawn
