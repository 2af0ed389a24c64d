# A call that gets no reply: each way is an exit that says so.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call({:sleep, time}, _from, state), do: {:reply, Process.sleep(time), state}
  def handle_call({:run, fun}, _from, state), do: {:reply, fun.(), state}
  def handle_call(:never, _from, state), do: {:noreply, state}

  def handle_call({:forward, pid}, _from, state) do
    {:reply, GenServer.call(pid, {:run, fn -> raise "inner" end}), state}
  end
end

start = fn ->
  {:ok, pid} = GenServer.start(Server, :state)
  pid
end

T.show("noproc name", fn -> GenServer.call(:nobody, :x) end)
T.show("noproc pid", fn -> GenServer.call(spawn(fn -> :ok end) |> tap(fn _ -> Process.sleep(5) end), :x) end)
T.show("nil", fn -> GenServer.call(nil, :x) end)
T.show("myself", fn -> GenServer.call(self(), :x) end)
T.show("timeout", fn -> GenServer.call(start.(), :never, 10) end)
T.show("zero timeout", fn -> GenServer.call(start.(), :never, 0) end)
T.show("raise", fn -> GenServer.call(start.(), {:run, fn -> raise "failed" end}) end)
T.show("throw", fn -> GenServer.call(start.(), {:run, fn -> throw(:ball) end}) end)
T.show("exit", fn -> GenServer.call(start.(), {:run, fn -> exit(:why) end}) end)
T.show("exit normal", fn -> GenServer.call(start.(), {:run, fn -> exit(:normal) end}) end)
T.show("killed", fn -> GenServer.call(start.(), {:run, fn -> Process.exit(self(), :kill) end}) end)
T.show("inner call", fn -> GenServer.call(start.(), {:forward, start.()}) end)
T.show("unknown request", fn -> GenServer.call(start.(), :unknown) end)

IO.puts("== a reply that comes too late is not seen")

T.show("late", fn ->
  pid = start.()
  early = T.result(fn -> GenServer.call(pid, {:sleep, 30}, 10) end)
  Process.sleep(60)
  {early, GenServer.call(pid, {:run, fn -> :next end})}
end)

IO.puts("== how the exit reads")

for reason <- [
      {:noproc, {GenServer, :call, [:nobody, :x, 5000]}},
      {:timeout, {GenServer, :call, [:nobody, :x, 5000]}},
      {:normal, {GenServer, :call, [:nobody, :x, 5000]}},
      {{:nodedown, :a@b}, {GenServer, :call, [{:nobody, :a@b}, :x, 5000]}},
      {:calling_self, {GenServer, :call, [:me, :x, 5000]}},
      {{%RuntimeError{message: "m"}, []}, {GenServer, :call, [:nobody, :x, 5000]}}
    ] do
  IO.puts(Exception.format_exit(reason))
end
