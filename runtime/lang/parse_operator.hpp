#pragma once
/// The operator table: how tightly each kind binds, and to which side.

#include <cstdint>

#include "lang/token.hpp"

namespace respawn {

struct Precedence {
  std::uint16_t level = 0;  // 0: no binary operator
  bool is_right = false;
};

inline constexpr std::uint16_t kCaptureLevel = 90;
inline constexpr std::uint16_t kUnaryLevel = 300;
inline constexpr std::uint16_t kDotLevel = 310;
inline constexpr std::uint16_t kAtLevel = 320;

constexpr Precedence binary_precedence(TokenKind kind) {
  switch (kind) {
    case TokenKind::in_match_op: return {40, false};  // <- \\ .
    case TokenKind::when_op: return {50, true};
    case TokenKind::type_op: return {60, true};
    case TokenKind::pipe_op: return {70, true};
    case TokenKind::match_op: return {100, true};
    case TokenKind::or_op: return {120, false};
    case TokenKind::and_op: return {130, false};
    case TokenKind::comp_op: return {140, false};
    case TokenKind::rel_op: return {150, false};
    case TokenKind::arrow_op: return {160, false};
    case TokenKind::in_op: return {170, false};
    case TokenKind::xor_op: return {180, false};
    case TokenKind::ternary_op: return {190, true};
    case TokenKind::concat_op: return {200, true};
    case TokenKind::range_op: return {200, true};
    case TokenKind::dual_op: return {210, false};
    case TokenKind::mult_op: return {220, false};
    case TokenKind::power_op: return {230, false};
    default: return {};
  }
}

constexpr std::uint16_t prefix_level(TokenKind kind) {
  switch (kind) {
    case TokenKind::at_op: return kAtLevel;
    case TokenKind::capture_op: return kCaptureLevel;
    case TokenKind::unary_op:
    case TokenKind::dual_op:
    case TokenKind::ternary_op: return kUnaryLevel;
    default: return 0;
  }
}

}  // namespace respawn
