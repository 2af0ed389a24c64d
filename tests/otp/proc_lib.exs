# Processes that know where they come from: starting, waiting for init_ack, stopping.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule P do
  def go(fun), do: fun.()
  def later(a, b), do: {a, b}
end

ready = fn -> :proc_lib.init_ack(:ready) end

IO.puts("== start")
T.show("ready", fn -> :proc_lib.start(P, :go, [ready]) end)
T.show("ends", fn -> :proc_lib.start(P, :go, [fn -> :ok end]) end)
T.show("exits", fn -> :proc_lib.start(P, :go, [fn -> exit(:why) end]) end)
T.show("raises", fn -> :proc_lib.start(P, :go, [fn -> raise "x" end]) end)
T.show("too slow", fn -> :proc_lib.start(P, :go, [fn -> Process.sleep(1000) end], 10) end)
T.show("options", fn -> :proc_lib.start(P, :go, [ready], 100, [:link]) end)

IO.puts("== start_link")
T.show("ready", fn -> :proc_lib.start_link(P, :go, [ready]) end)
T.show("ends", fn -> :proc_lib.start_link(P, :go, [fn -> :ok end]) end)
T.show("exits", fn -> :proc_lib.start_link(P, :go, [fn -> exit(:why) end]) end)
T.show("too slow", fn -> :proc_lib.start_link(P, :go, [fn -> Process.sleep(1000) end], 10) end)

IO.puts("== start_monitor")
T.show("ready", fn -> :proc_lib.start_monitor(P, :go, [ready]) end)
T.show("exits", fn -> :proc_lib.start_monitor(P, :go, [fn -> exit(:why) end]) end)
T.show("too slow", fn -> :proc_lib.start_monitor(P, :go, [fn -> Process.sleep(1000) end], 10) end)

IO.puts("== exit reasons")

for {label, fun} <- [
      normal: fn -> :ok end,
      exit: fn -> exit(:why) end,
      throw: fn -> throw(:ball) end,
      raise: fn -> raise "x" end,
      error: fn -> :erlang.error(:some_error) end
    ] do
  T.show("spawn_link #{label}", fn -> :proc_lib.spawn_link(fun) end)
end

IO.puts("== ancestors and initial calls")
wait = fn -> receive(do: (:go -> :ok)) end
info = fn pid -> {:proc_lib.initial_call(pid), :proc_lib.translate_initial_call(pid)} end

T.show("of an mfa", fn ->
  pid = :proc_lib.spawn(P, :go, [wait])
  Process.sleep(5)
  info.(pid)
end)

T.show("of a server", fn ->
  {:ok, pid} = GenServer.start(Agent.Server, fn -> 1 end)
  {:ok, sup} = Supervisor.start_link([], strategy: :one_for_one)
  {:ok, events} = :gen_event.start()
  {:ok, partition} = Registry.start_link(keys: :unique, name: SomeRegistry)
  {tuple_size(elem(info.(pid), 1)), info.(sup), info.(events), info.(partition)}
end)

T.show("of a bare process", fn -> info.(spawn(wait)) end)

T.show("ancestors", fn ->
  me = self()
  Process.register(me, :the_root)

  :proc_lib.spawn(fn ->
    :proc_lib.spawn(fn -> send(me, {:ancestors, Process.get(:"$ancestors")}) end)
    Process.sleep(50)
  end)

  result = receive do: ({:ancestors, ancestors} -> ancestors)
  Process.unregister(:the_root)
  result
end)

IO.puts("== stop")

T.show("a server", fn ->
  {:ok, pid} = Agent.start_link(fn -> 1 end)
  :proc_lib.stop(pid)
end)

T.show("with a reason", fn ->
  {:ok, pid} = Agent.start_link(fn -> 1 end)
  :proc_lib.stop(pid, :shutdown, 100)
end)

T.show("nobody", fn -> :proc_lib.stop(:nobody) end)

T.show("one that does not answer", fn ->
  :proc_lib.stop(spawn(fn -> Process.sleep(:infinity) end), :shutdown, 10)
end)

T.show("one that ends otherwise", fn ->
  pid = spawn(fn -> receive(do: ({:system, _from, {:terminate, _reason}} -> exit(:other))) end)
  :proc_lib.stop(pid, :shutdown, 100)
end)

T.show("myself", fn -> :proc_lib.stop(self()) end)

IO.puts("== hibernate")

T.show("wakes up", fn ->
  me = self()
  pid = :proc_lib.spawn(fn -> :proc_lib.hibernate(Kernel, :send, [me, :awake]) end)
  Process.sleep(10)
  asleep = Process.info(pid, :current_function)
  send(pid, :wake_up)
  {asleep, receive(do: (:awake -> :awake))}
end)
