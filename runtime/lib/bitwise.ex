defmodule Bitwise do
  @moduledoc """
  Operations on the bits of integers, as functions and as operators.

      import Bitwise
      0b1100 &&& 0b1010  # => 8

  Integers count as two's complement of unbounded width. All of these may stand in guards: the
  compiler replaces a call by the `:erlang` function of the same meaning.
  """

  @deprecated "import Bitwise instead"
  defmacro __using__(options) do
    except =
      cond do
        Keyword.get(options, :only_operators) ->
          [bnot: 1, band: 2, bor: 2, bxor: 2, bsl: 2, bsr: 2]

        Keyword.get(options, :skip_operators) ->
          ["~~~": 1, &&&: 2, |||: 2, "^^^": 2, <<<: 2, >>>: 2]

        true ->
          []
      end

    quote do
      import Bitwise, except: unquote(except)
    end
  end

  @doc """
  All bits of `expr` inverted.

      bnot(2)  # => -3
  """
  @doc guard: true
  @spec bnot(integer) :: integer
  def bnot(expr), do: :erlang.bnot(expr)

  @doc """
  All bits of `expr` inverted: operator form of `bnot/1`.

      ~~~2  # => -3
  """
  @doc guard: true
  @spec ~~~integer :: integer
  def ~~~expr, do: :erlang.bnot(expr)

  @doc """
  The bits that are set in both integers.

      band(9, 3)  # => 1
  """
  @doc guard: true
  @spec band(integer, integer) :: integer
  def band(left, right), do: :erlang.band(left, right)

  @doc """
  The bits that are set in both integers: operator form of `band/2`.

      9 &&& 3  # => 1
  """
  @doc guard: true
  @spec integer &&& integer :: integer
  def left &&& right, do: :erlang.band(left, right)

  @doc """
  The bits that are set in at least one of the integers.

      bor(9, 3)  # => 11
  """
  @doc guard: true
  @spec bor(integer, integer) :: integer
  def bor(left, right), do: :erlang.bor(left, right)

  @doc """
  The bits that are set in at least one of the integers: operator form of `bor/2`.

      9 ||| 3  # => 11
  """
  @doc guard: true
  @spec integer ||| integer :: integer
  def left ||| right, do: :erlang.bor(left, right)

  @doc """
  The bits that are set in exactly one of the integers.

      bxor(9, 3)  # => 10
  """
  @doc guard: true
  @spec bxor(integer, integer) :: integer
  def bxor(left, right), do: :erlang.bxor(left, right)

  # The operator is deprecated in favour of bxor/2, and stays for code that imports it.
  @doc false
  def unquote(:^^^)(left, right), do: :erlang.bxor(left, right)

  @doc """
  `left` with its bits moved up by `right` places; a negative `right` moves them down.

      bsl(1, 2)   # => 4
      bsl(1, -2)  # => 0
  """
  @doc guard: true
  @spec bsl(integer, integer) :: integer
  def bsl(left, right), do: :erlang.bsl(left, right)

  @doc """
  Moves bits up: operator form of `bsl/2`.

      1 <<< 2  # => 4
  """
  @doc guard: true
  @spec integer <<< integer :: integer
  def left <<< right, do: :erlang.bsl(left, right)

  @doc """
  `left` with its bits moved down by `right` places, keeping the sign.

      bsr(-5, 1)  # => -3
  """
  @doc guard: true
  @spec bsr(integer, integer) :: integer
  def bsr(left, right), do: :erlang.bsr(left, right)

  @doc """
  Moves bits down: operator form of `bsr/2`.

      -5 >>> 1  # => -3
  """
  @doc guard: true
  @spec integer >>> integer :: integer
  def left >>> right, do: :erlang.bsr(left, right)
end
