#pragma once
/// Assertions: our own mistakes, caught at once.
///
/// RESPAWN_ASSERT is always on, release builds included: a runtime whose promise is isolation must stop when its
/// own invariants break rather than go on with a damaged heap. One fact per line, so that the message names the
/// fact. No input of a user may reach one; what a user can cause is a raise or a Diagnostic.

namespace respawn {

/// Prints where and what, then aborts. Never returns. Thread: any.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace respawn

#define RESPAWN_ASSERT(condition) \
  (__builtin_expect(static_cast<bool>(condition), 1) ? (void)0 : ::respawn::assertion_failed(#condition, __FILE__, __LINE__))

/// For checks that walk data structures: only in debug and sanitizer builds.
#ifdef RESPAWN_EXPENSIVE_CHECKS
#define RESPAWN_ASSERT_EXPENSIVE(condition) RESPAWN_ASSERT(condition)
#else
#define RESPAWN_ASSERT_EXPENSIVE(condition) ((void)0)
#endif

#define RESPAWN_LIKELY(condition) __builtin_expect(static_cast<bool>(condition), 1)
#define RESPAWN_UNLIKELY(condition) __builtin_expect(static_cast<bool>(condition), 0)
