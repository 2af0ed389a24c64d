# Access to data inside data: functions that take a list of keys, and macros that take the path as it is written.

@doc """
The value at a path of keys; `nil` as soon as one is missing. A function in the path is an accessor, as in `Access`.

    iex> get_in(%{user: %{name: "joe"}}, [:user, :name])
    "joe"
"""
@spec get_in(Access.t(), nonempty_list(term())) :: term()
def get_in(data, keys)

def get_in(nil, [_ | _]), do: nil

def get_in(data, [accessor]) when :erlang.is_function(accessor) do
  accessor.(:get, data, fn value -> value end)
end

def get_in(data, [accessor | keys]) when :erlang.is_function(accessor) do
  accessor.(:get, data, fn value -> get_in(value, keys) end)
end

def get_in(data, [key]), do: Access.get(data, key)
def get_in(data, [key | keys]), do: get_in(Access.get(data, key), keys)

@doc """
Puts a value at a path of keys. All but the last must be there.

    iex> put_in(%{user: %{name: "joe"}}, [:user, :name], "mike")
    %{user: %{name: "mike"}}
"""
@spec put_in(Access.t(), nonempty_list(term()), term()) :: Access.t()
def put_in(data, [_ | _] = keys, value) do
  :erlang.element(2, get_and_update_in(data, keys, fn _ -> {nil, value} end))
end

@doc """
Replaces the value at a path of keys by what the function makes of it.

    iex> update_in(%{user: %{age: 20}}, [:user, :age], fn age -> age + 1 end)
    %{user: %{age: 21}}
"""
@spec update_in(Access.t(), nonempty_list(term()), (term() -> term())) :: Access.t()
def update_in(data, [_ | _] = keys, fun) when :erlang.is_function(fun) do
  :erlang.element(2, get_and_update_in(data, keys, fn value -> {nil, fun.(value)} end))
end

@doc """
Gives a value and replaces what is at a path of keys. The function returns `{given, new}` or `:pop`.

    iex> get_and_update_in(%{user: %{age: 20}}, [:user, :age], fn age -> {age, age + 1} end)
    {20, %{user: %{age: 21}}}
"""
@spec get_and_update_in(
        structure,
        keys :: nonempty_list(term()),
        (term() | nil -> {given, term()} | :pop)
      ) :: {given, structure}
      when structure: Access.t(), given: term()
def get_and_update_in(data, keys, fun)

def get_and_update_in(data, [accessor], fun) when :erlang.is_function(accessor, 3),
  do: accessor.(:get_and_update, data, fun)

def get_and_update_in(data, [accessor | keys], fun) when :erlang.is_function(accessor, 3) do
  accessor.(:get_and_update, data, fn value -> get_and_update_in(value, keys, fun) end)
end

def get_and_update_in(data, [key], fun) when :erlang.is_function(fun, 1),
  do: Access.get_and_update(data, key, fun)

def get_and_update_in(data, [key | keys], fun) when :erlang.is_function(fun, 1) do
  Access.get_and_update(data, key, fn value -> get_and_update_in(value, keys, fun) end)
end

@doc """
Takes the value at a path of keys out of the data. Gives it and the rest.

    iex> pop_in(%{user: %{name: "joe", age: 20}}, [:user, :age])
    {20, %{user: %{name: "joe"}}}
"""
@spec pop_in(data, nonempty_list(term())) :: {term(), data} when data: Access.container()
def pop_in(data, keys)

def pop_in(nil, [key | _]) do
  argument_error(["could not pop key ", inspect(key), " on a nil value"])
end

def pop_in(data, [_ | _] = keys), do: pop_from(data, keys)

defp pop_from(nil, [_ | _]), do: :pop

defp pop_from(data, [accessor]) when :erlang.is_function(accessor) do
  accessor.(:get_and_update, data, fn _ -> :pop end)
end

defp pop_from(data, [accessor | keys]) when :erlang.is_function(accessor) do
  accessor.(:get_and_update, data, fn value -> pop_from(value, keys) end)
end

defp pop_from(data, [key]), do: Access.pop(data, key)

defp pop_from(data, [key | keys]) do
  Access.get_and_update(data, key, fn value -> pop_from(value, keys) end)
end

@doc """
Puts a value at a path, written as `data.field` and `data[key]` in any depth.

    iex> user = %{name: "joe", address: %{city: "Krakow"}}
    iex> put_in(user.address.city, "Berlin").address
    %{city: "Berlin"}
"""
defmacro put_in(path, value) do
  case unnest(path, [], true, "put_in/2") do
    {[data | steps], true} ->
      nested_map_update(data, steps, quote(do: fn _ -> unquote(value) end))

    {[data | steps], false} ->
      nested_put(data, steps, quote(do: fn _ -> {nil, unquote(value)} end))
  end
end

