defmodule :queue do
  @moduledoc """
  Double-ended queues: cheap to add to and to take from at both ends.

      queue = :queue.in(:b, :queue.in(:a, :queue.new()))
      {{:value, :a}, queue} = :queue.out(queue)

  A queue is `{rear, front}`, two lists; the rear is reversed. Both have elements unless there
  are fewer than two. When one would run out, the other is halved: half of it stays, the other
  half changes sides, so that each element is moved a constant number of times on average.
  """

  import Kernel, except: [in: 2]

  # -- the original functions ------------------------------------------------------------------

  @doc "The empty queue."
  def new, do: {[], []}

  @doc "Whether the term looks like a queue."
  def is_queue({rear, front}) when is_list(rear) and is_list(front), do: true
  def is_queue(_term), do: false

  @doc "Whether the queue has no element."
  def is_empty({[], []}), do: true
  def is_empty({rear, front}) when is_list(rear) and is_list(front), do: false
  def is_empty(queue), do: :erlang.error(:badarg, [queue])

  @doc "How many elements the queue has. They are counted."
  def len({rear, front}) when is_list(rear) and is_list(front), do: length(rear) + length(front)
  def len(queue), do: :erlang.error(:badarg, [queue])

  @doc "The elements as a list, from the front to the rear."
  def to_list({rear, front}) when is_list(rear) and is_list(front) do
    front ++ :lists.reverse(rear)
  end

  def to_list(queue), do: :erlang.error(:badarg, [queue])

  @doc "The queue of a list's elements, the first one at the front."
  def from_list([]), do: {[], []}
  def from_list([_single] = list), do: {list, []}
  def from_list(list) when is_list(list), do: halve_front(list)
  def from_list(list), do: :erlang.error(:badarg, [list])

  @doc "Whether the element is in the queue."
  def member(element, {rear, front}) when is_list(rear) and is_list(front) do
    :lists.member(element, rear) or :lists.member(element, front)
  end

  def member(element, queue), do: :erlang.error(:badarg, [element, queue])

  # What to do when one side has run out: the lists of both sides from the one that is left.
  defp halve_front([]), do: {[], []}
  defp halve_front([_] = front), do: {front, []}

  defp halve_front(front) do
    {stay, move} = :lists.split(div(length(front), 2), front)
    {:lists.reverse(move), stay}
  end

  defp halve_rear([]), do: {[], []}
  defp halve_rear([_] = rear), do: {[], rear}

  defp halve_rear(rear) do
    {stay, move} = :lists.split(div(length(rear), 2), rear)
    {stay, :lists.reverse(move)}
  end

  @doc "The queue with the element added at the rear."
  def element in {[_] = rear, []}, do: {[element], rear}

  def element in {rear, front} when is_list(rear) and is_list(front) do
    {[element | rear], front}
  end

  def element in queue, do: :erlang.error(:badarg, [element, queue])

  @doc "The queue with the element added at the front."
  def in_r(element, {[], [_] = front}), do: {front, [element]}

  def in_r(element, {rear, front}) when is_list(rear) and is_list(front) do
    {rear, [element | front]}
  end

  def in_r(element, queue), do: :erlang.error(:badarg, [element, queue])

  @doc "`{{:value, element}, queue}` of the element at the front, or `{:empty, queue}`."
  def out({[], []} = queue), do: {:empty, queue}
  def out({[element], []}), do: {{:value, element}, {[], []}}

  def out({[last | rear], []}) do
    [element | front] = :lists.reverse(rear)
    {{:value, element}, {[last], front}}
  end

  def out({rear, [element]}) when is_list(rear), do: {{:value, element}, halve_rear(rear)}
  def out({rear, [element | front]}) when is_list(rear), do: {{:value, element}, {rear, front}}
  def out(queue), do: :erlang.error(:badarg, [queue])

  @doc "`{{:value, element}, queue}` of the element at the rear, or `{:empty, queue}`."
  def out_r({[], []} = queue), do: {:empty, queue}
  def out_r({[], [element]}), do: {{:value, element}, {[], []}}

  def out_r({[], [first | front]}) do
    [element | rear] = :lists.reverse(front)
    {{:value, element}, {rear, [first]}}
  end

  def out_r({[element], front}) when is_list(front), do: {{:value, element}, halve_front(front)}

  def out_r({[element | rear], front}) when is_list(front) do
    {{:value, element}, {rear, front}}
  end

  def out_r(queue), do: :erlang.error(:badarg, [queue])

  @doc "The element at the front of a queue that has one."
  def get({[], []} = queue), do: :erlang.error(:empty, [queue])
  def get({rear, front}) when is_list(rear) and is_list(front), do: first(rear, front)
  def get(queue), do: :erlang.error(:badarg, [queue])

  @doc "The element at the rear of a queue that has one."
  def get_r({[], []} = queue), do: :erlang.error(:empty, [queue])
  def get_r({[last | _], front}) when is_list(front), do: last
  def get_r({[], front}) when is_list(front), do: :lists.last(front)
  def get_r(queue), do: :erlang.error(:badarg, [queue])

  defp first(_rear, [element | _]), do: element
  defp first(rear, []), do: :lists.last(rear)

  @doc "`{:value, element}` of the element at the front, or `:empty`."
  def peek({[], []}), do: :empty
  def peek({rear, front}) when is_list(rear) and is_list(front), do: {:value, first(rear, front)}
  def peek(queue), do: :erlang.error(:badarg, [queue])

  @doc "`{:value, element}` of the element at the rear, or `:empty`."
  def peek_r({[], []}), do: :empty
  def peek_r({[last | _], front}) when is_list(front), do: {:value, last}
  def peek_r({[], front}) when is_list(front), do: {:value, :lists.last(front)}
  def peek_r(queue), do: :erlang.error(:badarg, [queue])

  @doc "The queue without the element at the front."
  def drop({[], []} = queue), do: :erlang.error(:empty, [queue])

  def drop(queue) do
    case is_queue(queue) do
      true -> elem(out(queue), 1)
      false -> :erlang.error(:badarg, [queue])
    end
  end

  @doc "The queue without the element at the rear."
  def drop_r({[], []} = queue), do: :erlang.error(:empty, [queue])

  def drop_r(queue) do
    case is_queue(queue) do
      true -> elem(out_r(queue), 1)
      false -> :erlang.error(:badarg, [queue])
    end
  end

  @doc "The queue from the rear to the front."
  def reverse({rear, front}) when is_list(rear) and is_list(front), do: {front, rear}
  def reverse(queue), do: :erlang.error(:badarg, [queue])

  @doc "The second queue behind the first."
  def join({rear, front} = queue, {[], []})
      when is_list(rear) and is_list(front),
      do: queue

  def join({[], []}, {rear, front} = queue) when is_list(rear) and is_list(front), do: queue

  def join({rear1, front1}, {rear2, front2})
      when is_list(rear1) and is_list(front1) and is_list(rear2) and is_list(front2),
      do: {rear2, front1 ++ :lists.reverse(rear1, front2)}

  def join(queue1, queue2), do: :erlang.error(:badarg, [queue1, queue2])

  @doc "The first `n` elements and the others, as two queues."
  def split(0, {rear, front} = queue) when is_list(rear) and is_list(front), do: {{[], []}, queue}

  def split(n, {rear, front} = queue)
      when is_integer(n) and n >= 1 and is_list(rear) and is_list(front) do
    front_length = length(front)
    from_rear = n - front_length
    rear_length = length(rear)

    cond do
      from_rear == 0 ->
        {halve_front(front), halve_rear(rear)}

      from_rear < 0 ->
        {[first | others], rest} = :lists.split(n, front)
        {{:lists.reverse(others), [first]}, {rear, rest}}

      from_rear < rear_length ->
        {[last | others], first} = :lists.split(rear_length - from_rear, rear)
        {{first, front}, {[last], :lists.reverse(others)}}

      from_rear == rear_length ->
        {queue, {[], []}}

      true ->
        :erlang.error(:badarg, [n, queue])
    end
  end

  def split(n, queue), do: :erlang.error(:badarg, [n, queue])

  defp after_front(rear, []), do: halve_rear(rear)
  defp after_front(rear, front), do: {rear, front}

  defp after_rear([], front), do: halve_front(front)
  defp after_rear(rear, front), do: {rear, front}

  defp join_sides([], front), do: halve_front(front)
  defp join_sides(rear, []), do: halve_rear(rear)
  defp join_sides(rear, front), do: {rear, front}

  @doc "The elements for which `fun` is `true`; it may answer a list to put in the place as well."
  def filter(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front) do
    front = filter_front(fun, front)
    rear = filter_rear(fun, rear)
    join_sides(rear, front)
  end

  def filter(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  defp filter_front(_fun, []), do: []

  defp filter_front(fun, [element | front]) do
    case fun.(element) do
      true -> [element | filter_front(fun, front)]
      [] -> filter_front(fun, front)
      false -> filter_front(fun, front)
      list when is_list(list) -> list ++ filter_front(fun, front)
    end
  end

  # The rear is walked from its far end, which is where the front ends.
  defp filter_rear(_fun, []), do: []

  defp filter_rear(fun, [element | rear]) do
    rear = filter_rear(fun, rear)

    case fun.(element) do
      true -> [element | rear]
      [] -> rear
      false -> rear
      list when is_list(list) -> :lists.reverse(list, rear)
    end
  end

  @doc "Filters and maps: `fun` answers `true`, `false` or `{true, new}`."
  def filtermap(fun, {rear, front})
      when is_function(fun, 1) and is_list(rear) and is_list(front) do
    front = :lists.filtermap(fun, front)
    rear = filtermap_rear(fun, rear)
    join_sides(rear, front)
  end

  def filtermap(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  defp filtermap_rear(_fun, []), do: []

  defp filtermap_rear(fun, [element | rear]) do
    rear = filtermap_rear(fun, rear)

    case fun.(element) do
      true -> [element | rear]
      {true, new} -> [new | rear]
      false -> rear
    end
  end

  @doc "Folds from the front to the rear."
  def fold(fun, acc, {rear, front})
      when is_function(fun, 2) and is_list(rear) and is_list(front) do
    :lists.foldr(fun, :lists.foldl(fun, acc, front), rear)
  end

  def fold(fun, acc, queue), do: :erlang.error(:badarg, [fun, acc, queue])

  @doc "Whether `fun` is `true` for some element."
  def any(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front) do
    :lists.any(fun, front) or :lists.any(fun, rear)
  end

  def any(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  @doc "Whether `fun` is `true` for every element."
  def all(fun, {rear, front}) when is_function(fun, 1) and is_list(rear) and is_list(front) do
    :lists.all(fun, front) and :lists.all(fun, rear)
  end

  def all(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  @doc "The queue without the first element that equals `element`."
  def delete(element, {rear, front} = queue) when is_list(rear) and is_list(front) do
    delete_first(&(&1 === element), queue)
  end

  def delete(element, queue), do: :erlang.error(:badarg, [element, queue])

  @doc "The queue without the last element that equals `element`."
  def delete_r(element, {rear, front}) when is_list(rear) and is_list(front) do
    reverse(delete(element, {front, rear}))
  end

  def delete_r(element, queue), do: :erlang.error(:badarg, [element, queue])

  @doc "The queue without the first element for which `fun` is `true`."
  def delete_with(fun, {rear, front} = queue)
      when is_function(fun, 1) and is_list(rear) and is_list(front),
      do: delete_first(fun, queue)

  def delete_with(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  @doc "The queue without the last element for which `fun` is `true`."
  def delete_with_r(fun, {rear, front})
      when is_function(fun, 1) and is_list(rear) and is_list(front),
      do: reverse(delete_first(fun, {front, rear}))

  def delete_with_r(fun, queue), do: :erlang.error(:badarg, [fun, queue])

  defp delete_first(fun, {rear, front} = queue) do
    case delete_front(fun, front) do
      false ->
        case delete_rear(fun, rear) do
          false -> queue
          rear -> after_rear(rear, front)
        end

      front ->
        after_front(rear, front)
    end
  end

  defp delete_front(_fun, []), do: false

  defp delete_front(fun, [element | rest]) do
    case fun.(element) do
      true ->
        rest

      false ->
        case delete_front(fun, rest) do
          false -> false
          rest -> [element | rest]
        end
    end
  end

  defp delete_rear(_fun, []), do: false

  defp delete_rear(fun, [element | rest]) do
    case delete_rear(fun, rest) do
      false ->
        case fun.(element) do
          true -> rest
          false -> false
        end

      rest ->
        [element | rest]
    end
  end

  # -- the names of Okasaki --------------------------------------------------------------------

  @doc "The queue with the element added at the front."
  def cons(element, queue), do: in_r(element, queue)

  @doc "The queue with the element added at the rear."
  def snoc(queue, element), do: element in queue

  @doc "The element at the front."
  def head({[], []} = queue), do: :erlang.error(:empty, [queue])
  def head({rear, front}) when is_list(rear) and is_list(front), do: first(rear, front)
  def head(queue), do: :erlang.error(:badarg, [queue])

  @doc "The queue without the element at the front."
  def tail(queue), do: drop(queue)

  @doc "The element at the rear."
  def last(queue), do: get_r(queue)

  @doc "The queue without the element at the rear."
  def init(queue), do: drop_r(queue)

  @doc false
  def daeh(queue), do: get_r(queue)
  @doc false
  def lait(queue), do: drop_r(queue)
  @doc false
  def liat(queue), do: drop_r(queue)
end
