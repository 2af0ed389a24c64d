IO.puts("to atom")
IO.inspect(String.to_existing_atom("an atom that nobody ever wrote"))
