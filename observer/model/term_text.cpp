#include "observer/model/term_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "term/atom.hpp"
#include "term/inspect.hpp"

namespace respawn::observer {
namespace {

bool opens(char c) { return c == '{' || c == '[' || c == '(' || c == '<'; }
bool closes(char c) { return c == '}' || c == ']' || c == ')' || c == '>'; }

/// Behind the string or charlist that begins at `at`, or the end.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at++];
  while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text.size());
}

/// `<` and `>` are brackets in #PID<…> and <<…>>, operators in "->" and "=>".
bool is_arrow_tip(std::string_view text, std::size_t at) {
  return text[at] == '>' && at > 0 && (text[at - 1] == '-' || text[at - 1] == '=');
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Splits at the commas outside all brackets.
std::vector<std::string_view> split_top(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t depth = 0, begin = 0, at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = skip_quoted(text, at);
      continue;
    }
    if (opens(c)) ++depth;
    if (closes(c) && !is_arrow_tip(text, at) && depth > 0) --depth;
    if (c == ',' && depth == 0) {
      parts.push_back(trimmed(text.substr(begin, at - begin)));
      begin = at + 1;
    }
    ++at;
  }
  if (!trimmed(text.substr(begin)).empty()) parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::size_t width(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

/// The inside of brackets that a text consists of wholly: opening part, elements, closing part.
struct Bracketed {
  std::string_view open, inside, close;
};

Bracketed bracketed(std::string_view text) {
  // "%Name{…}", "{…}", "[…]", "key: {…}": everything up to the first bracket is the opening part if the last character closes it.
  std::size_t first = 0;
  while (first < text.size() && text[first] != '{' && text[first] != '[') {
    if (text[first] == '"' || text[first] == '\'' || text[first] == '#' || text[first] == '<') return {};
    ++first;
  }
  if (first == text.size() || (text.back() != '}' && text.back() != ']')) return {};
  std::size_t depth = 0, at = first;
  while (at < text.size()) {
    if (text[at] == '"' || text[at] == '\'') {
      at = skip_quoted(text, at);
      continue;
    }
    if (opens(text[at])) ++depth;
    if (closes(text[at]) && !is_arrow_tip(text, at) && depth > 0 && --depth == 0 && at + 1 < text.size()) return {};
    ++at;
  }
  return {text.substr(0, first + 1), text.substr(first + 1, text.size() - first - 2), text.substr(text.size() - 1)};
}

constexpr std::size_t kIndentDepthMax = 30;

void indent_into(std::string& out, std::string_view text, std::size_t column, std::size_t columns, std::size_t depth) {
  text = trimmed(text);
  const Bracketed parts = bracketed(text);
  if (column + width(text) <= columns || parts.open.empty() || depth > kIndentDepthMax) {
    out += text;
    return;
  }
  const std::size_t inner = (depth + 1) * 2;
  out += parts.open;
  const std::vector<std::string_view> elements = split_top(parts.inside);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    out += '\n';
    out.append(inner, ' ');
    indent_into(out, elements[i], inner, columns, depth + 1);
    if (i + 1 < elements.size()) out += ',';
  }
  out += '\n';
  out.append(depth * 2, ' ');
  out += parts.close;
}

bool is_exception(std::string_view text) {
  const std::size_t brace = text.find('{');
  return text.starts_with('%') && brace != std::string_view::npos && text.substr(0, brace).ends_with("Error");
}

/// "RuntimeError: boom" of "%RuntimeError{message: \"boom\"}".
std::string exception_caption(std::string_view text) {
  const std::size_t brace = text.find('{');
  const std::string_view name = text.substr(1, brace - 1);
  constexpr std::string_view kMessage = "message: \"";
  const std::size_t message = text.find(kMessage);
  if (message == std::string_view::npos) return fmt::format("{} {}", name, text.substr(brace));
  const std::size_t quote = message + kMessage.size() - 1, end = skip_quoted(text, quote);
  return fmt::format("{}: {}", name, text.substr(quote + 1, std::max(end, quote + 2) - quote - 2));
}

/// "Stack.handle_call/3" of "[{Stack, :handle_call, 3, [...]}, ...]"; the arguments may stand for the arity.
std::string first_frame(std::string_view trace) {
  const std::vector<std::string_view> frames = split_top(trace.substr(1));
  if (frames.empty()) return {};
  const std::vector<std::string_view> parts = tuple_elements(frames[0]);
  if (parts.size() < 3) return {};
  const std::string_view function = parts[1].starts_with(':') ? parts[1].substr(1) : parts[1];
  if (!parts[2].starts_with('[')) return fmt::format("{}.{}/{}", parts[0], function, parts[2]);
  std::string_view arguments = parts[2].substr(1);
  if (arguments.ends_with(']')) arguments.remove_suffix(1);
  return fmt::format("{}.{}/{}", parts[0], function, split_top(arguments).size());
}

}  // namespace

