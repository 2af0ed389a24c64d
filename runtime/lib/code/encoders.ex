defmodule Code.Encoders do
  # What `:literal_encoder` and `:static_atoms_encoder` make of the parser's literals and atoms.
  #
  # The parser has left each literal in a block of its own with its position (`{:__block__, meta, [literal]}`; the one
  # element of any other block is an expression, a triple). Inner parts are encoded before those around them.
  @moduledoc false

  @doc false
  def encode(quoted, encoders) do
    {:ok, node(quoted, encoders)}
  catch
    {:code_encoder, location, prefix, text} -> {:error, location, prefix, text}
  end

  defp node({:__block__, meta, [literal]}, encoders)
       when not is_tuple(literal) or tuple_size(literal) != 3 do
    literal(literal, meta, encoders)
  end

  defp node({:__aliases__, meta, parts}, %{atom: encoder} = encoders) when encoder != nil do
    parts =
      Enum.map(parts, fn
        part when is_atom(part) -> atom(part, meta, encoders)
        part -> node(part, encoders)
      end)

    {:__aliases__, visible(meta, encoders), parts}
  end

  defp node({:., meta, [left, name]}, encoders) when is_atom(name) and is_tuple(left) do
    {:., visible(meta, encoders), [node(left, encoders), name(name, meta, encoders)]}
  end

  defp node({:., _, [module, name]} = call, encoders) when is_atom(module) and is_atom(name) do
    put_elem(call, 1, visible(elem(call, 1), encoders))
  end

  # An interpolated value; the type is not the program's.
  defp node({:"::", meta, [{{:., _, [Kernel, :to_string]}, _, _} = value, type]}, encoders) do
    type = put_elem(type, 1, visible(elem(type, 1), encoders))
    {:"::", visible(meta, encoders), [node(value, encoders), type]}
  end

  defp node({name, meta, context_or_args}, encoders) when is_list(meta) do
    name = if is_atom(name), do: name(name, meta, encoders), else: node(name, encoders)

    args =
      if is_list(context_or_args), do: nodes(context_or_args, encoders), else: context_or_args

    {name, visible(meta, encoders), args}
  end

  defp node({left, right}, encoders), do: {node(left, encoders), node(right, encoders)}
  defp node(list, encoders) when is_list(list), do: nodes(list, encoders)
  defp node(other, _encoders), do: other

  defp nodes(list, encoders), do: Enum.map(list, &node(&1, encoders))

  ## Literals

  defp literal(literal, meta, encoders) do
    inner = inner(literal, meta, encoders)

    if encoders.literal == nil do
      inner
    else
      case encoders.literal.(inner, visible(meta, encoders)) do
        {:ok, encoded} ->
          encoded

        {:error, reason} ->
          throw({:code_encoder, location(meta), reason <> ": ", "literal"})
      end
    end
  end

  defp inner(atom, meta, encoders) when is_atom(atom) do
    cond do
      atom in [nil, true, false] -> atom
      block_key?(atom, meta) -> atom
      true -> atom(atom, meta, encoders)
    end
  end

  defp inner(list, meta, encoders) when is_list(list) do
    if meta[:delimiter] in ["'", "'''"] or (list != [] and Enum.all?(list, &is_integer/1)) do
      list
    else
      nodes(list, encoders)
    end
  end

  defp inner({left, right}, _meta, encoders), do: {node(left, encoders), node(right, encoders)}
  defp inner(literal, _meta, _encoders), do: literal

  defp keyword_key?(meta), do: Keyword.get(meta, :format) == :keyword

  defp block_key?(atom, meta) do
    atom in [:do, :else, :rescue, :catch, :after] and not keyword_key?(meta)
  end

  ## Atoms

  @forms [
    :__block__,
    :__aliases__,
    :%,
    :%{},
    :{},
    :<<>>,
    :fn,
    :->,
    :.,
    :not,
    :in,
    :and,
    :or,
    :when
  ]

  # Names of variables and calls are the program's, those of operators and of the syntax are not.
  defp name(name, meta, %{atom: encoder} = encoders) when encoder != nil do
    if name in @forms or Macro.classify_atom(name) != :identifier or operator?(name) do
      name
    else
      atom(name, meta, encoders)
    end
  end

  defp name(name, _meta, _encoders), do: name

  defp operator?(name), do: Macro.operator?(name, 1) or Macro.operator?(name, 2)

  defp atom(atom, _meta, %{atom: nil}), do: atom

  defp atom(atom, meta, encoders) do
    text = Atom.to_string(atom)

    case encoders.atom.(text, meta |> Keyword.delete(:format) |> visible(encoders)) do
      {:ok, encoded} -> encoded
      {:error, reason} -> throw({:code_encoder, location(meta), reason <> ": ", text})
    end
  end

  ## Positions

  defp location(meta), do: Keyword.take(meta, [:line, :column])

  defp visible(meta, %{columns: true}), do: meta

  defp visible(meta, _encoders) do
    for {key, value} <- meta, key != :column do
      if is_list(value) and Keyword.keyword?(value),
        do: {key, Keyword.delete(value, :column)},
        else: {key, value}
    end
  end
end
