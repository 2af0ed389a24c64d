defmodule Calc do
  def area(:circle, r) when r > 0, do: r * r
  def area(:square, {w, w}), do: w * w
end

Calc.area(:triangle, [1, 2])
