defmodule Port do
  @moduledoc """
  Programs outside that processes talk to.

  A port is the runtime's end of a program. The process that opens it is its owner: it is linked to the port, and hears from it

    * `{port, {:data, data}}` - what the program writes
    * `{port, {:exit_status, status}}` - how the program ended, if that was asked for
    * `{port, :closed}` - the answer to `{pid, :close}`
    * `{port, :connected}` - the answer to `{pid, {:connect, new_owner}}`
    * `{:EXIT, port, reason}` - the port is closed, for those who trap exits

  and may send it `{pid, {:command, data}}`, `{pid, :close}` and `{pid, {:connect, new_owner}}`, where `pid` is its own. The functions
  of this module do the same for any process, and raise when there is no such port.

      port = Port.open({:spawn, "cat"}, [:binary])
      Port.command(port, "hello")
      receive do
        {^port, {:data, data}} -> data   # => "hello"
      end
      Port.close(port)
  """

  @type name ::
          {:spawn, charlist() | binary()}
          | {:spawn_driver, charlist() | binary()}
          | {:spawn_executable, :file.name_all()}
          | {:fd, non_neg_integer(), non_neg_integer()}

  @doc """
  Opens a port.

  `{:spawn, command}` runs a command of the shell, `{:spawn_executable, path}` a program with the option `:args`, and `{:fd, input, output}` takes
  two descriptors of the runtime itself. Among the options are `:binary`, `:exit_status`, `{:line, length}`, `{:packet, bytes}`,
  `:stderr_to_stdout`, `{:cd, folder}`, `{:env, variables}` and `{:arg0, name}`.
  """
  @spec open(name(), list()) :: port()
  def open(name, options), do: :erlang.open_port(name, options)

  @doc "Closes a port. The program sees the end of its input."
  @spec close(port()) :: true
  def close(port), do: :erlang.port_close(port)

  @doc """
  Sends data to the program. Waits when it does not read, unless `:nosuspend` is among the options: then the answer is `false`.
  """
  @spec command(port(), iodata(), [:force | :nosuspend]) :: boolean()
  def command(port, data, options \\ []), do: :erlang.port_command(port, data, options)

  @doc "Makes another process the owner. The former one stays linked."
  @spec connect(port(), pid()) :: true
  def connect(port, pid), do: :erlang.port_connect(port, pid)

  @doc "What there is to know about a port, or `nil` when it is closed."
  @spec info(port()) :: keyword() | nil
  def info(port), do: nil_for_undefined(:erlang.port_info(port))

  @doc "One item of what there is to know about a port, or `nil` when it is closed."
  @spec info(port(), atom()) :: {atom(), term()} | nil
  def info(port, item)

  def info(port, :registered_name) do
    case :erlang.port_info(port, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(port, item), do: nil_for_undefined(:erlang.port_info(port, item))

  @doc "Watches a port, given itself or by its name: `{:DOWN, reference, :port, port, reason}` comes when it is closed."
  @doc since: "1.6.0"
  @spec monitor(port() | atom()) :: reference()
  def monitor(port), do: :erlang.monitor(:port, port)

  @doc "Ends a monitor."
  @doc since: "1.6.0"
  @spec demonitor(reference(), [:flush | :info]) :: boolean()
  defdelegate demonitor(monitor_ref, options \\ []), to: :erlang

  @doc "All ports."
  @spec list() :: [port()]
  def list, do: :erlang.ports()

  defp nil_for_undefined(:undefined), do: nil
  defp nil_for_undefined(other), do: other
end
