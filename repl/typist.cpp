#include "repl/typist.hpp"

#include "repl/grapheme.hpp"
#include "repl/line_buffer.hpp"

namespace respawn {

void Typist::start(std::string_view text, std::chrono::milliseconds interval, Clock::time_point now) {
  if (!is_typing()) {
    stop();
    next_time_ = now;
  }
  text_ += editable_text(text);
  interval_ = interval;
}

std::optional<Typist::Clock::time_point> Typist::next_time() const {
  return is_typing() ? std::optional(next_time_) : std::nullopt;
}

std::vector<Key> Typist::take_due(Clock::time_point now) {
  std::vector<Key> keys;
  while (is_typing() && next_time_ <= now) {
    keys.push_back(take_one());
    next_time_ += interval_;
    // Who was held up types on from now, and does not catch up in one burst.
    if (next_time_ < now && interval_.count() > 0) next_time_ = now + interval_;
  }
  return keys;
}

std::vector<Key> Typist::take_rest() {
  std::vector<Key> keys;
  while (is_typing()) keys.push_back(take_one());
  stop();
  return keys;
}

void Typist::stop() {
  text_.clear();
  at_ = 0;
}

Key Typist::take_one() {
  const std::size_t end = grapheme::next(text_, at_);
  Key key;
  key.text = text_.substr(at_, end - at_);
  at_ = end;
  if (key.text == "\n") {
    key = {Key::Kind::enter, {}};
    key.alt = is_typing();  // a newline in the line, where more follows
  } else {
    key.kind = Key::Kind::character;
  }
  return key;
}

}  // namespace respawn
