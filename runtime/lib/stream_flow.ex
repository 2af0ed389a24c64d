defmodule Stream.Flow do
  @moduledoc false

  # The streams that hand out several elements for one step: resource, transform and cycle.
  #
  # What a step gives is emitted by reducing it with the consumer's own function. `emit` calls
  # `cleanup` when the consumer halts or raises, and `continue` with the next command when all is
  # emitted; in between the consumer may suspend as often as it likes.

  # -- resource --------------------------------------------------------------------------------

  def resource({:suspend, acc}, state, next_fun, after_fun, fun) do
    {:suspended, acc, &resource(&1, state, next_fun, after_fun, fun)}
  end

  def resource({:halt, acc}, state, _next_fun, after_fun, _fun) do
    after_fun.(state)
    {:halted, acc}
  end

  def resource({:cont, acc}, state, next_fun, after_fun, fun) do
    try do
      next_fun.(state)
    catch
      kind, reason ->
        after_fun.(state)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {:halt, state} ->
        resource({:halt, acc}, state, next_fun, after_fun, fun)

      {[], state} ->
        resource({:cont, acc}, state, next_fun, after_fun, fun)

      {elements, state} ->
        cleanup = fn -> after_fun.(state) end
        continue = &resource(&1, state, next_fun, after_fun, fun)
        emit(elements, acc, fun, cleanup, continue)
    end
  end

  # -- transform -------------------------------------------------------------------------------

  # The source is suspended after each element. `funs` are the reducer, the function that is
  # given the last state (or nil), the one that cleans up, and the consumer's.

  def transform(command, enumerable, state, funs) do
    one = fn element, elements -> {:suspend, [element | elements]} end
    pull(command, &Enumerable.reduce(enumerable, &1, one), state, funs)
  end

  defp pull({:suspend, acc}, source, state, funs) do
    {:suspended, acc, &pull(&1, source, state, funs)}
  end

  defp pull({:halt, acc}, source, state, funs), do: close(acc, source, state, funs)

  defp pull({:cont, acc}, source, state, funs) do
    case guard(fn -> source.({:cont, []}) end, fn -> elem(funs, 2).(state) end) do
      {:suspended, elements, source} ->
        apply_reducer(:lists.reverse(elements), {:cont, acc}, source, state, funs, &pull/4)

      {_ended, elements} ->
        apply_reducer(:lists.reverse(elements), {:cont, acc}, source, state, funs, &last/4)
    end
  end

  defp close(acc, source, state, {_reducer, _last_fun, after_fun, _fun}) do
    source.({:halt, []})
    after_fun.(state)
    {:halted, acc}
  end

  defp apply_reducer([], command, source, state, funs, continue) do
    continue.(command, source, state, funs)
  end

  defp apply_reducer(elements, {:suspend, acc}, source, state, funs, continue) do
    {:suspended, acc, &apply_reducer(elements, &1, source, state, funs, continue)}
  end

  defp apply_reducer(_elements, {:halt, acc}, source, state, funs, _continue) do
    close(acc, source, state, funs)
  end

  defp apply_reducer([element | elements], {:cont, acc} = command, source, state, funs, continue) do
    case guard(fn -> elem(funs, 0).(element, state) end, cleanup(source, state, funs)) do
      {[], state} ->
        apply_reducer(elements, command, source, state, funs, continue)

      {:halt, state} ->
        close(acc, source, state, funs)

      {emitted, state} ->
        go_on = &apply_reducer(elements, &1, source, state, funs, continue)
        emit(emitted, acc, elem(funs, 3), cleanup(source, state, funs), go_on)
    end
  end

  defp cleanup(source, state, {_reducer, _last_fun, after_fun, _fun}) do
    fn ->
      source.({:halt, []})
      after_fun.(state)
    end
  end

  # The source has ended.
  defp last({:suspend, acc}, source, state, funs) do
    {:suspended, acc, &last(&1, source, state, funs)}
  end

  defp last({:halt, acc}, source, state, funs), do: close(acc, source, state, funs)

  defp last({:cont, acc}, _source, state, {_reducer, nil, after_fun, _fun}) do
    after_fun.(state)
    {:halted, acc}
  end

  defp last({:cont, acc}, source, state, {_reducer, last_fun, after_fun, fun} = funs) do
    case guard(fn -> last_fun.(state) end, cleanup(source, state, funs)) do
      {:halt, state} ->
        close(acc, source, state, funs)

      {emitted, state} ->
        finish = fn {_command, acc} ->
          after_fun.(state)
          {:halted, acc}
        end

        emit(emitted, acc, fun, cleanup(source, state, funs), finish)
    end
  end

  # -- cycle -----------------------------------------------------------------------------------

  # The enumerable is suspended after each element, and begun anew when it has ended.

  def cycle(command, enumerable, fun) do
    one = fn element, elements -> {:suspend, [element | elements]} end
    begin = &Enumerable.reduce(enumerable, &1, one)
    cycle(command, [], begin, begin, false, fun)
  end

  defp cycle({:suspend, acc}, elements, source, begin, any?, fun) do
    {:suspended, acc, &cycle(&1, elements, source, begin, any?, fun)}
  end

  defp cycle({:halt, acc}, _elements, source, _begin, any?, _fun) do
    source.({:halt, []})
    if any?, do: {:halted, acc}, else: raise_of_cycle()
  end

  defp cycle({:cont, acc}, [element | elements], source, begin, _any?, fun) do
    cycle(fun.(element, acc), elements, source, begin, true, fun)
  end

  defp cycle({:cont, acc}, [], source, begin, any?, fun) do
    case source.({:cont, []}) do
      {:suspended, elements, source} ->
        cycle({:cont, acc}, :lists.reverse(elements), source, begin, any?, fun)

      {_ended, []} when not any? ->
        raise_of_cycle()

      {_ended, elements} ->
        cycle({:cont, acc}, :lists.reverse(elements), begin, begin, any?, fun)
    end
  end

  defp raise_of_cycle, do: raise(ArgumentError, "cannot cycle over an empty enumerable")

  # -- emitting --------------------------------------------------------------------------------

  defp emit(list, acc, fun, cleanup, continue) when is_list(list) do
    emit_list(&Enumerable.List.reduce(list, &1, fun), {:cont, acc}, cleanup, continue)
  end

  # An enumerable may say that it halted when it only came to its end, so the consumer's wish is
  # kept in front of the acc.
  defp emit(enumerable, acc, fun, cleanup, continue) do
    reducer = fn element, [_wish | acc] ->
      {command, acc} = fun.(element, acc)
      {command, [command | acc]}
    end

    reduce = &Enumerable.reduce(enumerable, &1, reducer)
    emit_enumerable(reduce, {:cont, [:cont | acc]}, cleanup, continue)
  end

  defp emit_list(reduce, command, cleanup, continue) do
    case guard(fn -> reduce.(command) end, cleanup) do
      {:done, acc} ->
        continue.({:cont, acc})

      {:halted, acc} ->
        cleanup.()
        {:halted, acc}

      {:suspended, acc, reduce} ->
        {:suspended, acc, &emit_list(reduce, &1, cleanup, continue)}
    end
  end

  defp emit_enumerable(reduce, command, cleanup, continue) do
    case guard(fn -> reduce.(command) end, cleanup) do
      {:suspended, [_wish | acc], reduce} ->
        resume = fn {command, acc} ->
          emit_enumerable(reduce, {command, [command | acc]}, cleanup, continue)
        end

        {:suspended, acc, resume}

      {_ended, [:halt | acc]} ->
        cleanup.()
        {:halted, acc}

      {_ended, [_wish | acc]} ->
        continue.({:cont, acc})
    end
  end

  defp guard(fun, cleanup) do
    fun.()
  catch
    kind, reason ->
      cleanup.()
      :erlang.raise(kind, reason, __STACKTRACE__)
  end
end
