defmodule Code.Documentation do
  # What modules say of themselves, in the form of documentation chunks: `{:docs_v1, …}`.
  #
  # The compiler keeps with a module the text of `@moduledoc`, a list `{kind, {name, arity}, {line, text, metadata}}`
  # and the heads of its functions, from which the signatures are made.
  @moduledoc false

  @doc false
  def fetch(module) do
    with {:ok, {line, text, metadata}} <- :respawn_code.item(module, :moduledoc),
         {:ok, docs} <- :respawn_code.item(module, :docs) do
      entries = docs |> Enum.map(&entry(&1, module)) |> in_order()

      {:docs_v1, line, :elixir, "text/markdown", text(text), Map.new(metadata), entries}
    else
      :error -> {:error, :module_not_found}
    end
  end

  defp text(nil), do: :none
  defp text(false), do: :hidden
  defp text(text), do: %{"en" => text}

  defp entry({kind, {name, arity} = id, {line, text, metadata}}, module) do
    metadata = metadata |> Map.new() |> deprecated(kind, id, module)

    case defaults_and_signature(kind, id, module) do
      {0, signature} ->
        {{kind, name, arity}, line, signature, text(text), metadata}

      {defaults, signature} ->
        {{kind, name, arity}, line, signature, text(text), Map.put(metadata, :defaults, defaults)}
    end
  end

  defp deprecated(metadata, kind, id, module) when kind in [:function, :macro] do
    with {:ok, deprecated} <- :respawn_code.item(module, :deprecated),
         {_, reason} <- List.keyfind(deprecated, id, 0) do
      Map.put(metadata, :deprecated, reason)
    else
      _ -> metadata
    end
  end

  defp deprecated(metadata, _kind, _id, _module), do: metadata

  # Functions before macros, callbacks and types; each by name.
  defp in_order(entries) do
    Enum.sort_by(entries, fn {{kind, name, arity}, _, _, _, _} ->
      {rank(kind), Atom.to_string(name), arity}
    end)
  end

  defp rank(:function), do: 0
  defp rank(:macro), do: 1
  defp rank(:callback), do: 2
  defp rank(:macrocallback), do: 3
  defp rank(_type), do: 4

  ## Signatures

  defp defaults_and_signature(kind, {name, arity}, module) when kind in [:function, :macro] do
    written = written_head(module, name, arity)
    heads = written ++ heads(module, name, arity)

    if heads == [] do
      {0, []}
    else
      names =
        heads
        |> Enum.map(fn args -> Enum.map(args, &argument(&1)) end)
        |> Enum.reduce(fn args, merged -> Enum.zip_with(merged, args, &merge/2) end)
        |> numbered()

      defaults = for args <- written, {:\\, _, [_, _]} = default <- args, do: default
      {length(defaults), ["#{name}(#{texts(names, List.first(written))})"]}
    end
  end

  defp defaults_and_signature(_kind, _id, _module), do: {0, []}

  # The arguments with their defaults, of a head that has some or stands alone.
  defp written_head(module, name, arity) do
    case :respawn_code.item(module, :written_heads) do
      {:ok, heads} -> for {{^name, ^arity}, args} <- heads, do: args
      :error -> []
    end
  end

  defp heads(module, name, arity) do
    case :respawn_code.function_heads(module, name, arity) do
      {_kind, clauses} -> for {args, _guards} <- clauses, length(args) == arity, do: args
      nil -> []
    end
  end

  defp texts(names, nil), do: Enum.join(names, ", ")

  defp texts(names, written) do
    Enum.zip_with(names, written, fn
      name, {:\\, _, [_, default]} -> "#{name} \\\\ #{Macro.to_string(default)}"
      name, _ -> name
    end)
    |> Enum.join(", ")
  end

  # What is said of an argument: the name that it has, or the kind of value that it is.
  defp argument({:\\, _, [arg, _default]}), do: argument(arg)
  defp argument({:=, _, [left, right]}), do: match(argument(left), argument(right))
  defp argument({:%{}, _, _}), do: {:kind, "map"}
  defp argument({:%, _, [module, _]}), do: {:kind, struct_name(module)}
  defp argument({:<<>>, _, _}), do: {:kind, "arg"}

  defp argument({name, _, context}) when is_atom(name) and is_atom(context),
    do: {:name, Atom.to_string(name)}

  defp argument(list) when is_list(list), do: {:kind, "list"}
  defp argument(boolean) when is_boolean(boolean), do: {:kind, "bool"}
  defp argument(atom) when is_atom(atom), do: {:kind, "atom"}
  defp argument(integer) when is_integer(integer), do: {:kind, "int"}
  defp argument(float) when is_float(float), do: {:kind, "float"}
  defp argument(binary) when is_binary(binary), do: {:kind, "binary"}
  defp argument(_), do: {:kind, "arg"}

  defp struct_name({:__aliases__, _, parts}), do: parts |> List.last() |> underscored()

  defp struct_name(module) when is_atom(module),
    do: module |> Module.split() |> List.last() |> underscored()

  defp struct_name(_), do: "struct"

  defp underscored(name), do: name |> to_string() |> Macro.underscore()

  defp match({:name, _} = name, _), do: name
  defp match(_, {:name, _} = name), do: name
  defp match(kind, _), do: kind

  # Clauses agree on an argument, or one of them has a better name for it, or it is just an argument.
  defp merge(same, same), do: same

  defp merge({:name, left}, {:name, right}) do
    cond do
      not hidden?(left) -> {:name, left}
      not hidden?(right) -> {:name, right}
      true -> {:kind, "arg"}
    end
  end

  defp merge({:name, _} = name, _kind), do: name
  defp merge(_kind, {:name, _} = name), do: name
  defp merge(_, _), do: {:kind, "arg"}

  defp hidden?("_" <> _), do: true
  defp hidden?(_), do: false

  # Kinds that occur more than once are numbered, those that say nothing always.
  defp numbered(arguments) do
    counts = Enum.frequencies(arguments)

    {texts, _seen} =
      Enum.map_reduce(arguments, %{}, fn
        {:name, "_"}, seen ->
          {"_", seen}

        {:name, name}, seen ->
          {String.trim_leading(name, "_"), seen}

        {:kind, kind} = argument, seen ->
          if kind == "arg" or counts[argument] > 1 do
            number = Map.get(seen, kind, 0) + 1
            {"#{kind}#{number}", Map.put(seen, kind, number)}
          else
            {kind, seen}
          end
      end)

    texts
  end
end
