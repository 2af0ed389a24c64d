# How the structs of the library are shown.

defimpl Inspect, for: Range do
  import Inspect.Algebra

  def inspect(%{__struct__: Range, first: first, last: last, step: step}, opts),
    do: range(first, last, step, opts)

  # Ranges of before Elixir 1.12 have no step.
  def inspect(%{__struct__: Range, first: first, last: last}, opts),
    do: range(first, last, if(first <= last, do: 1, else: -1), opts)

  defp range(first, last, 1, opts) when first <= last,
    do: concat([to_doc(first, opts), "..", to_doc(last, opts)])

  defp range(first, last, step, opts),
    do: concat([to_doc(first, opts), "..", to_doc(last, opts), "//", to_doc(step, opts)])
end

defimpl Inspect, for: MapSet do
  import Inspect.Algebra

  def inspect(map_set, opts) do
    opts = %Inspect.Opts{opts | charlists: :as_lists}
    concat(["MapSet.new(", Inspect.List.inspect(MapSet.to_list(map_set), opts), ")"])
  end
end

defimpl Inspect, for: Regex do
  import Inspect.Algebra

  def inspect(regex, opts) do
    source = regex.source
    modifiers = regex.opts

    if is_binary(modifiers) do
      color(IO.iodata_to_binary(["~r/", escape(source), ?/, modifiers]), :regex, opts)
    else
      concat(["Regex.compile!(", to_doc(source, opts), ", ", to_doc(modifiers, opts), ")"])
    end
  end

  # The source as it stands, but for the slash that would end the sigil, for interpolation, and
  # for what cannot be printed.
  defp escape(<<?\\, ?/, rest::binary>>), do: ["\\/" | escape(rest)]
  defp escape(<<?\\, ?\\, rest::binary>>), do: ["\\\\" | escape(rest)]
  defp escape(<<?/, rest::binary>>), do: ["\\/" | escape(rest)]
  defp escape(<<?#, ?{, rest::binary>>), do: ["\\\#{" | escape(rest)]

  defp escape(<<char, rest::binary>>) when char in '\b\d\e',
    do: [hex(char) | escape(rest)]

  defp escape(<<char::utf8, rest::binary>>) do
    {escaped, ""} = Inspect.Escape.escape(<<char::utf8>>, nil)
    [unescape_backslash(escaped) | escape(rest)]
  end

  defp escape(<<byte, rest::binary>>), do: [hex(byte) | escape(rest)]
  defp escape(<<>>), do: []

  # A backslash of the source is one of the sigil's.
  defp unescape_backslash("\\\\"), do: "\\"
  defp unescape_backslash(escaped), do: escaped

  defp hex(byte) when byte < 0x10, do: ["\\x0", Integer.to_string(byte, 16)]
  defp hex(byte), do: ["\\x", Integer.to_string(byte, 16)]
end

defimpl Inspect, for: Stream do
  import Inspect.Algebra

  def inspect(%{enum: enum, funs: funs}, opts) do
    inner = [enum: enum, funs: Enum.reverse(funs)]
    concat(["#Stream<", to_doc(inner, opts), ">"])
  end
end
