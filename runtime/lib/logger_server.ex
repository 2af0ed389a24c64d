defmodule Logger.Server do
  @moduledoc false
  # The process `:logger`: a plain loop that owns the configuration table, turns events into text
  # and hands them to the backends, in the order in which they arrive.
  #
  # It gets `{:log, event}` from `Logger.Handler`, `{:respawn_crash, pid, kind, reason,
  # stacktrace, group_leader}` from the runtime (by way of `Logger.Proxy`) for a bare process that
  # ended with an uncaught error, and requests through `call/1`. Whatever a translator or a backend does, the loop
  # survives.

  @name :logger

  @doc false
  def child_spec(_arg) do
    %{id: @name, start: {__MODULE__, :start_link, []}, type: :worker}
  end

  @doc false
  def start_link, do: :proc_lib.start_link(__MODULE__, :init, [])

  @doc false
  def init do
    Process.register(self(), @name)
    # Reports of a program that spawns without end must not wait behind all its processes.
    Process.flag(:priority, :high)
    :respawn_process.restart_crash_reports()
    Logger.Handler.new_load()

    primary = %{
      level: Logger.App.level(:debug),
      filters: [process_level: {&Logger.Filter.process_level/2, []}],
      filter_default: :log,
      metadata: %{}
    }

    :logger.init_table(primary, Logger, Logger.Handler.default_config())
    backends = Application.get_env(:logger, :backends, [:console])
    backends = Enum.flat_map(backends, &init_backend/1)
    :proc_lib.init_ack({:ok, self()})
    loop(backends)
  end

  ## For other processes

  @doc false
  def call(request, timeout \\ :infinity) do
    case :erlang.whereis(@name) do
      :undefined ->
        :ok

      pid when pid == self() ->
        # A backend that logs: its own event waits like any other.
        Kernel.send(pid, request)
        :ok

      pid ->
        case :gen.do_call(pid, :"$logger_call", request, timeout) do
          {:ok, reply} -> reply
          {:exit, _reason} -> :ok
        end
    end
  end

  @doc false
  def send(message) do
    Kernel.send(@name, message)
    :ok
  catch
    :error, :badarg -> :ok
  end

  ## The loop

  defp loop(backends) do
    receive do
      {:log, event} ->
        backends |> handle_event(event) |> loop()

      {:"$logger_call", from, {:log, event}} ->
        backends = handle_event(backends, event)
        :gen.reply(from, :ok)
        loop(backends)

      {:respawn_crash, pid, _kind, reason, stacktrace, group_leader} ->
        handle_crash(pid, reason, stacktrace, group_leader)
        loop(backends)

      {:respawn_memory_limit, pid, bytes, group_leader} ->
        handle_memory_limit(pid, bytes, group_leader)
        loop(backends)

      {:"$logger_call", from, request} ->
        {reply, backends} = handle_call(request, backends)
        :gen.reply(from, reply)
        loop(backends)

      {:EXIT, _pid, reason} ->
        exit(reason)

      message ->
        backends |> to_all(:handle_info, message) |> loop()
    end
  end

  # The crash of a bare process becomes an event here, where it passes what other events pass in
  # the process that logs. If there are too many of them they are counted only.
  defp handle_crash(pid, reason, stacktrace, group_leader) do
    dropped = :respawn_process.crash_report_taken()
    if dropped > 0, do: Logger.Handler.discard(dropped)
    {:message_queue_len, length} = Process.info(self(), :message_queue_len)
    {:ok, %{config: %{thresholds: {_sync, discard}}}} = :logger.get_handler_config(Logger)

    cond do
      length > discard or burst?() ->
        Logger.Handler.discard(1)

      :logger.allow(:error) ->
        :logger.dispatch(%{
          level: :error,
          msg: {'Error in process ~p with exit value:~n~p~n', [pid, {reason, stacktrace}]},
          meta: %{
            pid: pid,
            gl: group_leader,
            time: :logger.timestamp(),
            error_logger: %{emulator: true, tag: :error}
          }
        })

      true ->
        :ok
    end
  catch
    _, _ -> :ok
  end

  # More reports in a second than anybody reads: OTP's handlers stop there as well. The queue alone does not show it, since
  # the logger comes before those that crash.
  @burst_max 500
  @burst_milliseconds 1000

  defp burst? do
    now = :erlang.monotonic_time(:millisecond)

    case Process.get(:crash_burst) do
      {start, count} when now - start < @burst_milliseconds ->
        Process.put(:crash_burst, {start, count + 1})
        count >= @burst_max

      _ ->
        Process.put(:crash_burst, {now, 1})
        false
    end
  end

  defp handle_memory_limit(pid, bytes, group_leader) do
    if :logger.allow(:error) do
      :logger.dispatch(%{
        level: :error,
        msg:
          {'Process ~p needed more than ~w MB of memory, the limit of one process, and was killed',
           [pid, div(bytes, 1_048_576)]},
        meta: %{pid: pid, gl: group_leader, time: :logger.timestamp()}
      })
    end
  catch
    _, _ -> :ok
  end

  defp handle_event(backends, event) do
    Logger.Handler.handled()
    backends = log(backends, event)
    report_discarded(backends)
  end

  defp log(backends, %{level: level, meta: meta} = event) do
    # As configured when it was logged.
    config = Map.get_lazy(event, :config, &handler_config/0)

    case Logger.Event.to_message(event, :logger.get_primary_config().level, config) do
      {message, more_metadata} ->
        timestamp = Logger.Utils.timestamp(meta.time, config.utc_log)
        metadata = [erl_level: level] ++ visible_metadata(meta, more_metadata)
        notify(backends, level, Map.get(meta, :gl), message, timestamp, metadata)

      :skip ->
        backends
    end
  end

  defp handler_config do
    case :logger.get_handler_config(Logger) do
      {:ok, %{config: config}} -> config
      {:error, _} -> Logger.Handler.default_config().config
    end
  end

  defp visible_metadata(meta, more) do
    meta |> Map.drop([:report_cb, :error_logger]) |> Map.merge(Map.new(more)) |> Map.to_list()
  end

  defp notify(backends, level, group_leader, message, timestamp, metadata) do
    event = {elixir_level(level), group_leader, {Logger, message, timestamp, metadata}}
    to_all(backends, :handle_event, event)
  end

  # The four levels that backends know; the exact one is `erl_level` in the metadata.
  defp elixir_level(level) when level in [:info, :notice], do: :info
  defp elixir_level(:warning), do: :warn
  defp elixir_level(:debug), do: :debug
  defp elixir_level(_), do: :error

  defp report_discarded(backends) do
    {_sync, threshold} = handler_config().thresholds

    case Logger.Handler.take_discarded(threshold) do
      0 ->
        backends

      discarded ->
        text =
          "Attempted to log #{discarded + threshold} messages, which is above :discard_threshold"

        timestamp = Logger.Utils.timestamp(:logger.timestamp(), handler_config().utc_log)
        notify(backends, :warning, Process.group_leader(), text, timestamp, erl_level: :warning)
    end
  end

  ## Requests

  defp handle_call(:flush, backends) do
    event = {:flush, Process.group_leader(), nil}
    {:ok, backends |> report_discarded() |> flush(event)}
  end

  defp handle_call({:configure, id, options}, backends) do
    case List.keyfind(backends, id, 0) do
      {^id, module, state} -> call_backend(backends, id, module, {:configure, options}, state)
      nil -> {{:error, :bad_module}, backends}
    end
  end

  defp handle_call({:add_backend, id}, backends) do
    if List.keymember?(backends, id, 0) do
      {{:error, :already_present}, backends}
    else
      case start_backend(id) do
        {:ok, backend} -> {{:ok, self()}, backends ++ [backend]}
        error -> {error, backends}
      end
    end
  end

  defp handle_call({:remove_backend, id}, backends) do
    case List.keytake(backends, id, 0) do
      {{^id, module, state}, backends} ->
        terminate_backend(module, :stop, state)
        {:ok, backends}

      nil ->
        {{:error, :not_found}, backends}
    end
  end

  defp handle_call(_request, backends), do: {:ok, backends}

  defp flush(backends, _event), do: to_all(backends, :handle_event, :flush)

  ## Backends: modules with the callbacks of :gen_event, `{id, module, state}`

  defp init_backend(:console), do: init_backend(Logger.Backends.Console)

  defp init_backend(id) do
    case start_backend(id) do
      {:ok, backend} -> [backend]
      {:error, _} -> []
    end
  end

  defp start_backend(id) do
    module = backend_module(id)

    case module.init(id) do
      {:ok, state} -> {:ok, {id, module, state}}
      {:ok, state, :hibernate} -> {:ok, {id, module, state}}
      {:error, reason} -> {:error, reason}
      other -> {:error, other}
    end
  catch
    _, reason -> {:error, {:EXIT, {reason, __STACKTRACE__}}}
  end

  defp backend_module({module, _id}), do: module
  defp backend_module(module), do: module

  defp call_backend(backends, id, module, request, state) do
    try do
      module.handle_call(request, state)
    catch
      class, reason -> {:raised, {class, reason, __STACKTRACE__}}
    end
    |> case do
      {:ok, reply, state} ->
        {reply, List.keyreplace(backends, id, 0, {id, module, state})}

      {:ok, reply, state, :hibernate} ->
        {reply, List.keyreplace(backends, id, 0, {id, module, state})}

      {:remove_handler, reply} ->
        terminate_backend(module, :remove_handler, state)
        {reply, List.keydelete(backends, id, 0)}

      {:raised, {_class, reason, stacktrace} = raised} ->
        {{:error, {:EXIT, {reason, stacktrace}}}, restart_backend(backends, id, raised)}

      other ->
        {{:error, {:bad_return_value, other}}, restart_backend(backends, id, {:exit, other, []})}
    end
  end

  defp to_all(backends, callback, message) do
    Enum.reduce(backends, backends, fn {id, module, state}, backends ->
      try do
        dispatch(module, callback, message, state)
      catch
        class, reason -> {:raised, {class, reason, __STACKTRACE__}}
      end
      |> case do
        {:ok, state} ->
          List.keyreplace(backends, id, 0, {id, module, state})

        {:ok, state, :hibernate} ->
          List.keyreplace(backends, id, 0, {id, module, state})

        :remove_handler ->
          terminate_backend(module, :remove_handler, state)
          List.keydelete(backends, id, 0)

        {:raised, raised} ->
          restart_backend(backends, id, raised)

        _other ->
          backends
      end
    end)
  end

  defp dispatch(module, :handle_event, event, state), do: module.handle_event(event, state)

  defp dispatch(module, :handle_info, message, state) do
    if function_exported?(module, :handle_info, 2) do
      module.handle_info(message, state)
    else
      {:ok, state}
    end
  end

  defp terminate_backend(module, reason, state) do
    if function_exported?(module, :terminate, 2), do: module.terminate(reason, state)
    :ok
  catch
    _, _ -> :ok
  end

  # A backend that fails is started anew; what it was about to print is lost, and said so.
  defp restart_backend(backends, id, {class, reason, stacktrace}) do
    reason = :gen_report.exit_reason(class, reason, stacktrace)

    text = [
      ":gen_event handler #{inspect(backend_module(id))} installed in Logger terminating\n",
      "** (exit) #{Exception.format_exit(reason)}\n"
    ]

    :io.put_chars(:standard_error, text)

    case start_backend(id) do
      {:ok, backend} -> List.keyreplace(backends, id, 0, backend)
      {:error, _} -> List.keydelete(backends, id, 0)
    end
  catch
    _, _ -> List.keydelete(backends, id, 0)
  end
end
