#pragma once
/// OutputQueue: bytes on their way to standard output and standard error, in the order in which they were put in.
///
/// A writer must not block its worker when the other side of a pipe is slow. So what a descriptor takes at once is written by the caller,
/// and the rest by a thread of the queue's own, started when first needed. One order holds for both streams together: while
/// something waits, all that comes later waits behind it.
///
/// Thread: any. `put` never blocks for longer than a file system does.

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace respawn {

enum class OutputStream : std::uint8_t { output, error };

class OutputQueue {
 public:
  OutputQueue();
  /// Writes what is left first.
  ~OutputQueue();
  OutputQueue(const OutputQueue&) = delete;
  OutputQueue& operator=(const OutputQueue&) = delete;

  /// False when nobody reads the stream any more; the bytes are lost then.
  bool put(OutputStream stream, std::string_view bytes);
  /// More waits than is good: whoever can should wait until `drained` is called.
  bool is_full() const;
  /// Called without a lock, on the queue's thread, when it is no longer full.
  void set_drained(std::function<void()> drained);
  /// Waits until everything has been written or has lost its reader.
  void flush();

 private:
  struct Chunk {
    OutputStream stream;
    std::string bytes;
  };
  /// Writes what can be written now; gives how many bytes that were. All of them when the stream is dead.
  std::size_t write_now(OutputStream stream, std::string_view bytes);
  void run();
  bool& is_dead(OutputStream stream) { return dead_[static_cast<std::size_t>(stream)]; }

  mutable std::mutex chunks_mutex_;  // guards everything below
  std::condition_variable chunks_changed_;
  std::deque<Chunk> chunks_;     // the first is being written
  std::size_t waiting_bytes_ = 0;
  bool stopping_ = false;
  std::array<bool, 2> dead_ = {false, false};
  std::array<bool, 2> is_file_ = {false, false};
  std::function<void()> drained_;
  std::thread thread_;
};

/// Writes all of `bytes`, however long it takes. False when the reader is gone.
bool write_fully(int descriptor, std::string_view bytes);

}  // namespace respawn
