#pragma once
/// SHA-1 and SHA-2 (FIPS 180-4).

#include <string>
#include <string_view>

namespace respawn {

std::string sha1(std::string_view bytes);
std::string sha224(std::string_view bytes);
std::string sha256(std::string_view bytes);
std::string sha384(std::string_view bytes);
std::string sha512(std::string_view bytes);

}  // namespace respawn
