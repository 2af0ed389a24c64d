result =
  with {:ok, a} <- {:ok, 1},
       {:ok, b} <- {:error, :second} do
    a + b
  else
    :not_this -> 0
  end

IO.inspect(result)
