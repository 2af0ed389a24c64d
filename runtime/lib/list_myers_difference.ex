defmodule List.MyersDifference do
  @moduledoc false

  # The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations".
  #
  # Deleting goes right, inserting goes down, equal elements go along a diagonal for free. After
  # n moves there is one furthest path on each of the diagonals n, n - 2, ... -n (how much further
  # right than down it is), and the paths after n + 1 moves follow from neighbours in that list.
  # A path is how far right it came, what is left of both lists, and its edits, the last first.

  def script(list1, list2, diff_script) do
    search(0, [{0, list1, list2, []}], diff_script)
  end

  defp search(moves, paths, diff_script) do
    case extend(moves, moves, paths, [], diff_script) do
      {:done, edits} -> group(edits, [])
      {:next, paths} -> search(moves + 1, paths, diff_script)
    end
  end

  defp extend(diagonal, moves, _paths, extended, _diff_script) when diagonal < -moves do
    {:next, :lists.reverse(extended)}
  end

  defp extend(diagonal, moves, paths, extended, diff_script) do
    {path, paths} = move(diagonal, moves, paths, diff_script)

    case follow(path) do
      {_right, [], [], edits} -> {:done, edits}
      path -> extend(diagonal - 2, moves, paths, [path | extended], diff_script)
    end
  end

  defp move(_diagonal, 0, [path], _diff_script), do: {path, []}

  defp move(diagonal, diagonal, [path | _rest] = paths, diff_script) do
    {right(path, diff_script), paths}
  end

  defp move(_diagonal, _moves, [path], diff_script), do: {down(path, diff_script), []}

  defp move(_diagonal, _moves, [above, below | rest], diff_script) do
    if elem(below, 0) < elem(above, 0) do
      {down(above, diff_script), [below | rest]}
    else
      {right(below, diff_script), [below | rest]}
    end
  end

  defp right({right, [], list2, edits}, _diff_script), do: {right + 1, [], list2, edits}

  defp right({right, [element | rest], list2, edits} = path, diff_script) do
    across(path, diff_script) || {right + 1, rest, list2, [{:del, element} | edits]}
  end

  defp down({right, list1, [], edits}, _diff_script), do: {right, list1, [], edits}

  defp down({right, list1, [element | rest], edits} = path, diff_script) do
    across(path, diff_script) || {right, list1, rest, [{:ins, element} | edits]}
  end

  defp across({right, [element1 | rest1], [element2 | rest2], edits}, diff_script)
       when diff_script != nil do
    if diff = diff_script.(element1, element2) do
      {right + 1, rest1, rest2, [{:diff, diff} | edits]}
    end
  end

  defp across(_path, _diff_script), do: nil

  defp follow({right, [element | rest1], [element | rest2], edits}) do
    follow({right + 1, rest1, rest2, [{:eq, element} | edits]})
  end

  defp follow(path), do: path

  # The edits come last first, so the script grows from its end. Inserting the same elements
  # behind equal ones or before them is as long; before them, the equal ones join what follows.
  defp group([], script), do: script
  defp group([{:diff, _diff} = edit | rest], script), do: group(rest, [edit | script])

  defp group([{kind, element} | rest], [{kind, elements} | script]) do
    group(rest, [{kind, [element | elements]} | script])
  end

  defp group(edits, [{:eq, elements}, {:ins, elements}, {:eq, others} | script]) do
    group(edits, [{:ins, elements}, {:eq, elements ++ others} | script])
  end

  defp group([{kind, element} | rest], script), do: group(rest, [{kind, [element]} | script])
end
