# GenServer.stop/3 and its failures.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}

  def terminate(reason, delay) do
    IO.puts("  terminate #{inspect(reason)}")
    Process.sleep(delay)
    if reason == :make_it_fail, do: exit(:failed)
  end
end

start = fn delay ->
  {:ok, pid} = GenServer.start(Server, delay)
  pid
end

T.show("stop", fn -> GenServer.stop(start.(0)) end)
T.show("reason", fn -> GenServer.stop(start.(0), :shutdown) end)
T.show("reason that is logged", fn -> GenServer.stop(start.(0), :failure) end)
T.show("in time", fn -> GenServer.stop(start.(5), :normal, 1000) end)
T.show("too late", fn -> GenServer.stop(start.(200), :normal, 10) end)
T.show("another reason", fn -> GenServer.stop(start.(0), :make_it_fail) end)
T.show("nobody", fn -> GenServer.stop(:nobody) end)
T.show("nobody, global", fn -> GenServer.stop({:global, :nobody}) end)
T.show("myself", fn -> GenServer.stop(self()) end)

T.show("twice", fn ->
  pid = start.(0)
  {GenServer.stop(pid), T.result(fn -> GenServer.stop(pid) end)}
end)

T.show("while it works", fn ->
  {:ok, pid} = Agent.start(fn -> 1 end)
  Agent.cast(pid, fn s -> Process.sleep(20); s end)
  {Agent.stop(pid), Process.alive?(pid)}
end)

T.show("gen_server", fn -> {:gen_server.stop(start.(0)), :gen_server.stop(start.(0), :shutdown, 100)} end)
T.show("gen_server nobody", fn -> :gen_server.stop(:nobody) end)

T.show("not a server", fn ->
  pid = spawn(fn -> Process.sleep(:infinity) end)
  GenServer.stop(pid, :normal, 10)
end)
