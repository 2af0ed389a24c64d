#pragma once
/// SystemConsole: standard output, standard error and standard input of one runtime.
/// (The Console of the shell, in repl/, is a terminal with a line editor; it may stand behind this one.)
///
/// Output. In wall mode bytes go to file descriptors 1 and 2 through an OutputQueue: in the order of the writes, without blocking a worker; a
/// process that prints faster than the other side reads has to wait. A lab writes at once, on the thread that runs it. Whoever shows
/// output elsewhere (above the line being typed, in the window) sets a sink, which gets each write instead of the descriptors. While a
/// lab runs its log again, what has been shown already is muted: that is the World's to say.
///
/// Input. Text arrives in pieces, through offer_input; processes take lines. A process that asks for a line that is not there is noted down
/// and woken when there is more. Where text comes from is not the SystemConsole's affair:
///   wall       a StandardInput, unless somebody else owns the terminal and has set an input source
///   lab        commands of the choice log: the World calls offer_input and input_ended when it runs such a command, live or
///              again, and nothing else does. The input source only tells it that a process waits.
///
/// Threads. Everything may be called from any thread, but for the setters: before anything runs, or in a lab while it stands still. Callbacks run
/// without a lock held, except the sink, which is called under the lock that keeps output in order and must not print itself.
/// Ownership. The System owns the SystemConsole; it calls disconnect() before its processes go, and the destructor writes what is left.

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native/output_queue.hpp"
#include "native/standard_input.hpp"
#include "proc/post_office.hpp"

namespace respawn {

class SystemConsole {
 public:
  using Stream = OutputStream;
  using Sink = std::function<void(Stream stream, std::string_view bytes)>;

  SystemConsole(PostOffice& post_office, bool is_lab);
  ~SystemConsole();
  SystemConsole(const SystemConsole&) = delete;
  SystemConsole& operator=(const SystemConsole&) = delete;

  // ---- output
  /// False when nobody reads the stream any more (wall mode only: a lab must not depend on it).
  bool write(Stream stream, std::string_view bytes);
  /// True: too much is waiting to be written. `pid` will be woken, and is to write then.
  bool must_wait(Term pid);
  /// Waits until everything has been written.
  void flush();
  /// Where output goes instead of the descriptors; null for back to them.
  void set_sink(Sink sink);
  /// While muted, output is dropped.
  void set_muted(bool muted);

  // ---- input
  enum class Input : std::uint8_t { line, end, nothing_yet };
  struct Line {
    Input kind;
    std::string bytes;  // with its newline; the last one may have none
  };
  /// The next line; `nothing_yet`: `pid` will be woken when it is worth asking again.
  Line take_line(Term pid);
  /// Text that was typed or read, in pieces of any size.
  void offer_input(std::string_view text);
  /// The next line after those offered is an end. `may_go_on`: of a terminal, where asking again reads on; otherwise every further one is.
  void input_ended(bool may_go_on);
  /// Called when a process has to wait for input. In place of the reader of standard input.
  void set_input_source(std::function<void()> wanted);
  /// A process waits for input.
  bool input_wanted() const;

  // ---- the processes that are the consoles (lib/io_console.ex)
  void set_device(Stream stream, Term pid) { devices_[static_cast<std::size_t>(stream)].store(pid.word(), std::memory_order_release); }
  /// -1 when `pid` is none of them, otherwise its stream.
  int stream_of(Term pid) const {
    for (std::size_t i = 0; i < devices_.size(); ++i) {
      if (devices_[i].load(std::memory_order_acquire) == pid.word()) return static_cast<int>(i);
    }
    return -1;
  }

  /// Wakes nobody and reads nothing any more.
  void disconnect();

 private:
  void wake(std::vector<Term>& pids);
  bool take_from_buffer(Line* line);

  PostOffice& post_office_;
  const bool is_lab_;
  std::array<std::atomic<Word>, 2> devices_ = {Term::none().word(), Term::none().word()};

  std::mutex output_mutex_;  // guards sink_ and muted_, and keeps writes in order
  Sink sink_;
  bool muted_ = false;
  std::unique_ptr<OutputQueue> queue_;  // wall mode

  std::mutex writers_mutex_;  // guards writers_
  std::vector<Term> writers_;  // processes that wait for the queue to drain

  mutable std::mutex input_mutex_;  // guards the members below
  std::string buffer_;              // offered, not taken, from buffer_start_ on
  std::size_t buffer_start_ = 0;
  std::size_t searched_ = 0;  // no newline lies before it
  enum class End : std::uint8_t { none, once, for_good } end_ = End::none;
  std::vector<Term> readers_;  // processes that wait for a line
  std::function<void()> input_source_;
  std::unique_ptr<StandardInput> standard_input_;  // wall mode, when it is first needed
  bool disconnected_ = false;
};

}  // namespace respawn
