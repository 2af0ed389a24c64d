# A server that ends tells the log before anybody learns of its end.
Process.flag(:trap_exit, true)

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call(:crash, _from, _state), do: raise("call")
  def handle_call({:stop, reason}, _from, state), do: {:stop, reason, state}
  def handle_cast(:crash, _state), do: raise("cast")
  def handle_info(:crash, _state), do: raise("info")
end

ended = fn pid, text -> receive do {:EXIT, ^pid, _} -> IO.puts(text) end end

{:ok, pid} = GenServer.start_link(Server, 1)
GenServer.cast(pid, :crash)
ended.(pid, "behind the report of a cast")

{:ok, pid} = GenServer.start_link(Server, 1)
try do GenServer.call(pid, :crash) catch :exit, _ -> IO.puts("caught behind the report of a call") end
ended.(pid, "ended")

{:ok, pid} = GenServer.start_link(Server, 1)
try do GenServer.call(pid, {:stop, :because}) catch :exit, {reason, _} -> IO.inspect(reason) end
ended.(pid, "ended")

{:ok, pid} = GenServer.start_link(Server, 1)
send(pid, :crash)
ended.(pid, "behind the report of a message")

{:ok, pid} = Agent.start_link(fn -> 1 end)
Agent.cast(pid, fn _ -> raise "agent" end)
ended.(pid, "behind the report of an agent")
