defmodule Deep do
  def a(x), do: b(x) + 1
  def b(x), do: c([x]) + 1
  def c([x]), do: x + 1
end

IO.puts("before")
Deep.a(:not_a_number)