@doc """
Replaces the value at a path, written as `data.field` and `data[key]`, by what the function makes of it.

    iex> user = %{age: 20}
    iex> update_in(user.age, fn age -> age + 1 end)
    %{age: 21}
"""
defmacro update_in(path, fun) do
  case unnest(path, [], true, "update_in/2") do
    {[data | steps], true} ->
      nested_map_update(data, steps, fun)

    {[data | steps], false} ->
      nested_put(data, steps, quote(do: fn value -> {nil, unquote(fun).(value)} end))
  end
end

@doc """
Gives a value and replaces what is at a path, written as `data.field` and `data[key]`.

    iex> user = %{age: 20}
    iex> get_and_update_in(user.age, fn age -> {age, age + 1} end)
    {20, %{age: 21}}
"""
defmacro get_and_update_in(path, fun) do
  {[data | steps], _} = unnest(path, [], true, "get_and_update_in/2")
  nested_get_and_update(data, steps, fun)
end

@doc """
Takes the value at a path out of the data; the last step must be of the form `data[key]`.

    iex> user = %{tags: %{a: 1, b: 2}}
    iex> pop_in(user.tags[:a])
    {1, %{tags: %{b: 2}}}
"""
defmacro pop_in(path) do
  {[data | steps], _} = unnest(path, [], true, "pop_in/1")

  case :lists.reverse(steps) do
    [{:map, key} | _] ->
      argument_error([
        "cannot use pop_in when the last segment is a map/struct field. This would effectively ",
        "remove the field ",
        inspect(key),
        " from the map/struct"
      ])

    _ ->
      nested_pop(data, steps)
  end
end

defp nested_put(data, steps, fun) do
  quote(do: :erlang.element(2, unquote(nested_get_and_update(data, steps, fun))))
end

# A path of nothing but fields needs no protocol of what is given and what is put.
defp nested_map_update(data, [{:map, key} | steps], fun) do
  quote do
    Elixir.Map.update!(
      unquote(data),
      unquote(key),
      unquote(deeper(steps, fun, fn data, steps -> nested_map_update(data, steps, fun) end))
    )
  end
end

defp nested_get_and_update(data, [{:access, key} | steps], fun) do
  quote do
    Access.get_and_update(
      unquote(data),
      unquote(key),
      unquote(deeper(steps, fun, fn data, steps -> nested_get_and_update(data, steps, fun) end))
    )
  end
end

defp nested_get_and_update(data, [{:map, key} | steps], fun) do
  quote do
    Elixir.Map.get_and_update!(
      unquote(data),
      unquote(key),
      unquote(deeper(steps, fun, fn data, steps -> nested_get_and_update(data, steps, fun) end))
    )
  end
end

defp nested_pop(data, [{:access, key}]) do
  quote do
    case unquote(data) do
      nil -> {nil, nil}
      inner -> Access.pop(inner, unquote(key))
    end
  end
end

defp nested_pop(data, [{:map, key} | steps]) do
  inner = deeper(steps, nil, fn data, steps -> nested_pop(data, steps) end)
  quote(do: Elixir.Map.get_and_update!(unquote(data), unquote(key), unquote(inner)))
end

# What is inside may be missing, and then there is nothing to take out of it.
defp nested_pop(data, [{:access, key} | steps]) do
  variable = quote(do: inner)

  quote do
    Access.get_and_update(unquote(data), unquote(key), fn
      nil -> :pop
      unquote(variable) -> unquote(nested_pop(variable, steps))
    end)
  end
end

# The function for what is inside: the user's own where the path ends.
defp deeper([], fun, _nest), do: fun

defp deeper(steps, _fun, nest) do
  variable = quote(do: inner)
  quote(do: fn unquote(variable) -> unquote(nest.(variable, steps)) end)
end

# Turns `a.b[:c]` into `[a, {:map, :b}, {:access, :c}]`, and says whether all steps are fields.
defp unnest({{:., _, [Access, :get]}, _, [data, key]}, steps, _all_fields?, kind) do
  unnest(data, [{:access, key} | steps], false, kind)
end

defp unnest({{:., _, [data, key]}, _, []}, steps, all_fields?, kind)
     when :erlang.is_tuple(data) and
            :erlang."=/="(:erlang.element(1, data), :__aliases__) and
            :erlang."=/="(:erlang.element(1, data), :__MODULE__) do
  unnest(data, [{:map, key} | steps], all_fields?, kind)
end

defp unnest(data, [], _all_fields?, kind) do
  argument_error([
    "expected expression given to ",
    kind,
    " to access at least one element, got: ",
    Macro.to_string(data)
  ])
end

defp unnest(data, steps, all_fields?, kind) do
  case path_start?(data) do
    true ->
      {[data | steps], all_fields?}

    false ->
      argument_error([
        "expression given to ",
        kind,
        " must start with a variable, local or remote call and be followed by an element access, got: ",
        Macro.to_string(data)
      ])
  end
end

defp path_start?({{:., _, [module, _]}, _, _}) do
  case module do
    {:__aliases__, _, _} -> true
    {:__MODULE__, _, _} -> true
    _ -> :erlang.is_atom(module)
  end
end

defp path_start?({name, _, _}), do: :erlang.is_atom(name)
defp path_start?({_, _}), do: false
defp path_start?(_), do: true
