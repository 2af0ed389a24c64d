#include "lang/function_code.hpp"

#include <algorithm>

#include "code/live_mask.hpp"

namespace respawn {
namespace {

bool ends_control(Op op) {
  switch (op) {
    case Op::jump:
    case Op::ret:
    case Op::ret_const:
    case Op::tail_call:
    case Op::tail_call_function:
    case Op::tail_call_fun:
    case Op::tail_call_dynamic:
    case Op::raise:
    case Op::fail:
    case Op::function_clause:
    case Op::receive_next:
    case Op::receive_wait:
    case Op::receive_wait_timeout:
    case Op::switch_const: return true;
    default: return false;
  }
}

// Where a collection looks at the frame before the instruction has read its operands.
bool collects_first(Op op) {
  switch (op) {
    case Op::make_cons:
    case Op::make_list:
    case Op::make_tuple:
    case Op::make_map:
    case Op::make_closure:
    case Op::map_update:
    case Op::bits_start: return true;
    default: return false;
  }
}

void set(std::vector<std::uint64_t>& bits, unsigned slot) { bits[slot / 64] |= std::uint64_t{1} << (slot % 64); }
void clear(std::vector<std::uint64_t>& bits, unsigned slot) { bits[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }

}  // namespace

void FunctionCode::touch(Op op, unsigned a, unsigned b, unsigned c) {
  const std::string_view fields = info(op).fields;
  const unsigned values[3] = {a, b, c};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] == 'd' || fields[i] == 's') reserve_slots(values[i] + 1);
    if (fields[i] == 'b') reserve_slots(values[i] + 3);
  }
}

void FunctionCode::successors(std::size_t index, std::vector<std::size_t>* targets, bool* falls_through) const {
  const CodeInstruction& instruction = instructions_[index];
  targets->clear();
  const auto add = [&](std::uint64_t label) { targets->push_back(label_positions_[label]); };
  if (instruction.field_label >= 0) add(static_cast<std::uint64_t>(instruction.field_label));
  for (const CodeWord& word : instruction.words) {
    if (word.kind == CodeWord::Kind::label) add(word.number);
  }
  *falls_through = !ends_control(instruction.op);
}

void FunctionCode::reads_and_writes(const CodeInstruction& instruction, Bits* reads, Bits* writes) const {
  std::fill(reads->begin(), reads->end(), 0);
  std::fill(writes->begin(), writes->end(), 0);
  const std::string_view fields = info(instruction.op).fields;
  const unsigned values[3] = {instruction.a, instruction.b, instruction.c};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    switch (fields[i]) {
      case 'd':
        if (instruction.op != Op::try_begin) set(*writes, values[i]);
        break;
      case 's':
        if (instruction.op != Op::try_end && instruction.op != Op::catch_entry) set(*reads, values[i]);
        break;
      case 'b':
        if (instruction.op == Op::catch_entry) {
          for (unsigned slot = 0; slot < 3; ++slot) set(*writes, values[i] + slot);
        } else {
          for (unsigned slot = 0; slot < instruction.window_slots; ++slot) set(*reads, values[i] + slot);
        }
        break;
      default: break;
    }
  }
  if (instruction.op == Op::function_clause) {
    for (unsigned slot = 0; slot < instruction.b; ++slot) set(*reads, slot);
  }
  for (const CodeWord& word : instruction.words) {
    if (word.kind == CodeWord::Kind::slot) set(*reads, static_cast<unsigned>(word.number));
  }
}

// Code behind a jump that nothing leads to would confuse nobody, but it has no liveness; it goes.
void FunctionCode::remove_unreachable() {
  std::vector<bool> reachable(instructions_.size(), false);
  std::vector<std::size_t> work{0}, targets;
  while (!work.empty()) {
    const std::size_t index = work.back();
    work.pop_back();
    if (index >= instructions_.size() || reachable[index]) continue;
    reachable[index] = true;
    bool falls_through;
    successors(index, &targets, &falls_through);
    if (falls_through) work.push_back(index + 1);
    work.insert(work.end(), targets.begin(), targets.end());
  }
  std::vector<std::size_t> moved(instructions_.size() + 1);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < instructions_.size(); ++i) {
    moved[i] = kept;
    // A jump to the next instruction is no jump.
    const bool idle = instructions_[i].op == Op::jump && label_positions_[static_cast<std::size_t>(instructions_[i].field_label)] == i + 1;
    if (reachable[i] && !idle) {
      if (kept != i) instructions_[kept] = std::move(instructions_[i]);
      ++kept;
    }
  }
  moved[instructions_.size()] = kept;
  instructions_.resize(kept);
  for (std::size_t& position : label_positions_) {
    if (position != kUnbound) position = moved[position];
  }
  for (Region& region : regions_) {
    region.begin = moved[region.begin];
    region.end = moved[region.end];
  }
}

