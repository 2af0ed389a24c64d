defmodule Deep do
  def a(x), do: [b(x)]
  def b(x), do: {c(x)}
  defp c(x) do
    if x > 1, do: raise("too large: #{x}")
    x
  end
end

IO.puts("before")
IO.inspect(Deep.a(1))
IO.inspect(Deep.a(2))
IO.puts("never")
