defmodule Enum.Extremes do
  @moduledoc false

  # The largest and the smallest. A sorter is asked whether what was found first may stay, so
  # that of equal elements the first is the answer.

  def extreme([head | tail], sorter, _empty), do: list_extreme(tail, head, sorter)
  def extreme([], _sorter, empty), do: empty.()

  # Of a range only the ends can be it.
  def extreme(%{__struct__: Range, first: first, last: last, step: step} = range, sorter, empty) do
    case Range.size(range) do
      0 ->
        empty.()

      _ ->
        last = last - rem(last - first, step)

        case sorter.(first, last) do
          true -> first
          false -> last
        end
    end
  end

  def extreme(enumerable, sorter, empty) do
    found =
      Enum.reduce(enumerable, :none, fn
        element, {:found, best} ->
          case sorter.(best, element) do
            true -> {:found, best}
            false -> {:found, element}
          end

        element, :none ->
          {:found, element}
      end)

    case found do
      {:found, best} -> best
      :none -> empty.()
    end
  end

  defp list_extreme([head | tail], best, sorter) do
    case sorter.(best, head) do
      true -> list_extreme(tail, best, sorter)
      false -> list_extreme(tail, head, sorter)
    end
  end

  defp list_extreme([], best, _sorter), do: best

  def extreme_by([head | tail], fun, sorter, _empty) do
    list_extreme_by(tail, head, fun.(head), fun, sorter)
  end

  def extreme_by([], _fun, _sorter, empty), do: empty.()

  def extreme_by(enumerable, fun, sorter, empty) do
    found =
      Enum.reduce(enumerable, :none, fn
        element, {best, best_value} ->
          value = fun.(element)

          case sorter.(best_value, value) do
            true -> {best, best_value}
            false -> {element, value}
          end

        element, :none ->
          {element, fun.(element)}
      end)

    case found do
      {best, _best_value} -> best
      :none -> empty.()
    end
  end

  defp list_extreme_by([head | tail], best, best_value, fun, sorter) do
    value = fun.(head)

    case sorter.(best_value, value) do
      true -> list_extreme_by(tail, best, best_value, fun, sorter)
      false -> list_extreme_by(tail, head, value, fun, sorter)
    end
  end

  defp list_extreme_by([], best, _best_value, _fun, _sorter), do: best

  def min_max(%{__struct__: Range, first: first, last: last, step: step} = range, empty) do
    case Range.size(range) do
      0 ->
        empty.()

      _ ->
        last = last - rem(last - first, step)
        {min(first, last), max(first, last)}
    end
  end

  def min_max(enumerable, empty) do
    found =
      Enum.reduce(enumerable, :none, fn
        element, {min, max} -> {min(min, element), max(max, element)}
        element, :none -> {element, element}
      end)

    if found == :none, do: empty.(), else: found
  end

  def min_max_by(enumerable, fun, sorter, empty) do
    found =
      Enum.reduce(enumerable, :none, fn
        element, {min, min_value, max, max_value} = found ->
          value = fun.(element)

          cond do
            sorter.(value, min_value) -> {element, value, max, max_value}
            sorter.(max_value, value) -> {min, min_value, element, value}
            true -> found
          end

        element, :none ->
          value = fun.(element)
          {element, value, element, value}
      end)

    case found do
      :none -> empty.()
      {min, _min_value, max, _max_value} -> {min, max}
    end
  end
end
