#include "base/diagnostic.hpp"

#include <fmt/format.h>

namespace respawn {

std::string format(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file.empty() ? "nofile" : diagnostic.file;
  if (diagnostic.line > 0) text += fmt::format(":{}", diagnostic.line);
  if (diagnostic.line > 0 && diagnostic.column > 0) text += fmt::format(":{}", diagnostic.column);
  text += ": " + diagnostic.message;
  if (!diagnostic.snippet.empty() && diagnostic.line > 0) {
    const std::string number = fmt::format("{}", diagnostic.line);
    const std::string margin(number.size(), ' ');
    text += fmt::format("\n    {} |\n    {} | {}\n", margin, number, diagnostic.snippet);
    text += fmt::format("    {} | {}^", margin, std::string(diagnostic.column > 0 ? diagnostic.column - 1 : 0, ' '));
  }
  return text;
}

std::string_view line_of(std::string_view source, std::uint32_t line) {
  std::size_t start = 0;
  for (std::uint32_t current = 1; current < line; ++current) {
    const std::size_t newline = source.find('\n', start);
    if (newline == std::string_view::npos) return {};
    start = newline + 1;
  }
  std::size_t end = source.find('\n', start);
  if (end == std::string_view::npos) end = source.size();
  if (end > start && source[end - 1] == '\r') --end;
  return source.substr(start, end - start);
}

}  // namespace respawn
