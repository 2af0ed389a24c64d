defmodule :observer do
  # The window that shows all processes, as Erlang's observer does with those of a node.
  @moduledoc """
  Opens the window that shows all processes, their mailboxes, states and crashes.

      iex> :observer.start()
  """

  @doc """
  Opens the window. The shell has one; a program that runs without the shell is started with `--observer`, and else this is
  `{:error, :no_window}`.
  """
  def start do
    with {:error, :no_window} = error <- :respawn_shell.open_observer(true) do
      IO.puts("There is no window here. Start respawn with --observer, or call this in its shell.")
      error
    end
  end

  @doc """
  Closes the window. All processes go on.
  """
  def stop, do: :respawn_shell.open_observer(false)
end
