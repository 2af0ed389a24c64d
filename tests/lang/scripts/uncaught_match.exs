{:ok, value} = Map.fetch(%{a: 1}, :b)
IO.inspect(value)
