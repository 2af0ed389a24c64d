# Supervise anything!
#
# A supervisor has children, and one rule for the moment in which one of them
# dies. There are three rules. Here are three supervisors that differ in nothing
# else: we kill the same child of each.

# The window shows every crash. So the log may keep silent.
Logger.configure(level: :none)

# A child says when it starts, and when its supervisor tells it to stop. Who is
# killed has no time to say anything.
defmodule Child do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)

  def child_spec(name), do: %{id: name, start: {__MODULE__, :start_link, [name]}}

  @impl true
  def init(name) do
    Process.flag(:trap_exit, true)
    IO.puts("    #{inspect(name)} starts")
    {:ok, name}
  end

  @impl true
  def terminate(reason, name), do: IO.puts("    #{inspect(name)} stops: #{inspect(reason)}")
end

# A supervisor of three such children, A, B and C, in this order.
defmodule Family do
  use Supervisor

  def start_link({name, strategy}),
    do: Supervisor.start_link(__MODULE__, {name, strategy}, name: name)

  def child_spec({name, _} = family) do
    %{id: name, start: {__MODULE__, :start_link, [family]}, type: :supervisor}
  end

  @impl true
  def init({name, strategy}) do
    Supervisor.init(Enum.map(children(name), &{Child, &1}), strategy: strategy)
  end

  def children(name), do: Enum.map([A, B, C], &Module.concat(name, &1))

  # Kills a child, and tells afterwards who is still the process that it was.
  def kill(name, child) do
    before = Enum.map(children(name), &Process.whereis/1)
    IO.puts("#{inspect(name)}: #{inspect(child)} is killed")
    Process.exit(Process.whereis(Module.concat(name, child)), :kill)
    Process.sleep(500)
    report(name, before)
  end

  defp report(name, before) do
    for {child, old} <- Enum.zip(children(name), before) do
      state = if Process.whereis(child) == old, do: "the same process", else: "a new process"
      IO.puts("  #{inspect(child)}: #{state}")
    end

    :ok
  end
end

# Three families, side by side, under a supervisor of their own.
{:ok, _} =
  Supervisor.start_link(
    [
      {Family, {OneForOne, :one_for_one}},
      {Family, {OneForAll, :one_for_all}},
      {Family, {RestForOne, :rest_for_one}}
    ],
    strategy: :one_for_one,
    name: Families
  )

# one_for_one: the children have nothing to do with each other. B comes back,
# and that is all.
Family.kill(OneForOne, B)

# one_for_all: the children cannot do without each other. The others are
# stopped, the last one first, and all start again.
Family.kill(OneForAll, B)

# rest_for_one: each child needs those before it. C, which started after B, is
# stopped; B and C start again. A stays.
Family.kill(RestForOne, B)

# The first child in that family: now everybody leans on it.
Family.kill(RestForOne, A)

# And the last one: nobody does.
Family.kill(RestForOne, C)

# Starting again must not go on for ever: three restarts within five seconds are
# what a supervisor puts up with. A fourth family has bad luck.
{:ok, _} = Supervisor.start_child(Families, {Family, {Unlucky, :one_for_one}})

for _ <- 1..3, do: Family.kill(Unlucky, B)

# Once more. Now their supervisor gives up: it stops its children, and exits. To
# the supervisor above it this is the death of a child, so it starts the whole
# family again.
Family.kill(Unlucky, B)

# The other three have not noticed.
for {name, pid, type, _} <- Enum.reverse(Supervisor.which_children(Families)) do
  IO.puts("#{inspect(name)}, #{type}, #{if Process.alive?(pid), do: "alive", else: "dead"}")
end

# The end: a supervisor stops its children before it stops, the last one first,
# all the way down.
Supervisor.stop(Families)
