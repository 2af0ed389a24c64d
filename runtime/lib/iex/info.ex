defprotocol IEx.Info do
  # What `i` says of a value, as a list of `{subject, text}`.
  @moduledoc false
  @fallback_to_any true

  def info(term)
end

defimpl IEx.Info, for: Tuple do
  def info(_), do: [{"Data type", "Tuple"}, {"Reference modules", "Tuple"}]
end

defimpl IEx.Info, for: Integer do
  def info(_), do: [{"Data type", "Integer"}, {"Reference modules", "Integer"}]
end

defimpl IEx.Info, for: Float do
  def info(_), do: [{"Data type", "Float"}, {"Reference modules", "Float"}]
end

defimpl IEx.Info, for: Map do
  def info(_), do: [{"Data type", "Map"}, {"Reference modules", "Map"}]
end

defimpl IEx.Info, for: Reference do
  def info(_), do: [{"Data type", "Reference"}]
end

defimpl IEx.Info, for: Port do
  def info(port) do
    open? = Port.info(port) != nil
    [{"Data type", "Port"}, {"Open", inspect(open?)}, {"Reference modules", "Port"}]
  end
end

defimpl IEx.Info, for: Function do
  def info(fun) do
    {:type, type} = Function.info(fun, :type)
    {:arity, arity} = Function.info(fun, :arity)

    [{"Data type", "Function"}, {"Type", to_string(type)}, {"Arity", Integer.to_string(arity)}] ++
      if(type == :local, do: [{"Description", "This is an anonymous function."}], else: [])
  end
end

defimpl IEx.Info, for: PID do
  def info(pid) do
    [{"Data type", "PID"}, {"Alive", inspect(alive?(pid))}] ++
      process(if(node(pid) == node(), do: Process.info(pid))) ++
      [
        {"Description", "Use Process.info/1 to get more info about this process"},
        {"Reference modules", "Process, Node"}
      ]
  end

  defp alive?(pid), do: node(pid) == node() and Process.alive?(pid)

  defp process(nil), do: []

  defp process(info) do
    [
      {"Name", name(info[:registered_name])},
      {"Links", links(info[:links])},
      {"Message queue length", inspect(info[:message_queue_len])}
    ]
  end

  defp name(nil), do: "not registered"
  defp name([]), do: "not registered"
  defp name(name), do: inspect(name)

  defp links([]), do: "none"
  defp links(links), do: Enum.map_join(links, ", ", &inspect/1)
end

defimpl IEx.Info, for: Atom do
  def info(atom) do
    if Code.ensure_loaded?(atom), do: module(atom), else: atom(atom)
  end

  defp atom(:"do not show this result in output") do
    [
      {"Data type", "Atom"},
      {"Description", "The shell does not print this result: its line has nothing to show."},
      {"Reference modules", "Atom"}
    ]
  end

  defp atom(atom) do
    raw = if alias?(atom), do: [{"Raw representation", raw(atom)}], else: []
    [{"Data type", "Atom"}] ++ raw ++ [{"Reference modules", "Atom"}]
  end

  defp module(module) do
    compile = module.module_info(:compile)

    [
      {"Data type", "Atom"},
      {"Module bytecode", inspect_path(:code.which(module))},
      {"Source", inspect_path(compile[:source])},
      {"Version", inspect(Keyword.get(module.module_info(:attributes), :vsn, []))},
      {"Compile options", inspect(compile[:options])},
      {"Description", description(module)}
    ] ++
      protocol(module) ++
      [{"Raw representation", raw(module)}, {"Reference modules", "Module, Atom"}]
  end

  defp description(module) do
    documented = match?({:docs_v1, _, _, _, %{"en" => _}, _, _}, Code.fetch_docs(module))

    if(documented, do: "Use h(#{inspect(module)}) to access its documentation.\n", else: "") <>
      "Call #{inspect(module)}.module_info() to access metadata."
  end

  defp protocol(module) do
    if function_exported?(module, :__protocol__, 1) do
      text = "This module is a protocol. #{implementations(module.__protocol__(:impls))}"
      [{"Protocol", text}]
    else
      []
    end
  end

  defp implementations({:consolidated, modules}),
    do: "These data structures implement it:\n  " <> Enum.map_join(modules, ", ", &inspect/1)

  defp implementations(:not_consolidated), do: "Which data structures implement it is open."

  defp inspect_path(path) when path in [nil, [], :non_existing, :preloaded], do: "[]"
  defp inspect_path(path), do: path |> to_string() |> Path.relative_to_cwd()

  defp alias?(atom), do: match?("Elixir." <> _, Atom.to_string(atom))
  defp raw(atom), do: ":" <> inspect(Atom.to_string(atom))
