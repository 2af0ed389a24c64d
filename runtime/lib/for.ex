# What comprehensions are made of: the compiler turns `for` into calls of these (lang/expand_comprehension.cpp).

defmodule :respawn_for do
  @moduledoc false

  # A generator: lists, which most are, without going through the protocol.
  def reduce(list, acc, fun) when :erlang.is_list(list), do: reduce_list(list, acc, fun)
  def reduce(source, acc, fun), do: Enum.reduce(source, acc, fun)

  defp reduce_list([head | tail], acc, fun), do: reduce_list(tail, fun.(head, acc), fun)
  defp reduce_list([], acc, _fun), do: acc

  # `into:`. The fun runs the comprehension: it gets the start value and a collector for each element.
  def into([], fun) do
    :lists.reverse(fun.([], fn list, {:cont, element} -> [element | list] end))
  end

  def into(target, fun) when :erlang.is_bitstring(target) do
    :erlang.list_to_bitstring([target | :lists.reverse(fun.([], &add_bits/2))])
  end

  def into(target, fun) when :erlang."=:="(target, %{}), do: fun.(target, &add_pair/2)

  def into(target, fun) do
    {start, collect} = Collectable.into(target)

    try do
      fun.(start, collect)
    catch
      kind, reason ->
        collect.(start, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      acc -> collect.(acc, :done)
    end
  end

  defp add_bits(list, {:cont, bits}) when :erlang.is_bitstring(bits), do: [bits | list]
  defp add_bits(_list, {:cont, other}), do: :erlang.error({:badarg, other})

  defp add_pair(map, {:cont, {key, value}}), do: :maps.put(key, value, map)
  defp add_pair(_map, {:cont, _other}), do: :erlang.error(:badarg)

  # `<<pattern <- source>>`: the fun takes one match off the front, until nothing fits.
  def bits(source, acc, fun) when :erlang.is_bitstring(source), do: take_bits(source, acc, fun)
  def bits(source, _acc, _fun), do: :erlang.error({:bad_generator, source})

  defp take_bits(<<>>, acc, _fun), do: acc

  defp take_bits(bits, acc, fun) do
    case fun.(bits, acc) do
      {:cont, rest, acc} -> take_bits(rest, acc, fun)
      {:halt, acc} -> acc
    end
  end
end
