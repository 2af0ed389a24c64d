defmodule Stream.Zip do
  @moduledoc false

  # Zipping walks several enumerables in step, each suspended after every element. A round takes
  # one element of each; the first that has none ends it all, and the others are told to halt.

  # -- lists -----------------------------------------------------------------------------------

  def lists(lists, {:cont, acc}, fun, zip_fun) do
    case heads_and_tails(lists, [], []) do
      {heads, tails} -> lists(tails, fun.(zip_fun.(heads), acc), fun, zip_fun)
      nil -> {:done, acc}
    end
  end

  def lists(_lists, {:halt, acc}, _fun, _zip_fun), do: {:halted, acc}

  def lists(lists, {:suspend, acc}, fun, zip_fun) do
    {:suspended, acc, &lists(lists, &1, fun, zip_fun)}
  end

  defp heads_and_tails([[head | tail] | lists], heads, tails) do
    heads_and_tails(lists, [head | heads], [tail | tails])
  end

  defp heads_and_tails([[] | _lists], _heads, _tails), do: nil
  defp heads_and_tails([], heads, tails), do: {:lists.reverse(heads), :lists.reverse(tails)}

  # -- enumerables -----------------------------------------------------------------------------

  # A source is a continuation, the elements that it has given and nobody has taken yet, and
  # whether there may be more. One that has given its last element is told to halt all the same.

  def enumerables(enumerables, command, fun, zip_fun) do
    one = fn element, elements -> {:suspend, [element | elements]} end

    sources =
      Enum.map(enumerables, fn source -> {&Enumerable.reduce(source, &1, one), [], :more} end)

    rounds(sources, command, fun, zip_fun)
  end

  defp rounds(sources, {:halt, acc}, _fun, _zip_fun) do
    close(sources)
    {:halted, acc}
  end

  defp rounds(sources, {:suspend, acc}, fun, zip_fun) do
    {:suspended, acc, &rounds(sources, &1, fun, zip_fun)}
  end

  defp rounds([], {:cont, acc}, _fun, _zip_fun), do: {:done, acc}

  defp rounds(sources, {:cont, acc}, fun, zip_fun) do
    case guarded_round(sources, acc, fun, zip_fun) do
      {:next, sources, command} -> rounds(sources, command, fun, zip_fun)
      {:done, acc} -> {:done, acc}
    end
  end

  defp guarded_round(sources, acc, fun, zip_fun) do
    round(sources, acc, [], [], fun, zip_fun)
  catch
    kind, reason ->
      close(sources)
      :erlang.raise(kind, reason, __STACKTRACE__)
  end

  # `advanced` are the sources that have given their element of this round, the last one first.
  defp round([{source, [element | rest], more} | sources], acc, elements, advanced, fun, zip_fun) do
    round(sources, acc, [element | elements], [{source, rest, more} | advanced], fun, zip_fun)
  end

  defp round([{source, [], :more} | sources], acc, elements, advanced, fun, zip_fun) do
    case source.({:cont, []}) do
      {:suspended, given, source} ->
        sources = [{source, :lists.reverse(given), :more} | sources]
        round(sources, acc, elements, advanced, fun, zip_fun)

      {_ended, given} ->
        sources = [{source, :lists.reverse(given), :ended} | sources]
        round(sources, acc, elements, advanced, fun, zip_fun)
    end
  end

  defp round([{_source, [], :ended} | sources], acc, _elements, advanced, _fun, _zip_fun) do
    close(:lists.reverse(advanced, sources))
    {:done, acc}
  end

  defp round([], acc, elements, advanced, fun, zip_fun) do
    element = zip_fun.(:lists.reverse(elements))
    {:next, :lists.reverse(advanced), fun.(element, acc)}
  end

  defp close([{source, _pending, _more} | sources]) do
    source.({:halt, []})
    close(sources)
  end

  defp close([]), do: :ok
end
