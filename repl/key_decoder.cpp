#include "repl/key_decoder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.hpp"

namespace respawn {
namespace {

using Kind = Key::Kind;

constexpr char kEscape = '\x1b';
constexpr std::string_view kPasteEnd = "\x1b[201~";
constexpr int kPasteBegin = 200;
// Longer sequences are none, and must not pile up.
constexpr std::size_t kSequenceMax = 64;
constexpr std::size_t kStringSequenceMax = 4096;

struct Decoded {
  std::size_t size_bytes = 0;  // 0: more bytes are needed
  Key key;
  bool begins_paste = false;
};

bool is_between(char byte, char low, char high) { return byte >= low && byte <= high; }

Key plain(Kind kind) {
  Key key;
  key.kind = kind;
  return key;
}

Key control(char letter) {
  Key key;
  key.kind = Kind::character;
  key.text = letter;
  key.control = true;
  return key;
}

Key character(std::uint32_t codepoint) {
  Key key;
  key.kind = Kind::character;
  utf8::append(key.text, codepoint);
  return key;
}

// One codepoint as a terminal sends it without any sequence.
Key key_of(std::uint32_t codepoint) {
  switch (codepoint) {
    case '\r':
    case '\n': return plain(Kind::enter);
    case '\t': return plain(Kind::tab);
    case '\b':
    case 0x7F: return plain(Kind::backspace);
    case 0x1B: return plain(Kind::escape);
    case 0: return control('@');
    case 0x1F: return control('_');
    default: break;
  }
  if (codepoint < 0x1B) return control(static_cast<char>('a' + codepoint - 1));
  if (codepoint < 0x20) return control(static_cast<char>('@' + codepoint));
  return character(codepoint);
}

// The second parameter of a sequence: one more than a set of bits.
void set_modifiers(Key& key, int parameter) {
  const int bits = parameter > 0 ? parameter - 1 : 0;
  key.shift = (bits & 1) != 0;
  key.alt = (bits & 2) != 0;
  key.control = (bits & 4) != 0;
}

Kind kind_of_final(char final_byte) {
  switch (final_byte) {
    case 'A': return Kind::up;
    case 'B': return Kind::down;
    case 'C': return Kind::right;
    case 'D': return Kind::left;
    case 'F': return Kind::end;
    case 'H': return Kind::home;
    case 'M': return Kind::enter;  // of the keypad
    case 'I':
    case 'Z': return Kind::tab;
    default: return Kind::unknown;
  }
}

Kind kind_of_number(int number) {
  switch (number) {
    case 1:
    case 7: return Kind::home;
    case 2: return Kind::insert;
    case 3: return Kind::remove;
    case 4:
    case 8: return Kind::end;
    case 5: return Kind::page_up;
    case 6: return Kind::page_down;
    default: return Kind::unknown;
  }
}

// Any key as a codepoint with modifiers: `CSI code ; modifiers u` and `CSI 27 ; modifiers ; code ~`.
Key key_of_code(int code, int modifiers) {
  constexpr int kPrivateUseFirst = 0xE000;  // keys without a character: media keys, modifiers by themselves
  constexpr int kPrivateUseLast = 0xF8FF;
  if (code < 0 || code > 0x10FFFF || (code >= kPrivateUseFirst && code <= kPrivateUseLast)) return plain(Kind::unknown);
  Key key = key_of(static_cast<std::uint32_t>(code));
  set_modifiers(key, modifiers);
  if (key.control && key.text.size() == 1 && is_between(key.text[0], 'A', 'Z')) key.text[0] += 'a' - 'A';
  return key;
}

Decoded decode_control_sequence(std::string_view bytes) {
  std::size_t at = 2;
  // The function keys of the Linux console: CSI [ A.
  if (bytes.size() > 2 && bytes[2] == '[') return {bytes.size() > 3 ? std::size_t{4} : 0, plain(Kind::unknown)};
  while (at < bytes.size() && is_between(bytes[at], ' ', '?')) ++at;
  if (at == bytes.size()) return {at > kSequenceMax ? at : 0, plain(Kind::unknown)};
  // Not the end of a sequence: what came before is dropped, and this byte looked at again.
  if (!is_between(bytes[at], '@', '~')) return {at, plain(Kind::unknown)};
  const char final_byte = bytes[at];
  const std::string_view parameters = bytes.substr(2, at - 2);
  std::array<int, 3> values{};
  std::size_t count = 0;
  for (std::size_t start = 0; count < values.size() && start <= parameters.size() && !parameters.empty();) {
    const std::size_t end = std::min(parameters.find(';', start), parameters.size());
    std::from_chars(parameters.data() + start, parameters.data() + end, values[count++]);
    start = end + 1;
  }
  Decoded decoded{at + 1, plain(Kind::unknown)};
  // Answers to questions and reports of the mouse have a sign in front: < > = ?
  if (!parameters.empty() && !is_between(parameters[0], '0', ';')) return decoded;
  if (final_byte == '~' || final_byte == '^' || final_byte == '$' || final_byte == '@') {
    if (values[0] == kPasteBegin) {
      decoded.begins_paste = true;
    } else if (values[0] == 27) {
      decoded.key = key_of_code(values[2], values[1]);
    } else {
      decoded.key = plain(kind_of_number(values[0]));
      set_modifiers(decoded.key, values[1]);
      // rxvt says it with the last byte.
      if (final_byte == '^' || final_byte == '@') decoded.key.control = true;
      if (final_byte == '$' || final_byte == '@') decoded.key.shift = true;
    }
  } else if (final_byte == 'u') {
    decoded.key = key_of_code(values[0], values[1]);
  } else if (final_byte == 'I' || final_byte == 'M' || final_byte == 'O') {
    // The window got or lost the focus, or a mouse report of the oldest kind: three bytes follow.
    if (final_byte == 'M') decoded.size_bytes = bytes.size() < at + 4 ? 0 : at + 4;
  } else if (is_between(final_byte, 'a', 'd')) {
    decoded.key = plain(kind_of_final(static_cast<char>(final_byte - 'a' + 'A')));  // rxvt, with Shift
    decoded.key.shift = true;
  } else {
    decoded.key = plain(kind_of_final(final_byte));
    set_modifiers(decoded.key, values[1]);
    if (final_byte == 'Z') decoded.key.shift = true;
  }
  return decoded;
}

// `ESC O A`: arrows and Home in the keypad's application mode; rxvt's arrows with Ctrl are small letters.
Decoded decode_single_shift(std::string_view bytes) {
  if (bytes.size() < 3) return {};
  const char last = bytes[2];
  if (is_between(last, 'a', 'd')) {
    Decoded decoded{3, plain(kind_of_final(static_cast<char>(last - 'a' + 'A')))};
    decoded.key.control = true;
    return decoded;
  }
  // The digits and signs of the keypad.
  if (is_between(last, 'j', 'y')) return {3, character(static_cast<std::uint32_t>(last - 'j' + '*'))};
  return {3, plain(kind_of_final(last))};
}

// Operating system commands and the like, which are answers to questions: up to BEL or ESC \.
Decoded decode_string_sequence(std::string_view bytes) {
  for (std::size_t at = 2; at < bytes.size(); ++at) {
    if (bytes[at] == '\a') return {at + 1, plain(Kind::unknown)};
    if (bytes[at] == kEscape && at + 1 < bytes.size()) return {bytes[at + 1] == '\\' ? at + 2 : at, plain(Kind::unknown)};
  }
  return {bytes.size() > kStringSequenceMax ? bytes.size() : 0, plain(Kind::unknown)};
}

Decoded decode_character(std::string_view bytes, bool is_complete) {
  if (const auto decoded = utf8::decode(bytes)) return {decoded->length_bytes, key_of(decoded->codepoint)};
  const auto first = static_cast<unsigned char>(bytes[0]);
  const std::size_t length = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 && first < 0xE0 ? 2 : 1;
  const bool may_go_on = bytes.size() < length && std::all_of(bytes.begin() + 1, bytes.end(), [](char byte) {
                           return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
                         });
  if (may_go_on && !is_complete) return {};
  constexpr std::uint32_t kReplacement = 0xFFFD;
  return {1, character(kReplacement)};
}

Decoded decode_escape(std::string_view bytes, bool is_complete) {
  if (bytes.size() == 1) return {is_complete ? std::size_t{1} : 0, plain(Kind::escape)};
  Decoded decoded;
  switch (bytes[1]) {
    case kEscape:
      // Alt and a key that is a sequence itself, or the key Escape twice.
      if (bytes.size() == 2 && !is_complete) return {};
      if (bytes.size() == 2 || (bytes[2] != '[' && bytes[2] != 'O')) return {1, plain(Kind::escape)};
      decoded = decode_escape(bytes.substr(1), is_complete);
      if (decoded.size_bytes > 0) ++decoded.size_bytes;
      decoded.key.alt = true;
      return decoded;
    case '[': decoded = decode_control_sequence(bytes); break;
    case 'O': decoded = decode_single_shift(bytes); break;
    case ']':
    case 'P':
    case '_':
      // Alt and that key when nothing follows at once.
      decoded = decode_string_sequence(bytes);
      break;
    default:
      decoded = decode_character(bytes.substr(1), is_complete);
      if (decoded.size_bytes > 0) {
        ++decoded.size_bytes;
        decoded.key.alt = true;
      }
      return decoded;
  }
  if (decoded.size_bytes > 0 || !is_complete) return decoded;
  if (bytes.size() > 2) return {bytes.size(), plain(Kind::unknown)};
  decoded = {2, character(static_cast<std::uint32_t>(bytes[1]))};
  decoded.key.alt = true;
  return decoded;
}

Decoded decode_one(std::string_view bytes, bool is_complete) {
  if (bytes[0] == kEscape) return decode_escape(bytes, is_complete);
  return decode_character(bytes, is_complete);
}

}  // namespace

std::vector<Key> KeyDecoder::decode(std::string_view bytes) {
  std::vector<Key> keys;
  pending_ += bytes;
  decode_pending(keys, false);
  return keys;
}

std::vector<Key> KeyDecoder::time_out() {
  std::vector<Key> keys;
  if (is_waiting()) decode_pending(keys, true);
  return keys;
}

void KeyDecoder::decode_pending(std::vector<Key>& keys, bool is_complete) {
  std::size_t at = 0;
  while (true) {
    if (is_pasting_) {
      pending_.erase(0, at);
      at = 0;
      decode_paste(keys);
      if (is_pasting_) return;
    }
    if (at == pending_.size()) break;
    Decoded decoded = decode_one(std::string_view(pending_).substr(at), is_complete);
    if (decoded.size_bytes == 0) break;
    at += decoded.size_bytes;
    if (decoded.begins_paste) {
      is_pasting_ = true;
    } else {
      keys.push_back(std::move(decoded.key));
    }
  }
  pending_.erase(0, at);
}

void KeyDecoder::decode_paste(std::vector<Key>& keys) {
  constexpr char kControlC = '\x03';
  const std::size_t end = std::min(pending_.find(kPasteEnd), pending_.size());
  const std::size_t interrupt = std::string_view(pending_).substr(0, end).find(kControlC);
  if (interrupt != std::string::npos) {
    pending_.erase(0, interrupt);
    paste_.clear();
    is_pasting_ = false;
    return;
  }
  if (end < pending_.size()) {
    paste_.append(pending_, 0, end);
    pending_.erase(0, end + kPasteEnd.size());
    Key key = plain(Kind::paste);
    key.text = std::move(paste_);
    keys.push_back(std::move(key));
    paste_.clear();
    is_pasting_ = false;
    return;
  }
  // The end mark may be split over reads.
  const std::size_t kept = std::min(pending_.size(), kPasteEnd.size() - 1);
  paste_.append(pending_, 0, pending_.size() - kept);
  pending_.erase(0, pending_.size() - kept);
}

}  // namespace respawn
