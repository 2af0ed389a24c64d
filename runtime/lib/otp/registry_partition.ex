defmodule Registry.Supervisor do
  @moduledoc false
  # Owns the table of the registry and supervises the partitions. If one of them fails all start
  # anew: the entries of unique keys and of their pids lie in different ones.

  use Supervisor

  @impl true
  def init({kind, registry, partitions, listeners, meta}) do
    ^registry = :ets.new(registry, [:set, :public, :named_table, {:read_concurrency, true}])
    :ets.insert(registry, for({key, value} <- meta, do: {{:meta, key}, value}))

    children =
      for partition <- 0..(partitions - 1) do
        name = Registry.Partition.pid_name(registry, partition)
        arg = {kind, registry, partition, partitions, listeners}

        %{
          id: name,
          start: {Registry.Partition, :start_link, [name, arg]},
          modules: [Registry.Partition]
        }
      end

    Supervisor.init(children, strategy: strategy_for(kind))
  end

  defp strategy_for(:unique), do: :one_for_all
  defp strategy_for(:duplicate), do: :one_for_one
end

defmodule Registry.Partition do
  @moduledoc false
  # The server of a partition: owns its two tables and removes what processes leave that end.

  use GenServer

  @doc false
  def key_name(registry, partition), do: Module.concat(registry, "KeyPartition#{partition}")

  @doc false
  def pid_name(registry, partition), do: Module.concat(registry, "PIDPartition#{partition}")

  @doc false
  def start_link(name, arg), do: GenServer.start_link(__MODULE__, arg, name: name)

  @impl true
  def init({kind, registry, partition, partitions, listeners}) do
    Process.flag(:trap_exit, true)

    key_ets = :ets.new(key_name(registry, partition), [key_type(kind) | table_options()])
    pid_ets = :ets.new(pid_name(registry, partition), [:duplicate_bag | table_options()])
    single = if partitions == 1, do: key_ets

    :ets.insert(registry, [
      {partition, key_ets, {self(), pid_ets}},
      {:info, {kind, partitions, single, listeners}}
    ])

    {:ok, %{pid_ets: pid_ets}}
  end

  defp key_type(:unique), do: :set
  defp key_type(:duplicate), do: :duplicate_bag

  defp table_options do
    [:named_table, :public, {:read_concurrency, true}, {:write_concurrency, true}]
  end

  # For tests: whoever gets the reply knows that earlier ends have been dealt with.
  @impl true
  def handle_call(:sync, _from, state), do: {:reply, :ok, state}

  @impl true
  def handle_info({:EXIT, pid, _reason}, %{pid_ets: pid_ets} = state) do
    for {_pid, key, key_ets, _ref} <- :ets.take(pid_ets, pid) do
      try do
        Registry.delete_entries(key_ets, key, pid)
      catch
        # The other partition is just starting anew, and empty.
        :error, :badarg -> :ok
      end
    end

    {:noreply, state}
  end
end