void FunctionCode::compute_liveness() {
  const std::size_t words = (frame_slots_ + 63) / 64 + 1;
  const std::size_t count = instructions_.size();
  std::vector<Bits> live_in(count + 1, Bits(words));
  masks_.assign(count, {});
  std::vector<std::vector<std::uint32_t>> handlers(count);
  for (const Region& region : regions_) {
    for (std::size_t i = region.begin; i < region.end; ++i) handlers[i].push_back(region.handler);
  }
  Bits reads(words), writes(words), out(words);
  std::vector<std::size_t> targets;
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t i = count; i-- > 0;) {
      bool falls_through;
      successors(i, &targets, &falls_through);
      std::fill(out.begin(), out.end(), 0);
      const auto merge = [&](const Bits& from) {
        for (std::size_t w = 0; w < words; ++w) out[w] |= from[w];
      };
      if (falls_through) merge(live_in[i + 1]);
      for (const std::size_t target : targets) merge(live_in[target]);
      for (const std::uint32_t handler : handlers[i]) merge(live_in[label_positions_[handler]]);
      reads_and_writes(instructions_[i], &reads, &writes);
      Bits in(words);
      for (std::size_t w = 0; w < words; ++w) in[w] = (out[w] & ~writes[w]) | reads[w];
      for (const std::uint32_t handler : handlers[i]) {
        // What the handler needs must be there before the instruction too.
        const Bits& needed = live_in[label_positions_[handler]];
        for (std::size_t w = 0; w < words; ++w) in[w] |= needed[w];
      }
      const bool has_mask = std::any_of(instructions_[i].words.begin(), instructions_[i].words.end(),
                                        [](const CodeWord& word) { return word.kind == CodeWord::Kind::mask; });
      if (has_mask) {
        Bits mask = collects_first(instructions_[i].op) ? in : out;
        if (!collects_first(instructions_[i].op)) {
          for (std::size_t w = 0; w < words; ++w) mask[w] &= ~writes[w];
          // Behind a call nothing of its window is left.
          const std::string_view fields = info(instructions_[i].op).fields;
          if (!fields.empty() && fields[0] == 'b') {
            for (unsigned slot = instructions_[i].a; slot < frame_slots_; ++slot) clear(mask, slot);
          }
        }
        masks_[i] = std::move(mask);
      }
      if (in != live_in[i]) {
        live_in[i] = std::move(in);
        changed = true;
      }
    }
  }
}

void FunctionCode::assemble(Assembler& assembler) {
  remove_unreachable();
  compute_liveness();
  std::vector<Label> labels;
  for (std::size_t i = 0; i < label_positions_.size(); ++i) labels.push_back(assembler.new_label());
  std::vector<std::vector<std::size_t>> bound(instructions_.size() + 1);
  for (std::size_t i = 0; i < label_positions_.size(); ++i) {
    if (label_positions_[i] != kUnbound) bound[label_positions_[i]].push_back(i);
  }
  for (std::size_t i = 0; i < instructions_.size(); ++i) {
    for (const std::size_t label : bound[i]) assembler.bind(labels[label]);
    const CodeInstruction& instruction = instructions_[i];
    assembler.set_line(instruction.line);
    if (instruction.field_label >= 0) {
      assembler.emit_to(instruction.op, instruction.a, labels[static_cast<std::size_t>(instruction.field_label)]);
    } else {
      assembler.emit(instruction.op, instruction.a, instruction.b, instruction.c);
    }
    for (const CodeWord& word : instruction.words) {
      switch (word.kind) {
        case CodeWord::Kind::term: assembler.word_term(word.term); break;
        case CodeWord::Kind::source_term: assembler.word_source_term(word.term); break;
        case CodeWord::Kind::slot: assembler.word_slot(static_cast<unsigned>(word.number)); break;
        case CodeWord::Kind::label: assembler.word_label(labels[word.number]); break;
        case CodeWord::Kind::function: assembler.word_function(word.function); break;
        case CodeWord::Kind::local: assembler.word_local(static_cast<std::uint32_t>(word.number)); break;
        case CodeWord::Kind::closure: assembler.word_closure(static_cast<std::uint32_t>(word.number)); break;
        case CodeWord::Kind::number: assembler.word_number(word.number); break;
        case CodeWord::Kind::mask: {
          if (instruction.no_collection && instruction.op != Op::receive_take && instruction.op != Op::receive_wait &&
              instruction.op != Op::receive_wait_timeout) {
            assembler.word_number(kNoCollection);
            break;
          }
          std::vector<bool> live(frame_slots_);
          for (unsigned slot = 0; slot < frame_slots_; ++slot) live[slot] = (masks_[i][slot / 64] >> (slot % 64) & 1) != 0;
          assembler.word_mask(live);
          break;
        }
      }
    }
  }
  for (const std::size_t label : bound[instructions_.size()]) assembler.bind(labels[label]);
}

}  // namespace respawn
