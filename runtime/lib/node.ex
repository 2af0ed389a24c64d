defmodule Node do
  @moduledoc """
  Nodes: runtimes that are connected with each other. This one is alone: it is called
  `:nonode@nohost`, it is not alive, and it knows no others.

      Node.self()
      #=> :nonode@nohost
  """

  @type t :: node
  @type state :: :visible | :hidden | :connected | :this | :known

  @doc "Makes this node part of a cluster, which it cannot be."
  @spec start(node, :longnames | :shortnames, non_neg_integer) :: {:ok, pid} | {:error, term}
  def start(name, type \\ :longnames, tick_time \\ 15000) do
    :net_kernel.start([name, type, tick_time])
  end

  @doc "Takes this node out of its cluster."
  @spec stop() :: :ok | {:error, :not_allowed | :not_found}
  def stop, do: :net_kernel.stop()

  @doc "The name of this node."
  @spec self() :: t
  def self, do: :erlang.node()

  @doc "Whether this node can be part of a cluster."
  @spec alive?() :: boolean
  def alive?, do: :erlang.is_alive()

  @doc "The nodes that this one is connected with."
  @spec list() :: [t]
  def list, do: :erlang.nodes()

  @doc """
  The nodes in a given state or in several: `:visible`, `:hidden`, `:connected`, `:this`,
  `:known`.

      Node.list(:this)
      #=> [:nonode@nohost]
  """
  @spec list(state | [state]) :: [t]
  def list(args), do: :erlang.nodes(args)

  @doc "Asks a node whether it is there: `:pong` or `:pang`."
  @spec ping(t) :: :pong | :pang
  def ping(node) when is_atom(node) do
    if alive?() and node == Node.self(), do: :pong, else: :pang
  end

  @doc "Connects with a node: `:ignored`, since this one is not alive."
  @spec connect(t) :: boolean | :ignored
  def connect(node), do: :net_kernel.connect_node(node)

  @doc "Ends the connection with a node: `:ignored`, since this one is not alive."
  @spec disconnect(t) :: boolean | :ignored
  def disconnect(node), do: :net_kernel.disconnect(node)

  @doc "Starts or ends watching a node, as `monitor/3` without options."
  @spec monitor(t, boolean) :: true
  def monitor(node, flag), do: monitor(node, flag, [])

  @doc "Starts or ends watching a node: needs a node that is alive."
  @spec monitor(t, boolean, [:allow_passive_connect]) :: true
  def monitor(node, flag, options)
      when is_atom(node) and is_boolean(flag) and is_list(options) do
    if alive?() or node == Node.self(), do: true, else: :erlang.error(:notalive)
  end

  @doc "Spawns a process on a node that runs `fun`."
  @spec spawn(t, (() -> any)) :: pid
  def spawn(node, fun), do: spawn(node, :erlang, :apply, [fun, []])

  @doc "Spawns a process on a node, with the options of `Process.spawn/2`."
  @spec spawn(t, (() -> any), Process.spawn_opts()) :: pid | {pid, reference}
  def spawn(node, fun, opts), do: spawn(node, :erlang, :apply, [fun, []], opts)

  @doc "Spawns a process on a node that runs `module.fun(args...)`."
  @spec spawn(t, module, atom, [any]) :: pid
  def spawn(node, module, fun, args), do: spawn(node, module, fun, args, [])

  @doc "Spawns a process on a node that runs `module.fun(args...)`, with options."
  @spec spawn(t, module, atom, [any], Process.spawn_opts()) :: pid | {pid, reference}
  def spawn(node, module, fun, args, opts) do
    if node == Node.self() do
      :erlang.spawn_opt(module, fun, args, opts)
    else
      unreachable(node, module, fun, args, opts)
    end
  end

  @doc "Spawns a linked process on a node that runs `fun`."
  @spec spawn_link(t, (() -> any)) :: pid
  def spawn_link(node, fun), do: spawn(node, :erlang, :apply, [fun, []], [:link])

  @doc "Spawns a linked process on a node that runs `module.fun(args...)`."
  @spec spawn_link(t, module, atom, [any]) :: pid
  def spawn_link(node, module, fun, args), do: spawn(node, module, fun, args, [:link])

  @doc "Spawns a process on a node that runs `fun`, and monitors it."
  @spec spawn_monitor(t, (() -> any)) :: {pid, reference}
  def spawn_monitor(node, fun), do: spawn(node, :erlang, :apply, [fun, []], [:monitor])

  @doc "Spawns a process on a node that runs `module.fun(args...)`, and monitors it."
  @spec spawn_monitor(t, module, atom, [any]) :: {pid, reference}
  def spawn_monitor(node, module, fun, args), do: spawn(node, module, fun, args, [:monitor])

  # The process that stands for one on a node that is not there has already ended when its
  # creator hears of it.
  defp unreachable(node, module, fun, args, opts) do
    format = '** Can not start ~w::~w,~w on ~w **~n'
    :error_logger.warning_msg(format, [module, fun, args, node])
    :erlang.spawn_opt(:erlang, :exit, [:noconnection], opts)
  end

  @doc "The secret that nodes of a cluster share; there is none."
  @spec get_cookie() :: atom
  def get_cookie, do: :erlang.get_cookie()

  @doc "Sets the secret for a node: needs a node that is alive."
  @spec set_cookie(t, atom) :: true
  def set_cookie(node \\ Node.self(), cookie) when is_atom(cookie) do
    cond do
      node != Node.self() ->
        :erlang.error(:distribution_not_started)

      alive?() ->
        true

      true ->
        raise ArgumentError,
              "errors were found at the given arguments:\n\n" <>
                "  * 1st argument: the node name is not part of a distributed system\n"
    end
  end
end
