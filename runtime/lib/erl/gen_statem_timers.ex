defmodule :gen_statem_timers do
  # The timeouts of a state machine: at most one of each type, `:timeout`, `:state_timeout` and
  # `{:timeout, name}`.
  #
  # `timers` has `{ref, message}` by type, `{0, message}` for one of zero time; `timer_types` the
  # type by the reference of a running timer; `zero` the types of zero time, in order.
  @moduledoc false

  @doc "Starts, changes or cancels a timeout."
  def set(m, {type, :infinity, _message, _options}), do: cancel(m, type)
  def set(m, {type, :cancel}), do: cancel(m, type)

  def set(m, {type, :update, message}) do
    case m.timers do
      %{^type => {ref, _old}} -> %{m | timers: Map.put(m.timers, type, {ref, message})}
      %{} -> expire_at_once(m, type, message)
    end
  end

  def set(m, {type, time, message, options}) do
    m = cancel(m, type)

    if time == 0 and not absolute?(options) do
      expire_at_once(m, type, message)
    else
      ref = :erlang.start_timer(time, self(), type, options)

      %{
        m
        | timers: Map.put(m.timers, type, {ref, message}),
          timer_types: Map.put(m.timer_types, ref, type)
      }
    end
  end

  defp absolute?([]), do: false
  defp absolute?(options), do: :lists.keyfind(:abs, 1, options) == {:abs, true}

  defp expire_at_once(m, type, message) do
    %{m | timers: Map.put(m.timers, type, {0, message}), zero: m.zero ++ [type]}
  end

  @doc "Cancels a timeout, if there is one."
  def cancel(%{timers: timers} = m, type) do
    case timers do
      %{^type => {0, _message}} ->
        %{m | timers: Map.delete(timers, type), zero: List.delete(m.zero, type)}

      %{^type => {ref, _message}} ->
        cancel_timer(ref)
        %{m | timers: Map.delete(timers, type), timer_types: Map.delete(m.timer_types, ref)}

      %{} ->
        m
    end
  end

  # What the timer may have sent in the last moment must not be taken for an event.
  defp cancel_timer(ref) do
    case :erlang.cancel_timer(ref) do
      false ->
        receive do
          {:timeout, ^ref, _} -> :ok
        after
          0 -> :ok
        end

      _left ->
        :ok
    end
  end

  @doc "Cancels the event timeout, as every event does."
  def cancel_event_timeout(%{timers: timers} = m) when map_size(timers) == 0, do: m
  def cancel_event_timeout(m), do: cancel(m, :timeout)

  @doc "The event of the timer `ref` that has run out, or `:error` if it is no timer of ours."
  def expired(%{timer_types: types, timers: timers} = m, ref) do
    case types do
      %{^ref => type} ->
        {{^ref, message}, timers} = Map.pop!(timers, type)
        {:ok, %{m | timers: timers, timer_types: Map.delete(types, ref)}, {type, message}}

      %{} ->
        :error
    end
  end

  @doc "The timeouts as reports show them: `{count, [{type, message}]}`."
  def list(%{timers: timers}) do
    {map_size(timers), for({type, {_ref, message}} <- timers, do: {type, message})}
  end
end
