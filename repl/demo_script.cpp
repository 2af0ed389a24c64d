#include "repl/demo_script.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "repl/continuation.hpp"

namespace respawn {
namespace {

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// The text of a line that is a comment.
std::optional<std::string_view> comment_of(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void add_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

// The expression that begins at line `at`, which is moved behind it.
std::string take_expression(const std::vector<std::string_view>& lines, std::size_t& at) {
  std::string code;
  while (at < lines.size()) {
    add_line(code, lines[at++]);
    if (continuation_of(code + "\n").completeness == Completeness::incomplete) continue;
    if (at == lines.size() || !leading_operator(lines[at])) break;
  }
  return code;
}

}  // namespace

std::vector<DemoStep> demo_steps(std::string_view script) {
  const std::vector<std::string_view> lines = lines_of(script);
  std::vector<DemoStep> steps;
  DemoStep step;
  const auto end_step = [&] {
    if (!step.caption.empty() || !step.code.empty()) steps.push_back(std::exchange(step, {}));
  };
  for (std::size_t at = 0; at < lines.size();) {
    if (at == 0 && lines[at].starts_with("#!")) {
      ++at;  // how the system starts the script
    } else if (is_blank(lines[at])) {
      end_step();
      ++at;
    } else if (const auto comment = comment_of(lines[at])) {
      add_line(step.caption, *comment);
      ++at;
    } else {
      step.code = take_expression(lines, at);
      end_step();
    }
  }
  end_step();
  return steps;
}

}  // namespace respawn
