defmodule :init do
  @moduledoc """
  What a program may ask of the runtime as a whole.
  """

  @doc "The words of the command line behind the script, as charlists."
  def get_plain_arguments, do: for(word <- System.argv(), do: to_charlist(word))

  @doc "Flags of the command line. There are none that a program could see."
  def get_arguments, do: []

  @doc "The values of a flag of the command line: `:error`, since there is none."
  def get_argument(_flag), do: :error

  @doc "How far the runtime has come up."
  def get_status, do: {:started, :started}

  @doc "Ends the runtime in an orderly way."
  def stop, do: stop(0)

  def stop(status) do
    spawn(fn -> :respawn_boot.halt(status) end)
    :ok
  end
end
