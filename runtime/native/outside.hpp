#pragma once
/// Asking the world outside: once, and from the log when a lab runs again.
///
/// Whatever a native learns from outside the runtime goes through here, so that a run with the same choice log is the same run. An action on
/// the outside is a question too: its answer is logged, and it is not done again.

#include "term/external.hpp"
#include "vm/native_call.hpp"

namespace respawn {

/// The answer of `ask(Area&) -> Term`; in the lab the logged one if there is one. Answers hold no funs. For questions that are answered
/// at once; others are errands (errands.hpp).
template <typename Ask>
Term ask_outside(NativeCall& call, Ask&& ask) {
  ChoiceLog* const choices = call.services.choices;
  if (choices == nullptr) return ask(call.heap());
  if (const auto known = choices->outside()) {
    const auto decoded = external::decode(call.heap(), *known);
    // A log that was damaged: the run has nothing to do with it any more, and goes on with what is true now.
    if (decoded) return decoded->value;
    return ask(call.heap());
  }
  const Term answer = ask(call.heap());
  choices->log_outside(external::encode(answer));
  return answer;
}

}  // namespace respawn
