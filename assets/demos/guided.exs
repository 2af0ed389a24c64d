# Welcome to respawn. This is a shell for Elixir, and whatever happens here
# happens in processes. The window shows them all, and what they send each other.

# The shell itself is one of them: the process that evaluates this line.
IO.puts("Hello from #{inspect(self())}")

# Now one of our own: a stack, as the books on Elixir have it. What others call is
# above; below are the callbacks, which run in the process of the stack.
defmodule Stack do
  use GenServer

  def start_link(items), do: GenServer.start_link(__MODULE__, items, name: __MODULE__)
  def push(item), do: GenServer.cast(__MODULE__, {:push, item})
  def pop, do: GenServer.call(__MODULE__, :pop)

  @impl true
  def init(items), do: {:ok, items}

  @impl true
  def handle_call(:pop, _from, [head | tail]), do: {:reply, head, tail}

  @impl true
  def handle_cast({:push, item}, items), do: {:noreply, [item | items]}
end

# It does not start by itself: a supervisor starts it, and is its parent. Look at
# the window while you run this.
{:ok, _} = Supervisor.start_link([{Stack, [:hello]}], strategy: :one_for_one, name: MySupervisor)

# A cast: a message that nobody waits for.
Stack.push("world")

# A call: a message there, and an answer back.
IO.puts("On the top of the stack was #{inspect(Stack.pop())}")

# Behind the name there is a process. This one:
old_stack = Process.whereis(Stack)

# Kill it. In the window it dies, and another one takes its place.
Process.exit(old_stack, :kill)

Process.sleep(500)

# The name is the same, the process is not.
IO.puts("It was #{inspect(old_stack)}, it is #{inspect(Process.whereis(Stack))}")

# What was in the old one went with it: the new one has what its supervisor gave
# it, so this is :hello.
IO.puts("On the top of the stack was #{inspect(Stack.pop())}")

# A mistake: no clause of handle_cast takes this. The process crashes and leaves a
# report. And again it comes back.
GenServer.cast(Stack, :nonsense)

Process.sleep(500)

# A process takes one message at a time, the others wait in its mailbox. Let us
# make them wait: the stack is to do nothing for a while.
:sys.suspend(Stack)

for number <- 1..5, do: Stack.push(number)

# Click the stack in the window: five messages are there, in the order in which
# they came.
{:message_queue_len, waiting} = Process.info(Process.whereis(Stack), :message_queue_len)

IO.puts("#{waiting} messages wait")

# And on it goes.
:sys.resume(Stack)

IO.puts("Now it holds #{inspect(:sys.get_state(Stack))}")

# Nothing of this is gone. Click the window, and
#   space     stops the world, and lets it go on
#   ← and →   go back and forth by one event; or drag the time bar
#   C         goes to the next crash
#   F         forks: what came later is forgotten, and from here you go on
#   ?         shows all keys
# The shell goes with it: its variables are what they were at that time.

# You can hurt a process from the window as well: select one, then K kills it.
# Try the stack, and then its supervisor.

# In here, `h` tells about functions: `h Supervisor`, `h GenServer.call`. `i` tells
# about a value: `i self()`, and the key Tab completes names. `h()` tells what else there is.

# Another demo, in a lab of its own, from outside of this shell:
#   build/release/respawn run --lab --observer assets/demos/make_it_crash.exs
