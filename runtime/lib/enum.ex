defmodule Enum do
  @moduledoc """
  Functions on everything that implements `Enumerable`: lists, maps, ranges, sets, streams, ...

  They walk at once and answer with a list or a value; those of `Stream` wait until asked. What
  is used most walks lists here, by plain recursions; the rest is in `Enum.Walk`, what goes by
  position in `Enum.Slicing`, by size in `Enum.Extremes`, by chance in `Enum.Sampling`.

  In docs, `fun` is a function of one element unless said otherwise, and an index counts from
  zero, a negative one from the end.
  """

  alias Enum.{Extremes, Sampling, Slicing, Sorters, Walk, Zip}

  @type t :: Enumerable.t()
  @type acc :: any
  @type element :: any
  @type index :: integer
  @type default :: any

  # -- asking ----------------------------------------------------------------------------------

  @doc "Whether every element is truthy: `Enum.all?([1, nil])` is `false`."
  def all?(list) when is_list(list), do: all_list(list)

  def all?(enumerable), do: Walk.all?(enumerable)

  defp all_list([head | tail]), do: if(head, do: all_list(tail), else: false)
  defp all_list([]), do: true

  @doc "Whether `fun` is truthy for every element: `Enum.all?([1, 2], &(&1 > 0))` is `true`."
  def all?(list, fun) when is_list(list), do: all_list(list, fun)

  def all?(enumerable, fun), do: Walk.all?(enumerable, fun)

  defp all_list([head | tail], fun), do: if(fun.(head), do: all_list(tail, fun), else: false)
  defp all_list([], _fun), do: true

  @doc "Whether some element is truthy: `Enum.any?([nil, 1])` is `true`."
  def any?(list) when is_list(list), do: any_list(list)

  def any?(enumerable), do: Walk.any?(enumerable)

  defp any_list([head | tail]), do: if(head, do: true, else: any_list(tail))
  defp any_list([]), do: false

  @doc "Whether `fun` is truthy for some element: `Enum.any?([1, 2], &(&1 > 1))` is `true`."
  def any?(list, fun) when is_list(list), do: any_list(list, fun)

  def any?(enumerable, fun), do: Walk.any?(enumerable, fun)

  defp any_list([head | tail], fun), do: if(fun.(head), do: true, else: any_list(tail, fun))
  defp any_list([], _fun), do: false

  @doc "How many elements there are: `Enum.count([1, 2])` is `2`."
  def count(list) when is_list(list), do: length(list)

  def count(enumerable), do: Walk.count(enumerable)

  @doc "For how many elements `fun` is truthy: `Enum.count([1, 2], &(&1 > 1))` is `1`."
  def count(enumerable, fun) do
    reduce(enumerable, 0, fn element, count -> if(fun.(element), do: count + 1, else: count) end)
  end

  @doc "How many elements there are, up to `limit`: `Enum.count_until(1..20, 5)` is `5`."
  def count_until(enumerable, limit) when is_integer(limit) and limit > 0 do
    Walk.count_until(enumerable, limit)
  end

  @doc "For how many elements `fun` is truthy, up to `limit`."
  def count_until(enumerable, fun, limit) when is_integer(limit) and limit > 0 do
    Walk.count_until(enumerable, fun, limit)
  end

  @doc "Whether there is no element: `Enum.empty?([])` is `true`."
  def empty?([]), do: true
  def empty?(list) when is_list(list), do: false

  def empty?(enumerable), do: Walk.empty?(enumerable)

  @doc "Whether `element` is there, by `===`: `Enum.member?([1, 2], 2)`, or `2 in [1, 2]`."
  def member?(list, element) when is_list(list), do: :lists.member(element, list)

  def member?(enumerable, element), do: Walk.member?(enumerable, element)

  # -- finding ---------------------------------------------------------------------------------

  @doc "The element at an index, or the default: `Enum.at([1, 2], -1)` is `2`."
  def at(enumerable, index, default \\ nil) when is_integer(index) do
    case Slicing.fetch(enumerable, index) do
      {:ok, element} -> element
      :error -> default
    end
  end

  @doc "`{:ok, element}` at an index, or `:error`."
  def fetch(enumerable, index) when is_integer(index), do: Slicing.fetch(enumerable, index)

  @doc "The element at an index; raises `Enum.OutOfBoundsError` when there is none."
  def fetch!(enumerable, index) when is_integer(index) do
    case Slicing.fetch(enumerable, index) do
      {:ok, element} -> element
      :error -> raise Enum.OutOfBoundsError
    end
  end

  @doc "The first element for which `fun` is truthy, or the default."
  def find(enumerable, default \\ nil, fun)
  def find(list, default, fun) when is_list(list), do: find_list(list, default, fun)

  def find(enumerable, default, fun), do: Walk.find(enumerable, default, fun)

  defp find_list([head | tail], default, fun) do
    if fun.(head), do: head, else: find_list(tail, default, fun)
  end

  defp find_list([], default, _fun), do: default

  @doc "The index of the first element for which `fun` is truthy, or `nil`."
  def find_index(enumerable, fun), do: Walk.find_index(enumerable, fun)

  @doc "The first truthy result of `fun`, or the default."
  def find_value(enumerable, default \\ nil, fun) do
    Walk.find_value(enumerable, default, fun)
  end

  # -- by position -----------------------------------------------------------------------------

  @doc "The elements from `start` on, `amount` at most: `Enum.slice(1..9, 2, 3)` is `[3, 4, 5]`."
  def slice(_enumerable, start, 0) when is_integer(start), do: []

  def slice(enumerable, start, amount)
      when is_integer(start) and is_integer(amount) and amount >= 0 do
    Slicing.slice(enumerable, start, amount, 1)
  end

  @doc "The elements at a range of indexes: `Enum.slice([1, 2, 3], 1..-1)` is `[2, 3]`."
  def slice(enumerable, %{__struct__: Range} = index_range) do
    Slicing.slice(enumerable, index_range)
  end

  @doc "The first `amount` elements, or the last if negative: `Enum.take(1..9, -2)` is `[8, 9]`."
  def take(enumerable, amount) when is_integer(amount), do: Slicing.take(enumerable, amount)

  @doc "All but the first `amount` elements, or but the last if negative."
  def drop(enumerable, amount) when is_integer(amount), do: Slicing.drop(enumerable, amount)

  @doc "`take/2` and `drop/2` in one: `Enum.split([1, 2, 3], 1)` is `{[1], [2, 3]}`."
  def split(enumerable, count) when is_integer(count), do: Slicing.split(enumerable, count)

  @doc "Every `nth` element, the first one first: `Enum.take_every(1..5, 2)` is `[1, 3, 5]`."
  def take_every(enumerable, 1), do: to_list(enumerable)
  def take_every(_enumerable, 0), do: []
  def take_every([], nth) when is_integer(nth) and nth > 1, do: []

  def take_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    Walk.take_every(enumerable, nth)
  end

  @doc "All but every `nth` element, the first one first: `Enum.drop_every(1..5, 2)` is `[2, 4]`."
  def drop_every(_enumerable, 1), do: []
  def drop_every(enumerable, 0), do: to_list(enumerable)
  def drop_every([], nth) when is_integer(nth), do: []

  def drop_every(enumerable, nth) when is_integer(nth) and nth > 1 do
    Walk.drop_every(enumerable, nth)
  end

  @doc "`reverse/1` of a part alone: `Enum.reverse_slice(1..5, 1, 3)` is `[1, 4, 3, 2, 5]`."
  def reverse_slice(enumerable, start_index, count)
      when is_integer(start_index) and start_index >= 0 and is_integer(count) and count >= 0,
      do: Slicing.reverse_slice(reverse(enumerable), start_index, count)

  @doc """
  Moves the element at an index, or at a range of them, to another index.

      Enum.slide([:a, :b, :c, :d], 0..1, 2)  # => [:c, :a, :b, :d]
  """
  def slide(enumerable, range_or_single_index, insertion_index) do
    Slicing.slide(enumerable, range_or_single_index, insertion_index)
  end

  # -- mapping ---------------------------------------------------------------------------------

  @doc "What `fun` makes of each element: `Enum.map([1, 2], &(&1 * 2))` is `[2, 4]`."
  def map(list, fun) when is_list(list), do: map_list(list, fun)

  def map(%{__struct__: Range, first: first, last: last, step: step}, fun) do
    map_range(first, last, step, fun)
  end

  def map(enumerable, fun) do
    :lists.reverse(reduce(enumerable, [], fn element, mapped -> [fun.(element) | mapped] end))
  end

  defp map_list([head | tail], fun), do: [fun.(head) | map_list(tail, fun)]
  defp map_list([], fun) when is_function(fun, 1), do: []

  defp map_range(first, last, step, fun)
       when (step > 0 and first <= last) or (step < 0 and first >= last),
       do: [fun.(first) | map_range(first + step, last, step, fun)]

  defp map_range(_first, _last, _step, _fun), do: []

  @doc "Maps every `nth` element, the first one first, and leaves the others."
  def map_every(enumerable, 1, fun), do: map(enumerable, fun)
  def map_every(enumerable, 0, _fun), do: to_list(enumerable)
  def map_every([], nth, _fun) when is_integer(nth) and nth > 1, do: []

  def map_every(enumerable, nth, fun) when is_integer(nth) and nth > 1 do
    Walk.map_every(enumerable, nth, fun)
  end

  @doc "What `fun` makes of each element, with `separator` between."
  def map_intersperse(enumerable, separator, fun) do
    Walk.map_intersperse(enumerable, separator, fun)
  end

  @doc "The elements with `separator` between: `Enum.intersperse([1, 2], 0)` is `[1, 0, 2]`."
  def intersperse(enumerable, separator), do: Walk.intersperse(enumerable, separator)

  @doc "The string of the elements' strings: `Enum.join([1, 2], \", \")` is `\"1, 2\"`."
  def join(enumerable, joiner \\ "")
  def join(enumerable, joiner) when is_binary(joiner), do: Walk.join(enumerable, joiner)

  @doc "`map/2` and `join/2` in one: `Enum.map_join([1, 2], \"-\", &(&1 * 2))` is `\"2-4\"`."
  def map_join(enumerable, joiner \\ "", mapper) when is_binary(joiner) do
    Walk.map_join(enumerable, joiner, mapper)
  end

  @doc "The lists that `fun` makes of the elements, in one."
  def flat_map(list, fun) when is_list(list), do: flat_map_list(list, fun)

  def flat_map(enumerable, fun) do
    mapped =
      reduce(enumerable, [], fn element, mapped ->
        case fun.(element) do
          list when is_list(list) -> :lists.reverse(list, mapped)
          other -> reduce(other, mapped, &[&1 | &2])
        end
      end)

    :lists.reverse(mapped)
  end

  defp flat_map_list([head | tail], fun) do
    case fun.(head) do
      [single] -> [single | flat_map_list(tail, fun)]
      list when is_list(list) -> list ++ flat_map_list(tail, fun)
      other -> to_list(other) ++ flat_map_list(tail, fun)
    end
  end

  defp flat_map_list([], _fun), do: []

  @doc """
  Maps and folds at once; `fun` of element and acc answers `{mapped, acc}`.

      Enum.map_reduce([1, 2], 0, &{&1 * 2, &1 + &2})  # => {[2, 4], 3}
  """
  def map_reduce(list, acc, fun) when is_list(list), do: map_reduce_list(list, acc, fun)

  def map_reduce(enumerable, acc, fun), do: Walk.map_reduce(enumerable, acc, fun)

  defp map_reduce_list([head | tail], acc, fun) do
    {mapped, acc} = fun.(head, acc)
    {rest, acc} = map_reduce_list(tail, acc, fun)
    {[mapped | rest], acc}
  end

  defp map_reduce_list([], acc, fun) when is_function(fun, 2), do: {[], acc}

  @doc """
  `flat_map/2` and `reduce/3` at once; `fun` of element and acc answers `{list, acc}`.

  The answer `{:halt, acc}` ends it there.
  """
  def flat_map_reduce(enumerable, acc, fun), do: Walk.flat_map_reduce(enumerable, acc, fun)

  @doc "The elements of lists in a list: `Enum.concat([[1], 2..3])` is `[1, 2, 3]`."
  def concat(list) when is_list(list), do: concat_list(list)
  def concat(enumerables), do: Walk.concat(enumerables)

  defp concat_list([head | tail]) when is_list(head), do: head ++ concat_list(tail)
  defp concat_list([head | tail]), do: Walk.concat([head | tail])
  defp concat_list([]), do: []

  @doc "The elements of both: `Enum.concat(1..2, [3])` is `[1, 2, 3]`."
  def concat(left, right) when is_list(left) and is_list(right), do: left ++ right
  def concat(left, right), do: Walk.concat([left, right])

  @doc """
  The elements with their indexes, which start at an offset, or what a function makes of both.

      Enum.with_index([:a, :b])  # => [a: 0, b: 1]
  """
  def with_index(enumerable, fun_or_offset \\ 0)

  def with_index(enumerable, offset) when is_integer(offset) do
    Walk.with_index(enumerable, offset)
  end

  def with_index(enumerable, fun) when is_function(fun, 2),
    do: Walk.with_index(enumerable, 0, fun)

  # -- keeping some ----------------------------------------------------------------------------

  @doc "The elements for which `fun` is truthy: `Enum.filter([1, 2], &(&1 > 1))` is `[2]`."
  def filter(list, fun) when is_list(list), do: filter_list(list, fun)

  def filter(enumerable, fun) do
    kept =
      reduce(enumerable, [], fn element, kept ->
        if fun.(element), do: [element | kept], else: kept
      end)

    :lists.reverse(kept)
  end

  defp filter_list([head | tail], fun) do
    if fun.(head), do: [head | filter_list(tail, fun)], else: filter_list(tail, fun)
  end

  defp filter_list([], _fun), do: []

  @doc "The elements for which `fun` is falsy: `Enum.reject([1, 2], &(&1 > 1))` is `[1]`."
  def reject(list, fun) when is_list(list), do: reject_list(list, fun)

  def reject(enumerable, fun) do
    kept =
      reduce(enumerable, [], fn element, kept ->
        if fun.(element), do: kept, else: [element | kept]
      end)

    :lists.reverse(kept)
  end

  defp reject_list([head | tail], fun) do
    if fun.(head), do: reject_list(tail, fun), else: [head | reject_list(tail, fun)]
  end

  defp reject_list([], _fun), do: []

  @doc false
  @deprecated "Use Enum.filter/2 + Enum.map/2 or for comprehensions instead"
  def filter_map(enumerable, filter, mapper), do: Walk.filter_map(enumerable, filter, mapper)

  @doc "The elements for which `fun` is truthy, and the others: `{kept, others}`."
  def split_with(enumerable, fun), do: Walk.split_with(enumerable, fun)

  @doc false
  @deprecated "Use Enum.split_with/2 instead"
  def partition(enumerable, fun), do: split_with(enumerable, fun)

  @doc "The elements before the first for which `fun` is falsy."
  def take_while(enumerable, fun), do: Walk.take_while(enumerable, fun)

  @doc "The elements from the first on for which `fun` is falsy."
  def drop_while(enumerable, fun), do: Walk.drop_while(enumerable, fun)

  @doc "`take_while/2` and `drop_while/2` in one."
  def split_while(enumerable, fun), do: Walk.split_while(enumerable, fun)

  @doc "The elements that differ from the one before: `Enum.dedup([1, 1, 2, 1])` is `[1, 2, 1]`."
  def dedup(enumerable), do: Walk.dedup(enumerable)

  @doc "As `dedup/1`, comparing what `fun` makes of the elements."
  def dedup_by(enumerable, fun), do: Walk.dedup_by(enumerable, fun)

  @doc "The elements without repetition: `Enum.uniq([1, 2, 1])` is `[1, 2]`."
  def uniq(enumerable), do: Walk.uniq(enumerable)

  @doc false
  @deprecated "Use Enum.uniq_by/2 instead"
  def uniq(enumerable, fun), do: uniq_by(enumerable, fun)

  @doc "The elements of which `fun` makes what it has not made before."
  def uniq_by(enumerable, fun), do: Walk.uniq_by(enumerable, fun)

  # -- folding ---------------------------------------------------------------------------------

  @doc "Calls `fun` with each element, for its effect: `Enum.each(1..3, &IO.puts/1)`."
  def each(list, fun) when is_list(list), do: each_list(list, fun)

  def each(enumerable, fun) do
    reduce(enumerable, nil, fn element, _ ->
      fun.(element)
      nil
    end)

    :ok
  end

  defp each_list([head | tail], fun) do
    fun.(head)
    each_list(tail, fun)
  end

  defp each_list([], fun) when is_function(fun, 1), do: :ok

  @doc "Folds, the first element being the first acc: `Enum.reduce([1, 2, 3], &+/2)` is `6`."
  def reduce(enumerable, fun)
  def reduce([head | tail], fun), do: reduce_list(tail, head, fun)
  def reduce([], _fun), do: raise(Enum.EmptyError)

  def reduce(enumerable, fun) do
    reduced =
      reduce_while(enumerable, :first, fn
        element, {:acc, acc} -> {:cont, {:acc, fun.(element, acc)}}
        element, :first -> {:cont, {:acc, element}}
      end)

    case reduced do
      {:acc, acc} -> acc
      :first -> raise Enum.EmptyError
    end
  end

  @doc "Folds with `fun` of element and acc: `Enum.reduce([1, 2], 0, &(&1 + &2))` is `3`."
  def reduce(list, acc, fun) when is_list(list), do: reduce_list(list, acc, fun)

  def reduce(%{__struct__: Range, first: first, last: last, step: step}, acc, fun) do
    reduce_range(first, last, step, acc, fun)
  end

  def reduce(%_{} = enumerable, acc, fun), do: reduce_enumerable(enumerable, acc, fun)
  def reduce(%{} = map, acc, fun), do: reduce_map(:maps.next(:maps.iterator(map)), acc, fun)
  def reduce(enumerable, acc, fun), do: reduce_enumerable(enumerable, acc, fun)

  defp reduce_list([head | tail], acc, fun), do: reduce_list(tail, fun.(head, acc), fun)
  defp reduce_list([], acc, fun) when is_function(fun, 2), do: acc

  defp reduce_range(first, last, step, acc, fun)
       when (step > 0 and first <= last) or (step < 0 and first >= last),
       do: reduce_range(first + step, last, step, fun.(first, acc), fun)

  defp reduce_range(_first, _last, _step, acc, _fun), do: acc

  defp reduce_map({key, value, iterator}, acc, fun),
    do: reduce_map(:maps.next(iterator), fun.({key, value}, acc), fun)

  defp reduce_map(:none, acc, _fun), do: acc

  defp reduce_enumerable(enumerable, acc, fun),
    do: elem(Enumerable.reduce(enumerable, {:cont, acc}, &{:cont, fun.(&1, &2)}), 1)

  @doc """
  Folds until told to stop; `fun` answers `{:cont, acc}` or `{:halt, acc}`.

      Enum.reduce_while(1..9, 0, &if(&2 > 5, do: {:halt, &2}, else: {:cont, &1 + &2}))  # => 6
  """
  def reduce_while(enumerable, acc, fun),
    do: elem(Enumerable.reduce(enumerable, {:cont, acc}, fun), 1)

  @doc "All steps of `reduce/2`: `Enum.scan([1, 2, 3], &+/2)` is `[1, 3, 6]`."
  def scan(enumerable, fun), do: Walk.scan(enumerable, fun)

  @doc "All steps of `reduce/3` but the first: `Enum.scan([1, 2, 3], 10, &+/2)`."
  def scan(enumerable, acc, fun), do: Walk.scan(enumerable, acc, fun)

  @doc "The sum of the elements: `Enum.sum(1..3)` is `6`."
  def sum(list) when is_list(list), do: sum_list(list, 0)

  def sum(%{__struct__: Range, first: first, last: last, step: step} = range) do
    div(Range.size(range) * (first + last - rem(last - first, step)), 2)
  end

  def sum(enumerable), do: reduce(enumerable, 0, &+/2)

  defp sum_list([head | tail], sum), do: sum_list(tail, head + sum)
  defp sum_list([], sum), do: sum

  @doc "The product of the elements: `Enum.product([2, 3])` is `6`."
  def product(enumerable), do: reduce(enumerable, 1, &*/2)

  @doc "How often each element is there: `Enum.frequencies([:a, :a])` is `%{a: 2}`."
  def frequencies(enumerable) do
    reduce(enumerable, %{}, fn element, counts -> count_key(counts, element) end)
  end

  @doc "How often `fun` makes each value of the elements."
  def frequencies_by(enumerable, fun) when is_function(fun) do
    reduce(enumerable, %{}, fn element, counts -> count_key(counts, fun.(element)) end)
  end

  defp count_key(counts, key), do: :maps.put(key, :maps.get(key, counts, 0) + 1, counts)

  @doc """
  The elements, or what `value_fun` makes of them, in lists under what `key_fun` makes of them.

      Enum.group_by(1..4, &rem(&1, 2))  # => %{0 => [2, 4], 1 => [1, 3]}
  """
  def group_by(enumerable, key_fun, value_fun \\ & &1)

  def group_by(enumerable, key_fun, value_fun) do
    Walk.group_by(reverse(enumerable), key_fun, value_fun)
  end

  # -- the largest and the smallest ------------------------------------------------------------

  @doc "The largest element by term order, the first of equal ones."
  def max(enumerable), do: max(enumerable, &>=/2, fn -> raise Enum.EmptyError end)

  @doc """
  The largest element by a sorter: a function that is true if its first argument may stay the
  largest, or a module with `compare/2`; or, without sorter, what a function gives for none.

      Enum.max([~D[2020-01-01], ~D[2021-01-01]], Date)  # => ~D[2021-01-01]
  """
  def max(enumerable, empty) when is_function(empty, 0), do: max(enumerable, &>=/2, empty)
  def max(enumerable, sorter), do: max(enumerable, sorter, fn -> raise Enum.EmptyError end)

  @doc "As `max/2`, with what `empty` gives when there is no element."
  def max(enumerable, sorter, empty) do
    Extremes.extreme(enumerable, Sorters.max_sort_fun(sorter), empty)
  end

  @doc "The element of which `fun` makes the largest value; otherwise as `max/3`."
  def max_by(enumerable, fun, sorter \\ &>=/2, empty \\ fn -> raise Enum.EmptyError end)

  def max_by(enumerable, fun, empty, _default)
      when is_function(fun, 1) and is_function(empty, 0) do
    Extremes.extreme_by(enumerable, fun, &>=/2, empty)
  end

  def max_by(enumerable, fun, sorter, empty) when is_function(fun, 1) do
    Extremes.extreme_by(enumerable, fun, Sorters.max_sort_fun(sorter), empty)
  end

  @doc "The smallest element by term order, the first of equal ones."
  def min(enumerable), do: min(enumerable, &<=/2, fn -> raise Enum.EmptyError end)

  @doc "The smallest element by a sorter; otherwise as `max/2`."
  def min(enumerable, empty) when is_function(empty, 0), do: min(enumerable, &<=/2, empty)
  def min(enumerable, sorter), do: min(enumerable, sorter, fn -> raise Enum.EmptyError end)

  @doc "As `min/2`, with what `empty` gives when there is no element."
  def min(enumerable, sorter, empty) do
    Extremes.extreme(enumerable, Sorters.min_sort_fun(sorter), empty)
  end

  @doc "The element of which `fun` makes the smallest value; otherwise as `min/3`."
  def min_by(enumerable, fun, sorter \\ &<=/2, empty \\ fn -> raise Enum.EmptyError end)

  def min_by(enumerable, fun, empty, _default)
      when is_function(fun, 1) and is_function(empty, 0) do
    Extremes.extreme_by(enumerable, fun, &<=/2, empty)
  end

  def min_by(enumerable, fun, sorter, empty) when is_function(fun, 1) do
    Extremes.extreme_by(enumerable, fun, Sorters.min_sort_fun(sorter), empty)
  end

  @doc "The smallest and the largest element: `Enum.min_max([2, 1, 3])` is `{1, 3}`."
  def min_max(enumerable, empty \\ fn -> raise Enum.EmptyError end)

  def min_max(enumerable, empty) when is_function(empty, 0),
    do: Extremes.min_max(enumerable, empty)

  @doc "The elements of which `fun` makes the smallest and the largest value."
  def min_max_by(enumerable, fun, sorter \\ &</2, empty \\ fn -> raise Enum.EmptyError end)

  def min_max_by(enumerable, fun, empty, _default)
      when is_function(fun, 1) and is_function(empty, 0),
      do: Extremes.min_max_by(enumerable, fun, &</2, empty)

  def min_max_by(enumerable, fun, module, empty) when is_function(fun, 1) and is_atom(module) do
    Extremes.min_max_by(enumerable, fun, &(module.compare(&1, &2) == :lt), empty)
  end

  def min_max_by(enumerable, fun, sorter, empty)
      when is_function(fun, 1) and is_function(sorter, 2),
      do: Extremes.min_max_by(enumerable, fun, sorter, empty)

  # -- ordering --------------------------------------------------------------------------------

  @doc "The elements in reverse: `Enum.reverse([1, 2])` is `[2, 1]`."
  def reverse(list) when is_list(list), do: :lists.reverse(list)
  def reverse(enumerable), do: reduce(enumerable, [], &[&1 | &2])

  @doc "The elements in reverse, then those of `tail`: `Enum.reverse([1, 2], [3])`."
  def reverse(enumerable, tail), do: reduce(enumerable, to_list(tail), &[&1 | &2])

  @doc "The elements in term order, equal ones as they were: `Enum.sort([2, 1])` is `[1, 2]`."
  def sort(list) when is_list(list), do: :lists.sort(list)
  def sort(enumerable), do: :lists.sort(to_list(enumerable))

  @doc """
  The elements in the order of a sorter: `:asc`, `:desc`, a function that is true if its first
  argument may come first, a module with `compare/2`, or `{:asc | :desc, module}`.

      Enum.sort([~D[2021-01-01], ~D[2020-01-01]], Date)  # => [~D[2020-01-01], ~D[2021-01-01]]
  """
  def sort(enumerable, sorter)
  def sort(enumerable, :asc), do: sort(enumerable)
  def sort(enumerable, sorter), do: :lists.sort(Sorters.to_sort_fun(sorter), to_list(enumerable))

  @doc "Sorts by what `mapper` makes of the elements: `Enum.sort_by([\"aa\", \"b\"], &byte_size/1)`."
  def sort_by(enumerable, mapper, sorter \\ &<=/2) when is_function(mapper, 1) do
    pairs = map(enumerable, &{&1, mapper.(&1)})
    map(List.keysort(pairs, 1, sorter), &elem(&1, 0))
  end

  @doc "The elements in an order of chance."
  def shuffle(enumerable), do: Sampling.shuffle(enumerable)

  @doc "An element by chance; raises `Enum.EmptyError` when there is none."
  def random(enumerable), do: Sampling.random(enumerable)

  @doc "`count` elements by chance, in an order of chance."
  def take_random([], _count), do: []

  def take_random(enumerable, count) when is_integer(count) and count >= 0 do
    Sampling.take(enumerable, count)
  end

  # -- chunks ----------------------------------------------------------------------------------

  @doc "Lists of `count` elements: `Enum.chunk_every(1..3, 2)` is `[[1, 2], [3]]`."
  def chunk_every(enumerable, count), do: chunk_every(enumerable, count, count)

  @doc """
  Lists of `count` elements, each beginning `step` elements after the one before.

  The last is filled up from `leftover`, or left out if that is `:discard`.

      Enum.chunk_every(1..4, 3, 2, :discard)  # => [[1, 2, 3]]
  """
  def chunk_every(enumerable, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    Stream.Reducers.chunk_every(&chunk_while/4, enumerable, count, step, leftover)
  end

  @doc false
  @deprecated "Use Enum.chunk_every/2 instead"
  def chunk(enumerable, count), do: chunk(enumerable, count, count, nil)

  @doc false
  @deprecated "Use Enum.chunk_every/3 instead"
  def chunk(enumerable, count, step), do: chunk(enumerable, count, step, nil)

  @doc false
  @deprecated "Use Enum.chunk_every/4 instead"
  def chunk(enumerable, count, step, leftover),
    do: chunk_every(enumerable, count, step, leftover || :discard)

  @doc "Lists of neighbours of which `fun` makes the same value."
  def chunk_by(enumerable, fun), do: Stream.Reducers.chunk_by(&chunk_while/4, enumerable, fun)

  @doc """
  Chunks as `chunk_fun` of element and acc decides: `{:cont, acc}`, `{:cont, chunk, acc}` or
  `{:halt, acc}`. `after_fun` of the last acc gives `{:cont, chunk, acc}` or `{:cont, acc}`.
  """
  def chunk_while(enumerable, acc, chunk_fun, after_fun),
    do: Walk.chunk_while(enumerable, acc, chunk_fun, after_fun)

  # -- several at once -------------------------------------------------------------------------

  @doc "Tuples of the elements at the same place: `Enum.zip([[1, 2], [:a]])` is `[{1, :a}]`."
  def zip([]), do: []
  def zip(enumerables), do: zip_with(enumerables, &:erlang.list_to_tuple/1)

  @doc "Pairs of the elements at the same place: `Enum.zip(1..2, [:a, :b])`."
  def zip(left, right) when is_list(left) and is_list(right), do: Walk.zip(left, right)
  def zip(left, right), do: zip([left, right])

  @doc "What `fun` of a list makes of the elements at the same place."
  def zip_with(enumerables, fun), do: Zip.zip_with(enumerables, fun)

  @doc "What `fun` makes of two elements at the same place: `Enum.zip_with([1], [2], &+/2)`."
  def zip_with(left, right, fun) when is_function(fun, 2), do: Zip.zip_with(left, right, fun)

  @doc "Folds over the elements at the same place; `reducer` takes a list of them and the acc."
  def zip_reduce(enumerables, acc, reducer) when is_function(reducer, 2),
    do: Zip.zip_reduce(enumerables, acc, reducer)

  @doc "Folds over two at once; `reducer` takes an element of each and the acc."
  def zip_reduce(left, right, acc, reducer) when is_function(reducer, 3),
    do: Zip.zip_reduce(left, right, acc, reducer)

  @doc "Two lists of an enumerable of pairs: `Enum.unzip(a: 1, b: 2)` is `{[:a, :b], [1, 2]}`."
  def unzip(enumerable), do: Walk.unzip(enumerable)

  # -- into other shapes -----------------------------------------------------------------------

  @doc "The elements as a list: `Enum.to_list(1..3)` is `[1, 2, 3]`."
  def to_list(list) when is_list(list), do: list
  def to_list(%{__struct__: Range} = range), do: :lists.reverse(reverse(range))
  def to_list(%_{} = enumerable), do: :lists.reverse(reverse(enumerable))
  def to_list(%{} = map), do: :maps.to_list(map)
  def to_list(enumerable), do: :lists.reverse(reverse(enumerable))

  @doc "The elements put into a collectable: `Enum.into([a: 1], %{})` is `%{a: 1}`."
  def into(enumerable, []), do: to_list(enumerable)
  def into(enumerable, collectable), do: Walk.into(enumerable, collectable)

  @doc "What `transform` makes of the elements, put into a collectable."
  def into(enumerable, [], transform), do: map(enumerable, transform)
  def into(enumerable, collectable, transform), do: Walk.into(enumerable, collectable, transform)
end
