# Text: joining binaries, turning terms into strings and charlists, matching.

@doc """
Joins two binaries. In a pattern the left side must be a literal.

    iex> "foo" <> rest = "foobar"
    iex> rest <> "!"
    "bar!"
"""
defmacro left <> right do
  segments = segments({:<>, [], [left, right]}, __CALLER__)
  quote(do: <<unquote_splicing(segments)>>)
end

defp segments({:<>, _, [left, right]}, env) do
  [segment(left, :left, env) | segments(right, env)]
end

defp segments(right, env), do: [segment(right, :right, env)]

defp segment(binary, _side, _env) when :erlang.is_binary(binary), do: binary

defp segment(literal, _side, _env)
     when :erlang.is_list(literal) or :erlang.is_atom(literal) or :erlang.is_integer(literal) or
            :erlang.is_float(literal),
     do:
       argument_error([
         "expected binary argument in <> operator but got: ",
         Macro.to_string(literal)
       ])

defp segment(expression, side, env) do
  case {side, env.context, expression} do
    {:left, :match, {_, _, _}} ->
      case :respawn_code.expand(expression, env) do
        literal when :erlang.is_binary(literal) -> literal
        {:<<>>, _, _} = literal -> as_binary(literal)
        other -> unsized_left(other)
      end

    _ ->
      as_binary(expression)
  end
end

defp as_binary(expression), do: {:"::", [], [expression, {:binary, [], nil}]}

defp unsized_left(expression) do
  argument_error([
    "the left argument of <> operator inside a match should always be a literal binary ",
    "because its size can't be verified. Got: ",
    Macro.to_string(expression)
  ])
end

@doc """
Whether `left` contains the string on the right, or matches the regular expression there.

    iex> {"abcd" =~ "bc", "abcd" =~ ~r/e/}
    {true, false}
"""
@spec String.t() =~ (String.t() | Regex.t()) :: boolean()
def left =~ "" when :erlang.is_binary(left), do: true

def left =~ right when :erlang.is_binary(left) and :erlang.is_binary(right) do
  :erlang."=/="(:binary.match(left, right), :nomatch)
end

def left =~ right when :erlang.is_binary(left), do: Regex.match?(right, left)

@doc """
The text of a term, as the `String.Chars` protocol gives it; interpolation calls this.

    iex> {to_string(:a), to_string(1.5)}
    {"a", "1.5"}
"""
defmacro to_string(term)

defmacro to_string(binary) when :erlang.is_binary(binary), do: binary

defmacro to_string(term) do
  quote do
    case unquote(term) do
      text when :erlang.is_binary(text) -> text
      other -> String.Chars.to_string(other)
    end
  end
end

@doc """
The text of a term as a charlist, as the `List.Chars` protocol gives it.

    iex> to_charlist(:ab) == [97, 98]
    true
"""
defmacro to_charlist(term) do
  quote(do: List.Chars.to_charlist(unquote(term)))
end

@doc false
@deprecated "Use Kernel.to_charlist/1 instead"
defmacro to_char_list(term) do
  quote(do: Kernel.to_charlist(unquote(term)))
end

@doc """
The text by which a term can be read: Elixir syntax where there is one. Options are those of `Inspect.Opts`.

    iex> inspect(%{a: [1, "b"]})
    "%{a: [1, \\"b\\"]}"
"""
@spec inspect(Inspect.t(), keyword()) :: String.t()
def inspect(term, opts \\ []) when :erlang.is_list(opts) do
  opts = Inspect.Opts.new(opts)

  width =
    case opts.pretty do
      true -> opts.width
      _ -> :infinity
    end

  document = Inspect.Algebra.group(Inspect.Algebra.to_doc(term, opts))
  :erlang.iolist_to_binary(Inspect.Algebra.format(document, width))
end
