defmodule :io_lib_float do
  @moduledoc false
  # Floats as text: with a number of decimals, with an exponent, or the shortest that reads back.
  # Texts are charlists.

  # Rounding starts from this many significant digits, whatever the float's exact value is.
  @start_digits 21

  @doc false
  def shortest(float), do: :erlang.float_to_list(float, [:short])

  @doc """
  `digits` behind the point (at least one), as `~f` prints.
  """
  def fixed(float, digits) when is_float(float) and digits >= 1 do
    {number, exponent} = decimal(float)
    scaled = scale(number, exponent - (@start_digits - 1) + digits)
    text = :erlang.integer_to_list(scaled)
    missing = digits + 1 - length(text)
    text = if missing > 0, do: :lists.duplicate(missing, ?0) ++ text, else: text
    {whole, fraction} = :lists.split(length(text) - digits, text)
    sign(float) ++ whole ++ [?. | fraction]
  end

  @doc """
  `digits` in all (at least two), and an exponent, as `~e` prints.
  """
  def exponential(float, digits) when is_float(float) and digits >= 2 do
    {number, exponent} = decimal(float)
    text = number |> scale(digits - @start_digits) |> :erlang.integer_to_list()
    # Rounding up may have made one digit more, and zero has one only.
    exponent = if length(text) > digits, do: exponent + 1, else: exponent
    text = :lists.sublist(text ++ :lists.duplicate(digits, ?0), digits)
    [first | fraction] = text
    sign = if exponent < 0, do: [], else: [?+]
    sign(float) ++ [first, ?. | fraction] ++ [?e | sign] ++ :erlang.integer_to_list(exponent)
  end

  @doc """
  As `fixed/2` for numbers of a handy size, as `exponential/2` for others: what `~g` prints.
  """
  def general(float, digits) when is_float(float) do
    magnitude = abs(float)

    cond do
      magnitude < 0.1 -> exponential(float, max(digits, 2))
      magnitude < 1.0 -> fixed(float, digits)
      magnitude < 10.0 -> general_fixed(float, digits, 1)
      magnitude < 100.0 -> general_fixed(float, digits, 2)
      magnitude < 1000.0 -> general_fixed(float, digits, 3)
      magnitude < 10000.0 -> general_fixed(float, digits, 4)
      true -> exponential(float, max(digits, 2))
    end
  end

  defp general_fixed(float, digits, whole_digits) do
    if digits > whole_digits,
      do: fixed(float, digits - whole_digits),
      else: exponential(float, max(digits, 2))
  end

  defp sign(float) do
    <<sign::1, _::63>> = <<float::float>>
    if sign == 1, do: [?-], else: []
  end

  # What all rounding starts from: `number * 10 ^ (exponent - 20)`.
  defp decimal(float) do
    text = :erlang.float_to_list(abs(float), scientific: @start_digits - 1)
    {mantissa, [?e | exponent]} = :lists.splitwith(&(&1 != ?e), text)
    number = :erlang.list_to_integer(:lists.delete(?., mantissa))
    {number, exponent |> without_plus() |> :erlang.list_to_integer()}
  end

  defp without_plus([?+ | rest]), do: rest
  defp without_plus(rest), do: rest

  # `number * 10 ^ power` as an integer, halves away from zero.
  defp scale(number, power) when power >= 0, do: number * Integer.pow(10, power)

  defp scale(number, power) do
    divisor = Integer.pow(10, -power)
    div(number + div(divisor, 2), divisor)
  end
end
