defmodule IEx.Introspection do
  # What `h`, `t` and `b` say of a module, a function, a type or a callback.
  @moduledoc false

  alias IEx.Typespecs

  ## What is asked for: a module, {module, name}, {module, name, arity}, or a value that is none of these

  def decompose({:/, _, [call, arity]}, env) when is_integer(arity) do
    case decompose(call, env) do
      {module, name} -> {module, name, arity}
      _ -> :error
    end
  end

  def decompose({{:., _, [module, name]}, _, []}, env) when is_atom(name),
    do: {Macro.expand(module, env), name}

  def decompose({:__aliases__, _, _} = module, env), do: Macro.expand(module, env)
  def decompose({:__MODULE__, _, context}, env) when is_atom(context), do: env.module
  def decompose(module, _env) when is_atom(module), do: module

  def decompose({name, _, args}, env) when is_atom(name) and (is_atom(args) or args == []),
    do: {origin(name, env), name}

  def decompose({name, _, args}, _env) when name in [:%{}, :<<>>, :{}, :%] and is_list(args),
    do: {Kernel.SpecialForms, name}

  def decompose(_other, _env), do: :error

  # The module that a function which is called by its name alone comes from.
  defp origin(name, env) do
    imported =
      for {module, functions} <- env.functions ++ env.macros,
          List.keymember?(functions, name, 0),
          do: module

    cond do
      List.keymember?(Kernel.SpecialForms.__info__(:macros), name, 0) -> Kernel.SpecialForms
      imported != [] -> hd(imported)
      true -> Kernel
    end
  end

  ## h

  def h(module) when is_atom(module) do
    case load(module) do
      :ok -> module_doc(module, Code.fetch_docs(module))
      {:error, reason} -> cannot_load(module, reason)
    end

    IEx.dont_display_result()
  end

  def h({module, name}), do: function_docs(module, name, :any)
  def h({module, name, arity}), do: function_docs(module, name, arity)

  def h(_other), do: IEx.dont_display_result()

  def wrong_argument(helper, expected, value) do
    error("The #{inspect(helper)} helper expects #{expected}, got: #{Macro.to_string(value)}")

    if helper == "h" do
      error(
        "If instead of accessing documentation you would like more information about a value " <>
          "or about the result of an expression, use the \"i\" helper instead"
      )
    end

    IEx.dont_display_result()
  end

  defp module_doc(module, {:docs_v1, _, _, format, %{"en" => text}, metadata, _}),
    do: print([inspect(module)], format, text, metadata, [])

  defp module_doc(module, {:docs_v1, _, _, _, _, metadata, _}),
    do: print([inspect(module)], "text/markdown", nil, metadata, [])

  defp module_doc(module, _), do: error("#{inspect(module)} was not compiled with docs")

  defp function_docs(module, name, arity) do
    case load(module) do
      :ok ->
        docs = docs(module, name, arity, [:function, :macro])
        Enum.each(docs, &function_doc(module, &1))
        if docs == [], do: no_documentation(module, name, arity)

      {:error, reason} ->
        cannot_load(module, reason)
    end

    IEx.dont_display_result()
  end

  # Of a name with any number of arguments; with a number, also of the function whose defaults make it one of so many.
  defp docs(module, name, arity, kinds) do
    for {{kind, ^name, size}, _, _, doc, metadata} = entry <- entries(module),
        kind in kinds,
        arity == :any or arity in (size - Map.get(metadata, :defaults, 0))..size,
        doc != :hidden,
        do: entry
  end

  defp entries(module) do
    case Code.fetch_docs(module) do
      {:docs_v1, _, _, _, _, _, entries} -> entries
      _ -> []
    end
  end

  defp function_doc(module, {{kind, name, arity}, _, signature, doc, metadata}) do
    definition = if kind == :macro, do: "defmacro", else: "def"
    heading = if signature == [], do: "#{name}/#{arity}", else: Enum.join(signature, " ")

    print(
      ["#{definition} #{heading}"],
      "text/markdown",
      text(doc),
      metadata,
      specs(module, kind, name, arity)
    )
  end

  defp specs(module, kind, name, arity) do
    name = if kind == :macro, do: :"MACRO-#{name}", else: name
    arity = if kind == :macro, do: arity + 1, else: arity
    module |> Typespecs.specs(name, arity) |> Enum.map(&Typespecs.format(:spec, &1, 2))
  end

  defp text(%{"en" => text}), do: text
  defp text(_), do: nil

  defp print(headings, format, text, metadata, specs) do
    options = IEx.Config.docs_options()
    IO.ANSI.Docs.print_headings(headings, options)
    if specs != [], do: IO.puts(Enum.join(specs, "\n") <> "\n")
    IO.ANSI.Docs.print_metadata(metadata, options)
    if text, do: IO.ANSI.Docs.print(text, format, options)
    :ok
  end

  defp no_documentation(module, name, arity) do
    types =
      for {kind, {^name, size}, _} <- Typespecs.fetch(module), arity in [:any, size], do: kind

    cond do
      Enum.any?(types, &(&1 in [:type, :opaque])) ->
        other_kind(module, name, arity, "type", "t/1")

      Enum.any?(types, &(&1 in [:callback, :macrocallback])) ->
        other_kind(module, name, arity, "callback", "b/1")

      true ->
        error("No documentation for #{format_name(module, name, arity)} was found")
    end
  end

  defp other_kind(module, name, arity, kind, helper) do
    error(
      "No documentation for function #{format_name(module, name, arity)} was found, " <>
        "but there is a #{kind} with the same name.\n" <>
        "You can view #{kind} documentation with the #{helper} helper.\n"
    )
  end

  ## t

  def t(module) when is_atom(module) do
    with_module(module, fn ->
      case for({kind, _, _} = type <- Typespecs.fetch(module), kind in [:type, :opaque], do: type) do
        [] -> error("No type information for #{inspect(module)} was found")
        types -> types |> Enum.sort_by(&elem(&1, 1)) |> Enum.each(&print_type(&1, nil))
      end
    end)
  end

  def t({module, name}), do: t({module, name, :any})

  def t({module, name, arity}) do
    with_module(module, fn ->
      types =
        for {kind, {^name, size}, _} = type <- Typespecs.fetch(module),
            kind in [:type, :opaque],
            arity in [:any, size],
            do: type

      Enum.each(types, fn {_, id, _} = type -> print_type(type, doc(module, :type, id)) end)
      text = format_name(module, name, arity)
      if types == [], do: error("No type information for #{text} was found or #{text} is private")
    end)
  end

  defp print_type({kind, _, quoted}, doc) do
    quoted = if kind == :opaque, do: Typespecs.head(quoted), else: quoted
    IO.puts(Typespecs.format(kind, quoted) <> "\n")
    print_text(doc)
  end

  defp doc(module, kind, {name, arity}) do
    case List.keyfind(entries(module), {kind, name, arity}, 0) do
      {_, _, _, doc, _} -> text(doc)
      nil -> nil
    end
  end

  defp print_text(nil), do: :ok

  defp print_text(text),
    do: IO.ANSI.Docs.print(text, "text/markdown", IEx.Config.docs_options())

  ## b

  def b(module) when is_atom(module) do
    with_module(module, fn ->
      case callbacks(module) do
        [] ->
          error("No callbacks for #{inspect(module)} were found")

        callbacks ->
          for {kind, _, quoted} <- callbacks, do: IO.puts(Typespecs.format(kind, quoted) <> "\n")
          print_optional(Typespecs.optional_callbacks(module))
      end
    end)
  end

  def b({module, name}), do: b({module, name, :any})

  def b({module, name, arity}) do
    with_module(module, fn ->
      case for(
             {_, {^name, size}, _} = found <- callbacks(module),
             arity in [:any, size],
             do: found
           ) do
        [] ->
          error("No documentation for #{format_name(module, name, arity)} was found")

        found ->
          for {kind, id, quoted} <- found do
            IO.puts(Typespecs.format(kind, quoted) <> "\n")
            print_text(doc(module, kind, id))
          end
      end
    end)
  end

  defp callbacks(module) do
    for(
      {kind, _, _} = type <- Typespecs.fetch(module),
      kind in [:callback, :macrocallback],
      do: type
    )
    |> Enum.sort_by(&elem(&1, 1))
  end

  defp print_optional([]), do: :ok

  defp print_optional(names) do
    IO.puts(Typespecs.format(:optional_callbacks, Enum.sort(names)) <> "\n")
  end

  ## Common

  defp with_module(module, fun) do
    case load(module) do
      :ok -> fun.()
      {:error, reason} -> cannot_load(module, reason)
    end

    IEx.dont_display_result()
  end

  defp load(module) do
    case Code.ensure_loaded(module) do
      {:module, _} -> :ok
      {:error, reason} -> {:error, reason}
    end
  end

  defp cannot_load(module, reason),
    do: error("Could not load module #{inspect(module)}, got: #{reason}")

  defp format_name(module, name, :any), do: "#{inspect(module)}.#{name}"
  defp format_name(module, name, arity), do: "#{inspect(module)}.#{name}/#{arity}"

  def error(text), do: IO.puts(IEx.color(:eval_error, text))
end
