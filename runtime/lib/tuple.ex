defmodule Tuple do
  @moduledoc """
  Functions on tuples. A tuple is of fixed size: every change makes a new one.

  `elem/2`, `put_elem/3` and `tuple_size/1` are in `Kernel`.
  """

  @doc "A tuple of `size` times the same term: `Tuple.duplicate(:a, 2)` is `{:a, :a}`."
  @spec duplicate(term, non_neg_integer) :: tuple
  def duplicate(data, size) when is_integer(size) and size >= 0 do
    :erlang.make_tuple(size, data)
  end

  @doc "Inserts before the zero-based `index`: `Tuple.insert_at({1, 3}, 1, 2)` is `{1, 2, 3}`."
  @spec insert_at(tuple, non_neg_integer, term) :: tuple
  def insert_at(tuple, index, value) when is_integer(index) and index >= 0 do
    :erlang.insert_element(index + 1, tuple, value)
  end

  @doc "The tuple with one element more, at its end: `Tuple.append({1}, 2)` is `{1, 2}`."
  @spec append(tuple, term) :: tuple
  def append(tuple, value), do: :erlang.append_element(tuple, value)

  @doc "The tuple without its element at `index`: `Tuple.delete_at({1, 2}, 0)` is `{2}`."
  @spec delete_at(tuple, non_neg_integer) :: tuple
  def delete_at(tuple, index) when is_integer(index) and index >= 0 do
    :erlang.delete_element(index + 1, tuple)
  end

  @doc "The sum of the elements: `Tuple.sum({1, 2})` is `3`."
  @spec sum(tuple) :: number
  def sum(tuple), do: sum(tuple, tuple_size(tuple))

  defp sum(_tuple, 0), do: 0
  defp sum(tuple, index), do: sum(tuple, index - 1) + :erlang.element(index, tuple)

  @doc "The product of the elements: `Tuple.product({2, 3})` is `6`."
  @spec product(tuple) :: number
  def product(tuple), do: product(tuple, tuple_size(tuple))

  defp product(_tuple, 0), do: 1
  defp product(tuple, index), do: product(tuple, index - 1) * :erlang.element(index, tuple)

  @doc "The elements as a list: `Tuple.to_list({1, 2})` is `[1, 2]`."
  @spec to_list(tuple) :: list
  def to_list(tuple), do: :erlang.tuple_to_list(tuple)
end
