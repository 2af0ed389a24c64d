IO.puts("working")
exit({:bad_day, [code: 7]})
