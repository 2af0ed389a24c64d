#include "native/readiness.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/assert.hpp"

namespace respawn {

void Readiness::start_thread() {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  stop_event_ = ::eventfd(0, EFD_CLOEXEC);
  RESPAWN_ASSERT(epoll_ >= 0);
  RESPAWN_ASSERT(stop_event_ >= 0);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = stop_event_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_event_, &event);
  thread_ = std::thread([this] { run(); });
}

void Readiness::tell_when(int descriptor, Direction direction, Term target, Term message) {
  {
    std::lock_guard lock(requests_mutex_);
    if (stopped_) return;
    if (!thread_.joinable()) start_thread();
    const bool is_new = requests_.insert_or_assign(descriptor, Request{target, message}).second;
    epoll_event event{};
    event.events = (direction == Direction::readable ? EPOLLIN : EPOLLOUT) | EPOLLONESHOT;
    event.data.fd = descriptor;
    if (::epoll_ctl(epoll_, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) == 0) return;
    requests_.erase(descriptor);
  }
  // A file: it is always ready.
  post_office_.post(target, Signal::with_copy(SignalKind::message, message));
}

void Readiness::forget(int descriptor) {
  std::lock_guard lock(requests_mutex_);
  if (requests_.erase(descriptor) > 0) ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
}

void Readiness::run() {
  for (;;) {
    epoll_event event{};
    if (::epoll_wait(epoll_, &event, 1, -1) != 1) continue;
    if (event.data.fd == stop_event_) return;
    Request request;
    {
      std::lock_guard lock(requests_mutex_);
      const auto found = requests_.find(event.data.fd);
      if (found == requests_.end()) continue;
      request = found->second;
      requests_.erase(found);
      ::epoll_ctl(epoll_, EPOLL_CTL_DEL, event.data.fd, nullptr);
    }
    post_office_.post(request.target, Signal::with_copy(SignalKind::message, request.message));
  }
}

void Readiness::stop() {
  {
    std::lock_guard lock(requests_mutex_);
    if (stopped_) return;
    stopped_ = true;
    if (!thread_.joinable()) return;
    ::eventfd_write(stop_event_, 1);
  }
  thread_.join();
  ::close(epoll_);
  ::close(stop_event_);
  requests_.clear();
}

}  // namespace respawn
