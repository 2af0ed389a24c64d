# State machines in both callback modes: events of every type, postponing, the three kinds of timeouts, enter calls, wrong results.
Process.flag(:trap_exit, true)
Logger.configure(level: :none)
defmodule Door do
  @behaviour :gen_statem
  def start_link(code, o \\ []), do: :gen_statem.start_link(__MODULE__, code, o)
  def callback_mode, do: [:state_functions, :state_enter]
  def init(code), do: {:ok, :locked, %{code: code, buttons: []}}
  def locked(:enter, old, d) do IO.puts("enter locked from #{inspect old}"); {:keep_state, %{d | buttons: []}} end
  def locked({:call, f}, {:button, b}, d) do
    bs = Enum.take([b | d.buttons], length(d.code))
    if Enum.reverse(bs) == d.code, do: {:next_state, :open, %{d | buttons: []}, [{:reply, f, :opened}, {:state_timeout, 30, :lock}]}, else: {:keep_state, %{d | buttons: bs}, [{:reply, f, {:pressed, bs}}]}
  end
  def locked({:call, f}, :get, d), do: {:keep_state_and_data, [{:reply, f, {:locked, d.buttons}}]}
  def locked(:cast, {:later, p}, _), do: {:keep_state_and_data, [{:postpone, true}]} |> tap(fn _ -> send(p, :postponed) end)
  def locked(:info, m, _) do IO.inspect({:info, m}); :keep_state_and_data end
  def open(:enter, old, _) do IO.puts("enter open from #{inspect old}"); :keep_state_and_data end
  def open(:state_timeout, :lock, d) do IO.puts("timeout"); {:next_state, :locked, d} end
  def open(:cast, {:later, p}, _) do send(p, :handled_in_open); :keep_state_and_data end
  def open({:call, f}, :get, _), do: {:keep_state_and_data, {:reply, f, :open}}
  def open({:call, _}, {:button, _}, _), do: {:keep_state_and_data, :postpone}
  def terminate(r, s, _), do: IO.inspect({:terminate, r, s})
end
{:ok, d} = Door.start_link([1, 2])
IO.inspect :gen_statem.call(d, :get)
IO.inspect :gen_statem.call(d, {:button, 5})
:gen_statem.cast(d, {:later, self()})
receive do m -> IO.inspect(m) end
IO.inspect :gen_statem.call(d, {:button, 1})
IO.inspect :gen_statem.call(d, {:button, 2})
receive do m -> IO.inspect(m) end
IO.inspect :gen_statem.call(d, {:button, 9})
send(d, :hello)
IO.inspect :sys.get_state(d)
IO.inspect :gen_statem.stop(d)
receive do {:EXIT, _, r} -> IO.inspect r end

defmodule All do
  @behaviour :gen_statem
  def callback_mode, do: :handle_event_function
  def init(a), do: {:ok, :s, a, [{:next_event, :internal, :first}, {{:timeout, :gen}, 10, :generic}]}
  def handle_event(:internal, m, s, d) do IO.inspect({:internal, m, s}); {:keep_state, [m | d]} end
  def handle_event({:timeout, n}, m, s, d) do IO.inspect({:timeout, n, m, s}); {:keep_state, [n | d]} end
  def handle_event(:timeout, m, s, _) do IO.inspect({:event_timeout, m, s}); :keep_state_and_data end
  def handle_event(:state_timeout, m, s, _) do IO.inspect({:state_timeout, m, s}); :keep_state_and_data end
  def handle_event({:call, f}, {:do, act}, _, _), do: {:keep_state_and_data, [{:reply, f, :ok} | List.wrap(act)]}
  def handle_event({:call, f}, {:ret, r}, _, _), do: (:gen_statem.reply(f, :replied); r)
  def handle_event({:call, f}, :data, s, d), do: {:keep_state_and_data, {:reply, f, {s, d}}}
  def handle_event({:call, _}, :noreply, _, _), do: :keep_state_and_data
  def handle_event(:cast, m, s, _) do IO.inspect({:cast, m, s}); :keep_state_and_data end
  def handle_event(:info, m, s, _) do IO.inspect({:info, m, s}); :keep_state_and_data end
  def terminate(r, s, d), do: IO.inspect({:terminate, r, s, d})