end

defimpl IEx.Info, for: List do
  def info(list) do
    {description, raw, module} = kind(list)

    [{"Data type", "List"}] ++
      for(
        {_, text} = pair <- [{"Description", description}, {"Raw representation", raw}],
        text,
        do: pair
      ) ++
      [{"Reference modules", module}]
  end

  defp kind([]), do: {nil, nil, "List"}

  defp kind(list) do
    cond do
      List.improper?(list) -> {nil, nil, "List"}
      List.ascii_printable?(list) -> {charlist(), inspect(list, charlists: :as_lists), "List"}
      Keyword.keyword?(list) -> {keyword(), nil, "Keyword, List"}
      true -> {nil, nil, "List"}
    end
  end

  defp charlist do
    """
    This list is printed in single quotes because all its elements are the codes
    of printable ASCII characters: such a list is a charlist. It is a list of
    integers like any other.
    """
  end

  defp keyword do
    """
    This is a keyword list: all its elements are pairs whose first element is an
    atom.
    """
  end
end

defimpl IEx.Info, for: BitString do
  def info(bits) when is_binary(bits) do
    {description, raw, module} = kind(bits)

    [{"Data type", "BitString"}, {"Byte size", byte_size(bits)}, {"Description", description}] ++
      if(raw, do: [{"Raw representation", inspect(bits, binaries: :as_binaries)}], else: []) ++
      [{"Reference modules", module}]
  end

  def info(bits) do
    [
      {"Data type", "BitString"},
      {"Bits size", bit_size(bits)},
      {"Description",
       "This is a bitstring: its number of bits is no multiple of 8, so it has no whole\nnumber of bytes."}
    ]
  end

  defp kind(binary) do
    cond do
      String.printable?(binary) ->
        {"This is a string, a binary of UTF-8. It is printed in double quotes because all\n" <>
           "its characters can be printed.", true, "String, :binary"}

      String.valid?(binary) ->
        {"This is a string, a binary of UTF-8. It is printed in the syntax of binaries\n" <>
           "because not all its characters can be printed: the first is #{first(binary, &String.printable?/1)}.",
         false, "String, :binary"}

      true ->
        {"This is a binary, a sequence of bytes. It is printed in the syntax of binaries\n" <>
           "because it is not UTF-8: the first byte that is not is #{first(binary, &String.valid?/1)}.",
         false, ":binary"}
    end
  end

  # The first character, or byte, that is not as `good?` wants it.
  defp first(binary, good?) do
    case String.next_codepoint(binary) do
      {codepoint, rest} ->
        if good?.(codepoint),
          do: first(rest, good?),
          else: "`#{inspect(codepoint, binaries: :as_binaries)}`"

      nil ->
        "none"
    end
  end
end

for {module, sigil, what} <- [
      {Date, "~D", "a date"},
      {Time, "~T", "a time"},
      {NaiveDateTime, "~N", "a date and time without a time zone"}
    ] do
  defimpl IEx.Info, for: module do
    @what what
    @sigil sigil

    def info(value) do
      [
        {"Data type", inspect(@for)},
        {"Description", "This is a struct: #{@what}. The sigil #{@sigil} writes one."},
        {"Raw representation", raw(value)},
        {"Reference modules", "#{inspect(@for)}, Calendar, Map"}
      ]
    end

    defp raw(value) do
      value
      |> Inspect.Any.inspect(%Inspect.Opts{})
      |> Inspect.Algebra.format(:infinity)
      |> IO.iodata_to_binary()
    end
  end
end

defimpl IEx.Info, for: Any do
  def info(%module{}) do
    [
      {"Data type", inspect(module)},
      {"Description", "This is a struct: a map with the key __struct__."},
      {"Reference modules", "#{inspect(module)}, Map"}
    ]
  end
end
