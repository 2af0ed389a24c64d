# Boolean operators and everything that asks whether a value is truthy: only `nil` and `false` are not.
#
# A condition becomes one `case` with two clauses. `optimize_boolean: true` in its meta tells the compiler that the
# clauses are "false or nil" and "anything else", so that a condition which is itself a comparison or a type test
# can branch on its boolean and skip the test for `nil`.

@doc """
True when both sides are; `right` is evaluated only if `left` is `true`. Allowed in guards.

The left side must be a boolean, else `BadBooleanError` is raised; the right may be anything.

    iex> true and 1 < 2
    true
"""
@doc guard: true
defmacro left and right do
  case __CALLER__.context do
    nil -> boolean_case(:and, left, right, false)
    :guard -> quote(do: :erlang.andalso(unquote(left), unquote(right)))
    context -> assert_no_match_or_guard_scope(context, "and")
  end
end

@doc """
True when one side is; `right` is evaluated only if `left` is `false`. Allowed in guards.

The left side must be a boolean, else `BadBooleanError` is raised; the right may be anything.

    iex> false or 1 < 2
    true
"""
@doc guard: true
defmacro left or right do
  case __CALLER__.context do
    nil -> boolean_case(:or, left, true, right)
    :guard -> quote(do: :erlang.orelse(unquote(left), unquote(right)))
    context -> assert_no_match_or_guard_scope(context, "or")
  end
end

@doc """
Negates a boolean; any other value raises. `not false` is `true`. Allowed in guards.
"""
@doc guard: true
@spec not boolean() :: boolean()
def not value, do: :erlang.not(value)

@doc """
`true` if `value` is `nil` or `false`, else `false`. `!1` is `false`, `!nil` is `true`.
"""
defmacro !value

defmacro !{:!, _, [value]} do
  assert_no_match_or_guard_scope(__CALLER__.context, "!")
  truthy_case(value, true, false)
end

defmacro !value do
  assert_no_match_or_guard_scope(__CALLER__.context, "!")
  truthy_case(value, false, true)
end

@doc """
Gives `left` if it is `nil` or `false`, and otherwise evaluates and gives `right`.

    iex> {nil && 1, 1 && 2}
    {nil, 2}
"""
defmacro left && right do
  assert_no_match_or_guard_scope(__CALLER__.context, "&&")

  quote do
    case unquote(left) do
      x when :erlang.orelse(:erlang."=:="(x, false), :erlang."=:="(x, nil)) -> x
      _ -> unquote(right)
    end
  end
end

@doc """
Gives `left` unless it is `nil` or `false`, and otherwise evaluates and gives `right`.

    iex> {nil || 1, 1 || 2}
    {1, 1}
"""
defmacro left || right do
  assert_no_match_or_guard_scope(__CALLER__.context, "||")

  quote do
    case unquote(left) do
      x when :erlang.orelse(:erlang."=:="(x, false), :erlang."=:="(x, nil)) -> unquote(right)
      x -> x
    end
  end
end

@doc """
Evaluates `do` if the condition is truthy, and `else` (or gives `nil`) if it is `nil` or `false`.

    iex> if 1 > 2, do: :more, else: :less
    :less
"""
defmacro if(condition, clauses) do
  case branches(clauses) do
    {when_true, when_false} ->
      truthy_case(condition, when_true, when_false)

    :error ->
      bad_branches("if")
  end
end

@doc """
Evaluates `do` if the condition is `nil` or `false`, and `else` (or gives `nil`) otherwise.

    iex> unless 1 > 2, do: :less
    :less
"""
defmacro unless(condition, clauses) do
  case branches(clauses) do
    {when_false, when_true} ->
      truthy_case(condition, when_true, when_false)

    :error ->
      bad_branches("unless")
  end
end

defp branches(do: first), do: {first, nil}
defp branches(do: first, else: second), do: {first, second}
defp branches(_), do: :error

defp bad_branches(name) do
  argument_error([
    "invalid or duplicate keys for ",
    name,
    ", only \"do\" and an optional \"else\" are permitted"
  ])
end

defp truthy_case(condition, when_true, when_false) do
  clauses =
    quote do
      x when :erlang.orelse(:erlang."=:="(x, false), :erlang."=:="(x, nil)) ->
        unquote(when_false)

      _ ->
        unquote(when_true)
    end

  {:case, [optimize_boolean: true], [condition, [do: clauses]]}
end

defp boolean_case(operator, left, when_true, when_false) do
  [not_boolean] =
    quote generated: true do
      other -> :erlang.error({:badbool, unquote(operator), other})
    end

  [on_false, on_true] =
    quote do
      false -> unquote(when_false)
      true -> unquote(when_true)
    end

  {:case, [], [left, [do: [on_false, on_true, not_boolean]]]}
end

defp assert_no_match_or_guard_scope(nil, _what), do: :ok

defp assert_no_match_or_guard_scope(:match, what) do
  argument_error([
    "invalid expression in match, ",
    what,
    " is not allowed in patterns such as function clauses, case clauses or ",
    "on the left side of the = operator"
  ])
end

defp assert_no_match_or_guard_scope(:guard, what) do
  argument_error([
    "invalid expression in guard, ",
    what,
    " is not allowed in guards. To learn more about guards, visit: ",
    "https://hexdocs.pm/elixir/patterns-and-guards.html"
  ])
end

defp argument_error(message) do
  :erlang.error(ArgumentError.exception(:erlang.iolist_to_binary(message)))
end
