defmodule Access do
  @moduledoc """
  Reaching into values by key: what `data[key]` and `get_in/2` and its kin do.

  Keyword lists and maps are reached into directly; a struct's module does it by implementing
  this behaviour. The functions that make functions (`key/2`, `at/1`, `all/0`, ...) are steps of
  a path:

      get_in(%{users: [%{name: "A"}]}, [:users, Access.all(), :name])  # => ["A"]
  """

  @type container :: keyword | struct | map
  @type key :: any
  @type value :: any
  @type get_and_update_fun(data, current) ::
          (:get, data, (term -> term) -> current)
          | (:get_and_update, data, (term -> term) -> {current, new_data :: container} | :pop)
  @type access_fun(data, current) ::
          get_fun :: (:get, data, (term -> term) -> current) | get_and_update_fun(data, current)

  @callback fetch(term :: container, key) :: {:ok, value} | :error
  @callback get_and_update(data :: container, key, (value | nil -> {term, value} | :pop)) ::
              {term, container}
  @callback pop(data :: container, key) :: {value, container}

  @doc "`{:ok, value}` of the key, or `:error`; nothing is in `nil`."
  @spec fetch(container | nil, key) :: {:ok, value} | :error
  def fetch(container, key)

  def fetch(%module{} = container, key) do
    module.fetch(container, key)
  rescue
    exception in UndefinedFunctionError ->
      reraise explain(exception, module, :fetch, 2), __STACKTRACE__
  end

  def fetch(map, key) when is_map(map) do
    case map do
      %{^key => value} -> {:ok, value}
      _ -> :error
    end
  end

  def fetch(list, key) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {^key, value} -> {:ok, value}
      false -> :error
    end
  end

  def fetch(list, key) when is_list(list), do: raise_of_key(key)
  def fetch(nil, _key), do: :error

  @doc "The value of the key; raises `KeyError` when there is none."
  @spec fetch!(container, key) :: value
  def fetch!(container, key) do
    case fetch(container, key) do
      {:ok, value} -> value
      :error -> raise KeyError, key: key, term: container
    end
  end

  @doc "The value of the key, or the default: what `container[key]` calls."
  @spec get(container | nil, key, value) :: value
  def get(container, key, default \\ nil)

  # Not by fetch/2: this is on the path of every container[key].
  def get(%module{} = container, key, default) do
    try do
      module.fetch(container, key)
    rescue
      exception in UndefinedFunctionError ->
        reraise explain(exception, module, :fetch, 2), __STACKTRACE__
    else
      {:ok, value} -> value
      :error -> default
    end
  end

  def get(map, key, default) when is_map(map) do
    case map do
      %{^key => value} -> value
      _ -> default
    end
  end

  def get(list, key, default) when is_list(list) and is_atom(key) do
    case :lists.keyfind(key, 1, list) do
      {^key, value} -> value
      false -> default
    end
  end

  def get(list, key, _default) when is_list(list), do: raise_of_key(key)
  def get(nil, _key, default), do: default

  defp raise_of_key(key) do
    raise ArgumentError,
          "the Access calls for keywords expect the key to be an atom, got: #{inspect(key)}"
  end

  # Only what is missing is explained, not what the callback itself failed to find.
  defp explain(
         %UndefinedFunctionError{module: module, function: function, arity: arity} = exception,
         module,
         function,
         arity
       ) do
    %{
      exception
      | reason:
          "#{inspect(module)} does not implement the Access behaviour. If you are using " <>
            "get_in/put_in/update_in, you can specify the field to be accessed using " <>
            "Access.key!/1"
    }
  end

  defp explain(exception, _module, _function, _arity), do: exception

  @doc """
  Gets the key's value and updates it in one pass.

  `fun` is given the value or `nil` and answers `{get, new_value}`, or `:pop` to take it away.

      Access.get_and_update([a: 1], :a, &{&1, &1 + 1})  # => {1, [a: 2]}
  """
  @spec get_and_update(data, key, (value | nil -> {get_value, value} | :pop)) ::
          {get_value, data}
        when get_value: var, data: container
  def get_and_update(container, key, fun)

  def get_and_update(%module{} = container, key, fun) do
    module.get_and_update(container, key, fun)
  rescue
    exception in UndefinedFunctionError ->
      reraise explain(exception, module, :get_and_update, 3), __STACKTRACE__
  end

  def get_and_update(map, key, fun) when is_map(map), do: Map.get_and_update(map, key, fun)

  def get_and_update(list, key, fun) when is_list(list),
    do: Keyword.get_and_update(list, key, fun)

  def get_and_update(nil, key, _fun) do
    raise ArgumentError, "could not put/update key #{inspect(key)} on a nil value"
  end

  @doc "The key's value, or `nil`, and the container without it."
  @spec pop(data, key) :: {value, data} when data: container
  def pop(container, key)

  def pop(%module{} = container, key) do
    module.pop(container, key)
  rescue
    exception in UndefinedFunctionError ->
      reraise explain(exception, module, :pop, 2), __STACKTRACE__
  end

  def pop(map, key) when is_map(map), do: Map.pop(map, key)
  def pop(list, key) when is_list(list), do: Keyword.pop(list, key)

  def pop(nil, key) do
    raise ArgumentError, "could not pop key #{inspect(key)} on a nil value"
  end

  @doc """
  A step to a key of a map or struct, with a default for when it is not there.

      put_in(%{}, [Access.key(:a, %{}), :b], 1)  # => %{a: %{b: 1}}
  """
  @spec key(key, term) :: access_fun(data :: struct | map, current_value :: term)
  def key(key, default \\ nil) do
    fn
      :get, data, next ->
        next.(Map.get(to_map(data), key, default))

      :get_and_update, data, next ->
        value = Map.get(data, key, default)

        case next.(value) do
          {get, update} -> {get, Map.put(data, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end
    end
  end

  defp to_map(nil), do: %{}
  defp to_map(data), do: data

  @doc "A step to a key of a map or struct that must be there."
  @spec key!(key) :: access_fun(data :: struct | map, current_value :: term)
  def key!(key) do
    fn
      :get, %{} = data, next ->
        next.(Map.fetch!(data, key))

      :get_and_update, %{} = data, next ->
        value = Map.fetch!(data, key)

        case next.(value) do
          {get, update} -> {get, Map.put(data, key, update)}
          :pop -> {value, Map.delete(data, key)}
        end

      _operation, data, _next ->
        raise "Access.key!/1 expected a map/struct, got: #{inspect(data)}"
    end
  end

  @doc "A step to a tuple's element: `put_in({1, 2}, [Access.elem(0)], 3)` is `{3, 2}`."
  @spec elem(non_neg_integer) :: access_fun(data :: tuple, current_value :: term)
  def elem(index) when is_integer(index) and index >= 0 do
    fn
      :get, data, next when is_tuple(data) ->
        next.(:erlang.element(index + 1, data))

      :get_and_update, data, next when is_tuple(data) ->
        case next.(:erlang.element(index + 1, data)) do
          {get, update} -> {get, :erlang.setelement(index + 1, data, update)}
          :pop -> raise "cannot pop data from a tuple"
        end

      _operation, data, _next ->
        raise "Access.elem/1 expected a tuple, got: #{inspect(data)}"
    end
  end

  @doc "A step to all elements of a list: `update_in([1, 2], [Access.all()], &(&1 * 2))`."
  @spec all :: access_fun(data :: list, current_value :: list)
  def all, do: &all/3

  defp all(:get, data, next) when is_list(data), do: Enum.map(data, next)
  defp all(:get_and_update, data, next) when is_list(data), do: all(data, next, [], [])

  defp all(_operation, data, _next) do
    raise "Access.all/0 expected a list, got: #{inspect(data)}"
  end

  defp all([head | rest], next, gets, updates) do
    case next.(head) do
      {get, update} -> all(rest, next, [get | gets], [update | updates])
      :pop -> all(rest, next, [head | gets], updates)
    end
  end

  defp all([], _next, gets, updates), do: {:lists.reverse(gets), :lists.reverse(updates)}

  @doc "A step to the element at an index, which may be missing: `get_in([1], [Access.at(0)])`."
  @spec at(integer) :: access_fun(data :: list, current_value :: term)
  def at(index) when is_integer(index) do
    fn operation, data, next -> at(operation, data, index, next) end
  end

  defp at(:get, data, index, next) when is_list(data), do: next.(Enum.at(data, index))

  defp at(:get_and_update, data, index, next) when is_list(data) do
    update_at(data, index, next, fn -> nil end)
  end

  defp at(_operation, data, _index, _next) do
    raise "Access.at/1 expected a list, got: #{inspect(data)}"
  end

  defp update_at(list, index, next, out_of_bounds) when index < 0 do
    case length(list) + index do
      index when index < 0 -> {out_of_bounds.(), list}
      index -> update_at(list, index, next, out_of_bounds)
    end
  end

  defp update_at(list, index, next, out_of_bounds) do
    update_at(list, index, next, out_of_bounds, [])
  end

  defp update_at([head | rest], 0, next, _out_of_bounds, passed) do
    case next.(head) do
      {get, update} -> {get, :lists.reverse(passed, [update | rest])}
      :pop -> {head, :lists.reverse(passed, rest)}
    end
  end

  defp update_at([head | rest], index, next, out_of_bounds, passed) do
    update_at(rest, index - 1, next, out_of_bounds, [head | passed])
  end

  defp update_at([], _index, _next, out_of_bounds, passed) do
    {out_of_bounds.(), :lists.reverse(passed)}
  end

  @doc "As `at/1`, but raises `Enum.OutOfBoundsError` when the element is missing."
  @spec at!(integer) :: access_fun(data :: list, current_value :: term)
  def at!(index) when is_integer(index) do
    fn operation, data, next -> at!(operation, data, index, next) end
  end

  defp at!(:get, data, index, next) when is_list(data), do: next.(Enum.fetch!(data, index))

  defp at!(:get_and_update, data, index, next) when is_list(data) do
    update_at(data, index, next, fn -> raise Enum.OutOfBoundsError end)
  end

  defp at!(_operation, data, _index, _next) do
    raise "Access.at!/1 expected a list, got: #{inspect(data)}"
  end

  @doc "A step to the elements for which `fun` is true."
  @spec filter((term -> boolean)) :: access_fun(data :: list, current_value :: list)
  def filter(fun) when is_function(fun) do
    fn operation, data, next -> filter(operation, data, fun, next) end
  end

  defp filter(:get, data, fun, next) when is_list(data) do
    Enum.map(Enum.filter(data, fun), next)
  end

  defp filter(:get_and_update, data, fun, next) when is_list(data) do
    filter(data, fun, next, [], [])
  end

  defp filter(_operation, data, _fun, _next) do
    raise "Access.filter/1 expected a list, got: #{inspect(data)}"
  end

  defp filter([head | rest], fun, next, gets, updates) do
    if fun.(head) do
      case next.(head) do
        {get, update} -> filter(rest, fun, next, [get | gets], [update | updates])
        :pop -> filter(rest, fun, next, [head | gets], updates)
      end
    else
      filter(rest, fun, next, gets, [head | updates])
    end
  end

  defp filter([], _fun, _next, gets, updates) do
    {:lists.reverse(gets), :lists.reverse(updates)}
  end

  @doc "A step to a range of indexes: `get_in([1, 2, 3], [Access.slice(1..-1//1)])` is `[2, 3]`."
  @spec slice(Range.t()) :: access_fun(data :: list, current_value :: list)
  def slice(range)

  def slice(%Range{step: step} = range) when step > 0 do
    fn operation, data, next -> slice(operation, data, range, next) end
  end

  def slice(%Range{} = range) do
    raise ArgumentError,
          "Access.slice/1 does not accept ranges with negative steps, got: #{inspect(range)}"
  end

  defp slice(:get, data, range, next) when is_list(data) do
    Enum.map(Enum.slice(data, range), next)
  end

  defp slice(:get_and_update, data, %Range{first: first, last: last, step: step}, next)
       when is_list(data) do
    first = if first < 0, do: max(first + length(data), 0), else: first
    last = if last < 0, do: last + length(data), else: last
    slice(data, 0, first, last, step, next, [], [])
  end

  defp slice(_operation, data, _range, _next) do
    raise ArgumentError, "Access.slice/1 expected a list, got: #{inspect(data)}"
  end

  defp slice([head | rest], index, next_index, last, step, next, gets, updates)
       when index == next_index and index <= last do
    next_index = next_index + step

    case next.(head) do
      {get, update} ->
        slice(rest, index + 1, next_index, last, step, next, [get | gets], [update | updates])

      :pop ->
        slice(rest, index + 1, next_index, last, step, next, [head | gets], updates)
    end
  end

  defp slice([head | rest], index, next_index, last, step, next, gets, updates) do
    slice(rest, index + 1, next_index, last, step, next, gets, [head | updates])
  end

  defp slice([], _index, _next_index, _last, _step, _next, gets, updates) do
    {:lists.reverse(gets), :lists.reverse(updates)}
  end
end
