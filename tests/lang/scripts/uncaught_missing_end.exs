defmodule Open do
  def f(x) do
    if x do
      1
  end
end