std::string pid_text(Term pid) {
  return pid.is_pid() ? fmt::format("#PID<0.{}.{}>", pid.pid_slot(), pid.pid_serial()) : std::string();
}

std::string short_pid_text(Term pid) {
  return pid.is_pid() ? fmt::format("<0.{}.{}>", pid.pid_slot(), pid.pid_serial()) : std::string();
}

std::vector<std::string_view> tuple_elements(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2 || text.front() != '{') return {};
  text.remove_prefix(1);
  if (text.back() == '}') text.remove_suffix(1);  // a text that was cut has lost it
  return split_top(text);
}

std::string message_caption(std::string_view text) {
  const std::vector<std::string_view> parts = tuple_elements(text);
  if (parts.size() == 3 && parts[0] == ":\"$gen_call\"") return fmt::format("call {}", parts[2]);
  if (parts.size() == 2 && parts[0] == ":\"$gen_cast\"") return fmt::format("cast {}", parts[1]);
  if (parts.size() == 3 && parts[0] == ":EXIT") return fmt::format("EXIT {}", reason_caption(parts[2]));
  if (parts.size() == 5 && parts[0] == ":DOWN") return fmt::format("DOWN {}", reason_caption(parts[4]));
  if (parts.size() == 3 && parts[0] == ":system") return fmt::format("system {}", parts[2]);
  // An answer comes with the reference of the request, or with the alias that has it inside.
  if (parts.size() == 2 && (parts[0].starts_with("#Reference<") || parts[0].starts_with("[:alias |"))) {
    return fmt::format("reply {}", parts[1]);
  }
  if (parts.size() == 3 && parts[0] == ":ack" && parts[1].starts_with("#PID<")) return fmt::format("ack {}", parts[2]);
  return std::string(text);
}

std::string function_caption(std::string_view text) {
  // #Function<5.31/0 in Stack.start/1> is a function inside of start/1; that of a file or a line of the shell is just one.
  if (constexpr std::string_view kFun = "#Function<"; text.starts_with(kFun)) {
    const std::size_t in = text.find(" in ");
    if (in == std::string_view::npos || text.find("__FILE__") != std::string_view::npos) return "fn";
    const std::string_view place = text.substr(in + 4);
    return fmt::format("fn in {}", place.substr(0, place.find('>')));
  }
  const std::vector<std::string_view> parts = tuple_elements(text);
  if (parts.size() != 3) return std::string(text);
  std::string_view function = parts[1];
  if (function.starts_with(':')) function.remove_prefix(1);
  return fmt::format("{}.{}/{}", parts[0], function, parts[2]);
}

std::string reason_caption(std::string_view text) {
  const std::vector<std::string_view> parts = tuple_elements(text);
  if (parts.size() == 2 && parts[1].starts_with("[{")) {
    const std::string reason = reason_caption(parts[0]);
    const std::string place = first_frame(parts[1]);
    return place.empty() || !reason.starts_with(':') ? reason : fmt::format("{} in {}", reason, place);
  }
  return is_exception(text) ? exception_caption(text) : std::string(text);
}

bool is_calm_reason(std::string_view text) {
  return text.empty() || text == ":normal" || text == ":shutdown" || text.starts_with("{:shutdown,");
}

std::string atom_caption(Term atom) {
  if (!atom.is_atom()) return {};
  const std::string text = inspect_atom(atom);
  return text.starts_with(':') && !text.starts_with(":\"") ? text.substr(1) : text;
}

std::string label_caption(std::string_view text) {
  if (text.size() > 1 && text.front() == ':' && text[1] != '"') return std::string(text.substr(1));
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string plain;
  for (std::size_t at = 1; at + 1 < text.size(); ++at) {
    if (text[at] == '\\' && at + 2 < text.size()) ++at;
    plain += text[at];
  }
  return plain;
}

std::string shortened(std::string_view text, std::size_t characters_max) {
  std::string out;
  std::size_t count = 0, last = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_continuation(text[at])) {
      if (count == characters_max) {
        if (characters_max == 0) return {};
        out.resize(last);
        return out + "…";
      }
      ++count;
      last = out.size();
    }
    out += text[at] == '\n' || text[at] == '\r' || text[at] == '\t' ? ' ' : text[at];
  }
  return out;
}

std::string indented(std::string_view text, std::size_t columns) {
  std::string out;
  indent_into(out, text, 0, std::max<std::size_t>(columns, 20), 0);
  return out;
}

}  // namespace respawn::observer
