#include "native/system_console.hpp"

#include <unistd.h>

#include <algorithm>

namespace respawn {

SystemConsole::SystemConsole(PostOffice& post_office, bool is_lab) : post_office_(post_office), is_lab_(is_lab) {
  if (is_lab) return;
  queue_ = std::make_unique<OutputQueue>();
  queue_->set_drained([this] {
    std::vector<Term> writers;
    {
      std::lock_guard lock(writers_mutex_);
      writers.swap(writers_);
    }
    wake(writers);
  });
}

SystemConsole::~SystemConsole() {
  disconnect();
  queue_.reset();
}

void SystemConsole::disconnect() {
  std::unique_ptr<StandardInput> reader;
  {
    std::lock_guard lock(input_mutex_);
    disconnected_ = true;
    reader = std::move(standard_input_);
  }
  if (queue_ != nullptr) queue_->set_drained(nullptr);
}

// A timeout signal that belongs to no receive: it makes the process look again, and leaves nothing behind.
void SystemConsole::wake(std::vector<Term>& pids) {
  for (const Term pid : pids) post_office_.post(pid, Signal::create(SignalKind::timeout, 0));
}

// ---- output ---------------------------------------------------------------------------------------------------------

bool SystemConsole::write(Stream stream, std::string_view bytes) {
  std::lock_guard lock(output_mutex_);
  if (muted_) return true;
  if (sink_) {
    sink_(stream, bytes);
    return true;
  }
  if (queue_ != nullptr) return queue_->put(stream, bytes);
  write_fully(stream == Stream::output ? STDOUT_FILENO : STDERR_FILENO, bytes);
  return true;
}

bool SystemConsole::must_wait(Term pid) {
  if (queue_ == nullptr) return false;
  // Held while looking, so that the queue cannot drain unnoticed between the look and the note.
  std::lock_guard lock(writers_mutex_);
  if (!queue_->is_full()) return false;
  if (std::find(writers_.begin(), writers_.end(), pid) == writers_.end()) writers_.push_back(pid);
  return true;
}

void SystemConsole::flush() {
  if (queue_ != nullptr) queue_->flush();
}

void SystemConsole::set_sink(Sink sink) {
  std::lock_guard lock(output_mutex_);
  sink_ = std::move(sink);
}

void SystemConsole::set_muted(bool muted) {
  std::lock_guard lock(output_mutex_);
  muted_ = muted;
}

// ---- input ----------------------------------------------------------------------------------------------------------

bool SystemConsole::take_from_buffer(Line* line) {
  const std::size_t newline = buffer_.find('\n', searched_);
  std::size_t end = newline + 1;
  if (newline == std::string::npos) {
    searched_ = buffer_.size();
    if (end_ == End::none) return false;
    if (buffer_start_ == buffer_.size()) {
      if (end_ == End::once) end_ = End::none;
      *line = {Input::end, {}};
      return true;
    }
    end = buffer_.size();
  }
  *line = {Input::line, buffer_.substr(buffer_start_, end - buffer_start_)};
  buffer_start_ = searched_ = end;
  if (buffer_start_ == buffer_.size()) {
    buffer_.clear();
    buffer_start_ = searched_ = 0;
  }
  return true;
}

SystemConsole::Line SystemConsole::take_line(Term pid) {
  std::function<void()> source;
  {
    std::lock_guard lock(input_mutex_);
    Line line{Input::nothing_yet, {}};
    if (take_from_buffer(&line)) return line;
    if (std::find(readers_.begin(), readers_.end(), pid) == readers_.end()) readers_.push_back(pid);
    if (disconnected_) return line;
    source = input_source_;
    if (!source && !is_lab_) {
      if (standard_input_ == nullptr) {
        standard_input_ = std::make_unique<StandardInput>([this](std::string_view bytes) { offer_input(bytes); },
                                                          [this](bool may_go_on) { input_ended(may_go_on); });
      }
      standard_input_->want();
    }
  }
  if (source) source();
  return {Input::nothing_yet, {}};
}

void SystemConsole::offer_input(std::string_view text) {
  std::vector<Term> readers;
  {
    std::lock_guard lock(input_mutex_);
    if (buffer_start_ > 0) {
      buffer_.erase(0, buffer_start_);
      searched_ -= buffer_start_;
      buffer_start_ = 0;
    }
    buffer_ += text;
    if (disconnected_) return;
    // Woken even without a whole line: asking again is what makes the source read on.
    readers.swap(readers_);
  }
  wake(readers);
}

void SystemConsole::input_ended(bool may_go_on) {
  std::vector<Term> readers;
  {
    std::lock_guard lock(input_mutex_);
    end_ = may_go_on ? End::once : End::for_good;
    if (disconnected_) return;
    readers.swap(readers_);
  }
  wake(readers);
}

void SystemConsole::set_input_source(std::function<void()> wanted) {
  std::lock_guard lock(input_mutex_);
  input_source_ = std::move(wanted);
}

bool SystemConsole::input_wanted() const {
  std::lock_guard lock(input_mutex_);
  return !readers_.empty();
}

}  // namespace respawn
