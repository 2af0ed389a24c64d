// The tree of a Scene: lists of siblings and the rules by which the dead leave it.

#include "observer/model/scene.hpp"

namespace respawn::observer {

void Scene::hang(ProcessIndex index, ProcessIndex parent, ProcessIndex after) {
  const ProcessIndex first = parent == kNoProcess ? first_root_ : process(parent).first_child;
  const ProcessIndex next = after == kNoProcess ? first : process(after).next_sibling;
  {
    ProcessState& state = edit(index);
    state.in_tree = true;
    state.parent = parent;
    state.previous_sibling = after;
    state.next_sibling = next;
  }
  if (after != kNoProcess) edit(after).next_sibling = index;
  if (next != kNoProcess) edit(next).previous_sibling = index;
  if (parent == kNoProcess) {
    if (after == kNoProcess) first_root_ = index;
    if (next == kNoProcess) last_root_ = index;
    return;
  }
  ProcessState& holder = edit(parent);
  if (after == kNoProcess) holder.first_child = index;
  if (next == kNoProcess) holder.last_child = index;
  ++holder.child_count;
}

void Scene::unhang(ProcessIndex index) {
  if (!process(index).in_tree) return;
  const ProcessIndex parent = process(index).parent, before = process(index).previous_sibling, next = process(index).next_sibling;
  if (before != kNoProcess) edit(before).next_sibling = next;
  if (next != kNoProcess) edit(next).previous_sibling = before;
  if (parent == kNoProcess) {
    if (before == kNoProcess) first_root_ = next;
    if (next == kNoProcess) last_root_ = before;
  } else {
    ProcessState& holder = edit(parent);
    if (before == kNoProcess) holder.first_child = next;
    if (next == kNoProcess) holder.last_child = before;
    --holder.child_count;
  }
  ProcessState& state = edit(index);
  state.in_tree = false;
  state.parent = state.previous_sibling = state.next_sibling = kNoProcess;
}

void Scene::hand_over_children(ProcessIndex index, ProcessIndex parent) {
  // Into the place of the one that goes, so that nothing else moves.
  ProcessIndex after = process(index).parent == parent ? index : parent == kNoProcess ? last_root_ : process(parent).last_child;
  while (process(index).first_child != kNoProcess) {
    const ProcessIndex child = process(index).first_child;
    unhang(child);
    hang(child, parent, after);
    after = child;
  }
}

void Scene::bury(ProcessIndex index) {
  while (index != kNoProcess) {
    const ProcessState& state = process(index);
    if (state.liveness != Liveness::dead || state.is_vacant || !state.in_tree) return;
    const ProcessIndex parent = state.parent;
    if (state.first_child != kNoProcess) {
      // One dead process above the living says where they came from; a chain of them says nothing more.
      const bool is_replaced = state.replaced_by != kNoProcess;
      if (!is_replaced && (parent == kNoProcess || is_alive(parent))) return;
      hand_over_children(index, parent);
    }
    unhang(index);
    index = parent;
  }
}

ProcessIndex Scene::first_vacancy(ProcessIndex supervisor) const {
  // Children that are missing are few and mostly near: a supervisor with 100,000 children must not be searched for each of them.
  constexpr int kLookedAtMax = 64;
  int looked_at = 0;
  for (ProcessIndex child = process(supervisor).first_child; child != kNoProcess && looked_at < kLookedAtMax; ++looked_at) {
    const ProcessState& state = process(child);
    const bool is_taken = state.next_sibling != kNoProcess && process(state.next_sibling).is_alive() && !process(state.next_sibling).is_supervised;
    if (state.is_vacant && !is_taken) return child;
    child = state.next_sibling;
  }
  return kNoProcess;
}

bool Scene::is_below(ProcessIndex index, ProcessIndex ancestor) const {
  constexpr int kDepthMax = 10'000;
  for (int depth = 0; index != kNoProcess && depth < kDepthMax; ++depth) {
    if (index == ancestor) return true;
    index = process(index).parent;
  }
  return index != kNoProcess;  // deeper than anything sensible: take it for below, which changes nothing
}

}  // namespace respawn::observer
