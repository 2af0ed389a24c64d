# Names of servers: local, global and through a registry.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call(:state, _from, state), do: {:reply, state, state}
  def handle_cast({:set, state}, _state), do: {:noreply, state}
end

{:ok, _} = Registry.start_link(keys: :unique, name: Names)

for name <- [:local_name, {:global, {:any, "term"}}, {:via, Registry, {Names, "key"}}, {:via, :global, :x}] do
  IO.puts("== #{inspect(name)}")
  T.show("start", fn -> GenServer.start_link(Server, 1, name: name) end)
  T.show("again", fn -> GenServer.start_link(Server, 2, name: name) end)
  T.show("whereis", fn -> GenServer.whereis(name) end)
  T.show("call", fn -> GenServer.call(name, :state) end)
  T.show("cast", fn -> {GenServer.cast(name, {:set, 7}), GenServer.call(name, :state)} end)
  T.show("send", fn -> :gen_server.call(name, :state) end)
  T.show("stop", fn -> GenServer.stop(name) end)
  Process.sleep(10)
  T.show("whereis", fn -> GenServer.whereis(name) end)
  T.show("call", fn -> GenServer.call(name, :state) end)
  T.show("cast", fn -> GenServer.cast(name, :anything) end)
  T.show("stop", fn -> GenServer.stop(name) end)
end

IO.puts("== names on this node")
{:ok, _} = GenServer.start_link(Server, 1, name: :here)
T.show("call", fn -> GenServer.call({:here, node()}, :state) end)
T.show("cast", fn -> GenServer.cast({:here, node()}, {:set, 2}) end)
T.show("whereis", fn -> GenServer.whereis({:here, node()}) end)
T.show("whereis elsewhere", fn -> GenServer.whereis({:here, :other@host}) end)
T.show("call elsewhere", fn -> GenServer.call({:here, :other@host}, :state) end)
T.show("cast elsewhere", fn -> GenServer.cast({:here, :other@host}, :state) end)
T.show("nil", fn -> GenServer.whereis(nil) end)

IO.puts("== not a name")

for name <- ["text", {:via, "text", 1}, {:local, :x}, 17] do
  T.show(inspect(name), fn -> GenServer.start_link(Server, 1, name: name) end)
end

T.show("nil", fn -> GenServer.start_link(Server, 1, name: nil) |> elem(0) end)
