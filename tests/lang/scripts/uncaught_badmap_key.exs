user = %{name: "Ana"}
IO.puts(user.name)
IO.puts(user.email)
