# What a supervisor says to children, options and requests that are wrong.
Process.flag(:trap_exit, true)
Logger.configure(level: :none)
t = fn label, f ->
  r = try do f.() rescue e -> {:raised, e.__struct__, Exception.message(e)} catch k, v -> {k, v} end
  Process.sleep(5)
  IO.puts("#{label}: #{inspect(r, limit: 100)}")
end
defmodule W do
  use GenServer
  def start_link(a), do: GenServer.start_link(__MODULE__, a)
  def init(:ignore), do: :ignore
  def init({:stop, r}), do: {:stop, r}
  def init(:raise), do: raise("no start")
  def init(:exit), do: exit(:bad_init)
  def init(a), do: {:ok, a}
end
defmodule Other do
  def child_spec(a), do: %{id: {Other, a}, start: {W, :start_link, [a]}, restart: :temporary}
  def odd(r), do: r
end
norm = fn norm, x -> cond do
  is_pid(x) -> :pid
  is_tuple(x) -> x |> Tuple.to_list |> Enum.map(&norm.(norm, &1)) |> List.to_tuple
  is_list(x) and x != [] and is_tuple(hd(x)) and tuple_size(hd(x)) == 4 and is_list(elem(hd(x), 3)) -> :stack
  is_list(x) -> Enum.map(x, &norm.(norm, &1))
  true -> x end end
n = fn x -> norm.(norm, x) end
for {label, children, opts} <- [
  {"empty", [], [strategy: :one_for_one]},
  {"module", [{W, 1}], [strategy: :one_for_one]},
  {"bare module", [W], [strategy: :one_for_all]},
  {"map", [%{id: :a, start: {W, :start_link, [1]}}], [strategy: :rest_for_one]},
  {"old tuple", [{:a, {W, :start_link, [1]}, :permanent, 100, :worker, [W]}], [strategy: :one_for_one]},
  {"ignored child", [{W, :ignore}, {Other, 1}], [strategy: :one_for_one]},
  {"stop child", [{W, {:stop, :nope}}], [strategy: :one_for_one]},
  {"raise child", [{W, :raise}], [strategy: :one_for_one]},
  {"exit child", [{W, :exit}], [strategy: :one_for_one]},
  {"second fails", [{Other, 1}, {W, {:stop, :nope}}], [strategy: :one_for_one]},
  {"no module", [NoSuch], [strategy: :one_for_one]},
  {"no child_spec", [Enum], [strategy: :one_for_one]},
  {"dup", [{W, 1}, {W, 2}], [strategy: :one_for_one]},
  {"no strategy", [], []},
  {"bad strategy", [], [strategy: :zap]},
  {"simple", [], [strategy: :simple_one_for_one]},
  {"bad max_restarts", [], [strategy: :one_for_one, max_restarts: :x]},
  {"neg max_restarts", [], [strategy: :one_for_one, max_restarts: -1]},
  {"zero seconds", [], [strategy: :one_for_one, max_seconds: 0]},
  {"bad auto", [], [strategy: :one_for_one, auto_shutdown: :x]},
  {"no start", [%{id: 1}], [strategy: :one_for_one]},
  {"no id", [%{start: {W, :start_link, [1]}}], [strategy: :one_for_one]},
  {"bad start", [%{id: 1, start: :x}], [strategy: :one_for_one]},
  {"bad restart", [%{id: 1, start: {W, :start_link, [1]}, restart: :sometimes}], [strategy: :one_for_one]},
  {"bad shutdown", [%{id: 1, start: {W, :start_link, [1]}, shutdown: -1}], [strategy: :one_for_one]},
  {"bad type", [%{id: 1, start: {W, :start_link, [1]}, type: :robot}], [strategy: :one_for_one]},
  {"bad modules", [%{id: 1, start: {W, :start_link, [1]}, modules: W}], [strategy: :one_for_one]},
  {"bad child", [5], [strategy: :one_for_one]},
  {"bad child str", ["x"], [strategy: :one_for_one]},
  {"not list", :x, [strategy: :one_for_one]},
  {"undef start", [%{id: 1, start: {NoMod, :start, []}}], [strategy: :one_for_one]},
  {"undef start fun", [%{id: 1, start: {W, :nofun, []}}], [strategy: :one_for_one]},
  {"odd return", [%{id: 1, start: {Other, :odd, [:zap]}}], [strategy: :one_for_one]},
  {"error return", [%{id: 1, start: {Other, :odd, [{:error, "why"}]}}], [strategy: :one_for_one]},
  {"ok extra", [%{id: 1, start: {Other, :odd, [{:ok, self(), :info}]}}], [strategy: :one_for_one]},
  {"significant w/o auto", [%{id: 1, start: {W, :start_link, [1]}, restart: :transient, significant: true}], [strategy: :one_for_one]},
  {"significant permanent", [%{id: 1, start: {W, :start_link, [1]}, significant: true}], [strategy: :one_for_one, auto_shutdown: :any_significant]}
] do
  t.(label, fn ->
    case Supervisor.start_link(children, opts) do
      {:ok, s} -> r = {Supervisor.count_children(s), n.(Supervisor.which_children(s))}; Process.unlink(s); Process.exit(s, :kill); r
      o -> n.(o)
    end
  end)
  t.(label <> " EXIT", fn -> receive do {:EXIT, _, r} -> n.(r) after 0 -> nil end end)
