# Ranges and membership: `first..last`, `first..last//step`, and `in`, which a literal list or range on its right side
# turns into comparisons, and which guards can use only then.

@doc """
The range from 0 to -1 in steps of 1: the whole of a list or string when used to slice. `..` is `0..-1//1`.
"""
defmacro unquote(:..)() do
  range_literal(0, -1, 1)
end

@doc """
The integers from `first` to `last`; counts down if `last` is smaller. Also a pattern.

    iex> Enum.to_list(1..3)
    [1, 2, 3]
"""
defmacro first..last do
  case :erlang.andalso(:erlang.is_integer(first), :erlang.is_integer(last)) do
    true ->
      range_literal(first, last, default_step(first, last))

    false ->
      first = expand_operand(first, __CALLER__)
      last = expand_operand(last, __CALLER__)
      assert_range_bounds(first, last)
      range(__CALLER__.context, first, last)
  end
end

@doc """
The integers from `first` to at most `last` in steps of `step`, which is not zero. Also a pattern.

    iex> Enum.to_list(1..9//4)
    [1, 5, 9]
"""
defmacro first..last//step do
  first = expand_operand(first, __CALLER__)
  last = expand_operand(last, __CALLER__)
  step = expand_operand(step, __CALLER__)
  assert_range_bounds(first, last)

  case step do
    _ when :erlang.is_integer(step) and :erlang."=/="(step, 0) -> :ok
    {_, _, _} -> :ok
    _ -> bad_step(step)
  end

  literal? = :erlang.is_integer(first) and :erlang.is_integer(last) and :erlang.is_integer(step)

  if literal? or :erlang."=/="(__CALLER__.context, nil) do
    range_literal(first, last, step)
  else
    quote(do: Elixir.Range.new(unquote(first), unquote(last), unquote(step)))
  end
end

defp bad_step(step) do
  argument_error([
    "ranges (first..last//step) expect the step to be a non-zero integer, got: ",
    inspect(step)
  ])
end

defp expand_operand({_, _, _} = operand, env), do: :respawn_code.expand(operand, env)
defp expand_operand(operand, _env), do: operand

defp assert_range_bounds(first, last) do
  if range_bound?(first) and range_bound?(last) do
    :ok
  else
    argument_error([
      "ranges (first..last//step) expect both sides to be integers, got: ",
      Macro.to_string({:.., [], [first, last]})
    ])
  end
end

# What a bound can turn out to be: an integer, or an expression whose value is not known yet.
defp range_bound?(term) do
  :erlang.is_integer(term) or :erlang.is_tuple(term)
end

defp range(_context, first, last)
     when :erlang.is_integer(first) and :erlang.is_integer(last),
     do: range_literal(first, last, default_step(first, last))

defp range(nil, first, last) do
  quote(do: Elixir.Range.new(unquote(first), unquote(last)))
end

defp range(:guard, first, last) do
  step =
    quote(do: :erlang.map_get(:erlang.>(unquote(first), unquote(last)), %{false: 1, true: -1}))

  range_literal(first, last, step)
end

defp range(:match, first, last) do
  {:%{}, [], [__struct__: Range, first: first, last: last]}
end

defp default_step(first, last) when :erlang.>(first, last), do: -1
defp default_step(_first, _last), do: 1

defp range_literal(first, last, step) do
  {:%{}, [], [__struct__: Range, first: first, last: last, step: step]}
end

@doc """
Whether `right` contains `left`. `x not in list` is its negation.

In guards the right side must be a literal list or a range; elsewhere anything enumerable will do.

    iex> {2 in [1, 2], 5 in 1..3, 1 not in [1]}
    {true, false, false}
"""
@doc guard: true
defmacro left in right do
  env = __CALLER__

  case expand_operand(right, env) do
    [] ->
      case env.context do
        nil ->
          quote do
            _ = unquote(left)
            false
          end

        _ ->
          false
      end

    list when :erlang.is_list(list) ->
      in_list(env, left, list, right)

    {:%{}, _, [__struct__: Range, first: first, last: last, step: step]} ->
      bounds = {:erlang.is_integer(first), :erlang.is_integer(last), :erlang.is_integer(step)}

      case {env.context, bounds} do
        {nil, {true, true, true}} ->
          with_variable(left, fn variable ->
            in_literal_range(variable, first, last, step)
          end)

        {nil, _} ->
          in_enumerable(left, right)

        _ ->
          in_range(left, expand_operand(first, env), expand_operand(last, env), step)
      end

    other ->
      case env.context do
        nil -> in_enumerable(left, right)
        _ -> bad_right_of_in(other)
      end
  end
