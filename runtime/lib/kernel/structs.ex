# Building structs whose name or fields are known only at run time.

@doc """
A struct with the given fields; keys that it does not have are left out.

    iex> struct(1..3, last: 5, other: 1)
    1..5
"""
@spec struct(module() | struct(), Enumerable.t()) :: struct()
def struct(struct, fields \\ []) do
  struct(struct, fields, fn
    {:__struct__, _}, struct ->
      struct

    {key, value}, struct ->
      case struct do
        %{^key => _} -> %{struct | key => value}
        _ -> struct
      end
  end)
end

@doc """
A struct with the given fields; raises for keys that it does not have and for required ones that are missing.

    iex> struct!(1..3, last: 5)
    1..5
"""
@spec struct!(module() | struct(), Enumerable.t()) :: struct()
def struct!(struct, fields \\ [])

def struct!(struct, fields) when :erlang.is_atom(struct) do
  struct.__struct__(fields)
end

def struct!(struct, fields) do
  struct(struct, fields, fn
    {:__struct__, _}, struct -> struct
    {key, value}, struct -> Elixir.Map.replace!(struct, key, value)
  end)
end

defp struct(name, [], _set) when :erlang.is_atom(name) do
  name.__struct__()
end

defp struct(name, fields, set) when :erlang.is_atom(name) do
  struct(name.__struct__(), fields, set)
end

defp struct(%{__struct__: _} = struct, [], _set), do: struct

defp struct(%{__struct__: _} = struct, fields, set) do
  Elixir.Enum.reduce(fields, struct, set)
end
