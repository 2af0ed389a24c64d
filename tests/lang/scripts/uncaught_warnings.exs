defmodule W do
  @unused_attribute 1

  def unused_variable(a, b) do
    c = a
    a
  end

  defp never_called, do: :ok

  def shadowed(x) do
    x = 1
    _y = 2
    :ok
  end

  def twice(1), do: 1
  def other, do: 2
  def twice(2), do: 2

  def same(x), do: x
  def underscored(_x), do: _x
end

IO.inspect(W.unused_variable(1, 2))
IO.inspect(W.underscored(3))
