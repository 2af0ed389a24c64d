#include "code/assembler.hpp"

#include <algorithm>

#include "code/instruction.hpp"
#include "code/live_mask.hpp"

namespace respawn {

Assembler::Assembler(CodeImage& image, std::string_view file) : image_(image) { set_file(file); }

std::uint32_t Assembler::begin_function(FunctionRecord function) {
  RESPAWN_ASSERT(fixups_.empty());
  label_positions_.clear();
  function.offset_words = position_words();
  image_.functions.push_back(function);
  enter_at_ = position_words();
  emit(Op::enter, 0, function.arity);
  return static_cast<std::uint32_t>(image_.functions.size() - 1);
}

void Assembler::end_function(std::uint32_t frame_slots) {
  for (const Fixup& fixup : fixups_) {
    const std::int64_t target = label_positions_[fixup.label.id];
    RESPAWN_ASSERT(target >= 0);
    const auto distance = static_cast<std::int32_t>(target - fixup.instruction_words);
    Word& word = image_.code[fixup.at_words];
    word = fixup.in_fields ? instruction::with_label(word, distance) : static_cast<Word>(static_cast<std::int64_t>(distance));
  }
  fixups_.clear();
  RESPAWN_ASSERT(frame_slots <= 0xFFFF);
  image_.code[enter_at_] = instruction::pack(Op::enter, frame_slots, image_.functions.back().arity);
}

Label Assembler::new_label() {
  label_positions_.push_back(-1);
  return Label{static_cast<std::uint32_t>(label_positions_.size() - 1)};
}

void Assembler::bind(Label label) {
  RESPAWN_ASSERT(label_positions_[label.id] < 0);
  label_positions_[label.id] = position_words();
}

void Assembler::emit(Op op, unsigned a, unsigned b, unsigned c) {
  instruction_start_ = position_words();
  image_.code.push_back(instruction::pack(op, a, b, c));
}

void Assembler::emit_to(Op op, unsigned a, Label label) {
  emit(op, a);
  fixups_.push_back({instruction_start_, instruction_start_, label, true});
}

std::uint32_t Assembler::constant_index(Term constant) {
  if (constant.is_immediate()) {
    const auto [entry, added] = immediate_constants_.try_emplace(constant.word(), static_cast<std::uint32_t>(image_.constants.size()));
    if (added) image_.constants.push_back(constant);
    return entry->second;
  }
  image_.constants.push_back(constant);
  return static_cast<std::uint32_t>(image_.constants.size() - 1);
}

void Assembler::word_term(Term constant) { image_.code.push_back(constant_index(constant)); }
void Assembler::word_slot(unsigned slot) { image_.code.push_back(instruction::slot_source(slot)); }
void Assembler::word_source_term(Term constant) { image_.code.push_back(static_cast<Word>(constant_index(constant)) << 1); }

void Assembler::word_label(Label label) {
  fixups_.push_back({position_words(), instruction_start_, label, false});
  image_.code.push_back(0);
}

void Assembler::word_mask(const std::vector<bool>& live) {
  std::vector<Word> words((live.size() + 63) / 64);
  bool beyond_inline = false;
  for (std::size_t slot = 0; slot < live.size(); ++slot) {
    if (!live[slot]) continue;
    words[slot / 64] |= Word{1} << (slot % 64);
    beyond_inline = beyond_inline || slot >= kInlineMaskSlots;
  }
  if (beyond_inline) {
    mask_fixups_.push_back({position_words(), std::move(words)});
    image_.code.push_back(kMaskElsewhere);
  } else {
    image_.code.push_back(words.empty() ? 0 : words[0]);
  }
}

void Assembler::word_function(const FunctionReference& function) {
  const auto same = [&](const FunctionReference& other) {
    return other.module == function.module && other.name == function.name && other.arity == function.arity;
  };
  auto found = std::find_if(image_.references.begin(), image_.references.end(), same);
  if (found == image_.references.end()) found = image_.references.insert(found, function);
  image_.code.push_back(static_cast<Word>(found - image_.references.begin()));
}

void Assembler::word_local(std::uint32_t function_index) {
  local_fixups_.push_back({position_words(), function_index});
  image_.code.push_back(0);
}

void Assembler::word_closure(std::uint32_t closure_index) { image_.code.push_back(closure_index); }
void Assembler::word_number(Word number) { image_.code.push_back(number); }

void Assembler::set_line(std::uint32_t line) {
  if (line == 0) return;
  line_ = line;
  auto& lines = image_.lines;
  if (!lines.empty() && lines.back().line == line && lines.back().file == file_ &&
      lines.back().offset_words >= image_.functions.back().offset_words) {
    return;
  }
  if (!lines.empty() && lines.back().offset_words == position_words()) lines.pop_back();
  lines.push_back({position_words(), line, file_});
}

void Assembler::set_file(std::string_view file) {
  const auto found = std::find(image_.files.begin(), image_.files.end(), file);
  file_ = static_cast<std::uint32_t>(found - image_.files.begin());
  if (found == image_.files.end()) image_.files.emplace_back(file);
}

void Assembler::finish() {
  for (const LocalFixup& fixup : local_fixups_) image_.code[fixup.at_words] = image_.functions[fixup.function].offset_words;
  image_.instruction_words = image_.code.size();
  for (const MaskFixup& fixup : mask_fixups_) {
    const auto distance = static_cast<std::int32_t>(image_.code.size() - fixup.at_words);
    image_.code[fixup.at_words] = kMaskElsewhere | static_cast<std::uint32_t>(distance);
    image_.code.push_back(fixup.words.size());
    image_.code.insert(image_.code.end(), fixup.words.begin(), fixup.words.end());
  }
}

}  // namespace respawn
