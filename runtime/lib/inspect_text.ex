defmodule Inspect.Text do
  @moduledoc false
  # What Kernel.inspect/2 does, by the shortest way.
  #
  # A text that is not to be broken into lines needs no document: it is written at once, term by
  # term. Only structs with an implementation of their own are asked for a document; if such a
  # document, within another term, ends lines by itself, their indentation depends on what is
  # around it, and all is done again by way of documents. Both ways give the same text.

  import Kernel, except: [inspect: 1, inspect: 2]
  alias Inspect.{Algebra, Escape, Layout, Names}

  @doc false
  def inspect(term, opts \\ [])

  def inspect(term, opts) when is_list(opts), do: with_opts(term, Inspect.Opts.new(opts))

  @doc false
  def with_opts(term, %Inspect.Opts{} = opts) do
    if one_line?(opts),
      do: :erlang.iolist_to_binary(line(term, opts)),
      else: :erlang.iolist_to_binary(document(term, opts))
  end

  # The text in lines of `opts.width`. Most terms fit on one line, so that is tried first.
  @doc false
  def pretty(term, %Inspect.Opts{width: width} = opts) do
    opts = %{opts | pretty: true}
    text = if one_line?(%{opts | pretty: false}), do: :erlang.iolist_to_binary(line(term, opts))

    if text != nil and byte_size(text) <= width,
      do: text,
      else: :erlang.iolist_to_binary(document(term, opts))
  end

  defp one_line?(%Inspect.Opts{pretty: pretty, syntax_colors: colors, inspect_fun: fun}),
    do: pretty == false and colors == [] and fun == (&Inspect.inspect/2)

  defp document(term, opts) do
    width =
      case opts.pretty do
        true -> opts.width
        false -> :infinity
      end

    Algebra.format(Algebra.group(Algebra.to_doc(term, opts)), width)
  end

  defp line(%_{} = struct, %Inspect.Opts{structs: true} = opts) do
    case Inspect.impl_for!(struct) do
      Inspect.Any -> attempt(struct, opts, &any_struct/3)
      _ -> document(struct, opts)
    end
  end

  defp line(term, opts), do: attempt(term, opts, &text/3)

  # Whatever fails is done again too, and fails as documents do.
  defp attempt(term, opts, writer) do
    writer.(term, opts, opts.limit)
  rescue
    _ -> document(term, opts)
  catch
    :throw, {__MODULE__, :lines} -> document(term, opts)
  end

  # `limit` is what is left of opts.limit for this term.

  defp text(term, _opts, _limit) when is_atom(term), do: Escape.atom(term)
  defp text(term, opts, _limit) when is_integer(term), do: Escape.integer(term, opts.base)
  defp text(term, opts, limit) when is_binary(term), do: binary(term, opts, limit)
  defp text([], _opts, _limit), do: "[]"
  defp text(term, opts, limit) when is_list(term), do: list(term, opts, limit)
  defp text({}, _opts, _limit), do: "{}"

  defp text(term, opts, limit) when is_tuple(term),
    do: [?{, elements(:erlang.tuple_to_list(term), opts, limit), ?}]

  defp text(%_{} = struct, opts, limit), do: struct(struct, opts, limit)
  defp text(term, opts, limit) when is_map(term), do: map(term, opts, limit)
  defp text(term, _opts, _limit) when is_float(term), do: Escape.float(term)
  defp text(term, _opts, _limit) when is_pid(term), do: Names.pid(term)
  defp text(term, _opts, _limit) when is_reference(term), do: Names.reference(term)
  defp text(term, _opts, _limit) when is_function(term), do: Names.function(term)
  defp text(term, _opts, _limit) when is_port(term), do: Names.port(term)
  defp text(term, opts, limit), do: bytes(term, opts, limit)

  # Strings: most need no escape and are written as they are.

  defp binary(term, %Inspect.Opts{base: :decimal, binaries: binaries} = opts, limit) do
    printable_limit = opts.printable_limit

    cond do
      binaries in [:infer, :as_strings] and short?(term, printable_limit) and plain?(term) ->
        [?", term, ?"]

      binaries == :as_strings ->
        string(term, printable_limit)

      binaries == :infer and String.printable?(term, printable_limit) ->
        string(term, printable_limit)

      true ->
        bytes(term, opts, limit)
    end
  end

  defp binary(term, opts, limit), do: bytes(term, opts, limit)

  defp short?(_term, :infinity), do: true
  defp short?(term, limit), do: is_integer(limit) and byte_size(term) <= limit

  defp plain?(<<char, rest::binary>>)
       when char in 0x20..0x7E and char != ?" and char != ?\\ and char != ?#,
       do: plain?(rest)

  defp plain?(rest), do: rest == ""

  defp string(term, printable_limit) do
    case Escape.escape(term, ?", printable_limit) do
      {escaped, ""} -> [?", escaped, ?"]
      {escaped, _rest} -> [?", escaped, ?", " <> ..."]
    end
  end

  defp bytes("", _opts, _limit), do: "<<>>"
  defp bytes(term, opts, limit), do: ["<<", each_byte(term, opts, limit), ">>"]

  defp each_byte(_, _opts, 0), do: "..."
  defp each_byte(<<>>, _opts, _limit), do: []
  defp each_byte(<<byte>>, opts, _limit), do: Escape.integer(byte, opts.base)

  defp each_byte(<<byte, rest::bitstring>>, opts, limit),
    do: [Escape.integer(byte, opts.base), ", " | each_byte(rest, opts, decrement(limit))]

  defp each_byte(bits, opts, _limit) do
    size = bit_size(bits)
    <<number::size(size)>> = bits
    [Escape.integer(number, opts.base), "::size(", :erlang.integer_to_binary(size), ?)]
  end

  # Collections: each element may use what is left of the limit behind it.

  defp list(term, opts, limit) do
    %Inspect.Opts{charlists: charlists, char_lists: char_lists, printable_limit: printable} = opts
    charlists = if char_lists == :infer, do: charlists, else: char_lists

    cond do
      charlists == :as_charlists or
          (charlists == :infer and List.ascii_printable?(term, printable)) ->
        charlist(term, printable)

      Inspect.List.keyword?(term) ->
        [?[, pairs(term, opts, limit), ?]]

      true ->
        [?[, elements(term, opts, limit), ?]]
    end
  end

  defp charlist(term, printable_limit) do
    case Escape.escape(IO.chardata_to_string(term), ?', printable_limit) do
      {escaped, ""} -> [?', escaped, ?']
      {escaped, _rest} -> [?', escaped, ?', " ++ ..."]
    end
  end

  defp elements(_, _opts, 0), do: "..."

  defp elements([last], opts, limit) do
    limit = decrement(limit)
    [text(last, opts, limit)]
  end

  defp elements([term | terms], opts, limit) when is_list(terms) do
    limit = decrement(limit)
    [text(term, opts, limit), ", " | elements(terms, opts, limit)]
  end

  defp elements([last | tail], opts, limit) do
    limit = decrement(limit)
    [text(last, opts, limit), " | ", text(tail, opts, limit)]
  end

  defp map(map, opts, limit) do
    list = :maps.to_list(map)

    cond do
      list == [] -> "%{}"
      Inspect.List.keyword?(list) -> ["%{", pairs(list, opts, limit), ?}]
      true -> ["%{", associations(list, opts, limit), ?}]
    end
  end

  defp pairs(_, _opts, 0), do: "..."
  defp pairs([pair], opts, limit), do: pair(pair, opts, decrement(limit))

  defp pairs([pair | rest], opts, limit) do
    limit = decrement(limit)
    [pair(pair, opts, limit), ", " | pairs(rest, opts, limit)]
  end

  defp pair({key, value}, opts, limit), do: [Escape.key(key), ?\s, text(value, opts, limit)]

  defp associations(_, _opts, 0), do: "..."
  defp associations([pair], opts, limit), do: association(pair, opts, decrement(limit))

  defp associations([pair | rest], opts, limit) do
    limit = decrement(limit)
    [association(pair, opts, limit), ", " | associations(rest, opts, limit)]
  end

  defp association({key, value}, opts, limit),
    do: [text(key, opts, limit), " => ", text(value, opts, limit)]

  defp decrement(:infinity), do: :infinity
  defp decrement(limit) when is_integer(limit) and limit > 0, do: limit - 1

  # Structs

  defp struct(struct, %Inspect.Opts{structs: false} = opts, limit), do: map(struct, opts, limit)

  defp struct(struct, opts, limit) do
    case Inspect.impl_for!(struct) do
      Inspect.Any -> any_struct(struct, opts, limit)
      _ -> by_document(struct, %{opts | limit: limit})
    end
  end

  defp any_struct(%module{} = struct, opts, limit) do
    case shown_fields(module, struct) do
      [] -> by_document(struct, %{opts | limit: limit})
      fields -> ["%", Escape.atom(module), "{", pairs(fields, opts, limit), "}"]
    end
  end

  # The fields of a struct in the order of its definition; none if it is not what it claims to be.
  defp shown_fields(module, struct) do
    infos = module.__info__(:struct)

    if Map.keys(module.__struct__()) == Map.keys(struct),
      do: for(%{field: field} <- infos, shown?(field), do: {field, :maps.get(field, struct)}),
      else: []
  rescue
    _ -> []
  end

  defp shown?(field), do: field != :__struct__ and field != :__exception__

  defp by_document(struct, opts) do
    doc = Algebra.to_doc(struct, opts)
    # What may be broken, if that is wanted, is left to documents as well.
    if ends_lines?(doc) or (opts.pretty == true and not is_binary(doc)),
      do: throw({__MODULE__, :lines}),
      else: Layout.format(doc, :infinity)
  end

  # What is no document counts as well: documents say what is wrong with it.
  defp ends_lines?(doc) when is_binary(doc) or doc == :doc_nil, do: false
  defp ends_lines?({:doc_cons, left, right}), do: ends_lines?(left) or ends_lines?(right)

  defp ends_lines?({kind, doc, _}) when kind in [:doc_group, :doc_color, :doc_fits, :doc_limit],
    do: ends_lines?(doc)

  defp ends_lines?({:doc_nest, doc, _, _}), do: ends_lines?(doc)
  defp ends_lines?({:doc_force, doc}), do: ends_lines?(doc)
  defp ends_lines?({kind, _, _}) when kind in [:doc_string, :doc_break], do: false
  defp ends_lines?(_doc), do: true
end
