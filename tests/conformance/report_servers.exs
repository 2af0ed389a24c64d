defmodule Bad do
  use GenServer
  def init(x), do: {:ok, x}
  def handle_call(:stop, _, s), do: {:stop, :because, :ok, s}
  def handle_call(:bad, _, s), do: {:nonsense, s}
  def handle_call(:throw, _, _), do: throw({:reply, :thrown, :new})
  def handle_call(:exit, _, _), do: exit(:leaving)
  def handle_cast(:raise, _), do: raise("in cast")
  def handle_info(:div, s), do: {:noreply, 1 / s}
end

start = fn x ->
  {:ok, pid} = GenServer.start(Bad, x)
  pid
end

wait = fn pid ->
  Process.sleep(30)
  ref = Process.monitor(pid)
  receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(is_tuple(reason) or reason) after 500 -> IO.puts("alive") end
  Process.sleep(30)
end

try_call = fn pid, message ->
  try do
    answer = GenServer.call(pid, message)
    Process.sleep(30)
    IO.inspect(answer)
  catch
    :exit, {reason, {GenServer, :call, _}} ->
      Process.sleep(30)
      IO.inspect(if is_tuple(reason), do: elem(reason, 0), else: reason)
  end
end

pid = start.(1)
GenServer.cast(pid, :raise)
wait.(pid)
pid = start.(0)
send(pid, :div)
wait.(pid)
pid = start.(:some_state)
try_call.(pid, :stop)
wait.(pid)
pid = start.(%{a: 1})
try_call.(pid, :bad)
wait.(pid)
pid = start.([1, 2])
try_call.(pid, :throw)
pid = start.("text")
try_call.(pid, :exit)
wait.(pid)
pid = start.(nil)
send(pid, :unexpected)
wait.(pid)
IO.puts("done")
