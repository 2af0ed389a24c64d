# Who is restarted, stopped and forgotten: strategy by restart type by exit reason.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Worker do
  use GenServer
  def start_link(id), do: GenServer.start_link(__MODULE__, id, name: id)

  def init(id) do
    Process.flag(:trap_exit, true)
    IO.puts("  init #{id}")
    {:ok, id}
  end

  def handle_cast({:stop, reason}, id), do: {:stop, reason, id}
  def terminate(reason, id), do: IO.puts("  terminate #{id} #{inspect(reason)}")
end

defmodule Scene do
  # Ends :b with a reason, waits until the supervisor has done its work, and says what is left.
  def play(supervisor, reason) do
    b = Process.whereis(:b)
    ref = Process.monitor(b)
    if reason == :kill, do: Process.exit(b, :kill), else: GenServer.cast(b, {:stop, reason})
    receive(do: ({:DOWN, ^ref, _, _, _} -> :ok))
    Process.sleep(5)

    T.show("children", fn ->
      for {id, child, _, _} <- Supervisor.which_children(supervisor), do: {id, child}
    end)

    Supervisor.stop(supervisor)
    T.messages(0)
  end
end

for strategy <- [:one_for_one, :one_for_all, :rest_for_one],
    restart <- [:permanent, :transient, :temporary],
    reason <- [:normal, :shutdown, {:shutdown, :x}, :failure, :kill] do
  IO.puts("== #{strategy}: #{restart} child ends with #{inspect(reason)}")

  children =
    for id <- [:a, :b, :c] do
      %{id: id, start: {Worker, :start_link, [id]}, restart: if(id == :b, do: restart, else: :permanent)}
    end

  {:ok, supervisor} = Supervisor.start_link(children, strategy: strategy)
  Scene.play(supervisor, reason)
end

for strategy <- [:one_for_all, :rest_for_one], siblings <- [:permanent, :transient, :temporary] do
  IO.puts("== #{strategy}: siblings are #{siblings}")

  children =
    for id <- [:a, :b, :c] do
      %{id: id, start: {Worker, :start_link, [id]}, restart: if(id == :b, do: :permanent, else: siblings)}
    end

  {:ok, supervisor} = Supervisor.start_link(children, strategy: strategy)
  Scene.play(supervisor, :failure)
end
