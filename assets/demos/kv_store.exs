# Two servers of a cookbook, a stack and a store of keys and values, under a
# supervisor. They are used, they crash, they are used again.

# The window shows every crash. So the log may keep silent.
Logger.configure(level: :none)

# The stack: what callers call is above, what runs in the server's own process
# is below.
defmodule Stack do
  use GenServer

  # Client API
  def start_link(default) do
    GenServer.start_link(__MODULE__, default, name: __MODULE__)
  end

  def push(item) do
    GenServer.cast(__MODULE__, {:push, item})
  end

  def pop do
    GenServer.call(__MODULE__, :pop)
  end

  # Server Callbacks
  def init(stack) do
    {:ok, stack}
  end

  def handle_cast({:push, item}, stack) do
    {:noreply, [item | stack]}
  end

  def handle_call(:pop, _from, [head | tail]) do
    {:reply, head, tail}
  end

  def handle_call(:pop, _from, []) do
    {:reply, nil, []}
  end
end

# The store: the same shape, with a map as its state.
defmodule KVStore do
  use GenServer

  # Client API
  def start_link(_opts) do
    GenServer.start_link(__MODULE__, %{}, name: __MODULE__)
  end

  def put(key, value) do
    GenServer.cast(__MODULE__, {:put, key, value})
  end

  def get(key) do
    GenServer.call(__MODULE__, {:get, key})
  end

  # Server Callbacks
  def init(state), do: {:ok, state}

  def handle_cast({:put, key, value}, state) do
    {:noreply, Map.put(state, key, value)}
  end

  def handle_call({:get, key}, _from, state) do
    {:reply, Map.get(state, key), state}
  end
end

# Their supervisor: two children, one_for_one.
defmodule MyApp.Supervisor do
  use Supervisor

  def start_link(init_arg) do
    Supervisor.start_link(__MODULE__, init_arg, name: __MODULE__)
  end

  def init(_init_arg) do
    children = [
      {Stack, [:hello]},
      {KVStore, []}
    ]

    Supervisor.init(children, strategy: :one_for_one)
  end
end

{:ok, _supervisor} = MyApp.Supervisor.start_link([])

# A cast is sent and not waited for; a call waits for its answer.
Stack.push(:world)

IO.inspect(Stack.pop(), label: "pop")

KVStore.put(:language, "Elixir")

KVStore.put(:year, 2011)

IO.inspect(KVStore.get(:language), label: "language")

# What the two servers hold now.
IO.inspect(:sys.get_state(Stack), label: "the stack")

IO.inspect(:sys.get_state(KVStore), label: "the store")

# A message that no clause of the stack takes: an exception, and the process is
# gone. Watch it come back.
old_stack = Process.whereis(Stack)

GenServer.cast(Stack, :nonsense)

Process.sleep(500)

IO.inspect(Process.whereis(Stack) == old_stack, label: "the same process")

# It began where its supervisor begins it: with [:hello].
IO.inspect(:sys.get_state(Stack), label: "the stack")

# The store has lost nothing: it is another process, and another process's crash
# is none of its business.
IO.inspect(KVStore.get(:year), label: "year")

# Now the store. It is killed: no exception, no last word.
Process.exit(Process.whereis(KVStore), :kill)

Process.sleep(500)

IO.inspect(KVStore.get(:year), label: "year")

# Its state went with it. It works again, as new.
KVStore.put(:year, 2024)

IO.inspect(KVStore.get(:year), label: "year")

# Whoever waits for an answer while the server crashes learns why none will
# come.
try do
  GenServer.call(Stack, :nonsense)
catch
  :exit, {{:function_clause, _stacktrace}, {GenServer, :call, [Stack, request, _timeout]}} ->
    IO.puts("the call #{inspect(request)} failed: function_clause")
end

Process.sleep(500)

# And the stack is there again.
for item <- [1, 2, 3], do: Stack.push(item)

IO.inspect(for(_ <- 1..4, do: Stack.pop()), label: "popped")

IO.inspect(Supervisor.count_children(MyApp.Supervisor), label: "children")
