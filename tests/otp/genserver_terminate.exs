# When terminate/2 runs, with what, and what its failure means.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer

  def init({trap, on_terminate}) do
    Process.flag(:trap_exit, trap)
    {:ok, on_terminate}
  end

  def handle_call({:stop, reason, reply}, _from, state), do: {:stop, reason, reply, state}
  def handle_call({:stop, reason}, _from, state), do: {:stop, reason, state}
  def handle_cast({:run, fun}, _state), do: fun.()

  def handle_info(message, state) do
    IO.puts("  info #{T.text(message)}")
    {:noreply, state}
  end

  def terminate(reason, on_terminate) do
    IO.puts("  terminate #{T.text(reason)}")
    if is_function(on_terminate), do: on_terminate.()
  end
end

for trap <- [true, false] do
  IO.puts("== trap_exit #{trap}")

  start = fn ->
    {:ok, pid} = GenServer.start_link(Server, {trap, nil})
    pid
  end

  for reason <- [:normal, :shutdown, {:shutdown, :x}, :failure] do
    T.show("stop #{inspect(reason)}", fn -> GenServer.stop(start.(), reason) end)
  end

  T.show("raise", fn -> GenServer.cast(start.(), {:run, fn -> raise "x" end}) end)
  T.show("exit", fn -> GenServer.cast(start.(), {:run, fn -> exit(:x) end}) end)
  T.show("kill", fn -> T.kill(start.()) end)

  # An exit signal of the parent ends a server that traps exits in an orderly way.
  T.show("parent's signal", fn ->
    pid = start.()
    Process.exit(pid, :from_parent)
    T.reason_of(pid)
  end)

  T.show("stranger's signal", fn ->
    pid = start.()
    spawn(fn -> Process.exit(pid, :from_stranger) end)
    Process.sleep(20)
    Process.alive?(pid) and GenServer.stop(pid)
  end)
end

IO.puts("== the parent dies")

for trap <- [true, false], reason <- [:normal, :shutdown, :failure] do
  T.show("#{trap} #{reason}", fn ->
    me = self()

    spawn(fn ->
      {:ok, pid} = GenServer.start_link(Server, {trap, nil})
      send(me, {:pid, pid})
      exit(reason)
    end)

    pid = receive do: ({:pid, pid} -> pid)
    Process.sleep(20)
    alive = Process.alive?(pid)
    Process.exit(pid, :kill)
    alive
  end)
end

IO.puts("== the caller goes on after terminate/2")

T.show("reply", fn ->
  {:ok, pid} = GenServer.start_link(Server, {true, fn -> Process.sleep(20); IO.puts("  cleaned up") end})
  reply = GenServer.call(pid, {:stop, :normal, :reply})
  IO.puts("  replied")
  reply
end)

IO.puts("== terminate/2 fails")

for {label, fun} <- [raise: fn -> raise "again" end, throw: fn -> throw(:ball) end, exit: fn -> exit(:other) end] do
  T.show(label, fn ->
    {:ok, pid} = GenServer.start(Server, {true, fun})
    {T.result(fn -> GenServer.call(pid, {:stop, :first}) end), T.reason_of(pid)}
  end)

  T.show("#{label}, with a reply", fn ->
    {:ok, pid} = GenServer.start(Server, {true, fun})
    T.result(fn -> GenServer.call(pid, {:stop, :first, :reply}) end)
  end)
end
