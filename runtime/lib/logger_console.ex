defmodule Logger.Backends.Console do
  @moduledoc """
  The backend that prints to the console.

  Options, for `Logger.configure_backend(:console, options)`:

    * `:level` – the least severe level that is printed; all by default
    * `:format` – a pattern such as `"$time [$level] $message\\n"` or `{module, function}`
    * `:metadata` – the keys to print where the pattern says `$metadata`, or `:all`
    * `:colors` – `[enabled: boolean, debug: color, info: color, warn: color, error: color]`
    * `:device` – the device to print to; `:user` by default
  """

  defstruct format: nil, metadata: [], level: nil, colors: nil, device: :user

  @doc false
  def init(__MODULE__) do
    case Process.whereis(device_name(options())) do
      nil -> {:error, :ignore}
      _ -> {:ok, configure(options(), %__MODULE__{})}
    end
  end

  def init({__MODULE__, options}) when is_list(options) do
    {:ok, configure(Keyword.merge(options(), options), %__MODULE__{})}
  end

  defp options, do: Application.get_env(:logger, :console, [])

  defp device_name(options) do
    case Keyword.get(options, :device, :user) do
      name when is_atom(name) -> name
      _pid -> :user
    end
  end

  @doc false
  def handle_call({:configure, options}, state) do
    options = Keyword.merge(options(), options)
    Application.put_env(:logger, :console, options)
    {:ok, :ok, configure(options, state)}
  end

  @doc false
  def handle_event({level, _group_leader, {Logger, message, timestamp, metadata}}, state) do
    level = Keyword.get(metadata, :erl_level, level)

    if wanted?(level, state.level) do
      print(level, message, timestamp, metadata, state)
    end

    {:ok, state}
  end

  def handle_event(_other, state), do: {:ok, state}

  @doc false
  def handle_info(_message, state), do: {:ok, state}

  @doc false
  def code_change(_old, state, _extra), do: {:ok, state}

  @doc false
  def terminate(_reason, _state), do: :ok

  defp configure(options, state) do
    %{
      state
      | format: Logger.Formatter.compile(Keyword.get(options, :format)),
        metadata: metadata_keys(Keyword.get(options, :metadata, [])),
        level: Keyword.get(options, :level),
        colors: colors(options),
        device: Keyword.get(options, :device, :user)
    }
  end

  defp metadata_keys(:all), do: :all
  defp metadata_keys(keys), do: :lists.reverse(keys)

  defp colors(options) do
    colors = Keyword.get(options, :colors, [])
    warning = Keyword.get(colors, :warning, Keyword.get(colors, :warn, :yellow))

    %{
      emergency: Keyword.get(colors, :error, :red),
      alert: Keyword.get(colors, :error, :red),
      critical: Keyword.get(colors, :error, :red),
      error: Keyword.get(colors, :error, :red),
      warning: warning,
      notice: Keyword.get(colors, :info, :normal),
      info: Keyword.get(colors, :info, :normal),
      debug: Keyword.get(colors, :debug, :cyan),
      enabled: Keyword.get(colors, :enabled, IO.ANSI.enabled?())
    }
  end

  defp wanted?(_level, nil), do: true
  defp wanted?(level, :warn), do: wanted?(level, :warning)
  defp wanted?(level, least), do: :logger.compare_levels(level, least) != :lt

  defp print(level, message, timestamp, metadata, state) do
    text =
      state.format
      |> Logger.Formatter.format(level, message, timestamp, take(metadata, state.metadata))
      |> color(level, state.colors, metadata)

    write(state.device, text)
  end

  # Everything as it comes in order of keys, or the wanted keys in the wanted order.
  defp take(metadata, :all), do: metadata

  defp take(metadata, keys) do
    Enum.reduce(keys, [], fn key, acc ->
      case Keyword.fetch(metadata, key) do
        {:ok, value} -> [{key, value} | acc]
        :error -> take_from_mfa(metadata, key, acc)
      end
    end)
  end

  defp take_from_mfa(metadata, key, acc) do
    case {key, Keyword.get(metadata, :mfa)} do
      {:module, {module, _, _}} -> [{:module, module} | acc]
      {:function, {_, name, arity}} -> [{:function, "#{name}/#{arity}"} | acc]
      _ -> acc
    end
  end

  defp color(text, _level, %{enabled: false}, _metadata), do: text

  defp color(text, level, colors, metadata) do
    color = Keyword.get(metadata, :ansi_color, Map.fetch!(colors, level))
    [IO.ANSI.format_fragment(color, true), text | IO.ANSI.reset()]
  end

  defp write(device, text) do
    :io.put_chars(device, text)
  catch
    # What is no text is printed as far as it is; what nobody reads is lost.
    :error, _ -> retry(device, Logger.Formatter.prune(text))
  end

  defp retry(device, text) do
    :io.put_chars(device, text)
  catch
    _, _ -> :ok
  end
end
