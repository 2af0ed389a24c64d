#pragma once
/// StandardInput: reads file descriptor 0 on a thread of its own, and only while somebody wants input.
///
/// Reading on demand matters: who starts respawn in a script expects that what the program did not ask for is left for the next
/// program (as far as a pipe's block allows), and a terminal's line editor must not compete with a reader that nobody needs.
///
/// Thread: `want` from any. The two callbacks run on the reader's thread, without a lock held. The destructor waits for the thread,
/// which a read under way does not delay.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

namespace respawn {

class StandardInput {
 public:
  using OnBytes = std::function<void(std::string_view bytes)>;
  /// `may_go_on`: it is a terminal, where the end is a key that was pressed and more may come.
  using OnEnd = std::function<void(bool may_go_on)>;

  StandardInput(OnBytes on_bytes, OnEnd on_end);
  ~StandardInput();
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

  /// Reads once: one of the callbacks will be called. While a read is under way this changes nothing.
  void want();

 private:
  void run();
  /// False: the thread is to end.
  bool wait_until_wanted();
  bool wait_until_readable() const;
  void read_once();

  OnBytes on_bytes_;
  OnEnd on_end_;
  int stop_read_ = -1;  // a pipe whose other end wakes the thread out of its poll
  int stop_write_ = -1;
  std::mutex wanted_mutex_;  // guards wanted_, stopping_ and thread_
  std::condition_variable wanted_changed_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;  // started when input is wanted for the first time
};

}  // namespace respawn
