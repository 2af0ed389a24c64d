defmodule Order do
  def parse(text) do
    with [item, count] <- String.split(text, ":"),
         {n, ""} <- Integer.parse(count),
         true <- n > 0 do
      {:ok, %{item: item, count: n}}
    end
  end

  def price(order, prices) do
    with {:ok, order} <- order,
         {:ok, price} <- Map.fetch(prices, order.item),
         total = price * order.count,
         %{limit: limit} when total <= limit <- %{limit: 100} do
      {:total, total}
    else
      :error -> :unknown_item
      {:error, reason} -> {:failed, reason}
      %{limit: l} -> {:over, l}
      other -> {:other, other}
    end
  end
end

IO.inspect(Order.parse("apple:3"))
IO.inspect(Order.parse("apple"))
IO.inspect(Order.parse("apple:x"))
IO.inspect(Order.parse("apple:0"))
prices = %{"apple" => 5, "gold" => 90}
IO.inspect(Order.price(Order.parse("apple:3"), prices))
IO.inspect(Order.price(Order.parse("gold:3"), prices))
IO.inspect(Order.price(Order.parse("pear:3"), prices))
IO.inspect(Order.price({:error, :closed}, prices))
IO.inspect(Order.price(Order.parse("apple:0"), prices))
IO.inspect(with {:ok, a} <- {:ok, 1}, b <- a + 1, do: a + b)
try do
  with {:ok, a} <- :nope do
    a
  else
    {:error, _} -> :handled
  end
rescue
  e in WithClauseError -> IO.puts(Exception.message(e))
end
a = 1
with a <- 2, do: IO.inspect(a)
IO.inspect(a)
