defmodule Code.Fragment.Cursor do
  # What stands before the cursor. The text is read from its end, as a reversed charlist.
  #
  # Only the last line counts, unless a line before it goes on there: one begins or ends with a dot, or ends with an
  # opening parenthesis.
  @moduledoc false

  @operator_characters '!&*+-/:<=>^|~\\.%@'
  @word_operators ['in', 'not', 'and', 'or', 'when']

  @doc false
  def context(text) do
    [last | earlier] = text |> String.split("\n") |> Enum.reverse()
    last |> join(earlier) |> String.to_charlist() |> Enum.reverse() |> at_end()
  end

  defp join(line, []), do: line

  defp join(line, [previous | earlier]) do
    previous = previous |> String.split("#") |> hd() |> String.trim_trailing()
    continues? = line |> String.trim_leading() |> String.starts_with?(".")

    cond do
      previous == "" and continues? -> join(line, earlier)
      continues? or String.ends_with?(previous, [".", "("]) -> join(previous <> line, earlier)
      true -> line
    end
  end

  ## The end of the text

  defp at_end(reversed) do
    case strip(reversed) do
      [] -> :expr
      ^reversed -> unspaced(reversed)
      rest -> rest |> unspaced() |> spaced()
    end
  end

  defp unspaced('>-' ++ [before | _]) when before != ?:, do: :expr
  defp unspaced('>-'), do: :expr
  defp unspaced('>=' ++ _), do: :expr
  defp unspaced('<<' ++ rest) when rest == [] or hd(rest) not in '<~|', do: :expr
  defp unspaced([last | _]) when last in ',;[{', do: :expr
  defp unspaced([?( | rest]), do: rest |> strip() |> expression() |> call()
  defp unspaced([?/ | rest]), do: rest |> strip() |> expression() |> arity()
  defp unspaced(reversed), do: expression(reversed)

  defp call({:local_or_var, name}) when name in @word_operators, do: {:operator_call, name}
  defp call({:local_or_var, name}), do: {:local_call, name}
  defp call({:dot, inside, [_ | _] = name}), do: {:dot_call, inside, name}
  defp call({:operator, name}), do: {:operator_call, name}
  defp call(_), do: :none

  defp arity({:local_or_var, name}) when name in @word_operators, do: {:operator_arity, name}
  defp arity({:local_or_var, name}), do: {:local_arity, name}
  defp arity({:dot, inside, [_ | _] = name}), do: {:dot_arity, inside, name}
  defp arity({:operator, name}), do: {:operator_arity, name}
  defp arity(_), do: :none

  # After a blank a name is called with arguments to come, and what follows a colon is a value.
  defp spaced({:local_or_var, _} = context), do: call(context)
  defp spaced({:operator, _} = context), do: call(context)
  defp spaced({:dot, inside, [_ | _] = name}), do: {:dot_call, inside, name}
  defp spaced({:unquoted_atom, []}), do: :expr
  defp spaced({:struct, []} = context), do: context

  defp spaced({kind, _} = context)
       when kind in [:local_call, :local_arity, :operator_arity, :operator_call],
       do: context

  defp spaced({kind, _, _} = context) when kind in [:dot_call, :dot_arity], do: context
  defp spaced({:dot, _inside, []} = context), do: context
  defp spaced(:expr), do: :expr
  defp spaced(_), do: :none

  defp strip([space | rest]) when space in ' \t\r', do: strip(rest)
  defp strip(rest), do: rest

  ## Names and operators

  defp expression([]), do: :none
  defp expression('...' ++ _), do: {:local_or_var, '...'}
  defp expression('..:' ++ _), do: {:unquoted_atom, '..'}
  defp expression('..' ++ _), do: {:operator, '..'}
  defp expression('.:' ++ _), do: {:unquoted_atom, '.'}
  defp expression([?. | rest]), do: rest |> strip() |> left() |> dot([])

  defp expression([mark, before | rest] = reversed) when mark in '?!' do
    if name_character?(before),
      do: name([before | rest], [mark]),
      else: operator(reversed)
  end

  defp expression([last | _] = reversed) do
    if name_character?(last), do: name(reversed, []), else: operator(reversed)
  end

  defp name([character | rest], name) do
    cond do
      name_character?(character) -> name(rest, [character | name])
      character == ?@ and atom?(rest) -> name(rest, [character | name])
      true -> named(kind(hd(name)), name, [character | rest])
    end
  end

  defp name([], name), do: named(kind(hd(name)), name, [])

  # Whether what goes on to the left is an atom, in whose name `@` may stand.
  defp atom?([character | rest]),
    do: if(name_character?(character), do: atom_name?(rest), else: false)

  defp atom?([]), do: false

  defp atom_name?([?:, ?: | _]), do: false
  defp atom_name?([?: | _]), do: true

  defp atom_name?([character | rest]),
    do: (character == ?@ or name_character?(character)) and atom_name?(rest)

  defp atom_name?([]), do: false

  defp named(_kind, _name, [before | _]) when before in '?`' or before > 127, do: :none
  defp named(_kind, name, ':::' ++ _), do: named(:local, name, [])
  defp named(kind, name, '::' ++ _), do: named(kind, name, [])
  defp named(kind, name, [?: | _]) when kind != :number, do: {:unquoted_atom, name}

  defp named(_kind, [letter], [?~ | rest]) when letter in ?a..?z or letter in ?A..?Z do
    if match?([before | _] when before in @operator_characters, rest),
      do: {:local_or_var, [letter]},
      else: {:sigil, [letter]}
  end

  defp named(:local, name, [?% | _]), do: {:struct, {:local_or_var, name}}

  defp named(:local, name, [?@ | rest]) do
    cond do
      match?([?@ | _], rest) or (match?([_ | _], rest) and name_character?(hd(rest))) -> :none
      match?([?% | _], rest) -> {:struct, {:module_attribute, name}}
      true -> {:module_attribute, name}
    end
  end

  defp named(:alias, _name, [?@ | _]), do: :none

  defp named(kind, name, rest) when kind in [:local, :alias] do
    case strip(rest) do
      '..' ++ _ ->
        plain(kind, name)

      [?. | rest] ->
        if kind == :local,
          do: rest |> strip() |> left() |> dot(name),
          else: rest |> strip() |> left() |> aliased(name)

      [?% | _] when kind == :alias ->
        {:struct, name}

      _ ->
        plain(kind, name)
    end
  end

  defp named(_kind, _name, _rest), do: :none

  defp plain(:local, name), do: {:local_or_var, name}
  defp plain(:alias, name), do: {:alias, name}

  # What is left of a dot.
  defp left([]), do: :none

  defp left([last | _] = reversed),
    do: if(name_character?(last) or last in '?!', do: expression(reversed), else: :none)

  defp dot({:local_or_var, name}, _) when name in @word_operators, do: :none
  defp dot({:local_or_var, name}, member), do: {:dot, {:var, name}, member}

  defp dot({:struct, inside}, member) when is_list(inside),
    do: {:struct, {:dot, {:alias, inside}, member}}

  defp dot({:struct, inside}, member), do: {:struct, {:dot, inside, member}}

  defp dot({kind, [_ | _]} = inside, member)
       when kind in [:alias, :module_attribute, :unquoted_atom],
       do: {:dot, inside, member}

  defp dot({:alias, _, _} = inside, member), do: {:dot, inside, member}
  defp dot({:dot, _, [_ | _]} = inside, member), do: {:dot, inside, member}
  defp dot(_, _member), do: :none

  defp aliased({:alias, left}, name), do: {:alias, left ++ [?. | name]}
  defp aliased({:alias, inside, left}, name), do: {:alias, inside, left ++ [?. | name]}
  defp aliased({:local_or_var, _} = inside, name), do: {:alias, inside, name}
  defp aliased({:module_attribute, [_ | _]} = inside, name), do: {:alias, inside, name}
  defp aliased({:struct, inside}, name) when is_list(inside), do: {:struct, inside ++ [?. | name]}

  defp aliased({:struct, inside}, name) do
    case aliased(inside, name) do
      :none -> :none
      inside -> {:struct, inside}
    end
  end

  defp aliased(_, _name), do: :none

  ## Operators

  defp operator(reversed) do
    {run, rest} = Enum.split_while(reversed, &(&1 in @operator_characters))
    operator(Enum.reverse(run), rest)
  end

  defp operator([], _rest), do: :none
  defp operator('~', _rest), do: {:sigil, []}
  defp operator('@', _rest), do: {:module_attribute, []}
  defp operator(':', _rest), do: {:unquoted_atom, []}
  defp operator('::', _rest), do: {:operator, '::'}

  defp operator([?: | atom], _rest),
    do: if(operator?(atom) or atom == '->', do: {:unquoted_atom, atom}, else: :none)

  # A function of a module may be an operator.
  defp operator([?. | member], rest) when rest != [] do
    if operator?(member), do: rest |> strip() |> left() |> dot(member), else: :none
  end

  defp operator(run, _rest) do
    cond do
      List.last(run) == ?% -> {:struct, []}
      operator?(run) -> {:operator, run}
      true -> :none
    end
  end

  defp operator?(run) do
    operator = List.to_atom(run)
    Macro.operator?(operator, 1) or Macro.operator?(operator, 2)
  end

  ## Characters

  defp name_character?(c), do: c in ?a..?z or c in ?A..?Z or c in ?0..?9 or c == ?_ or letter?(c)

  defp letter?(c) when c > 127, do: String.match?(<<c::utf8>>, ~r/\A[\p{L}\p{M}\p{Nd}\p{Nl}]\z/u)
  defp letter?(_), do: false

  defp kind(c) when c in ?A..?Z, do: :alias
  defp kind(c) when c in ?a..?z or c == ?_, do: :local

  defp kind(c) when c > 127 do
    if String.match?(<<c::utf8>>, ~r/\A[\p{Ll}\p{Lm}\p{Lo}]\z/u), do: :local, else: :other
  end

  defp kind(_), do: :number
end
