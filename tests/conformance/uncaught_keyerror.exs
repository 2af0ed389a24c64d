user = %{name: "Ada", age: 36}
IO.puts(user.nam)
