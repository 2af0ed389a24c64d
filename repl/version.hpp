#pragma once
/// Which respawn this is, and which Elixir and OTP it follows.

namespace respawn {

inline constexpr const char* kVersion = "0.1.0";
inline constexpr const char* kElixirVersion = "1.14.0";
inline constexpr const char* kOtpRelease = "25";

}  // namespace respawn
