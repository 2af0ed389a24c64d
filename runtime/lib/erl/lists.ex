defmodule :lists do
  @moduledoc """
  Erlang's functions on lists. Positions count from one.

  Sorting and merging are done in `:lists_sort`. A function that takes a fun checks it once and
  walks in a helper of the same name with `_1` behind it, which is what shows up on the stack.
  """

  import Kernel, except: [max: 2, min: 2]

  # -- building --------------------------------------------------------------------------------

  @doc "One list of the lists in a list: `:lists.append([[1], [2]])` is `[1, 2]`."
  @spec append([list]) :: list
  def append([list]), do: list
  def append([list | lists]), do: list ++ append(lists)
  def append([]), do: []

  @doc "The same as `list1 ++ list2`."
  @spec append(list, term) :: term
  def append(list1, list2), do: list1 ++ list2

  @doc "The same as `list1 -- list2`."
  @spec subtract(list, list) :: list
  def subtract(list1, list2), do: list1 -- list2

  @doc "The text of atoms, numbers and charlists in one: `:lists.concat([:a, 1])` is `'a1'`."
  @spec concat([atom | number | charlist]) :: charlist
  def concat(list), do: flatmap_1(&thing_to_list/1, list)

  defp thing_to_list(thing) when is_integer(thing), do: :erlang.integer_to_list(thing)
  defp thing_to_list(thing) when is_float(thing), do: :erlang.float_to_list(thing)
  defp thing_to_list(thing) when is_atom(thing), do: :erlang.atom_to_list(thing)
  defp thing_to_list(thing) when is_list(thing), do: thing

  @doc "`n` times the same term: `:lists.duplicate(2, :a)` is `[:a, :a]`."
  @spec duplicate(non_neg_integer, term) :: list
  def duplicate(n, term) when is_integer(n) and n >= 0, do: duplicate(n, term, [])

  defp duplicate(0, _term, list), do: list
  defp duplicate(n, term, list), do: duplicate(n - 1, term, [term | list])

  @doc "The integers from `from` to `to`: `:lists.seq(1, 3)` is `[1, 2, 3]`."
  @spec seq(integer, integer) :: [integer]
  def seq(from, to) when is_integer(from) and is_integer(to) and from - 1 <= to do
    if from <= to, do: seq_back(to, from, 1, []), else: []
  end

  @doc "The same by steps of `step`, which may be negative: `:lists.seq(5, 1, -2)`."
  @spec seq(integer, integer, integer) :: [integer]
  def seq(from, to, step)
      when is_integer(from) and is_integer(to) and is_integer(step) and
             ((step > 0 and from - step <= to) or (step < 0 and from - step >= to)) do
    if (step > 0 and from <= to) or (step < 0 and from >= to),
      do: seq_back(from + div(to - from, step) * step, from, step, []),
      else: []
  end

  def seq(same, same, 0) when is_integer(same), do: [same]

  def seq(from, to, step) do
    faults = [
      :argument_faults.integer(from),
      :argument_faults.integer(to),
      bad_step(from, to, step)
    ]

    :erlang.error(:badarg, [from, to, step], :argument_faults.info(faults))
  end

  defp bad_step(from, to, step) when is_integer(from) and is_integer(to) and is_integer(step) do
    if from <= to, do: "not a positive increment", else: "not a negative increment"
  end

  defp bad_step(_from, _to, step), do: :argument_faults.integer(step)

  defp seq_back(from, from, _step, list), do: [from | list]

  defp seq_back(current, from, step, list),
    do: seq_back(current - step, from, step, [current | list])

  @doc "The elements numbered from one: `:lists.enumerate([:a])` is `[{1, :a}]`."
  @spec enumerate(list) :: [{integer, term}]
  def enumerate(list), do: enumerate(1, list)

  @doc "The elements numbered from `index`."
  @spec enumerate(integer, list) :: [{integer, term}]
  def enumerate(index, list) when is_integer(index), do: enumerate_1(index, list)

  defp enumerate_1(index, [head | tail]), do: [{index, head} | enumerate_1(index + 1, tail)]
  defp enumerate_1(_index, []), do: []

  @doc "The list with `separator` between its elements: `:lists.join(0, [1, 2])`."
  @spec join(term, list) :: list
  def join(_separator, []), do: []
  def join(separator, [head | tail]), do: [head | join_prepend(separator, tail)]

  defp join_prepend(_separator, []), do: []

  defp join_prepend(separator, [head | tail]) do
    [separator, head | join_prepend(separator, tail)]
  end

  @doc "One list of all that nested lists hold: `:lists.flatten([1, [2]])` is `[1, 2]`."
  @spec flatten(list) :: list
  def flatten(list) when is_list(list), do: do_flatten(list, [])

  @doc "The same with `tail` behind."
  @spec flatten(list, list) :: list
  def flatten(list, tail) when is_list(list) and is_list(tail), do: do_flatten(list, tail)

  defp do_flatten([head | rest], tail) when is_list(head) do
    do_flatten(head, do_flatten(rest, tail))
  end

  defp do_flatten([head | rest], tail), do: [head | do_flatten(rest, tail)]
  defp do_flatten([], tail), do: tail

  @doc "The length that `flatten/1` of the list would have."
  @spec flatlength(list) :: non_neg_integer
  def flatlength(list), do: flatlength(list, 0)

  defp flatlength([head | tail], length) when is_list(head) do
    flatlength(tail, flatlength(head, length))
  end

  defp flatlength([_head | tail], length), do: flatlength(tail, length + 1)
  defp flatlength([], length), do: length

  # -- parts -----------------------------------------------------------------------------------

  @doc "The element at a position: `:lists.nth(1, [:a])` is `:a`."
  @spec nth(pos_integer, list) :: term
  def nth(1, [head | _tail]), do: head
  def nth(n, [_head | tail]) when n > 1, do: nth(n - 1, tail)

  @doc "What is left when the first `n` elements are taken away."
  @spec nthtail(non_neg_integer, list) :: list
  def nthtail(1, [_head | tail]), do: tail
  def nthtail(n, [_head | tail]) when n > 1, do: nthtail(n - 1, tail)
  def nthtail(0, list) when is_list(list), do: list

  @doc "The last element of a list that has one."
  @spec last([term, ...]) :: term
  def last([head | tail]), do: last(head, tail)

  defp last(_previous, [head | tail]), do: last(head, tail)
  defp last(last, []), do: last

  @doc "The list without its last element."
  @spec droplast([term, ...]) :: list
  def droplast([_last]), do: []
  def droplast([head | tail]), do: [head | droplast(tail)]

  @doc "The first `length` elements, or fewer."
  @spec sublist(list, non_neg_integer) :: list
  def sublist(list, length) when is_integer(length) and is_list(list) do
    sublist_2(list, length)
  end

  @doc "At most `length` elements from position `start` on."
  @spec sublist(list, pos_integer, non_neg_integer) :: list
  def sublist(list, 1, length) when is_list(list) and is_integer(length) and length >= 0 do
    sublist_2(list, length)
  end

  def sublist([], start, _length) when is_integer(start) and start > 1, do: []

  def sublist([_head | tail], start, length) when is_integer(start) and start > 1 do
    sublist(tail, start - 1, length)
  end

  defp sublist_2([head | tail], length) when length > 0, do: [head | sublist_2(tail, length - 1)]
  defp sublist_2(_list, 0), do: []
  defp sublist_2([], length) when length > 0, do: []

  @doc "The first `n` elements and the rest: `:lists.split(1, [1, 2])` is `{[1], [2]}`."
  @spec split(non_neg_integer, list) :: {list, list}
  def split(n, list) when is_integer(n) and n >= 0 and is_list(list) do
    case split(n, list, []) do
      {_first, _rest} = parts -> parts
      :too_short -> :erlang.error(:badarg, [n, list])
    end
  end

  def split(n, list), do: :erlang.error(:badarg, [n, list])

  defp split(0, list, first), do: {:lists.reverse(first), list}
  defp split(n, [head | tail], first), do: split(n - 1, tail, [head | first])
  defp split(_n, [], _first), do: :too_short

  @doc "Whether the second list begins with the first."
  @spec prefix(list, list) :: boolean
  def prefix([head | prefix], [head | list]), do: prefix(prefix, list)
  def prefix([], list) when is_list(list), do: true
  def prefix([_ | _], list) when is_list(list), do: false

  @doc "Whether the second list ends with the first."
  @spec suffix(list, list) :: boolean
  def suffix(suffix, list) do
    surplus = length(list) - length(suffix)
    surplus >= 0 and nthtail(surplus, list) === suffix
  end

  @doc "The list without the first element that equals `element`."
  @spec delete(term, list) :: list
  def delete(element, [element | rest]), do: rest
  def delete(element, [head | rest]), do: [head | delete(element, rest)]
  def delete(_element, []), do: []

  # -- numbers ---------------------------------------------------------------------------------

  @doc "The sum of the numbers."
  @spec sum([number]) :: number
  def sum(list), do: sum(list, 0)

  defp sum([head | tail], sum), do: sum(tail, sum + head)
  defp sum([], sum), do: sum

  @doc "The largest element, the first of equal ones."
  @spec max([term, ...]) :: term
  def max([head | tail]), do: max(tail, head)

  defp max([head | tail], max) when head > max, do: max(tail, head)
  defp max([_head | tail], max), do: max(tail, max)
  defp max([], max), do: max

  @doc "The smallest element, the first of equal ones."
  @spec min([term, ...]) :: term
  def min([head | tail]), do: min(tail, head)

  defp min([head | tail], min) when head < min, do: min(tail, head)
  defp min([_head | tail], min), do: min(tail, min)
  defp min([], min), do: min

  # -- zipping ---------------------------------------------------------------------------------

  @doc "Pairs of two lists of the same length."
  @spec zip(list, list) :: [{term, term}]
  def zip([x | xs], [y | ys]), do: [{x, y} | zip(xs, ys)]
  def zip([], []), do: []

  @doc "Triples of three lists of the same length."
  @spec zip3(list, list, list) :: [{term, term, term}]
  def zip3([x | xs], [y | ys], [z | zs]), do: [{x, y, z} | zip3(xs, ys, zs)]
  def zip3([], [], []), do: []

  @doc "What `fun` makes of the elements of two lists of the same length."
  @spec zipwith((term, term -> term), list, list) :: list
  def zipwith(fun, [x | xs], [y | ys]), do: [fun.(x, y) | zipwith(fun, xs, ys)]
  def zipwith(fun, [], []) when is_function(fun, 2), do: []

  @doc "What `fun` makes of the elements of three lists of the same length."
  @spec zipwith3((term, term, term -> term), list, list, list) :: list
  def zipwith3(fun, [x | xs], [y | ys], [z | zs]) do
    [fun.(x, y, z) | zipwith3(fun, xs, ys, zs)]
  end

  def zipwith3(fun, [], [], []) when is_function(fun, 3), do: []

  @doc "Two lists of a list of pairs."
  @spec unzip([{term, term}]) :: {list, list}
  def unzip(list), do: unzip(list, [], [])

  defp unzip([{x, y} | rest], xs, ys), do: unzip(rest, [x | xs], [y | ys])
  defp unzip([], xs, ys), do: {:lists.reverse(xs), :lists.reverse(ys)}

  @doc "Three lists of a list of triples."
  @spec unzip3([{term, term, term}]) :: {list, list, list}
  def unzip3(list), do: unzip3(list, [], [], [])

  defp unzip3([{x, y, z} | rest], xs, ys, zs) do
    unzip3(rest, [x | xs], [y | ys], [z | zs])
  end

  defp unzip3([], xs, ys, zs) do
    {:lists.reverse(xs), :lists.reverse(ys), :lists.reverse(zs)}
  end

  # -- mapping and folding ---------------------------------------------------------------------

  @doc "What `fun` makes of each element."
  @spec map((term -> term), list) :: list
  def map(fun, list) when is_function(fun, 1) do
    case list do
      [head | tail] -> [fun.(head) | map_1(fun, tail)]
      [] -> []
    end
  end

  defp map_1(fun, [head | tail]), do: [fun.(head) | map_1(fun, tail)]
  defp map_1(_fun, []), do: []

  @doc "The lists that `fun` makes of the elements, in one."
  @spec flatmap((term -> list), list) :: list
  def flatmap(fun, list) when is_function(fun, 1), do: flatmap_1(fun, list)

  defp flatmap_1(fun, [head | tail]), do: fun.(head) ++ flatmap_1(fun, tail)
  defp flatmap_1(_fun, []), do: []

  @doc "Folds from the left: `:lists.foldl(&+/2, 0, [1, 2])` is `3`."
  @spec foldl((term, acc -> acc), acc, list) :: acc when acc: term
  def foldl(fun, acc, list) when is_function(fun, 2) do
    case list do
      [head | tail] -> foldl_1(fun, fun.(head, acc), tail)
      [] -> acc
    end
  end

  defp foldl_1(fun, acc, [head | tail]), do: foldl_1(fun, fun.(head, acc), tail)
  defp foldl_1(_fun, acc, []), do: acc

  @doc "Folds from the right."
  @spec foldr((term, acc -> acc), acc, list) :: acc when acc: term
  def foldr(fun, acc, list) when is_function(fun, 2), do: foldr_1(fun, acc, list)

  defp foldr_1(fun, acc, [head | tail]), do: fun.(head, foldr_1(fun, acc, tail))
  defp foldr_1(_fun, acc, []), do: acc

  @doc "Calls `fun` with each element, for its effect."
  @spec foreach((term -> term), list) :: :ok
  def foreach(fun, list) when is_function(fun, 1), do: foreach_1(fun, list)

  defp foreach_1(fun, [head | tail]) do
    fun.(head)
    foreach_1(fun, tail)
  end

  defp foreach_1(_fun, []), do: :ok

  @doc "Maps and folds from the left at once; `fun` answers `{mapped, acc}`."
  @spec mapfoldl((term, acc -> {term, acc}), acc, list) :: {list, acc} when acc: term
  def mapfoldl(fun, acc, list) when is_function(fun, 2), do: mapfoldl_1(fun, acc, list)

  defp mapfoldl_1(fun, acc, [head | tail]) do
    {mapped, acc} = fun.(head, acc)
    {rest, acc} = mapfoldl_1(fun, acc, tail)
    {[mapped | rest], acc}
  end

  defp mapfoldl_1(_fun, acc, []), do: {[], acc}

  @doc "Maps and folds from the right at once; `fun` answers `{mapped, acc}`."
  @spec mapfoldr((term, acc -> {term, acc}), acc, list) :: {list, acc} when acc: term
  def mapfoldr(fun, acc, list) when is_function(fun, 2), do: mapfoldr_1(fun, acc, list)

  defp mapfoldr_1(fun, acc, [head | tail]) do
    {rest, acc} = mapfoldr_1(fun, acc, tail)
    {mapped, acc} = fun.(head, acc)
    {[mapped | rest], acc}
  end

  defp mapfoldr_1(_fun, acc, []), do: {[], acc}

  # -- choosing --------------------------------------------------------------------------------

  @doc "The elements for which `fun` is `true`."
  @spec filter((term -> boolean), list) :: list
  def filter(fun, list) when is_function(fun, 1), do: filter_1(fun, list)

  defp filter_1(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | filter_1(fun, tail)]
      false -> filter_1(fun, tail)
      other -> :erlang.error({:bad_filter, other})
    end
  end

  defp filter_1(_fun, []), do: []
  defp filter_1(_fun, improper), do: :erlang.error({:bad_generator, improper})

  @doc "Filters and maps: `fun` answers `true`, `false` or `{true, new}`."
  @spec filtermap((term -> boolean | {true, term}), list) :: list
  def filtermap(fun, list) when is_function(fun, 1), do: filtermap_1(fun, list)

  defp filtermap_1(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | filtermap_1(fun, tail)]
      {true, new} -> [new | filtermap_1(fun, tail)]
      false -> filtermap_1(fun, tail)
    end
  end

  defp filtermap_1(_fun, []), do: []

  @doc false
  def zf(fun, list), do: filtermap(fun, list)

  @doc "The elements for which `fun` is `true`, and the others."
  @spec partition((term -> boolean), list) :: {list, list}
  def partition(fun, list) when is_function(fun, 1), do: partition_1(fun, list, [], [])

  defp partition_1(fun, [head | tail], kept, others) do
    case fun.(head) do
      true -> partition_1(fun, tail, [head | kept], others)
      false -> partition_1(fun, tail, kept, [head | others])
    end
  end

  defp partition_1(_fun, [], kept, others) do
    {:lists.reverse(kept), :lists.reverse(others)}
  end

  @doc "The list cut before the first element for which `fun` is `false`."
  @spec splitwith((term -> boolean), list) :: {list, list}
  def splitwith(fun, list) when is_function(fun, 1), do: splitwith_1(fun, list, [])

  defp splitwith_1(fun, [head | tail], taken) do
    case fun.(head) do
      true -> splitwith_1(fun, tail, [head | taken])
      false -> {:lists.reverse(taken), [head | tail]}
    end
  end

  defp splitwith_1(_fun, [], taken), do: {:lists.reverse(taken), []}

  @doc "The elements before the first for which `fun` is `false`."
  @spec takewhile((term -> boolean), list) :: list
  def takewhile(fun, list) when is_function(fun, 1), do: takewhile_1(fun, list)

  defp takewhile_1(fun, [head | tail]) do
    case fun.(head) do
      true -> [head | takewhile_1(fun, tail)]
      false -> []
    end
  end

  defp takewhile_1(_fun, []), do: []

  @doc "The elements from the first on for which `fun` is `false`."
  @spec dropwhile((term -> boolean), list) :: list
  def dropwhile(fun, list) when is_function(fun, 1), do: dropwhile_1(fun, list)

  defp dropwhile_1(fun, [head | tail] = rest) do
    case fun.(head) do
      true -> dropwhile_1(fun, tail)
      false -> rest
    end
  end

  defp dropwhile_1(_fun, []), do: []

  @doc "Whether `fun` is `true` for every element."
  @spec all((term -> boolean), list) :: boolean
  def all(fun, list) when is_function(fun, 1) do
    case list do
      [_ | _] -> all_1(fun, list)
      [] -> true
    end
  end

  defp all_1(fun, [head | tail]) do
    case fun.(head) do
      true -> all_1(fun, tail)
      false -> false
    end
  end

  defp all_1(_fun, []), do: true

  @doc "Whether `fun` is `true` for some element."
  @spec any((term -> boolean), list) :: boolean
  def any(fun, list) when is_function(fun, 1) do
    case list do
      [_ | _] -> any_1(fun, list)
      [] -> false
    end
  end

  defp any_1(fun, [head | tail]) do
    case fun.(head) do
      true -> true
      false -> any_1(fun, tail)
    end
  end

  defp any_1(_fun, []), do: false

  @doc "`{:value, element}` of the first element for which `fun` is `true`, or `false`."
  @spec search((term -> boolean), list) :: {:value, term} | false
  def search(fun, list) when is_function(fun, 1), do: search_1(fun, list)

  defp search_1(fun, [head | tail]) do
    case fun.(head) do
      true -> {:value, head}
      false -> search_1(fun, tail)
    end
  end

  defp search_1(_fun, []), do: false

  @doc "The list without what was there before, by `===`."
  @spec uniq(list) :: list
  def uniq(list), do: uniq_1(list, %{})

  defp uniq_1([head | tail], seen) when is_map_key(seen, head), do: uniq_1(tail, seen)
  defp uniq_1([head | tail], seen), do: [head | uniq_1(tail, :maps.put(head, true, seen))]
  defp uniq_1([], _seen), do: []

  @doc "The list without elements of which `fun` makes what it has made before."
  @spec uniq((term -> term), list) :: list
  def uniq(fun, list) when is_function(fun, 1), do: uniq_2(list, fun, %{})

  defp uniq_2([head | tail], fun, seen) do
    key = fun.(head)

    case seen do
      %{^key => true} -> uniq_2(tail, fun, seen)
      %{} -> [head | uniq_2(tail, fun, :maps.put(key, true, seen))]
    end
  end

  defp uniq_2([], _fun, _seen), do: []

  # -- lists of tuples -------------------------------------------------------------------------

  @doc "The list without the first tuple that has `key` at position `n`."
  @spec keydelete(term, pos_integer, list) :: list
  def keydelete(key, n, list) when is_integer(n) and n > 0, do: keydelete3(key, n, list)

  defp keydelete3(key, n, [head | tail]) when :erlang.element(n, head) == key, do: tail
  defp keydelete3(key, n, [head | tail]), do: [head | keydelete3(key, n, tail)]
  defp keydelete3(_key, _n, []), do: []

  @doc "The list with `new` in place of the first tuple that has `key` at position `n`."
  @spec keyreplace(term, pos_integer, list, tuple) :: list
  def keyreplace(key, n, list, new) when is_integer(n) and n > 0 and is_tuple(new) do
    keyreplace3(key, n, list, new)
  end

  defp keyreplace3(key, n, [head | tail], new) when :erlang.element(n, head) == key do
    [new | tail]
  end

  defp keyreplace3(key, n, [head | tail], new), do: [head | keyreplace3(key, n, tail, new)]
  defp keyreplace3(_key, _n, [], _new), do: []

  @doc "As `keyreplace/4`, with `new` at the end when there is no such tuple."
  @spec keystore(term, pos_integer, list, tuple) :: [term, ...]
  def keystore(key, n, list, new) when is_integer(n) and n > 0 and is_tuple(new) do
    keystore2(key, n, list, new)
  end

  defp keystore2(key, n, [head | tail], new) when :erlang.element(n, head) == key do
    [new | tail]
  end

  defp keystore2(key, n, [head | tail], new), do: [head | keystore2(key, n, tail, new)]
  defp keystore2(_key, _n, [], new), do: [new]

  @doc "`{:value, tuple, rest}` of the first tuple that has `key` at position `n`, or `false`."
  @spec keytake(term, pos_integer, list) :: {:value, tuple, list} | false
  def keytake(key, n, list) when is_integer(n) and n > 0, do: keytake(key, n, list, [])

  defp keytake(key, n, [head | tail], passed) when :erlang.element(n, head) == key do
    {:value, head, :lists.reverse(passed, tail)}
  end

  defp keytake(key, n, [head | tail], passed), do: keytake(key, n, tail, [head | passed])
  defp keytake(_key, _n, [], _passed), do: false

  @doc "The tuples with what `fun` makes of the element at position `n` in its place."
  @spec keymap((term -> term), pos_integer, [tuple]) :: [tuple]
  def keymap(fun, n, [tuple | tail]) do
    [:erlang.setelement(n, tuple, fun.(:erlang.element(n, tuple))) | keymap(fun, n, tail)]
  end

  def keymap(fun, n, []) when is_integer(n) and n >= 1 and is_function(fun, 1), do: []

  # -- sorting and merging ---------------------------------------------------------------------

  @doc "Sorts; equal elements keep their order."
  @spec sort(list) :: list
  def sort([_first, _second | _rest] = list), do: :lists_sort.sort(list)
  def sort([_single] = list), do: list
  def sort([]), do: []

  @doc "Sorts by `fun`, which says whether its first argument may come before its second."
  @spec sort((term, term -> boolean), list) :: list
  def sort(fun, [_first, _second | _rest] = list), do: :lists_sort.sort_with(fun, list)
  def sort(fun, [_single] = list) when is_function(fun, 2), do: list
  def sort(fun, []) when is_function(fun, 2), do: []

  @doc "Sorts and leaves the first of equal elements (by `==`)."
  @spec usort(list) :: list
  def usort([_ | tail] = list) when is_list(tail), do: :lists_sort.unique(sort(list))
  def usort([]), do: []

  @doc "Sorts by `fun` and leaves the first of those that it puts before each other."
  @spec usort((term, term -> boolean), list) :: list
  def usort(fun, list) when is_function(fun, 2) and is_list(list) do
    :lists_sort.unique_with(fun, sort(fun, list))
  end

  @doc "Sorts tuples by the element at position `n`; equal ones keep their order."
  @spec keysort(pos_integer, [tuple]) :: [tuple]
  def keysort(n, list) when is_integer(n) and n > 0 do
    case list do
      [_first, _second | _rest] -> :lists_sort.keysort(n, list)
      [_single] -> list
      [] -> []
    end
  end

  @doc "As `keysort/2`, leaving the first of tuples with equal keys."
  @spec ukeysort(pos_integer, [tuple]) :: [tuple]
  def ukeysort(n, list) when is_integer(n) and n > 0 do
    :lists_sort.unique_keys(n, keysort(n, list))
  end

  @doc "One sorted list of a list of sorted lists."
  @spec merge([list]) :: list
  def merge(lists), do: :lists_sort.merge_all(lists)

  @doc "One sorted list of two; equal elements of the first come first."
  @spec merge(list, list) :: list
  def merge(list1, []), do: list1
  def merge(list1, [_ | _] = list2), do: :lists_sort.merge(list1, list2)

  @doc "As `merge/2`, sorted by `fun`."
  @spec merge((term, term -> boolean), list, list) :: list
  def merge(fun, list1, list2)
      when is_function(fun, 2) and is_list(list1) and is_list(list2),
      do: :lists_sort.merge_with(fun, list1, list2)

  @doc "One sorted list of three."
  @spec merge3(list, list, list) :: list
  def merge3(list1, list2, list3), do: merge(merge(list1, list2), list3)

  @doc "As `merge/1`, of lists without doubles, leaving the first of equal elements."
  @spec umerge([list]) :: list
  def umerge(lists), do: :lists_sort.umerge_all(lists)

  @doc "As `merge/2`, of lists without doubles, leaving the first of equal elements."
  @spec umerge(list, list) :: list
  def umerge(list1, []) when is_list(list1), do: list1
  def umerge([], list2) when is_list(list2), do: list2
  def umerge([_ | _] = list1, [_ | _] = list2), do: :lists_sort.umerge(list1, list2)

  @doc "As `umerge/2`, sorted by `fun`."
  @spec umerge((term, term -> boolean), list, list) :: list
  def umerge(fun, list1, list2)
      when is_function(fun, 2) and is_list(list1) and is_list(list2),
      do: :lists_sort.umerge_with(fun, list1, list2)

  @doc "As `umerge/2`, of three lists."
  @spec umerge3(list, list, list) :: list
  def umerge3(list1, list2, list3), do: umerge(umerge(list1, list2), list3)

  @doc "One list of two that are sorted by the element at position `n`."
  @spec keymerge(pos_integer, [tuple], [tuple]) :: [tuple]
  def keymerge(n, list1, []) when is_integer(n) and n > 0, do: list1

  def keymerge(n, list1, [_ | _] = list2) when is_integer(n) and n > 0 do
    :lists_sort.keymerge(n, list1, list2)
  end

  @doc "As `keymerge/3`, leaving the first of tuples with equal keys."
  @spec ukeymerge(pos_integer, [tuple], [tuple]) :: [tuple]
  def ukeymerge(n, list1, []) when is_integer(n) and n > 0, do: list1

  def ukeymerge(n, list1, [_ | _] = list2) when is_integer(n) and n > 0 do
    :lists_sort.ukeymerge(n, list1, list2)
  end
end
