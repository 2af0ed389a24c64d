/// Atoms: one number a text, whoever asks and on whatever thread.

#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

#include "term/atom.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

TEST_CASE("a text has one atom", "[term][atom]") {
  const Term atom = intern("one of a kind");
  CHECK(intern("one of a kind") == atom);
  CHECK(atom_text(atom) == "one of a kind");
  CHECK(existing_atom("one of a kind") == atom);
  CHECK_FALSE(existing_atom("nobody ever asked for this one").has_value());
  CHECK(intern("ok") == atoms::ok);
}

TEST_CASE("threads that make the same atoms get the same atoms", "[term][atom]") {
  constexpr int kThreads = 4;
  constexpr int kAtoms = 5'000;
  std::vector<std::vector<Term>> made(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&made, t] {
        for (int i = 0; i < kAtoms; ++i) made[static_cast<std::size_t>(t)].push_back(intern("shared " + std::to_string(i)));
      });
    }
  }
  for (int i = 0; i < kAtoms; ++i) {
    const auto index = static_cast<std::size_t>(i);
    CHECK(atom_text(made[0][index]) == "shared " + std::to_string(i));
    for (const auto& atoms : made) REQUIRE(atoms[index] == made[0][index]);
  }
}

TEST_CASE("atoms order by their texts", "[term][atom]") {
  const std::vector<std::string> texts = {"", "A", "Z", "a", "aa", "b", "\u00E9", "\u65E5"};
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) CHECK(compare_atoms(intern(texts[i]), intern(texts[i + 1])) < 0);
}

TEST_CASE("an atom is written so that it reads back", "[term][atom]") {
  CHECK(inspect_atom(intern("ok")) == ":ok");
  CHECK(inspect_atom(atoms::nil) == "nil");
  CHECK(inspect_atom(intern("Elixir.Foo.Bar")) == "Foo.Bar");
  CHECK(inspect_atom(intern("Foo")) == ":Foo");
  CHECK(inspect_atom(intern("with space")) == ":\"with space\"");
  CHECK(inspect_atom(intern("a?")) == ":a?");
  CHECK(inspect_atom(intern("+")) == ":+");
  CHECK(inspect_key(intern("a")) == "a:");
  CHECK(inspect_key(intern("with space")) == "\"with space\":");
}

}  // namespace
}  // namespace respawn
