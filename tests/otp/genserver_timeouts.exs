# The timeout of a return value: it ends with the next message, whatever that is.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call({:set, timeout}, _from, state), do: {:reply, :ok, state, timeout}
  def handle_call(:log, _from, state), do: {:reply, Enum.reverse(state), []}
  def handle_cast({:set, timeout}, state), do: {:noreply, state, timeout}
  def handle_cast(:nothing, state), do: {:noreply, state}
  def handle_info({:set, timeout}, state), do: {:noreply, state, timeout}
  def handle_info(message, state), do: {:noreply, [message | state]}
end

{:ok, pid} = GenServer.start_link(Server, [])

log = fn wait ->
  Process.sleep(wait)
  GenServer.call(pid, :log)
end

T.show("call", fn -> {GenServer.call(pid, {:set, 5}), log.(20)} end)
T.show("cast", fn -> {GenServer.cast(pid, {:set, 5}), log.(20)} end)
T.show("info", fn -> {send(pid, {:set, 5}), log.(20)} end)
T.show("zero", fn -> {GenServer.call(pid, {:set, 0}), log.(5)} end)

T.show("ended by a message", fn ->
  GenServer.cast(pid, {:set, 20})
  GenServer.cast(pid, :nothing)
  log.(40)
end)

T.show("ended by a call", fn ->
  GenServer.cast(pid, {:set, 20})
  GenServer.call(pid, :log)
  log.(40)
end)

T.show("a message that is there comes first", fn ->
  :sys.suspend(pid)
  GenServer.cast(pid, {:set, 0})
  send(pid, :waiting)
  :sys.resume(pid)
  log.(20)
end)

T.show("replaced", fn ->
  GenServer.cast(pid, {:set, 1000})
  GenServer.cast(pid, {:set, 5})
  log.(20)
end)

# Looking does not count as a message: the time starts anew.
T.show("not ended by looking", fn ->
  GenServer.cast(pid, {:set, 20})
  :sys.get_state(pid)
  log.(60)
end)
