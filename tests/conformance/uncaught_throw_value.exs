for i <- 1..5 do
  if i == 3, do: throw({:found, i})
  IO.puts(i)
end
