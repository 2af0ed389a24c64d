defmodule IEx.Helpers do
  @moduledoc """
  Functions that can be called by their name in the shell.
  """

  @doc """
  The result of an earlier expression: by its number, or counted back from the last one with a negative number.
  """
  def v(n \\ -1) do
    results = Process.get(:iex_results, [])

    found =
      if n < 0, do: Enum.at(results, -n - 1), else: List.keyfind(results, n, 0)

    case found do
      {_number, value} -> value
      nil -> raise "v(#{n}) is out of bounds"
    end
  end

  @doc """
  Prints the messages in the shell's mailbox, and removes them.
  """
  def flush do
    receive do
      message ->
        IO.inspect(message)
        flush()
    after
      0 -> :ok
    end
  end

  @doc """
  A pid from its text or its parts.
  """
  def pid(text) when is_binary(text), do: :erlang.list_to_pid('<' ++ to_charlist(text) ++ '>')

  def pid(x, y, z), do: :erlang.list_to_pid('<#{x}.#{y}.#{z}>')
end
