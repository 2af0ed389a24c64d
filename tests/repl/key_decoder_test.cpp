// Bytes of many terminals, and the keys that they mean.
#include "repl/key_decoder.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace respawn {
namespace {

using Kind = Key::Kind;

Key plain(Kind kind) { return {kind, ""}; }
Key text(const std::string& characters) { return {Kind::character, characters}; }
Key control(char letter) { return {Kind::character, std::string(1, letter), true}; }
Key alt(Key key) {
  key.alt = true;
  return key;
}
Key with_control(Key key) {
  key.control = true;
  return key;
}
Key with_shift(Key key) {
  key.shift = true;
  return key;
}
Key paste(const std::string& pasted) { return {Kind::paste, pasted}; }

std::vector<Key> keys_of(std::string_view bytes) {
  KeyDecoder decoder;
  std::vector<Key> keys = decoder.decode(bytes);
  for (Key& key : decoder.time_out()) keys.push_back(std::move(key));
  return keys;
}

std::vector<Key> keys_of_single_bytes(std::string_view bytes) {
  KeyDecoder decoder;
  std::vector<Key> keys;
  for (const char byte : bytes) {
    for (Key& key : decoder.decode({&byte, 1})) keys.push_back(std::move(key));
  }
  for (Key& key : decoder.time_out()) keys.push_back(std::move(key));
  return keys;
}

}  // namespace
}  // namespace respawn

namespace Catch {
template <>
struct StringMaker<respawn::Key> {
  static std::string convert(const respawn::Key& key) {
    return std::to_string(static_cast<int>(key.kind)) + (key.control ? " C-" : " ") + (key.alt ? "M-" : "") +
           (key.shift ? "S-" : "") + '"' + key.text + '"';
  }
};
}  // namespace Catch

