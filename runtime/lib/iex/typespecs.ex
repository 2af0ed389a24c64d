defmodule IEx.Typespecs do
  # The types, specs and callbacks of a module, as the compiler keeps them, and as they are printed.
  @moduledoc false

  # `[{kind, {name, arity}, quoted}]`, in the order of the source.
  def fetch(module) do
    case :respawn_code.item(module, :types) do
      {:ok, types} -> types
      :error -> []
    end
  end

  def specs(module, name, arity) do
    for {:spec, {^name, ^arity}, quoted} <- fetch(module), do: quoted
  end

  def optional_callbacks(module) do
    case :respawn_code.item(module, :optional_callbacks) do
      {:ok, names} -> names
      :error -> []
    end
  end

  ## Text

  # "@spec map(t(), (element() -> any())) :: list()", filled into the shell's width.
  def format(kind, quoted, indent \\ 0) do
    options = IEx.Config.docs_options()

    text =
      {:@, [], [{kind, [], [normal(quoted)]}]}
      |> Code.quoted_to_algebra()
      |> Inspect.Algebra.format(options[:width] - 2 - indent)
      |> IO.iodata_to_binary()

    marked = colored("@#{kind}", options) <> String.replace_prefix(text, "@#{kind}", "")
    String.duplicate(" ", indent) <> String.replace(marked, "\n", "\n" <> blanks(indent))
  end

  defp blanks(count), do: String.duplicate(" ", count)

  def colored(text, options),
    do: IO.ANSI.Docs.Text.colored(text, :doc_inline_code, with_defaults(options))

  defp with_defaults(options), do: Keyword.merge(IO.ANSI.Docs.default_options(), options)

  # The type of an opaque type and the name of a private one are nobody's business.
  def head({:"::", _, [head, _]}), do: head
  def head(other), do: other

  # A type that is named is called: `t` is `t()`, unless it is a variable of the spec.
  defp normal({:when, _, [spec, bounds]}) do
    {:when, [], [normal_spec(spec, names(bounds)), normal_bounds(bounds)]}
  end

  defp normal(spec), do: normal_spec(spec, [])

  defp normal_spec({:"::", _, [{name, _, args}, type]}, names) when is_list(args),
    do: {:"::", [], [{name, [], Enum.map(args, &type(&1, names))}, type(type, names)]}

  defp normal_spec({:"::", _, [{name, _, context}, type]}, names) when is_atom(context),
    do: {:"::", [], [{name, [], []}, type(type, names)]}

  defp normal_spec({name, _, context}, _names) when is_atom(context), do: {name, [], []}
  defp normal_spec(other, names), do: type(other, names)

  defp names(bounds), do: for({name, _} <- bounds, do: name)

  defp normal_bounds(bounds),
    do: for({name, type} <- bounds, do: {name, bound(type, names(bounds))})

  defp bound({:var, _, context}, _names) when is_atom(context), do: {:var, [], nil}
  defp bound(type, names), do: type(type, names)

  defp type({:"::", _, [{name, _, context}, type]}, names) when is_atom(context),
    do: {:"::", [], [{name, [], nil}, type(type, names)]}

  defp type({:__aliases__, _, parts}, _names), do: {:__aliases__, [], parts}
  defp type({:..., _, _}, _names), do: {:..., [], nil}

  defp type({name, _, context}, names) when is_atom(name) and is_atom(context) do
    if name in names, do: {name, [], nil}, else: {name, [], []}
  end

  defp type({:., _, [module, name]}, names), do: {:., [], [type(module, names), name]}

  defp type({form, _, args}, names) when is_list(args),
    do: {type(form, names), [], type(args, names)}

  defp type({left, right}, names), do: {type(left, names), type(right, names)}
  defp type(list, names) when is_list(list), do: Enum.map(list, &type(&1, names))
  defp type(other, _names), do: other
end
