# The Erlang face: requests without waiting, collections of them, enter_loop, start_monitor.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  def init(state), do: {:ok, state}
  def handle_call({:sleep, time, reply}, _from, state), do: {:reply, Process.sleep(time) && reply, state}
  def handle_call(:stop, _from, state), do: {:stop, :stopped, state}
  def handle_cast(_request, state), do: {:noreply, state}
end

{:ok, pid} = :gen_server.start(Server, 1, [])
T.show("send, receive", fn -> :gen_server.send_request(pid, {:sleep, 0, :a}) |> :gen_server.receive_response(1000) end)

T.show("wait twice", fn ->
  id = :gen_server.send_request(pid, {:sleep, 30, :b})
  {:gen_server.wait_response(id, 5), :gen_server.wait_response(id, 1000)}
end)

T.show("receive gives up", fn ->
  id = :gen_server.send_request(pid, {:sleep, 30, :c})
  first = :gen_server.receive_response(id, 5)
  Process.sleep(50)
  first
end)

T.show("check", fn ->
  id = :gen_server.send_request(pid, {:sleep, 0, :d})
  message = receive do: (m -> m)
  {:gen_server.check_response(:other, id), :gen_server.check_response(message, id)}
end)

T.show("nobody", fn -> :gen_server.send_request(:nobody, :x) |> :gen_server.receive_response(100) end)

T.show("dies", fn ->
  {:ok, pid} = :gen_server.start(Server, 1, [])
  {:error, {reason, server}} = :gen_server.send_request(pid, :stop) |> :gen_server.receive_response(1000)
  {reason, server == pid}
end)

T.show("collection", fn ->
  ids = :gen_server.reqids_new()
  ids = :gen_server.send_request(pid, {:sleep, 0, 1}, :first, ids)
  ids = :gen_server.send_request(pid, {:sleep, 5, 2}, :second, ids)
  ids = :gen_server.reqids_add(:gen_server.send_request(pid, {:sleep, 5, 3}), :third, ids)
  size = :gen_server.reqids_size(ids)
  {r1, l1, ids} = :gen_server.receive_response(ids, 1000, true)
  {r2, l2, ids} = :gen_server.wait_response(ids, 1000, true)
  {r3, l3, kept} = :gen_server.receive_response(ids, {:abs, :erlang.monotonic_time(:millisecond) + 1000}, false)
  {size, [{l1, r1}, {l2, r2}, {l3, r3}], :gen_server.reqids_size(kept), :gen_server.receive_response(%{}, 10, true)}
end)

T.show("start_monitor", fn ->
  {:ok, {pid, ref}} = :gen_server.start_monitor(Server, 1, [])
  :gen_server.stop(pid)
  receive do: ({:DOWN, ^ref, :process, ^pid, reason} -> reason)
end)

T.show("start_monitor fails", fn -> :gen_server.start_monitor(NoSuchModule, 1, []) |> elem(0) end)

T.show("call exits", fn -> {T.result(fn -> :gen_server.call(:nobody, :x) end), T.result(fn -> :gen_server.call(pid, {:sleep, 50, 1}, 5) end)} end)
T.show("cast to nobody", fn -> :gen_server.cast(:nobody, 1) end)

defmodule Looper do
  def start(options), do: :proc_lib.start_link(__MODULE__, :run, [options])

  def run({name, time}) do
    if match?({:local, _}, name), do: Process.register(self(), elem(name, 1))
    :proc_lib.init_ack({:ok, self()})
    :gen_server.enter_loop(__MODULE__, [], :entered, name, time)
  end

  def run(:plain) do
    :proc_lib.init_ack({:ok, self()})
    :gen_server.enter_loop(__MODULE__, [], :entered)
  end

  def run(:wrong_name) do
    :proc_lib.init_ack({:ok, self()})
    :gen_server.enter_loop(__MODULE__, [], :entered, {:local, :not_mine})
  end

  def handle_call(:state, _from, state), do: {:reply, state, state}
  def handle_cast(_request, state), do: {:noreply, state}
  def handle_info(message, _state), do: {:noreply, message}
  def handle_continue(step, state), do: {:noreply, {step, state}}
end

for options <- [:plain, {{:local, :looper}, :infinity}, {{:local, :looper2}, 3}, {{:local, :looper3}, {:continue, :go}}] do
  T.show("enter_loop #{inspect(options)}", fn ->
    {:ok, pid} = Looper.start(options)
    Process.sleep(15)
    :gen_server.call(pid, :state)
  end)
end

T.show("enter_loop wrong name", fn ->
  {:ok, pid} = Looper.start(:wrong_name)
  T.reason_of(pid)
end)
