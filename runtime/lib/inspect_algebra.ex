defmodule Inspect.Algebra do
  @moduledoc """
  Documents: texts that know where they may be broken into lines.

      import Inspect.Algebra
      doc = group(glue("hello", "world"))
      IO.iodata_to_binary(format(doc, 30))  # => "hello world"
      IO.iodata_to_binary(format(doc, 10))  # => "hello\\nworld"

  A document is a text, or is put together by the functions here. A group is written on one line
  if it fits; if not, its breaks become line ends, while the groups in it are decided anew.
  """

  @container_separator ","
  @tail_separator " |"

  # Documents are plain terms. Lists in `t()` are those of older releases' improper documents.
  @type t ::
          binary
          | :doc_nil
          | :doc_line
          | {:doc_string, binary, non_neg_integer}
          | {:doc_cons, t, t}
          | {:doc_nest, t, :cursor | :reset | non_neg_integer, :always | :break}
          | {:doc_break, binary, :flex | :strict}
          | {:doc_group, t, :inherit | :self}
          | {:doc_fits, t, :enabled | :disabled}
          | {:doc_force, t}
          | {:doc_collapse, pos_integer}
          | {:doc_color, t, IO.ANSI.ansidata()}
          | {:doc_limit, t, pos_integer | :infinity}

  @doc """
  True if `doc` looks like a document; may stand in guards.

      Inspect.Algebra.is_doc("text")  # => true
  """
  defmacro is_doc(doc) do
    if Macro.Env.in_guard?(__CALLER__) do
      document_test(doc)
    else
      quote do
        document = unquote(doc)
        unquote(document_test(quote(do: document)))
      end
    end
  end

  defp document_test(doc) do
    quote do
      is_binary(unquote(doc)) or unquote(doc) in [:doc_nil, :doc_line] or
        (is_tuple(unquote(doc)) and
           elem(unquote(doc), 0) in [
             :doc_string,
             :doc_cons,
             :doc_nest,
             :doc_break,
             :doc_group,
             :doc_color,
             :doc_force,
             :doc_fits,
             :doc_collapse,
             :doc_limit
           ])
    end
  end

  # Terms

  @doc """
  The document of a term, by the `Inspect` protocol.

      Inspect.Algebra.to_doc(:a, %Inspect.Opts{})  # => ":a"
  """
  @spec to_doc(any, Inspect.Opts.t()) :: t
  def to_doc(term, opts)

  def to_doc(%_{} = struct, %Inspect.Opts{inspect_fun: fun} = opts) do
    if opts.structs do
      try do
        fun.(struct, opts)
      rescue
        exception -> Inspect.Error.document(exception, struct, opts, __STACKTRACE__)
      end
    else
      Inspect.Map.inspect(struct, opts)
    end
  end

  def to_doc(term, %Inspect.Opts{inspect_fun: fun} = opts), do: fun.(term, opts)

  @doc """
  A collection between `left` and `right`, its elements made documents by `fun`.

  No more than `limit` elements are shown, then `...`; each gets what is left of the limit for
  itself. `:separator` is `","`; `:break` is `:strict` (all on one line, or each on its own),
  `:flex` (as many on a line as fit) or `:maybe` (`:flex` if no element can be broken).

      doc = container_doc("[", [1, 2], "]", %Inspect.Opts{}, fn i, _ -> to_string(i) end)
      IO.iodata_to_binary(format(doc, 80))  # => "[1, 2]"
  """
  @spec container_doc(t, [any], t, Inspect.Opts.t(), (term, Inspect.Opts.t() -> t), keyword) :: t
  def container_doc(left, collection, right, inspect_opts, fun, opts \\ [])
      when is_doc(left) and is_list(collection) and is_doc(right) and is_function(fun, 2) and
             is_list(opts) do
    case collection do
      [] ->
        concat(left, right)

      _ ->
        break = Keyword.get(opts, :break, :maybe)
        separator = Keyword.get(opts, :separator, @container_separator)

        {docs, simple?} =
          container_each(collection, inspect_opts.limit, inspect_opts, fun, [], break == :maybe)

        flex? = simple? or break == :flex
        docs = fold_doc(docs, &join(&1, &2, flex?, separator))

        if flex?,
          do: group(concat(concat(left, nest(docs, 1)), right)),
          else: group(glue(nest(glue(left, "", docs), 2), "", right))
    end
  end

  # `simple?` stays true as long as no element can be broken.
  defp container_each([], _limit, _opts, _fun, docs, simple?), do: {:lists.reverse(docs), simple?}

  defp container_each(_, 0, _opts, _fun, docs, simple?),
    do: {:lists.reverse(["..." | docs]), simple?}

  defp container_each([term | terms], limit, opts, fun, docs, simple?)
       when is_list(terms) and (limit == :infinity or (is_integer(limit) and limit > 0)) do
    limit = decrement(limit)
    doc = fun.(term, %{opts | limit: limit})
    container_each(terms, limit, opts, fun, [doc | docs], simple? and simple?(doc))
  end

  # The tail of an improper list goes behind a bar.
  defp container_each([last | tail], limit, opts, fun, docs, simple?)
       when limit == :infinity or (is_integer(limit) and limit > 0) do
    limit = decrement(limit)
    last = fun.(last, %{opts | limit: limit})
    tail = fun.(tail, %{opts | limit: limit})
    simple? = simple? and simple?(last) and simple?(tail)
    doc = join(last, tail, simple?, @tail_separator)
    {:lists.reverse([doc | docs]), simple?}
  end

  defp decrement(:infinity), do: :infinity
  defp decrement(limit), do: limit - 1

  defp join(:doc_nil, _right, _flex?, _separator), do: :doc_nil
  defp join(left, :doc_nil, _flex?, _separator), do: left
  defp join(left, right, true, separator), do: flex_glue(concat(left, separator), right)
  defp join(left, right, false, separator), do: glue(concat(left, separator), right)

  defp simple?({:doc_cons, left, right}), do: simple?(left) and simple?(right)
  defp simple?({:doc_color, doc, _}), do: simple?(doc)
  defp simple?({:doc_string, _, _}), do: true
  defp simple?(:doc_nil), do: true
  defp simple?(other), do: is_binary(other)

  # Parts

  @doc """
  The document that shows nothing.
  """
  @spec empty() :: :doc_nil
  def empty, do: :doc_nil

  @doc """
  A text that takes as many columns as it has graphemes. A plain binary is taken to have one byte
  for each column, which saves the counting.

      Inspect.Algebra.string("olá")
  """
  @spec string(String.t()) :: t
  def string(string) when is_binary(string), do: {:doc_string, string, String.length(string)}

  @doc """
  Two documents, one after the other.

      concat("hello", "world")  # shown as helloworld
  """
  @spec concat(t, t) :: t
  def concat(doc1, doc2) when is_doc(doc1) and is_doc(doc2), do: {:doc_cons, doc1, doc2}

  @doc """
  A list of documents, one after the other.

      concat(["a", "b", "c"])  # shown as abc
  """
  @spec concat([t]) :: t
  def concat(docs) when is_list(docs), do: fold_doc(docs, &concat(&1, &2))

  @doc """
  A document with its color for terms of the kind `color_key`, if `opts` has one.

      color(":a", :atom, %Inspect.Opts{syntax_colors: [atom: :red]})
  """
  @spec color(t, Inspect.Opts.color_key(), Inspect.Opts.t()) :: t
  def color(doc, color_key, %Inspect.Opts{syntax_colors: syntax_colors}) when is_doc(doc) do
    if precolor = Keyword.get(syntax_colors, color_key) do
      postcolor = Keyword.get(syntax_colors, :reset, :reset)
      concat({:doc_color, doc, precolor}, {:doc_color, empty(), postcolor})
    else
      doc
    end
  end

  @doc """
  Lines in `doc` start `level` columns further to the right, or where the cursor is (`:cursor`),
  or at the margin (`:reset`). With `:break`, only if the enclosing group is broken.

      nest(glue("hello", "world"), 5)
  """
  @spec nest(t, non_neg_integer | :cursor | :reset, :always | :break) :: t
  def nest(doc, level, mode \\ :always)

  def nest(doc, :cursor, mode) when is_doc(doc) and mode in [:always, :break],
    do: {:doc_nest, doc, :cursor, mode}

  def nest(doc, :reset, mode) when is_doc(doc) and mode in [:always, :break],
    do: {:doc_nest, doc, :reset, mode}

  def nest(doc, 0, _mode) when is_doc(doc), do: doc

  def nest(doc, level, mode)
      when is_doc(doc) and is_integer(level) and level > 0 and mode in [:always, :break],
      do: {:doc_nest, doc, level, mode}

  @doc """
  A place to break the line, shown as `string` if it is not broken. All breaks of a group are
  broken or none is.

      concat(["a", break("\\t"), "b"])
  """
  @spec break(binary) :: t
  def break(string \\ " ") when is_binary(string), do: {:doc_break, string, :strict}

  @doc """
  Ends that many lines at most here, however many line ends follow.
  """
  @spec collapse_lines(pos_integer) :: t
  def collapse_lines(max) when is_integer(max) and max > 0, do: {:doc_collapse, max}

  @doc """
  A document whose last break counts, `:enabled` or `:disabled`, when it is asked whether what
  stands before it fits: a function call may stay on its line though its last argument does not.
  """
  @spec next_break_fits(t, :enabled | :disabled) :: t
  def next_break_fits(doc, mode \\ :enabled) when is_doc(doc) and mode in [:enabled, :disabled],
    do: {:doc_fits, doc, mode}

  @doc """
  A break that is decided by itself: broken only if what follows, up to the next break, does not
  fit.

      concat(["a", flex_break(), "b"])
  """
  @spec flex_break(binary) :: t
  def flex_break(string \\ " ") when is_binary(string), do: {:doc_break, string, :flex}

  @doc """
  Two documents with a flex break between them.
  """
  @spec flex_glue(t, binary, t) :: t
  def flex_glue(doc1, break_string \\ " ", doc2) when is_binary(break_string),
    do: concat(doc1, concat(flex_break(break_string), doc2))

  @doc """
  Two documents with a break between them.

      glue("hello", "world")
  """
  @spec glue(t, binary, t) :: t
  def glue(doc1, break_string \\ " ", doc2) when is_binary(break_string),
    do: concat(doc1, concat(break(break_string), doc2))

  @doc """
  A document that is on one line if it fits, and else broken at all its breaks. With `:inherit` it
  is broken whenever the group around it is.

      group(glue("hello", "world"))
  """
  @spec group(t, :self | :inherit) :: t
  def group(doc, mode \\ :self) when is_doc(doc), do: {:doc_group, doc, mode}

  @doc """
  A document that never fits: the groups around it are broken.
  """
  @spec force_unfit(t) :: t
  def force_unfit(doc) when is_doc(doc), do: {:doc_force, doc}

  @doc """
  Two documents with a space between them.

      space("hello", "world")  # shown as hello world
  """
  @spec space(t, t) :: t
  def space(doc1, doc2), do: concat(doc1, concat(" ", doc2))

  @doc """
  A document that is laid out as if lines had no end.
  """
  @spec no_limit(t) :: t
  def no_limit(doc), do: {:doc_limit, doc, :infinity}

  @doc """
  The end of a line, whatever the group around it.
  """
  @spec line() :: t
  def line, do: :doc_line

  @doc """
  Two documents, each on a line.

      line("hello", "world")
  """
  @spec line(t, t) :: t
  def line(doc1, doc2), do: concat(doc1, concat(line(), doc2))

  @doc """
  A list of documents made one, from the right.

      fold_doc(["A", "B", "C"], fn doc, rest -> concat([doc, "!", rest]) end)  # shown as A!B!C
  """
  @spec fold_doc([t], (t, t -> t)) :: t
  def fold_doc(docs, folder_fun)

  def fold_doc([], _folder_fun), do: empty()
  def fold_doc([doc], _folder_fun), do: doc

  def fold_doc([doc | docs], folder_fun) when is_function(folder_fun, 2),
    do: folder_fun.(doc, fold_doc(docs, folder_fun))

  # Older names

  @doc false
  @deprecated "Use a combination of concat/2 and nest/2 instead"
  def surround(left, doc, right) when is_doc(left) and is_doc(doc) and is_doc(right),
    do: concat(concat(left, nest(doc, 1)), right)

  @doc false
  @deprecated "Use Inspect.Algebra.container_doc/6 instead"
  def surround_many(
        left,
        docs,
        right,
        %Inspect.Opts{} = inspect,
        fun,
        separator \\ @container_separator
      )
      when is_doc(left) and is_list(docs) and is_doc(right) and is_function(fun, 2),
      do: container_doc(left, docs, right, inspect, fun, separator: separator)

  # Layout

  @doc """
  The lines of a document for a width, which may be `:infinity`, as iodata.

      format(glue("hello", "world"), 80)
  """
  @spec format(t, non_neg_integer | :infinity) :: iodata
  def format(doc, width)
      when is_doc(doc) and (width == :infinity or (is_integer(width) and width >= 0)),
      do: Inspect.Layout.format(doc, width)
end
