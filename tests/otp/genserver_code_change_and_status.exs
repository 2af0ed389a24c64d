# Replacing code and showing status: the callbacks that only :sys calls.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_call(:state, _from, state), do: {:reply, state, state}
  def code_change(:fail, _state, _extra), do: {:error, :not_now}
  def code_change(version, state, extra), do: {:ok, {version, state, extra}}
  def format_status(reason, [dictionary, state]), do: {reason, is_list(dictionary), {:hidden, state}}
end

defmodule Plain do
  use GenServer
  def init(state), do: {:ok, state}
end

defmodule Newer do
  @behaviour :gen_server
  def init(state), do: {:ok, state}
  def handle_call(_request, _from, state), do: {:reply, :ok, state}
  def handle_cast(_request, state), do: {:noreply, state}
  def format_status(status), do: Map.new(status, fn {k, v} -> {k, if(k == :state, do: {:hidden, v}, else: v)} end)
end

last_items = fn pid ->
  {:status, _pid, {:module, module}, [_dictionary, system_state, _parent, debug, items]} = :sys.get_status(pid)
  {module, system_state, debug, List.last(items)}
end

{:ok, pid} = GenServer.start_link(Server, 1)
T.show("not suspended", fn -> :sys.change_code(pid, Server, :v1, :extra) end)
:sys.suspend(pid)
T.show("suspended", fn -> :sys.change_code(pid, Server, :v1, :extra) end)
T.show("refused", fn -> :sys.change_code(pid, Server, :fail, :extra) end)
:sys.resume(pid)
T.show("state", fn -> GenServer.call(pid, :state) end)
T.show("status", fn -> last_items.(pid) end)

{:ok, plain} = GenServer.start_link(Plain, 1)
T.show("plain status", fn -> last_items.(plain) end)
:sys.suspend(plain)
T.show("suspended status", fn -> last_items.(plain) end)
T.show("default code_change", fn -> :sys.change_code(plain, Plain, 1, 2) end)
T.show("state", fn -> :sys.get_state(plain) end)

{:ok, newer} = :gen_server.start_link(Newer, 1, [])
T.show("format_status/1", fn -> last_items.(newer) end)
