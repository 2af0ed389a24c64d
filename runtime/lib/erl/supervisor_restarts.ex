defmodule :supervisor_restarts do
  # Counts restarts: more than `intensity` of them within `period` seconds are too many.
  #
  # The history is a queue, `{count, newest_first, oldest_first}`, or `[]` when there was none.
  # Every restart enters and leaves it once, so that a restart costs the same whatever the intensity
  # is.
  @moduledoc false

  @doc "An empty history."
  def new, do: []

  @doc "Enters a restart that happens now: the new history, or `:too_many`."
  def add(history, intensity, period_s)

  def add([], intensity, period_s), do: add({0, [], []}, intensity, period_s)

  def add({count, newest, oldest}, intensity, period_s) do
    now_ms = :erlang.monotonic_time(:millisecond)
    {count, newest, oldest} = forget(count, newest, oldest, now_ms - period_s * 1000)

    if count >= intensity do
      :too_many
    else
      {count + 1, [now_ms | newest], oldest}
    end
  end

  defp forget(count, newest, [time_ms | oldest], limit_ms) when time_ms < limit_ms do
    forget(count - 1, newest, oldest, limit_ms)
  end

  defp forget(count, [_ | _] = newest, [], limit_ms) do
    forget(count, [], :lists.reverse(newest), limit_ms)
  end

  defp forget(count, newest, oldest, _limit_ms), do: {count, newest, oldest}
end
