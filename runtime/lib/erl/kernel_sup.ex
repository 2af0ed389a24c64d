defmodule :kernel_sup do
  # The top of the runtime's own processes: `:init`, and under it a supervisor of the servers that
  # the library needs.
  #
  # A program may kill any of them. They come back: the servers by the supervisor, and the
  # supervisor by
  # `:init`.
  @moduledoc false

  @behaviour :supervisor

  @doc """
  Starts everything; returns when it runs. To be called once, before any other code of the
  library.
  """
  def boot do
    ref = make_ref()
    caller = self()
    :erlang.spawn(__MODULE__, :init_process, [caller, ref])

    receive do
      {^ref, :ok} -> :ok
    end
  end

  @doc false
  def init_process(caller, ref) do
    Process.register(self(), :init)
    Process.flag(:trap_exit, true)
    {:ok, supervisor} = start_link()
    send(caller, {ref, :ok})
    keep(supervisor)
  end

  defp keep(supervisor) do
    receive do
      {:EXIT, ^supervisor, _reason} ->
        {:ok, supervisor} = start_link()
        keep(supervisor)

      _other ->
        keep(supervisor)
    end
  end

  @doc false
  def start_link, do: :supervisor.start_link({:local, :kernel_sup}, __MODULE__, [])

  @doc false
  def init([]) do
    # The configuration comes first: all others read theirs from it.
    servers = [
      {:application_controller, :application_controller},
      {:logger, Logger.Server},
      {:logger_proxy, Logger.Proxy},
      {:global_name_server, :global},
      {:timer_server, :timer}
    ]

    children =
      for {name, module} <- servers do
        %{id: name, start: {module, :start_link, []}, modules: [module]}
      end

    {:ok, {%{strategy: :one_for_one, intensity: 1000, period: 1}, children}}
  end
end
