# Guards of one's own: macros that may stand in a guard and, outside of one, evaluate each argument once.

@doc """
Defines a macro for use in guards; what it stands for must itself be a guard.

    defguard is_even(value) when is_integer(value) and rem(value, 2) == 0
"""
defmacro defguard(guard) do
  define_guard(:defmacro, guard)
end

@doc """
Defines a macro for use in guards of this module only.

    defguardp is_even(value) when is_integer(value) and rem(value, 2) == 0
"""
defmacro defguardp(guard) do
  define_guard(:defmacrop, guard)
end

defp define_guard(kind, guard) do
  {call, conditions} =
    case guard do
      {:when, _, [call, condition]} -> {call, alternatives(condition)}
      call -> {call, []}
    end

  assert_guard_head(call, conditions)

  definition =
    case conditions do
      [] ->
        {kind, [], [call]}

      [condition] ->
        {_, args} = Macro.decompose_call(call)
        args = guard_variables(args)

        # Expanded where the macro is defined, so that the macros before it, private ones too, are known.
        body =
          quote do
            require Kernel.Utils
            Kernel.Utils.guard(unquote(args), unquote(condition))
          end

        {kind, [], [call, [do: body]]}
    end

  quote do
    @doc guard: true
    unquote(definition)
  end
end

defp alternatives({:when, _, [left, right]}), do: [left | alternatives(right)]
defp alternatives(condition), do: [condition]

defp assert_guard_head(call, conditions) do
  case {conditions, Macro.decompose_call(call)} do
    {[_, _ | _], _} ->
      argument_error([
        "invalid syntax in defguard ",
        Macro.to_string(call),
        ", only a single when clause is allowed"
      ])

    {_, {name, args}} when :erlang.is_atom(name) ->
      case guard_params?(args) do
        true -> :ok
        false -> argument_error(["invalid syntax in defguard ", Macro.to_string(call)])
      end

    _ ->
      argument_error(["invalid syntax in defguard ", Macro.to_string(call)])
  end
end

defp guard_params?([{:\\, _, [variable, _]} | params]), do: guard_params?([variable | params])

defp guard_params?([{name, _, context} | params])
     when :erlang.is_atom(name) and :erlang.is_atom(context),
     do: guard_params?(params)

defp guard_params?([]), do: true
defp guard_params?(_), do: false

defp guard_variables([{:\\, _, [variable, _]} | params]), do: [variable | guard_variables(params)]
defp guard_variables([variable | params]), do: [variable | guard_variables(params)]
defp guard_variables([]), do: []
