:erlang.binary_to_integer("12x")
