defmodule Dict do
  @moduledoc """
  Functions for keyword lists, maps and structs of keys and values alike. Use `Map` or `Keyword`.
  """
  @moduledoc deprecated: "Use Map or Keyword modules instead"

  @type t :: list() | map()

  @message "Use the Map module for working with maps or the Keyword module for working with keyword lists"

  @doc false
  defmacro __using__(_) do
    quote do
    end
  end

  for {name, args} <- [
        delete: [:key],
        drop: [:keys],
        fetch: [:key],
        fetch!: [:key],
        get: [:key],
        get: [:key, :default],
        get_and_update: [:key, :fun],
        get_lazy: [:key, :fun],
        has_key?: [:key],
        keys: [],
        pop: [:key],
        pop: [:key, :default],
        pop_lazy: [:key, :fun],
        put: [:key, :value],
        put_new: [:key, :value],
        put_new_lazy: [:key, :fun],
        split: [:keys],
        take: [:keys],
        to_list: [],
        update: [:key, :initial, :fun],
        update!: [:key, :fun],
        values: []
      ] do
    args = for arg <- args, do: Macro.var(arg, __MODULE__)
    @doc "As `Map.#{name}/#{length(args) + 1}`, for any dict."
    @deprecated @message
    def unquote(name)(dict, unquote_splicing(args)) do
      target(dict).unquote(name)(dict, unquote_splicing(args))
    end
  end

  @doc "A dict of the same kind without keys."
  @deprecated @message
  def empty(dict) do
    case target(dict) do
      HashDict -> %HashDict{}
      Keyword -> []
      Map -> %{}
      module -> module.new()
    end
  end

  @doc "The number of keys."
  @deprecated @message
  def size(dict) do
    case target(dict) do
      Keyword -> length(dict)
      Map -> map_size(dict)
      module -> module.size(dict)
    end
  end

  @doc "Whether two dicts have the same keys with the same values."
  @deprecated @message
  def equal?(left, right) do
    target(left)
    target(right)
    Enum.sort(Enum.to_list(left)) == Enum.sort(Enum.to_list(right))
  end

  @doc "The first dict with the pairs of the second."
  @deprecated @message
  def merge(left, right), do: merge(left, right, fn _key, _left, right -> right end)

  @doc "The first dict with the pairs of the second; `fun` decides on keys of both."
  @deprecated @message
  def merge(left, right, fun) do
    target = target(left)
    target(right)

    Enum.reduce(right, left, fn {key, value}, dict ->
      target.update(dict, key, value, &fun.(key, &1, value))
    end)
  end

  defp target(%module{}), do: module
  defp target(map) when is_map(map), do: Map
  defp target(list) when is_list(list), do: Keyword
  defp target(other), do: raise(ArgumentError, "unsupported dict: #{inspect(other)}")
end
