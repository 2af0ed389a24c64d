# Which tests run: those with an included tag always, those with an excluded one not, and `:skip` never.

defmodule ExUnit.Filters do
  @moduledoc false

  @doc "`:ok`, `{:excluded, reason}` or `{:skipped, reason}` for a test with these tags."
  def eval(include, exclude, tags, tests \\ []) when is_map(tags) do
    excluded = Enum.find_value(exclude, &excluded_by(&1, tags, tests))

    cond do
      excluded == nil or Enum.any?(include, &matches?(&1, tags, tests)) -> skip(tags)
      true -> {:excluded, "due to #{excluded} filter"}
    end
  end

  defp excluded_by(filter, tags, tests) do
    if matches?(filter, tags, tests), do: to_string(if(is_tuple(filter), do: elem(filter, 0), else: filter))
  end

  defp skip(tags) do
    case tags do
      %{skip: reason} when is_binary(reason) -> {:skipped, reason}
      %{skip: true} -> {:skipped, "due to skip tag"}
      _ -> :ok
    end
  end

  defp matches?({:line, line}, tags, _tests), do: to_string(tags.line) == to_string(line)
  defp matches?({key, %Regex{} = regex}, tags, _), do: present?(tags, key, &(is_binary(&1) and &1 =~ regex))
  defp matches?({key, value}, tags, _), do: present?(tags, key, &(&1 == value or to_text(&1) == value))
  defp matches?(key, tags, _) when is_atom(key), do: Map.has_key?(tags, key) and tags[key] != nil

  defp present?(tags, key, fun) do
    case tags do
      %{^key => value} -> fun.(value)
      _ -> false
    end
  end

  # Values that come from a command line are text.
  defp to_text(value) when is_atom(value) or is_number(value) or is_binary(value), do: to_string(value)
  defp to_text(_), do: nil
end
