defmodule Logger.Handler do
  @moduledoc false
  # The handler that `:logger` calls in the process that logs. All it does there is to decide
  # whether the event is wanted and whether there is room for it, and to hand it over.
  #
  # Two counters hold the balance of a flood: how many events are on their way, and how
  # many were discarded. From `sync_threshold` on a process that logs waits for its turn; from
  # `discard_threshold` on its events are dropped.
  #
  # A server that reports its own end waits until the report is printed, so that it comes before whatever others print when they
  # learn of that end; but not for long: the printing might wait for the server.

  @last_word_milliseconds 100

  @queued 1
  @discarded 2

  @doc false
  def default_config do
    %{
      id: Logger,
      module: Logger.Handler,
      level: :all,
      filters: [],
      filter_default: :log,
      formatter: {:logger_formatter, %{}},
      config: %{
        otp: Application.get_env(:logger, :handle_otp_reports, true),
        sasl: Application.get_env(:logger, :handle_sasl_reports, false),
        thresholds: {
          Application.get_env(:logger, :sync_threshold, 20),
          Application.get_env(:logger, :discard_threshold, 500)
        },
        translators:
          Application.get_env(:logger, :translators, [{Logger.Translator, :translate}]),
        truncate: Application.get_env(:logger, :truncate, 8096),
        utc_log: Application.get_env(:logger, :utc_log, false)
      }
    }
  end

  @doc false
  def configure(:truncate, value), do: update(&%{&1 | truncate: value})
  def configure(:utc_log, value), do: update(&%{&1 | utc_log: value})

  def configure(:sync_threshold, value) do
    update(&%{&1 | thresholds: put_elem(&1.thresholds, 0, value)})
  end

  def configure(:discard_threshold, value) do
    update(&%{&1 | thresholds: put_elem(&1.thresholds, 1, value)})
  end

  def configure(_key, _value), do: :ok

  @doc false
  def update_translators(fun) do
    update(&%{&1 | translators: fun.(&1.translators)})
  end

  defp update(fun) do
    case :logger.get_handler_config(Logger) do
      {:ok, %{config: config}} -> :logger.update_handler_config(Logger, :config, fun.(config))
      {:error, _} -> :ok
    end
  end

  @doc false
  def log(%{meta: %{domain: [:otp, :sasl | _]}}, %{config: %{sasl: false}}), do: :ok
  def log(%{meta: %{domain: [:supervisor_report | _]}}, %{config: %{sasl: false}}), do: :ok
  def log(%{meta: %{domain: [:otp | _]}}, %{config: %{otp: false}}), do: :ok

  def log(event, %{config: %{thresholds: {sync, discard}} = config}) do
    event = Map.put(event, :config, config)
    load = load()
    queued = :counters.get(load, @queued)

    cond do
      queued >= discard ->
        :counters.add(load, @discarded, 1)

      is_last_word?(event) ->
        :counters.add(load, @queued, 1)
        Logger.Server.call({:log, event}, @last_word_milliseconds)

      queued >= sync and may_wait?(event) ->
        :counters.add(load, @queued, 1)
        Logger.Server.call({:log, event})

      true ->
        :counters.add(load, @queued, 1)
        Logger.Server.send({:log, event})
    end

    :ok
  end

  defp is_last_word?(%{level: :error, meta: %{domain: [:otp]}}), do: true
  defp is_last_word?(_event), do: false

  defp may_wait?(%{meta: %{domain: [:otp | _]}}), do: false
  defp may_wait?(_event), do: true

  @doc false
  def new_load do
    :persistent_term.put({Logger, :load}, :counters.new(2, [:write_concurrency]))
  end

  defp load, do: :persistent_term.get({Logger, :load})

  @doc false
  def discard(count), do: :counters.add(load(), @discarded, count)

  @doc false
  # Called for each event that has been handled.
  def handled, do: :counters.sub(load(), @queued, 1)

  @doc false
  # The number of events discarded so far, once there is room again; otherwise 0.
  def take_discarded(threshold) do
    load = load()

    case :counters.get(load, @discarded) do
      0 ->
        0

      discarded ->
        if :counters.get(load, @queued) < threshold do
          :counters.sub(load, @discarded, discarded)
          discarded
        else
          0
        end
    end
  end
end

defmodule Logger.Filter do
  @moduledoc false
  # Filters for `:logger`.

  @doc false
  # Stops events below the level of the process that logs them (`Logger.put_process_level/2`).
  def process_level(%{level: level}, _extra) do
    case Process.get({Logger, :level}) do
      nil -> :ignore
      process_level -> if below?(level, process_level), do: :stop, else: :ignore
    end
  end

  defp below?(level, :warn), do: below?(level, :warning)
  defp below?(level, process_level), do: :logger.compare_levels(level, process_level) == :lt
end
