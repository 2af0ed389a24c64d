defmodule HashSet do
  @moduledoc """
  Sets, from the time before `MapSet`.
  """
  @moduledoc deprecated: "Use MapSet instead"

  # What MapSet does, in a struct around one.
  defstruct set: MapSet.new()

  @opaque t :: %__MODULE__{}

  @message "Use the MapSet module instead"

  @doc "An empty set."
  @deprecated @message
  @spec new() :: t
  def new, do: %HashSet{}

  for name <- [:disjoint?, :equal?, :subset?] do
    @doc "As `MapSet.#{name}/2`."
    @deprecated @message
    def unquote(name)(%HashSet{set: left}, %HashSet{set: right}), do: MapSet.unquote(name)(left, right)
  end

  for name <- [:difference, :intersection, :union] do
    @doc "As `MapSet.#{name}/2`."
    @deprecated @message
    def unquote(name)(%HashSet{set: left}, %HashSet{set: right}) do
      %HashSet{set: MapSet.unquote(name)(left, right)}
    end
  end

  for name <- [:delete, :put] do
    @doc "As `MapSet.#{name}/2`."
    @deprecated @message
    def unquote(name)(%HashSet{set: set}, term), do: %HashSet{set: MapSet.unquote(name)(set, term)}
  end

  @doc "As `MapSet.member?/2`."
  @deprecated @message
  def member?(%HashSet{set: set}, term), do: MapSet.member?(set, term)

  @doc "The number of elements."
  @deprecated @message
  def size(%HashSet{set: set}), do: MapSet.size(set)

  @doc "The elements."
  @deprecated @message
  def to_list(%HashSet{set: set}), do: MapSet.to_list(set)
end

defimpl Enumerable, for: HashSet do
  def count(%{set: set}), do: {:ok, MapSet.size(set)}
  def member?(%{set: set}, value), do: {:ok, MapSet.member?(set, value)}
  def slice(_set), do: {:error, __MODULE__}
  def reduce(%{set: set}, acc, fun), do: Enumerable.List.reduce(MapSet.to_list(set), acc, fun)
end

defimpl Collectable, for: HashSet do
  def into(%{set: set}) do
    collect = fn
      set, {:cont, element} -> MapSet.put(set, element)
      set, :done -> %HashSet{set: set}
      _set, :halt -> :ok
    end

    {set, collect}
  end
end

defimpl Inspect, for: HashSet do
  import Inspect.Algebra

  def inspect(%{set: set}, opts) do
    concat(["#HashSet<", to_doc(MapSet.to_list(set), opts), ">"])
  end
end
