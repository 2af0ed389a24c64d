defmodule List do
  @moduledoc """
  Functions on linked lists. What works on any enumerable is in `Enum`.

  Adding and taking at the front is cheap; the length, the last element and anything reached by
  index cost a walk. Indexes count from zero, negative ones from the end.
  """

  @doc "The list without the first occurrence of `element`: `List.delete([1, 2, 1], 1)`."
  @spec delete(list, any) :: list
  def delete(list, element)
  def delete([element | list], element), do: list
  def delete([other | list], element), do: [other | delete(list, element)]
  def delete([], _element), do: []

  @doc "A list of `n` times the same term: `List.duplicate(:a, 2)` is `[:a, :a]`."
  @spec duplicate(elem, non_neg_integer) :: [elem] when elem: var
  def duplicate(elem, n), do: :lists.duplicate(n, elem)

  @doc "One list of all that nested lists hold: `List.flatten([1, [2, [3]]])` is `[1, 2, 3]`."
  @spec flatten(list) :: list
  def flatten(list), do: :lists.flatten(list)

  @doc "As `flatten/1`, with `tail` behind."
  @spec flatten(list, [elem]) :: [elem] when elem: var
  def flatten(list, tail), do: :lists.flatten(list, tail)

  @doc "Folds from the left: `List.foldl([1, 2], 0, fn x, acc -> x - acc end)` is `1`."
  @spec foldl([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldl(list, acc, fun) when is_list(list) and is_function(fun) do
    fold_left(list, acc, fun)
  end

  defp fold_left([head | tail], acc, fun), do: fold_left(tail, fun.(head, acc), fun)
  defp fold_left([], acc, fun) when is_function(fun, 2), do: acc

  @doc "Folds from the right: `List.foldr([1, 2], 0, fn x, acc -> x - acc end)` is `-1`."
  @spec foldr([elem], acc, (elem, acc -> acc)) :: acc when elem: var, acc: var
  def foldr(list, acc, fun) when is_list(list) and is_function(fun, 2) do
    fold_right(list, acc, fun)
  end

  defp fold_right([head | tail], acc, fun), do: fun.(head, fold_right(tail, acc, fun))
  defp fold_right([], acc, _fun), do: acc

  @doc "The first element, or the default of an empty list."
  @spec first([elem], any) :: elem | any when elem: var
  def first(list, default \\ nil)
  def first([], default), do: default
  def first([head | _tail], _default), do: head

  @doc "The last element, or the default of an empty list."
  @spec last([elem], any) :: elem | any when elem: var
  def last(list, default \\ nil)
  def last([], default), do: default
  def last([head], _default), do: head
  def last([_head | tail], default), do: last(tail, default)

  @doc "The first tuple with `key` at `position`, or the default: `List.keyfind([a: 1], :a, 0)`."
  @spec keyfind([tuple], any, non_neg_integer, any) :: any
  def keyfind(list, key, position, default \\ nil) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) || default
  end

  @doc "As `keyfind/3`, but raises `KeyError` when there is none."
  @spec keyfind!([tuple], any, non_neg_integer) :: any
  def keyfind!(list, key, position) when is_integer(position) do
    :lists.keyfind(key, position + 1, list) ||
      raise KeyError,
        key: key,
        term: list,
        message: "key #{inspect(key)} at position #{position} not found in: #{inspect(list)}"
  end

  @doc "Whether a tuple of the list has `key` at `position`."
  @spec keymember?([tuple], any, non_neg_integer) :: boolean
  def keymember?(list, key, position) when is_integer(position) do
    :lists.keymember(key, position + 1, list)
  end

  @doc "The list with `new_tuple` in place of the first tuple that has `key` at `position`."
  @spec keyreplace([tuple], any, non_neg_integer, tuple) :: [tuple]
  def keyreplace(list, key, position, new_tuple) when is_integer(position) do
    :lists.keyreplace(key, position + 1, list, new_tuple)
  end

  @doc """
  Sorts tuples by the element at `position`; equal ones keep their order.

  The sorter is as in `Enum.sort/2`: `:asc`, `:desc`, a function of two elements, a module with
  `compare/2`, or `{:asc | :desc, module}`.

      List.keysort([b: 1, a: 2], 0)  # => [a: 2, b: 1]
  """
  @spec keysort([tuple], non_neg_integer, (any, any -> boolean) | :asc | :desc | module | tuple) ::
          [tuple]
  def keysort(list, position, sorter \\ :asc)

  def keysort(list, position, :asc) when is_list(list) and is_integer(position) do
    :lists.keysort(position + 1, list)
  end

  def keysort(list, position, sorter) when is_list(list) and is_integer(position) do
    :lists.sort(keysort_fun(sorter, position + 1), list)
  end

  defp keysort_fun(sorter, position) when is_function(sorter, 2) do
    fn left, right ->
      sorter.(:erlang.element(position, left), :erlang.element(position, right))
    end
  end

  defp keysort_fun(:desc, position) do
    fn left, right -> :erlang.element(position, left) >= :erlang.element(position, right) end
  end

  defp keysort_fun({:asc, module}, position) do
    fn left, right ->
      module.compare(:erlang.element(position, left), :erlang.element(position, right)) != :gt
    end
  end

  defp keysort_fun({:desc, module}, position) do
    fn left, right ->
      module.compare(:erlang.element(position, left), :erlang.element(position, right)) != :lt
    end
  end

  defp keysort_fun(module, position) when is_atom(module),
    do: keysort_fun({:asc, module}, position)

  @doc "As `keyreplace/4`, with `new_tuple` at the end when there is no such tuple."
  @spec keystore([tuple], any, non_neg_integer, tuple) :: [tuple, ...]
  def keystore(list, key, position, new_tuple) when is_integer(position) do
    :lists.keystore(key, position + 1, list, new_tuple)
  end

  @doc "The list without the first tuple that has `key` at `position`."
  @spec keydelete([tuple], any, non_neg_integer) :: [tuple]
  def keydelete(list, key, position) when is_integer(position) do
    :lists.keydelete(key, position + 1, list)
  end

  @doc "The first tuple with `key` at `position` and the list without it, or `nil`."
  @spec keytake([tuple], any, non_neg_integer) :: {tuple, [tuple]} | nil
  def keytake(list, key, position) when is_integer(position) do
    case :lists.keytake(key, position + 1, list) do
      {:value, element, list} -> {element, list}
      false -> nil
    end
  end

  @doc "A list of the term: `nil` gives `[]`, a list stays as it is, all else is put into one."
  @spec wrap(term) :: list
  def wrap(term)
  def wrap(list) when is_list(list), do: list
  def wrap(nil), do: []
  def wrap(term), do: [term]

  @doc "Tuples of the elements that stand at the same place, up to the shortest list."
  @spec zip([list]) :: [tuple]
  def zip(list_of_lists) when is_list(list_of_lists), do: zip_heads(list_of_lists)

  defp zip_heads([]), do: []

  defp zip_heads(lists) do
    case heads_and_tails(lists, [], []) do
      {heads, tails} -> [:erlang.list_to_tuple(heads) | zip_heads(tails)]
      nil -> []
    end
  end

  defp heads_and_tails([list | lists], heads, tails) do
    case to_list(list) do
      [head | tail] ->
        heads_and_tails(lists, [head | heads], [tail | tails])

      [] ->
        check_lists(lists)
        nil
    end
  end

  defp heads_and_tails([], heads, tails), do: {:lists.reverse(heads), :lists.reverse(tails)}

  # What comes after an exhausted list is not zipped, but must be a list all the same.
  defp check_lists([list | lists]) do
    to_list(list)
    check_lists(lists)
  end

  defp check_lists([]), do: :ok

  defp to_list(tuple) when is_tuple(tuple), do: :erlang.tuple_to_list(tuple)
  defp to_list(list) when is_list(list), do: list

  @doc """
  Whether the list is of printable ASCII characters only, looking at `limit` of them at most.

      List.ascii_printable?('abc')  # => true
  """
  @spec ascii_printable?(list, :infinity | non_neg_integer) :: boolean
  def ascii_printable?(list, limit \\ :infinity)
      when is_list(list) and (limit == :infinity or (is_integer(limit) and limit >= 0)) do
    printable?(list, limit)
  end

  defp printable?(_list, 0), do: true
  defp printable?([char | rest], limit) when char in 32..126, do: printable?(rest, less(limit))

  # \a \b \t \n \v \f \r and \e
  defp printable?([char | rest], limit) when char in 7..13 or char == 27 do
    printable?(rest, less(limit))
  end

  defp printable?([], _limit), do: true
  defp printable?(_other, _limit), do: false

  defp less(:infinity), do: :infinity
  defp less(limit), do: limit - 1

  @doc "Whether the list ends in something else than a list: `List.improper?([1 | 2])`."
  @spec improper?(maybe_improper_list) :: boolean
  def improper?(list) when is_list(list) and length(list) >= 0, do: false
  def improper?(list) when is_list(list), do: true

  @doc "Inserts before the index: `List.insert_at([1, 3], 1, 2)` is `[1, 2, 3]`; -1 is the end."
  @spec insert_at(list, integer, any) :: list
  def insert_at(list, index, value) when is_list(list) and is_integer(index) do
    case index do
      -1 -> list ++ [value]
      _ when index < 0 -> do_insert_at(list, max(length(list) + index + 1, 0), value)
      _ -> do_insert_at(list, index, value)
    end
  end

  defp do_insert_at([], _index, value), do: [value]
  defp do_insert_at(list, 0, value), do: [value | list]

  defp do_insert_at([head | tail], index, value),
    do: [head | do_insert_at(tail, index - 1, value)]

  @doc "The list with `value` at the index; unchanged when there is no such index."
  @spec replace_at(list, integer, any) :: list
  def replace_at(list, index, value) when is_list(list) and is_integer(index) do
    if index < 0 do
      case length(list) + index do
        index when index < 0 -> list
        index -> do_replace_at(list, index, value)
      end
    else
      do_replace_at(list, index, value)
    end
  end

  defp do_replace_at([], _index, _value), do: []
  defp do_replace_at([_old | rest], 0, value), do: [value | rest]

  defp do_replace_at([head | tail], index, value),
    do: [head | do_replace_at(tail, index - 1, value)]

  @doc "The list with `fun.(element)` at the index; unchanged when there is no such index."
  @spec update_at([elem], integer, (elem -> any)) :: list when elem: var
  def update_at(list, index, fun)
      when is_list(list) and is_function(fun) and is_integer(index) do
    if index < 0 do
      case length(list) + index do
        index when index < 0 -> list
        index -> do_update_at(list, index, fun)
      end
    else
      do_update_at(list, index, fun)
    end
  end

  defp do_update_at([element | rest], 0, fun), do: [fun.(element) | rest]
  defp do_update_at([head | tail], index, fun), do: [head | do_update_at(tail, index - 1, fun)]
  defp do_update_at([], _index, _fun), do: []

  @doc "The list without the element at the index: `List.delete_at([1, 2], -1)` is `[1]`."
  @spec delete_at(list, integer) :: list
  def delete_at(list, index) when is_integer(index), do: elem(pop_at(list, index), 1)

  @doc "The element at the index, or the default, and the list without it."
  @spec pop_at(list, integer, any) :: {any, list}
  def pop_at(list, index, default \\ nil) when is_integer(index) do
    if index < 0 do
      do_pop_at(list, length(list) + index, default, [])
    else
      do_pop_at(list, index, default, [])
    end
  end

  defp do_pop_at(list, index, default, _passed) when index < 0, do: {default, list}
  defp do_pop_at([], _index, default, passed), do: {default, :lists.reverse(passed)}
  defp do_pop_at([head | tail], 0, _default, passed), do: {head, :lists.reverse(passed, tail)}

  defp do_pop_at([head | tail], index, default, passed) do
    do_pop_at(tail, index - 1, default, [head | passed])
  end

  @doc "Whether the list starts with the other: `List.starts_with?([1, 2], [1])` is `true`."
  @spec starts_with?(list, list) :: boolean
  def starts_with?(list, prefix)
  def starts_with?([head | tail], [head | prefix_tail]), do: starts_with?(tail, prefix_tail)
  def starts_with?(list, []) when is_list(list), do: true
  def starts_with?(list, [_head | _tail]) when is_list(list), do: false

  @doc "The atom of a charlist's text."
  @spec to_atom(charlist) :: atom
  def to_atom(charlist), do: :erlang.list_to_atom(charlist)

  @doc "As `to_atom/1`, but raises `ArgumentError` unless the atom is known already."
  @spec to_existing_atom(charlist) :: atom
  def to_existing_atom(charlist), do: :erlang.list_to_existing_atom(charlist)

  @doc "The float of a charlist's text: `List.to_float('2.5')` is `2.5`."
  @spec to_float(charlist) :: float
  def to_float(charlist), do: :erlang.list_to_float(charlist)

  @doc "The integer of a charlist's text: `List.to_integer('42')` is `42`."
  @spec to_integer(charlist) :: integer
  def to_integer(charlist), do: :erlang.list_to_integer(charlist)

  @doc "The integer of a charlist's text in a base of 2 to 36: `List.to_integer('ff', 16)`."
  @spec to_integer(charlist, 2..36) :: integer
  def to_integer(charlist, base), do: :erlang.list_to_integer(charlist, base)

  @doc "The elements as a tuple: `List.to_tuple([1, 2])` is `{1, 2}`."
  @spec to_tuple(list) :: tuple
  def to_tuple(list), do: :erlang.list_to_tuple(list)

  @doc "The string of nested strings and codepoints: `List.to_string([\"a\", [?b]])` is `\"ab\"`."
  @spec to_string(:unicode.charlist()) :: String.t()
  def to_string(list) when is_list(list) do
    try do
      :unicode.characters_to_binary(list)
    rescue
      ArgumentError ->
        raise ArgumentError, """
        cannot convert the given list to a string.

        To be converted to a string, a list must either be empty or only
        contain the following elements:

          * strings
          * integers representing Unicode code points
          * a list containing one of these three elements

        Please check the given list or call inspect/1 to get the list representation, got:

        #{inspect(list)}
        """
    else
      result when is_binary(result) -> result
      failure -> raise_of_encoding(failure)
    end
  end

  @doc "The charlist of nested strings and codepoints: `List.to_charlist([\"a\", [?b]])`."
  @spec to_charlist(:unicode.charlist()) :: charlist
  def to_charlist(list) when is_list(list) do
    try do
      :unicode.characters_to_list(list)
    rescue
      ArgumentError ->
        raise ArgumentError, """
        cannot convert the given list to a charlist.

        To be converted to a charlist, a list must contain only:

          * strings
          * integers representing Unicode code points
          * or a list containing one of these three elements

        Please check the given list or call inspect/1 to get the list representation, got:

        #{inspect(list)}
        """
    else
      result when is_list(result) -> result
      failure -> raise_of_encoding(failure)
    end
  end

  defp raise_of_encoding({:error, encoded, rest}) do
    raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :invalid
  end

  defp raise_of_encoding({:incomplete, encoded, rest}) do
    raise UnicodeConversionError, encoded: encoded, rest: rest, kind: :incomplete
  end

  @doc """
  A shortest way to edit the first list into the second: runs of `:eq`, `:del` and `:ins`.

      List.myers_difference([1, 4, 2], [1, 2, 3])  # => [eq: [1], del: [4], eq: [2], ins: [3]]
  """
  @spec myers_difference(list, list) :: [{:eq | :ins | :del, list}]
  def myers_difference(list1, list2) when is_list(list1) and is_list(list2) do
    List.MyersDifference.script(list1, list2, nil)
  end

  @doc """
  As `myers_difference/2`; `diff_script` may say how to turn one element into another.

  Given an element of each list it answers an edit of its own, which comes out as `{:diff, edit}`,
  or `nil` when there is none.
  """
  @spec myers_difference(list, list, (term, term -> script | nil)) :: [
          {:eq | :ins | :del | :diff, list | script}
        ]
        when script: term
  def myers_difference(list1, list2, diff_script)
      when is_list(list1) and is_list(list2) and is_function(diff_script) do
    List.MyersDifference.script(list1, list2, diff_script)
  end
end
