defmodule Enum.Slicing do
  @moduledoc false

  # What Enum does by position: at, fetch, slice, take, drop, split and slide. No function of
  # the caller's is called here, except by walking an enumerable.
  #
  # A list is walked once. Anything else is asked by Enumerable.slice/1 whether it can give a
  # part of itself without being walked; if not, it is made a list or walked as far as needed.

  # -- one element -----------------------------------------------------------------------------

  def fetch(list, index) when is_list(list) and index >= 0, do: fetch_list(list, index)

  def fetch(enumerable, index) when index >= 0 do
    case slice(enumerable, index, 1, 1) do
      [element] -> {:ok, element}
      [] -> :error
    end
  end

  def fetch(enumerable, index) do
    {count, part} = count_and_part(enumerable)

    if count + index >= 0,
      do: {:ok, hd(part.(count + index, 1))},
      else: :error
  end

  defp fetch_list([element | _rest], 0), do: {:ok, element}
  defp fetch_list([_element | rest], index), do: fetch_list(rest, index - 1)
  defp fetch_list([], _index), do: :error

  # -- parts -----------------------------------------------------------------------------------

  def slice(enumerable, %{__struct__: Range, first: first, last: last, step: step} = range) do
    cond do
      step > 0 -> slice_range(enumerable, first, last, step)
      step == -1 and first > last -> slice_range(enumerable, first, last, 1)
      true -> raise_of_step("slice/2", "negative", range)
    end
  end

  def slice(enumerable, %{__struct__: Range, first: first, last: last}) do
    slice_range(enumerable, first, last, 1)
  end

  defp raise_of_step(function, which, range) do
    raise ArgumentError,
          "Enum.#{function} does not accept ranges with #{which} steps, got: #{inspect(range)}"
  end

  # Every `step`-th element within `amount` positions from `start` on.
  def slice(_enumerable, _start, 0, _step), do: []

  def slice(list, start, amount, step) when is_list(list) and start >= 0 do
    nth_elements(drop_list(list, start), elements_in(amount, step), step)
  end

  def slice(enumerable, start, amount, step) when start >= 0 do
    case Enumerable.slice(enumerable) do
      {:ok, count, _fun} when start >= count ->
        []

      {:ok, count, fun} when is_function(fun, 3) ->
        fun.(start, elements_in(min(amount, count - start), step), step)

      # With a step, as many elements as there are positions are taken, not only those within.
      {:ok, count, fun} when is_function(fun, 1) ->
        nth_elements(drop_list(fun.(enumerable), start), min(amount, count - start), step)

      {:ok, count, fun} when is_function(fun, 2) ->
        amount = min(amount, count - start)
        nth_elements(fun.(start, amount), elements_in(amount, step), step)

      {:error, module} ->
        walk(module, enumerable, start, elements_in(amount, step), step)
    end
  end

  def slice(enumerable, start, amount, step) do
    {count, part} = count_and_part(enumerable)
    start = max(count + start, 0)
    counted_slice(part, start, min(amount, count - start), step)
  end

  defp slice_range(enumerable, first, -1, 1) when first >= 0, do: drop(enumerable, first)

  defp slice_range(enumerable, first, last, step) when first >= 0 and last >= first do
    slice(enumerable, first, last - first + 1, step)
  end

  # A limit counts from the end: nothing can be said before the size is known.
  defp slice_range(enumerable, first, last, step) do
    {count, part} = count_and_part(enumerable)
    first = if first >= 0, do: first, else: max(count + first, 0)
    last = if last >= 0, do: last, else: last + count
    counted_slice(part, first, min(last, count - 1) - first + 1, step)
  end

  defp counted_slice(part, start, amount, step) when amount > 0 do
    nth_elements(part.(start, amount), elements_in(amount, step), step)
  end

  defp counted_slice(_part, _start, _amount, _step), do: []

  defp elements_in(amount, step), do: div(amount - 1, step) + 1

  # The size, and a function of start and amount.
  defp count_and_part(list) when is_list(list), do: {length(list), part_of_list(list)}

  defp count_and_part(enumerable) do
    case Enumerable.slice(enumerable) do
      {:ok, count, fun} when is_function(fun, 3) ->
        {count, fn start, amount -> fun.(start, amount, 1) end}

      {:ok, count, fun} when is_function(fun, 1) ->
        {count, fn start, amount -> take_list(drop_list(fun.(enumerable), start), amount) end}

      # A protocol implementation from before there were steps.
      {:ok, count, fun} when is_function(fun, 2) ->
        {count, fun}

      {:error, module} ->
        collect = fn element, {elements, count} -> {:cont, {[element | elements], count + 1}} end
        {_done, {elements, count}} = module.reduce(enumerable, {:cont, {[], 0}}, collect)
        {count, part_of_list(:lists.reverse(elements))}
    end
  end

  defp part_of_list(list), do: fn start, amount -> take_list(drop_list(list, start), amount) end

  defp walk(module, enumerable, start, wanted, step) do
    pick = fn
      _element, {skip, wanted, picked} when skip > 0 -> {:cont, {skip - 1, wanted, picked}}
      element, {_skip, 1, picked} -> {:halt, {0, 0, [element | picked]}}
      element, {_skip, wanted, picked} -> {:cont, {step - 1, wanted - 1, [element | picked]}}
    end

    {_done, {_skip, _wanted, picked}} =
      module.reduce(enumerable, {:cont, {start, wanted, []}}, pick)

    :lists.reverse(picked)
  end

  defp nth_elements(_list, 0, _step), do: []
  defp nth_elements(list, wanted, 1), do: take_list(list, wanted)

  defp nth_elements([element | rest], wanted, step) do
    [element | nth_elements(drop_list(rest, step - 1), wanted - 1, step)]
  end

  defp nth_elements([], _wanted, _step), do: []

  # -- from either end -------------------------------------------------------------------------

  def take(_enumerable, 0), do: []
  def take(list, amount) when is_list(list) and amount > 0, do: take_list(list, amount)

  def take(enumerable, amount) when amount > 0 do
    take_one = fn element, {taken, left} ->
      case left do
        1 -> {:halt, {[element | taken], 0}}
        _ -> {:cont, {[element | taken], left - 1}}
      end
    end

    {_done, {taken, _left}} = Enumerable.reduce(enumerable, {:cont, {[], amount}}, take_one)
    :lists.reverse(taken)
  end

  def take(enumerable, amount) when amount < 0 do
    {count, part} = count_and_part(enumerable)
    first = max(amount + count, 0)
    if count > 0, do: part.(first, count - first), else: []
  end

  def take_list(_list, 0), do: []
  def take_list([head | tail], amount), do: [head | take_list(tail, amount - 1)]
  def take_list([], _amount), do: []

  def drop(list, amount) when is_list(list) and amount >= 0, do: drop_list(list, amount)
  def drop(enumerable, 0), do: Enum.to_list(enumerable)

  def drop(enumerable, amount) when amount > 0 do
    {kept, _left} =
      Enum.reduce(enumerable, {[], amount}, fn
        _element, {kept, left} when left > 0 -> {kept, left - 1}
        element, {kept, 0} -> {[element | kept], 0}
      end)

    :lists.reverse(kept)
  end

  def drop(enumerable, amount) when amount < 0 do
    {count, part} = count_and_part(enumerable)
    amount = count + amount
    if amount > 0, do: part.(0, amount), else: []
  end

  def drop_list(list, 0), do: list
  def drop_list([_head | tail], amount), do: drop_list(tail, amount - 1)
  def drop_list([], _amount), do: []

  def split(list, count) when is_list(list) and count >= 0, do: split_list(list, count, [])

  def split(enumerable, count) when count >= 0 do
    {_left, first, rest} =
      Enum.reduce(enumerable, {count, [], []}, fn
        element, {0, first, rest} -> {0, first, [element | rest]}
        element, {left, first, rest} -> {left - 1, [element | first], rest}
      end)

    {:lists.reverse(first), :lists.reverse(rest)}
  end

  def split(enumerable, count) when count < 0 do
    split_reversed(Enum.reverse(enumerable), -count, [])
  end

  defp split_list(rest, 0, first), do: {:lists.reverse(first), rest}
  defp split_list([head | tail], count, first), do: split_list(tail, count - 1, [head | first])
  defp split_list([], _count, first), do: {:lists.reverse(first), []}

  defp split_reversed(reversed, 0, last), do: {:lists.reverse(reversed), last}

  defp split_reversed([head | tail], count, last) do
    split_reversed(tail, count - 1, [head | last])
  end

  defp split_reversed([], _count, last), do: {[], last}

  # -- moving a part ---------------------------------------------------------------------------

  def slide(enumerable, index, insertion_index) when is_integer(index) do
    slide(enumerable, index..index, insertion_index)
  end

  def slide(_enumerable, %{__struct__: Range, step: step} = range, _insertion_index)
      when step != 1,
      do: raise_of_step("slide/3", "custom", range)

  def slide(enumerable, %{__struct__: Range, first: first, last: last}, index)
      when first < 0 or last < 0 or index < 0 do
    count = Enum.count(enumerable)
    first = if first >= 0, do: first, else: max(first + count, 0)
    last = if last >= 0, do: last, else: last + count
    index = if index >= 0, do: index, else: index + count

    if first == index or first >= count or first > last,
      do: Enum.to_list(enumerable),
      else: slide(enumerable, first..last//1, index)
  end

  def slide(enumerable, %{__struct__: Range, first: index}, index), do: Enum.to_list(enumerable)

  def slide(enumerable, %{__struct__: Range, first: first, last: last}, index)
      when index < first do
    {before, rest} = split(enumerable, index)
    {passed, rest} = split_list(rest, first - index, [])
    {moved, rest} = split_list(rest, last - first + 1, [])
    before ++ moved ++ passed ++ rest
  end

  def slide(enumerable, %{__struct__: Range, first: first, last: last}, index)
      when index > last do
    {before, rest} = split(enumerable, first)
    {moved, rest} = split_list(rest, last - first + 1, [])
    {passed, rest} = split_list(rest, index - last, [])
    before ++ passed ++ moved ++ rest
  end

  def slide(_enumerable, %{__struct__: Range, first: first, last: last}, index) do
    raise ArgumentError,
          "insertion index for slide must be outside the range being moved " <>
            "(tried to insert #{first}..#{last} at #{index})"
  end

  # The part is reversed in place, of a list that is reversed as a whole already.
  def reverse_slice(reversed, start, count) do
    length = length(reversed)
    count = min(count, length - start)

    if count > 0 do
      {rest, front} = split_list(reversed, length - start - count, [])
      {part, front} = split_list(front, count, [])
      :lists.reverse(front) ++ part ++ :lists.reverse(rest)
    else
      :lists.reverse(reversed)
    end
  end
end
