# Flags and child specifications that are none, and what says so.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(arg), do: GenServer.start_link(__MODULE__, arg)
  def init(arg), do: {:ok, arg}
end

defmodule NoSpec do
end

defmodule ModuleBased do
  use Supervisor
  def init(fun), do: fun.()
end

worker = %{id: :w, start: {Worker, :start_link, [1]}}
started = fn
  {:ok, pid} ->
    Supervisor.stop(pid)
    receive(do: ({:EXIT, ^pid, _reason} -> :ok))

  other ->
    other
end

IO.puts("== flags")

for flags <- [
      [],
      [strategy: :unknown],
      [strategy: :one_for_one, max_restarts: -1],
      [strategy: :one_for_one, max_restarts: :many],
      [strategy: :one_for_one, max_seconds: 0],
      [strategy: :one_for_one, name: "text"],
      [strategy: :one_for_one, unknown: 1],
      [strategy: :rest_for_one, max_restarts: 0, max_seconds: 1, name: :a_name]
    ] do
  T.show(inspect(flags), fn -> started.(Supervisor.start_link([], flags)) end)
end

IO.puts("== children")

for child <- [
      Worker,
      {Worker, 1},
      NoSuchModule,
      {NoSuchModule, 1},
      "text",
      1,
      {1, 2},
      %{},
      %{id: 1},
      %{start: {Worker, :start_link, [1]}},
      worker,
      Map.put(worker, :unknown, 1),
      Map.put(worker, :restart, :sometimes),
      Map.put(worker, :shutdown, :soon),
      Map.put(worker, :shutdown, -1),
      Map.put(worker, :shutdown, 0),
      Map.put(worker, :type, :other),
      Map.put(worker, :modules, :other),
      Map.put(worker, :modules, ["text"]),
      Map.put(worker, :modules, :dynamic),
      Map.put(worker, :significant, true),
      Map.put(worker, :significant, :maybe),
      Map.put(worker, :start, {Worker, :start_link}),
      Map.put(worker, :start, {Worker, :start_link, 1}),
      Map.put(worker, :start, {"text", :start_link, []}),
      {:old, {Worker, :start_link, [1]}, :permanent, 5000, :worker, [Worker]},
      {:old, {Worker, :start_link, [1]}, :permanent, 5000, :worker}
    ] do
  T.show(inspect(child), fn -> started.(Supervisor.start_link([child], strategy: :one_for_one)) end)
end

T.show("without child_spec/1", fn ->
  {:raised, error} = T.result(fn -> Supervisor.start_link([NoSpec], strategy: :one_for_one) end)
  error |> Exception.message() |> String.split("\n") |> Enum.take(2)
end)

T.show("two of one id", fn -> Supervisor.start_link([worker, worker], strategy: :one_for_one) end)

IO.puts("== init/1 of a module")

for {label, fun} <- [
      ignore: fn -> :ignore end,
      other: fn -> :other end,
      stop: fn -> {:stop, :why} end,
      raise: fn -> raise "x" end,
      exit: fn -> exit(:why) end,
      throw: fn -> throw(:ball) end,
      tuple: fn -> {:ok, {{:one_for_one, 1, 5}, []}} end,
      defaults: fn -> {:ok, {%{}, [worker]}} end,
      bad_type: fn -> {:ok, {:flags, []}} end,
      bad_strategy: fn -> {:ok, {%{strategy: :x}, []}} end,
      bad_intensity: fn -> {:ok, {%{intensity: -1}, []}} end,
      bad_period: fn -> {:ok, {%{period: 0}, []}} end,
      bad_auto_shutdown: fn -> {:ok, {%{auto_shutdown: :x}, []}} end,
      module_as_child: fn -> {:ok, {%{}, [Worker]}} end,
      simple_none: fn -> {:ok, {%{strategy: :simple_one_for_one}, []}} end,
      simple_two: fn -> {:ok, {%{strategy: :simple_one_for_one}, [worker, worker]}} end,
      significant: fn -> {:ok, {%{auto_shutdown: :any_significant}, [Map.put(worker, :significant, true)]}} end
    ] do
  T.show(label, fn -> started.(Supervisor.start_link(ModuleBased, fun)) end)
end

IO.puts("== overriding")
T.show("child_spec", fn -> Supervisor.child_spec({Worker, 1}, id: :other, restart: :temporary, shutdown: 1) end)
T.show("of a map", fn -> Supervisor.child_spec(worker, type: :supervisor, modules: [M], start: {M, :f, []}) end)
T.show("unknown key", fn -> Supervisor.child_spec(Worker, unknown: 1) end)
T.show("of a tuple", fn -> Supervisor.child_spec({:a, :b, :c, :d, :e, :f}, id: 1) end)
T.show("init", fn -> Supervisor.init([Worker, {Worker, 2}], strategy: :one_for_all, max_restarts: 1) end)

IO.puts("== check_childspecs")
T.show("good", fn -> :supervisor.check_childspecs([worker]) end)
T.show("twice", fn -> :supervisor.check_childspecs([worker, worker]) end)
T.show("no list", fn -> :supervisor.check_childspecs(:x) end)
T.show("never", fn -> :supervisor.check_childspecs([Map.merge(worker, %{significant: true, restart: :temporary})], :never) end)
T.show("any", fn -> :supervisor.check_childspecs([Map.merge(worker, %{significant: true, restart: :temporary})], :any_significant) end)
