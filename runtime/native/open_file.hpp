#pragma once
/// OpenFile: a file that a process has open, with its own position, what was read ahead and what waits to be written.
///
/// It is an attachment of the process that opened it: nobody else can use it, and it is closed when that process ends.
///
/// The position is kept here and given to the operating system with each read and write. So a lab whose log was run again, in which no
/// file was really touched, goes on where the logged run stood: the file is opened again, without being created or cut, when it
/// is needed for the first time.
///
/// Thread: the worker that runs the owner. What an errand needs of a file is its SharedDescriptor, which outlives the owner; while an errand is
/// under way the owner sleeps.

#include <memory>
#include <string>

#include "native/descriptor.hpp"
#include "native/native_table.hpp"

namespace respawn {

struct SharedDescriptor {
  std::string path;
  int flags = 0;
  Descriptor descriptor;
  std::string unwritten;            // delayed bytes that the owner left when it ended
  std::int64_t unwritten_at = 0;

  ~SharedDescriptor();
  /// The number of the descriptor, opened again if needed; negative, with errno, when that fails.
  int number();
};

/// Fills `bytes` from `position`, as far as there are any. The number read; -1 with errno.
ssize_t read_at(SharedDescriptor& file, bool seekable, std::int64_t position, char* bytes, std::size_t count);
/// Writes all of `bytes`. False with errno.
bool write_at(SharedDescriptor& file, bool seekable, std::int64_t position, std::string_view bytes);

struct OpenFile final : Attachment {
  Term reference = Term::none();  // by which the program knows it
  std::shared_ptr<SharedDescriptor> shared = std::make_shared<SharedDescriptor>();
  bool opening = true;
  bool readable = false;
  bool writable = false;
  bool appends = false;
  bool seekable = true;
  std::int64_t position = 0;  // of the program; what was read ahead lies behind it, what is delayed before it
  std::string ahead;
  std::size_t searched = 0;          // of `ahead`: no newline lies before it
  std::size_t read_ahead_bytes = 0;  // how much to read at once; 0: nothing is kept
  std::string delayed;
  std::size_t delayed_bytes_max = 0;

  ~OpenFile() override;

  /// Bytes read ahead may be kept: the program wants it, or they could not be read again.
  bool keeps_ahead() const { return read_ahead_bytes > 0 || !seekable; }
  /// The first `count` bytes of what was read ahead.
  std::string take(std::size_t count);
  void forget_ahead() {
    ahead.clear();
    searched = 0;
  }
};

}  // namespace respawn
