defmodule HashDict do
  @moduledoc """
  Keys with values, from the time before maps. Use `Map`.
  """
  @moduledoc deprecated: "Use Map instead"

  # What Map does, in a struct around a map.
  defstruct map: %{}

  @opaque t :: %__MODULE__{}

  @message "Use maps and the Map module instead"

  @doc "An empty one."
  @deprecated @message
  @spec new() :: t
  def new, do: %HashDict{}

  # Functions of Map that give a value, and those that give another map.
  for {name, args} <- [
        equal?: [:other],
        fetch: [:key],
        get: [:key],
        get: [:key, :default],
        get_lazy: [:key, :fun],
        has_key?: [:key],
        keys: [],
        to_list: [],
        values: []
      ] do
    args = for arg <- args, do: Macro.var(arg, __MODULE__)
    map_args = for arg <- args, do: quote(do: HashDict.plain(unquote(arg)))
    @doc "As `Map.#{name}/#{length(args) + 1}`."
    @deprecated @message
    def unquote(name)(%HashDict{map: map}, unquote_splicing(args)) do
      Map.unquote(name)(map, unquote_splicing(map_args))
    end
  end

  for {name, args} <- [
        delete: [:key],
        drop: [:keys],
        merge: [:other],
        merge: [:other, :fun],
        put: [:key, :value],
        put_new: [:key, :value],
        put_new_lazy: [:key, :fun],
        take: [:keys],
        update: [:key, :initial, :fun]
      ] do
    args = for arg <- args, do: Macro.var(arg, __MODULE__)
    map_args = for arg <- args, do: quote(do: HashDict.plain(unquote(arg)))
    @doc "As `Map.#{name}/#{length(args) + 1}`."
    @deprecated @message
    def unquote(name)(%HashDict{map: map}, unquote_splicing(args)) do
      %HashDict{map: Map.unquote(name)(map, unquote_splicing(map_args))}
    end
  end

  @doc "The number of keys."
  @deprecated @message
  def size(%HashDict{map: map}), do: map_size(map)

  @doc "The value of a key; raises `KeyError` without one."
  @deprecated @message
  def fetch!(%HashDict{map: map} = dict, key) do
    case map do
      %{^key => value} -> value
      _ -> raise KeyError, key: key, term: dict
    end
  end

  @doc "Replaces the value of a key; raises `KeyError` without one."
  @deprecated @message
  def update!(%HashDict{map: map} = dict, key, fun) do
    case map do
      %{^key => value} -> %HashDict{map: Map.put(map, key, fun.(value))}
      _ -> raise KeyError, key: key, term: dict
    end
  end

  @doc "As `Map.pop/3`."
  @deprecated @message
  def pop(%HashDict{map: map}, key, default \\ nil) do
    {value, map} = Map.pop(map, key, default)
    {value, %HashDict{map: map}}
  end

  @doc "As `Map.pop_lazy/3`."
  @deprecated @message
  def pop_lazy(%HashDict{map: map}, key, fun) do
    {value, map} = Map.pop_lazy(map, key, fun)
    {value, %HashDict{map: map}}
  end

  @doc "As `Map.get_and_update/3`."
  @deprecated @message
  def get_and_update(%HashDict{map: map}, key, fun) do
    {value, map} = Map.get_and_update(map, key, fun)
    {value, %HashDict{map: map}}
  end

  @doc "As `Map.split/2`."
  @deprecated @message
  def split(%HashDict{map: map}, keys) do
    {taken, rest} = Map.split(map, keys)
    {%HashDict{map: taken}, %HashDict{map: rest}}
  end

  @doc false
  def plain(%HashDict{map: map}), do: map
  def plain(other), do: other
end

defimpl Enumerable, for: HashDict do
  def count(%{map: map}), do: {:ok, map_size(map)}
  def member?(%{map: map}, {key, value}), do: {:ok, match?(%{^key => ^value}, map)}
  def member?(_dict, _other), do: {:ok, false}
  def slice(_dict), do: {:error, __MODULE__}
  def reduce(%{map: map}, acc, fun), do: Enumerable.List.reduce(Map.to_list(map), acc, fun)
end

defimpl Collectable, for: HashDict do
  def into(%{map: map}) do
    collect = fn
      map, {:cont, {key, value}} -> Map.put(map, key, value)
      map, :done -> %HashDict{map: map}
      _map, :halt -> :ok
    end

    {map, collect}
  end
end

defimpl Inspect, for: HashDict do
  import Inspect.Algebra

  def inspect(%{map: map}, opts) do
    concat(["#HashDict<", to_doc(Map.to_list(map), opts), ">"])
  end
end
