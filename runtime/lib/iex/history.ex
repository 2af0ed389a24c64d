defmodule IEx.History do
  # The results that `v/1` gives back. The shell's process keeps them in its dictionary, `{number, value}`, the last one first.
  @moduledoc false

  def nth(n) do
    case find(n, Process.get(:iex_results, [])) do
      {_number, value} -> value
      nil -> raise RuntimeError, "v(#{n}) is out of bounds"
    end
  end

  defp find(n, results) when is_integer(n) and n < 0, do: Enum.at(results, -n - 1)
  defp find(n, results), do: List.keyfind(results, n, 0)
end
