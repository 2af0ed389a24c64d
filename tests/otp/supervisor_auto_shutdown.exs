# Significant children take their supervisor along.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: id)

  def init(id) do
    Process.flag(:trap_exit, true)
    {:ok, id}
  end

  def handle_cast({:stop, reason}, id), do: {:stop, reason, id}
  def terminate(reason, id), do: IO.puts("  terminate #{id} #{inspect(reason)}")
end

defmodule Sup do
  use Supervisor
  def init({auto_shutdown, restart}) do
    children =
      for {id, significant} <- [a: true, b: true, c: false] do
        %{id: id, start: {Worker, :start_link, [id]}, restart: restart, significant: significant}
      end

    {:ok, {%{strategy: :one_for_one, auto_shutdown: auto_shutdown}, children}}
  end
end

for auto_shutdown <- [:any_significant, :all_significant], restart <- [:transient, :temporary], reason <- [:normal, :failure], ending <- [[:a], [:c], [:a, :b]] do
  IO.puts("== #{auto_shutdown}: #{restart} #{inspect(ending)} end with #{reason}")
  {:ok, supervisor} = Supervisor.start_link(Sup, {auto_shutdown, restart})

  for id <- ending, pid = Process.whereis(id) do
    ref = Process.monitor(pid)
    GenServer.cast(pid, {:stop, reason})
    receive(do: ({:DOWN, ^ref, _, _, _} -> Process.sleep(5)))
  end

  if Process.alive?(supervisor) do
    IO.puts("still there")
    Supervisor.stop(supervisor)
  end

  T.messages(5)
end

IO.puts("== stopping one by hand is no end of its own")
{:ok, supervisor} = Supervisor.start_link(Sup, {:any_significant, :transient})
T.show("terminate_child", fn -> {Supervisor.terminate_child(supervisor, :a), Process.alive?(supervisor)} end)
Supervisor.stop(supervisor)
T.messages()
