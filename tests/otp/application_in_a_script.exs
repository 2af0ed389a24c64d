# Applications that a script defines: start, stop, failures, environment, configuration at compile time.
defmodule MyApp do
  use Application
  def start(type, args) do
    IO.inspect({:start, type, args})
    Supervisor.start_link([{Agent, fn -> :state end}], strategy: :one_for_one, name: MyApp.Sup)
  end
  def prep_stop(s) do IO.puts("prep"); s end
  def stop(s) do IO.inspect({:stop, s}); :ok end
end
defmodule BadApp do
  use Application
  def start(_, :raise), do: raise("app")
  def start(_, :error), do: {:error, :nope}
  def start(_, :bad), do: :zap
end
defmodule Default do
  use Application
  def start(_, _), do: Supervisor.start_link([], strategy: :one_for_one)
end
Logger.configure(level: :none)
spec = fn name, mod -> {:application, name, [description: 'd', vsn: '1.0', modules: [], registered: [], applications: [:kernel, :stdlib, :elixir], mod: mod, env: [color: :red]]} end
IO.inspect :application.load(spec.(:my_app, {MyApp, [:arg]}))
IO.inspect :application.load(spec.(:my_app, {MyApp, [:arg]}))
IO.inspect Application.get_env(:my_app, :color)
IO.inspect Application.start(:my_app)
IO.inspect Application.start(:my_app)
IO.inspect Supervisor.count_children(MyApp.Sup)
IO.inspect Enum.any?(Application.started_applications(), &(elem(&1, 0) == :my_app))
IO.inspect Application.ensure_all_started(:my_app)
IO.inspect Application.spec(:my_app, :vsn)
IO.inspect Application.spec(:my_app, :mod)
IO.inspect Application.stop(:my_app)
IO.inspect Application.stop(:my_app)
IO.inspect Process.whereis(MyApp.Sup)
IO.inspect Application.unload(:my_app)
IO.inspect Application.get_env(:my_app, :color)
for a <- [:raise, :error, :bad] do
  name = :"bad_#{a}"
  :ok = :application.load(spec.(name, {BadApp, a}))
  case Application.start(name) do
    {:error, {{:EXIT, {e, st}}, mfa}} when is_list(st) -> IO.inspect({e, mfa})
    {:error, {:bad_return, {mfa, {:EXIT, {e, st}}}}} when is_list(st) -> IO.inspect({:bad_return, mfa, e})
    o -> IO.inspect o
  end
end
:ok = :application.load({:application, :dep, [vsn: '1', applications: [:kernel, :stdlib, :not_there]]})
IO.inspect Application.start(:dep)
IO.inspect Application.ensure_all_started(:dep)
{:ok, sup} = MyApp.start(:normal, [])
IO.inspect is_pid(sup)
IO.inspect MyApp.stop(1)
{:ok, s2} = Default.start(:a, :b)
IO.inspect Default.stop(s2)
IO.puts(Application.format_error({:not_started, :x}))
IO.puts(Application.format_error({:already_started, :x}))
IO.puts(Application.format_error({'no such file or directory', 'x.app'}))
defmodule Cfg do
  Application.put_env(:cfg, :v, 3)
  @v Application.compile_env(:cfg, :v, 0)
  @w Application.compile_env(:cfg, [:nested, :x], :default)
  def v, do: {@v, @w}
end
IO.inspect Cfg.v
try do
  defmodule Cfg2 do
    @v Application.compile_env!(:cfg, :zap)
    def v, do: @v
  end
rescue e -> IO.puts(Exception.message(e)) end
