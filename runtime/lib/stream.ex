defmodule Stream do
  @moduledoc """
  Enumerables that do their work only when they are walked, element by element.

      1..3 |> Stream.map(&(&1 * 2)) |> Enum.to_list()  # => [2, 4, 6]

  A stream of this module is an enumerable and the stages that each element passes. A stage is a
  function that is given the reducer of the next stage and gives its own. Stages with a state of
  their own find it behind the acc: what is passed along is `[acc | states]`, the states of the
  stages to come in their order, and each stage takes its state away before it calls the next
  and puts it back afterwards. In `funs` and `accs` the latest stage is first. `done`, if not
  `nil`, flushes the state of the last stage at the end.

  In docs, `fun` is a function of one element unless said otherwise.
  """

  alias Stream.{Flow, Zip}

  defstruct enum: nil, funs: [], accs: [], done: nil

  @type acc :: any
  @type element :: any
  @type index :: non_neg_integer
  @type default :: any
  @type timer :: non_neg_integer | :infinity

  # -- stages ----------------------------------------------------------------------------------

  defp lazy(%Stream{done: nil, funs: funs} = stream, fun), do: %{stream | funs: [fun | funs]}
  defp lazy(enumerable, fun), do: %Stream{enum: enumerable, funs: [fun]}

  defp lazy(%Stream{done: nil, funs: funs, accs: accs} = stream, state, fun) do
    %{stream | funs: [fun | funs], accs: [state | accs]}
  end

  defp lazy(enumerable, state, fun), do: %Stream{enum: enumerable, funs: [fun], accs: [state]}

  defp put_state({command, [acc | states]}, state), do: {command, [acc, state | states]}

  @doc "Calls `fun` with each element that comes by: `Stream.each([1], &IO.inspect/1)`."
  @spec each(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def each(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, fn next ->
      fn element, acc ->
        fun.(element)
        next.(element, acc)
      end
    end)
  end

  @doc "What `fun` makes of each element."
  @spec map(Enumerable.t(), (element -> any)) :: Enumerable.t()
  def map(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, fn next -> fn element, acc -> next.(fun.(element), acc) end end)
  end

  @doc "Maps every `nth` element, the first one first, and leaves the others."
  @spec map_every(Enumerable.t(), non_neg_integer, (element -> any)) :: Enumerable.t()
  def map_every(enumerable, nth, fun) when is_integer(nth) and nth >= 0 and is_function(fun, 1) do
    map_every_after_guards(enumerable, nth, fun)
  end

  defp map_every_after_guards(enumerable, 1, fun), do: map(enumerable, fun)
  defp map_every_after_guards(enumerable, 0, _fun), do: %Stream{enum: enumerable}

  defp map_every_after_guards(enumerable, nth, fun) do
    lazy(enumerable, nth, fn next ->
      fn
        element, [acc, ^nth | states] -> put_state(next.(fun.(element), [acc | states]), 1)
        element, [acc, n | states] -> put_state(next.(element, [acc | states]), n + 1)
      end
    end)
  end

  @doc "The elements for which `fun` is truthy."
  @spec filter(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def filter(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, fn next ->
      fn element, acc -> if fun.(element), do: next.(element, acc), else: {:cont, acc} end
    end)
  end

  @doc "The elements for which `fun` is falsy."
  @spec reject(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def reject(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, fn next ->
      fn element, acc -> if fun.(element), do: {:cont, acc}, else: next.(element, acc) end
    end)
  end

  @doc false
  @deprecated "Use Stream.filter/2 + Stream.map/2 instead"
  def filter_map(enumerable, filter, mapper) do
    lazy(enumerable, fn next ->
      fn element, acc ->
        if filter.(element), do: next.(mapper.(element), acc), else: {:cont, acc}
      end
    end)
  end

  @doc "The first `count` elements, or the last if negative (which walks all, once asked)."
  @spec take(Enumerable.t(), integer) :: Enumerable.t()
  def take(enumerable, count) when is_integer(count), do: take_after_guards(enumerable, count)

  defp take_after_guards(_enumerable, 0), do: %Stream{enum: []}
  defp take_after_guards([], _count), do: %Stream{enum: []}

  defp take_after_guards(enumerable, count) when count > 0 do
    lazy(enumerable, count, fn next ->
      fn
        element, [acc, n | states] when n > 1 ->
          put_state(next.(element, [acc | states]), n - 1)

        element, [acc, _last | states] ->
          {_command, passed} = next.(element, [acc | states])
          put_state({:halt, passed}, 0)
      end
    end)
  end

  defp take_after_guards(enumerable, count) when count < 0 do
    &Enumerable.reduce(Enum.take(enumerable, count), &1, &2)
  end

  @doc "Every `nth` element, the first one first: `Stream.take_every(1..5, 2)` has 1, 3 and 5."
  @spec take_every(Enumerable.t(), non_neg_integer) :: Enumerable.t()
  def take_every(enumerable, nth) when is_integer(nth) and nth >= 0 do
    take_every_after_guards(enumerable, nth)
  end

  defp take_every_after_guards(_enumerable, 0), do: %Stream{enum: []}
  defp take_every_after_guards([], _nth), do: %Stream{enum: []}

  defp take_every_after_guards(enumerable, nth) do
    lazy(enumerable, nth, fn next ->
      fn
        element, [acc, ^nth | states] -> put_state(next.(element, [acc | states]), 1)
        _element, [acc, n | states] -> {:cont, [acc, n + 1 | states]}
      end
    end)
  end

  @doc "The elements before the first for which `fun` is falsy."
  @spec take_while(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def take_while(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, fn next ->
      fn element, acc -> if fun.(element), do: next.(element, acc), else: {:halt, acc} end
    end)
  end

  @doc "All but the first `n` elements, or but the last if negative."
  @spec drop(Enumerable.t(), integer) :: Enumerable.t()
  def drop(enumerable, n) when is_integer(n) and n >= 0 do
    lazy(enumerable, n, fn next ->
      fn
        _element, [acc, n | states] when n > 0 -> {:cont, [acc, n - 1 | states]}
        element, [acc, n | states] -> put_state(next.(element, [acc | states]), n)
      end
    end)
  end

  # The last elements are held back in a queue: its length, what came in (reversed), what goes
  # out next.
  def drop(enumerable, n) when is_integer(n) and n < 0 do
    lazy(enumerable, {0, [], []}, fn next ->
      fn
        element, [acc, {count, back, front} | states] when count < -n ->
          {:cont, [acc, {count + 1, [element | back], front} | states]}

        element, [acc, {count, back, []} | states] ->
          [first | front] = :lists.reverse(back)
          put_state(next.(first, [acc | states]), {count, [element], front})

        element, [acc, {count, back, [first | front]} | states] ->
          put_state(next.(first, [acc | states]), {count, [element | back], front})
      end
    end)
  end

  @doc "All but every `nth` element, the first one first: `Stream.drop_every(1..5, 2)`."
  @spec drop_every(Enumerable.t(), non_neg_integer) :: Enumerable.t()
  def drop_every(enumerable, nth)
  def drop_every(enumerable, 0), do: %Stream{enum: enumerable}
  def drop_every([], _nth), do: %Stream{enum: []}

  def drop_every(enumerable, nth) when is_integer(nth) and nth > 0 do
    lazy(enumerable, nth, fn next ->
      fn
        _element, [acc, ^nth | states] -> {:cont, [acc, 1 | states]}
        element, [acc, n | states] -> put_state(next.(element, [acc | states]), n + 1)
      end
    end)
  end

  @doc "The elements from the first on for which `fun` is falsy."
  @spec drop_while(Enumerable.t(), (element -> as_boolean(term))) :: Enumerable.t()
  def drop_while(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, true, fn next ->
      fn element, [acc, dropping? | states] = passed ->
        if dropping? and fun.(element),
          do: {:cont, passed},
          else: put_state(next.(element, [acc | states]), false)
      end
    end)
  end

  @doc "The elements that differ from the one before."
  @spec dedup(Enumerable.t()) :: Enumerable.t()
  def dedup(enumerable), do: dedup_by(enumerable, & &1)

  @doc "The elements of which `fun` makes something else than of the one before."
  @spec dedup_by(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def dedup_by(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, nil, fn next ->
      fn element, [acc, last | states] = passed ->
        value = fun.(element)

        if last === {:value, value},
          do: {:cont, passed},
          else: put_state(next.(element, [acc | states]), {:value, value})
      end
    end)
  end

  @doc "The elements without repetition. All that were seen are remembered."
  @spec uniq(Enumerable.t()) :: Enumerable.t()
  def uniq(enumerable), do: uniq_by(enumerable, & &1)

  @doc false
  @deprecated "Use Stream.uniq_by/2 instead"
  def uniq(enumerable, fun), do: uniq_by(enumerable, fun)

  @doc "The elements of which `fun` makes what it has not made before."
  @spec uniq_by(Enumerable.t(), (element -> term)) :: Enumerable.t()
  def uniq_by(enumerable, fun) when is_function(fun, 1) do
    lazy(enumerable, %{}, fn next ->
      fn element, [acc, seen | states] = passed ->
        value = fun.(element)

        case seen do
          %{^value => _} -> {:cont, passed}
          %{} -> put_state(next.(element, [acc | states]), :maps.put(value, true, seen))
        end
      end
    end)
  end

  @doc "The elements with their indexes, which start at `offset`."
  @spec with_index(Enumerable.t(), integer) :: Enumerable.t()
  def with_index(enumerable, offset \\ 0) when is_integer(offset) do
    lazy(enumerable, offset, fn next ->
      fn element, [acc, index | states] ->
        put_state(next.({element, index}, [acc | states]), index + 1)
      end
    end)
  end

  @doc "The first element, then what `fun` makes of each and of its last result."
  @spec scan(Enumerable.t(), (element, acc -> any)) :: Enumerable.t()
  def scan(enumerable, fun) when is_function(fun, 2) do
    lazy(enumerable, :first, fn next ->
      fn
        element, [acc, :first | states] ->
          put_state(next.(element, [acc | states]), {:ok, element})

        element, [acc, {:ok, last} | states] ->
          value = fun.(element, last)
          put_state(next.(value, [acc | states]), {:ok, value})
      end
    end)
  end

  @doc "What `fun` makes of each element and of its last result, `acc` at first."
  @spec scan(Enumerable.t(), acc, (element, acc -> any)) :: Enumerable.t()
  def scan(enumerable, acc, fun) when is_function(fun, 2) do
    lazy(enumerable, acc, fn next ->
      fn element, [acc, last | states] ->
        value = fun.(element, last)
        put_state(next.(value, [acc | states]), value)
      end
    end)
  end

  # -- chunks ----------------------------------------------------------------------------------

  @doc "Lists of `count` elements."
  @spec chunk_every(Enumerable.t(), pos_integer) :: Enumerable.t()
  def chunk_every(enumerable, count), do: chunk_every(enumerable, count, count, [])

  @doc "Lists of `count` elements, each beginning `step` after the one before; see `Enum`."
  @spec chunk_every(Enumerable.t(), pos_integer, pos_integer, Enumerable.t() | :discard) ::
          Enumerable.t()
  def chunk_every(enumerable, count, step, leftover \\ [])
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    Stream.Reducers.chunk_every(&chunk_while/4, enumerable, count, step, leftover)
  end

  @doc false
  @deprecated "Use Stream.chunk_every/2 instead"
  def chunk(enumerable, count), do: chunk(enumerable, count, count, nil)

  @doc false
  @deprecated "Use Stream.chunk_every/3 instead"
  def chunk(enumerable, count, step), do: chunk(enumerable, count, step, nil)

  @doc false
  @deprecated "Use Stream.chunk_every/4 instead"
  def chunk(enumerable, count, step, leftover)
      when is_integer(count) and count > 0 and is_integer(step) and step > 0 do
    chunk_every(enumerable, count, step, leftover || :discard)
  end

  @doc "Lists of neighbours of which `fun` makes the same value."
  @spec chunk_by(Enumerable.t(), (element -> any)) :: Enumerable.t()
  def chunk_by(enumerable, fun) when is_function(fun, 1) do
    Stream.Reducers.chunk_by(&chunk_while/4, enumerable, fun)
  end

  @doc "Chunks as `chunk_fun` decides; see `Enum.chunk_while/4`."
  @spec chunk_while(Enumerable.t(), acc, (element, acc -> tuple), (acc -> tuple)) ::
          Enumerable.t()
  def chunk_while(enumerable, acc, chunk_fun, after_fun)
      when is_function(chunk_fun, 2) and is_function(after_fun, 1) do
    stage = fn next ->
      fn element, [acc, [chunk_acc | after_fun] | states] ->
        case chunk_fun.(element, chunk_acc) do
          {:cont, chunk, chunk_acc} ->
            case next.(chunk, [acc | states]) do
              # Nobody wants the rest any more.
              {:halt, _passed} = halt -> put_state(halt, [chunk_acc | &{:cont, &1}])
              passed -> put_state(passed, [chunk_acc | after_fun])
            end

          {:cont, chunk_acc} ->
            {:cont, [acc, [chunk_acc | after_fun] | states]}

          {:halt, chunk_acc} ->
            {:halt, [acc, [chunk_acc | after_fun] | states]}
        end
      end
    end

    stream = lazy(enumerable, [acc | after_fun], stage)
    %{stream | done: &after_chunk_while/2}
  end

  defp after_chunk_while([acc, [chunk_acc | after_fun]], fun) do
    case after_fun.(chunk_acc) do
      {:cont, _chunk_acc} -> {:cont, acc}
      {:cont, chunk, _chunk_acc} -> fun.(chunk, acc)
    end
  end

  # -- other shapes ----------------------------------------------------------------------------

  @doc """
  Puts each element into a collectable as well, when it comes by.

      1..3 |> Stream.into(File.stream!("numbers"), &"\#{&1}\\n") |> Stream.run()  # => :ok
  """
  @spec into(Enumerable.t(), Collectable.t(), (term -> term)) :: Enumerable.t()
  def into(enumerable, collectable, transform \\ & &1) when is_function(transform, 1) do
    &do_into(enumerable, collectable, transform, &1, &2)
  end

  defp do_into(enumerable, collectable, transform, {command, acc}, fun) do
    {collection, into} = Collectable.into(collectable)

    reducer = fn element, [acc | collection] ->
      collection = into.(collection, {:cont, transform.(element)})
      {command, acc} = fun.(element, acc)
      {command, [acc | collection]}
    end

    reduce = &Enumerable.reduce(enumerable, &1, reducer)
    collect(reduce, collection, into, {command, acc})
  end

  defp collect(reduce, collection, into, {command, acc}) do
    reduce.({command, [acc | collection]})
  catch
    kind, reason ->
      into.(collection, :halt)
      :erlang.raise(kind, reason, __STACKTRACE__)
  else
    {:suspended, [acc | collection], reduce} ->
      {:suspended, acc, &collect(reduce, collection, into, &1)}

    {ended, [acc | collection]} ->
      into.(collection, :done)
      {ended, acc}
  end

  @doc "Walks the stream for its effects alone."
  @spec run(Enumerable.t()) :: :ok
  def run(stream) do
    Enum.reduce(stream, nil, fn _element, _ -> nil end)
    :ok
  end

  @doc """
  Gives any number of elements for each, with a state: `reducer` of element and acc answers
  `{elements, acc}` or `{:halt, acc}`.

      Enum.to_list(Stream.transform(1..3, 0, &{[&1 + &2], &1 + &2}))  # => [1, 3, 6]
  """
  @spec transform(Enumerable.t(), acc, (element, acc -> {Enumerable.t(), acc} | {:halt, acc})) ::
          Enumerable.t()
  def transform(enumerable, acc, reducer) when is_function(reducer, 2) do
    &Flow.transform(&1, enumerable, acc, {reducer, nil, fn _acc -> :ok end, &2})
  end

  @doc "As `transform/3`; `start_fun` gives the acc, and `after_fun` is given the last one."
  @spec transform(Enumerable.t(), (() -> acc), fun, (acc -> term)) :: Enumerable.t()
  def transform(enumerable, start_fun, reducer, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(after_fun, 1) do
    &Flow.transform(&1, enumerable, start_fun.(), {reducer, nil, after_fun, &2})
  end

  @doc "As `transform/4`; `last_fun` may give elements more when the source has ended."
  @spec transform(Enumerable.t(), (() -> acc), fun, (acc -> {Enumerable.t(), acc}), (acc -> term)) ::
          Enumerable.t()
  def transform(enumerable, start_fun, reducer, last_fun, after_fun)
      when is_function(start_fun, 0) and is_function(reducer, 2) and is_function(last_fun, 1) and
             is_function(after_fun, 1) do
    &Flow.transform(&1, enumerable, start_fun.(), {reducer, last_fun, after_fun, &2})
  end

  @doc "The elements of the enumerables that `fun` makes of the elements."
  @spec flat_map(Enumerable.t(), (element -> Enumerable.t())) :: Enumerable.t()
  def flat_map(enumerable, fun) when is_function(fun, 1) do
    transform(enumerable, nil, fn element, nil -> {fun.(element), nil} end)
  end

  @doc "The elements of several enumerables, one enumerable after the other."
  @spec concat(Enumerable.t()) :: Enumerable.t()
  def concat(enumerables), do: flat_map(enumerables, & &1)

  @doc "The elements of both: `Stream.concat(1..2, [3])`."
  @spec concat(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def concat(first, second), do: flat_map([first, second], & &1)

  @doc "The elements with `separator` between."
  @spec intersperse(Enumerable.t(), any) :: Enumerable.t()
  def intersperse(enumerable, separator) do
    transform(enumerable, false, fn
      element, true -> {[separator, element], true}
      element, false -> {[element], true}
    end)
  end

  @doc "Tuples of the elements at the same place, up to the shortest enumerable."
  @spec zip(Enumerable.t()) :: Enumerable.t()
  def zip(enumerables), do: zip_with(enumerables, &:erlang.list_to_tuple/1)

  @doc "Pairs of the elements at the same place."
  @spec zip(Enumerable.t(), Enumerable.t()) :: Enumerable.t()
  def zip(left, right), do: zip_with(left, right, &{&1, &2})

  @doc "What `fun` of a list makes of the elements at the same place."
  @spec zip_with(Enumerable.t(), (list -> term)) :: Enumerable.t()
  def zip_with(enumerables, fun) when is_function(fun, 1) do
    if is_list(enumerables) and :lists.all(&is_list/1, enumerables),
      do: &Zip.lists(enumerables, &1, &2, fun),
      else: &Zip.enumerables(enumerables, &1, &2, fun)
  end

  @doc "What `fun` makes of two elements at the same place."
  @spec zip_with(Enumerable.t(), Enumerable.t(), (term, term -> term)) :: Enumerable.t()
  def zip_with(left, right, fun)
      when is_list(left) and is_list(right) and is_function(fun, 2),
      do: &Zip.lists([left, right], &1, &2, fn [one, two] -> fun.(one, two) end)

  def zip_with(left, right, fun) when is_function(fun, 2) do
    &Zip.enumerables([left, right], &1, &2, fn [one, two] -> fun.(one, two) end)
  end

  # -- sources ---------------------------------------------------------------------------------

  @doc "The elements over and over."
  @spec cycle(Enumerable.t()) :: Enumerable.t()
  def cycle(enumerable)
  def cycle([]), do: raise(ArgumentError, "cannot cycle over an empty enumerable")

  def cycle(list) when is_list(list) do
    unfold({list, list}, fn
      {list, [last]} -> {last, {list, list}}
      {list, [head | tail]} -> {head, {list, tail}}
    end)
  end

  def cycle(enumerable), do: &Flow.cycle(&1, enumerable, &2)

  @doc "What `next_fun` makes of an acc: `{element, acc}`, or `nil` at the end."
  @spec unfold(acc, (acc -> {element, acc} | nil)) :: Enumerable.t()
  def unfold(next_acc, next_fun) when is_function(next_fun, 1) do
    &do_unfold(next_acc, next_fun, &1, &2)
  end

  defp do_unfold(next_acc, next_fun, {:cont, acc}, fun) do
    case next_fun.(next_acc) do
      nil -> {:done, acc}
      {element, next_acc} -> do_unfold(next_acc, next_fun, fun.(element, acc), fun)
    end
  end

  defp do_unfold(_next_acc, _next_fun, {:halt, acc}, _fun), do: {:halted, acc}

  defp do_unfold(next_acc, next_fun, {:suspend, acc}, fun) do
    {:suspended, acc, &do_unfold(next_acc, next_fun, &1, fun)}
  end

  @doc "The start, then what `next_fun` makes of each element: `Stream.iterate(1, &(&1 * 2))`."
  @spec iterate(element, (element -> element)) :: Enumerable.t()
  def iterate(start_value, next_fun) when is_function(next_fun, 1) do
    unfold({:start, start_value}, fn
      {:start, value} ->
        {value, {:next, value}}

      {:next, value} ->
        next = next_fun.(value)
        {next, {:next, next}}
    end)
  end

  @doc "What `generator_fun` gives, again and again: `Stream.repeatedly(&:rand.uniform/0)`."
  @spec repeatedly((() -> element)) :: Enumerable.t()
  def repeatedly(generator_fun) when is_function(generator_fun, 0) do
    &do_repeatedly(generator_fun, &1, &2)
  end

  defp do_repeatedly(generator_fun, {:cont, acc}, fun) do
    do_repeatedly(generator_fun, fun.(generator_fun.(), acc), fun)
  end

  defp do_repeatedly(_generator_fun, {:halt, acc}, _fun), do: {:halted, acc}

  defp do_repeatedly(generator_fun, {:suspend, acc}, fun) do
    {:suspended, acc, &do_repeatedly(generator_fun, &1, fun)}
  end

  @doc "`value`, `n` times."
  @spec duplicate(any, non_neg_integer) :: Enumerable.t()
  def duplicate(value, n) when is_integer(n) and n >= 0 do
    unfold(n, fn
      0 -> nil
      left -> {value, left - 1}
    end)
  end

  @doc "0, 1, 2, ..., waiting `n` milliseconds before each."
  @spec interval(timer) :: Enumerable.t()
  def interval(n) when (is_integer(n) and n >= 0) or n == :infinity do
    unfold(0, fn count ->
      Process.sleep(n)
      {count, count + 1}
    end)
  end

  @doc "0 after `n` milliseconds, and no more."
  @spec timer(timer) :: Enumerable.t()
  def timer(n) when (is_integer(n) and n >= 0) or n == :infinity, do: take(interval(n), 1)

  @doc """
  The elements of something that is opened, read and closed.

  `next_fun` of the state answers `{elements, state}` or `{:halt, state}`; `after_fun` is given
  the last state however the walk ends.

      Stream.resource(fn -> 3 end, &if(&1 > 0, do: {[&1], &1 - 1}, else: {:halt, &1}), & &1)
  """
  @spec resource((() -> acc), (acc -> {Enumerable.t(), acc} | {:halt, acc}), (acc -> term)) ::
          Enumerable.t()
  def resource(start_fun, next_fun, after_fun)
      when is_function(start_fun, 0) and is_function(next_fun, 1) and is_function(after_fun, 1) do
    &Flow.resource(&1, start_fun.(), next_fun, after_fun, &2)
  end
end

defimpl Enumerable, for: Stream do
  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _element), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}

  # Without states the acc needs no company.
  def reduce(%{enum: enumerable, funs: funs, accs: [], done: nil}, acc, fun) do
    reducer = fn element, acc -> {_command, _acc} = fun.(element, acc) end
    Enumerable.reduce(enumerable, acc, compose(funs, reducer))
  end

  def reduce(%{enum: enumerable, funs: funs, accs: accs, done: done}, {command, acc}, fun) do
    reducer = fn element, [acc] ->
      {command, acc} = fun.(element, acc)
      {command, [acc]}
    end

    reduce = &Enumerable.reduce(enumerable, &1, compose(funs, reducer))
    do_each(reduce, done, fun, {command, [acc | :lists.reverse(accs)]})
  end

  defp compose([stage | stages], next), do: compose(stages, stage.(next))
  defp compose([], next), do: next

  defp do_each(reduce, done, fun, command) do
    case reduce.(command) do
      {:suspended, [acc | states], reduce} ->
        resume = fn {command, acc} -> do_each(reduce, done, fun, {command, [acc | states]}) end
        {:suspended, acc, resume}

      ended ->
        do_done(ended, done && {done, fun})
    end
  end

  defp do_done({ended, [acc | _states]}, nil), do: {ended, acc}

  # What is flushed passes no further stage: the one that has a state to flush is the last.
  defp do_done({ended, [acc | states]}, {done, fun}) do
    case done.([acc, List.last(states)], fun) do
      {:suspend, acc} -> {:suspended, acc, fn {_command, acc} -> {:done, acc} end}
      {:halt, acc} -> {:halted, acc}
      {:cont, acc} -> {ended, acc}
    end
  end
end
