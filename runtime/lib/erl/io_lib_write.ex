defmodule :io_lib_write do
  @moduledoc false
  # Terms as Erlang source on one line: what ~w and ~W print, and what ~p prints of a part that it
  # does not break. Texts are deep charlists.
  #
  # `depth` counts down with each level and with each element; at 1, what is left is written as
  # "...". A negative depth never gets there.

  @doc false
  def write(_term, 0, _encoding, _order), do: '...'

  def write(term, _depth, _encoding, _order) when is_integer(term),
    do: :erlang.integer_to_list(term)

  def write(term, _depth, _encoding, _order) when is_float(term), do: :io_lib_float.shortest(term)

  def write(atom, _depth, encoding, _order) when is_atom(atom),
    do: :io_lib_chars.atom(atom, encoding)

  def write(term, _depth, _encoding, _order) when is_port(term), do: :erlang.port_to_list(term)
  def write(term, _depth, _encoding, _order) when is_pid(term), do: :erlang.pid_to_list(term)

  def write(term, _depth, _encoding, _order) when is_reference(term),
    do: :erlang.ref_to_list(term)

  def write(term, _depth, _encoding, _order) when is_function(term), do: :erlang.fun_to_list(term)
  def write(term, depth, _encoding, _order) when is_bitstring(term), do: bitstring(term, depth)
  def write([], _depth, _encoding, _order), do: '[]'
  def write({}, _depth, _encoding, _order), do: '{}'
  def write([_ | _], 1, _encoding, _order), do: '[...]'

  def write([head | tail], depth, encoding, order) do
    depth = depth - 1
    [?[, write(head, depth, encoding, order), tail(tail, depth, encoding, order), ?]]
  end

  def write(tuple, 1, _encoding, _order) when is_tuple(tuple), do: '{...}'

  def write(tuple, depth, encoding, order) when is_tuple(tuple) do
    [first | rest] = :erlang.tuple_to_list(tuple)
    depth = depth - 1
    [?{, write(first, depth, encoding, order), elements(rest, depth, encoding, order), ?}]
  end

  def write(map, _depth, _encoding, _order) when map_size(map) == 0, do: '\#{}'
  def write(_map, 1, _encoding, _order), do: '\#{}'

  def write(map, depth, encoding, order) do
    [first | rest] = :maps.to_list(map)
    depth = depth - 1

    [
      '\#{',
      association(first, depth, encoding, order),
      associations(rest, depth, depth, encoding, order),
      ?}
    ]
  end

  defp tail([], _depth, _encoding, _order), do: []
  defp tail(_tail, 1, _encoding, _order), do: '|...'

  defp tail([head | tail], depth, encoding, order) do
    depth = depth - 1
    [?,, write(head, depth, encoding, order) | tail(tail, depth, encoding, order)]
  end

  defp tail(last, depth, encoding, order), do: [?|, write(last, depth - 1, encoding, order)]

  defp elements([], _depth, _encoding, _order), do: []
  defp elements(_elements, 1, _encoding, _order), do: ',...'

  defp elements([element | rest], depth, encoding, order) do
    depth = depth - 1
    [?,, write(element, depth, encoding, order) | elements(rest, depth, encoding, order)]
  end

  # Only the number of pairs counts down; all their keys and values have the same depth.
  # At its end, "..." is written even if there are no more.
  defp associations(_pairs, 1, _depth, _encoding, _order), do: ',...'
  defp associations([], _left, _depth, _encoding, _order), do: []

  defp associations([pair | rest], left, depth, encoding, order) do
    [
      ?,,
      association(pair, depth, encoding, order)
      | associations(rest, left - 1, depth, encoding, order)
    ]
  end

  defp association({key, value}, depth, encoding, order),
    do: [write(key, depth, encoding, order), ' => ', write(value, depth, encoding, order)]

  @doc false
  def bitstring(bits, depth) do
    [?<, ?<, bytes(bits, depth), ?>, ?>]
  end

  defp bytes(<<>>, _depth), do: []
  defp bytes(_bits, 1), do: '...'
  defp bytes(<<byte>>, _depth), do: :erlang.integer_to_list(byte)

  defp bytes(<<byte, rest::bitstring>>, depth),
    do: [:erlang.integer_to_list(byte), ?, | bytes(rest, depth - 1)]

  defp bytes(bits, _depth) do
    size = bit_size(bits)
    <<number::size(size)>> = bits
    [:erlang.integer_to_list(number), ?:, :erlang.integer_to_list(size)]
  end
end
