defprotocol Collectable do
  @moduledoc """
  What a value must answer to have elements poured into it, as `Enum.into/2` and `for` do.
  """

  @type command :: {:cont, term} | :done | :halt

  @doc """
  The starting accumulator and the collector, a function of accumulator and command.

  `{:cont, element}` adds an element, `:done` asks for the result, and `:halt` says that the
  walk was given up and nothing is wanted any more.
  """
  @spec into(t) :: {initial_acc :: term, collector :: (term, command -> t | term)}
  def into(collectable)
end

defimpl Collectable, for: List do
  def into(list) do
    # Only an empty list can be filled in order without copying it first; the other case stays
    # for old callers and says so.
    if list != [] do
      IO.warn(
        "the Collectable protocol is deprecated for non-empty lists. The behaviour of " <>
          "Enum.into/2 and \"for\" comprehensions with an :into option is incorrect " <>
          "when collecting into non-empty lists. If you're collecting into a non-empty keyword " <>
          "list, consider using Keyword.merge/2 instead. If you're collecting into a non-empty " <>
          "list, consider concatenating the two lists with the ++ operator."
      )
    end

    collect = fn
      reversed, {:cont, element} -> [element | reversed]
      reversed, :done -> list ++ :lists.reverse(reversed)
      _reversed, :halt -> :ok
    end

    {[], collect}
  end
end

defimpl Collectable, for: Map do
  def into(map) do
    collect = fn
      map, {:cont, {key, value}} -> :maps.put(key, value, map)
      map, :done -> map
      _map, :halt -> :ok
    end

    {map, collect}
  end
end

defimpl Collectable, for: BitString do
  # Binaries are collected as iodata, and joined once.
  def into(binary) when is_binary(binary) do
    collect = fn
      parts, {:cont, part} when is_list(parts) and is_binary(part) ->
        [parts | part]

      parts, {:cont, part} when is_list(parts) and is_bitstring(part) ->
        <<:erlang.iolist_to_binary(parts)::binary, part::bitstring>>

      bits, {:cont, part} when is_bitstring(part) ->
        <<bits::bitstring, part::bitstring>>

      parts, :done when is_list(parts) ->
        :erlang.iolist_to_binary(parts)

      bits, :done ->
        bits

      _parts, :halt ->
        :ok
    end

    {[binary], collect}
  end

  def into(bits) do
    collect = fn
      bits, {:cont, part} when is_bitstring(part) -> <<bits::bitstring, part::bitstring>>
      bits, :done -> bits
      _bits, :halt -> :ok
    end

    {bits, collect}
  end
end
