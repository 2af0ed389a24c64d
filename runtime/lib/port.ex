defmodule Port do
  @moduledoc """
  Programs outside that the runtime talks to, as `:erlang.open_port/2` has them.

  The runtime starts no programs: `open/2` raises. The other functions are there for code that asks
  about ports; there are none.
  """

  @type name :: {:spawn, charlist() | binary()} | {:spawn_executable, Path.t()} | {:fd, 0, 0}

  @doc """
  Starts a program. Not possible here: raises `ErlangError` with the reason `:notsup`.
  """
  @spec open(name(), list()) :: no_return()
  def open(name, settings) when is_tuple(name) and is_list(settings), do: :erlang.error(:notsup)

  @doc "Closes a port: raises `ArgumentError` for what is none."
  def close(port), do: refuse(port)

  @doc "Sends data to a port."
  def command(port, data, options \\ []) when is_list(options) do
    _ = data
    refuse(port)
  end

  @doc "Gives a port to another process."
  def connect(port, pid) when is_pid(pid), do: refuse(port)

  @doc "Information on a port: `nil`, since there is none."
  def info(port) when is_port(port) or is_atom(port), do: nil

  @doc "One item of information on a port: `nil`, since there is none."
  def info(port, item) when (is_port(port) or is_atom(port)) and is_atom(item), do: nil

  @doc "Monitors a port."
  @doc since: "1.6.0"
  def monitor(port) when is_port(port) or is_atom(port), do: :erlang.monitor(:port, port)

  @doc "Ends a monitor."
  @doc since: "1.6.0"
  defdelegate demonitor(monitor_ref, options \\ []), to: :erlang

  @doc "All ports: none."
  def list, do: []

  defp refuse(_port), do: :erlang.error(:badarg)
end
