#include "native/errands.hpp"

#include <algorithm>

namespace respawn {
namespace {

// More would not make a disk faster.
constexpr std::size_t kHelpersMax = 8;

struct ErrandOfProcess final : Attachment {
  explicit ErrandOfProcess(std::shared_ptr<Errands::Errand> its_errand) : errand(std::move(its_errand)) {}
  std::shared_ptr<Errands::Errand> errand;
};

std::unique_ptr<Attachment>* find(Process& process) {
  if (process.extras_if_any() == nullptr) return nullptr;
  for (auto& attachment : process.extras_if_any()->attachments) {
    if (dynamic_cast<ErrandOfProcess*>(attachment.get()) != nullptr) return &attachment;
  }
  return nullptr;
}

}  // namespace

Errands::Errand* Errands::of(Process& process) {
  const auto* const found = find(process);
  return found == nullptr ? nullptr : static_cast<ErrandOfProcess*>(found->get())->errand.get();
}

void Errands::finish(Process& process) { find(process)->reset(); }

void Errands::start(Process& process, ErrandWork work) {
  auto errand = std::make_shared<Errand>(process.pid, std::move(work));
  auto& attachments = process.extras().attachments;
  auto place = std::find(attachments.begin(), attachments.end(), nullptr);
  if (place == attachments.end()) place = attachments.emplace(attachments.end());
  *place = std::make_unique<ErrandOfProcess>(errand);

  std::lock_guard lock(queue_mutex_);
  if (stopping_) return;
  queue_.push_back(std::move(errand));
  if (queue_.size() > idle_helpers_ && helpers_.size() < kHelpersMax) helpers_.emplace_back([this] { run(); });
  queue_changed_.notify_one();
}

void Errands::run() {
  std::unique_lock lock(queue_mutex_);
  for (;;) {
    ++idle_helpers_;
    queue_changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_helpers_;
    if (stopping_) return;
    const std::shared_ptr<Errand> errand = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    errand->answer = errand->work(errand->area);
    errand->done.store(true, std::memory_order_release);
    // Belongs to no receive: it makes the process look again.
    post_office_.post(errand->pid, Signal::create(SignalKind::timeout, 0));
    lock.lock();
  }
}

void Errands::stop() {
  {
    std::lock_guard lock(queue_mutex_);
    stopping_ = true;
    queue_.clear();
  }
  queue_changed_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
  helpers_.clear();
}

}  // namespace respawn
