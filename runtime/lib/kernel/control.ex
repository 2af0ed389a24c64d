# Passing a value along: pipes, `tap`, `then`; and `match?`, which is a `case` with a boolean answer.

@doc """
Passes `left` as the first argument to the call on the right.

    iex> [1, [2]] |> List.flatten() |> Enum.sum()
    3
"""
defmacro left |> right do
  pipe_chain(left, right)
end

# A chain is taken apart here at once, so that its inner pipes are not expanded one by one. What `plain_name?` does not
# vouch for goes to `Macro.pipe/3`, together with the left side as it was written: most of it is an error to be named,
# and `dbg` is there to print each step of it.
defp pipe_chain(left, call) do
  value =
    case left do
      {:|>, _, [inner, inner_call]} -> pipe_chain(inner, inner_call)
      _ -> left
    end

  case call do
    {{:., _, [Access, :get]}, _, _} ->
      Macro.pipe(left, call, 0)

    {{:., _, _} = callee, meta, args} when :erlang.is_list(args) ->
      {callee, meta, [value | args]}

    {name, meta, args} when :erlang.is_atom(name) ->
      case plain_name?(name) do
        false -> Macro.pipe(left, call, 0)
        true when :erlang.is_list(args) -> {name, meta, [value | args]}
        true -> {name, meta, [value]}
      end

    _ ->
      Macro.pipe(left, call, 0)
  end
end

# Names of ordinary calls begin with a letter or `_`; whatever is an operator or a container is something else.
defp plain_name?(name) do
  case name do
    :fn -> false
    :dbg -> false
    :not -> false
    :and -> false
    :or -> false
    :in -> false
    :when -> false
    :__aliases__ -> false
    _ -> plain_start?(:erlang.atom_to_binary(name))
  end
end

defp plain_start?(<<first, _::binary>>) do
  (:erlang.>=(first, ?a) and :erlang."=<"(first, ?z)) or :erlang."=:="(first, ?_) or
    :erlang.>(first, 127)
end

defp plain_start?(""), do: false

@doc """
Calls the function with the value for its effect, and gives the value.

    iex> tap(1, fn x -> x + 1 end)
    1
"""
defmacro tap(value, fun) do
  quote do
    fun = unquote(fun)
    value = unquote(value)
    _ = fun.(value)
    value
  end
end

@doc """
Calls the function with the value and gives its result; for pipes.

    iex> 1 |> then(fn x -> x + 1 end)
    2
"""
defmacro then(value, fun) do
  quote do
    unquote(fun).(unquote(value))
  end
end

@doc """
Whether the expression's value matches the pattern, which may have a guard.

    iex> match?({:ok, n} when n > 0, {:ok, 1})
    true
"""
defmacro match?(pattern, expr) do
  [success] =
    quote do
      unquote(pattern) -> true
    end

  [failure] =
    quote generated: true do
      _ -> false
    end

  {:case, [], [expr, [do: [success, failure]]]}
end
