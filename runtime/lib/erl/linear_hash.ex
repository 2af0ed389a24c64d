defmodule :linear_hash do
  @moduledoc false

  # The hash tables of `:sets` and `:dict`: linear hashing after P.-Å. Larson ("Dynamic Hash
  # Tables", 1988), in tuples that are the set or dictionary as a whole:
  #
  #   {tag, size, active, slots, buddy, expand_above, contract_below, empty_segment, segments}
  #
  # Of `slots` slots, always a power of two, `active` are in use. A key whose hash is above that
  # is still in the slot that is `buddy`, half of `slots`, below. Growing by one slot so means to
  # split the contents of a single other one, and shrinking to join two. Slots count from one and
  # are kept in segments of 16. There is always one segment at least.

  @segment 16

  def new(tag) do
    empty = :erlang.make_tuple(@segment, [])
    {tag, 0, @segment, @segment, div(@segment, 2), @segment * 5, @segment * 3, empty, {empty}}
  end

  def size(table), do: :erlang.element(2, table)
  def segments(table), do: :erlang.element(9, table)

  def slot(key, {_tag, _size, active, slots, buddy, _expand, _contract, _empty, _segments}) do
    case :erlang.phash(key, slots) do
      slot when slot > active -> slot - buddy
      slot -> slot
    end
  end

  def slot(_key, other), do: :erlang.error({:badrecord, other})

  def bucket(table, slot), do: bucket_in(segments(table), slot)

  defp bucket_in(segments, slot) do
    segment = :erlang.element(div(slot - 1, @segment) + 1, segments)
    :erlang.element(rem(slot - 1, @segment) + 1, segment)
  end

  def put_bucket(table, slot, bucket) do
    :erlang.setelement(9, table, put_bucket_in(segments(table), slot, bucket))
  end

  defp put_bucket_in(segments, slot, bucket) do
    index = div(slot - 1, @segment) + 1
    segment = :erlang.element(index, segments)
    segment = :erlang.setelement(rem(slot - 1, @segment) + 1, segment, bucket)
    :erlang.setelement(index, segments, segment)
  end

  @doc "The table with `added` elements more than it says, grown by a slot if there are too many."
  def grow(table, 0, _key_fun), do: table

  def grow({_, size, _, _, _, expand_above, _, _, _} = table, added, key_fun)
      when size + added > expand_above do
    {tag, size, active, slots, buddy, _, _, empty, segments} = make_room(table)
    active = active + 1
    from = active - buddy
    {stay, move} = split(bucket_in(segments, from), from, slots, key_fun)
    segments = put_bucket_in(put_bucket_in(segments, from, stay), active, move)
    {tag, size + added, active, slots, buddy, active * 5, active * 3, empty, segments}
  end

  def grow(table, added, _key_fun), do: :erlang.setelement(2, table, size(table) + added)

  defp make_room({tag, size, slots, slots, buddy, expand, contract, empty, segments}) do
    more = :erlang.make_tuple(tuple_size(segments), empty)
    all = :erlang.tuple_to_list(segments) ++ :erlang.tuple_to_list(more)
    segments = :erlang.list_to_tuple(all)
    {tag, size, slots, slots * 2, buddy * 2, expand, contract, empty, segments}
  end

  defp make_room(table), do: table

  defp split([element | rest], slot, slots, key_fun) do
    {stay, move} = split(rest, slot, slots, key_fun)

    case :erlang.phash(key_fun.(element), slots) do
      ^slot -> {[element | stay], move}
      _ -> {stay, [element | move]}
    end
  end

  defp split([], _slot, _slots, _key_fun), do: {[], []}

  @doc "The table with `removed` elements less than it says, smaller by a slot if there are few."
  def shrink({_, size, active, _, _, _, contract_below, _, _} = table, removed)
      when size - removed < contract_below and active > @segment and removed > 0 do
    {tag, size, active, slots, buddy, _, _, empty, segments} = table
    to = active - buddy
    joined = bucket_in(segments, to) ++ bucket_in(segments, active)
    segments = put_bucket_in(put_bucket_in(segments, to, joined), active, [])
    active = active - 1
    size = size - removed

    if active == buddy do
      half = div(tuple_size(segments), 2)
      {segments, _empty} = :lists.split(half, :erlang.tuple_to_list(segments))
      segments = :erlang.list_to_tuple(segments)
      slots = div(slots, 2)
      {tag, size, active, slots, div(buddy, 2), active * 5, active * 3, empty, segments}
    else
      {tag, size, active, slots, buddy, active * 5, active * 3, empty, segments}
    end
  end

  def shrink(table, removed), do: :erlang.setelement(2, table, size(table) - removed)

  @doc "Folds over the elements, from the last slot to the first."
  def fold(fun, acc, table) do
    segments = segments(table)
    fold_segments(fun, acc, segments, tuple_size(segments))
  end

  defp fold_segments(_fun, acc, _segments, 0), do: acc

  defp fold_segments(fun, acc, segments, index) do
    acc = fold_segment(fun, acc, :erlang.element(index, segments), @segment)
    fold_segments(fun, acc, segments, index - 1)
  end

  defp fold_segment(_fun, acc, _segment, 0), do: acc

  defp fold_segment(fun, acc, segment, index) do
    acc = fold_bucket(fun, acc, :erlang.element(index, segment))
    fold_segment(fun, acc, segment, index - 1)
  end

  defp fold_bucket(fun, acc, [element | rest]), do: fold_bucket(fun, fun.(element, acc), rest)
  defp fold_bucket(_fun, acc, []), do: acc

  @doc "The table after elements were taken out of its buckets, with the right size."
  def recount(table) do
    shrink(table, size(table) - fold(fn _element, count -> count + 1 end, 0, table))
  end

  @doc "The table with what `fun` makes of each bucket, the first slot first; the size stays."
  def map_buckets(fun, table) do
    segments = for_each(fn segment -> for_each(fun, segment) end, segments(table))
    :erlang.setelement(9, table, segments)
  end

  defp for_each(fun, tuple) do
    :erlang.list_to_tuple(:lists.map(fun, :erlang.tuple_to_list(tuple)))
  end
end
