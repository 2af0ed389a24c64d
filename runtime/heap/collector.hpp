#pragma once
/// The collector: generational, copying, one process at a time.
///
/// A *minor* collection copies what is alive of the young generation (Cheney, "A nonrecursive list compacting
/// algorithm", CACM 1970). What had already survived one collection, the terms below the high-water mark, moves on
/// to the old generation; the rest goes to a new young block. Old terms are neither visited nor moved: they cannot
/// refer to young ones. Roots that point to them are left alone. Fragments are young and melt into the new block.
///
/// A *full* collection copies everything alive, old and young, into one new young block. It runs when the old
/// generation has no room for what a minor collection would promote, and after kMinorBeforeFull minor ones, so that
/// garbage that grew old is found.
///
/// During a copy the first word of a moved object is replaced by its new address: a boxed term where a header was,
/// or, in a cons, the none header as head and the new cell as tail. Neither can occur in a live object.
///
/// Shared binaries are counted from outside: after copying, the list of shared_binary objects is walked, survivors
/// are linked anew, and for each of the dead one reference is dropped.
///
/// When it may run is the caller's affair (design: only at safepoints); with every root shown, everything else in
/// the young generation is garbage by definition.

#include <cstddef>

#include "heap/heap.hpp"
#include "heap/roots.hpp"

namespace respawn {

enum class CollectionKind { minor, full };

/// Collects so that at least `needed_words` are free in the young block afterwards. A minor collection is what is
/// wanted unless `kind` says otherwise; it turns itself into a full one when it must.
void collect(Heap& heap, RootSource& roots, std::size_t needed_words, CollectionKind kind = CollectionKind::minor);

/// Walks the whole heap and the roots and stops the program when a word is not what it should be: a pointer that
/// leads nowhere, a header where a value should be, an old object that refers to a young one. For debug builds and
/// tests; cost proportional to the heap.
void check_heap(const Heap& heap, RootSource& roots);

}  // namespace respawn
