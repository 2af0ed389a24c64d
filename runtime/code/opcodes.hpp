#pragma once
/// Opcodes and the numbers that instructions carry beside slots and terms.

#include <array>
#include <cstdint>
#include <string_view>

namespace respawn {

enum class Op : std::uint16_t {
#define OP(name, fields, words, sentence) name,
#include "code/opcodes.def"
#undef OP
  count
};

struct OpInfo {
  std::string_view name;
  std::string_view fields;
  std::string_view words;
};

inline constexpr std::array<OpInfo, static_cast<std::size_t>(Op::count)> kOpInfos = {{
#define OP(name, fields, words, sentence) {#name, fields, words},
#include "code/opcodes.def"
#undef OP
}};

inline constexpr const OpInfo& info(Op op) { return kOpInfos[static_cast<std::size_t>(op)]; }

/// What `compare` computes.
enum class Comparison : std::uint8_t { equal_exact, not_equal_exact, equal, not_equal, less, greater, less_equal, greater_equal };

/// What `fail` raises, with the value it is about.
enum class FailKind : std::uint16_t { badmatch, case_clause, cond_clause, with_clause, try_clause, else_clause, badmap, badkey, badarg, badbool, count };

}  // namespace respawn
