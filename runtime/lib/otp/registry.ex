defmodule Registry do
  @moduledoc """
  Names for processes, any terms, with a value each.

      {:ok, _} = Registry.start_link(keys: :unique, name: MyRegistry)
      {:ok, _} = Registry.register(MyRegistry, "hello", 1)
      Registry.lookup(MyRegistry, "hello")
      #=> [{self(), 1}]

  With `keys: :unique` a key has one process, and `{:via, Registry, {MyRegistry, key}}` is a name
  for servers. With `keys: :duplicate` many processes may share a key: `dispatch/4` reaches them
  all.

  All is in tables. The table called like the registry says where the others are; every partition
  has a table from keys to `{pid, value}` and one from pids to keys. A process that registers is
  linked to the server of its partition, which removes what the process leaves behind.
  """

  @type registry :: atom
  @type keys :: :unique | :duplicate
  @type key :: term
  @type value :: term
  @type match_pattern :: atom | term
  @type guard :: atom | tuple
  @type guards :: [guard]
  @type body :: [term]
  @type spec :: [{match_pattern, guards, body}]
  @type meta_key :: atom | tuple
  @type meta_value :: term
  @type start_option ::
          {:keys, keys}
          | {:name, registry}
          | {:partitions, pos_integer}
          | {:listeners, [atom]}
          | {:meta, [{meta_key, meta_value}]}

  ## Starting

  @doc """
  Starts a registry.

  Options: `:keys` (`:unique` or `:duplicate`) and `:name`, which are needed; `:partitions` (1),
  `:listeners` (names of processes that are told of all changes), `:meta`.
  """
  @spec start_link([start_option]) :: {:ok, pid} | {:error, term}
  def start_link(options) do
    keys = Keyword.get(options, :keys)

    unless keys in [:unique, :duplicate] do
      raise ArgumentError,
            "expected :keys to be given and be one of :unique or :duplicate, " <>
              "got: #{inspect(keys)}"
    end

    name =
      case Keyword.fetch(options, :name) do
        {:ok, name} when is_atom(name) ->
          name

        {:ok, other} ->
          raise ArgumentError, "expected :name to be an atom, got: #{inspect(other)}"

        :error ->
          raise ArgumentError, "expected :name option to be present"
      end

    meta = Keyword.get(options, :meta, [])

    unless Keyword.keyword?(meta) do
      raise ArgumentError, "expected :meta to be a keyword list, got: #{inspect(meta)}"
    end

    partitions = Keyword.get(options, :partitions, 1)

    unless is_integer(partitions) and partitions >= 1 do
      raise ArgumentError,
            "expected :partitions to be a positive integer, got: #{inspect(partitions)}"
    end

    listeners = Keyword.get(options, :listeners, [])

    unless is_list(listeners) and Enum.all?(listeners, &is_atom/1) do
      raise ArgumentError,
            "expected :listeners to be a list of named processes, got: #{inspect(listeners)}"
    end

    arg = {keys, name, partitions, listeners, meta}
    Supervisor.start_link(Registry.Supervisor, arg, name: name)
  end

  @doc false
  @deprecated "Use Registry.start_link/1 instead"
  def start_link(keys, name, options \\ [])
      when keys in [:unique, :duplicate] and is_atom(name) do
    start_link([keys: keys, name: name] ++ options)
  end

  @doc "The child specification of a registry that starts with these options."
  def child_spec(options) do
    %{
      id: Keyword.get(options, :name, Registry),
      start: {Registry, :start_link, [options]},
      type: :supervisor
    }
  end

  ## Names for servers

  @doc false
  def whereis_name({registry, key}), do: whereis_name(registry, key)
  def whereis_name({registry, key, _value}), do: whereis_name(registry, key)

  defp whereis_name(registry, key) do
    case info!(registry) do
      {:unique, partitions, key_ets, _listeners} ->
        case key_entries(registry, key_ets, key, partitions) do
          [{_, {pid, _value}}] -> if Process.alive?(pid), do: pid, else: :undefined
          [] -> :undefined
        end

      {:duplicate, _, _, _} ->
        raise ArgumentError, ":via is not supported for duplicate registries"
    end
  end

  @doc false
  def register_name({registry, key}, pid) when pid == self() do
    register_name(registry, key, nil, pid)
  end

  def register_name({registry, key, value}, pid) when pid == self() do
    register_name(registry, key, value, pid)
  end

  def register_name({registry, key}, pid), do: register_name(registry, key, nil, pid)
  def register_name({registry, key, value}, pid), do: register_name(registry, key, value, pid)

  defp register_name(registry, key, value, pid) when pid == self() do
    case register(registry, key, value) do
      {:ok, _} -> :yes
      {:error, _} -> :no
    end
  end

  @doc false
  def send({registry, key}, message) do
    case lookup(registry, key) do
      [{pid, _value}] -> Kernel.send(pid, message)
      [] -> :erlang.error(:badarg, [{registry, key}, message])
    end
  end

  def send({registry, key, _value}, message), do: Registry.send({registry, key}, message)

  @doc false
  def unregister_name({registry, key}), do: unregister(registry, key)
  def unregister_name({registry, key, _value}), do: unregister(registry, key)

  ## Registering

  @doc """
  Registers the calling process under `key`.

  `{:ok, owner}`, the owner being the server of the partition, or
  `{:error, {:already_registered, pid}}` in a registry with unique keys.
  """
  @spec register(registry, key, value) :: {:ok, pid} | {:error, {:already_registered, pid}}
  def register(registry, key, value) when is_atom(registry) do
    self = self()
    {kind, partitions, key_ets, listeners} = info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)

    # The way back first: should this process end in between, its partition finds what to remove.
    Process.link(pid_server)
    row = {self, key, key_ets, make_ref()}
    true = :ets.insert(pid_ets, row)

    case register_key(kind, key_ets, key, {key, {self, value}}) do
      :ok ->
        for listener <- listeners do
          Kernel.send(listener, {:register, registry, key, self, value})
        end

        {:ok, pid_server}

      {:error, {:already_registered, ^self}} = error ->
        true = :ets.delete_object(pid_ets, row)
        error

      {:error, _} = error ->
        true = :ets.delete_object(pid_ets, row)
        unlink_if_unregistered(pid_server, pid_ets, self)
        error
    end
  end

  defp register_key(:duplicate, key_ets, _key, entry) do
    true = :ets.insert(key_ets, entry)
    :ok
  end

  defp register_key(:unique, key_ets, key, entry) do
    if :ets.insert_new(key_ets, entry) do
      :ok
    else
      case :ets.lookup(key_ets, key) do
        [{^key, {pid, _}} = current] ->
          if Process.alive?(pid) do
            {:error, {:already_registered, pid}}
          else
            # Its partition has not come to removing it.
            :ets.delete_object(key_ets, current)
            register_key(:unique, key_ets, key, entry)
          end

        [] ->
          register_key(:unique, key_ets, key, entry)
      end
    end
  end

  @doc "Removes the entries of the calling process under `key`."
  @spec unregister(registry, key) :: :ok
  def unregister(registry, key) when is_atom(registry) do
    self = self()
    {kind, partitions, key_ets, listeners} = info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)

    # First the entry, so that nobody finds a process that is no longer watched.
    delete_entries(key_ets, key, self)
    for row <- pid_rows(pid_ets, self, key), do: :ets.delete_object(pid_ets, row)
    unlink_if_unregistered(pid_server, pid_ets, self)

    for listener <- listeners do
      Kernel.send(listener, {:unregister, registry, key, self})
    end

    :ok
  end

  @doc """
  Removes the entries of the calling process under `key` whose values match `pattern`.

      Registry.unregister_match(MyRegistry, "hello", %{topic: :_})
  """
  @spec unregister_match(registry, key, match_pattern, guards) :: :ok
  def unregister_match(registry, key, pattern, guards \\ []) when is_list(guards) do
    self = self()
    {kind, partitions, key_ets, listeners} = info!(registry)
    {key_partition, pid_partition} = partitions(kind, key, self, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    {pid_server, pid_ets} = pid_ets!(registry, pid_partition)

    {head, key_guards} = key_pattern(key, {self, pattern})
    deleted = :ets.select_delete(key_ets, [{head, key_guards ++ guards, [true]}])

    if deleted > 0 do
      rows = pid_rows(pid_ets, self, key)
      for row <- Enum.take(rows, deleted), do: :ets.delete_object(pid_ets, row)

      for listener <- listeners do
        Kernel.send(listener, {:unregister, registry, key, self})
      end
    end

    unlink_if_unregistered(pid_server, pid_ets, self)
    :ok
  end

  @doc """
  Replaces the value of the calling process under `key`: `{new, old}`, or `:error`. For unique
  keys.
  """
  @spec update_value(registry, key, (value -> value)) ::
          {new_value :: term, old_value :: term} | :error
  def update_value(registry, key, callback) when is_atom(registry) and is_function(callback, 1) do
    case info!(registry) do
      {:unique, partitions, key_ets, _listeners} ->
        key_ets = key_ets || key_ets!(registry, hash(key, partitions))
        self = self()

        case :ets.lookup(key_ets, key) do
          [{^key, {^self, old_value}}] ->
            new_value = callback.(old_value)
            :ets.insert(key_ets, {key, {self, new_value}})
            {new_value, old_value}

          _ ->
            :error
        end

      {:duplicate, _, _, _} ->
        raise ArgumentError, "Registry.update_value/3 is not supported for duplicate registries"
    end
  end

  ## Finding

  @doc """
  The processes registered under `key`, as `[{pid, value}]`.
  """
  @spec lookup(registry, key) :: [{pid, value}]
  def lookup(registry, key) when is_atom(registry) do
    case info!(registry) do
      {:unique, partitions, key_ets, _listeners} ->
        case key_entries(registry, key_ets, key, partitions) do
          [{_, {pid, _} = pair}] -> if Process.alive?(pid), do: [pair], else: []
          [] -> []
        end

      {:duplicate, 1, key_ets, _listeners} ->
        pairs(key_ets, key)

      {:duplicate, partitions, _key_ets, _listeners} ->
        for partition <- 0..(partitions - 1),
            pair <- pairs(key_ets!(registry, partition), key),
            do: pair
    end
  end

  defp key_entries(_registry, key_ets, key, 1), do: :ets.lookup(key_ets, key)

  defp key_entries(registry, nil, key, partitions) do
    :ets.lookup(key_ets!(registry, hash(key, partitions)), key)
  end

  defp pairs(key_ets, key), do: for({_key, pair} <- :ets.lookup(key_ets, key), do: pair)

  @doc """
  Calls `mfa_or_fun` with the list of all `{pid, value}` under `key`, once for every partition
  that has some. With `parallel: true` the partitions are served at the same time.

      Registry.dispatch(MyRegistry, "topic", fn entries ->
        for {pid, _} <- entries, do: send(pid, :hello)
      end)
  """
  @spec dispatch(registry, key, (entries :: [{pid, value}] -> term), keyword) :: :ok
  def dispatch(registry, key, mfa_or_fun, opts \\ [])
      when (is_atom(registry) and is_function(mfa_or_fun, 1)) or tuple_size(mfa_or_fun) == 3 do
    case info!(registry) do
      {:unique, partitions, key_ets, _listeners} ->
        key_ets = key_ets || key_ets!(registry, hash(key, partitions))
        run(pairs(key_ets, key), mfa_or_fun)

      {:duplicate, 1, key_ets, _listeners} ->
        run(pairs(key_ets, key), mfa_or_fun)

      {:duplicate, partitions, _key_ets, _listeners} ->
        tables = for partition <- 0..(partitions - 1), do: key_ets!(registry, partition)

        if Keyword.get(opts, :parallel, false) do
          tables
          |> Enum.map(&Task.async(fn -> run(pairs(&1, key), mfa_or_fun) end))
          |> Enum.each(&await_unseen/1)
        else
          Enum.each(tables, &run(pairs(&1, key), mfa_or_fun))
        end
    end

    :ok
  end

  # A caller that traps exits shall not see those of the tasks.
  defp await_unseen(%Task{pid: pid} = task) do
    Task.await(task, :infinity)
    Process.unlink(pid)

    receive do
      {:EXIT, ^pid, _reason} -> :ok
    after
      0 -> :ok
    end
  end

  defp run([], _mfa_or_fun), do: :ok
  defp run(entries, {module, fun, args}), do: apply(module, fun, [entries | args])
  defp run(entries, fun), do: fun.(entries)

  @doc "The keys that a process is registered under; a key as often as it is."
  @spec keys(registry, pid) :: [key]
  def keys(registry, pid) when is_atom(registry) and is_pid(pid) do
    {_kind, partitions, _key_ets, _listeners} = info!(registry)
    {_pid_server, pid_ets} = pid_ets!(registry, hash(pid, partitions))
    for {_pid, key, _key_ets, _ref} <- :ets.lookup(pid_ets, pid), do: key
  end

  @doc "The values that a process has under `key`."
  @spec values(registry, key, pid) :: [value]
  def values(registry, key, pid) when is_atom(registry) and is_pid(pid) do
    {kind, partitions, key_ets, _listeners} = info!(registry)
    {key_partition, _pid_partition} = partitions(kind, key, pid, partitions)
    key_ets = key_ets || key_ets!(registry, key_partition)
    for {^pid, value} <- pairs(key_ets, key), do: value
  end

  @doc """
  The processes under `key` whose values match `pattern`, a pattern of `:ets` tables, and
  `guards`.

      Registry.match(MyRegistry, "hello", {:_, :"$1"}, [{:>, :"$1", 10}])
  """
  @spec match(registry, key, match_pattern, guards) :: [{pid, value}]
  def match(registry, key, pattern, guards \\ []) when is_atom(registry) and is_list(guards) do
    {head, key_guards} = key_pattern(key, {:_, pattern})
    spec = [{head, key_guards ++ guards, [{:element, 2, :"$_"}]}]
    registry |> tables_of_key(key) |> Enum.flat_map(&:ets.select(&1, spec))
  end

  @doc "How many `match/4` would find."
  @spec count_match(registry, key, match_pattern, guards) :: non_neg_integer
  def count_match(registry, key, pattern, guards \\ []) when is_list(guards) do
    {head, key_guards} = key_pattern(key, {:_, pattern})
    spec = [{head, key_guards ++ guards, [true]}]
    registry |> tables_of_key(key) |> Enum.reduce(0, &(&2 + :ets.select_count(&1, spec)))
  end

  @doc """
  Selects from all entries: `spec` is a match specification over `{key, pid, value}`.

      Registry.select(MyRegistry, [{{:"$1", :_, :_}, [], [:"$1"]}])
  """
  @spec select(registry, spec) :: [term]
  def select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = entry_spec(spec, "select")
    registry |> all_key_tables() |> Enum.flat_map(&:ets.select(&1, spec))
  end

  @doc "How many entries `select/2` would find."
  @spec count_select(registry, spec) :: non_neg_integer
  def count_select(registry, spec) when is_atom(registry) and is_list(spec) do
    spec = entry_spec(spec, "count_select")
    registry |> all_key_tables() |> Enum.reduce(0, &(&2 + :ets.select_count(&1, spec)))
  end

  defp entry_spec(spec, function) do
    for part <- spec do
      case part do
        {{key, pid, value}, guards, select} ->
          {{key, {pid, value}}, guards, select}

        _ ->
          raise ArgumentError,
                "invalid match specification in Registry.#{function}/2: #{inspect(spec)}"
      end
    end
  end

  @doc "The number of entries."
  @spec count(registry) :: non_neg_integer
  def count(registry) when is_atom(registry) do
    registry |> all_key_tables() |> Enum.reduce(0, &(&2 + safe_size(&1)))
  end

  defp safe_size(ets) do
    case :ets.info(ets, :size) do
      :undefined -> 0
      size -> size
    end
  end

  ## Metadata

  @doc "The metadata under `key`: `{:ok, value}` or `:error`."
  @spec meta(registry, meta_key) :: {:ok, meta_value} | :error
  def meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    case :ets.lookup(registry, {:meta, key}) do
      [{_, value}] -> {:ok, value}
      [] -> :error
    end
  catch
    :error, :badarg -> raise ArgumentError, unknown(registry)
  end

  @doc "Puts metadata under `key`."
  @spec put_meta(registry, meta_key, meta_value) :: :ok
  def put_meta(registry, key, value)
      when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    true = :ets.insert(registry, {{:meta, key}, value})
    :ok
  catch
    :error, :badarg -> raise ArgumentError, unknown(registry)
  end

  @doc "Removes the metadata under `key`."
  @spec delete_meta(registry, meta_key) :: :ok
  def delete_meta(registry, key) when is_atom(registry) and (is_atom(key) or is_tuple(key)) do
    true = :ets.delete(registry, {:meta, key})
    :ok
  catch
    :error, :badarg -> raise ArgumentError, unknown(registry)
  end

  ## The tables

  defp info!(registry) do
    :ets.lookup_element(registry, :info, 2)
  catch
    :error, :badarg -> raise ArgumentError, unknown(registry)
  end

  defp unknown(registry), do: "unknown registry: #{inspect(registry)}"

  defp key_ets!(registry, partition), do: :ets.lookup_element(registry, partition, 2)
  defp pid_ets!(registry, partition), do: :ets.lookup_element(registry, partition, 3)

  defp hash(_term, 1), do: 0
  defp hash(term, partitions), do: :erlang.phash2(term, partitions)

  # Unique keys must meet in one table; duplicate ones stay with their processes.
  defp partitions(:unique, key, pid, partitions) do
    {hash(key, partitions), hash(pid, partitions)}
  end

  defp partitions(:duplicate, _key, pid, partitions) do
    partition = hash(pid, partitions)
    {partition, partition}
  end

  defp all_key_tables(registry) do
    {_kind, partitions, _key_ets, _listeners} = info!(registry)
    for partition <- 0..(partitions - 1), do: key_ets!(registry, partition)
  end

  defp tables_of_key(registry, key) do
    case info!(registry) do
      {:unique, partitions, _, _} -> [key_ets!(registry, hash(key, partitions))]
      {:duplicate, _, _, _} -> all_key_tables(registry)
    end
  end

  # The head of a match specification for entries under `key`. A key that would mean something
  # else in a pattern is compared by a guard.
  defp key_pattern(key, pattern) do
    if literal?(key) do
      {{key, pattern}, []}
    else
      {{:_, pattern}, [{:"=:=", {:element, 1, :"$_"}, {:const, key}}]}
    end
  end

  defp literal?(:_), do: false

  defp literal?(atom) when is_atom(atom) do
    not match?("$" <> _, Atom.to_string(atom))
  end

  defp literal?(tuple) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> literal?()
  defp literal?([first | rest]), do: literal?(first) and literal?(rest)
  defp literal?(map) when is_map(map), do: false
  defp literal?(_other), do: true

  defp pid_rows(pid_ets, pid, key) do
    for {_pid, ^key, _key_ets, _ref} = row <- :ets.lookup(pid_ets, pid), do: row
  end

  @doc false
  def delete_entries(key_ets, key, pid) do
    {head, guards} = key_pattern(key, {pid, :_})
    :ets.select_delete(key_ets, [{head, guards, [true]}])
  end

  defp unlink_if_unregistered(pid_server, pid_ets, self) do
    unless :ets.member(pid_ets, self) do
      Process.unlink(pid_server)
    end
  end
end
