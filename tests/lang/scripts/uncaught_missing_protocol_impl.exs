defprotocol Area do
  def area(shape)
end

defimpl Area, for: Map do
  def area(%{w: w, h: h}), do: w * h
end

IO.inspect(Area.area(%{w: 2, h: 3}))
IO.inspect(Area.area([2, 3]))
