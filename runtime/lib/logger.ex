defmodule Logger do
  @moduledoc """
  Logging: messages with a level and metadata, to the console and to other backends.

      require Logger
      Logger.info("started")
      Logger.error("lost connection", host: "example.org")

  Levels, from most to least severe: emergency, alert, critical, error, warning, notice, info,
  debug. The macros `debug/2` … `emergency/2` evaluate their message only if it will be logged.
  What processes report when they crash is logged here too, at level error.

  An event goes from the process that logs through `:logger` to the process of the same name
  (`Logger.Server`), which formats and prints it; nothing of that runs in the logging process.
  """

  @levels [:emergency, :alert, :critical, :error, :warning, :notice, :info, :debug]
  @process_level {Logger, :level}

  @type level ::
          :emergency | :alert | :critical | :error | :warning | :warn | :notice | :info | :debug
  @type report :: map | keyword
  @type message :: chardata_or_string | String.Chars.t() | report
  @type chardata_or_string :: IO.chardata() | String.t()
  @type metadata :: keyword
  @type backend :: :gen_event.handler()

  ## Configuration

  @doc """
  Changes the configuration at run time.

  Options: `:level` (a level, `:all` or `:none`), `:truncate`, `:utc_log`, `:sync_threshold`,
  `:discard_threshold`, `:translator_inspect_opts`. Others are of no effect: they are read when
  the application `:logger` starts.

      Logger.configure(level: :warning)
  """
  @spec configure(keyword) :: :ok
  def configure(options) do
    Enum.each(options, fn {key, value} -> configure(key, value) end)
  end

  defp configure(:level, level) do
    :logger.set_primary_config(:level, erlang_level(level))
  end

  @run_time [:truncate, :utc_log, :sync_threshold, :discard_threshold, :translator_inspect_opts]

  defp configure(key, value) when key in @run_time do
    Application.put_env(:logger, key, value)
    Logger.Handler.configure(key, value)
  end

  defp configure(_key, _value), do: :ok

  @doc "Changes the configuration of one backend; for `:console`, see `Logger.Backends.Console`."
  @spec configure_backend(backend, keyword) :: term
  def configure_backend(backend, options) when is_list(options) do
    Logger.Server.call({:configure, translate_backend(backend), options})
  end

  @doc "Adds a backend, a module with the callbacks of a `:gen_event` handler."
  @spec add_backend(backend, keyword) :: {:ok, pid} | {:error, term}
  def add_backend(backend, _options \\ []) do
    Logger.Server.call({:add_backend, translate_backend(backend)})
  end

  @doc "Removes a backend."
  @spec remove_backend(backend, keyword) :: :ok | {:error, term}
  def remove_backend(backend, _options \\ []) do
    Logger.Server.call({:remove_backend, translate_backend(backend)})
  end

  defp translate_backend(:console), do: Logger.Backends.Console
  defp translate_backend(backend), do: backend

  @doc "Adds a translator of Erlang's reports, as `{module, function}`; it is asked first."
  @spec add_translator({module, atom}) :: :ok
  def add_translator({module, function} = translator)
      when is_atom(module) and is_atom(function) do
    Logger.Handler.update_translators(&[translator | List.delete(&1, translator)])
  end

  @doc "Removes a translator."
  @spec remove_translator({module, atom}) :: :ok
  def remove_translator({module, function} = translator)
      when is_atom(module) and is_atom(function) do
    Logger.Handler.update_translators(&List.delete(&1, translator))
  end

  @doc "Returns when everything logged so far by this process has been printed."
  @spec flush() :: :ok
  def flush do
    Logger.Proxy.flush()
    Logger.Server.call(:flush)
  end

  ## Levels

  @doc "The level below which nothing is logged."
  @spec level() :: level | :all | :none
  def level do
    %{level: level} = :logger.get_primary_config()
    level
  end

  @doc "Compares two levels: `:lt`, `:eq` or `:gt`."
  @spec compare_levels(level, level) :: :lt | :eq | :gt
  def compare_levels(left, right) do
    :logger.compare_levels(erlang_level(left), erlang_level(right))
  end

  @doc "Whether logging is enabled for a process; only the caller can be asked."
  @spec enabled?(pid) :: boolean
  def enabled?(pid) when pid == self(), do: get_process_level(pid) != :none

  @doc "Enables logging for the calling process again."
  @spec enable(pid) :: :ok
  def enable(pid) when pid == self(), do: delete_process_level(pid)

  @doc "Disables logging for the calling process."
  @spec disable(pid) :: :ok
  def disable(pid) when pid == self(), do: put_process_level(pid, :none)

  @doc "Sets the level of the calling process."
  @spec put_process_level(pid, level | :all | :none) :: :ok
  def put_process_level(pid, level) when pid == self() do
    Process.put(@process_level, level)
    :ok
  end

  @doc "The level of the calling process, or `nil`."
  @spec get_process_level(pid) :: level | :all | :none | nil
  def get_process_level(pid) when pid == self(), do: Process.get(@process_level)

  @doc "Forgets the level of the calling process."
  @spec delete_process_level(pid) :: :ok
  def delete_process_level(pid) when pid == self() do
    Process.delete(@process_level)
    :ok
  end

  @doc "Sets the level of a module or of several."
  @spec put_module_level(module | [module], level | :all | :none) :: :ok | {:error, term}
  def put_module_level(module, level) do
    :logger.set_module_level(module, erlang_level(level))
  end

  @doc "The levels that modules have of their own, as `{module, level}`."
  @spec get_module_level(module | [module]) :: [{module, level | :all | :none}]
  def get_module_level(module), do: :logger.get_module_level(module)

  @doc "Forgets the level of a module or of several."
  @spec delete_module_level(module | [module]) :: :ok
  def delete_module_level(module), do: :logger.unset_module_level(module)

  @doc "Forgets the levels of all modules."
  @spec delete_all_module_levels() :: :ok
  def delete_all_module_levels, do: :logger.unset_module_level()

  @doc "Sets the level of all modules of an application."
  @spec put_application_level(atom, level | :all | :none) :: :ok | {:error, term}
  def put_application_level(application, level) do
    :logger.set_application_level(application, erlang_level(level))
  end

  @doc "Forgets the level of all modules of an application."
  @spec delete_application_level(atom) :: :ok | {:error, term}
  def delete_application_level(application), do: :logger.unset_application_level(application)

  ## Metadata

  @doc """
  Merges into the metadata of the calling process; a value of `nil` removes its key.

      Logger.metadata(request: 17)
  """
  @spec metadata(metadata) :: :ok
  def metadata(keyword) do
    case :logger.get_process_metadata() do
      %{} = metadata -> put_metadata(metadata, keyword)
      :undefined -> put_metadata(%{}, keyword)
    end
  end

  defp put_metadata(metadata, keyword) do
    keyword
    |> Enum.reduce(metadata, fn
      {key, nil}, metadata -> Map.delete(metadata, key)
      {key, value}, metadata -> Map.put(metadata, key, value)
    end)
    |> :logger.set_process_metadata()
  end

  @doc "The metadata of the calling process."
  @spec metadata() :: metadata
  def metadata do
    case :logger.get_process_metadata() do
      %{} = metadata -> Map.to_list(metadata)
      :undefined -> []
    end
  end

  @doc "Replaces the metadata of the calling process."
  @spec reset_metadata(metadata) :: :ok
  def reset_metadata(keyword \\ []), do: :logger.set_process_metadata(Map.new(keyword))

  ## Logging

  @doc """
  Logs a message at a level that is known only at run time, without the caller's place.
  """
  @spec bare_log(level, message | (() -> message), metadata) :: :ok
  def bare_log(level, message_or_fun, metadata \\ []) do
    case __should_log__(level, nil) do
      nil -> :ok
      level -> __do_log__(level, message_or_fun, %{}, metadata)
    end
  end

  for level <- @levels do
    @doc """
    Logs at level `#{level}` a string, a report, or what a function without arguments returns.

        Logger.#{level}("hello")
    """
    defmacro unquote(level)(message_or_fun, metadata \\ []) do
      maybe_log(unquote(level), message_or_fun, metadata, __CALLER__)
    end
  end

  @doc "Logs at level `warning`; prefer `warning/2`."
  defmacro warn(message_or_fun, metadata \\ []) do
    maybe_log(:warning, message_or_fun, metadata, __CALLER__)
  end

  @doc """
  Logs at a level that may be computed.

      Logger.log(:info, "hello")
  """
  defmacro log(level, message_or_fun, metadata \\ []) do
    maybe_log(level, message_or_fun, metadata, __CALLER__)
  end

  defp maybe_log(level, message_or_fun, metadata, %{module: module} = caller) do
    location = Macro.escape(location(caller))

    quote do
      case Logger.__should_log__(unquote(level), unquote(module)) do
        nil ->
          :ok

        level ->
          Logger.__do_log__(
            level,
            unquote(message_or_fun),
            unquote(location),
            unquote(metadata)
          )
      end
    end
  end

  defp location(%{module: module, function: {name, arity}, file: file, line: line}) do
    %{mfa: {module, name, arity}, file: String.to_charlist(file), line: line}
    |> Map.merge(application())
  end

  defp location(_caller), do: application()

  # The application that is being compiled, where the compiler has been told of one.
  defp application do
    case Application.get_env(:logger, :compile_time_application) do
      nil -> %{}
      application -> %{application: application}
    end
  end

  @doc false
  def __should_log__(level, module) do
    level = erlang_level(level)

    if process_allows?(level) and allow?(level, module) do
      level
    end
  end

  defp process_allows?(level) do
    case Process.get(@process_level) do
      nil -> true
      process_level -> :logger.compare_levels(level, erlang_level(process_level)) != :lt
    end
  end

  defp allow?(level, nil), do: :logger.allow(level)
  defp allow?(level, module), do: :logger.allow(level, module)

  @doc false
  def __do_log__(level, fun, location, metadata) when is_function(fun, 0) do
    case fun.() do
      {message, more} -> macro_log(level, message, location, Enum.into(more, Map.new(metadata)))
      message -> macro_log(level, message, location, Map.new(metadata))
    end
  end

  def __do_log__(level, message, location, metadata)
      when is_binary(message) or is_list(message) or is_map(message) do
    macro_log(level, message, location, Map.new(metadata))
  end

  def __do_log__(level, other, location, metadata) do
    IO.warn(
      "passing #{inspect(other)} to Logger is deprecated, expected a map, a keyword list, " <>
        "a string, a list of strings, or a zero-arity anonymous function"
    )

    macro_log(level, to_string(other), location, Map.new(metadata))
  end

  defp macro_log(level, message, location, metadata) do
    metadata = Map.merge(%{domain: [:elixir]}, metadata)
    :logger.macro_log(location, level, message, metadata)
    :ok
  end

  defp erlang_level(:warn), do: :warning

  defp erlang_level(level) when level in @levels or level == :all or level == :none do
    level
  end
end
