# What a test wants done when it is over: callbacks of `on_exit/2`, and the supervisor of `start_supervised/2`.
#
# The handler keeps them by the process of the test. They run when that process has ended, in one of their own, the
# supervisor first and then the callbacks, the last first.

defmodule ExUnit.OnExitHandler do
  @moduledoc false

  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @doc "The process of a test or a module begins: from now on it may add callbacks."
  def register(pid), do: GenServer.call(__MODULE__, {:register, pid})

  @doc "Adds a callback, or replaces the one of this name. `:error` for a process that is no test."
  def add(pid, name, callback), do: GenServer.call(__MODULE__, {:add, pid, name, callback})

  def supervisor(pid), do: GenServer.call(__MODULE__, {:supervisor, pid})

  def put_supervisor(pid, supervisor), do: GenServer.call(__MODULE__, {:put_supervisor, pid, supervisor})

  @doc "Runs what `pid` left behind. Gives `:ok`, or the failure of the first callback that failed."
  def run(pid, timeout) do
    {supervisor, callbacks} = GenServer.call(__MODULE__, {:take, pid})
    case stop(supervisor, timeout), do: (:ok -> run_callbacks(callbacks, timeout); failure -> failure)
  end

  # In a process of its own, since what is supervised may take its time to end.
  defp stop(nil, _timeout), do: :ok

  defp stop(supervisor, timeout) do
    {pid, ref} = spawn_monitor(fn -> Supervisor.stop(supervisor, :shutdown) end)

    receive do
      {:DOWN, ^ref, _, _, _} -> :ok
    after
      timeout ->
        Process.exit(supervisor, :kill)
        timed_out(pid, ref, timeout, "supervisor")
    end
  end

  defp timed_out(pid, ref, timeout, type) do
    {:current_stacktrace, stack} = Process.info(pid, :current_stacktrace) || {:current_stacktrace, []}
    Process.demonitor(ref, [:flush])
    Process.exit(pid, :kill)
    {:error, %ExUnit.TimeoutError{timeout: timeout, type: type}, stack}
  end

  defp run_callbacks([], _timeout), do: :ok

  defp run_callbacks(callbacks, timeout) do
    parent = self()

    {pid, ref} =
      spawn_monitor(fn ->
        failures = Enum.flat_map(callbacks, fn {_name, callback} -> call(callback) end)
        send(parent, {self(), failures})
        exit(:shutdown)
      end)

    receive do
      {^pid, failures} ->
        Process.demonitor(ref, [:flush])
        List.first(failures) || :ok

      {:DOWN, ^ref, _, ^pid, reason} ->
        {{:EXIT, pid}, reason, []}
    after
      timeout -> timed_out(pid, ref, timeout, "on_exit callback")
    end
  end

  defp call(callback) do
    callback.()
    []
  catch
    kind, reason -> [{kind, Exception.normalize(kind, reason, __STACKTRACE__), __STACKTRACE__}]
  end

  @impl true
  def init(_), do: {:ok, %{}}

  @impl true
  def handle_call({:register, pid}, _from, tests), do: {:reply, :ok, Map.put(tests, pid, {nil, []})}

  def handle_call({:add, pid, name, callback}, _from, tests) do
    case tests do
      %{^pid => {supervisor, callbacks}} ->
        callbacks =
          if List.keymember?(callbacks, name, 0),
            do: List.keyreplace(callbacks, name, 0, {name, callback}),
            else: [{name, callback} | callbacks]

        {:reply, :ok, %{tests | pid => {supervisor, callbacks}}}

      _ ->
        {:reply, :error, tests}
    end
  end

  def handle_call({:supervisor, pid}, _from, tests) do
    case tests do
      %{^pid => {supervisor, _}} when supervisor != nil -> {:reply, {:ok, supervisor}, tests}
      %{^pid => _} -> {:reply, {:ok, nil}, tests}
      _ -> {:reply, :error, tests}
    end
  end

  def handle_call({:put_supervisor, pid, supervisor}, _from, tests) do
    {:reply, :ok, Map.update!(tests, pid, fn {_, callbacks} -> {supervisor, callbacks} end)}
  end

  def handle_call({:take, pid}, _from, tests) do
    {taken, tests} = Map.pop(tests, pid, {nil, []})
    {:reply, taken, tests}
  end
end
