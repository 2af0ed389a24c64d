defmodule Supervisor do
  @moduledoc """
  A process that starts other processes, its children, and restarts those that end.

      children = [
        {Counter, 0},
        %{id: :other, start: {Counter, :start_link, [1]}, restart: :transient}
      ]

      {:ok, pid} = Supervisor.start_link(children, strategy: :one_for_one)

  A child is given as a module, as `{module, arg}` (both call `module.child_spec/1`), or as a map:

    * `:id`, `:start` – a term, and `{module, function, args}`; both are needed
    * `:restart` – `:permanent` (default), `:transient` (only after an abnormal end) or
    `:temporary`
    * `:shutdown` – milliseconds to end in (5000), `:infinity` (default of supervisors) or
      `:brutal_kill`
    * `:type` – `:worker` (default) or `:supervisor`
    * `:modules`, `:significant` – rarely needed

  Strategies: `:one_for_one` restarts the child that ended, `:one_for_all` all of them,
  `:rest_for_one` that one and those started after it. More than `:max_restarts` (3) restarts
  within `:max_seconds` (5) end the supervisor.

  A module that does `use Supervisor` defines `init/1`, which ends with `Supervisor.init/2`.
  """

  @type on_start ::
          {:ok, pid} | :ignore | {:error, {:already_started, pid} | {:shutdown, term} | term}
  @type on_start_child ::
          {:ok, child}
          | {:ok, child, info :: term}
          | {:error, {:already_started, child} | :already_present | term}
  @type child :: pid | :undefined
  @type name :: atom | {:global, term} | {:via, module, term}
  @type option :: {:name, name}
  @type supervisor :: pid | name | {atom, node}
  @type strategy :: :one_for_one | :one_for_all | :rest_for_one
  @type init_option ::
          {:strategy, strategy}
          | {:max_restarts, non_neg_integer}
          | {:max_seconds, pos_integer}
  @type sup_flags :: %{
          strategy: strategy,
          intensity: non_neg_integer,
          period: pos_integer
        }
  @type child_spec :: %{
          required(:id) => atom | term,
          required(:start) => {module, atom, [term]},
          optional(:restart) => :permanent | :transient | :temporary,
          optional(:shutdown) => timeout | :brutal_kill,
          optional(:type) => :worker | :supervisor,
          optional(:modules) => [module] | :dynamic,
          optional(:significant) => boolean
        }

  @callback init(init_arg :: term) :: {:ok, {sup_flags, [child_spec]}} | :ignore

  @doc false
  defmacro __using__(opts) do
    quote location: :keep, bind_quoted: [opts: opts] do
      @behaviour Supervisor
      import Supervisor.Spec

      unless Module.has_attribute?(__MODULE__, :doc) do
        @doc """
        The child specification of this supervisor: see `Supervisor`.
        """
      end

      def child_spec(init_arg) do
        default = %{
          id: __MODULE__,
          start: {__MODULE__, :start_link, [init_arg]},
          type: :supervisor
        }

        Supervisor.child_spec(default, unquote(Macro.escape(opts)))
      end

      defoverridable child_spec: 1
    end
  end

  ## Starting and stopping

  @doc """
  Starts a supervisor with a list of children, linked to the caller.

      {:ok, pid} = Supervisor.start_link([Counter], strategy: :one_for_one, name: MySup)
  """
  @spec start_link([child_spec | {module, term} | module], [option | init_option]) :: on_start
  @spec start_link(module, term) :: on_start
  def start_link(children, options) when is_list(children) do
    {sup_options, start_options} =
      Keyword.split(options, [:strategy, :max_seconds, :max_restarts, :auto_shutdown])

    start_link(Supervisor.Default, init(children, sup_options), start_options)
  end

  def start_link(module, init_arg) when is_atom(module), do: start_link(module, init_arg, [])

  @doc """
  Starts a supervisor whose children `module.init(init_arg)` gives. Option: `:name`.
  """
  @spec start_link(module, term, [option]) :: on_start
  def start_link(module, init_arg, options) when is_atom(module) and is_list(options) do
    case Keyword.get(options, :name) do
      nil ->
        :supervisor.start_link(module, init_arg)

      atom when is_atom(atom) ->
        :supervisor.start_link({:local, atom}, module, init_arg)

      {:global, _term} = name ->
        :supervisor.start_link(name, module, init_arg)

      {:via, via_module, _term} = name when is_atom(via_module) ->
        :supervisor.start_link(name, module, init_arg)

      other ->
        raise ArgumentError, """
        expected :name option to be one of the following:

          * nil
          * atom
          * {:global, term}
          * {:via, module, term}

        Got: #{inspect(other)}
        """
    end
  end

  @doc """
  What `init/1` of a module-based supervisor returns: the flags and the children.

      def init(_arg), do: Supervisor.init([Counter], strategy: :one_for_one)
  """
  @spec init([child_spec | {module, term} | module], [init_option]) ::
          {:ok, {sup_flags, [child_spec]}}
  def init(children, options) when is_list(children) and is_list(options) do
    strategy =
      case options[:strategy] do
        nil ->
          raise ArgumentError, "expected :strategy option to be given"

        :simple_one_for_one ->
          IO.warn(
            ":simple_one_for_one strategy is deprecated, please use DynamicSupervisor instead"
          )

          :simple_one_for_one

        other ->
          other
      end

    flags = %{
      strategy: strategy,
      intensity: Keyword.get(options, :max_restarts, 3),
      period: Keyword.get(options, :max_seconds, 5)
    }

    {:ok, {flags, Enum.map(children, &init_child/1)}}
  end

  defp init_child(module) when is_atom(module), do: init_child({module, []})
  defp init_child(map) when is_map(map), do: map

  defp init_child({_, _, _, _, _, _} = tuple), do: tuple

  defp init_child({module, arg}) when is_atom(module) do
    try do
      module.child_spec(arg)
    rescue
      e in UndefinedFunctionError ->
        case __STACKTRACE__ do
          [{^module, :child_spec, [^arg], _} | _] ->
            raise ArgumentError, child_spec_error(module)

          stacktrace ->
            reraise e, stacktrace
        end
    end
  end

  defp init_child(other) do
    raise ArgumentError, """
    supervisors expect each child to be one of the following:

      * a module
      * a {module, arg} tuple
      * a child specification as a map with at least the :id and :start fields
      * or a tuple with 6 elements generated by Supervisor.Spec (deprecated)

    Got: #{inspect(other)}
    """
  end

  defp child_spec_error(module) do
    if Code.ensure_loaded?(module) do
      """
      The module #{inspect(module)} was given as a child to a supervisor
      but it does not implement child_spec/1.

      If you own the given module, please define a child_spec/1 function
      that receives an argument and returns a child specification as a map.
      For example:

          def child_spec(opts) do
            %{
              id: __MODULE__,
              start: {__MODULE__, :start_link, [opts]},
              type: :worker,
              restart: :permanent,
              shutdown: 500
            }
          end

      Note that "use Agent", "use GenServer" and so on automatically define
      this function for you.

      However, if you don't own the given module and it doesn't implement
      child_spec/1, instead of passing the module name directly as a supervisor
      child, you will have to pass a child specification as a map:

          %{
            id: #{inspect(module)},
            start: {#{inspect(module)}, :start_link, [arg1, arg2]}
          }

      See the Supervisor documentation for more information.
      """
    else
      "The module #{inspect(module)} was given as a child to a supervisor but it does not exist."
    end
  end

  @doc """
  A child specification with some of its fields replaced.

      Supervisor.child_spec({Counter, 0}, id: :first, restart: :temporary)
  """
  @spec child_spec(child_spec | {module, term} | module, keyword) :: child_spec
  def child_spec(module_or_map, overrides)

  def child_spec({_, _, _, _, _, _} = tuple, _overrides) do
    raise ArgumentError,
          "old tuple-based child specification #{inspect(tuple)} " <>
            "is not supported in Supervisor.child_spec/2"
  end

  def child_spec(module_or_map, overrides) do
    Enum.reduce(overrides, init_child(module_or_map), fn
      {key, value}, spec when key in [:id, :start, :restart, :shutdown, :type, :modules] ->
        Map.put(spec, key, value)

      {key, _value}, _spec ->
        raise ArgumentError, "unknown key #{inspect(key)} in child specification override"
    end)
  end

  @doc """
  Stops a supervisor with `reason`, after its children.
  """
  @spec stop(supervisor, reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity) do
    GenServer.stop(supervisor, reason, timeout)
  end

  ## Children

  @doc """
  Adds a child to a running supervisor and starts it.

      Supervisor.start_child(pid, {Counter, 0})
  """
  @spec start_child(supervisor, child_spec | {module, term} | module | [term]) :: on_start_child
  def start_child(supervisor, {_, _, _, _, _, _} = child_spec) do
    call(supervisor, {:start_child, child_spec})
  end

  def start_child(supervisor, args) when is_list(args) do
    IO.warn(
      "Supervisor.start_child/2 with a list of args is deprecated, " <>
        "please use DynamicSupervisor instead"
    )

    call(supervisor, {:start_child, args})
  end

  def start_child(supervisor, child_spec) do
    call(supervisor, {:start_child, Supervisor.child_spec(child_spec, [])})
  end

  @doc """
  Stops a child; it can be started again with `restart_child/2`, unless it is temporary.
  """
  @spec terminate_child(supervisor, term) :: :ok | {:error, :not_found}
  def terminate_child(supervisor, child_id)

  def terminate_child(supervisor, pid) when is_pid(pid) do
    IO.warn(
      "Supervisor.terminate_child/2 with a PID is deprecated, " <>
        "please use DynamicSupervisor instead"
    )

    call(supervisor, {:terminate_child, pid})
  end

  def terminate_child(supervisor, child_id), do: call(supervisor, {:terminate_child, child_id})

  @doc """
  Forgets a child that does not run.
  """
  @spec delete_child(supervisor, term) ::
          :ok | {:error, :not_found | :running | :restarting | :simple_one_for_one}
  def delete_child(supervisor, child_id), do: call(supervisor, {:delete_child, child_id})

  @doc """
  Starts a child that was stopped.
  """
  @spec restart_child(supervisor, term) ::
          {:ok, child}
          | {:ok, child, term}
          | {:error, :not_found | :running | :restarting | :simple_one_for_one | term}
  def restart_child(supervisor, child_id), do: call(supervisor, {:restart_child, child_id})

  @doc """
  All children as `{id, pid | :restarting | :undefined, type, modules}`, last started first.
  """
  @spec which_children(supervisor) :: [
          {term | :undefined, child | :restarting, :worker | :supervisor, [module] | :dynamic}
        ]
  def which_children(supervisor), do: call(supervisor, :which_children)

  @doc """
  How many children there are, as a map of `:specs`, `:active`, `:supervisors` and `:workers`.
  """
  @spec count_children(supervisor) :: %{
          specs: non_neg_integer,
          active: non_neg_integer,
          supervisors: non_neg_integer,
          workers: non_neg_integer
        }
  def count_children(supervisor), do: supervisor |> call(:count_children) |> :maps.from_list()

  defp call(supervisor, request), do: GenServer.call(supervisor, request, :infinity)
end

defmodule Supervisor.Default do
  @moduledoc false
  # The callback module of supervisors that are started from a list of children.

  def init(args), do: args
end
