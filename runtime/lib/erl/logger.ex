defmodule :logger do
  @moduledoc """
  The gate for log events: decides which events there are and who gets them.

  An event is `%{level: level, msg: msg, meta: map}`, where `msg` is `{:string, chardata}`,
  `{:report, map_or_keyword}` or `{format, args}`. It is made in the process that logs, passes the
  primary level and filters there, and is handed to every handler. The configuration
  lives in the table `:logger`, which belongs to the process of the same name
  (`Logger.Server`); while that process is not there, nothing is logged.
  """

  @table :logger
  @levels [
    emergency: 0,
    alert: 1,
    critical: 2,
    error: 3,
    warning: 4,
    notice: 5,
    info: 6,
    debug: 7
  ]
  @level_names Keyword.keys(@levels)

  ## Logging

  for level <- @level_names do
    @doc "Logs a string or a report at level `#{level}`."
    def unquote(level)(string_or_report), do: log(unquote(level), string_or_report)

    @doc false
    def unquote(level)(message, args_or_metadata) do
      log(unquote(level), message, args_or_metadata)
    end

    @doc false
    def unquote(level)(message, args, metadata), do: log(unquote(level), message, args, metadata)
  end

  @doc "Logs a string or a report."
  def log(level, string_or_report) when level in @level_names do
    if allow(level), do: macro_log(%{}, level, string_or_report)
    :ok
  end

  @doc """
  Logs a string or a report with metadata, a format with arguments, or what `fun.(extra)` returns.
  """
  def log(level, fun, extra) when level in @level_names and is_function(fun, 1) do
    if allow(level), do: macro_log(%{}, level, fun, extra)
    :ok
  end

  def log(level, format, args) when level in @level_names and is_list(args) do
    if allow(level), do: do_log(level, {format, args}, %{})
    :ok
  end

  def log(level, string_or_report, metadata) when level in @level_names and is_map(metadata) do
    if allow(level), do: macro_log(%{}, level, string_or_report, metadata)
    :ok
  end

  @doc "Logs a format with arguments, or what `fun.(extra)` returns, with metadata."
  def log(level, fun_or_format, args, metadata)
      when level in @level_names and is_map(metadata) do
    if allow(level), do: macro_log(%{}, level, fun_or_format, args, metadata)
    :ok
  end

  @doc false
  def macro_log(location, level, string_or_report) do
    macro_log(location, level, string_or_report, %{})
  end

  @doc false
  def macro_log(location, level, fun, extra) when is_function(fun, 1) and not is_map(extra) do
    macro_log(location, level, fun, extra, %{})
  end

  def macro_log(location, level, message, metadata) when is_map(metadata) do
    do_log(level, wrap(message), Map.merge(location, metadata))
  end

  def macro_log(location, level, format, args) when is_list(args) do
    do_log(level, {format, args}, location)
  end

  @doc false
  def macro_log(location, level, fun, extra, metadata) when is_function(fun, 1) do
    metadata = Map.merge(location, metadata)

    try do
      fun.(extra)
    catch
      class, reason ->
        message = {'LAZY_FUN CRASH: ~tp; Reason: ~tp', [{fun, extra}, {class, reason}]}
        do_log(level, message, metadata)
    else
      :ignore -> :ok
      {message, %{} = more} when is_list(message) -> more_metadata(level, message, metadata, more)
      {format, args} when is_list(args) -> do_log(level, {format, args}, metadata)
      {{format, args}, %{} = more} -> do_log(level, {format, args}, Map.merge(more, metadata))
      {message, %{} = more} -> more_metadata(level, message, metadata, more)
      message -> do_log(level, wrap(message), metadata)
    end
  end

  def macro_log(location, level, format, args, metadata) when is_list(args) do
    do_log(level, {format, args}, Map.merge(location, metadata))
  end

  defp more_metadata(level, message, metadata, more) do
    do_log(level, wrap(message), Map.merge(more, metadata))
  end

  defp wrap(report) when is_map(report), do: {:report, report}

  defp wrap([first | _] = report) when is_tuple(first) and tuple_size(first) == 2 do
    {:report, report}
  end

  defp wrap(string), do: {:string, string}

  @doc false
  # What the library itself logs: `msg` is already of its final shape.
  def log_event(level, msg, metadata) do
    if allow(level), do: do_log(level, msg, metadata)
    :ok
  end

  defp do_log(level, msg, metadata) do
    own = %{pid: self(), gl: :erlang.group_leader(), time: timestamp()}
    primary = get_primary_config()

    meta =
      own
      |> Map.merge(primary.metadata)
      |> Map.merge(process_metadata())
      |> Map.merge(metadata)

    dispatch(%{level: level, msg: msg, meta: meta}, primary)
  end

  @doc false
  # Also called by the process `:logger` for processes that have already ended.
  def dispatch(event, primary \\ get_primary_config()) do
    case filter(event, primary.filters, primary.filter_default) do
      :stop -> :ok
      event -> call_handlers(event, handler_ids())
    end
  end

  defp filter(event, filters, default), do: filter(event, filters, default, :ignored)

  defp filter(event, [], _default, :kept), do: event
  defp filter(event, [], :log, :ignored), do: event
  defp filter(_event, [], :stop, :ignored), do: :stop

  defp filter(event, [{id, {fun, arg}} | rest], default, seen) do
    try do
      fun.(event, arg)
    catch
      _, _ ->
        remove_primary_filter(id)
        :ignore
    end
    |> case do
      :stop -> :stop
      :ignore -> filter(event, rest, default, seen)
      %{level: _, msg: _, meta: _} = event -> filter(event, rest, default, :kept)
      _ -> filter(event, rest, default, seen)
    end
  end

  defp call_handlers(_event, []), do: :ok

  defp call_handlers(event, [id | rest]) do
    case :ets.lookup(@table, {:handler, id}) do
      [{_, %{module: module, level: level} = config}] ->
        with true <- level_number(event.level) <= level_number(level),
             %{} = event <- filter(event, config.filters, config.filter_default) do
          call_handler(module, event, config)
        end

      [] ->
        :ok
    end

    call_handlers(event, rest)
  end

  defp call_handler(module, event, config) do
    module.log(event, config)
  catch
    _, _ ->
      remove_handler(config.id)
      text = :io_lib.format('Logger - error: ~0tp~n', [{:removed_failing_handler, config.id}])
      :io.put_chars(:user, text)
  end

  ## Levels

  @doc "Whether an event of `level` from `module` would be logged."
  def allow(level, module) when is_atom(module) do
    case :ets.lookup(@table, :gate) do
      [{_, _number, true, _sasl}] -> level_number(level) <= module_level_number(module)
      [{_, number, false, _sasl}] -> level_number(level) <= number
      [] -> false
    end
  catch
    :error, :badarg -> false
  end

  @doc false
  def allow(level) do
    case :ets.lookup(@table, :gate) do
      [{_, number, _modules, _sasl}] -> level_number(level) <= number
      [] -> false
    end
  catch
    :error, :badarg -> false
  end

  @doc false
  # Whether somebody reads progress, crash and supervisor reports: then they are worth making.
  def allow_sasl(level) do
    case :ets.lookup(@table, :gate) do
      [{_, number, _modules, true}] -> level_number(level) <= number
      _ -> false
    end
  catch
    :error, :badarg -> false
  end

  defp module_level_number(module) do
    case :ets.lookup(@table, {:module, module}) do
      [{_, number}] -> number
      [] -> :ets.lookup_element(@table, :gate, 2)
    end
  end

  for {level, number} <- @levels do
    defp level_number(unquote(level)), do: unquote(number)
    defp level_name(unquote(number)), do: unquote(level)
  end

  defp level_number(:all), do: 10
  defp level_number(:none), do: -1
  defp level_name(10), do: :all
  defp level_name(-1), do: :none

  defp level?(level), do: level in @level_names or level == :all or level == :none

  @doc "Compares two levels by severity: `:lt`, `:eq` or `:gt`; `:error` is greater than `:info`."
  def compare_levels(level, level), do: :eq

  def compare_levels(left, right) do
    if level_number(left) > level_number(right), do: :lt, else: :gt
  end

  @doc "Sets the level of a module or of several."
  def set_module_level(modules, level) do
    cond do
      not level?(level) ->
        {:error, {:invalid_level, level}}

      is_atom(modules) ->
        set_module_level([modules], level)

      true ->
        for module <- modules do
          :ets.insert(@table, {{:module, module}, level_number(level)})
        end

        :ets.update_element(@table, :gate, {3, true})
        :ok
    end
  end

  @doc "Forgets the levels of all modules."
  def unset_module_level do
    :ets.match_delete(@table, {{:module, :_}, :_})
    :ets.update_element(@table, :gate, {3, false})
    :ok
  end

  @doc "Forgets the level of a module or of several."
  def unset_module_level(modules) do
    for module <- List.wrap(modules), do: :ets.delete(@table, {:module, module})
    any_left = :ets.match(@table, {{:module, :"$1"}, :_}) != []
    :ets.update_element(@table, :gate, {3, any_left})
    :ok
  end

  @doc "The modules that have levels of their own, as `{module, level}`."
  def get_module_level do
    for [module, number] <- :ets.match(@table, {{:module, :"$1"}, :"$2"}) do
      {module, level_name(number)}
    end
  end

  @doc false
  def get_module_level(modules) do
    modules = List.wrap(modules)
    for {module, level} <- get_module_level(), module in modules, do: {module, level}
  end

  @doc "Sets the level of all modules of an application."
  def set_application_level(application, level) do
    with_application_modules(application, &set_module_level(&1, level))
  end

  @doc "Forgets the level of all modules of an application."
  def unset_application_level(application) do
    with_application_modules(application, &unset_module_level/1)
  end

  defp with_application_modules(application, fun) do
    case :application.get_key(application, :modules) do
      {:ok, modules} -> fun.(modules)
      :undefined -> {:error, {:not_loaded, application}}
    end
  end

  ## Primary configuration

  @primary_defaults %{level: :notice, filters: [], filter_default: :log, metadata: %{}}

  @doc "The primary configuration: level, filters, filter_default and metadata."
  def get_primary_config, do: :ets.lookup_element(@table, :primary, 2)

  @doc "Sets one key of the primary configuration."
  def set_primary_config(key, value) do
    with :ok <- check_primary(key, value) do
      put_primary(Map.put(get_primary_config(), key, value))
    end
  end

  @doc "Replaces the primary configuration; what is not given gets its default."
  def set_primary_config(config) when is_map(config) do
    with :ok <- check_all(config, &check_primary/2) do
      put_primary(Map.merge(@primary_defaults, config))
    end
  end

  def set_primary_config(config), do: {:error, {:invalid_config, config}}

  @doc "Merges `config` into the primary configuration."
  def update_primary_config(config) when is_map(config) do
    with :ok <- check_all(config, &check_primary/2) do
      put_primary(Map.merge(get_primary_config(), config))
    end
  end

  defp check_all(config, check) do
    Enum.reduce_while(config, :ok, fn {key, value}, :ok ->
      case check.(key, value) do
        :ok -> {:cont, :ok}
        error -> {:halt, error}
      end
    end)
  end

  defp check_primary(:level, level) do
    if level?(level), do: :ok, else: {:error, {:invalid_level, level}}
  end

  defp check_primary(:filters, filters) when is_list(filters), do: :ok
  defp check_primary(:filter_default, default) when default in [:log, :stop], do: :ok
  defp check_primary(:metadata, metadata) when is_map(metadata), do: :ok
  defp check_primary(key, value), do: {:error, {:invalid_primary_config, {key, value}}}

  defp put_primary(config) do
    :ets.insert(@table, {:primary, config})
    :ets.update_element(@table, :gate, {2, level_number(config.level)})
    :ok
  end

  @doc "Adds a filter `{fun, arg}`, through which every event passes first."
  def add_primary_filter(id, {fun, _arg} = filter) when is_atom(id) and is_function(fun, 2) do
    config = get_primary_config()

    if Keyword.has_key?(config.filters, id) do
      {:error, {:already_exist, id}}
    else
      put_primary(%{config | filters: config.filters ++ [{id, filter}]})
    end
  end

  def add_primary_filter(id, filter), do: {:error, {:invalid_filter, {id, filter}}}

  @doc "Removes a primary filter."
  def remove_primary_filter(id) do
    config = get_primary_config()

    if Keyword.has_key?(config.filters, id) do
      put_primary(%{config | filters: Keyword.delete(config.filters, id)})
    else
      {:error, {:not_found, id}}
    end
  end

  ## Handlers

  @doc "The ids of all handlers."
  def get_handler_ids, do: :lists.sort(handler_ids())

  defp handler_ids, do: :ets.lookup_element(@table, :handlers, 2)

  @doc "The configuration of all handlers."
  def get_handler_config do
    for id <- get_handler_ids(), {:ok, config} <- [get_handler_config(id)], do: config
  end

  @doc "The configuration of one handler: `{:ok, config}` or `{:error, {:not_found, id}}`."
  def get_handler_config(id) do
    case :ets.lookup(@table, {:handler, id}) do
      [{_, config}] -> {:ok, config}
      [] -> {:error, {:not_found, id}}
    end
  end

  @doc """
  Adds the handler `id`: `module.log(event, config)` is called for every event.
  """
  def add_handler(id, module, config) when is_atom(id) and is_atom(module) and is_map(config) do
    defaults = %{
      id: id,
      module: module,
      level: :all,
      filters: [],
      filter_default: :log,
      formatter: {:logger_formatter, %{}}
    }

    config = Map.merge(defaults, config)

    cond do
      :ets.member(@table, {:handler, id}) ->
        {:error, {:already_exist, id}}

      not (Code.ensure_loaded?(module) and function_exported?(module, :log, 2)) ->
        {:error, {:invalid_handler, {:function_not_exported, {module, :log, 2}}}}

      true ->
        with :ok <- check_all(config, &check_handler/2),
             {:ok, config} <- callback(module, :adding_handler, [config], {:ok, config}) do
          :ets.insert(@table, {{:handler, id}, config})
          :ets.insert(@table, {:handlers, [id | handler_ids()]})
          update_sasl()
        end
    end
  end

  def add_handler(id, module, config), do: {:error, {:invalid_handler, {id, module, config}}}

  @doc "Removes a handler."
  def remove_handler(id) do
    case get_handler_config(id) do
      {:ok, config} ->
        callback(config.module, :removing_handler, [config], :ok)
        :ets.insert(@table, {:handlers, List.delete(handler_ids(), id)})
        :ets.delete(@table, {:handler, id})
        update_sasl()

      error ->
        error
    end
  end

  defp callback(module, function, args, default) do
    if function_exported?(module, function, length(args)) do
      try do
        apply(module, function, args)
      catch
        class, reason -> {:error, {:callback_crashed, {class, reason, __STACKTRACE__}}}
      end
    else
      default
    end
  end

  @doc "Sets one key of the configuration of a handler."
  def set_handler_config(id, key, value) do
    with {:ok, config} <- get_handler_config(id),
         :ok <- check_handler(key, value) do
      put_handler(id, :set, config, Map.put(config, key, value))
    end
  end

  @doc "Replaces the configuration of a handler."
  def set_handler_config(id, new) when is_map(new) do
    with {:ok, config} <- get_handler_config(id),
         :ok <- check_all(new, &check_handler/2) do
      defaults = %{
        level: :all,
        filters: [],
        filter_default: :log,
        formatter: {:logger_formatter, %{}}
      }

      kept = Map.take(config, [:id, :module])
      put_handler(id, :set, config, defaults |> Map.merge(new) |> Map.merge(kept))
    end
  end

  @doc "Updates one key of the configuration of a handler."
  def update_handler_config(id, key, value) do
    with {:ok, config} <- get_handler_config(id),
         :ok <- check_handler(key, value) do
      put_handler(id, :update, config, Map.put(config, key, value))
    end
  end

  @doc "Merges `new` into the configuration of a handler."
  def update_handler_config(id, new) when is_map(new) do
    with {:ok, config} <- get_handler_config(id),
         :ok <- check_all(new, &check_handler/2) do
      put_handler(id, :update, config, Map.merge(config, Map.drop(new, [:id, :module])))
    end
  end

  defp put_handler(id, action, old, new) do
    args = [action, old, new]

    with {:ok, config} <- callback(old.module, :changing_config, args, {:ok, new}) do
      :ets.insert(@table, {{:handler, id}, config})
      update_sasl()
    end
  end

  defp check_handler(:level, level), do: check_primary(:level, level)
  defp check_handler(:filters, filters) when is_list(filters), do: :ok
  defp check_handler(:filter_default, default) when default in [:log, :stop], do: :ok

  defp check_handler(:formatter, {module, config}) when is_atom(module) and is_map(config),
    do: :ok

  defp check_handler(key, value) when key in [:level, :filters, :filter_default, :formatter] do
    {:error, {:"invalid_#{key}", value}}
  end

  defp check_handler(_key, _value), do: :ok

  @doc "Adds a filter to a handler."
  def add_handler_filter(id, filter_id, {fun, _arg} = filter) when is_function(fun, 2) do
    with {:ok, config} <- get_handler_config(id) do
      if Keyword.has_key?(config.filters, filter_id) do
        {:error, {:already_exist, filter_id}}
      else
        set_handler_config(id, :filters, config.filters ++ [{filter_id, filter}])
      end
    end
  end

  @doc "Removes a filter from a handler."
  def remove_handler_filter(id, filter_id) do
    with {:ok, config} <- get_handler_config(id) do
      if Keyword.has_key?(config.filters, filter_id) do
        set_handler_config(id, :filters, Keyword.delete(config.filters, filter_id))
      else
        {:error, {:not_found, filter_id}}
      end
    end
  end

  defp update_sasl do
    wanted =
      Enum.any?(get_handler_config(), fn
        %{id: Logger, config: config} -> config.sasl
        _ -> true
      end)

    :ets.update_element(@table, :gate, {4, wanted})
    :ok
  end

  @doc "The whole configuration."
  def get_config do
    %{
      primary: get_primary_config(),
      handlers: get_handler_config(),
      proxy: %{},
      module_levels: get_module_level()
    }
  end

  @doc false
  # For the process `:logger`, which owns the table: `sasl` says whether reports are wanted.
  def init_table(primary, id, handler) do
    :ets.new(@table, [:named_table, :public, :set, {:read_concurrency, true}])
    :ets.insert(@table, {:primary, primary})
    :ets.insert(@table, {{:handler, id}, handler})
    :ets.insert(@table, {:handlers, [id]})
    :ets.insert(@table, {:gate, level_number(primary.level), false, handler.config.sasl})
    :ok
  end

  ## Metadata of the process

  @metadata :"$logger_metadata$"

  @doc "Sets the metadata that all events of this process carry."
  def set_process_metadata(metadata) when is_map(metadata) do
    Process.put(@metadata, metadata)
    :ok
  end

  @doc "Merges into the metadata of this process."
  def update_process_metadata(metadata) when is_map(metadata) do
    set_process_metadata(Map.merge(process_metadata(), metadata))
  end

  @doc "The metadata of this process, or `:undefined`."
  def get_process_metadata do
    case Process.get(@metadata) do
      nil -> :undefined
      metadata -> metadata
    end
  end

  defp process_metadata do
    case Process.get(@metadata) do
      nil -> %{}
      metadata -> metadata
    end
  end

  @doc "Forgets the metadata of this process."
  def unset_process_metadata do
    Process.delete(@metadata)
    :ok
  end

  @doc "The time as events carry it: microseconds."
  def timestamp, do: :os.system_time(:microsecond)

  ## Reports as text

  @doc "A report as `{format, args}`."
  def format_report(report) when is_map(report), do: format_report(Map.to_list(report))

  def format_report([{_, _} | _] = report) do
    lines = Enum.map(report, fn _ -> '    ~tp: ~tp' end)
    args = Enum.flat_map(report, fn {key, value} -> [key, value] end)
    {:lists.flatten(Enum.intersperse(lines, '~n')), args}
  end

  def format_report(report), do: {'~tp', [report]}

  @doc false
  def format_otp_report(%{label: _, report: report}), do: format_report(report)
  def format_otp_report(report), do: format_report(report)
end
