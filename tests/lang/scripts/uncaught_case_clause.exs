f = fn x ->
  case x do
    {:ok, v} -> v
    :error -> nil
  end
end

IO.inspect(f.({:ok, 1}))
IO.inspect(f.({:unexpected, [1, 2, 3]}))
