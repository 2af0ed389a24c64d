#include "base/fiber.hpp"

#include <sys/mman.h>

#include <boost/context/detail/fcontext.hpp>
#include <mutex>
#include <vector>

#include "base/assert.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#define RESPAWN_FIBER_ASAN 1
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#define RESPAWN_FIBER_TSAN 1
#endif

namespace respawn {
namespace {

// The machine's part of a switch: some ten instructions that change the stack pointer. (The C library's swapcontext asks the kernel for the
// signal mask on each of them.)
using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

// Stacks are used again: a compilation touches some dozens of pages, and the next one the same.
class StackPool {
 public:
  void* take() {
    {
      std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        void* stack = free_.back();
        free_.pop_back();
        return stack;
      }
    }
    void* stack = mmap(nullptr, Fiber::kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    RESPAWN_ASSERT(stack != MAP_FAILED);
    // The lowest page is out of bounds: running over the end is a fault and not a silent write.
    mprotect(stack, 4096, PROT_NONE);
    return stack;
  }
  void give(void* stack) {
    std::lock_guard lock(mutex_);
    if (free_.size() < 8) {
      free_.push_back(stack);
    } else {
      munmap(stack, Fiber::kStackBytes);
    }
  }

 private:
  std::mutex mutex_;  // guards free_
  std::vector<void*> free_;
};

StackPool& stacks() {
  static StackPool& pool = *new StackPool;
  return pool;
}

}  // namespace

struct Fiber::Context {
  fcontext_t inside = nullptr;   // where the body stands, while it stands still
  fcontext_t outside = nullptr;  // where resume was called, while the body runs
  void* stack = nullptr;
  bool started = false;
#if RESPAWN_FIBER_ASAN
  void* fake_inside = nullptr;
  void* fake_outside = nullptr;
  const void* outside_bottom = nullptr;
  std::size_t outside_size = 0;
#endif
#if RESPAWN_FIBER_TSAN
  void* tsan_inside = nullptr;
  void* tsan_outside = nullptr;
#endif
};

Fiber::Fiber(std::function<void()> body) : body_(std::move(body)), context_(std::make_unique<Context>()) {}

Fiber::~Fiber() {
  RESPAWN_ASSERT(finished_ || !context_->started);
#if RESPAWN_FIBER_TSAN
  if (context_->tsan_inside != nullptr) __tsan_destroy_fiber(context_->tsan_inside);
#endif
  if (context_->stack != nullptr) stacks().give(context_->stack);
}

void Fiber::run() {
#if RESPAWN_FIBER_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &context_->outside_bottom, &context_->outside_size);
#endif
  body_();
  finished_ = true;
#if RESPAWN_FIBER_ASAN
  __sanitizer_start_switch_fiber(nullptr, context_->outside_bottom, context_->outside_size);
#endif
#if RESPAWN_FIBER_TSAN
  __tsan_switch_to_fiber(context_->tsan_outside, 0);
#endif
  jump_fcontext(context_->outside, nullptr);
}

void Fiber::resume() {
  RESPAWN_ASSERT(!finished_);
  Context& context = *context_;
  if (!context.started) {
    context.started = true;
    context.stack = stacks().take();
    // The context is made at the upper end: stacks grow down.
    context.inside = make_fcontext(static_cast<char*>(context.stack) + kStackBytes, kStackBytes, [](transfer_t from) {
      Fiber& fiber = *static_cast<Fiber*>(from.data);
      fiber.context_->outside = from.fctx;
      fiber.run();
    });
#if RESPAWN_FIBER_TSAN
    context.tsan_inside = __tsan_create_fiber(0);
#endif
  }
#if RESPAWN_FIBER_ASAN
  __sanitizer_start_switch_fiber(&context.fake_outside, context.stack, kStackBytes);
#endif
#if RESPAWN_FIBER_TSAN
  context.tsan_outside = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(context.tsan_inside, 0);
#endif
  context.inside = jump_fcontext(context.inside, this).fctx;
#if RESPAWN_FIBER_ASAN
  __sanitizer_finish_switch_fiber(context.fake_outside, nullptr, nullptr);
#endif
}

void Fiber::suspend() {
  Context& context = *context_;
#if RESPAWN_FIBER_ASAN
  __sanitizer_start_switch_fiber(&context.fake_inside, context.outside_bottom, context.outside_size);
#endif
#if RESPAWN_FIBER_TSAN
  __tsan_switch_to_fiber(context.tsan_outside, 0);
#endif
  context.outside = jump_fcontext(context.outside, nullptr).fctx;
#if RESPAWN_FIBER_ASAN
  __sanitizer_finish_switch_fiber(context.fake_inside, &context.outside_bottom, &context.outside_size);
#endif
}

}  // namespace respawn
