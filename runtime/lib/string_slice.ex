defmodule String.Slice do
  @moduledoc false
  # Parts of a text by the positions of its graphemes.

  @doc false
  def drop(string, size), do: :erlang.binary_part(string, size, byte_size(string) - size)

  @doc false
  def take(_string, _start, 0), do: ""

  def take(string, start, length) do
    {skipped_size, _} = :respawn_unicode.grapheme_span(string, start)
    rest = drop(string, skipped_size)
    {size, _} = :respawn_unicode.grapheme_span(rest, length)
    :erlang.binary_part(rest, 0, size)
  end

  # A range that leads down is empty, except for the step that `5..-1` has by itself: such ranges
  # have always meant "to the end".
  @doc false
  def range(string, first, last, step) do
    cond do
      step > 0 ->
        positions(string, first, last, step)

      step == -1 and first > last ->
        positions(string, first, last, 1)

      true ->
        raise ArgumentError,
              "String.slice/2 does not accept ranges with negative steps, " <>
                "got: #{inspect(first..last//step)}"
    end
  end

  defp positions(string, first, last, step) do
    count = if first < 0 or last < 0, do: String.length(string), else: 0
    first = if first < 0, do: max(first + count, 0), else: first
    last = if last < 0, do: last + count, else: last

    cond do
      last < first -> ""
      step == 1 -> take(string, first, last - first + 1)
      true -> string |> take(first, last - first + 1) |> every(step)
    end
  end

  defp every(string, step) do
    string
    |> :respawn_unicode.graphemes()
    |> Enum.take_every(step)
    |> :erlang.iolist_to_binary()
  end

  @doc false
  def reverse(string) do
    string |> :respawn_unicode.graphemes() |> :lists.reverse() |> :erlang.iolist_to_binary()
  end

  # One run of a text that is not all UTF-8: bytes that are not stay in their order.
  @doc false
  def reverse_run(run), do: if(String.valid?(run), do: reverse(run), else: run)
end
