range = 1..10
IO.puts(range.first)
IO.puts(range.middle)