end
{:ok, p} = :gen_statem.start_link({:local, :all}, All, [], [])
Process.sleep(30)
c = &:gen_statem.call(p, &1)
IO.inspect c.(:data)
c.({:do, {:timeout, 5, :ev}}); Process.sleep(20)
c.({:do, 5}); Process.sleep(20)
c.({:do, {:timeout, 5, :never}}); c.(:data); Process.sleep(20)
c.({:do, {:state_timeout, 5, :st}}); c.(:data); Process.sleep(20)
c.({:do, [{:state_timeout, 20, :st}, {:state_timeout, :cancel}]}); Process.sleep(30)
c.({:do, [{:state_timeout, 20, :st}, {:state_timeout, :update, :st2}]}); Process.sleep(30)
c.({:do, [{{:timeout, :a}, 5, 1}, {{:timeout, :b}, 3, 2}]}); Process.sleep(20)
c.({:do, [{{:timeout, :a}, 500, 1}, {{:timeout, :a}, :infinity, 1}]}); Process.sleep(10)
c.({:do, [{:next_event, :internal, 1}, {:next_event, :cast, 2}, {:next_event, :info, 3}]}); Process.sleep(10)
c.({:do, :hibernate})
IO.inspect c.({:ret, {:next_state, :t, [:new]}})
IO.inspect c.(:data)
IO.inspect c.({:ret, {:next_state, :t, [:same], [{:state_timeout, 5, :x}]}}); Process.sleep(20)
IO.inspect c.({:ret, :repeat_state_and_data})
IO.inspect c.({:ret, {:repeat_state, [:r]}})
IO.inspect c.(:data)
IO.inspect(try do :gen_statem.call(p, :noreply, 10) catch k, {r, {m, f, _}} -> {k, r, m, f} end)
IO.inspect(try do :gen_statem.call(:nobody, :x) catch k, {r, {m, f, _}} -> {k, r, m, f} end)
:gen_statem.cast(:all, :hi)
send(:all, :info)
r = :gen_statem.send_request(p, :data)
IO.inspect :gen_statem.receive_response(r, 100)
r = :gen_statem.send_request(p, :data)
IO.inspect :gen_statem.wait_response(r, 100)
{:status, ^p, {:module, m}, [_, st, _, _, _]} = :sys.get_status(p)
IO.inspect {m, st}
IO.inspect :sys.replace_state(p, fn {s, d} -> {s, [:rep | d]} end)
IO.inspect c.({:ret, {:stop, :normal, [:bye]}})
receive do {:EXIT, ^p, r} -> IO.inspect r end
for ret <- [:stop, {:stop, :bad}, {:stop_and_reply, :normal, []}, :zap, {:next_state, :x}, {:keep_state_and_data, :zap}, {:keep_state_and_data, [{:zap, 1}]}] do
  {:ok, p} = :gen_statem.start_link(All, [], [])
  IO.inspect(try do :gen_statem.call(p, {:ret, ret}) catch k, {r, _} -> {k, r} end)
  receive do {:EXIT, ^p, r} -> IO.inspect(case r do {x, st} when is_list(st) -> x; o -> o end) after 50 -> IO.puts("alive") end
end
defmodule I do
  def callback_mode, do: :handle_event_function
  def init(f), do: f.()
  def handle_event(_, _, _, _), do: :keep_state_and_data
end
for f <- [fn -> :ignore end, fn -> {:stop, :no} end, fn -> :zap end, fn -> raise "i" end, fn -> {:ok, :a} end] do
  IO.inspect(case :gen_statem.start_link(I, f, []) do {:error, {e, st}} when is_list(st) -> {:error, e}; o -> o end)
  receive do {:EXIT, _, r} -> IO.inspect(case r do {x, st} when is_list(st) -> x; o -> o end) after 20 -> IO.puts("none") end
end
