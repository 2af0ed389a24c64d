#include "code/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "code/instruction.hpp"
#include "code/live_mask.hpp"

namespace respawn {
namespace {

class Verifier {
 public:
  explicit Verifier(const CodeImage& image) : image_(image) {}

  std::string run() {
    if (image_.instruction_words > image_.code.size()) return "more instructions than code";
    if (!image_.module.is_atom()) return "a module name that is no atom";
    // Loading walks every instruction, so every one must belong to a function that is looked at here.
    const std::size_t first = image_.functions.empty() ? image_.instruction_words : image_.functions[0].offset_words;
    if (first != 0) return "code outside of functions";
    std::uint32_t previous = 0;
    for (std::size_t i = 0; i < image_.functions.size(); ++i) {
      const FunctionRecord& function = image_.functions[i];
      if (!function.name.is_atom()) return "a function name that is no atom";
      if (i > 0 && function.offset_words <= previous) return "functions out of order";
      previous = function.offset_words;
      starts_.insert(function.offset_words);
    }
    for (const ClosureRecord& closure : image_.closures) {
      if (!starts_.contains(closure.offset_words)) return "a closure whose code is no function";
    }
    for (const FunctionReference& reference : image_.references) {
      if (!reference.module.is_atom() || !reference.name.is_atom() || reference.arity > 255) return "a bad function reference";
    }
    for (std::size_t i = 0; i < image_.functions.size(); ++i) {
      const std::size_t end = i + 1 < image_.functions.size() ? image_.functions[i + 1].offset_words : image_.instruction_words;
      if (!function(image_.functions[i], image_.functions[i].offset_words, end)) return error_;
    }
    for (const LineRecord& line : image_.lines) {
      if (line.file >= image_.files.size()) return "a line of an unknown file";
    }
    return {};
  }

 private:
  bool fail(std::string what, std::size_t at) {
    error_ = fmt::format("{} (word {})", what, at);
    return false;
  }

  bool function(const FunctionRecord& record, std::size_t begin, std::size_t end) {
    if (begin >= end || end > image_.instruction_words) return fail("a function outside the code", begin);
    const Word first = image_.code[begin];
    if (instruction::op(first) != Op::enter || instruction::b(first) != record.arity) return fail("a function without enter", begin);
    frame_slots_ = instruction::a(first);
    if (frame_slots_ < record.arity) return fail("a frame smaller than its arguments", begin);
    boundaries_.clear();
    targets_.clear();
    std::size_t at = begin;
    Op last = Op::enter;
    while (at < end) {
      const Word word = image_.code[at];
      if ((word & 0xFFFF) >= static_cast<Word>(Op::count)) return fail("an unknown instruction", at);
      const std::size_t length = instruction::length_words(&image_.code[at]);
      if (length > end - at) return fail("an instruction that is cut off", at);
      boundaries_.insert(at);
      if (!fields(at) || !words(at)) return false;
      last = instruction::op(word);
      at += length;
    }
    for (const std::size_t target : targets_) {
      if (!boundaries_.contains(target)) return fail("a label that leads to no instruction", target);
    }
    constexpr Op kEnds[] = {Op::ret, Op::ret_const, Op::jump, Op::tail_call, Op::tail_call_function, Op::tail_call_fun, Op::tail_call_dynamic,
                            Op::raise, Op::fail, Op::function_clause, Op::receive_next, Op::receive_wait, Op::receive_wait_timeout,
                            Op::switch_const, Op::native_entry};
    if (std::find(std::begin(kEnds), std::end(kEnds), last) == std::end(kEnds)) return fail("a function that runs off its end", at);
    return true;
  }

  bool slot(unsigned slot, std::size_t at) { return slot < frame_slots_ || fail("a slot outside the frame", at); }

  bool fields(std::size_t at) {
    const Word word = image_.code[at];
    const std::string_view kinds = info(instruction::op(word)).fields;
    const unsigned values[3] = {instruction::a(word), instruction::b(word), instruction::c(word)};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      switch (kinds[i]) {
        case 'd':
        case 's':
          if (!slot(values[i], at)) return false;
          break;
        case 'b':
          // A window may be empty and start right behind the last slot.
          if (values[i] > frame_slots_) return fail("a window outside the frame", at);
          break;
        case 'l': targets_.push_back(at + static_cast<std::size_t>(static_cast<std::int64_t>(instruction::label(word)))); break;
        default: break;
      }
    }
    return true;
  }

  bool source(Word word, std::size_t at) {
    if (instruction::is_slot_source(word)) return slot(instruction::source_slot(word), at);
    return (word & 1) == 0 && word >> 1 < image_.constants.size() ? true : fail("a source that is no constant", at);
  }

  bool sources(std::size_t at, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!source(image_.code[at + i], at + i)) return false;
    }
    return true;
  }

  bool words(std::size_t start) {
    const Word first = image_.code[start];
    const std::size_t count = instruction::c(first);
    std::size_t at = start + 1;
    for (const char kind : info(instruction::op(first)).words) {
      const Word word = image_.code[at];
      switch (kind) {
        case 'T':
          if (word >= image_.constants.size()) return fail("an unknown constant", at);
          ++at;
          break;
        case 'F':
          if (word >= image_.references.size()) return fail("an unknown function", at);
          ++at;
          break;
        case 'K':
          if (!starts_.contains(word)) return fail("a call into the middle of a function", at);
          ++at;
          break;
        case 'G':
          if (word >= image_.closures.size()) return fail("an unknown closure", at);
          ++at;
          break;
        case 'L':
          targets_.push_back(start + static_cast<std::size_t>(static_cast<std::int64_t>(word)));
          ++at;
          break;
        case 'M':
          if (!mask(at)) return false;
          ++at;
          break;
        case 'S':
          if (!source(word, at)) return false;
          ++at;
          break;
        case '*':
        case '2': {
          const std::size_t total = kind == '*' ? count : 2 * count;
          if (!sources(at, total)) return false;
          at += total;
          break;
        }
        case 'B':
          for (std::size_t i = 0; i < count; ++i, at += 3) {
            if (!sources(at + 1, 2)) return false;
          }
          break;
        case 'P':
          for (std::size_t i = 0; i < count; ++i, at += 2) {
            if (image_.code[at] >= image_.constants.size() || image_.constants[image_.code[at]].is_pointer()) return fail("a bad switch", at);
            targets_.push_back(start + static_cast<std::size_t>(static_cast<std::int64_t>(image_.code[at + 1])));
          }
          break;
        default: ++at;
      }
    }
    return true;
  }

  bool mask(std::size_t at) {
    const Word word = image_.code[at];
    if ((word & kMaskElsewhere) != 0) {
      const std::size_t block = at + static_cast<std::size_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(word)));
      if (block < image_.instruction_words || block >= image_.code.size()) return fail("a mask outside the masks", at);
      if (image_.code[block] > image_.code.size() - block - 1) return fail("a mask that is cut off", at);
    }
    bool sound = true;
    for_each_live_slot(&image_.code[at], [&](std::size_t live) { sound = sound && live < frame_slots_; });
    return sound || fail("a live slot outside the frame", at);
  }

  const CodeImage& image_;
  std::unordered_set<std::size_t> starts_;
  std::unordered_set<std::size_t> boundaries_;
  std::vector<std::size_t> targets_;
  unsigned frame_slots_ = 0;
  std::string error_;
};

}  // namespace

std::string verify(const CodeImage& image) { return Verifier(image).run(); }

}  // namespace respawn
