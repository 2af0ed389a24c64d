# Tests of a term's type: BIFs that are also guards, and the two families that look into structs.

@doc """
Whether the term is an atom; `nil`, `true`, `false` and module names are. `is_atom(:ok)` is `true`.
"""
@doc guard: true
@spec is_atom(term()) :: boolean()
def is_atom(term), do: :erlang.is_atom(term)

@doc """
Whether the term is a binary, which every string is. `is_binary("a")` is `true`.
"""
@doc guard: true
@spec is_binary(term()) :: boolean()
def is_binary(term), do: :erlang.is_binary(term)

@doc """
Whether the term is a bitstring; binaries are those of whole bytes. `is_bitstring(<<1::3>>)` is `true`.
"""
@doc guard: true
@spec is_bitstring(term()) :: boolean()
def is_bitstring(term), do: :erlang.is_bitstring(term)

@doc """
Whether the term is `true` or `false`. `is_boolean(nil)` is `false`.
"""
@doc guard: true
@spec is_boolean(term()) :: boolean()
def is_boolean(term), do: :erlang.is_boolean(term)

@doc """
Whether the term is a float. `is_float(1.0)` is `true`.
"""
@doc guard: true
@spec is_float(term()) :: boolean()
def is_float(term), do: :erlang.is_float(term)

@doc """
Whether the term is a function of any arity. `is_function(&abs/1)` is `true`.
"""
@doc guard: true
@spec is_function(term()) :: boolean()
def is_function(term), do: :erlang.is_function(term)

@doc """
Whether the term is a function of the given arity. `is_function(&abs/1, 1)` is `true`.
"""
@doc guard: true
@spec is_function(term(), non_neg_integer()) :: boolean()
def is_function(term, arity), do: :erlang.is_function(term, arity)

@doc """
Whether the term is an integer. `is_integer(1)` is `true`.
"""
@doc guard: true
@spec is_integer(term()) :: boolean()
def is_integer(term), do: :erlang.is_integer(term)

@doc """
Whether the term is a list, proper or not. `is_list([])` is `true`.
"""
@doc guard: true
@spec is_list(term()) :: boolean()
def is_list(term), do: :erlang.is_list(term)

@doc """
Whether the term is a map; structs are maps. `is_map(%{})` is `true`.
"""
@doc guard: true
@spec is_map(term()) :: boolean()
def is_map(term), do: :erlang.is_map(term)

@doc """
Whether the map has the key; raises `BadMapError` for what is not a map.

    iex> is_map_key(%{a: 1}, :a)
    true
"""
@doc guard: true
@spec is_map_key(map(), term()) :: boolean()
def is_map_key(map, key), do: :erlang.is_map_key(key, map)

@doc """
Whether the term is an integer or a float. `is_number(1.5)` is `true`.
"""
@doc guard: true
@spec is_number(term()) :: boolean()
def is_number(term), do: :erlang.is_number(term)

@doc """
Whether the term is the pid of a process, alive or not. `is_pid(self())` is `true`.
"""
@doc guard: true
@spec is_pid(term()) :: boolean()
def is_pid(term), do: :erlang.is_pid(term)

@doc """
Whether the term is a port. `is_port(1)` is `false`.
"""
@doc guard: true
@spec is_port(term()) :: boolean()
def is_port(term), do: :erlang.is_port(term)

@doc """
Whether the term is a reference. `is_reference(make_ref())` is `true`.
"""
@doc guard: true
@spec is_reference(term()) :: boolean()
def is_reference(term), do: :erlang.is_reference(term)

@doc """
Whether the term is a tuple. `is_tuple({1, 2})` is `true`.
"""
@doc guard: true
@spec is_tuple(term()) :: boolean()
def is_tuple(term), do: :erlang.is_tuple(term)

@doc """
Whether the term is `nil`. Allowed in guards.

    iex> is_nil(nil)
    true
"""
@doc guard: true
defmacro is_nil(term) do
  quote(do: :erlang.==(unquote(term), nil))
end

@doc """
Whether the term is a struct. Allowed in guards.

    iex> {is_struct(1..2), is_struct(%{})}
    {true, false}
"""
@doc guard: true
defmacro is_struct(term) do
  case __CALLER__.context do
    nil ->
      quote do
        case unquote(term) do
          %_{} -> true
          _ -> false
        end
      end

    :match ->
      assert_no_match_or_guard_scope(:match, "is_struct")

    :guard ->
      struct_guard(term)
  end
end

@doc """
Whether the term is a struct of the given name. Allowed in guards.

    iex> is_struct(1..2, Range)
    true
"""
@doc guard: true
defmacro is_struct(term, name) do
  case __CALLER__.context do
    nil ->
      quote do
        case unquote(name) do
          name when :erlang.is_atom(name) ->
            case unquote(term) do
              %{__struct__: ^name} -> true
              _ -> false
            end

          _ ->
            :erlang.error(ArgumentError.exception([]))
        end
      end

    :match ->
      assert_no_match_or_guard_scope(:match, "is_struct")

    :guard ->
      named_struct_guard(term, name)
  end
end

@doc """
Whether the term is an exception. Allowed in guards.

    iex> is_exception(%RuntimeError{})
    true
"""
@doc guard: true
defmacro is_exception(term) do
  case __CALLER__.context do
    nil ->
      quote do
        case unquote(term) do
          %_{__exception__: true} -> true
          _ -> false
        end
      end

    :match ->
      assert_no_match_or_guard_scope(:match, "is_exception")

    :guard ->
      quote do
        :erlang.andalso(unquote(struct_guard(term)), unquote(exception_guard(term)))
      end
  end
end

@doc """
Whether the term is an exception of the given name. Allowed in guards.

    iex> is_exception(%RuntimeError{}, RuntimeError)
    true
"""
@doc guard: true
defmacro is_exception(term, name) do
  case __CALLER__.context do
    nil ->
      quote do
        case unquote(name) do
          name when :erlang.is_atom(name) ->
            case unquote(term) do
              %{__struct__: ^name, __exception__: true} -> true
              _ -> false
            end

          _ ->
            :erlang.error(ArgumentError.exception([]))
        end
      end

    :match ->
      assert_no_match_or_guard_scope(:match, "is_exception")

    :guard ->
      quote do
        :erlang.andalso(unquote(named_struct_guard(term, name)), unquote(exception_guard(term)))
      end
  end
end

defp struct_guard(term) do
  quote do
    :erlang.andalso(
      :erlang.andalso(
        :erlang.is_map(unquote(term)),
        :erlang.is_map_key(:__struct__, unquote(term))
      ),
      :erlang.is_atom(:erlang.map_get(:__struct__, unquote(term)))
    )
  end
end

# A name that is no atom makes the guard fail: `:fail` is no boolean.
defp named_struct_guard(term, name) do
  quote do
    :erlang.andalso(
      :erlang.andalso(
        :erlang.andalso(
          :erlang.is_map(unquote(term)),
          :erlang.orelse(:erlang.is_atom(unquote(name)), :fail)
        ),
        :erlang.is_map_key(:__struct__, unquote(term))
      ),
      :erlang."=:="(:erlang.map_get(:__struct__, unquote(term)), unquote(name))
    )
  end
end

defp exception_guard(term) do
  quote do
    :erlang.andalso(
      :erlang.is_map_key(:__exception__, unquote(term)),
      :erlang.==(:erlang.map_get(:__exception__, unquote(term)), true)
    )
  end
end
