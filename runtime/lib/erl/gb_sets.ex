defmodule :gb_sets do
  @moduledoc """
  Sets as general balanced trees, sorted. Elements are compared with `==`.

  How the trees keep their balance is told in `:gb_trees`. A set is `{size, tree}`, a tree
  `{element, smaller, larger}` or `nil`.
  """

  @doc "The empty set."
  def empty, do: {0, nil}

  @doc "The empty set."
  def new, do: {0, nil}

  @doc "The set of one element."
  def singleton(element), do: {1, {element, nil, nil}}

  @doc "Whether the set has no element."
  def is_empty({0, nil}), do: true
  def is_empty(_set), do: false

  @doc "How many elements the set has."
  def size({size, _tree}), do: size

  @doc "Whether the term looks like a set of this module."
  def is_set({0, nil}), do: true
  def is_set({n, {_, _, _}}) when is_integer(n) and n >= 0, do: true
  def is_set(_term), do: false

  @doc "Whether the element is in the set."
  def is_member(element, {_size, tree}), do: is_member_1(element, tree)

  defp is_member_1(element, {first, smaller, _larger}) when element < first do
    is_member_1(element, smaller)
  end

  defp is_member_1(element, {first, _smaller, larger}) when element > first do
    is_member_1(element, larger)
  end

  defp is_member_1(_element, {_equal, _smaller, _larger}), do: true
  defp is_member_1(_element, nil), do: false

  @doc "Whether the element is in the set."
  def is_element(element, set), do: is_member(element, set)

  @doc "The set with an element that is not in it yet."
  def insert(element, {size, tree}) do
    size = size + 1
    {size, insert_1(element, tree, size * size)}
  end

  # See the same function in :gb_trees.
  defp insert_1(element, {first, smaller, larger}, room) when element < first do
    case insert_1(element, smaller, div(room, 2)) do
      {smaller, power, size} when is_integer(size) and is_integer(power) ->
        {other_power, other_size} = count(larger)
        rebuild({first, smaller, larger}, power, size, other_power, other_size)

      smaller ->
        {first, smaller, larger}
    end
  end

  defp insert_1(element, {first, smaller, larger}, room) when element > first do
    case insert_1(element, larger, div(room, 2)) do
      {larger, power, size} when is_integer(size) and is_integer(power) ->
        {other_power, other_size} = count(smaller)
        rebuild({first, smaller, larger}, power, size, other_power, other_size)

      larger ->
        {first, smaller, larger}
    end
  end

  defp insert_1(element, nil, 0), do: {{element, nil, nil}, 1, 1}
  defp insert_1(element, nil, _room), do: {element, nil, nil}
  defp insert_1(element, _equal, _room), do: :erlang.error({:key_exists, element})

  defp rebuild(tree, power, size, other_power, other_size) do
    power = max(power, other_power) * 2
    size = size + other_size + 1
    if power > size * size, do: balance(tree, size), else: {tree, power, size}
  end

  defp count({_element, nil, nil}), do: {1, 1}

  defp count({_element, smaller, larger}) do
    {power1, size1} = count(smaller)
    {power2, size2} = count(larger)
    {max(power1, power2) * 2, size1 + size2 + 1}
  end

  defp count(nil), do: {1, 0}

  @doc "The set with the element."
  def add(element, set), do: add_element(element, set)

  @doc "The set with the element."
  def add_element(element, set) do
    case is_member(element, set) do
      true -> set
      false -> insert(element, set)
    end
  end

  @doc "The set rebuilt as flat as can be."
  def balance({size, tree}), do: {size, balance(tree, size)}

  defp balance(tree, size), do: build(to_list_1(tree, []), size)

  defp build(elements, size) do
    {tree, []} = build_part(elements, size)
    tree
  end

  defp build_part(elements, size) when size > 1 do
    larger_size = div(size - 1, 2)
    {smaller, [element | elements]} = build_part(elements, size - 1 - larger_size)
    {larger, elements} = build_part(elements, larger_size)
    {{element, smaller, larger}, elements}
  end

  defp build_part([element | elements], 1), do: {{element, nil, nil}, elements}
  defp build_part(elements, 0), do: {nil, elements}

  @doc "The set of a list's elements."
  def from_list(list), do: from_ordset(:ordsets.from_list(list))

  @doc "The set of a list that is sorted and has no doubles."
  def from_ordset(list) do
    size = length(list)
    {size, build(list, size)}
  end

  @doc "The set without an element that is in it."
  def delete(element, {size, tree}), do: {size - 1, delete_1(element, tree)}

  defp delete_1(element, {first, smaller, larger}) when element < first do
    {first, delete_1(element, smaller), larger}
  end

  defp delete_1(element, {first, smaller, larger}) when element > first do
    {first, smaller, delete_1(element, larger)}
  end

  defp delete_1(_element, {_equal, smaller, larger}), do: merge(smaller, larger)

  defp merge(smaller, nil), do: smaller
  defp merge(nil, larger), do: larger

  defp merge(smaller, larger) do
    {element, larger} = take_smallest_1(larger)
    {element, smaller, larger}
  end

  @doc "The set without the element, which need not be in it."
  def delete_any(element, set) do
    case is_member(element, set) do
      true -> delete(element, set)
      false -> set
    end
  end

  @doc "The set without the element, which need not be in it."
  def del_element(element, set), do: delete_any(element, set)

  @doc "The smallest element, and the set without it."
  def take_smallest({size, tree}) do
    {element, tree} = take_smallest_1(tree)
    {element, {size - 1, tree}}
  end

  defp take_smallest_1({element, nil, larger}), do: {element, larger}

  defp take_smallest_1({element, smaller, larger}) do
    {taken, smaller} = take_smallest_1(smaller)
    {taken, {element, smaller, larger}}
  end

  @doc "The largest element, and the set without it."
  def take_largest({size, tree}) do
    {element, tree} = take_largest_1(tree)
    {element, {size - 1, tree}}
  end

  defp take_largest_1({element, smaller, nil}), do: {element, smaller}

  defp take_largest_1({element, smaller, larger}) do
    {taken, larger} = take_largest_1(larger)
    {taken, {element, smaller, larger}}
  end

  @doc "The smallest element."
  def smallest({_size, tree}), do: smallest_1(tree)

  defp smallest_1({element, nil, _larger}), do: element
  defp smallest_1({_element, smaller, _larger}), do: smallest_1(smaller)

  @doc "The largest element."
  def largest({_size, tree}), do: largest_1(tree)

  defp largest_1({element, _smaller, nil}), do: element
  defp largest_1({_element, _smaller, larger}), do: largest_1(larger)

  @doc "The elements as a sorted list."
  def to_list({_size, tree}), do: to_list_1(tree, [])

  defp to_list_1({element, smaller, larger}, list) do
    to_list_1(smaller, [element | to_list_1(larger, list)])
  end

  defp to_list_1(nil, list), do: list

  @doc "The trees on the way to the smallest element: what `next/1` takes."
  def iterator({_size, tree}), do: iterator_1(tree, [])

  defp iterator_1({_element, nil, _larger} = tree, trees), do: [tree | trees]

  defp iterator_1({_element, smaller, _larger} = tree, trees) do
    iterator_1(smaller, [tree | trees])
  end

  defp iterator_1(nil, trees), do: trees

  @doc "An iterator that begins with the element, or the next larger one."
  def iterator_from(element, {_size, tree}), do: iterator_from_1(element, tree, [])

  defp iterator_from_1(element, {first, _smaller, larger}, trees) when first < element do
    iterator_from_1(element, larger, trees)
  end

  defp iterator_from_1(_element, {_first, nil, _larger} = tree, trees), do: [tree | trees]

  defp iterator_from_1(element, {_first, smaller, _larger} = tree, trees) do
    iterator_from_1(element, smaller, [tree | trees])
  end

  defp iterator_from_1(_element, nil, trees), do: trees

  @doc "`{element, iterator}` of the next element, or `:none`."
  def next([{element, _smaller, larger} | trees]), do: {element, iterator_1(larger, trees)}
  def next([]), do: :none

  # -- two sets --------------------------------------------------------------------------------

  # A walk down for each element of a small set is cheaper than a walk over both, as long as the
  # small one is small enough against the other.
  defp much_smaller?(_few, 0), do: true
  defp much_smaller?(few, many), do: many >= few * round(1.46 * :math.log(many))

  # As flat as from_ordset/1, with what cannot be halved on the other side.
  defp from_result(list) do
    size = length(list)
    {tree, []} = build_result(list, size)
    {size, tree}
  end

  defp build_result(elements, size) when size > 1 do
    smaller_size = div(size - 1, 2)
    {smaller, [element | elements]} = build_result(elements, smaller_size)
    {larger, elements} = build_result(elements, size - 1 - smaller_size)
    {{element, smaller, larger}, elements}
  end

  defp build_result([element | elements], 1), do: {{element, nil, nil}, elements}
  defp build_result(elements, 0), do: {nil, elements}

  @doc "What is in either set."
  def union({size1, tree1}, {size2, tree2}) when size2 < size1 do
    union_1(to_list_1(tree2, []), size2, tree1, size1)
  end

  def union({size1, tree1}, {size2, tree2}) do
    union_1(to_list_1(tree1, []), size1, tree2, size2)
  end

  defp union_1(elements, few, tree, many) do
    if many >= 10 and much_smaller?(few, many),
      do: :lists.foldl(&add_element/2, {many, tree}, elements),
      else: from_result(:ordsets.union(elements, to_list_1(tree, [])))
  end

  @doc "What is in some set of a list."
  def union([set | sets]), do: :lists.foldl(&union(&2, &1), set, sets)
  def union([]), do: empty()

  @doc "What is in both sets."
  def intersection({size1, tree1}, {size2, tree2}) when size2 < size1 do
    intersection_1(to_list_1(tree2, []), size2, tree1, size1)
  end

  def intersection({size1, tree1}, {size2, tree2}) do
    intersection_1(to_list_1(tree1, []), size1, tree2, size2)
  end

  defp intersection_1(elements, few, tree, many) do
    if few < 10 or much_smaller?(few, many),
      do: from_result(:lists.filter(&is_member_1(&1, tree), elements)),
      else: from_result(:ordsets.intersection(elements, to_list_1(tree, [])))
  end

  @doc "What is in all sets of a list that has some."
  def intersection([set | sets]), do: :lists.foldl(&intersection(&2, &1), set, sets)

  @doc "Whether the sets have no element in common."
  def is_disjoint({size1, tree1}, {size2, tree2}) when size1 < size2 do
    is_disjoint_1(tree1, tree2)
  end

  def is_disjoint({_size1, tree1}, {_size2, tree2}), do: is_disjoint_1(tree2, tree1)

  defp is_disjoint_1(nil, _tree), do: true

  defp is_disjoint_1({element, smaller, larger}, tree) do
    not is_member_1(element, tree) and is_disjoint_1(smaller, tree) and
      is_disjoint_1(larger, tree)
  end

  @doc "What is in the first set and not in the second."
  def subtract(set1, set2), do: difference(set1, set2)

  @doc "What is in the first set and not in the second."
  def difference({size1, tree1}, {size2, tree2}) do
    elements = to_list_1(tree1, [])

    if size1 < 10 or much_smaller?(size1, size2),
      do: from_result(:lists.filter(&(not is_member_1(&1, tree2)), elements)),
      else: from_result(:ordsets.subtract(elements, to_list_1(tree2, [])))
  end

  @doc "Whether every element of the first set is in the second."
  def is_subset({_size1, tree1}, {_size2, tree2}) do
    :lists.all(&is_member_1(&1, tree2), to_list_1(tree1, []))
  end

  @doc "Folds over the elements."
  def fold(fun, acc, {_size, tree}) when is_function(fun, 2), do: fold_1(fun, acc, tree)

  defp fold_1(fun, acc, {element, smaller, larger}) do
    fold_1(fun, fun.(element, fold_1(fun, acc, smaller)), larger)
  end

  defp fold_1(_fun, acc, nil), do: acc

  @doc "The elements for which `fun` is `true`."
  def filter(fun, set), do: from_ordset(:lists.filter(fun, to_list(set)))
end
