defmodule Enum.Zip do
  @moduledoc false
  # Enum's walks over several enumerables at once.

  def zip_with([], _fun), do: []

  def zip_with(enumerables, fun) do
    :lists.reverse(zip_reduce(enumerables, [], &[fun.(&1) | &2]))
  end

  def zip_with(left, right, fun) when is_list(left) and is_list(right) do
    Enum.Walk.zip_with(left, right, fun)
  end

  def zip_with(left, right, fun) do
    :lists.reverse(zip_reduce(left, right, [], &[fun.(&1, &2) | &3]))
  end

  def zip_reduce([], acc, _reducer), do: acc

  def zip_reduce(enumerables, acc, reducer) do
    zipped = Stream.zip_with(enumerables, & &1)
    elem(zipped.({:cont, acc}, &{:cont, reducer.(&1, &2)}), 1)
  end

  def zip_reduce(left, right, acc, reducer) when is_list(left) and is_list(right) do
    Enum.Walk.zip_reduce(left, right, acc, reducer)
  end

  def zip_reduce(left, right, acc, reducer) do
    zip_reduce([left, right], acc, fn [one, two], acc -> reducer.(one, two, acc) end)
  end
end

defmodule Enum.Sorters do
  @moduledoc false
  # What a caller may give instead of a function that compares: a direction, a module with
  # `compare/2`, or both.

  def max_sort_fun(sorter) when is_function(sorter, 2), do: sorter
  def max_sort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :lt)

  def min_sort_fun(sorter) when is_function(sorter, 2), do: sorter
  def min_sort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)

  def to_sort_fun(sorter) when is_function(sorter, 2), do: sorter
  def to_sort_fun(:desc), do: &>=/2
  def to_sort_fun(module) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  def to_sort_fun({:asc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :gt)
  def to_sort_fun({:desc, module}) when is_atom(module), do: &(module.compare(&1, &2) != :lt)
end
