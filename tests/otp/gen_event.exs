# An event manager: handlers that answer, leave, are swapped, fail, and are supervised.
Process.flag(:trap_exit, true)
defmodule H do
  @behaviour :gen_event
  def init({:fail, r}), do: r
  def init({{:swapped, a}, old}) do IO.inspect({:swap, a, old}); {:ok, {a, []}} end
  def init(n), do: {:ok, {n, []}}
  def handle_event(:crash, _), do: raise("handler")
  def handle_event(:remove, _), do: :remove_handler
  def handle_event({:swap, a}, s), do: {:swap_handler, :args1, s, {H, :new}, {:swapped, a}}
  def handle_event(:hib, s), do: {:ok, s, :hibernate}
  def handle_event(:bad, _), do: :bad_return
  def handle_event(e, {n, l}) do IO.inspect({n, e}); {:ok, {n, [e | l]}} end
  def handle_call(:get, {n, l}), do: {:ok, {n, l}, {n, l}}
  def handle_call(:remove, s), do: {:remove_handler, {:bye, s}}
  def handle_call(:crash, _), do: raise("hc")
  def handle_info(m, s) do IO.inspect({:info, m}); {:ok, s} end
  def terminate(r, s) do IO.inspect({:terminate, (case r do {:error, {:EXIT, {e, _}}} -> {:error, e}; o -> o end), s}); :term_result end
end
Logger.configure(level: :none)
{:ok, m} = :gen_event.start_link({:local, :bus})
IO.inspect :gen_event.add_handler(m, H, 1)
IO.inspect :gen_event.add_handler(m, H, 2)
IO.inspect :gen_event.add_handler(:bus, {H, :b}, 2)
IO.inspect :gen_event.which_handlers(m)
:gen_event.notify(m, :async)
:gen_event.sync_notify(m, :sync)
IO.inspect :gen_event.call(m, H, :get)
IO.inspect :gen_event.call(m, {H, :b}, :get)
IO.inspect :gen_event.call(m, Nope, :get)
send(m, :plain)
IO.inspect :gen_event.add_handler(m, {H, :f}, {:fail, {:error, :no}})
IO.inspect :gen_event.add_handler(m, {H, :f}, {:fail, :zap})
IO.inspect :gen_event.add_sup_handler(m, {H, :sup}, :s)
IO.inspect :gen_event.delete_handler(m, {H, :sup}, :args)
receive do x -> IO.inspect(x) after 50 -> IO.puts("none") end
IO.inspect :gen_event.delete_handler(m, {H, :sup}, :args)
IO.inspect :gen_event.call(m, H, :remove)
IO.inspect :gen_event.which_handlers(m)
:gen_event.sync_notify(m, {:swap, 5})
IO.inspect :gen_event.which_handlers(m)
IO.inspect :gen_event.swap_handler(m, {{H, :new}, :out}, {{H, :z}, {:swapped, 9}})
IO.inspect :gen_event.which_handlers(m)
IO.inspect :gen_event.add_sup_handler(m, {H, :sup}, :s)
:gen_event.sync_notify(m, :crash)
receive do {x, h, {:EXIT, {e, _}}} -> IO.inspect({x, h, e}); x -> IO.inspect(x) after 50 -> IO.puts("none") end
IO.inspect :gen_event.which_handlers(m)
IO.inspect :gen_event.add_handler(m, H, 1)
:gen_event.sync_notify(m, :bad)
IO.inspect :gen_event.which_handlers(m)
IO.inspect :gen_event.add_handler(m, H, 1)
IO.inspect(:gen_event.call(m, H, :crash) |> case do {:error, {:EXIT, {e, _}}} -> e end)
IO.inspect :gen_event.add_handler(m, H, 1)
:gen_event.sync_notify(m, :hib)
IO.inspect :gen_event.call(m, H, :get)
IO.inspect :sys.get_state(m)
IO.inspect :gen_event.stop(m)
receive do {:EXIT, ^m, r} -> IO.inspect r after 50 -> IO.puts "none" end
