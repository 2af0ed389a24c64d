defmodule Float do
  @moduledoc """
  Functions for floating point numbers: IEEE 754, 64 bits.

  Rounding to decimal places works on the exact value of the number: `5.5675` is a little less
  than its text says, so to three places it becomes `5.567`.
  """

  @precision_range 0..15

  @doc """
  `base` to the power of `exponent`, as a float. `base` is a float.

      Float.pow(2.0, 3)  # => 8.0
  """
  @spec pow(float, number) :: float
  def pow(base, exponent) when is_float(base) and is_number(exponent),
    do: :math.pow(base, exponent)

  @doc """
  Reads a number from the start of a text, as a float. Gives the number and what follows it, or
  `:error`.

      Float.parse("56.5xyz")  # => {56.5, "xyz"}
      Float.parse("34")       # => {34.0, ""}
      Float.parse("pi")       # => :error
  """
  @spec parse(binary) :: {float, binary} | :error
  def parse(binary)

  def parse(<<?-, rest::binary>>), do: parse_unsigned(rest) |> negate()
  def parse(<<?+, rest::binary>>), do: parse_unsigned(rest)
  def parse(binary), do: parse_unsigned(binary)

  defp negate({float, rest}), do: {-float, rest}
  defp negate(:error), do: :error

  defp parse_unsigned(<<digit, _::binary>> = binary) when digit in ?0..?9 do
    whole_end = digits_end(binary, 1)
    fraction_end = part_end(binary, whole_end, ".", "")
    exponent_end = part_end(binary, fraction_end, "e", "+-")

    fraction = if fraction_end == whole_end, do: ".0", else: ""
    mantissa = :erlang.binary_part(binary, 0, fraction_end) <> fraction
    exponent = :erlang.binary_part(binary, fraction_end, exponent_end - fraction_end)
    rest = :erlang.binary_part(binary, exponent_end, byte_size(binary) - exponent_end)

    case to_float(mantissa, exponent) do
      :error -> :error
      float -> {float, rest}
    end
  end

  defp parse_unsigned(binary) when is_binary(binary), do: :error

  # Out of range is no number when an exponent made it so; a mantissa alone raises.
  defp to_float(mantissa, ""), do: :erlang.binary_to_float(mantissa)

  defp to_float(mantissa, exponent) do
    :erlang.binary_to_float(mantissa <> exponent)
  rescue
    ArgumentError -> :error
  end

  # The end of a part that starts with `mark`, perhaps a sign, and at least one digit; `offset`
  # itself if there is no such part.
  defp part_end(binary, offset, mark, signs) do
    with <<_::binary-size(offset), char, after_mark::binary>> <- binary,
         true <- mark?(char, mark),
         sign_size = sign_size(after_mark, signs),
         <<_::binary-size(sign_size), digit, _::binary>> when digit in ?0..?9 <- after_mark do
      digits_end(binary, offset + sign_size + 2)
    else
      _ -> offset
    end
  end

  defp mark?(char, "."), do: char == ?.
  defp mark?(char, "e"), do: char == ?e or char == ?E

  defp sign_size(<<sign, _::binary>>, "+-") when sign in [?+, ?-], do: 1
  defp sign_size(_binary, _signs), do: 0

  defp digits_end(binary, offset) do
    case binary do
      <<_::binary-size(offset), digit, _::binary>> when digit in ?0..?9 ->
        digits_end(binary, offset + 1)

      _ ->
        offset
    end
  end

  @doc """
  The greatest finite float.

      Float.max_finite()  # => 1.7976931348623157e308
  """
  @spec max_finite() :: float
  def max_finite, do: 1.7976931348623157e308

  @doc """
  The least finite float.

      Float.min_finite()  # => -1.7976931348623157e308
  """
  @spec min_finite() :: float
  def min_finite, do: -1.7976931348623157e308

  @doc """
  The greatest float with at most `precision` decimal places (0 to 15) that is not above `number`.

      Float.floor(34.25)      # => 34.0
      Float.floor(-56.58, 1)  # => -56.6
  """
  @spec floor(float, 0..15) :: float
  def floor(number, precision \\ 0)

  def floor(number, 0) when is_float(number), do: :math.floor(number)

  def floor(number, precision) when is_float(number) and precision in @precision_range,
    do: at_precision(number, precision, :floor)

  def floor(number, precision) when is_float(number), do: bad_precision!(precision)

  @doc """
  The least float with at most `precision` decimal places (0 to 15) that is not below `number`.

      Float.ceil(34.25)      # => 35.0
      Float.ceil(-56.51, 1)  # => -56.5
  """
  @spec ceil(float, 0..15) :: float
  def ceil(number, precision \\ 0)

  def ceil(number, 0) when is_float(number), do: :math.ceil(number)

  def ceil(number, precision) when is_float(number) and precision in @precision_range,
    do: at_precision(number, precision, :ceil)

  def ceil(number, precision) when is_float(number), do: bad_precision!(precision)

  @doc """
  The nearest float with at most `precision` decimal places (0 to 15); halves go away from zero.

      Float.round(12.5)       # => 13.0
      Float.round(5.5674, 3)  # => 5.567
  """
  @spec round(float, 0..15) :: float
  def round(float, precision \\ 0)

  def round(float, 0) when is_float(float), do: :erlang.round(float) * 1.0

  def round(float, precision) when is_float(float) and precision in @precision_range,
    do: at_precision(float, precision, :half_up)

  def round(float, precision) when is_float(float), do: bad_precision!(precision)

  defp bad_precision!(precision) do
    raise ArgumentError,
          "precision #{precision} is out of valid range of #{inspect(@precision_range)}"
  end

  # The number is `significand * 2 ^ -shift`, exactly. Numbers without a fraction stay as they
  # are, and so does zero with its sign; the others are scaled by a power of ten, rounded as
  # integers, and scaled back.
  defp at_precision(float, precision, mode) do
    <<sign::1, exponent::11, fraction::52>> = <<float::float>>
    {significand, shift} = decompose(exponent, fraction)

    if shift <= 0 or significand == 0 do
      float
    else
      unit = Integer.pow(10, precision)
      scaled = significand * unit
      whole = :erlang.bsr(scaled, shift)
      rest = scaled - :erlang.bsl(whole, shift)
      rounded = if up?(mode, sign, rest, shift), do: whole + 1, else: whole
      magnitude = quotient_float(rounded, unit)
      if sign == 1 and rounded != 0, do: -magnitude, else: magnitude
    end
  end

  defp decompose(0, fraction), do: {fraction, 1074}

  defp decompose(exponent, fraction),
    do: {:erlang.bor(fraction, 0x10000000000000), 1075 - exponent}

  defp up?(_mode, _sign, 0, _shift), do: false
  defp up?(:floor, sign, _rest, _shift), do: sign == 1
  defp up?(:ceil, sign, _rest, _shift), do: sign == 0
  defp up?(:half_up, _sign, rest, shift), do: :erlang.bsr(rest, shift - 1) == 1

  # The float nearest to `dividend / divisor`, ties to even. Both may have more than 53 bits, so
  # `/`, which turns them into floats first, would round twice.
  defp quotient_float(0, _divisor), do: 0.0

  defp quotient_float(dividend, divisor) do
    # After scaling by 2 ^ up the integer quotient has 54 bits or one more: the 53 of the
    # significand and at least one to round by.
    up = 54 + bit_length(divisor) - bit_length(dividend)
    scaled = if up > 0, do: :erlang.bsl(dividend, up), else: dividend
    quotient = div(scaled, divisor)
    sticky = if rem(scaled, divisor) == 0, do: 0, else: 1
    extra = bit_length(quotient) - 53
    kept = :erlang.bsr(quotient, extra)
    dropped = :erlang.bsl(quotient - :erlang.bsl(kept, extra), 1) + sticky
    half = :erlang.bsl(1, extra)

    significand =
      if dropped > half or (dropped == half and :erlang.band(kept, 1) == 1),
        do: kept + 1,
        else: kept

    scale = if up > 0, do: extra - up, else: extra
    significand * :math.pow(2.0, scale)
  end

  defp bit_length(integer), do: bit_length(integer, 0)

  defp bit_length(0, length), do: length

  defp bit_length(integer, length) when integer >= 0x10000000000000000,
    do: bit_length(:erlang.bsr(integer, 64), length + 64)

  defp bit_length(integer, length), do: bit_length(:erlang.bsr(integer, 1), length + 1)

  @doc """
  Two integers whose quotient is exactly the float: no common divisor, denominator above zero.

      Float.ratio(3.14)  # => {7070651414971679, 2251799813685248}
      Float.ratio(-1.5)  # => {-3, 2}
  """
  @spec ratio(float) :: {integer, pos_integer}
  def ratio(float) when is_float(float) do
    <<sign::1, exponent::11, fraction::52>> = <<float::float>>
    {significand, shift} = decompose(exponent, fraction)
    {numerator, denominator} = reduce(significand, shift)
    {if(sign == 1, do: -numerator, else: numerator), denominator}
  end

  defp reduce(0, _shift), do: {0, 1}
  defp reduce(numerator, shift) when shift <= 0, do: {:erlang.bsl(numerator, -shift), 1}

  defp reduce(numerator, shift) when :erlang.band(numerator, 1) == 0,
    do: reduce(:erlang.bsr(numerator, 1), shift - 1)

  defp reduce(numerator, shift), do: {numerator, :erlang.bsl(1, shift)}

  @doc """
  The shortest text that reads back as the same float.

      Float.to_string(7.0)     # => "7.0"
      Float.to_string(1.0e23)  # => "1.0e23"
  """
  @spec to_string(float) :: String.t()
  def to_string(float) when is_float(float), do: :erlang.float_to_binary(float, [:short])

  @doc """
  Like `to_string/1`, as a charlist.

      Float.to_charlist(7.0)  # => '7.0'
  """
  @spec to_charlist(float) :: charlist
  def to_charlist(float) when is_float(float), do: :erlang.float_to_list(float, [:short])

  @doc false
  @deprecated "Use Float.to_charlist/1 instead"
  def to_char_list(float), do: Float.to_charlist(float)

  @doc false
  @deprecated "Use :erlang.float_to_list/2 instead"
  def to_char_list(float, options), do: :erlang.float_to_list(float, expand_compact(options))

  @doc false
  @deprecated "Use :erlang.float_to_binary/2 instead"
  def to_string(float, options), do: :erlang.float_to_binary(float, expand_compact(options))

  # Older code writes `compact: true` for the option `:compact`.
  defp expand_compact([{:compact, false} | rest]), do: expand_compact(rest)
  defp expand_compact([{:compact, true} | rest]), do: [:compact | expand_compact(rest)]
  defp expand_compact([option | rest]), do: [option | expand_compact(rest)]
  defp expand_compact([]), do: []
end
