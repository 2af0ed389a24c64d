defmodule F do
  def area({:circle, r}) when is_number(r) and r > 0, do: 3 * r * r
  def area({:square, a}), do: a * a
end

IO.inspect(F.area({:square, 2}))
IO.inspect(F.area({:circle, -1}))
