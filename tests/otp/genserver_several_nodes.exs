# multi_call and abcast on the one node there is.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call({:add, n}, _from, state), do: {:reply, state + n, state + n}
  def handle_cast({:add, n}, state), do: {:noreply, state + n}
end

{:ok, _} = GenServer.start_link(Server, 1, name: Counter)
T.show("multi_call", fn -> GenServer.multi_call(Counter, {:add, 1}) end)
T.show("on nodes", fn -> GenServer.multi_call([node()], Counter, {:add, 1}) end)
T.show("with timeout", fn -> GenServer.multi_call([node()], Counter, {:add, 1}, 1000) end)
T.show("nobody", fn -> GenServer.multi_call([node()], :nobody, {:add, 1}) end)
T.show("other nodes", fn -> GenServer.multi_call([node(), :a@b], Counter, {:add, 1}, 1000) end)
T.show("abcast", fn -> GenServer.abcast(Counter, {:add, 10}) end)
T.show("abcast nodes", fn -> GenServer.abcast([node(), :a@b], Counter, {:add, 10}) end)
T.show("abcast nobody", fn -> GenServer.abcast(:nobody, {:add, 10}) end)
T.show("state", fn -> :sys.get_state(Counter) end)
