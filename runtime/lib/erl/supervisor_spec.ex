defmodule :supervisor_spec do
  # What a supervisor is told: its flags and the specifications of its children, checked.
  #
  # A child is a record from then on. `pid` is a pid, `:undefined` for a child that does not
  # run, or `{:restarting, old_pid}` for one that could not be started again yet.
  @moduledoc false

  require Record

  Record.defrecord(:child,
    pid: :undefined,
    id: nil,
    mfargs: nil,
    restart_type: nil,
    significant: false,
    shutdown: nil,
    child_type: nil,
    modules: []
  )

  @default_flags %{
    strategy: :one_for_one,
    intensity: 1,
    period: 5,
    auto_shutdown: :never
  }

  @doc "The flags as a map with all keys: `{:ok, flags}` or `{:error, reason}`."
  def check_flags(flags) when is_map(flags) do
    flags = Map.merge(@default_flags, flags)

    cond do
      not strategy?(flags.strategy) ->
        {:error, {:invalid_strategy, flags.strategy}}

      not (is_integer(flags.intensity) and flags.intensity >= 0) ->
        {:error, {:invalid_intensity, flags.intensity}}

      not (is_integer(flags.period) and flags.period > 0) ->
        {:error, {:invalid_period, flags.period}}

      flags.auto_shutdown not in [:never, :any_significant, :all_significant] ->
        {:error, {:invalid_auto_shutdown, flags.auto_shutdown}}

      true ->
        {:ok, flags}
    end
  end

  def check_flags({strategy, intensity, period}) do
    check_flags(%{strategy: strategy, intensity: intensity, period: period})
  end

  def check_flags(flags), do: {:error, {:invalid_type, flags}}

  defp strategy?(strategy) do
    strategy in [:one_for_one, :one_for_all, :rest_for_one, :simple_one_for_one]
  end

  @doc "Checks a list of specifications: `{:ok, children}` or `{:error, reason}`."
  def check_all(specs, auto_shutdown) when is_list(specs) do
    check_all(specs, auto_shutdown, %{}, [])
  end

  defp check_all([spec | rest], auto_shutdown, ids, children) do
    with {:ok, child(id: id) = child} <- check(spec, auto_shutdown) do
      if is_map_key(ids, id) do
        {:error, {:duplicate_child_name, id}}
      else
        check_all(rest, auto_shutdown, Map.put(ids, id, true), [child | children])
      end
    end
  end

  defp check_all([], _auto_shutdown, _ids, children), do: {:ok, :lists.reverse(children)}

  @doc "Checks one specification, a map or a tuple of six: `{:ok, child}` or `{:error, reason}`."
  def check(spec, auto_shutdown)

  def check({id, start, restart, shutdown, type, modules}, auto_shutdown) do
    check(
      %{
        id: id,
        start: start,
        restart: restart,
        significant: false,
        shutdown: shutdown,
        type: type,
        modules: modules
      },
      auto_shutdown
    )
  end

  def check(%{} = spec, _auto_shutdown) when not is_map_key(spec, :id), do: {:error, :missing_id}

  def check(%{} = spec, _auto_shutdown) when not is_map_key(spec, :start) do
    {:error, :missing_start}
  end

  def check(%{id: id, start: start} = spec, auto_shutdown) do
    restart = Map.get(spec, :restart, :permanent)
    significant = Map.get(spec, :significant, false)
    type = Map.get(spec, :type, :worker)

    with :ok <- check_start(start),
         :ok <- check_restart(restart),
         :ok <- check_significant(significant, restart, auto_shutdown),
         :ok <- check_type(type),
         shutdown = Map.get(spec, :shutdown, default_shutdown(type)),
         :ok <- check_shutdown(shutdown),
         modules = Map.get(spec, :modules, [elem(start, 0)]),
         :ok <- check_modules(modules) do
      {:ok,
       child(
         id: id,
         mfargs: start,
         restart_type: restart,
         significant: significant,
         shutdown: shutdown,
         child_type: type,
         modules: modules
       )}
    end
  end

  def check(other, _auto_shutdown), do: {:error, {:invalid_child_spec, other}}

  defp check_start({module, function, args})
       when is_atom(module) and is_atom(function) and is_list(args),
       do: :ok

  defp check_start(start), do: {:error, {:invalid_mfa, start}}

  defp check_restart(type) when type in [:permanent, :transient, :temporary], do: :ok
  defp check_restart(type), do: {:error, {:invalid_restart_type, type}}

  # A significant child ends the supervisor by its own end: it cannot be one that always comes
  # back, nor be in a supervisor that never ends so.
  defp check_significant(true, restart, :never)
       when restart in [:permanent, :transient, :temporary] do
    {:error, {:bad_combination, [auto_shutdown: :never, significant: true]}}
  end

  defp check_significant(true, :permanent, _auto_shutdown) do
    {:error, {:bad_combination, [restart: :permanent, significant: true]}}
  end

  defp check_significant(significant, _restart, _auto_shutdown) when is_boolean(significant) do
    :ok
  end

  defp check_significant(other, _restart, _auto_shutdown) do
    {:error, {:invalid_significant, other}}
  end

  defp check_type(type) when type in [:worker, :supervisor], do: :ok
  defp check_type(type), do: {:error, {:invalid_child_type, type}}

  defp default_shutdown(:supervisor), do: :infinity
  defp default_shutdown(_worker), do: 5000

  defp check_shutdown(shutdown) when shutdown in [:infinity, :brutal_kill], do: :ok
  defp check_shutdown(timeout) when is_integer(timeout) and timeout >= 0, do: :ok
  defp check_shutdown(other), do: {:error, {:invalid_shutdown, other}}

  defp check_modules(:dynamic), do: :ok

  defp check_modules(modules) when is_list(modules) do
    case Enum.find(modules, :ok, &(not is_atom(&1))) do
      :ok -> :ok
      other -> {:error, {:invalid_module, other}}
    end
  end

  defp check_modules(other), do: {:error, {:invalid_modules, other}}

  @doc "A child as the map that describes it."
  def to_map(
        child(
          id: id,
          mfargs: start,
          restart_type: restart,
          significant: significant,
          shutdown: shutdown,
          child_type: type,
          modules: modules
        )
      ) do
    %{
      id: id,
      start: start,
      restart: restart,
      significant: significant,
      shutdown: shutdown,
      type: type,
      modules: modules
    }
  end
end
