defmodule :supervisor_children do
  # The children of a supervisor: found by id and by pid, walked in the order of their start.
  #
  # A collection is `{by_id, id_by_pid, id_by_position, next_position}`. A child keeps its position
  # for as long as its specification stays, through all restarts. Adding, finding, replacing and
  # deleting one cost the same among ten and among a hundred thousand: deleted positions
  # leave holes, and once there are more holes than children all are numbered anew.
  @moduledoc false

  import :supervisor_spec, only: [child: 1]

  @doc "An empty collection."
  def new, do: {%{}, %{}, %{}, 0}

  @doc "The number of children."
  def size({by_id, _pids, _order, _next}), do: map_size(by_id)

  @doc "Adds a child behind all others; its id must be new."
  def add({by_id, pids, order, next}, child(id: id, pid: pid) = child) do
    {Map.put(by_id, id, {next, child}), index(pids, pid, id), Map.put(order, next, id), next + 1}
  end

  @doc "The child called `id`, or `nil`."
  def get({by_id, _pids, _order, _next}, id) do
    case by_id do
      %{^id => {_position, child}} -> child
      %{} -> nil
    end
  end

  @doc "The child that runs as `pid`, or `nil`."
  def get_by_pid({by_id, pids, _order, _next}, pid) do
    case pids do
      %{^pid => id} -> by_id |> Map.fetch!(id) |> elem(1)
      %{} -> nil
    end
  end

  @doc "Replaces the child of the same id, wherever it stands."
  def replace({by_id, pids, order, next}, child(id: id, pid: pid) = child) do
    {position, child(pid: old_pid)} = Map.fetch!(by_id, id)
    pids = pids |> unindex(old_pid) |> index(pid, id)
    {Map.put(by_id, id, {position, child}), pids, order, next}
  end

  @doc "Deletes the child called `id`."
  def delete({by_id, pids, order, next}, id) do
    {{position, child(pid: pid)}, by_id} = Map.pop!(by_id, id)
    compact({by_id, unindex(pids, pid), Map.delete(order, position), next})
  end

  defp index(pids, pid, id) when is_pid(pid), do: Map.put(pids, pid, id)
  defp index(pids, _no_pid, _id), do: pids

  defp unindex(pids, pid) when is_pid(pid), do: Map.delete(pids, pid)
  defp unindex(pids, _no_pid), do: pids

  defp compact({by_id, _pids, _order, next} = children) when next < 2 * map_size(by_id) + 32 do
    children
  end

  defp compact(children), do: children |> oldest_first() |> from_list()

  @doc "A collection of the children in a list, oldest first."
  def from_list(list), do: Enum.reduce(list, new(), &add(&2, &1))

  @doc "All children, in the order of their start."
  def oldest_first(children), do: :lists.reverse(newest_first(children))

  @doc "All children, those started last first."
  def newest_first({by_id, _pids, order, next}) do
    collect(by_id, order, 0, next, [])
  end

  @doc "The child called `id` and all that were started after it, oldest first."
  def started_from({by_id, _pids, order, next}, id) do
    {position, _child} = Map.fetch!(by_id, id)
    :lists.reverse(collect(by_id, order, position, next, []))
  end

  defp collect(_by_id, _order, next, next, acc), do: acc

  defp collect(by_id, order, position, next, acc) do
    case order do
      %{^position => id} ->
        {_position, child} = Map.fetch!(by_id, id)
        collect(by_id, order, position + 1, next, [child | acc])

      %{} ->
        collect(by_id, order, position + 1, next, acc)
    end
  end
end
