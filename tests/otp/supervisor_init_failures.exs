# All children or none: where one does not start, those before it stop in reverse.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id, fun \\ fn -> :ok end), do: GenServer.start_link(__MODULE__, {id, fun}, name: id)

  def init({id, fun}) do
    Process.flag(:trap_exit, true)
    IO.puts("  init #{id}")

    case fun.() do
      :ok -> {:ok, id}
      other -> other
    end
  end

  def terminate(reason, id), do: IO.puts("  terminate #{id} #{inspect(reason)}")
end

failures = [
  stop: {Worker, :start_link, [:bad, fn -> {:stop, :why} end]},
  raise: {Worker, :start_link, [:bad, fn -> raise "x" end]},
  ignore: {Worker, :start_link, [:bad, fn -> :ignore end]},
  already_started: {Worker, :start_link, [:a]},
  undefined: {NoSuchModule, :start_link, []},
  exit: {Kernel, :exit, [:why]},
  throw: {:erlang, :throw, [:ball]},
  not_ok: {Kernel, :self, []},
  no_pid: {List, :to_tuple, [[:ok, :no_pid]]},
  error: {List, :to_tuple, [[:error, :why]]}
]

for position <- [0, 1, 2], {label, start} <- failures, position > 0 or label not in [:already_started] do
  children =
    [:a, :b, :c]
    |> Enum.map(&%{id: &1, start: {Worker, :start_link, [&1]}})
    |> List.replace_at(position, %{id: :bad, start: start})

  IO.puts("== #{label} at #{position}")

  case Supervisor.start_link(children, strategy: :one_for_one) do
    {:ok, pid} ->
      T.show("children", fn -> for {id, child, type, _} <- Supervisor.which_children(pid), do: {id, child, type} end)
      T.show("count", fn -> Supervisor.count_children(pid) end)
      Supervisor.stop(pid)
      T.messages(0)

    error ->
      T.show("result", fn -> error end)
  end
end
