defmodule :supervisor_state do
  # What a supervisor keeps.
  #
  # `children` is a collection of `:supervisor_children`. Under `:simple_one_for_one` it holds the
  # one specification, and `dynamics` has the children that run: by pid, or by `{:restarting, pid}`,
  # the arguments they were started with in addition to those of the specification.
  @moduledoc false

  require Record
  import :supervisor_spec, only: [child: 1, child: 2]

  Record.defrecord(:state,
    name: nil,
    strategy: :one_for_one,
    children: nil,
    dynamics: %{},
    intensity: 1,
    period: 5,
    restarts: nil,
    auto_shutdown: :never,
    module: nil,
    args: nil
  )

  @doc "The one specification of a `:simple_one_for_one` supervisor."
  def template(state(children: children)) do
    [child] = :supervisor_children.newest_first(children)
    child
  end

  @doc "Remembers a child of a `:simple_one_for_one` supervisor."
  def save_dynamic(state(dynamics: dynamics) = state, child(restart_type: restart), pid, args) do
    # A temporary child is never restarted: there is no use for its arguments.
    args = if restart == :temporary, do: :undefined, else: args
    state(state, dynamics: Map.put(dynamics, pid, args))
  end

  @doc "The child of a `:simple_one_for_one` supervisor that runs as `pid`."
  def dynamic_child(child, pid, :undefined), do: child(child, pid: pid)

  def dynamic_child(child(mfargs: {module, function, fixed}) = child, pid, args) do
    child(child, pid: pid, mfargs: {module, function, fixed ++ args})
  end

  @doc "Adds a child behind all others."
  def add(state(children: children) = state, child) do
    state(state, children: :supervisor_children.add(children, child))
  end

  @doc "Replaces a child by its new self."
  def replace(state(children: children) = state, child) do
    state(state, children: :supervisor_children.replace(children, child))
  end

  @doc "Keeps of a child that ended for good its specification, if that may be used again."
  def forget(state(strategy: :simple_one_for_one, dynamics: dynamics) = state, child(pid: pid)) do
    state(state, dynamics: Map.delete(dynamics, pid))
  end

  def forget(state(children: children) = state, child(restart_type: :temporary, id: id)) do
    state(state, children: :supervisor_children.delete(children, id))
  end

  def forget(state, child), do: replace(state, child(child, pid: :undefined))
end
