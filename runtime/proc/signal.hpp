#pragma once
/// Signal: whatever one process sends another: a message, or something the runtime does on its behalf.
///
/// Messages, exits, links, monitors and requests for information travel through one inbox in one order, because OTP
/// promises that nothing overtakes between two processes (Erlang Reference Manual, "Processes", signals). A signal
/// owns its terms: they lie behind it in one block, whole and compact, until the receiver takes them over.
///
/// Thread: built by the sender, then the receiver's.

#include <cstdint>

#include "term/area.hpp"
#include "trace/event.hpp"

namespace respawn {

enum class SignalKind : std::uint8_t {
  message,       // value
  alias_message, // value; reference: the alias it was sent to; dropped when the alias is no longer active
  exit,          // value: {'EXIT', sender, reason}
  exit_link,     // the same, through a link: ignored when the link is gone
  link,          // sender
  unlink,        // sender
  monitor,       // sender: watcher; reference
  demonitor,     // reference
  down,          // value: the message for the watcher; reference: dropped when the monitor is gone
  timeout,       // reference: the receive-timer that ran out
  info,          // sender, reference; value: list of items
  look,          // value: number of the question; whoever watches wants to see the process
  group_leader,  // value: the new one
  suspend,
  resume,
  collect,       // sender, reference: collect garbage and answer
};

struct Signal {
  Signal* next = nullptr;
  SignalKind kind = SignalKind::message;
  bool from_kill = false;       // exit: `exit(Pid, kill)`, which cannot be trapped
  std::uint32_t words = 0;      // of terms behind the struct
  Term value = Term::nil();
  Term sender = Term::nil();
  Term reference = Term::nil();
  Word* shared_binaries = nullptr;
  EventId event = 0;            // of its sending, 0 when nobody listens

  Word* data() { return reinterpret_cast<Word*>(this + 1); }

  /// A signal with room for `words` words of terms.
  static Signal* create(SignalKind kind, std::size_t words);
  /// A signal that carries a copy of `value`.
  static Signal* with_copy(SignalKind kind, Term value);
  /// Frees the signal and what it owns.
  static void destroy(Signal* signal);
  /// Frees the block only: the terms have been taken over elsewhere.
  static void release_block(Signal* signal);
};

/// A signal's value under construction: terms are built straight into the signal's block.
class SignalArea final : public Area {
 public:
  explicit SignalArea(Signal& signal) : signal_(signal) {
    base_ = top_ = signal.data();
    end_ = base_ + signal.words;
  }
  ~SignalArea() { signal_.shared_binaries = shared_binaries_; }

 private:
  Word* allocate_slow(std::size_t) override;
  Signal& signal_;
};

}  // namespace respawn
