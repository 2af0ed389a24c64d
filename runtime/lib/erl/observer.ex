defmodule :observer do
  # The window that shows the processes of a lab, as Erlang's observer does with those of a node.
  @moduledoc """
  Opens the window that shows all processes, their mailboxes, states and crashes.

      iex> :observer.start()
  """

  @doc """
  Opens the window. It shows a lab: on the wall this is `{:error, :not_a_lab}`.
  """
  def start do
    with {:error, :not_a_lab} = error <- :respawn_shell.open_observer(true) do
      IO.puts("The window shows a lab. Start respawn without --wall, and call this again.")
      error
    end
  end

  @doc """
  Closes the window. All processes go on.
  """
  def stop, do: :respawn_shell.open_observer(false)
end
