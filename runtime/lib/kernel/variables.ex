# Macros about variables and names of the code that calls them, and `dbg`.

@doc """
In a quoted expression: a variable of the caller, or of the given context, instead of one of the macro's own.

    defmacro set_x(value), do: quote(do: var!(x) = unquote(value))
"""
defmacro var!(var, context \\ nil)

defmacro var!({name, meta, atom}, context)
         when :erlang.is_atom(name) and :erlang.is_atom(atom) do
  meta = [{:if_undefined, :raise} | without_keys(meta, [:counter, :if_undefined])]

  case expand_operand(context, __CALLER__) do
    context when :erlang.is_atom(context) ->
      {name, meta, context}

    other ->
      argument_error(["expected var! context to expand to an atom, got: ", Macro.to_string(other)])
  end
end

defmacro var!(other, _context) do
  argument_error(["expected a variable to be given to var!, got: ", Macro.to_string(other)])
end

@doc """
In a quoted expression: an alias that the caller resolves, instead of the macro's module.

    defmacro caller_list, do: quote(do: alias!(List))
"""
defmacro alias!(alias)

defmacro alias!(alias) when :erlang.is_atom(alias), do: alias

defmacro alias!({:__aliases__, meta, args}) do
  {:__aliases__, without_keys(meta, [:alias]), args}
end

defp without_keys(meta, keys) do
  for {key, _} = pair <- meta, :erlang.not(:lists.member(key, keys)), do: pair
end

@doc """
The variables in scope and their values as a keyword list.

    iex> x = 1
    iex> binding()
    [x: 1]
"""
defmacro binding(context \\ nil) do
  pinned? = :erlang."=:="(__CALLER__.context, :match)

  for {name, variable_context} <- :maps.keys(__CALLER__.versioned_vars),
      :erlang."=:="(variable_context, context) do
    variable = {name, [generated: true], context}
    {name, if(pinned?, do: {:^, [], [variable]}, else: variable)}
  end
end

@doc """
Matches a list of variables with a list of any length: what is missing is `nil`, what is too much is dropped.

    iex> destructure([x, y, z], [1, 2])
    iex> {x, y, z}
    {1, 2, nil}
"""
defmacro destructure(left, right) when :erlang.is_list(left) do
  quote do
    unquote(left) = Kernel.Utils.destructure(unquote(right), unquote(:erlang.length(left)))
  end
end

@doc """
Prints the code, where it stands and its value, and gives the value. A pipeline is printed step by step.

    [1, 2, 3] |> Enum.map(&(&1 * 2)) |> dbg()
"""
defmacro dbg(code \\ quote(do: binding()), options \\ []) do
  {module, function, args} = Application.get_env(:elixir, :dbg_callback, {Macro, :dbg, []})
  :erlang.apply(module, function, [code, options, __CALLER__ | args])
end
