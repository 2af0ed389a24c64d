defmodule C do
  def run(x), do: helper(x)
  def other, do: 1
end
