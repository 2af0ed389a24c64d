#include "repl/transcript.hpp"

#include <algorithm>

namespace respawn {
namespace {

constexpr std::string_view kBlanks = " \t";

// `iex>`, `iex(12)>`, `iex(name@host)12>`, `...>`, `...(12)>`: its size with the blank behind it, 0 when there is none.
std::size_t prompt_size_bytes(std::string_view line) {
  const std::size_t start = line.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return 0;
  std::string_view rest = line.substr(start);
  if (!rest.starts_with("iex") && !rest.starts_with("...")) return 0;
  rest.remove_prefix(3);
  if (rest.starts_with('(')) rest.remove_prefix(std::min(rest.find(')'), rest.size() - 1) + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
  if (!rest.starts_with('>')) return 0;
  rest.remove_prefix(1);
  if (!rest.empty() && rest[0] != ' ') return 0;
  return line.size() - rest.size() + (rest.empty() ? 0 : 1);
}

}  // namespace

std::string without_transcript(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos || prompt_size_bytes(text.substr(first, text.find('\n', first) - first)) == 0) {
    return std::string(text);
  }
  std::string typed;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    if (const std::size_t size = prompt_size_bytes(line)) {
      typed += line.substr(size);
      if (end < text.size()) typed += '\n';
    }
    start = end + 1;
  }
  return typed;
}

}  // namespace respawn
