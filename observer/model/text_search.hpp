#pragma once
/// Searching texts as people type: letters of either case, several words, words that must not occur, alternatives.

#include <string>
#include <string_view>
#include <vector>

namespace respawn::observer {

/// ASCII letters of either case are the same; an empty `wanted` is everywhere.
bool contains_text(std::string_view text, std::string_view wanted);

/// "stack -dead mailbox>5 push|pop": all words must hold; `-word` must not; `a|b` one of them; `field>number` and `field<number` compare.
class TextFilter {
 public:
  TextFilter() = default;
  explicit TextFilter(std::string_view typed);

  struct Field {
    std::string_view name;
    double value = 0;
  };

  bool is_empty() const { return words_.empty(); }
  /// Whether a text with these numeric fields passes; a comparison with a field that is not there does not.
  bool passes(std::string_view text, const std::vector<Field>& fields = {}) const;

 private:
  struct Word {
    bool is_excluded = false;
    char comparison = 0;  // '<', '>' or 0
    double value = 0;
    std::vector<std::string> alternatives;  // of a comparison: the field's name
  };
  static bool holds(const Word& word, std::string_view text, const std::vector<Field>& fields);

  std::vector<Word> words_;
};

}  // namespace respawn::observer
