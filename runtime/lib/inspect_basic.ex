# How the terms that hold no others are shown.

defimpl Inspect, for: Atom do
  def inspect(atom, opts) do
    Inspect.Algebra.color(Inspect.Escape.atom(atom), color_key(atom), opts)
  end

  defp color_key(atom) when is_boolean(atom), do: :boolean
  defp color_key(nil), do: nil
  defp color_key(_atom), do: :atom
end

defimpl Inspect, for: BitString do
  import Inspect.Algebra

  def inspect(term, opts) when is_binary(term) do
    %Inspect.Opts{binaries: binaries, base: base, printable_limit: printable_limit} = opts

    if base == :decimal and
         (binaries == :as_strings or
            (binaries == :infer and String.printable?(term, printable_limit))) do
      color(string_text(term, printable_limit), :string, opts)
    else
      inspect_bitstring(term, opts)
    end
  end

  def inspect(term, opts), do: inspect_bitstring(term, opts)

  defp string_text(term, printable_limit) do
    case Inspect.Escape.escape(term, ?", printable_limit) do
      {escaped, ""} -> <<?", escaped::binary, ?">>
      {escaped, _rest} -> <<?", escaped::binary, ?", " <> ...">>
    end
  end

  defp inspect_bitstring("", opts), do: color("<<>>", :binary, opts)

  defp inspect_bitstring(bitstring, opts) do
    left = color("<<", :binary, opts)
    right = color(">>", :binary, opts)
    inner = each_byte(bitstring, opts.limit, opts)
    group(concat(concat(left, nest(inner, 2)), right))
  end

  defp each_byte(_, 0, _opts), do: "..."
  defp each_byte(<<>>, _counter, _opts), do: :doc_nil
  defp each_byte(<<byte>>, _counter, opts), do: Inspect.Integer.inspect(byte, opts)

  defp each_byte(<<byte, rest::bitstring>>, counter, opts) do
    flex_glue(
      concat(Inspect.Integer.inspect(byte, opts), ","),
      each_byte(rest, decrement(counter), opts)
    )
  end

  defp each_byte(bitstring, _counter, opts) do
    size = bit_size(bitstring)
    <<number::size(size)>> = bitstring
    concat(Inspect.Integer.inspect(number, opts), "::size(" <> Integer.to_string(size) <> ")")
  end

  defp decrement(:infinity), do: :infinity
  defp decrement(counter), do: counter - 1
end

defimpl Inspect, for: Integer do
  def inspect(term, %Inspect.Opts{base: base} = opts) do
    Inspect.Algebra.color(Inspect.Escape.integer(term, base), :number, opts)
  end
end

defimpl Inspect, for: Float do
  def inspect(term, opts) do
    Inspect.Algebra.color(Inspect.Escape.float(term), :number, opts)
  end
end

defimpl Inspect, for: Function do
  def inspect(function, _opts), do: Inspect.Names.function(function)
end

defimpl Inspect, for: PID do
  def inspect(pid, _opts), do: Inspect.Names.pid(pid)
end

defimpl Inspect, for: Port do
  def inspect(port, _opts), do: Inspect.Names.port(port)
end

defimpl Inspect, for: Reference do
  def inspect(reference, _opts), do: Inspect.Names.reference(reference)
end
