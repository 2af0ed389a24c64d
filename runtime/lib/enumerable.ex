defprotocol Enumerable do
  @moduledoc """
  What a value must answer for `Enum` and `Stream` to walk it.

  `reduce/3` alone is enough: the other three may answer `{:error, module}`, and the caller
  then counts, searches or slices by reducing. A reducer steers the walk with the tag of its
  accumulator: `:cont` goes on, `:halt` ends it, `:suspend` hands a continuation to the caller.
  """

  @type acc :: {:cont, term} | {:halt, term} | {:suspend, term}
  @type reducer :: (element :: term, current_acc :: acc -> updated_acc :: acc)
  @type continuation :: (acc -> result)
  @type result ::
          {:done, term} | {:halted, term} | {:suspended, term, continuation}
  @type to_list_fun :: (t -> [term])
  @type slicing_fun :: (non_neg_integer, pos_integer, pos_integer -> [term])

  @doc "Walks the elements, threading the tagged accumulator through `fun`."
  @spec reduce(t, acc, reducer) :: result
  def reduce(enumerable, acc, fun)

  @doc "`{:ok, size}` when the size is known without a walk, else `{:error, __MODULE__}`."
  @spec count(t) :: {:ok, non_neg_integer} | {:error, module}
  def count(enumerable)

  @doc "`{:ok, boolean}` when membership is known without a walk, else `{:error, __MODULE__}`."
  @spec member?(t, term) :: {:ok, boolean} | {:error, module}
  def member?(enumerable, element)

  @doc """
  `{:ok, size, fun}` when any part can be had without walking what lies before it.

  `fun` either takes start, length and step, or turns the whole enumerable into a list.
  """
  @spec slice(t) :: {:ok, non_neg_integer, slicing_fun | to_list_fun} | {:error, module}
  def slice(enumerable)
end

defimpl Enumerable, for: List do
  def reduce([head | tail], {:cont, acc}, fun), do: reduce(tail, fun.(head, acc), fun)
  def reduce([], {:cont, acc}, _fun), do: {:done, acc}
  def reduce(_list, {:halt, acc}, _fun), do: {:halted, acc}
  def reduce(list, {:suspend, acc}, fun), do: {:suspended, acc, &reduce(list, &1, fun)}

  def count(list), do: {:ok, length(list)}

  def member?([], _element), do: {:ok, false}
  def member?(_list, _element), do: {:error, __MODULE__}

  def slice([]), do: {:ok, 0, fn _start, _length, _step -> [] end}
  def slice(_list), do: {:error, __MODULE__}
end

defimpl Enumerable, for: Map do
  def reduce(map, acc, fun), do: Enumerable.List.reduce(:maps.to_list(map), acc, fun)

  def count(map), do: {:ok, map_size(map)}

  def member?(map, {key, value}), do: {:ok, match?({:ok, ^value}, :maps.find(key, map))}
  def member?(_map, _other), do: {:ok, false}

  def slice(map), do: {:ok, map_size(map), &:maps.to_list/1}
end

defimpl Enumerable, for: Function do
  def reduce(function, acc, fun) when is_function(function, 2), do: function.(acc, fun)

  def reduce(function, _acc, _fun) do
    raise Protocol.UndefinedError,
      protocol: @protocol,
      value: function,
      description: "only anonymous functions of arity 2 are enumerable"
  end

  def count(_function), do: {:error, __MODULE__}
  def member?(_function, _element), do: {:error, __MODULE__}
  def slice(_function), do: {:error, __MODULE__}
end
