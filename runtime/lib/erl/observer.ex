defmodule :observer do
  # The window that shows the processes of a lab, as Erlang's observer does with those of a node.
  @moduledoc """
  Opens the window that shows all processes, their mailboxes, states and crashes.

      iex> :observer.start()
  """

  @doc """
  Opens the window: `:ok`, or `{:error, :no_display}` where there is nothing to show it on.
  """
  def start, do: :respawn_shell.open_observer(true)

  @doc """
  Closes the window. All processes go on.
  """
  def stop, do: :respawn_shell.open_observer(false)
end
