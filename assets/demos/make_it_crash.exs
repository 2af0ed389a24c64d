# Make it crash!
#
# Every player of this game is a process. The room texts "new", and a player
# starts. It texts "crash", and one dies: its supervisor starts it again, and it
# takes its state back from where it was kept.

# The window shows every crash. So the log may keep silent.
Logger.configure(level: :none)

# What must not be lost, in a process so simple that nothing in it can go wrong:
# a map of states.
defmodule StateServer do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, %{}, name: __MODULE__)

  def save(name, state), do: GenServer.call(__MODULE__, {:save, name, state})
  def fetch(name), do: GenServer.call(__MODULE__, {:fetch, name})

  @impl true
  def init(states), do: {:ok, states}

  @impl true
  def handle_call({:save, name, state}, _from, states),
    do: {:reply, :ok, Map.put(states, name, state)}

  def handle_call({:fetch, name}, _from, states), do: {:reply, Map.fetch(states, name), states}
end

# A player. It has no code for its own misfortune: it crashes, and whoever
# starts it again runs `init`.
defmodule Player do
  use GenServer

  def start_link(name), do: GenServer.start_link(__MODULE__, name, name: name)

  def state(name), do: GenServer.call(name, :state)

  @impl true
  def init(name) do
    case StateServer.fetch(name) do
      {:ok, state} ->
        IO.puts("      #{name} is back, points: #{state.points}")
        {:ok, keep(%{state | lives: state.lives + 1})}

      :error ->
        IO.puts("      #{name} is here")
        {:ok, keep(%{name: name, points: 0, lives: 1})}
    end
  end

  @impl true
  def handle_call(:state, _from, state), do: {:reply, state, state}

  @impl true
  def handle_cast(:point, state), do: {:noreply, keep(%{state | points: state.points + 1})}
  def handle_cast(:crash, state), do: raise("#{state.name} was told to crash")

  defp keep(state) do
    StateServer.save(state.name, state)
    state
  end
end

# The game: the states first, then the players, who lean on them. If the states
# die, the players go too: `rest_for_one`.
defmodule Game do
  use Supervisor

  def start_link, do: Supervisor.start_link(__MODULE__, [], name: __MODULE__)

  @impl true
  def init(_) do
    players = {DynamicSupervisor, name: Game.Players, strategy: :one_for_one, max_restarts: 100}
    Supervisor.init([StateServer, players], strategy: :rest_for_one)
  end

  # A text message comes in. Then time passes, so that the room sees what it does.
  def text(from, message) do
    IO.puts("#{from} texts: #{message}")
    act(from, message)
    Process.sleep(300)
  end

  defp act(name, "new"),
    do: {:ok, _} = DynamicSupervisor.start_child(Game.Players, {Player, name})

  defp act(name, "point"), do: GenServer.cast(name, :point)
  defp act(name, "crash"), do: GenServer.cast(name, :crash)

  def show do
    players =
      for {_, pid, _, _} <- DynamicSupervisor.which_children(Game.Players), do: Player.state(pid)

    IO.puts("--- #{length(players)} players")

    for player <- Enum.sort_by(players, & &1.name) do
      IO.puts(
        "    #{String.pad_trailing("#{player.name}", 8)}points #{player.points}, life #{player.lives}"
      )
    end

    :ok
  end
end

# A tree with nobody in it yet: a server, and a supervisor that waits for
# players.
{:ok, _} = Game.start_link()

# Text "new".
Game.text(:ada, "new")

Game.text(:joe, "new")

Game.text(:mike, "new")

Game.text(:robert, "new")

# They play.
for player <- [:ada, :joe, :ada, :mike, :ada, :robert, :joe], do: Game.text(player, "point")

Game.show()

# Text "crash". Joe dies in the middle of a callback; watch which process takes
# his place.
joe = Process.whereis(:joe)

Game.text(:joe, "crash")

# The same name and the same points, in another process.
IO.puts("the same process? #{joe == Process.whereis(:joe)}")

# Nobody else has noticed.
Game.show()

# Now all of you.
for player <- [:ada, :joe, :mike, :robert], do: Game.text(player, "crash")

# Whoever has crashed plays on.
for player <- [:robert, :joe], do: Game.text(player, "point")

Game.show()

# And where do the states live? In a process as well. If that one is killed,
# they are gone, and the players with them: keep what matters where nothing can
# go wrong.
Process.exit(Process.whereis(StateServer), :kill)

Process.sleep(300)

Game.show()

# But the game is up, and takes new players.
Game.text(:ada, "new")

Game.show()
