/// Recordings: what is written is read again, and damage is found.

#include "system/recording.hpp"

#include <catch2/catch.hpp>

namespace respawn {
namespace {

Recording sample() {
  Recording recording;
  recording.seed = 77;
  recording.boot_module = "respawn_boot";
  recording.boot_function = "program";
  recording.boot_arguments = std::string("\x83j", 2);
  recording.program_arguments = {"--rounds", "3"};
  recording.choices = {{ChoiceKind::schedule, 3}, {ChoiceKind::random, ~std::uint64_t{0}}, {ChoiceKind::outside, 0, "answer"}, {ChoiceKind::command, 9, "typed", 100, 5'000}};
  recording.processes_max = 1 << 18;
  recording.event_count = 12'345;
  recording.event_hash = 0xfeed;
  recording.halted = 3;
  return recording;
}

TEST_CASE("a recording comes back as it was") {
  const auto read = decode_recording(encode_recording(sample()));
  REQUIRE(read);
  REQUIRE(read->seed == 77);
  REQUIRE(read->boot_function == "program");
  REQUIRE(read->program_arguments == std::vector<std::string>{"--rounds", "3"});
  REQUIRE(read->choices.size() == 4);
  REQUIRE(read->choices[1].value == ~std::uint64_t{0});
  REQUIRE(read->choices[2].bytes == "answer");
  REQUIRE(read->choices[3].events == 100);
  REQUIRE(read->choices[3].time == 5'000);
  REQUIRE(read->library == library_fingerprint());
  REQUIRE(read->processes_max == 1 << 18);
  REQUIRE(read->event_count == 12'345);
  REQUIRE(read->event_hash == 0xfeed);
  REQUIRE(read->halted == 3);
  Recording unfinished = sample();
  unfinished.halted.reset();
  REQUIRE_FALSE(decode_recording(encode_recording(unfinished))->halted);
}

TEST_CASE("a damaged recording is refused wherever the damage is") {
  const std::string whole = encode_recording(sample());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    REQUIRE_FALSE(decode_recording(damaged));
    REQUIRE_FALSE(decode_recording(whole.substr(0, i)));
  }
}

}  // namespace
}  // namespace respawn
