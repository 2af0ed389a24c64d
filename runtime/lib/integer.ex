defmodule Integer do
  @moduledoc """
  Functions for whole numbers, which have no upper or lower limit.

  Arithmetic lives in `Kernel` (`+`, `div/2`, `rem/2`, `abs/1`); bit operations in `Bitwise`.
  """

  @doc """
  True for odd integers; may stand in guards.

      Integer.is_odd(3)  # => true
  """
  defguard is_odd(integer) when is_integer(integer) and :erlang.band(integer, 1) == 1

  @doc """
  True for even integers; may stand in guards.

      Integer.is_even(10)  # => true
  """
  defguard is_even(integer) when is_integer(integer) and :erlang.band(integer, 1) == 0

  @doc """
  `base` to the power of `exponent`, which must not be negative, as an integer.

      Integer.pow(2, 100)  # => 1267650600228229401496703205376
  """
  @spec pow(integer, non_neg_integer) :: integer
  def pow(base, exponent) when is_integer(base) and is_integer(exponent) do
    if exponent < 0, do: :erlang.error(:badarith)
    power(base, exponent, 1)
  end

  # Squares the base once per bit of the exponent.
  defp power(_base, 0, result), do: result

  defp power(base, exponent, result) when :erlang.band(exponent, 1) == 1,
    do: power(base, exponent - 1, result * base)

  defp power(base, exponent, result), do: power(base * base, :erlang.bsr(exponent, 1), result)

  @doc """
  The remainder of a division that rounds down: it has the sign of `divisor`.

      Integer.mod(-5, 3)  # => 1
      rem(-5, 3)          # => -2
  """
  @spec mod(integer, neg_integer | pos_integer) :: integer
  def mod(dividend, divisor) do
    remainder = rem(dividend, divisor)
    if remainder * divisor < 0, do: remainder + divisor, else: remainder
  end

  @doc """
  The quotient rounded down, towards negative infinity.

      Integer.floor_div(-5, 2)  # => -3
      div(-5, 2)                # => -2
  """
  @spec floor_div(integer, neg_integer | pos_integer) :: integer
  def floor_div(dividend, divisor) do
    quotient = div(dividend, divisor)

    if rem(dividend, divisor) * divisor < 0, do: quotient - 1, else: quotient
  end

  @doc """
  The digits of `integer` in `base` (10 by default), most significant first. Digits of a
  negative number are negative.

      Integer.digits(58127, 100)  # => [5, 81, 27]
      Integer.digits(-12)         # => [-1, -2]
  """
  @spec digits(integer, pos_integer) :: [integer, ...]
  def digits(integer, base \\ 10)
      when is_integer(integer) and is_integer(base) and base >= 2 do
    collect_digits(integer, base, [])
  end

  defp collect_digits(integer, base, digits) when abs(integer) < base, do: [integer | digits]

  defp collect_digits(integer, base, digits),
    do: collect_digits(div(integer, base), base, [rem(integer, base) | digits])

  @doc """
  The integer that has the given digits in `base` (10 by default): inverse of `digits/2`.

      Integer.undigits([1, 2, 3])       # => 123
      Integer.undigits([1, 0, 1], 2)    # => 5
  """
  @spec undigits([integer], pos_integer) :: integer
  def undigits(digits, base \\ 10) when is_list(digits) and is_integer(base) and base >= 2 do
    do_undigits(digits, base, 0)
  end

  defp do_undigits([], _base, integer), do: integer

  defp do_undigits([digit | _], base, _integer) when is_integer(digit) and digit >= base,
    do: raise(ArgumentError, "invalid digit #{digit} in base #{base}")

  defp do_undigits([digit | digits], base, integer) when is_integer(digit),
    do: do_undigits(digits, base, integer * base + digit)

  @doc """
  Reads an integer from the start of a text, in `base` 2 to 36 (10 by default). Gives the number
  and what follows it, or `:error` if the text does not start with one.

      Integer.parse("34 apples")  # => {34, " apples"}
      Integer.parse("ff", 16)     # => {255, ""}
      Integer.parse("three")      # => :error
  """
  @spec parse(binary, 2..36) :: {integer, rest :: binary} | :error
  def parse(binary, base \\ 10)

  def parse(_binary, base) when base not in 2..36 do
    raise ArgumentError, "invalid base #{inspect(base)}"
  end

  def parse(binary, base) when is_binary(binary) do
    sign_size = sign_size(binary)

    case digits_end(binary, sign_size, base) do
      ^sign_size ->
        :error

      size ->
        <<number::binary-size(size), rest::binary>> = binary
        {:erlang.binary_to_integer(number, base), rest}
    end
  end

  defp sign_size(<<sign, _::binary>>) when sign in [?+, ?-], do: 1
  defp sign_size(_binary), do: 0

  # The offset of the first byte from `offset` on that is not a digit in `base`.
  defp digits_end(binary, offset, base) do
    case binary do
      <<_::binary-size(offset), char, _::binary>> ->
        if digit?(char, base), do: digits_end(binary, offset + 1, base), else: offset

      _ ->
        offset
    end
  end

  defp digit?(char, base) when char in ?0..?9, do: char - ?0 < base
  defp digit?(char, base) when char in ?a..?z, do: char - ?a + 10 < base
  defp digit?(char, base) when char in ?A..?Z, do: char - ?A + 10 < base
  defp digit?(_char, _base), do: false

  @doc """
  The text of `integer` in `base` 2 to 36 (10 by default), with capital letters as digits.

      Integer.to_string(123)       # => "123"
      Integer.to_string(255, 16)   # => "FF"
  """
  @spec to_string(integer, 2..36) :: String.t()
  def to_string(integer, base \\ 10)

  def to_string(integer, 10), do: :erlang.integer_to_binary(integer)
  def to_string(integer, base), do: :erlang.integer_to_binary(integer, base)

  @doc """
  Like `to_string/2`, as a charlist.

      Integer.to_charlist(123)      # => '123'
      Integer.to_charlist(255, 16)  # => 'FF'
  """
  @spec to_charlist(integer, 2..36) :: charlist
  def to_charlist(integer, base \\ 10)

  def to_charlist(integer, 10), do: :erlang.integer_to_list(integer)
  def to_charlist(integer, base), do: :erlang.integer_to_list(integer, base)

  @doc """
  The greatest integer that divides both numbers; never negative.

      Integer.gcd(12, 18)  # => 6
      Integer.gcd(0, 3)    # => 3
  """
  @spec gcd(integer, integer) :: non_neg_integer
  def gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2) do
    euclid(abs(integer1), abs(integer2))
  end

  defp euclid(divisor, 0), do: divisor
  defp euclid(left, right), do: euclid(right, rem(left, right))

  @doc """
  The greatest common divisor `g` of `a` and `b`, with `m` and `n` such that
  `a * m + b * n == g`, as `{g, m, n}`.

      Integer.extended_gcd(240, 46)  # => {2, -9, 47}
  """
  @spec extended_gcd(integer, integer) :: {non_neg_integer, integer, integer}
  def extended_gcd(0, 0), do: {0, 0, 0}
  def extended_gcd(0, b), do: {b, 0, 1}
  def extended_gcd(a, 0), do: {a, 1, 0}

  def extended_gcd(integer1, integer2) when is_integer(integer1) and is_integer(integer2) do
    extended_euclid(integer1, integer2, 1, 0, 0, 1)
  end

  # Invariant: left = a * left_m + b * left_n, and likewise for right.
  defp extended_euclid(left, 0, left_m, left_n, _right_m, _right_n) when left < 0,
    do: {-left, -left_m, -left_n}

  defp extended_euclid(left, 0, left_m, left_n, _right_m, _right_n), do: {left, left_m, left_n}

  defp extended_euclid(left, right, left_m, left_n, right_m, right_n) do
    quotient = div(left, right)
    next_m = left_m - quotient * right_m
    next_n = left_n - quotient * right_n
    extended_euclid(right, rem(left, right), right_m, right_n, next_m, next_n)
  end

  @doc false
  @deprecated "Use Integer.to_charlist/1 instead"
  def to_char_list(integer), do: Integer.to_charlist(integer)

  @doc false
  @deprecated "Use Integer.to_charlist/2 instead"
  def to_char_list(integer, base), do: Integer.to_charlist(integer, base)
end
