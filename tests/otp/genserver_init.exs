# What init/1 may return and how it may fail, started with and without a link.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(fun), do: fun.()
  def handle_call(:state, _from, state), do: {:reply, state, state}
  def handle_info(message, state), do: {:noreply, {message, state}}
  def handle_continue(step, state), do: {:noreply, {step, state}}
end

state = fn
  {:ok, pid} ->
    Process.sleep(10)
    {:ok, GenServer.call(pid, :state)}

  other ->
    other
end

for {label, fun} <- [
      ok: fn -> {:ok, 1} end,
      timeout: fn -> {:ok, 1, 3} end,
      infinity: fn -> {:ok, 1, :infinity} end,
      hibernate: fn -> {:ok, 1, :hibernate} end,
      continue: fn -> {:ok, 1, {:continue, :next}} end,
      ignore: fn -> :ignore end,
      stop: fn -> {:stop, :why} end,
      stop_normal: fn -> {:stop, :normal} end,
      bad: fn -> :bad end,
      bad_timeout: fn -> {:ok, 1, -1} end,
      bad_third: fn -> {:ok, 1, :other} end,
      error_tuple: fn -> {:error, :why} end,
      raise: fn -> raise "in init" end,
      erlang_error: fn -> :erlang.error(:some_error) end,
      throw_ok: fn -> throw({:ok, :thrown}) end,
      throw: fn -> throw(:ball) end,
      exit: fn -> exit(:why) end,
      exit_normal: fn -> exit(:normal) end,
      exit_shutdown: fn -> exit(:shutdown) end
    ] do
  IO.puts("== #{label}")
  T.show("start_link", fn -> state.(GenServer.start_link(Server, fun)) end)
  T.show("start", fn -> state.(GenServer.start(Server, fun)) end)
  T.show("erlang", fn -> state.(:gen_server.start(Server, fun, [])) end)
end

IO.puts("== a name is free again after a failure")
T.show("fails", fn -> GenServer.start_link(Server, fn -> {:stop, :why} end, name: :again) end)
T.show("whereis", fn -> Process.whereis(:again) end)
T.show("ignores", fn -> GenServer.start_link(Server, fn -> :ignore end, name: :again) end)
T.show("whereis", fn -> Process.whereis(:again) end)
T.show("starts", fn -> state.(GenServer.start_link(Server, fn -> {:ok, 1} end, name: :again)) end)

T.show("clash", fn ->
  {:error, {:already_started, pid}} =
    GenServer.start_link(Server, fn -> {:ok, 2} end, name: :again)

  pid == Process.whereis(:again)
end)

IO.puts("== timeouts and modules")
slow = fn -> Process.sleep(1000) end
T.show("timeout link", fn -> GenServer.start_link(Server, slow, timeout: 10) end)
T.show("timeout", fn -> GenServer.start(Server, slow, timeout: 10) end)
T.show("no module", fn -> GenServer.start(NoSuchModule, 1) end)
T.show("no init", fn -> GenServer.start(String, 1) end)
