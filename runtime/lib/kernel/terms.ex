# Parts and sizes of lists, tuples, maps and binaries: BIFs, most of them guards.

@doc """
First element of a list; the empty list raises `ArgumentError`. `hd([1, 2])` is `1`.
"""
@doc guard: true
@spec hd(nonempty_maybe_improper_list(element, any())) :: element when element: term()
def hd(list), do: :erlang.hd(list)

@doc """
The list without its first element; the empty list raises `ArgumentError`. `tl([1, 2])` is `[2]`.
"""
@doc guard: true
@spec tl(nonempty_maybe_improper_list(element, last)) :: maybe_improper_list(element, last) | last
      when element: term(), last: term()
def tl(list), do: :erlang.tl(list)

@doc """
Number of elements of a list, which it has to walk. `length([1, 2])` is `2`.
"""
@doc guard: true
@spec length(list()) :: non_neg_integer()
def length(list), do: :erlang.length(list)

@doc """
Joins two lists; the left one is copied. `[1] ++ [2]` is `[1, 2]`.
"""
@spec list() ++ term() :: maybe_improper_list()
def left ++ right, do: :erlang.++(left, right)

@doc """
Removes from `left` the first occurrence of each element of `right`. `[1, 2, 1] -- [1]` is `[2, 1]`.
"""
@spec list() -- list() :: list()
def left -- right, do: :erlang.--(left, right)

@doc """
Element of a tuple; the first has index 0. `elem({:a, :b}, 1)` is `:b`.
"""
@doc guard: true
@spec elem(tuple(), non_neg_integer()) :: term()
def elem(tuple, index), do: :erlang.element(:erlang.+(index, 1), tuple)

@doc """
The tuple with another value at the index. `put_elem({:a, :b}, 0, :c)` is `{:c, :b}`.
"""
@spec put_elem(tuple(), non_neg_integer(), term()) :: tuple()
def put_elem(tuple, index, value), do: :erlang.setelement(:erlang.+(index, 1), tuple, value)

@doc """
Number of elements of a tuple. `tuple_size({:a, :b})` is `2`.
"""
@doc guard: true
@spec tuple_size(tuple()) :: non_neg_integer()
def tuple_size(tuple), do: :erlang.tuple_size(tuple)

@doc """
Number of keys of a map. `map_size(%{a: 1})` is `1`.
"""
@doc guard: true
@spec map_size(map()) :: non_neg_integer()
def map_size(map), do: :erlang.map_size(map)

@doc """
Number of bits of a bitstring. `bit_size(<<1::3>>)` is `3`.
"""
@doc guard: true
@spec bit_size(bitstring()) :: non_neg_integer()
def bit_size(bitstring), do: :erlang.bit_size(bitstring)

@doc """
Number of bytes needed for a bitstring; `String.length/1` counts characters. `byte_size("é")` is `2`.
"""
@doc guard: true
@spec byte_size(bitstring()) :: non_neg_integer()
def byte_size(bitstring), do: :erlang.byte_size(bitstring)

@doc """
The `length` bytes from `start`; a negative length takes those before it. All must be inside.

    iex> binary_part("hello", 1, 3)
    "ell"
"""
@doc guard: true
@spec binary_part(binary(), non_neg_integer(), integer()) :: binary()
def binary_part(binary, start, length), do: :erlang.binary_part(binary, start, length)

@doc """
Up to `size` bytes from `start`; a negative start counts from the end. What lies outside is left out.

    iex> binary_slice("elixir", 2, 100)
    "ixir"
"""
@spec binary_slice(binary(), integer(), non_neg_integer()) :: binary()
def binary_slice(binary, start, size)

def binary_slice(binary, start, 0)
    when :erlang.is_binary(binary) and :erlang.is_integer(start),
    do: ""

def binary_slice(binary, start, size)
    when :erlang.is_binary(binary) and :erlang.is_integer(start) and :erlang.is_integer(size) and
           :erlang.>(size, 0) do
  total = :erlang.byte_size(binary)
  first = if :erlang.<(start, 0), do: :erlang.max(:erlang.+(total, start), 0), else: start

  if :erlang.<(first, total) do
    :erlang.binary_part(binary, first, :erlang.min(size, :erlang.-(total, first)))
  else
    ""
  end
end

@doc """
The bytes at the positions of a range, whose negative bounds count from the end. The step must be positive.

    iex> {binary_slice("elixir", 1..3), binary_slice("elixir", -3..-1), binary_slice("elixir", 0..4//2)}
    {"lix", "xir", "eii"}
"""
@spec binary_slice(binary(), Range.t()) :: binary()
def binary_slice(binary, range)

def binary_slice(binary, %{__struct__: Range, first: first, last: last, step: step})
    when :erlang.is_binary(binary) and :erlang.>(step, 0) do
  total = :erlang.byte_size(binary)
  first = if :erlang.<(first, 0), do: :erlang.max(:erlang.+(first, total), 0), else: first
  last = if :erlang.<(last, 0), do: :erlang.+(last, total), else: last
  size = :erlang.+(:erlang.-(:erlang.min(last, :erlang.-(total, 1)), first), 1)

  cond do
    :erlang.<(size, 1) -> ""
    :erlang."=:="(step, 1) -> :erlang.binary_part(binary, first, size)
    true -> every_nth_byte(:erlang.binary_part(binary, first, size), step, "")
  end
end

def binary_slice(binary, %{__struct__: Range, first: _, last: _, step: _} = range)
    when :erlang.is_binary(binary) do
  :erlang.error(
    ArgumentError.exception(
      :erlang.iolist_to_binary([
        "binary_slice/2 does not accept ranges with negative steps, got: ",
        inspect(range)
      ])
    )
  )
end

defp every_nth_byte(binary, step, result) do
  skipped = :erlang.-(step, 1)

  case binary do
    <<byte, _::binary-size(skipped), rest::binary>> ->
      every_nth_byte(rest, step, <<result::binary, byte>>)

    <<byte, _::binary>> ->
      <<result::binary, byte>>

    "" ->
      result
  end
end
