# Numbers and order: operators that are BIFs, here as functions for captures and `apply`.

@doc """
Adds two numbers. `1 + 2` is `3`.
"""
@doc guard: true
@spec number() + number() :: number()
def left + right, do: :erlang.+(left, right)

@doc """
Returns the number itself; anything else raises `ArithmeticError`. `+1` is `1`.
"""
@doc guard: true
@spec +number() :: number()
def +value, do: :erlang.+(value)

@doc """
Subtracts `right` from `left`. `3 - 2` is `1`.
"""
@doc guard: true
@spec number() - number() :: number()
def left - right, do: :erlang.-(left, right)

@doc """
Negates a number. `-(2)` is `-2`.
"""
@doc guard: true
@spec -number() :: number()
def -value, do: :erlang.-(value)

@doc """
Multiplies two numbers. `2 * 3` is `6`.
"""
@doc guard: true
@spec number() * number() :: number()
def left * right, do: :erlang.*(left, right)

@doc """
Divides and always gives a float. `6 / 2` is `3.0`; see `div/2` for integers.
"""
@doc guard: true
@spec number() / number() :: float()
def left / right, do: :erlang./(left, right)

@doc """
Raises `base` to the power of `exponent`.

Two integers with an exponent that is not negative give an integer; everything else is a float.

    iex> {2 ** 10, 2 ** -1, 2.0 ** 2}
    {1024, 0.5, 4.0}
"""
@spec number() ** number() :: number()
def base ** exponent
    when :erlang.is_integer(base) and :erlang.is_integer(exponent) and :erlang.>=(exponent, 0),
    do: integer_power(base, exponent)

def base ** exponent when :erlang.is_number(base) and :erlang.is_number(exponent),
  do: :math.pow(base, exponent)

defp integer_power(_base, 0), do: 1
defp integer_power(base, exponent), do: integer_power(base, exponent, 1)

# Square and multiply: `base` to `exponent`, times `product`, is the same in each step.
defp integer_power(base, 1, product), do: :erlang.*(base, product)

defp integer_power(base, exponent, product)
     when :erlang."=:="(:erlang.band(exponent, 1), 0),
     do: integer_power(:erlang.*(base, base), :erlang.bsr(exponent, 1), product)

defp integer_power(base, exponent, product) do
  integer_power(:erlang.*(base, base), :erlang.bsr(exponent, 1), :erlang.*(product, base))
end

@doc """
Divides integers and drops the remainder, rounding toward zero. `div(-7, 2)` is `-3`.
"""
@doc guard: true
@spec div(integer(), integer()) :: integer()
def div(dividend, divisor), do: :erlang.div(dividend, divisor)

@doc """
Remainder of `div/2`, with the sign of the dividend. `rem(-7, 2)` is `-1`.
"""
@doc guard: true
@spec rem(integer(), integer()) :: integer()
def rem(dividend, divisor), do: :erlang.rem(dividend, divisor)

@doc """
Absolute value of a number. `abs(-3)` is `3`.
"""
@doc guard: true
@spec abs(number()) :: number()
def abs(number), do: :erlang.abs(number)

@doc """
Rounds to the nearest integer, halves away from zero. `round(2.5)` is `3`.
"""
@doc guard: true
@spec round(number()) :: integer()
def round(number), do: :erlang.round(number)

@doc """
Drops the fraction. `trunc(-2.7)` is `-2`.
"""
@doc guard: true
@spec trunc(number()) :: integer()
def trunc(number), do: :erlang.trunc(number)

@doc """
The largest integer that is not above `number`. `floor(-2.1)` is `-3`.
"""
@doc guard: true
@spec floor(number()) :: integer()
def floor(number), do: :erlang.floor(number)

@doc """
The smallest integer that is not below `number`. `ceil(2.1)` is `3`.
"""
@doc guard: true
@spec ceil(number()) :: integer()
def ceil(number), do: :erlang.ceil(number)

@doc """
The larger of two terms in the order of all terms; the first when they are equal. `max(1, 2)` is `2`.
"""
@spec max(first, second) :: first | second when first: term(), second: term()
def max(first, second), do: :erlang.max(first, second)

@doc """
The smaller of two terms in the order of all terms; the first when they are equal. `min(1, 2)` is `1`.
"""
@spec min(first, second) :: first | second when first: term(), second: term()
def min(first, second), do: :erlang.min(first, second)

@doc """
Whether two terms are equal; integers and floats of the same value are. `1 == 1.0` is `true`.
"""
@doc guard: true
@spec term() == term() :: boolean()
def left == right, do: :erlang.==(left, right)

@doc """
Whether two terms differ; the opposite of `==/2`. `1 != 1.0` is `false`.
"""
@doc guard: true
@spec term() != term() :: boolean()
def left != right, do: :erlang."/="(left, right)

@doc """
Whether two terms are equal and of the same type. `1 === 1.0` is `false`.
"""
@doc guard: true
@spec term() === term() :: boolean()
def left === right, do: :erlang."=:="(left, right)

@doc """
Whether two terms differ in value or type; the opposite of `===/2`. `1 !== 1.0` is `true`.
"""
@doc guard: true
@spec term() !== term() :: boolean()
def left !== right, do: :erlang."=/="(left, right)

@doc """
Whether `left` comes before `right` in the order of all terms. `1 < 2` is `true`.
"""
@doc guard: true
@spec term() < term() :: boolean()
def left < right, do: :erlang.<(left, right)

@doc """
Whether `left` comes after `right` in the order of all terms. `1 > 2` is `false`.
"""
@doc guard: true
@spec term() > term() :: boolean()
def left > right, do: :erlang.>(left, right)

@doc """
Whether `left` comes before `right` or equals it. `1 <= 1` is `true`.
"""
@doc guard: true
@spec term() <= term() :: boolean()
def left <= right, do: :erlang."=<"(left, right)

@doc """
Whether `left` comes after `right` or equals it. `1 >= 2` is `false`.
"""
@doc guard: true
@spec term() >= term() :: boolean()
def left >= right, do: :erlang.>=(left, right)
