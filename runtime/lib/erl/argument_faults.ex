defmodule :argument_faults do
  @moduledoc false

  # What was wrong with the arguments of a function that answers bad ones by `badarg` or `badmap`:
  # for each argument a fault, a sentence without its subject, or nil. `info/1` makes of them the
  # options of `:erlang.error/3` that have an error's message say so.

  def info(faults), do: [error_info: %{respawn: by_position(faults, 1)}]

  defp by_position([nil | faults], position), do: by_position(faults, position + 1)

  defp by_position([fault | faults], position) do
    [{position, fault} | by_position(faults, position + 1)]
  end

  defp by_position([], _position), do: []

  def atom(term) when is_atom(term), do: nil
  def atom(_term), do: "not an atom"

  def integer(term) when is_integer(term), do: nil
  def integer(_term), do: "not an integer"

  def fun(term, arity) when is_function(term, arity), do: nil
  def fun(_term, 1), do: "not a fun that takes one argument"
  def fun(_term, 2), do: "not a fun that takes two arguments"
  def fun(_term, 3), do: "not a fun that takes three arguments"

  def list(term) when is_list(term) and length(term) >= 0, do: nil
  def list(term) when is_list(term), do: "not a proper list"
  def list(_term), do: "not a list"

  def map(term) when is_map(term), do: nil
  def map(_term), do: "not a map"

  def map_or_iterator(term) when is_map(term) or term == :none, do: nil
  def map_or_iterator({_key, _value, _iterator}), do: nil

  def map_or_iterator([path | map]) when is_map(map) and (is_integer(path) or is_list(path)) do
    nil
  end

  def map_or_iterator(_term), do: "not a map or an iterator"
end