end

defp in_enumerable(left, right) do
  quote(do: Elixir.Enum.member?(unquote(right), unquote(left)))
end

# A few literals are compared one by one; with more of them, or with elements to be evaluated, the list is searched.
defp in_list(%{context: nil}, left, list, right) do
  if few_literals?(list, 32) do
    with_variable(left, fn variable -> equals_one_of(variable, list) end)
  else
    quote(do: :lists.member(unquote(left), unquote(right)))
  end
end

defp in_list(env, left, list, _right) do
  equals_one_of(left, proper_list(list, env, list))
end

defp few_literals?([], _count), do: true
defp few_literals?(_list, 1), do: false

defp few_literals?([literal | rest], count)
     when :erlang.is_atom(literal) or :erlang.is_number(literal) or :erlang.is_binary(literal),
     do: few_literals?(rest, :erlang.-(count, 1))

defp few_literals?(_list, _count), do: false

defp proper_list([{:|, _, [head, tail]}], env, whole) do
  case expand_operand(tail, env) do
    [] -> [head]
    tail when :erlang.is_list(tail) -> [head | proper_list(tail, env, whole)]
    _ -> bad_right_of_in(whole)
  end
end

defp proper_list([head | tail], env, whole), do: [head | proper_list(tail, env, whole)]
defp proper_list([], _env, _whole), do: []

defp equals_one_of(left, [right]) do
  quote(do: :erlang."=:="(unquote(left), unquote(right)))
end

defp equals_one_of(left, [right | rest]) do
  quote do
    :erlang.orelse(
      :erlang."=:="(unquote(left), unquote(right)),
      unquote(equals_one_of(left, rest))
    )
  end
end

defp in_range(left, first, last, step)
     when :erlang.is_integer(first) and :erlang.is_integer(last) and :erlang.is_integer(step),
     do: in_literal_range(left, first, last, step)

defp in_range(left, first, last, step) do
  integers =
    quote do
      :erlang.andalso(
        :erlang.is_integer(unquote(left)),
        :erlang.andalso(
          :erlang.is_integer(unquote(first)),
          :erlang.is_integer(unquote(last))
        )
      )
    end

  between =
    quote do
      :erlang.orelse(
        :erlang.andalso(:erlang.>(unquote(step), 0), unquote(ascending(left, first, last))),
        :erlang.andalso(:erlang.<(unquote(step), 0), unquote(descending(left, first, last)))
      )
    end

  quote do
    :erlang.andalso(
      :erlang.andalso(unquote(integers), unquote(between)),
      unquote(on_step(left, first, step))
    )
  end
end

defp in_literal_range(left, first, last, step) do
  between =
    if :erlang.>(step, 0), do: ascending(left, first, last), else: descending(left, first, last)

  inside = quote(do: :erlang.andalso(:erlang.is_integer(unquote(left)), unquote(between)))

  if :erlang."=:="(:erlang.abs(step), 1) do
    inside
  else
    quote(do: :erlang.andalso(unquote(inside), unquote(on_step(left, first, step))))
  end
end

defp ascending(left, first, last) do
  quote do
    :erlang.andalso(
      :erlang.>=(unquote(left), unquote(first)),
      :erlang."=<"(unquote(left), unquote(last))
    )
  end
end

defp descending(left, first, last) do
  quote do
    :erlang.andalso(
      :erlang."=<"(unquote(left), unquote(first)),
      :erlang.>=(unquote(left), unquote(last))
    )
  end
end

defp on_step(left, first, step) do
  quote do
    :erlang."=:="(:erlang.rem(:erlang.-(unquote(left), unquote(first)), unquote(step)), 0)
  end
end

# Evaluates `left` once, however often the comparisons name it.
defp with_variable({name, _, context} = variable, fun)
     when :erlang.is_atom(name) and :erlang.is_atom(context),
     do: fun.(variable)

defp with_variable(left, fun) do
  quote do
    left = unquote(left)
    unquote(fun.(quote(do: left)))
  end
end

defp bad_right_of_in(right) do
  argument_error([
    "invalid right argument for operator \"in\", it expects a compile-time proper list ",
    "or compile-time range on the right side when used in guard expressions, got: ",
    Macro.to_string(right)
  ])
end
