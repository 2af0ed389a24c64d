#pragma once
/// Mailbox: the messages of one process in the order of their arrival, and the place of a receive that is scanning them.
///
/// A receive considers one message after the other from the *save point*. Taking a message, or starting a new receive,
/// puts the save point back to the front; a receive that runs out of messages keeps it, so that what was considered
/// and refused is not looked at again when the next message arrives.
///
/// The *mark* makes a call through a full mailbox cheap: when a process makes a reference, the end of the mailbox is
/// remembered; a receive whose clauses all demand that very reference starts there, since no older message can hold
/// it (BEAM does the same, "Optimizing for receive" in the OTP design notes).
///
/// Links are held as the address of a `next` field, so that taking from the middle needs no walk. Thread: the owner's.

#include <cstddef>

#include "proc/signal.hpp"

namespace respawn {

class Mailbox {
 public:
  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  ~Mailbox() { clear(); }

  void append(Signal* message) {
    message->next = nullptr;
    *last_ = message;
    last_ = &message->next;
    ++length_;
    words_ += words_of(*message);
  }

  /// The message under consideration, or null when all have been considered.
  Signal* peek() const { return *save_; }
  /// Refuses the message under consideration.
  void advance() {
    save_ = &(*save_)->next;
    ++scanned_;
  }
  /// Unlinks and returns the message under consideration; the next receive starts at the front.
  Signal* take() {
    Signal* message = *save_;
    *save_ = message->next;
    if (last_ == &message->next) last_ = save_;
    if (mark_ == &message->next) mark_ = save_;
    save_ = &first_;
    --length_;
    words_ -= words_of(*message);
    return message;
  }
  /// Removes and destroys every message for which `unwanted(message)` holds.
  template <typename Unwanted>
  void remove_if(Unwanted&& unwanted) {
    for (Signal** link = &first_; *link != nullptr;) {
      Signal* message = *link;
      if (!unwanted(*message)) {
        link = &message->next;
        continue;
      }
      *link = message->next;
      if (last_ == &message->next) last_ = link;
      if (mark_ == &message->next) mark_ = link;
      if (save_ == &message->next) save_ = link;
      --length_;
      words_ -= words_of(*message);
      Signal::destroy(message);
    }
  }
  /// Ends a receive without a message (a timeout).
  void rewind() { save_ = &first_; }

  /// Remembers that `reference` is new now.
  void set_mark(Term reference) {
    mark_reference_ = reference;
    mark_ = last_;
  }
  /// Starts a receive that demands `reference`. Thread of thought: only a receive at its beginning may skip.
  void use_mark(Term reference) {
    if (reference == mark_reference_ && save_ == &first_) save_ = mark_;
  }

  std::size_t length() const { return length_; }
  /// Words of memory that the messages take.
  std::size_t words() const { return words_; }
  /// Messages refused so far, in all receives.
  std::size_t scanned() const { return scanned_; }
  Signal* first() const { return first_; }

  void clear() {
    while (first_ != nullptr) {
      Signal* const next = first_->next;
      Signal::destroy(first_);
      first_ = next;
    }
    last_ = save_ = mark_ = &first_;
    length_ = 0;
    words_ = 0;
  }

 private:
  static std::size_t words_of(const Signal& message) { return sizeof(Signal) / sizeof(Word) + message.words; }

  Signal* first_ = nullptr;
  Signal** last_ = &first_;
  Signal** save_ = &first_;
  Signal** mark_ = &first_;
  Term mark_reference_ = Term::none();
  std::size_t length_ = 0;
  std::size_t words_ = 0;
  std::size_t scanned_ = 0;
};

}  // namespace respawn
