#pragma once
/// Image: a compiled module as bytes, for the library that is embedded in the binary, and for what `defmodule` returns.
///
/// Layout, little-endian, every number a LEB128 varint unless it says otherwise:
///
///     "RSPI" · version byte
///     atoms        count, then per atom its length and bytes; further on an atom is its index here
///     module       atom
///     instructions number of words, number of code words in all, then the words, 8 bytes each
///     constants    length and bytes: a tuple in external term format, (term/external.hpp)
///     references   count, then module, name, arity
///     functions    count, then name, arity, offset, flags (1: exported, 2: body of a closure)
///     closures     count, then name, arity, number of free variables, index, unique, offset
///     lines        count, then offset (as difference to the one before), line, file
///     files        count, then length and bytes
///     information  length and bytes: external term format
///     details      length and bytes: external term format
///
/// The version changes with the instruction set: code is only as good as the machine that it was made for. Decoding checks every length
/// and index before it believes it, and the verifier then checks the code: what passes both can be loaded.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "code/code_image.hpp"
#include "term/external.hpp"

namespace respawn {

inline constexpr std::uint8_t kImageVersion = 2;

std::string encode_image(const CodeImage& image);

enum class Trust : std::uint8_t {
  none,     // comes from outside: the code is verified, the details are decoded at once
  embedded  // made by this build: `bytes` stay for ever, and details are decoded when asked for
};

/// The image, or what is wrong with it. Functions among the constants are found by `functions`.
Result<std::unique_ptr<CodeImage>, std::string> decode_image(std::string_view bytes, external::FunctionFinder& functions, Trust trust);

}  // namespace respawn
