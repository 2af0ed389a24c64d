Enum.map(:not_enumerable, & &1) |> IO.inspect()
