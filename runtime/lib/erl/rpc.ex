defmodule :rpc do
  @moduledoc """
  Calls on nodes. There is one node, the runtime itself: calls on another one fail as calls on a node
  that is down.
  """

  @doc "Calls a function on a node: its value, or `{:badrpc, reason}`."
  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  @doc "Like `call/4`; gives up after some milliseconds."
  def call(node, module, function, args, timeout) when is_atom(node) and is_list(args) do
    :erpc.call(node, module, function, args, timeout)
  catch
    :throw, value -> value
    :exit, {:exception, reason} -> {:badrpc, {:EXIT, reason}}
    :exit, reason -> {:badrpc, {:EXIT, reason}}
    :error, {:exception, reason, stack} -> {:badrpc, {:EXIT, {reason, stack}}}
    :error, {:erpc, :noconnection} -> {:badrpc, :nodedown}
    :error, {:erpc, reason} -> {:badrpc, reason}
  end

  @doc "Like `call/4`, in the calling process if the node is its own."
  def block_call(node, module, function, args), do: call(node, module, function, args)

  @doc "Like `call/5`."
  def block_call(node, module, function, args, timeout),
    do: call(node, module, function, args, timeout)

  @doc "Starts a call whose value nobody asks for: `true`."
  def cast(node, module, function, args) when is_atom(node) and is_list(args) do
    if node == node(), do: spawn(module, function, args)
    true
  end

  @doc "Calls a function on nodes: `{values, nodes that are down}`."
  def multicall(module, function, args),
    do: multicall([node()], module, function, args, :infinity)

  @doc "Like `multicall/3`, on the nodes of a list, or with a timeout."
  def multicall(nodes, module, function, args) when is_list(nodes) and is_atom(module),
    do: multicall(nodes, module, function, args, :infinity)

  def multicall(module, function, args, timeout),
    do: multicall([node()], module, function, args, timeout)

  @doc "Like `multicall/4`, with a timeout."
  def multicall(nodes, module, function, args, timeout) do
    {here, down} = Enum.split_with(nodes, &(&1 == node()))
    {for(node <- here, do: call(node, module, function, args, timeout)), down}
  end

  @doc "Starts a call; `yield/1` gives its value."
  def async_call(node, module, function, args) do
    parent = self()
    spawn(fn -> send(parent, {self(), {:promise_reply, call(node, module, function, args)}}) end)
  end

  @doc "The value of a call that `async_call/4` has started."
  def yield(key) do
    receive do
      {^key, {:promise_reply, value}} -> value
    end
  end

  @doc "Like `yield/1` for some milliseconds: `{:value, value}` or `:timeout`."
  def nb_yield(key, timeout \\ 0) do
    receive do
      {^key, {:promise_reply, value}} -> {:value, value}
    after
      timeout -> :timeout
    end
  end
end

defmodule :erpc do
  @moduledoc """
  Calls on nodes that tell errors apart: what the function raises, throws or exits with comes to the
  caller as if it had been called there.
  """

  @doc "Calls a function without arguments on a node."
  def call(node, fun), do: call(node, :erlang, :apply, [fun, []], :infinity)

  @doc "Like `call/2`, with a timeout."
  def call(node, fun, timeout) when is_function(fun, 0),
    do: call(node, :erlang, :apply, [fun, []], timeout)

  @doc "Calls a function on a node."
  def call(node, module, function, args), do: call(node, module, function, args, :infinity)

  @doc "Like `call/4`; raises `{:erpc, :timeout}` after some milliseconds."
  def call(node, module, function, args, timeout)
      when is_atom(node) and is_atom(module) and is_atom(function) and is_list(args) do
    if node != node(), do: :erlang.error({:erpc, :noconnection})

    {pid, reference} =
      :erlang.spawn_monitor(fn -> exit({:erpc_outcome, outcome(module, function, args)}) end)

    receive do
      {:DOWN, ^reference, :process, ^pid, {:erpc_outcome, outcome}} -> answer(outcome)
      {:DOWN, ^reference, :process, ^pid, reason} -> exit({:signal, reason})
    after
      timeout ->
        :erlang.demonitor(reference, [:flush])
        Process.exit(pid, :kill)
        :erlang.error({:erpc, :timeout})
    end
  end

  defp outcome(module, function, args) do
    {:return, apply(module, function, args)}
  catch
    :throw, value -> {:throw, value}
    :exit, reason -> {:exit, reason}
    :error, reason -> {:error, reason, __STACKTRACE__}
  end

  defp answer({:return, value}), do: value
  defp answer({:throw, value}), do: throw(value)
  defp answer({:exit, reason}), do: exit({:exception, reason})
  defp answer({:error, reason, stack}), do: :erlang.error({:exception, reason, stack})

  @doc "Starts a call whose value nobody asks for."
  def cast(node, fun) when is_function(fun, 0), do: cast(node, :erlang, :apply, [fun, []])

  @doc "Like `cast/2`."
  def cast(node, module, function, args) do
    if node == node(), do: spawn(module, function, args)
    :ok
  end
end
