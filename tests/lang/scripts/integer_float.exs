# Numbers: conversion, parsing, formatting, bounds.
require Integer
IO.inspect({Integer.digits(123), Integer.digits(10, 2), Integer.undigits([1, 2]), Integer.gcd(12, 18), Integer.extended_gcd(12, 18), Integer.is_odd(3), Integer.is_even(3)})
IO.inspect({Integer.parse("12ab"), Integer.parse("x"), Integer.parse("ff", 16), Integer.parse("-7"), Integer.parse("+7"), Integer.to_string(255, 16), Integer.to_string(-5), Integer.to_charlist(5)})
IO.inspect({Integer.floor_div(-7, 2), Integer.mod(-7, 3), Integer.pow(3, 4)})
IO.inspect({Float.round(3.14159, 2), Float.ceil(3.141, 1), Float.floor(3.199, 1), Float.parse("3.5abc"), Float.parse("a"), Float.to_string(1.0e-5), Float.ratio(0.5), Float.pow(2.0, 3)})
IO.inspect({Float.min_finite(), Float.max_finite(), 1.0e308 * 1, -1.0e-308})
IO.inspect([0.1, 0.2, 0.3, 1.1, 100.0, 1.0e15, 1.0e16, 123456789012345680.0, 1.0e-4, 1.0e-5, 5.0e-324, 1.7976931348623157e308, 3.0e22, 9007199254740993.0])
IO.inspect([round(0.5), round(1.5), round(-0.5), trunc(-1.7), Float.round(0.5), Float.round(1.5), Float.round(2.675, 2), Float.round(-1.25, 1)])
IO.inspect([0b101, 0o17, 0xFF, 1_000, ?a, 1.0e2])
IO.inspect([:math.pi() |> Float.round(5), :math.sqrt(2) |> Float.round(5), :math.pow(2, 3), :math.log(1), :math.floor(1.5), :math.sin(0)])
IO.inspect([is_integer(1), is_float(1.0), is_number(1), 1.0 == 1, trunc(1.0e20), round(1.0e20)])
IO.inspect([String.to_integer("123"), String.to_float("1.0e3"), Integer.to_string(10 ** 30), :erlang.float_to_binary(3.14159, decimals: 2), :erlang.integer_to_binary(255, 2)])
IO.inspect(for n <- [0, 1, 2 ** 31, 2 ** 59, 2 ** 60, 2 ** 63, 2 ** 64, -(2 ** 59), -(2 ** 60) - 1], do: {n + 1, n - 1, n * 2, -n, div(n, 3), rem(n, 7)})
IO.inspect(Enum.reduce(1..30, 1, &*/2))
IO.inspect(Enum.map([10, 3, -3], &{div(&1, 3), rem(&1, 3), Integer.mod(&1, 3), Integer.floor_div(&1, 3)}))
import Bitwise
IO.inspect([2 ** 70 &&& 2 ** 70 - 1, 2 ** 70 >>> 68, -1 >>> 1, -1 <<< 70, bxor(2 ** 65, 2 ** 64), ~~~(2 ** 65)])
IO.inspect([1 <<< -1, 1 >>> -2])
IO.inspect([2 ** 64 > 1.8e19, 2 ** 64 == 18446744073709551616.0, 2 ** 53 + 1 == 9007199254740992.0, 1.0e19 == 10 ** 19])
IO.inspect(Enum.sort([2 ** 64, 1.0e18, 2 ** 62, 1.5e19]))
for f <- [fn -> String.to_integer("1.5") end, fn -> String.to_float("1") end, fn -> Integer.digits(-1.5) end, fn -> Float.round(1, 2) end, fn -> Float.round(1.0, 16) end, fn -> Integer.parse("1", 40) end, fn -> :math.sqrt(-1) end, fn -> :math.log(0) end, fn -> 2 ** 1.0e10 end, fn -> 1.0e308 * 10 end, fn -> Integer.to_string(1.0) end, fn -> round("a") end, fn -> Integer.pow(2, -1) end, fn -> Integer.undigits([10]) end, fn -> Float.parse(1) end] do
  try do
    IO.inspect(f.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
