defmodule :ordsets do
  @moduledoc """
  Sets as sorted lists without doubles. Elements are compared with `==`, so `1` and `1.0` are
  the same.
  """

  @doc "The empty set."
  def new, do: []

  @doc "Whether the term is a set of this kind."
  def is_set([element | rest]), do: is_set(rest, element)
  def is_set([]), do: true
  def is_set(_term), do: false

  defp is_set([next | rest], last) when last < next, do: is_set(rest, next)
  defp is_set([], _last), do: true
  defp is_set(_other, _last), do: false

  @doc "How many elements the set has."
  def size(set), do: length(set)

  @doc "Whether the set has no element."
  def is_empty(set), do: set === []

  @doc "The elements as a list."
  def to_list(set), do: set

  @doc "The set of a list's elements."
  def from_list(list), do: :lists.usort(list)

  @doc "Whether the element is in the set."
  def is_element(element, [head | rest]) when element > head, do: is_element(element, rest)
  def is_element(element, [head | _rest]) when element < head, do: false
  def is_element(_element, [_equal | _rest]), do: true
  def is_element(_element, []), do: false

  @doc "The set with the element."
  def add_element(element, [head | rest]) when element > head do
    [head | add_element(element, rest)]
  end

  def add_element(element, [head | _rest] = set) when element < head, do: [element | set]
  def add_element(_element, [_equal | _rest] = set), do: set
  def add_element(element, []), do: [element]

  @doc "The set without the element."
  def del_element(element, [head | rest]) when element > head do
    [head | del_element(element, rest)]
  end

  def del_element(element, [head | _rest] = set) when element < head, do: set
  def del_element(_element, [_equal | rest]), do: rest
  def del_element(_element, []), do: []

  # Of elements that are equal but not the same, as 1 and 1.0, either may be left.

  @doc "What is in either set."
  def union([head1 | rest1], [head2 | _rest2] = set2) when head1 < head2 do
    [head1 | union(rest1, set2)]
  end

  def union([head1 | _rest1] = set1, [head2 | rest2]) when head1 > head2 do
    [head2 | union(rest2, set1)]
  end

  def union([head1 | rest1], [_equal | rest2]), do: [head1 | union(rest1, rest2)]
  def union([], set2), do: set2
  def union(set1, []), do: set1

  @doc "What is in some set of a list."
  def union(sets), do: :lists.umerge(sets)

  @doc "What is in both sets."
  def intersection([head1 | rest1], [head2 | _rest2] = set2) when head1 < head2 do
    intersection(rest1, set2)
  end

  def intersection([head1 | _rest1] = set1, [head2 | rest2]) when head1 > head2 do
    intersection(rest2, set1)
  end

  def intersection([head1 | rest1], [_equal | rest2]), do: [head1 | intersection(rest1, rest2)]
  def intersection([], _set2), do: []
  def intersection(_set1, []), do: []

  @doc "What is in all sets of a list that has some."
  def intersection([set]), do: set
  def intersection([set1, set2 | sets]), do: intersection([intersection(set1, set2) | sets])

  @doc "Whether the sets have no element in common."
  def is_disjoint([head1 | rest1], [head2 | _rest2] = set2) when head1 < head2 do
    is_disjoint(rest1, set2)
  end

  def is_disjoint([head1 | _rest1] = set1, [head2 | rest2]) when head1 > head2 do
    is_disjoint(set1, rest2)
  end

  def is_disjoint([_head1 | _rest1], [_equal | _rest2]), do: false
  def is_disjoint([], _set2), do: true
  def is_disjoint(_set1, []), do: true

  @doc "What is in the first set and not in the second."
  def subtract([head1 | rest1], [head2 | _rest2] = set2) when head1 < head2 do
    [head1 | subtract(rest1, set2)]
  end

  def subtract([head1 | _rest1] = set1, [head2 | rest2]) when head1 > head2 do
    subtract(set1, rest2)
  end

  def subtract([_head1 | rest1], [_equal | rest2]), do: subtract(rest1, rest2)
  def subtract([], _set2), do: []
  def subtract(set1, []), do: set1

  @doc "Whether every element of the first set is in the second."
  def is_subset([head1 | _rest1], [head2 | _rest2]) when head1 < head2, do: false

  def is_subset([head1 | _rest1] = set1, [head2 | rest2]) when head1 > head2 do
    is_subset(set1, rest2)
  end

  def is_subset([_head1 | rest1], [_equal | rest2]), do: is_subset(rest1, rest2)
  def is_subset([], _set2), do: true
  def is_subset(_set1, []), do: false

  @doc "Folds over the elements."
  def fold(fun, acc, set), do: :lists.foldl(fun, acc, set)

  @doc "The elements for which `fun` is `true`."
  def filter(fun, set), do: :lists.filter(fun, set)
end
