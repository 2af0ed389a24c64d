# Processes, messages, ends of a computation, and calls of what is known only at run time: BIFs.

@doc """
The pid of the calling process. `self() == self()` is `true`.
"""
@doc guard: true
@spec self() :: pid()
def self(), do: :erlang.self()

@doc """
Sends a message and gives it back. The destination is a pid, a registered name or `{name, node}`.

    iex> send(self(), :hello)
    :hello
"""
@spec send(dest :: Process.dest(), message) :: message when message: any()
def send(dest, message), do: :erlang.send(dest, message)

@doc """
Starts a process that runs the function and then ends. Gives its pid.

    spawn(fn -> IO.puts("hello") end)
"""
@spec spawn((() -> any())) :: pid()
def spawn(fun), do: :erlang.spawn(fun)

@doc """
Starts a process that runs `apply(module, fun, args)`. Gives its pid.

    spawn(IO, :puts, ["hello"])
"""
@spec spawn(module(), atom(), list()) :: pid()
def spawn(module, fun, args), do: :erlang.spawn(module, fun, args)

@doc """
Starts a process that runs the function, linked to the caller: if one crashes, so does the other.

    spawn_link(fn -> IO.puts("hello") end)
"""
@spec spawn_link((() -> any())) :: pid()
def spawn_link(fun), do: :erlang.spawn_link(fun)

@doc """
Starts a process that runs `apply(module, fun, args)`, linked to the caller.

    spawn_link(IO, :puts, ["hello"])
"""
@spec spawn_link(module(), atom(), list()) :: pid()
def spawn_link(module, fun, args), do: :erlang.spawn_link(module, fun, args)

@doc """
Starts a process that runs the function, and monitors it: its end comes as a `:DOWN` message.

    {pid, ref} = spawn_monitor(fn -> :ok end)
"""
@spec spawn_monitor((() -> any())) :: {pid(), reference()}
def spawn_monitor(fun), do: :erlang.spawn_monitor(fun)

@doc """
Starts a process that runs `apply(module, fun, args)`, and monitors it.

    {pid, ref} = spawn_monitor(IO, :puts, ["hello"])
"""
@spec spawn_monitor(module(), atom(), list()) :: {pid(), reference()}
def spawn_monitor(module, fun, args), do: :erlang.spawn_monitor(module, fun, args)

@doc """
Ends the calling process with a reason, unless the exit is caught. `exit(:normal)` is no failure.
"""
@spec exit(term()) :: no_return()
def exit(reason), do: :erlang.exit(reason)

@doc """
Leaves the computation with a value, for the nearest `catch`.

    iex> try do throw(1) catch value -> value end
    1
"""
@spec throw(term()) :: no_return()
def throw(term), do: :erlang.throw(term)

@doc """
The name of this node; `:nonode@nohost` when it is not part of a cluster.
"""
@doc guard: true
@spec node() :: node()
def node(), do: :erlang.node()

@doc """
The node on which a pid, reference or port was made. `node(self()) == node()` is `true`.
"""
@doc guard: true
@spec node(pid() | reference() | port()) :: node()
def node(arg), do: :erlang.node(arg)

@doc """
A reference that no other call gives again. `make_ref() == make_ref()` is `false`.
"""
@spec make_ref() :: reference()
def make_ref(), do: :erlang.make_ref()

@doc """
Calls a function with a list of arguments. `apply(&max/2, [1, 2])` is `2`.
"""
@spec apply((... -> any()), [any()]) :: any()
def apply(fun, args), do: :erlang.apply(fun, args)

@doc """
Calls the function of a module with a list of arguments. `apply(String, :upcase, ["a"])` is `"A"`.
"""
@spec apply(module(), function_name :: atom(), [any()]) :: any()
def apply(module, function_name, args), do: :erlang.apply(module, function_name, args)

@doc """
Whether a loaded module has a public function of this name and arity; it does not load the module.

    iex> function_exported?(List, :flatten, 1)
    true
"""
@spec function_exported?(module(), atom(), arity()) :: boolean()
def function_exported?(module, function, arity) do
  :erlang.function_exported(module, function, arity)
end

@doc """
Whether a loaded module has a public macro of this name and arity; it does not load the module.

    iex> macro_exported?(Kernel, :if, 2)
    true
"""
@spec macro_exported?(module(), atom(), arity()) :: boolean()
def macro_exported?(module, macro, arity)
    when :erlang.is_atom(module) and :erlang.is_atom(macro) and :erlang.is_integer(arity) and
           (:erlang.>=(arity, 0) and :erlang."=<"(arity, 255)) do
  :erlang.function_exported(module, :__info__, 1) and
    :lists.member({macro, arity}, module.__info__(:macros))
end
