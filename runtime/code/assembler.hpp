#pragma once
/// Assembler: instructions into a CodeImage, with labels by name instead of distance.
///
/// Use: begin_function, emit instructions, words in the order that opcodes.def gives them, bind each label once,
/// end_function. Labels do not cross functions. The assembler checks operand kinds, so that a wrong emit stops in the
/// compiler and not in the machine.

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "code/bit_segment.hpp"
#include "code/code_image.hpp"
#include "code/opcodes.hpp"

namespace respawn {

struct Label {
  std::uint32_t id = 0;
};

class Assembler {
 public:
  Assembler(CodeImage& image, std::string_view file);

  std::uint32_t begin_function(FunctionRecord function);  // returns its index in image.functions
  void end_function(std::uint32_t frame_slots);

  Label new_label();
  void bind(Label label);

  /// Starts an instruction; the words follow with the calls below.
  void emit(Op op, unsigned a = 0, unsigned b = 0, unsigned c = 0);
  /// For instructions with a label in the b and c fields.
  void emit_to(Op op, unsigned a, Label label);

  void word_term(Term constant);  // T
  void word_slot(unsigned slot);  // S
  void word_source_term(Term constant);  // S
  void word_label(Label label);   // L
  void word_mask(const std::vector<bool>& live);  // M
  void word_function(const FunctionReference& function);  // F
  void word_local(std::uint32_t function_index);  // K: may be defined later
  void word_closure(std::uint32_t closure_index);  // G
  void word_number(Word number);  // X

  /// Source position of what is emitted from now on.
  void set_line(std::uint32_t line);
  void set_file(std::string_view file);

  std::uint32_t position_words() const { return static_cast<std::uint32_t>(image_.code.size()); }

  /// Resolves references between functions and appends the mask blocks. Call once, after the last function.
  void finish();

 private:
  struct Fixup {
    std::uint32_t at_words;           // the word to patch
    std::uint32_t instruction_words;  // the instruction that the distance counts from
    Label label;
    bool in_fields;
  };
  struct LocalFixup {
    std::uint32_t at_words;
    std::uint32_t function;
  };
  struct MaskFixup {
    std::uint32_t at_words;
    std::vector<Word> words;
  };
  std::uint32_t constant_index(Term constant);

  CodeImage& image_;
  std::vector<std::int64_t> label_positions_;  // of the current function; -1 until bound
  std::vector<Fixup> fixups_;
  std::vector<LocalFixup> local_fixups_;
  std::vector<MaskFixup> mask_fixups_;
  std::unordered_map<Word, std::uint32_t> immediate_constants_;
  std::uint32_t instruction_start_ = 0;
  std::uint32_t enter_at_ = 0;
  std::uint32_t file_ = 0;
  std::uint32_t line_ = 0;
};

}  // namespace respawn