end
{:ok, s} = Supervisor.start_link([{W, 1}], strategy: :one_for_one, name: Sup)
t.("start_child", fn -> n.(Supervisor.start_child(s, %{id: :b, start: {W, :start_link, [2]}})) end)
t.("start_child again", fn -> n.(Supervisor.start_child(s, %{id: :b, start: {W, :start_link, [2]}})) end)
t.("start_child mod", fn -> n.(Supervisor.start_child(Sup, {Other, 3})) end)
t.("start_child dup", fn -> n.(Supervisor.start_child(Sup, {W, 3})) end)
t.("start_child ignore", fn -> n.(Supervisor.start_child(Sup, Supervisor.child_spec({W, :ignore}, id: :ig))) end)
t.("start_child stop", fn -> n.(Supervisor.start_child(Sup, Supervisor.child_spec({W, {:stop, :x}}, id: :st))) end)
t.("start_child raise", fn -> n.(Supervisor.start_child(Sup, Supervisor.child_spec({W, :raise}, id: :ra))) end)
t.("start_child bad", fn -> n.(Supervisor.start_child(Sup, :zap)) end)
t.("start_child bad map", fn -> n.(Supervisor.start_child(Sup, %{id: 1})) end)
t.("start_child bad map2", fn -> n.(Supervisor.start_child(Sup, %{id: 1, start: {W, :start_link, [1]}, restart: :x})) end)
t.("start_child undef", fn -> n.(Supervisor.start_child(Sup, %{id: 1, start: {W, :nofun, [1]}})) end)
t.("start_child temp ignore", fn -> n.(Supervisor.start_child(Sup, {Other, :ignore})) end)
t.("counts", fn -> {Supervisor.count_children(Sup), n.(Supervisor.which_children(Sup))} end)
t.("restart running", fn -> n.(Supervisor.restart_child(Sup, :b)) end)
t.("terminate", fn -> n.(Supervisor.terminate_child(Sup, :b)) end)
t.("terminate again", fn -> n.(Supervisor.terminate_child(Sup, :b)) end)
t.("start terminated", fn -> n.(Supervisor.start_child(s, %{id: :b, start: {W, :start_link, [2]}})) end)
t.("counts2", fn -> {Supervisor.count_children(Sup), n.(Supervisor.which_children(Sup))} end)
t.("restart", fn -> n.(Supervisor.restart_child(Sup, :b)) end)
t.("delete running", fn -> n.(Supervisor.delete_child(Sup, :b)) end)
t.("delete", fn -> Supervisor.terminate_child(Sup, :b); n.(Supervisor.delete_child(Sup, :b)) end)
t.("delete none", fn -> n.(Supervisor.delete_child(Sup, :b)) end)
t.("restart none", fn -> n.(Supervisor.restart_child(Sup, :b)) end)
t.("terminate none", fn -> n.(Supervisor.terminate_child(Sup, :b)) end)
t.("terminate temp", fn -> n.({Supervisor.terminate_child(Sup, {Other, 3}), Supervisor.delete_child(Sup, {Other, 3})}) end)
t.("restart ignored", fn -> n.(Supervisor.restart_child(Sup, :ig)) end)
t.("which no sup", fn -> n.(Supervisor.which_children(:nosup)) end)
t.("stop", fn -> {Supervisor.stop(Sup), receive do {:EXIT, ^s, r} -> r after 50 -> nil end} end)
t.("child_spec", fn -> {Supervisor.child_spec({W, 1}, id: :x, restart: :transient), Supervisor.child_spec(W, []), Supervisor.child_spec(%{id: 1, start: {W, :start_link, []}}, shutdown: 1, type: :supervisor)} end)
t.("child_spec bad", fn -> Supervisor.child_spec({W, 1}, zap: 1) end)
t.("child_spec bad2", fn -> Supervisor.child_spec(NoMod, []) end)
t.("child_spec bad3", fn -> Supervisor.child_spec(5, []) end)
t.("child_spec bad4", fn -> Supervisor.child_spec(Enum, []) end)
t.("init", fn -> Supervisor.init([{W, 1}, W], strategy: :one_for_one, max_restarts: 5) end)
