defmodule PartitionSupervisor do
  @moduledoc """
  A supervisor that starts the same child several times, so that the copies share the work.

      {:ok, _} =
        PartitionSupervisor.start_link(child_spec: DynamicSupervisor, name: MyPartitions)

      DynamicSupervisor.start_child(
        {:via, PartitionSupervisor, {MyPartitions, self()}},
        {Counter, 0}
      )

  `{:via, PartitionSupervisor, {name, key}}` names the partition that `key` belongs to: an integer
  modulo the number of partitions, any other term by its hash.
  """

  @behaviour Supervisor

  @type name :: atom | {:via, module, term}

  @doc "The child specification of a partition supervisor that starts with these options."
  @spec child_spec(keyword) :: Supervisor.child_spec()
  def child_spec(opts) when is_list(opts) do
    id =
      case Keyword.get(opts, :name, DynamicSupervisor) do
        name when is_atom(name) -> name
        {:via, _module, name} -> name
      end

    %{id: id, start: {PartitionSupervisor, :start_link, [opts]}, type: :supervisor}
  end

  @doc """
  Starts a partition supervisor.

  Options: `:name` and `:child_spec`, which are needed; `:partitions` (the number of
  schedulers), `:strategy` (`:one_for_one`), `:max_restarts`, `:max_seconds`, and
  `:with_arguments`, a function of the child's arguments and the partition that gives its
  arguments.
  """
  @spec start_link(keyword) :: Supervisor.on_start()
  def start_link(opts) when is_list(opts) do
    name = opts[:name]

    unless name do
      raise ArgumentError, "the :name option must be given to PartitionSupervisor"
    end

    {child_spec, opts} = Keyword.pop(opts, :child_spec)

    unless child_spec do
      raise ArgumentError, "the :child_spec option must be given to PartitionSupervisor"
    end

    {partitions, opts} = Keyword.pop(opts, :partitions, System.schedulers_online())

    unless is_integer(partitions) and partitions >= 1 do
      raise ArgumentError,
            "the :partitions option must be a positive integer, got: #{inspect(partitions)}"
    end

    {with_arguments, opts} = Keyword.pop(opts, :with_arguments, fn args, _partition -> args end)

    unless is_function(with_arguments, 2) do
      raise ArgumentError,
            "the :with_arguments option must be a function that receives two arguments, " <>
              "the current call arguments and the partition, got: #{inspect(with_arguments)}"
    end

    %{start: {module, function, args}} =
      child = child_spec |> Supervisor.child_spec([]) |> to_map()

    modules = Map.get(child, :modules, [module])

    children =
      for partition <- 0..(partitions - 1) do
        args = with_arguments.(args, partition)
        start = {__MODULE__, :start_child, [module, function, args, name, partition]}
        Map.merge(child, %{id: partition, start: start, modules: modules})
      end

    keys = [:strategy, :max_seconds, :max_restarts]
    {init_opts, start_opts} = Keyword.split(opts, keys)
    init_opts = Keyword.put_new(init_opts, :strategy, :one_for_one)
    Supervisor.start_link(__MODULE__, {name, partitions, children, init_opts}, start_opts)
  end

  defp to_map({id, start, restart, shutdown, type, modules}) do
    %{
      id: id,
      start: start,
      restart: restart,
      shutdown: shutdown,
      type: type,
      modules: modules
    }
  end

  defp to_map(map) when is_map(map), do: map

  @doc false
  # Called by the supervisor: whoever asks for the partition from now on gets the new process.
  def start_child(module, function, args, name, partition) do
    case apply(module, function, args) do
      {:ok, pid} ->
        register_child(name, partition, pid)
        {:ok, pid}

      {:ok, pid, info} ->
        register_child(name, partition, pid)
        {:ok, pid, info}

      other ->
        other
    end
  end

  defp register_child(name, partition, pid) when is_atom(name) do
    :ets.insert(name, {partition, pid})
  end

  @doc false
  @impl true
  def init({name, partitions, children, init_opts}) do
    init_partitions(name, partitions)
    Supervisor.init(children, init_opts)
  end

  defp init_partitions(name, partitions) when is_atom(name) do
    ^name = :ets.new(name, [:set, :named_table, :protected, {:read_concurrency, true}])
    :ets.insert(name, {:partitions, partitions})
  end

  @doc "The number of partitions."
  @spec partitions(name) :: pos_integer
  def partitions(name) when is_atom(name) do
    :ets.lookup_element(name, :partitions, 2)
  catch
    :error, :badarg -> exit({:noproc, {__MODULE__, :partitions, [name]}})
  end

  @doc "All partitions as `{partition, pid, type, modules}`."
  @spec which_children(name) :: [
          {integer, pid | :restarting, :worker | :supervisor, [module] | :dynamic}
        ]
  def which_children(name), do: Supervisor.which_children(name)

  @doc "How many partitions there are, as a map: see `Supervisor.count_children/1`."
  @spec count_children(name) :: %{
          specs: non_neg_integer,
          active: non_neg_integer,
          supervisors: non_neg_integer,
          workers: non_neg_integer
        }
  def count_children(name), do: Supervisor.count_children(name)

  @doc "Stops a partition supervisor."
  @spec stop(name, reason :: term, timeout) :: :ok
  def stop(supervisor, reason \\ :normal, timeout \\ :infinity) do
    Supervisor.stop(supervisor, reason, timeout)
  end

  ## Names for servers

  @doc false
  def whereis_name({name, key}) do
    partition = partition(key, partitions(name))

    case :ets.lookup(name, partition) do
      [{_, pid}] -> pid
      [] -> :undefined
    end
  end

  defp partition(key, partitions) when is_integer(key), do: rem(abs(key), partitions)
  defp partition(key, partitions), do: :erlang.phash2(key, partitions)

  @doc false
  def send(name_and_key, message), do: Kernel.send(whereis_name(name_and_key), message)

  @doc false
  def register_name(_name_and_key, _pid) do
    raise "{:via, PartitionSupervisor, _} cannot be given on registration"
  end

  @doc false
  def unregister_name(_name_and_key, _pid) do
    raise "{:via, PartitionSupervisor, _} cannot be given on unregistration"
  end
end