namespace respawn {

TEST_CASE("keys, however their bytes arrive", "[repl][key_decoder]") {
  struct Sample {
    std::string bytes;
    std::vector<Key> keys;
  };
  const Sample sample = GENERATE(values<Sample>({
      {"ab", {text("a"), text("b")}},
      {"é日\U0001F600", {text("é"), text("日"), text("\U0001F600")}},
      {"\r", {plain(Kind::enter)}},
      {"\n", {plain(Kind::enter)}},
      {"\t", {plain(Kind::tab)}},
      {"\x7f\b", {plain(Kind::backspace), plain(Kind::backspace)}},
      {"\x01\x1a", {control('a'), control('z')}},
      {std::string(1, '\0'), {control('@')}},
      {"\x1c\x1d\x1e\x1f", {control('\\'), control(']'), control('^'), control('_')}},
      // Arrows and their row, plain and in application mode.
      {"\x1b[A\x1b[B\x1b[C\x1b[D", {plain(Kind::up), plain(Kind::down), plain(Kind::right), plain(Kind::left)}},
      {"\x1bOA\x1bOB\x1bOC\x1bOD", {plain(Kind::up), plain(Kind::down), plain(Kind::right), plain(Kind::left)}},
      {"\x1b[H\x1b[F\x1bOH\x1bOF", {plain(Kind::home), plain(Kind::end), plain(Kind::home), plain(Kind::end)}},
      {"\x1b[1~\x1b[4~\x1b[7~\x1b[8~", {plain(Kind::home), plain(Kind::end), plain(Kind::home), plain(Kind::end)}},
      {"\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
       {plain(Kind::insert), plain(Kind::remove), plain(Kind::page_up), plain(Kind::page_down)}},
      // Modifiers: xterm, rxvt, Alt as a prefix.
      {"\x1b[1;5C\x1b[1;3D", {with_control(plain(Kind::right)), alt(plain(Kind::left))}},
      {"\x1b[3;5~\x1b[1;2A", {with_control(plain(Kind::remove)), with_shift(plain(Kind::up))}},
      {"\x1bOc\x1b[d\x1b[3^", {with_control(plain(Kind::right)), with_shift(plain(Kind::left)), with_control(plain(Kind::remove))}},
      {"\x1b\x1b[C", {alt(plain(Kind::right))}},
      {"\x1b[Z", {with_shift(plain(Kind::tab))}},
      {"\x1b[27;5;13~\x1b[13;2u\x1b[97;5u",
       {with_control(plain(Kind::enter)), with_shift(plain(Kind::enter)), control('a')}},
      {"\x1b"
       "b\x1b"
       "f\x1b<",
       {alt(text("b")), alt(text("f")), alt(text("<"))}},
      {"\x1b\x7f\x1b\r", {alt(plain(Kind::backspace)), alt(plain(Kind::enter))}},
      {"\x1bé", {alt(text("é"))}},
      {"\x1bOM\x1bOj", {plain(Kind::enter), text("*")}},
      // What has no meaning here is one unknown key, and no text.
      {"\x1b[15~\x1bOP\x1b[[A\x1b[17;2~",
       {plain(Kind::unknown), plain(Kind::unknown), plain(Kind::unknown), with_shift(plain(Kind::unknown))}},
      {"\x1b[?62;4c\x1b[>0;276;0c", {plain(Kind::unknown), plain(Kind::unknown)}},
      {"\x1b[I\x1b[O", {plain(Kind::unknown), plain(Kind::unknown)}},
      {"\x1b[M !!x", {plain(Kind::unknown), text("x")}},
      {"\x1b[<0;12;7Mx", {plain(Kind::unknown), text("x")}},
      {"\x1b]11;rgb:00/00/00\ax", {plain(Kind::unknown), text("x")}},
      {"\x1bP1$r0m\x1b\\x", {plain(Kind::unknown), text("x")}},
      {"\x1b[57358u", {plain(Kind::unknown)}},
      // Pastes.
      {"\x1b[200~a\tb\nc\x1b[201~d", {paste("a\tb\nc"), text("d")}},
      {"\x1b[200~\x1b[201~", {paste("")}},
      {"\x1b[200~\x1b[31mred\x1b[201~", {paste("\x1b[31mred")}},
  }));
  CAPTURE(sample.bytes);
  CHECK(keys_of(sample.bytes) == sample.keys);
  CHECK(keys_of_single_bytes(sample.bytes) == sample.keys);
}

TEST_CASE("an ESC that nothing follows is the key of that name", "[repl][key_decoder]") {
  KeyDecoder decoder;
  CHECK(decoder.decode("\x1b").empty());
  CHECK(decoder.is_waiting());
  CHECK(decoder.time_out() == std::vector<Key>{plain(Kind::escape)});
  CHECK_FALSE(decoder.is_waiting());
  CHECK(decoder.decode("x") == std::vector<Key>{text("x")});
}

TEST_CASE("the beginning of a sequence that nothing follows is Alt and a letter", "[repl][key_decoder]") {
  CHECK(keys_of("\x1b[") == std::vector<Key>{alt(text("["))});
  CHECK(keys_of("\x1bO") == std::vector<Key>{alt(text("O"))});
  CHECK(keys_of("\x1b]") == std::vector<Key>{alt(text("]"))});
  CHECK(keys_of("\x1b\x1b") == std::vector<Key>{plain(Kind::escape), plain(Kind::escape)});
  CHECK(keys_of("\x1b[1;") == std::vector<Key>{plain(Kind::unknown)});
}

TEST_CASE("bytes that are no UTF-8 are shown as such and do no harm", "[repl][key_decoder]") {
  const Key replacement = text("\uFFFD");
  CHECK(keys_of("\xff"
                "a") == std::vector<Key>{replacement, text("a")});
  CHECK(keys_of("\xe6\x97"
                "a") == std::vector<Key>{replacement, replacement, text("a")});
  CHECK(keys_of("\xe6\x97") == std::vector<Key>{replacement, replacement});
}

TEST_CASE("Ctrl-C ends a paste whose end got lost", "[repl][key_decoder]") {
  KeyDecoder decoder;
  CHECK(decoder.decode("\x1b[200~lost").empty());
  CHECK_FALSE(decoder.is_waiting());
  CHECK(decoder.decode("more\x03x") == std::vector<Key>{control('c'), text("x")});
}

TEST_CASE("sequences without an end do not pile up", "[repl][key_decoder]") {
  KeyDecoder decoder;
  for (const char* start : {"\x1b[", "\x1b]", "\x1b"}) {
    decoder.decode(start);
    for (int i = 0; i < 1000; ++i) decoder.decode("1;1;1;1;1");
    decoder.decode(std::string(100'000, '\x1b'));
    decoder.time_out();
    CHECK_FALSE(decoder.is_waiting());
  }
}

}  // namespace respawn
