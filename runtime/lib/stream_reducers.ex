defmodule Stream.Reducers do
  @moduledoc false

  # Chunking, for Enum and Stream alike. Each function says what to keep between elements, when
  # a chunk is complete and what to do with the rest, and leaves the walk to `chunk_while`: either
  # Enum.chunk_while/4 or Stream.chunk_while/4.

  # The state is the chunk so far, reversed, and its size; a negative size is the number of
  # elements to be left out before the next chunk begins.
  def chunk_every(chunk_while, enumerable, count, step, leftover)
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    overlap = count - step

    chunk = fn
      _element, {[], size} when size < 0 ->
        {:cont, {[], size + 1}}

      element, {chunk, size} when size + 1 == count ->
        chunk = [element | chunk]
        {:cont, :lists.reverse(chunk), {Enum.take(chunk, max(overlap, 0)), overlap}}

      element, {chunk, size} ->
        {:cont, {[element | chunk], size + 1}}
    end

    rest = fn
      {[], _size} -> {:cont, []}
      {_chunk, _size} when leftover == :discard -> {:cont, []}
      {chunk, size} -> {:cont, :lists.reverse(chunk, Enum.take(leftover, count - size)), []}
    end

    chunk_while.(enumerable, {[], 0}, chunk, rest)
  end

  def chunk_by(chunk_while, enumerable, fun) do
    chunk = fn
      element, nil ->
        {:cont, {[element], fun.(element)}}

      element, {chunk, value} ->
        case fun.(element) do
          ^value -> {:cont, {[element | chunk], value}}
          new_value -> {:cont, :lists.reverse(chunk), {[element], new_value}}
        end
    end

    rest = fn
      nil -> {:cont, :done}
      {chunk, _value} -> {:cont, :lists.reverse(chunk), :done}
    end

    chunk_while.(enumerable, nil, chunk, rest)
  end
end
