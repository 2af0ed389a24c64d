defmodule :ets do
  @moduledoc """
  Erlang's tables: what of them is more than one step. Everything else is the runtime's own.

      table = :ets.new(:table, [:ordered_set])
      :ets.insert(table, [{1, :a}, {2, :b}])
      :ets.foldl(fn {key, _value}, sum -> sum + key end, 0, table)  # => 3
  """

  # What files of tables begin with.
  @file_mark "respawn table 1\n"

  # -- folding ---------------------------------------------------------------------------------

  @doc "Folds all objects of a table, from the first on in an ordered one."
  @spec foldl((term, term -> term), term, term) :: term
  def foldl(fun, acc, table) do
    :ets.safe_fixtable(table, true)

    try do
      foldl_from(:ets.first(table), fun, acc, table)
    after
      :ets.safe_fixtable(table, false)
    end
  end

  defp foldl_from(:"$end_of_table", _fun, acc, _table), do: acc

  defp foldl_from(key, fun, acc, table) do
    acc = :lists.foldl(fun, acc, :ets.lookup(table, key))
    foldl_from(:ets.next(table, key), fun, acc, table)
  end

  @doc "Folds all objects of a table, from the last on in an ordered one."
  @spec foldr((term, term -> term), term, term) :: term
  def foldr(fun, acc, table) do
    :ets.safe_fixtable(table, true)

    try do
      foldr_from(:ets.last(table), fun, acc, table)
    after
      :ets.safe_fixtable(table, false)
    end
  end

  defp foldr_from(:"$end_of_table", _fun, acc, _table), do: acc

  defp foldr_from(key, fun, acc, table) do
    acc = :lists.foldr(fun, acc, :ets.lookup(table, key))
    foldr_from(:ets.prev(table, key), fun, acc, table)
  end

  # -- match specifications --------------------------------------------------------------------

  @doc "What a match specification makes of one tuple: `{:ok, result}`, false for no match."
  @spec test_ms(tuple, [tuple]) :: {:ok, term} | {:error, [{:warning | :error, charlist}]}
  def test_ms(tuple, spec) do
    case :erlang.match_spec_test(tuple, spec, :table) do
      {:ok, result, _flags, _warnings} -> {:ok, result}
      {:error, _errors} = error -> error
    end
  end

  @doc "A match specification of a fun of Erlang's shell; compiled funs cannot be looked into."
  @spec fun2ms(fun) :: no_return
  def fun2ms(fun) when is_function(fun) do
    words =
      ~w(function called with real fun should be transformed with)a ++
        ~w(parse_transform or called with a fun generated in the shell)a

    :erlang.exit({:badarg, {:ets, :fun2ms, words}})
  end

  # -- filling ---------------------------------------------------------------------------------

  @doc "Fills a table with what `fun.(:read)` gives: `{objects, next_fun}` or `:end_of_input`."
  @spec init_table(term, (:read | :close -> term)) :: true
  def init_table(table, fun) do
    :ets.delete_all_objects(table)
    fill(fun, table)
  end

  defp fill(fun, table) do
    case fun.(:read) do
      :end_of_input ->
        true

      {objects, next} when is_list(objects) and is_function(next, 1) ->
        :ets.insert(table, objects)
        fill(next, table)
    end
  catch
    kind, reason ->
      fun.(:close)
      :erlang.raise(kind, reason, __STACKTRACE__)
  end

  # -- files -----------------------------------------------------------------------------------

  @doc "Writes a table to a file, for `file2tab/1`."
  @spec tab2file(term, charlist | binary) :: :ok | {:error, term}
  def tab2file(table, file), do: tab2file(table, file, [])

  @doc "The same with options, of which `sync: true` waits until the file is on the disk."
  @spec tab2file(term, charlist | binary, [term]) :: :ok | {:error, term}
  def tab2file(table, file, options) when is_list(options) do
    case :ets.info(table) do
      :undefined ->
        {:error, :badtab}

      information ->
        objects = :ets.tab2list(table)
        bytes = :erlang.term_to_binary({information, objects})
        written(:file.write_file(file, [@file_mark, bytes], write_modes(options)), file)
    end
  end

  defp write_modes(options), do: if(:lists.member({:sync, true}, options), do: [:sync], else: [])

  defp written(:ok, _file), do: :ok
  defp written({:error, reason}, file), do: {:error, {:file_error, file, reason}}

  @doc "Makes the table that a file holds: `{:ok, table}`."
  @spec file2tab(charlist | binary) :: {:ok, term} | {:error, term}
  def file2tab(file), do: file2tab(file, [])

  @doc "The same with options; files of this runtime need none."
  @spec file2tab(charlist | binary, [term]) :: {:ok, term} | {:error, term}
  def file2tab(file, options) when is_list(options) do
    with {:ok, information, objects} <- read_table(file) do
      try do
        :ets.new(item(:name, information), new_options(information))
      catch
        :error, :badarg -> {:error, :cannot_create_table}
      else
        table ->
          :ets.insert(table, objects)
          {:ok, table}
      end
    end
  end

  @doc "What is known of the table in a file, without making it."
  @spec tabfile_info(charlist | binary) :: {:ok, [{atom, term}]} | {:error, term}
  def tabfile_info(file) do
    with {:ok, information, _objects} <- read_table(file) do
      items =
        for key <- [:name, :type, :protection, :named_table, :keypos, :size],
            do: {key, item(key, information)}

      {:ok, items ++ [extended_info: [], version: {1, 0}]}
    end
  end

  defp read_table(file) do
    case :file.read_file(file) do
      {:ok, <<@file_mark, bytes::binary>>} -> decode(bytes, file)
      {:ok, _other} -> {:error, {:read_error, {:not_a_log_file, file}}}
      {:error, reason} -> {:error, {:read_error, {:file_error, file, reason}}}
    end
  end

  defp decode(bytes, file) do
    {information, objects} = :erlang.binary_to_term(bytes)
    {:ok, information, objects}
  catch
    :error, _reason -> {:error, {:read_error, {:not_a_log_file, file}}}
  end

  defp item(key, information) do
    {^key, value} = :lists.keyfind(key, 1, information)
    value
  end

  defp new_options(information) do
    named = if item(:named_table, information), do: [:named_table], else: []
    compressed = if item(:compressed, information), do: [:compressed], else: []

    [
      item(:type, information),
      item(:protection, information),
      {:keypos, item(:keypos, information)}
    ] ++
      named ++ compressed
  end

  # -- looking ---------------------------------------------------------------------------------

  @doc "Prints all tables, a line for each."
  @spec i() :: :ok
  def i do
    :io.format(" ~-15s ~-17s ~-5s ~-6s ~-8s ~s~n", ['id', 'name', 'type', 'size', 'mem', 'owner'])
    :io.format(" ~s~n", [:lists.duplicate(76, ?-)])
    :lists.foreach(&print_table/1, :lists.sort(:ets.all()))
  end

  defp print_table(table) do
    case :ets.info(table) do
      :undefined ->
        :ok

      information ->
        of = fn key -> item(key, information) end
        type = :lists.sublist(:erlang.atom_to_list(of.(:type)), 5)

        :io.format(" ~-15w ~-17w ~-5s ~-6w ~-8w ~w~n", [
          table,
          of.(:name),
          type,
          of.(:size),
          of.(:memory),
          owner(of.(:owner))
        ])
    end
  end

  defp owner(pid) do
    case :erlang.process_info(pid, :registered_name) do
      {:registered_name, name} -> name
      _none -> pid
    end
  end
end
