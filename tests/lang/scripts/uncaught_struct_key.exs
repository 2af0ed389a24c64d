defmodule Point do
  defstruct [:x, :y]
end

defmodule Use do
  def run, do: %Point{x: 1, z: 2}
end
