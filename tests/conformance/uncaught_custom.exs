defmodule OutOfStock do
  defexception [:item, :wanted]
  def message(e), do: "only few of #{e.item} left, not #{e.wanted}"
end

raise OutOfStock, item: "apples", wanted: 12
