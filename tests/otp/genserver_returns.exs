# Every return value of the callbacks, and some that are none.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer

  def init(state), do: {:ok, state}
  def handle_call({:return, value}, _from, _state), do: value
  def handle_call(:state, _from, state), do: {:reply, state, state}
  def handle_cast({:return, value}, _state), do: value
  def handle_info({:return, value}, _state), do: value

  def handle_info(:timeout, state) do
    IO.puts("  timeout in #{inspect(state)}")
    {:noreply, state}
  end

  def handle_continue({:return, value}, _state), do: value

  def handle_continue(step, state) do
    IO.puts("  continue #{inspect(step)} in #{inspect(state)}")
    {:noreply, state}
  end

  def terminate(reason, state), do: IO.puts("  terminate #{inspect(reason)} in #{inspect(state)}")
end

state = fn pid ->
  Process.sleep(15)
  if Process.alive?(pid), do: GenServer.call(pid, :state), else: :dead
end

values = [
  {:reply, :answer, :new},
  {:reply, :answer, :new, 5},
  {:reply, :answer, :new, 0},
  {:reply, :answer, :new, :infinity},
  {:reply, :answer, :new, :hibernate},
  {:reply, :answer, :new, {:continue, :next}},
  {:reply, :answer, :new, -1},
  {:reply, :answer, :new, :other},
  {:noreply, :new},
  {:noreply, :new, 5},
  {:noreply, :new, :hibernate},
  {:noreply, :new, {:continue, :next}},
  {:noreply, :new, -1},
  {:noreply, :new, :other},
  {:stop, :normal, :new},
  {:stop, :shutdown, :new},
  {:stop, {:shutdown, :why}, :new},
  {:stop, :failure, :new},
  {:stop, :normal, :answer, :new},
  {:stop, :failure, :answer, :new},
  {:stop, :failure},
  {:ok, :new},
  :other
]

for value <- values do
  IO.puts("== #{inspect(value)}")
  {:ok, pid} = GenServer.start_link(Server, :old)

  T.show("call", fn ->
    {T.result(fn -> GenServer.call(pid, {:return, value}, 30) end), state.(pid)}
  end)

  T.kill(pid)
  T.messages(0)

  for {kind, send_it} <- [
        cast: &GenServer.cast(&1, {:return, value}),
        info: &send(&1, {:return, value}),
        continue: &GenServer.cast(&1, {:return, {:noreply, :between, {:continue, {:return, value}}}})
      ] do
    {:ok, pid} = GenServer.start_link(Server, :old)

    T.show(kind, fn ->
      send_it.(pid)
      state.(pid)
    end)

    T.kill(pid)
    T.messages(0)
  end
end
