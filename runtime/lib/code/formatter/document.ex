defmodule Code.Formatter.Document do
  # The documents that the formatter builds: those of `Inspect.Algebra`, held in a form of their own, because the
  # formatter has to look into them. A comma goes into the group of the argument before it, so that whether the argument
  # fits takes the comma into account; and a group that would be alone in another one is dissolved.
  @moduledoc false

  alias Inspect.Algebra

  @type t ::
          :empty
          | binary()
          | :line
          | {:concat, t, t}
          | {:nest, t, non_neg_integer() | :cursor | :reset, :always | :break}
          | {:break, binary()}
          | {:flex_break, binary()}
          | {:group, t, :self | :inherit}
          | {:force_unfit, t}
          | {:next_break_fits, t, :enabled | :disabled}
          | {:collapse_lines, pos_integer()}
          | {:no_limit, t}

  defmacro empty, do: :empty

  def concat(left, right), do: {:concat, left, right}

  def concat([doc]), do: doc
  def concat([doc | docs]), do: {:concat, doc, concat(docs)}

  def nest(doc, level, mode \\ :always)
  def nest(doc, 0, _mode), do: doc
  def nest(doc, level, mode), do: {:nest, doc, level, mode}

  def break(text \\ " "), do: {:break, text}
  def flex_break(text \\ " "), do: {:flex_break, text}
  def line, do: :line
  def line(left, right), do: {:concat, left, {:concat, :line, right}}
  def glue(left, text \\ " ", right), do: {:concat, left, {:concat, {:break, text}, right}}
  def flex_glue(left, right), do: {:concat, left, {:concat, {:flex_break, " "}, right}}
  def group(doc, mode \\ :self), do: {:group, doc, mode}
  def force_unfit(doc), do: {:force_unfit, doc}
  def next_break_fits(doc, mode \\ :enabled), do: {:next_break_fits, doc, mode}
  def collapse_lines(max), do: {:collapse_lines, max}
  def no_limit(doc), do: {:no_limit, doc}

  # The same document for `Inspect.Algebra`.
  def to_algebra(:empty), do: Algebra.empty()
  def to_algebra(:line), do: Algebra.line()
  def to_algebra(text) when is_binary(text), do: Algebra.string(text)

  def to_algebra({:concat, left, right}) do
    Algebra.concat(to_algebra(left), to_algebra(right))
  end

  def to_algebra({:nest, doc, level, mode}), do: Algebra.nest(to_algebra(doc), level, mode)
  def to_algebra({:break, text}), do: Algebra.break(text)
  def to_algebra({:flex_break, text}), do: Algebra.flex_break(text)
  def to_algebra({:group, doc, mode}), do: Algebra.group(to_algebra(doc), mode)
  def to_algebra({:force_unfit, doc}), do: Algebra.force_unfit(to_algebra(doc))

  def to_algebra({:next_break_fits, doc, mode}) do
    Algebra.next_break_fits(to_algebra(doc), mode)
  end

  def to_algebra({:collapse_lines, max}), do: Algebra.collapse_lines(max)
  def to_algebra({:no_limit, doc}), do: Algebra.no_limit(to_algebra(doc))

  # The text of a document on one line, to look at how it begins or ends.
  def to_text(doc) do
    doc |> to_algebra() |> Algebra.format(:infinity) |> IO.iodata_to_binary()
  end

  def parenthesized(doc), do: concat("(", concat(nest(doc, :cursor), ")"))

  # Brackets around a document that may be broken from them.
  def surround(left, :empty, right), do: concat(left, right)

  def surround(left, doc, right) do
    left |> glue("", doc) |> nest(2) |> glue("", right) |> group()
  end

  # Builds with a document that may be broken at once if it begins on the line of what is before it.
  def hugging(true, doc, fun) do
    doc |> next_break_fits(:enabled) |> fun.() |> next_break_fits(:disabled)
  end

  def hugging(false, doc, fun), do: fun.(doc)

  def append_to_last_group({:concat, left, right}, doc) do
    {:concat, left, append_to_last_group(right, doc)}
  end

  def append_to_last_group({:group, inner, mode}, doc), do: {:group, {:concat, inner, doc}, mode}
  def append_to_last_group(other, doc), do: {:concat, other, doc}

  def ungroup({:group, doc, _mode}), do: doc
  def ungroup(doc), do: doc
end
