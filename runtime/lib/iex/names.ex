defmodule IEx.Names do
  # What the terminal is told of the names that the shell knows, for completion (vm/shell_status.hpp): a copy, made whenever a
  # prompt is due, of the names alone.
  #
  # The shape of a value is the name of a module, the keys of a map with their shapes, or nil. Bounded, since a variable can hold
  # anything: a large map has no keys here, nor has one far down in others.
  @moduledoc false

  @depth_max 4
  @keys_max 200
  @known [Kernel, Kernel.SpecialForms, IEx.Helpers]

  def variables(binding) do
    for {name, value} <- binding, is_atom(name), do: {name, shape(value, @depth_max)}
  end

  defp shape(module, _depth) when is_atom(module) do
    case Atom.to_string(module) do
      "Elixir." <> _ -> module
      _ -> if :erlang.module_loaded(module), do: module
    end
  end

  defp shape(map, depth) when is_map(map) and map_size(map) <= @keys_max and depth > 0 do
    for {key, value} <- :maps.to_list(map), is_atom(key), do: {key, shape(value, depth - 1)}
  end

  defp shape(_value, _depth), do: nil

  def imports(nil), do: {[], []}

  def imports(env) do
    names =
      for imports <- [env.functions, env.macros],
          {module, names} <- imports,
          module not in @known,
          name <- names,
          do: name

    {env.aliases, names}
  end
end
