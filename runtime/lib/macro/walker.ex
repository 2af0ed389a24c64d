defmodule Macro.Walker do
  # The nodes of an expression one by one, on demand: a stack of what is still to be visited, driven by the protocol of
  # enumerables.
  @moduledoc false

  @doc false
  def before(nodes, {:suspend, acc}, fun) do
    {:suspended, acc, &before(nodes, &1, fun)}
  end

  def before(_nodes, {:halt, acc}, _fun), do: {:halted, acc}

  def before([node | rest], {:cont, acc}, fun) do
    before(children(node, rest), fun.(node, acc), fun)
  end

  def before([], {:cont, acc}, _fun), do: {:done, acc}

  @doc false
  def after_children(stack, {:suspend, acc}, fun) do
    {:suspended, acc, &after_children(stack, &1, fun)}
  end

  def after_children(_stack, {:halt, acc}, _fun), do: {:halted, acc}
  def after_children([], {:cont, acc}, _fun), do: {:done, acc}

  def after_children([{:close, node} | stack], {:cont, acc}, fun) do
    after_children(stack, fun.(node, acc), fun)
  end

  # A node is opened: its children come first, and it is given when they are done.
  def after_children([{:open, node} | stack], {:cont, acc}, fun) do
    opened = for child <- children(node, []), do: {:open, child}
    after_children(opened ++ [{:close, node} | stack], {:cont, acc}, fun)
  end

  @doc false
  def path([node | siblings], above, fun) do
    if fun.(node) do
      [node | above]
    else
      path(children(node, []), [node | above], fun) || path(siblings, above, fun)
    end
  end

  def path([], _above, _fun), do: nil

  defp children({form, _, args}, rest) when is_atom(form) and is_list(args), do: args ++ rest
  defp children({form, _, args}, rest) when is_list(args), do: [form | args ++ rest]
  defp children({form, _, _}, rest) when is_atom(form), do: rest
  defp children({form, _, _}, rest), do: [form | rest]
  defp children({left, right}, rest), do: [left, right | rest]
  defp children(list, rest) when is_list(list), do: list ++ rest
  defp children(_leaf, rest), do: rest
end
