defmodule Exception.Blame do
  # Which parts of a function's clauses a call did not match: each parameter is matched with its argument, each test
  # of a guard is evaluated by itself, with the variables that the parameters bound.
  #
  # The clauses come from the compiler in expanded form: macros are gone, and guards are calls of `:erlang`, which
  # are turned back into the operators and functions of Kernel to be shown.
  @moduledoc false

  @doc false
  def clauses(module, function, args) do
    with {:ok, "lib/" <> _} <- :respawn_code.item(module, :file),
         {kind, heads} <- :respawn_code.function_heads(module, function, length(args)) do
      {:ok, kind, Enum.map(heads, &clause(&1, args))}
    else
      # Of modules that a program defines as it runs the clauses are not told, as in Elixir.
      _ -> :error
    end
  end

  defp clause({params, guards}, args) do
    {params, binding} = Enum.map_reduce(Enum.zip(params, args), [], &match/2)
    {params, Enum.map(guards, &guard(&1, binding))}
  end

  # A variable that an earlier parameter has bound must have the same value here.
  defp match({param, arg}, binding) do
    pattern = {:=, [], [pin(param, binding), {:argument, [], __MODULE__}]}
    argument = {{:argument, __MODULE__}, arg}

    try do
      {_value, bound} = Code.eval_quoted(pattern, [argument | binding])
      {%{match?: true, node: shown(param)}, List.keydelete(bound, {:argument, __MODULE__}, 0)}
    rescue
      _ -> {%{match?: false, node: shown(param)}, binding}
    end
  end

  defp pin({:"::", meta, [left, right]}, binding), do: {:"::", meta, [pin(left, binding), right]}

  defp pin({name, _, context} = variable, binding) when is_atom(name) and is_atom(context) do
    if List.keymember?(binding, binding_key(name, context), 0) do
      {:^, [], [variable]}
    else
      variable
    end
  end

  defp pin({:%{}, meta, pairs}, binding) do
    {:%{}, meta, for({key, value} <- pairs, do: {key, pin(value, binding)})}
  end

  defp pin({name, meta, args}, binding) when is_list(args) do
    {name, meta, Enum.map(args, &pin(&1, binding))}
  end

  defp pin({left, right}, binding), do: {pin(left, binding), pin(right, binding)}
  defp pin(list, binding) when is_list(list), do: Enum.map(list, &pin(&1, binding))
  defp pin(other, _binding), do: other

  defp binding_key(name, nil), do: name
  defp binding_key(name, context), do: {name, context}

  defp guard(guard, binding) do
    case struct_test(guard) || connective(guard) do
      {:test, shown} ->
        %{match?: holds?(guard, binding), node: shown}

      {operator, meta, [left, right]} when operator in [:and, :or] ->
        holds? = holds?(guard, binding)
        {operator, [value: holds?] ++ meta, [guard(left, binding), guard(right, binding)]}

      nil ->
        %{match?: holds?(guard, binding), node: shown(guard)}
    end
  end

  defp connective({{:., _, [:erlang, :andalso]}, meta, args}), do: {:and, meta, args}
  defp connective({{:., _, [:erlang, :orelse]}, meta, args}), do: {:or, meta, args}
  defp connective({operator, _, [_, _]} = guard) when operator in [:and, :or], do: guard
  defp connective(_), do: nil

  # What `is_struct/1` and `is_struct/2` expand to.
  defp struct_test(
         {{:., _, [:erlang, :andalso]}, meta,
          [
            {{:., _, [:erlang, :andalso]}, _,
             [
               {{:., _, [:erlang, :is_map]}, _, [term]},
               {{:., _, [:erlang, :is_map_key]}, _, [:__struct__, _]}
             ]},
            {{:., _, [:erlang, :is_atom]}, _,
             [{{:., _, [:erlang, :map_get]}, _, [:__struct__, _]}]}
          ]}
       ) do
    {:test, {:is_struct, meta, [shown(term)]}}
  end

  defp struct_test(
         {{:., _, [:erlang, :andalso]}, meta,
          [
            {{:., _, [:erlang, :andalso]}, _,
             [
               {{:., _, [:erlang, :andalso]}, _,
                [
                  {{:., _, [:erlang, :is_map]}, _, [term]},
                  {{:., _, [:erlang, :orelse]}, _, [{{:., _, [:erlang, :is_atom]}, _, _}, :fail]}
                ]},
               {{:., _, [:erlang, :is_map_key]}, _, [:__struct__, _]}
             ]},
            {{:., _, [:erlang, _]}, _,
             [{{:., _, [:erlang, :map_get]}, _, [:__struct__, _]}, name]}
          ]}
       ) do
    {:test, {:is_struct, meta, [shown(term), name]}}
  end

  defp struct_test(_), do: nil

  defp holds?(guard, binding) do
    known? = Enum.all?(variables(guard), &List.keymember?(binding, &1, 0))
    known? and match?({true, _}, Code.eval_quoted(guard, binding))
  rescue
    _ -> false
  end

  defp variables({name, _, context}) when is_atom(name) and is_atom(context) do
    [binding_key(name, context)]
  end

  defp variables({left, _, args}) when is_list(args), do: variables(left) ++ variables(args)
  defp variables({left, right}), do: variables(left) ++ variables(right)
  defp variables(list) when is_list(list), do: Enum.flat_map(list, &variables/1)
  defp variables(_), do: []

  # From calls of `:erlang` back to what Kernel calls them.
  defp shown(quoted), do: Macro.prewalk(quoted, &shown_call/1)

  defp shown_call({{:., _, [:erlang, :element]}, meta, [index, tuple]}) when is_integer(index) do
    {:elem, meta, [tuple, index - 1]}
  end

  defp shown_call({{:., _, [:erlang, :is_map_key]}, meta, [key, map]}) do
    {:is_map_key, meta, [map, key]}
  end

  defp shown_call({{:., _, [:erlang, name]}, meta, args} = call) do
    case name do
      :"=:=" -> {:===, meta, args}
      :"=/=" -> {:!==, meta, args}
      :"/=" -> {:!=, meta, args}
      :"=<" -> {:<=, meta, args}
      :andalso -> {:and, meta, args}
      :orelse -> {:or, meta, args}
      :map_get -> call
      :element -> call
      _ -> if kernel?(name, length(args)), do: {name, meta, args}, else: call
    end
  end

  defp shown_call({:%{}, meta, [__struct__: Range, first: first, last: last, step: step]}) do
    {:"..//", meta, [first, last, step]}
  end

  defp shown_call(other), do: other

  defp kernel?(name, arity), do: function_exported?(Kernel, name, arity)
end
