/// UTF-8 against the definition, for every codepoint there is.

#include <catch2/catch.hpp>

#include "base/utf8.hpp"

namespace respawn {
namespace {

TEST_CASE("every codepoint reads back, and no surrogate is one", "[base][utf8]") {
  for (std::uint32_t codepoint = 0; codepoint <= 0x110010; ++codepoint) {
    std::string text;
    const bool is_valid = codepoint <= 0x10FFFF && (codepoint < 0xD800 || codepoint > 0xDFFF);
    REQUIRE(utf8::append(text, codepoint) == is_valid);
    if (!is_valid) {
      REQUIRE(text.empty());
      continue;
    }
    const auto decoded = utf8::decode(text);
    REQUIRE(decoded.has_value());
    REQUIRE(decoded->codepoint == codepoint);
    REQUIRE(decoded->length_bytes == text.size());
    REQUIRE_FALSE(utf8::decode(std::string_view(text).substr(0, text.size() - 1)).has_value());
  }
}

TEST_CASE("what is not the shortest form is not UTF-8", "[base][utf8]") {
  for (const char* text : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
                           "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\x80", "\xBF", "\xC2", "\xC2 ", "\xE2\x82"}) {
    CHECK_FALSE(utf8::decode(text).has_value());
    CHECK_FALSE(utf8::is_valid(text));
    CHECK_FALSE(utf8::is_valid(std::string("ok ") + text));
  }
  CHECK(utf8::is_valid("h\u00E9llo \u65E5\u672C \U0001F600"));
  CHECK(utf8::length_codepoints("h\u00E9llo \u65E5\u672C \U0001F600") == 10);
}

}  // namespace
}  // namespace respawn
