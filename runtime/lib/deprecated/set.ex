defmodule Set do
  @moduledoc """
  Functions for sets of any kind. Use `MapSet`.
  """
  @moduledoc deprecated: "Use MapSet instead"

  @type t :: map()

  @message "Use the MapSet module for working with sets"

  for {name, args} <- [delete: [:value], member?: [:value], put: [:value], size: [], to_list: []] do
    args = for arg <- args, do: Macro.var(arg, __MODULE__)
    @doc "As `MapSet.#{name}/#{length(args) + 1}`, for any set."
    @deprecated @message
    def unquote(name)(set, unquote_splicing(args)) do
      target(set).unquote(name)(set, unquote_splicing(args))
    end
  end

  for name <- [:difference, :disjoint?, :equal?, :intersection, :subset?, :union] do
    @doc "As `MapSet.#{name}/2`, for sets of any two kinds."
    @deprecated @message
    def unquote(name)(left, right) do
      target = target(left)
      target.unquote(name)(left, converted(right, target))
    end
  end

  @doc "A set of the same kind without elements."
  @deprecated @message
  def empty(set), do: target(set).new()

  defp converted(set, target) do
    if target(set) == target,
      do: set,
      else: Enum.reduce(set, target.new(), &target.put(&2, &1))
  end

  defp target(%module{}), do: module
  defp target(other), do: raise(ArgumentError, "unsupported set: #{inspect(other)}")
end
