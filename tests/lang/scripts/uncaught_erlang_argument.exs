x = :erlang.element(3, {1, 2})
IO.inspect(x)
