defmodule IEx do
  @moduledoc """
  The shell: what it is called, and how it prints.
  """

  @doc """
  A value that the shell does not print.
  """
  def dont_display_result, do: :"do not show this result in output"

  @doc """
  The options with which results are printed, as `Kernel.inspect/2` takes them.
  """
  def inspect_opts, do: [pretty: true, width: width()]

  @doc """
  The width in columns that results are printed to.
  """
  def width do
    case :io.columns() do
      {:ok, columns} -> min(columns, 80)
      _ -> 80
    end
  end

  @doc """
  Whether a shell was started.
  """
  def started?, do: :erlang.whereis(:respawn_shell) != :undefined
end
