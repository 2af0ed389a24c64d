defmodule Range do
  @moduledoc """
  Integers from `first` to `last` in steps of `step`, both ends included: `1..10//3`.

  A range is three integers, whatever its size. A range whose step points away from `last` is
  empty. Maps that were built before ranges had a step (no `:step` key) still count by one in
  the direction of `last`.
  """

  @enforce_keys [:first, :last, :step]
  defstruct first: nil, last: nil, step: nil

  @type limit :: integer
  @type step :: pos_integer | neg_integer
  @type t :: %__MODULE__{first: limit, last: limit, step: step}
  @type t(first, last) :: %__MODULE__{first: first, last: last, step: step}

  @doc "A range that counts up or down, as needed: `Range.new(3, 1)` is `3..1//-1`."
  @spec new(limit, limit) :: t
  def new(first, last) when is_integer(first) and is_integer(last) do
    %Range{first: first, last: last, step: if(first <= last, do: 1, else: -1)}
  end

  def new(first, last) do
    raise ArgumentError,
          "ranges (first..last) expect both sides to be integers, " <>
            "got: #{inspect(first)}..#{inspect(last)}"
  end

  @doc "A range with a step: `Range.new(1, 10, 3)` holds 1, 4, 7 and 10."
  @spec new(limit, limit, step) :: t
  def new(first, last, step)
      when is_integer(first) and is_integer(last) and is_integer(step) and step != 0 do
    %Range{first: first, last: last, step: step}
  end

  def new(first, last, step) do
    raise ArgumentError,
          "ranges (first..last//step) expect both sides to be integers and the step to be a " <>
            "non-zero integer, got: #{inspect(first)}..#{inspect(last)}//#{inspect(step)}"
  end

  @doc "How many integers the range holds: `Range.size(1..10//3)` is `4`."
  @spec size(t) :: non_neg_integer
  def size(range)

  def size(%{__struct__: Range, first: first, last: last, step: step}),
    do: size(first, last, step)

  def size(%{__struct__: Range, first: first, last: last}) do
    size(first, last, if(first <= last, do: 1, else: -1))
  end

  defp size(first, last, step) when step > 0 and first > last, do: 0
  defp size(first, last, step) when step < 0 and first < last, do: 0
  defp size(first, last, step), do: abs(div(last - first, step)) + 1

  @doc "Moves both ends by `steps_to_shift` steps: `Range.shift(0..10//5, 2)` is `10..20//5`."
  @spec shift(t, integer) :: t
  def shift(%Range{first: first, last: last, step: step}, steps_to_shift)
      when is_integer(steps_to_shift) do
    distance = steps_to_shift * step
    new(first + distance, last + distance, step)
  end

  @doc """
  Whether the two ranges have no integer in common.

      Range.disjoint?(1..10//2, 2..10//2)  # => true
  """
  @spec disjoint?(t, t) :: boolean
  def disjoint?(
        %Range{first: first1, last: last1, step: step1} = range1,
        %Range{first: first2, last: last2, step: step2} = range2
      ) do
    if size(first1, last1, step1) == 0 or size(first2, last2, step2) == 0 do
      true
    else
      progressions_disjoint?(ascending(range1), ascending(range2))
    end
  end

  # An ascending range with its last element in place of its limit.
  defp ascending(%Range{first: first, last: last, step: step}) when step > 0 do
    {first, first + div(last - first, step) * step, step}
  end

  defp ascending(%Range{first: first, last: last, step: step}) do
    {first + div(last - first, step) * step, first, -step}
  end

  # An integer is in both progressions when it is low1 + k * step1 for some k and leaves the same
  # remainder as low2 when divided by step2: the Chinese remainder theorem gives one such
  # integer and says that the others are a common multiple of both steps apart.
  defp progressions_disjoint?({low1, high1, step1}, {low2, high2, step2}) do
    {divisor, factor, _other} = Integer.extended_gcd(step1, step2)

    if rem(low2 - low1, divisor) == 0 do
      common_step = div(step1 * step2, divisor)
      common = low1 + div(low2 - low1, divisor) * factor * step1
      low = max(low1, low2)
      low + Integer.mod(common - low, common_step) > min(high1, high2)
    else
      true
    end
  end

  @doc false
  @deprecated "Pattern match on first..last//step instead"
  def range?(term)

  def range?(%{__struct__: Range, first: first, last: last})
      when is_integer(first) and is_integer(last),
      do: true

  def range?(_term), do: false
end

defimpl Enumerable, for: Range do
  def reduce(%{__struct__: Range, first: first, last: last, step: step}, acc, fun) do
    reduce(first, last, acc, fun, step)
  end

  def reduce(%{__struct__: Range, first: first, last: last}, acc, fun) do
    reduce(first, last, acc, fun, if(first <= last, do: 1, else: -1))
  end

  defp reduce(_first, _last, {:halt, acc}, _fun, _step), do: {:halted, acc}

  defp reduce(first, last, {:suspend, acc}, fun, step) do
    {:suspended, acc, &reduce(first, last, &1, fun, step)}
  end

  defp reduce(first, last, {:cont, acc}, fun, step)
       when (step > 0 and first <= last) or (step < 0 and first >= last) do
    reduce(first + step, last, fun.(first, acc), fun, step)
  end

  defp reduce(_first, _last, {:cont, acc}, _fun, _step), do: {:done, acc}

  def count(range), do: {:ok, Range.size(range)}

  def member?(%{__struct__: Range, first: first, last: last, step: step} = range, value)
      when is_integer(value) do
    cond do
      Range.size(range) == 0 -> {:ok, false}
      first <= last -> {:ok, first <= value and value <= last and rem(value - first, step) == 0}
      true -> {:ok, last <= value and value <= first and rem(value - first, step) == 0}
    end
  end

  def member?(%{__struct__: Range, first: first, last: last} = range, value)
      when not is_map_key(range, :step) and is_integer(value) do
    {:ok, min(first, last) <= value and value <= max(first, last)}
  end

  def member?(_range, _value), do: {:ok, false}

  def slice(%{__struct__: Range, first: first, step: range_step} = range) do
    slice = fn start, length, step ->
      slice(first + start * range_step, range_step + step - 1, length)
    end

    {:ok, Range.size(range), slice}
  end

  def slice(%{__struct__: Range, first: first, last: last}) do
    slice(%{__struct__: Range, first: first, last: last, step: if(first <= last, do: 1, else: -1)})
  end

  defp slice(_current, _step, 0), do: []
  defp slice(current, step, length), do: [current | slice(current + step, step, length - 1)]
end
