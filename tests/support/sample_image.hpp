#pragma once
/// A small module with something of everything that an image can hold, for tests of images.

#include <memory>
#include <vector>

#include "code/assembler.hpp"
#include "code/code_image.hpp"
#include "term/binary.hpp"
#include "term/builder.hpp"
#include "term/map.hpp"

namespace respawn::test {

/// sum/2 adds up a list with a loop; wide/0 has a frame too large for masks in place and calls other modules; a closure body.
inline std::unique_ptr<CodeImage> sample_image() {
  auto image = std::make_unique<CodeImage>();
  image->arena = std::make_unique<Arena>();
  Arena& arena = *image->arena;
  image->module = intern("Elixir.Sample");
  Assembler code(*image, "sample.ex");

  code.begin_function({intern("sum"), 2, 0, true, false});
  code.set_line(3);
  const Label again = code.new_label();
  const Label done = code.new_label();
  code.bind(again);
  code.emit_to(Op::test_cons, 0, done);
  code.emit(Op::head_tail, 2, 0, 0);
  code.set_line(4);
  code.emit(Op::add, 1, 1, 2);
  code.emit_to(Op::jump, 0, again);
  code.bind(done);
  code.emit(Op::ret, 1);
  code.end_function(3);

  constexpr unsigned kSlots = 80;
  code.begin_function({intern("wide"), 0, 0, true, false});
  std::vector<bool> live(kSlots, false);
  const Term pairs[] = {atoms::ok, Term::small(1), atoms::error, make_binary(arena, "a text that is longer than any that fits")};
  for (unsigned slot = 0; slot < 70; ++slot) {
    code.emit(Op::load, slot);
    code.word_term(slot % 2 == 0 ? Term::small(slot) : make_map(arena, pairs, 2));
    live[slot] = true;
  }
  code.emit(Op::call_function, 71, 70);
  code.word_function({intern("Elixir.Enum"), intern("sum"), 1});
  code.word_mask(live);
  code.emit(Op::make_closure, 0, 0, 2);
  code.word_mask(live);
  code.word_closure(0);
  code.word_slot(1);
  code.word_source_term(make_list(arena, {Term::small(1), atoms::ok}));
  code.emit(Op::call, 71, 70);
  code.word_local(0);
  code.word_mask(live);
  const Label one = code.new_label();
  const Label other = code.new_label();
  code.emit(Op::switch_const, 70, 0, 1);
  code.word_label(other);
  code.word_term(atoms::ok);
  code.word_label(one);
  code.bind(one);
  code.emit(Op::ret, 70);
  code.bind(other);
  code.emit(Op::fail, 70, static_cast<unsigned>(FailKind::case_clause));
  code.end_function(kSlots);

  const std::uint32_t body = code.begin_function({intern("-wide/0-fun-0-"), 2, 0, false, true});
  code.emit(Op::ret, 1);
  code.end_function(2);
  code.finish();

  ClosureRecord closure;
  closure.identity = {image->module, intern("-wide/0-fun-0-"), 0, 0, 1234, 2};
  closure.offset_words = image->functions[body].offset_words;
  image->closures.push_back(closure);
  image->information = make_list(arena, {respawn::make_tuple(arena, {intern("functions"), Term::nil()})});
  image->details = make_list(arena, {respawn::make_tuple(arena, {intern("docs"), make_binary(arena, "what it does")})});
  return image;
}

}  // namespace respawn::test
