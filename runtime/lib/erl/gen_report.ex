defmodule :gen_report do
  # What the behaviours tell when a process of theirs ends: shared by all of them and by
  # `:proc_lib`.
  @moduledoc false

  @doc "Whether a process that exits with `reason` has nothing to report."
  def orderly?(:normal), do: true
  def orderly?(:shutdown), do: true
  def orderly?({:shutdown, _}), do: true
  def orderly?(_), do: false

  @doc "The exit reason of a process that did not catch `reason` of class `class`."
  def exit_reason(:exit, reason, _stacktrace), do: reason
  def exit_reason(:error, reason, stacktrace), do: {reason, stacktrace}
  def exit_reason(:throw, value, stacktrace), do: {{:nocatch, value}, stacktrace}

  @doc """
  Who waits for the answer of a server that is ending, and where in its code:
  `{pid, {name_or_pid, stacktrace}}`, `{pid, :dead}`, `{pid, :remote}` or `:undefined`.
  """
  def client_info({pid, _tag}) when is_pid(pid) and node(pid) == node() do
    case :erlang.process_info(pid, [:current_stacktrace, :registered_name]) do
      :undefined -> {pid, :dead}
      [{:current_stacktrace, stack}, {:registered_name, []}] -> {pid, {pid, stack}}
      [{:current_stacktrace, stack}, {:registered_name, name}] -> {pid, {name, stack}}
    end
  end

  def client_info({pid, _tag}) when is_pid(pid), do: {pid, :remote}
  def client_info(_from), do: :undefined
end
