# Exceptions of calls and lookups that find nothing, with hints about what could have been meant. The hints cost time,
# so they are made by `blame/2`, when an error is shown, and not when it is raised.

defmodule Exception.Hint do
  @moduledoc false

  # The candidates whose name is much like the given one: the best five, by name.
  def alike(name, candidates, to_name) do
    text = Atom.to_string(name)

    scored =
      for candidate <- candidates,
          score = String.jaro_distance(text, Atom.to_string(to_name.(candidate))),
          score > 0.77,
          do: {score, candidate}

    scored
    |> Enum.sort_by(fn {score, _} -> score end, :desc)
    |> Enum.take(5)
    |> Enum.map(fn {_, candidate} -> candidate end)
    |> Enum.sort_by(to_name)
  end

  def did_you_mean([]), do: ""

  def did_you_mean(lines) do
    ". Did you mean:\n\n" <> Enum.map_join(lines, fn line -> "      * #{line}\n" end)
  end
end

defmodule UndefinedFunctionError do
  @moduledoc "The module has no such public function, or there is no such module."
  defexception [:module, :function, :arity, :reason, :message]

  @impl true
  def message(%{message: nil} = exception) do
    %{reason: reason, module: module, function: function, arity: arity} = exception
    {text, _loaded?} = text(reason, module, function, arity)
    text
  end

  def message(%{message: message}), do: message

  @impl true
  def blame(%{reason: nil} = exception, stacktrace) do
    %{module: module, function: function, arity: arity} = exception
    {text, loaded?} = text(nil, module, function, arity)
    hint = hint(module, function, arity, loaded?, stacktrace)
    {%{exception | message: text <> hint}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp text(nil, nil, nil, nil), do: {"undefined function", false}

  defp text(nil, module, function, arity) do
    cond do
      is_nil(module) ->
        {"function #{Exception.format_mfa(module, function, arity)} is undefined", false}

      :erlang.module_loaded(module) ->
        {"function #{Exception.format_mfa(module, function, arity)} is undefined or private",
         true}

      true ->
        {"function #{Exception.format_mfa(module, function, arity)} is undefined " <>
           "(module #{inspect(module)} is not available)", false}
    end
  end

  defp text(reason, module, function, arity) do
    {"function #{Exception.format_mfa(module, function, arity)} is undefined (#{reason})", false}
  end

  defp hint(nil, function, 0, _loaded?, [{nil, function, [], _} | _]) do
    ". If you are using the dot syntax, such as module.function(), make sure " <>
      "the left-hand side of the dot is a module atom"
  end

  defp hint(module, function, arity, true, _stacktrace) do
    cond do
      macro_exported?(module, function, arity) ->
        ". However there is a macro with the same name and arity. " <>
          "Be sure to require #{inspect(module)} if you intend to invoke this macro"

      behaviour = expecting_behaviour(module, function, arity) ->
        ", but the behaviour #{inspect(behaviour)} expects it to be present"

      true ->
        module
        |> similar_functions(function)
        |> Exception.Hint.did_you_mean()
    end
  end

  defp hint(_module, _function, _arity, _loaded?, _stacktrace), do: ""

  defp expecting_behaviour(module, function, arity) do
    behaviours =
      for {:behaviour, names} <- :erlang.get_module_info(module, :attributes), name <- names, do: name

    Enum.find(behaviours, fn behaviour ->
      Code.ensure_loaded?(behaviour) and function_exported?(behaviour, :behaviour_info, 1) and
        {function, arity} in behaviour.behaviour_info(:callbacks) and
        {function, arity} not in behaviour.behaviour_info(:optional_callbacks)
    end)
  end

  # Other arities of the very name, or else names that look like it.
  defp similar_functions(module, function) do
    functions = functions(module)

    candidates =
      case for({^function, _arity} = same <- functions, do: same) do
        [] -> functions -- deprecated(module)
        same -> same
      end

    function
    |> Exception.Hint.alike(candidates, fn {name, _arity} -> name end)
    |> Enum.map(fn {name, arity} -> "#{Macro.inspect_atom(:remote_call, name)}/#{arity}" end)
  end

  defp functions(module) do
    if function_exported?(module, :__info__, 1) do
      module.__info__(:macros) ++ module.__info__(:functions)
    else
      :erlang.get_module_info(module, :exports)
    end
  end

  defp deprecated(module) do
    if function_exported?(module, :__info__, 1) do
      for {function, _reason} <- module.__info__(:deprecated), do: function
    else
      []
    end
  end
end

defmodule FunctionClauseError do
  @moduledoc "No clause of the function matches its arguments."
  defexception [:module, :function, :arity, :kind, :args, :clauses]

  @clauses_shown 10

  @impl true
  def message(%{function: nil}), do: "no function clause matches"

  def message(exception) do
    function = Exception.format_mfa(exception.module, exception.function, exception.arity)
    "no function clause matching in #{function}" <> blame(exception, &inspect/1, &mark/1)
  end

  @impl true
  def blame(%{module: module, function: function, arity: arity} = exception, stacktrace) do
    case stacktrace do
      [{^module, ^function, args, meta} | rest] when length(args) == arity ->
        exception =
          case Exception.blame_mfa(module, function, args) do
            {:ok, kind, clauses} -> %{exception | args: args, kind: kind, clauses: clauses}
            :error -> %{exception | args: args}
          end

        {exception, [{module, function, arity, meta} | rest]}

      _ ->
        {exception, stacktrace}
    end
  end

  # What is said of the call, set in below a banner that does not say it.
  @doc false
  def details(exception, inspect \\ &inspect/1, annotate \\ &mark/1) do
    "    " <> String.replace(blame(exception, inspect, annotate), "\n", "\n    ")
  end

  # The arguments, and the clauses with what does not match in them marked by `annotate`; after `Exception.blame/3`.
  @doc false
  def blame(%{args: nil}, _inspect, _annotate), do: ""

  def blame(exception, inspect, annotate) do
    %{module: module, function: function, arity: arity, kind: kind, args: args} = exception
    mfa = Exception.format_mfa(module, function, arity)

    shown_args =
      args
      |> Enum.with_index(1)
      |> Enum.map(fn {arg, position} ->
        "\n    # #{position}\n" <> indent(inspect.(arg)) <> "\n"
      end)

    IO.iodata_to_binary([
      "\n\nThe following arguments were given to #{mfa}:\n",
      shown_args,
      attempted(exception.clauses, kind, function, annotate)
    ])
  end

  defp attempted(nil, _kind, _function, _annotate), do: []

  defp attempted(clauses, kind, function, annotate) do
    total = length(clauses)
    shown = Enum.take(clauses, @clauses_shown)
    left_out = if total > @clauses_shown, do: "    ...\n", else: []

    lines =
      for {params, guards} <- shown do
        params = Enum.map_join(params, ", ", annotate)
        guards = for guard <- guards, do: [" when " | guard(guard, annotate)]
        "    #{kind} #{Macro.inspect_atom(:remote_call, function)}(#{params})#{guards}\n"
      end

    [
      "\nAttempted function clauses (showing #{length(shown)} out of #{total}):\n\n",
      lines,
      left_out
    ]
  end

  defp guard({operator, _, [left, right]}, annotate) when operator in [:and, :or] do
    [guard(left, annotate), " #{operator} ", guard(right, annotate)]
  end

  defp guard(node, annotate), do: [annotate.(node)]

  defp mark(%{match?: true, node: node}), do: Macro.to_string(node)
  defp mark(%{match?: false, node: node}), do: "-" <> Macro.to_string(node) <> "-"

  defp indent(text), do: "    " <> String.replace(text, "\n", "\n    ")
end

defmodule KeyError do
  @moduledoc "The map or keyword list has no such key."
  defexception [:key, :term, :message]

  @impl true
  def message(%{message: nil} = exception), do: text(exception.key, exception.term)
  def message(%{message: message}), do: message

  # For what is no map on the left of a dot.
  @doc false
  def text(key, term) do
    text = "key #{inspect(key)} not found"
    if term == nil, do: text, else: text <> " in: #{inspect(term)}"
  end

  @impl true
  def blame(%{message: message} = exception, stacktrace) when is_binary(message) do
    {exception, stacktrace}
  end

  def blame(%{key: key, term: term} = exception, stacktrace) when is_atom(key) do
    similar =
      key
      |> Exception.Hint.alike(atom_keys(term), fn name -> name end)
      |> Enum.map(&inspect/1)

    {%{exception | message: text(key, term) <> Exception.Hint.did_you_mean(similar)}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp atom_keys(term) when is_map(term) do
    for {key, _} <- Map.to_list(term), is_atom(key), do: key
  end

  defp atom_keys(term) do
    if Keyword.keyword?(term), do: Keyword.keys(term), else: []
  end
end
