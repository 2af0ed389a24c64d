defmodule :lists_sort do
  @moduledoc false

  # A natural merge sort. A list is cut into the runs that it has already, and runs are merged in
  # pairs until one is left.
  #
  # Merging two lists from the front gives their elements in reverse. Instead of turning every
  # result round, the passes alternate: `up` takes ascending runs and gives descending ones,
  # `down` takes descending runs and gives ascending ones. The list of runs is turned round by
  # each pass as well: it is in the order of the input before `up` and reversed before `down`.
  #
  # Invariant: two elements are only ever compared as (earlier in the input, later in the input),
  # and the earlier goes first unless the comparison says no. So the sort is stable, and a
  # comparison that is strict (`<`) has equal elements come out in reverse order.
  #
  # The three variants (by term order, by a fun, by an element of a tuple) differ in the
  # comparison alone; they are written out because a call for each comparison would double the
  # cost of the commonest sort.

  # -- by term order ---------------------------------------------------------------------------

  def sort(list), do: down_or_done(ascend(list, []))

  # Runs in descending form, the last run first.
  defp ascend([first, second | rest], runs) when first <= second do
    ascend(rest, second, [first], runs)
  end

  defp ascend([first, second | rest], runs), do: descend(rest, second, [first], runs)
  defp ascend([single], runs), do: [[single] | runs]
  defp ascend([], runs), do: runs

  defp ascend([next | rest], last, run, runs) when last <= next do
    ascend(rest, next, [last | run], runs)
  end

  defp ascend([_ | _] = list, last, run, runs), do: ascend(list, [[last | run] | runs])
  defp ascend([], last, run, runs), do: [[last | run] | runs]

  defp descend([next | rest], last, run, runs) when last > next do
    descend(rest, next, [last | run], runs)
  end

  defp descend([_ | _] = list, last, run, runs) do
    ascend(list, [:lists.reverse([last | run]) | runs])
  end

  defp descend([], last, run, runs), do: [:lists.reverse([last | run]) | runs]

  defp down_or_done([run]), do: :lists.reverse(run)
  defp down_or_done(runs), do: up_or_done(down_pass(runs, []))

  defp up_or_done([run]), do: run
  defp up_or_done(runs), do: down_or_done(up_pass(runs, []))

  defp down_pass([later, earlier | runs], merged) do
    down_pass(runs, [down(earlier, later, []) | merged])
  end

  defp down_pass([run], merged), do: [:lists.reverse(run) | merged]
  defp down_pass([], merged), do: merged

  defp up_pass([earlier, later | runs], merged) do
    up_pass(runs, [up(earlier, later, []) | merged])
  end

  defp up_pass([run], merged), do: [:lists.reverse(run) | merged]
  defp up_pass([], merged), do: merged

  defp down([x | xs], [y | ys], merged) when x <= y, do: down([x | xs], ys, [y | merged])
  defp down([x | xs], [y | ys], merged), do: down(xs, [y | ys], [x | merged])
  defp down([], ys, merged), do: :lists.reverse(ys, merged)
  defp down(xs, [], merged), do: :lists.reverse(xs, merged)

  defp up([x | xs], [y | ys], merged) when x <= y, do: up(xs, [y | ys], [x | merged])
  defp up([x | xs], [y | ys], merged), do: up([x | xs], ys, [y | merged])
  defp up([], ys, merged), do: :lists.reverse(ys, merged)
  defp up(xs, [], merged), do: :lists.reverse(xs, merged)

  @doc "The list, sorted already, without what equals the element before it."
  def unique([first, second | rest]) when first == second, do: unique([first | rest])
  def unique([first | rest]), do: [first | unique(rest)]
  def unique([]), do: []

  def merge([x | xs], [y | _] = ys) when x <= y, do: [x | merge(xs, ys)]
  def merge([_ | _] = xs, [y | ys]), do: [y | merge(xs, ys)]
  def merge([], ys), do: ys
  def merge(xs, []), do: xs

  def merge_all([]), do: []
  def merge_all([list]), do: list
  def merge_all(lists), do: merge_all(merge_pairs(lists))

  defp merge_pairs([list1, list2 | lists]), do: [merge(list1, list2) | merge_pairs(lists)]
  defp merge_pairs([list]), do: [list]
  defp merge_pairs([]), do: []

  # Lists without doubles; of equal elements that of the first list is left.
  def umerge([x | xs], [y | _] = ys) when x < y, do: [x | umerge(xs, ys)]
  def umerge([x | xs], [y | ys]) when x == y, do: [x | umerge(xs, ys)]
  def umerge([_ | _] = xs, [y | ys]), do: [y | umerge(xs, ys)]
  def umerge([], ys), do: ys
  def umerge(xs, []), do: xs

  def umerge_all([]), do: []
  def umerge_all([list]), do: list
  def umerge_all(lists), do: umerge_all(umerge_pairs(lists))

  defp umerge_pairs([list1, list2 | lists]), do: [umerge(list1, list2) | umerge_pairs(lists)]
  defp umerge_pairs([list]), do: [list]
  defp umerge_pairs([]), do: []

  # -- by a fun --------------------------------------------------------------------------------

  def sort_with(fun, list), do: fun_down_or_done(fun, fun_ascend(fun, list, []))

  defp fun_ascend(fun, [first, second | rest], runs) do
    case fun.(first, second) do
      true -> fun_ascend(fun, rest, second, [first], runs)
      false -> fun_descend(fun, rest, second, [first], runs)
    end
  end

  defp fun_ascend(_fun, [single], runs), do: [[single] | runs]
  defp fun_ascend(_fun, [], runs), do: runs

  defp fun_ascend(fun, [next | rest] = list, last, run, runs) do
    case fun.(last, next) do
      true -> fun_ascend(fun, rest, next, [last | run], runs)
      false -> fun_ascend(fun, list, [[last | run] | runs])
    end
  end

  defp fun_ascend(_fun, [], last, run, runs), do: [[last | run] | runs]

  defp fun_descend(fun, [next | rest] = list, last, run, runs) do
    case fun.(last, next) do
      true -> fun_ascend(fun, list, [:lists.reverse([last | run]) | runs])
      false -> fun_descend(fun, rest, next, [last | run], runs)
    end
  end

  defp fun_descend(_fun, [], last, run, runs), do: [:lists.reverse([last | run]) | runs]

  defp fun_down_or_done(_fun, [run]), do: :lists.reverse(run)
  defp fun_down_or_done(fun, runs), do: fun_up_or_done(fun, fun_down_pass(fun, runs, []))

  defp fun_up_or_done(_fun, [run]), do: run
  defp fun_up_or_done(fun, runs), do: fun_down_or_done(fun, fun_up_pass(fun, runs, []))

  defp fun_down_pass(fun, [later, earlier | runs], merged) do
    fun_down_pass(fun, runs, [fun_down(fun, earlier, later, []) | merged])
  end

  defp fun_down_pass(_fun, [run], merged), do: [:lists.reverse(run) | merged]
  defp fun_down_pass(_fun, [], merged), do: merged

  defp fun_up_pass(fun, [earlier, later | runs], merged) do
    fun_up_pass(fun, runs, [fun_up(fun, earlier, later, []) | merged])
  end

  defp fun_up_pass(_fun, [run], merged), do: [:lists.reverse(run) | merged]
  defp fun_up_pass(_fun, [], merged), do: merged

  defp fun_down(fun, [x | xs] = left, [y | ys] = right, merged) do
    case fun.(x, y) do
      true -> fun_down(fun, left, ys, [y | merged])
      false -> fun_down(fun, xs, right, [x | merged])
    end
  end

  defp fun_down(_fun, [], ys, merged), do: :lists.reverse(ys, merged)
  defp fun_down(_fun, xs, [], merged), do: :lists.reverse(xs, merged)

  defp fun_up(fun, [x | xs] = left, [y | ys] = right, merged) do
    case fun.(x, y) do
      true -> fun_up(fun, xs, right, [x | merged])
      false -> fun_up(fun, left, ys, [y | merged])
    end
  end

  defp fun_up(_fun, [], ys, merged), do: :lists.reverse(ys, merged)
  defp fun_up(_fun, xs, [], merged), do: :lists.reverse(xs, merged)

  @doc "The list, sorted by `fun` already, without what goes both before and after its neighbour."
  def unique_with(fun, [first, second | rest]) do
    case fun.(first, second) and fun.(second, first) do
      true -> unique_with(fun, [first | rest])
      false -> [first | unique_with(fun, [second | rest])]
    end
  end

  def unique_with(_fun, list), do: list

  def merge_with(fun, [x | xs] = left, [y | ys] = right) do
    case fun.(x, y) do
      true -> [x | merge_with(fun, xs, right)]
      false -> [y | merge_with(fun, left, ys)]
    end
  end

  def merge_with(_fun, [], ys), do: ys
  def merge_with(_fun, xs, []), do: xs

  def umerge_with(fun, [x | xs] = left, [y | ys] = right) do
    case fun.(x, y) do
      true ->
        case fun.(y, x) do
          true -> [x | umerge_with(fun, xs, ys)]
          false -> [x | umerge_with(fun, xs, right)]
        end

      false ->
        [y | umerge_with(fun, left, ys)]
    end
  end

  def umerge_with(_fun, [], ys), do: ys
  def umerge_with(_fun, xs, []), do: xs

  # -- by an element of a tuple ----------------------------------------------------------------

  def keysort(n, list), do: key_down_or_done(n, key_ascend(n, list, []))

  defp key_ascend(n, [first, second | rest], runs) do
    first_key = :erlang.element(n, first)
    key = :erlang.element(n, second)

    if first_key <= key,
      do: key_ascend(n, rest, second, key, [first], runs),
      else: key_descend(n, rest, second, key, [first], runs)
  end

  defp key_ascend(_n, [single], runs), do: [[single] | runs]
  defp key_ascend(_n, [], runs), do: runs

  defp key_ascend(n, [next | rest] = list, last, last_key, run, runs) do
    key = :erlang.element(n, next)

    if last_key <= key,
      do: key_ascend(n, rest, next, key, [last | run], runs),
      else: key_ascend(n, list, [[last | run] | runs])
  end

  defp key_ascend(_n, [], last, _last_key, run, runs), do: [[last | run] | runs]

  defp key_descend(n, [next | rest] = list, last, last_key, run, runs) do
    key = :erlang.element(n, next)

    if last_key <= key,
      do: key_ascend(n, list, [:lists.reverse([last | run]) | runs]),
      else: key_descend(n, rest, next, key, [last | run], runs)
  end

  defp key_descend(_n, [], last, _last_key, run, runs) do
    [:lists.reverse([last | run]) | runs]
  end

  defp key_down_or_done(_n, [run]), do: :lists.reverse(run)
  defp key_down_or_done(n, runs), do: key_up_or_done(n, key_down_pass(n, runs, []))

  defp key_up_or_done(_n, [run]), do: run
  defp key_up_or_done(n, runs), do: key_down_or_done(n, key_up_pass(n, runs, []))

  defp key_down_pass(n, [[y | ys], [x | xs] | runs], merged) do
    run = key_down(n, xs, x, :erlang.element(n, x), ys, y, :erlang.element(n, y), [])
    key_down_pass(n, runs, [run | merged])
  end

  defp key_down_pass(_n, [run], merged), do: [:lists.reverse(run) | merged]
  defp key_down_pass(_n, [], merged), do: merged

  defp key_up_pass(n, [[x | xs], [y | ys] | runs], merged) do
    run = key_up(n, xs, x, :erlang.element(n, x), ys, y, :erlang.element(n, y), [])
    key_up_pass(n, runs, [run | merged])
  end

  defp key_up_pass(_n, [run], merged), do: [:lists.reverse(run) | merged]
  defp key_up_pass(_n, [], merged), do: merged

  # The heads and their keys are passed along, so that each key is taken out once a pass.
  defp key_down(n, xs, x, x_key, ys, y, y_key, merged) when x_key <= y_key do
    case ys do
      [next | ys] ->
        key_down(n, xs, x, x_key, ys, next, :erlang.element(n, next), [y | merged])

      [] ->
        :lists.reverse([x | xs], [y | merged])
    end
  end

  defp key_down(n, xs, x, _x_key, ys, y, y_key, merged) do
    case xs do
      [next | xs] ->
        key_down(n, xs, next, :erlang.element(n, next), ys, y, y_key, [x | merged])

      [] ->
        :lists.reverse([y | ys], [x | merged])
    end
  end

  defp key_up(n, xs, x, x_key, ys, y, y_key, merged) when x_key <= y_key do
    case xs do
      [next | xs] ->
        key_up(n, xs, next, :erlang.element(n, next), ys, y, y_key, [x | merged])

      [] ->
        :lists.reverse([y | ys], [x | merged])
    end
  end

  defp key_up(n, xs, x, x_key, ys, y, _y_key, merged) do
    case ys do
      [next | ys] ->
        key_up(n, xs, x, x_key, ys, next, :erlang.element(n, next), [y | merged])

      [] ->
        :lists.reverse([x | xs], [y | merged])
    end
  end

  @doc "The list, sorted by position `n` already, without tuples whose key equals the one before."
  def unique_keys(n, [first, second | rest]) do
    if :erlang.element(n, first) == :erlang.element(n, second),
      do: unique_keys(n, [first | rest]),
      else: [first | unique_keys(n, [second | rest])]
  end

  def unique_keys(_n, list), do: list

  def keymerge(n, [x | xs] = left, [y | ys] = right) do
    if :erlang.element(n, x) <= :erlang.element(n, y),
      do: [x | keymerge(n, xs, right)],
      else: [y | keymerge(n, left, ys)]
  end

  def keymerge(_n, [], ys), do: ys
  def keymerge(_n, xs, []), do: xs

  def ukeymerge(n, [x | xs] = left, [y | ys] = right) do
    x_key = :erlang.element(n, x)
    y_key = :erlang.element(n, y)

    cond do
      x_key < y_key -> [x | ukeymerge(n, xs, right)]
      x_key == y_key -> [x | ukeymerge(n, xs, ys)]
      true -> [y | ukeymerge(n, left, ys)]
    end
  end

  def ukeymerge(_n, [], ys), do: ys
  def ukeymerge(_n, xs, []), do: xs
end
