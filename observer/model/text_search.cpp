#include "observer/model/text_search.hpp"

#include <algorithm>
#include <charconv>

namespace respawn::observer {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool contains_text(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), [](char a, char b) { return lower(a) == lower(b); }) !=
             text.end() ||
         wanted.empty();
}

TextFilter::TextFilter(std::string_view typed) {
  std::size_t at = 0;
  while (at < typed.size()) {
    const std::size_t end = std::min(typed.find(' ', at), typed.size());
    std::string_view text = typed.substr(at, end - at);
    at = end + 1;
    Word word;
    if (text.size() > 1 && text.front() == '-') {
      word.is_excluded = true;
      text.remove_prefix(1);
    }
    if (text.empty()) continue;
    const std::size_t sign = text.find_first_of("<>");
    if (sign != std::string_view::npos && sign > 0 && sign + 1 < text.size()) {
      const char* const last = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + sign + 1, last, word.value);
      if (error == std::errc() && stop == last) {
        word.comparison = text[sign];
        word.alternatives.emplace_back(text.substr(0, sign));
        words_.push_back(std::move(word));
        continue;
      }
    }
    while (!text.empty()) {
      const std::size_t bar = std::min(text.find('|'), text.size());
      if (bar > 0) word.alternatives.emplace_back(text.substr(0, bar));
      text.remove_prefix(std::min(bar + 1, text.size()));
    }
    if (!word.alternatives.empty()) words_.push_back(std::move(word));
  }
}

bool TextFilter::holds(const Word& word, std::string_view text, const std::vector<Field>& fields) {
  if (word.comparison == 0) {
    return std::any_of(word.alternatives.begin(), word.alternatives.end(),
                       [&](const std::string& wanted) { return contains_text(text, wanted); });
  }
  for (const Field& field : fields) {
    if (!field.name.starts_with(word.alternatives.front())) continue;
    return word.comparison == '<' ? field.value < word.value : field.value > word.value;
  }
  return false;
}

bool TextFilter::passes(std::string_view text, const std::vector<Field>& fields) const {
  return std::all_of(words_.begin(), words_.end(), [&](const Word& word) { return holds(word, text, fields) != word.is_excluded; });
}

}  // namespace respawn::observer
