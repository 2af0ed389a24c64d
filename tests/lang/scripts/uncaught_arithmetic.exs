defmodule Math do
  def average(list), do: Enum.sum(list) / length(list)
end

IO.inspect(Math.average([1, 2, 3]))
IO.inspect(Math.average([]))
