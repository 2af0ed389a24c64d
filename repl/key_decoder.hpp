#pragma once
/// KeyDecoder: bytes from a terminal to keys.
///
/// Knows what xterm and its relatives, the Linux console, tmux and screen send: UTF-8, control characters, CSI and SS3
/// sequences with modifiers, Alt as a prefix ESC, pastes in brackets. Bytes may be split anywhere over reads.
///
/// An ESC may be the key of that name or the start of a sequence: only time tells. While `is_waiting()`, the caller
/// gives the rest some milliseconds to come, and then calls `time_out`. A paste has no such limit, but Ctrl-C, which
/// no paste contains, ends one whose end got lost.

#include <string>
#include <string_view>
#include <vector>

#include "repl/key.hpp"

namespace respawn {

class KeyDecoder {
 public:
  std::vector<Key> decode(std::string_view bytes);

  /// A sequence has begun and may go on at once.
  bool is_waiting() const { return !pending_.empty() && !is_pasting_; }
  /// Nothing came: what is pending stands for itself.
  std::vector<Key> time_out();

 private:
  void decode_pending(std::vector<Key>& keys, bool is_complete);
  void decode_paste(std::vector<Key>& keys);

  std::string pending_;
  std::string paste_;
  bool is_pasting_ = false;
};

}  // namespace respawn
