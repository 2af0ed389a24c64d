# Raising. What is known while the code is compiled (a text, the name of an exception) becomes a direct call of its
# `exception/1`; anything else is sorted out when it runs, by `Kernel.Utils.raise/1`.

@doc """
Raises an exception: a text is a `RuntimeError`, a module is asked for its exception, an exception is raised as it is.

    iex> try do raise("oops") rescue error -> error end
    %RuntimeError{message: "oops"}
"""
defmacro raise(message) do
  exception = exception_expression(message, __CALLER__)

  quote do
    :erlang.error(unquote(exception), :none, error_info: %{module: Exception})
  end
end

@doc """
Raises the exception that the module makes of the arguments, which usually are its fields or its message.

    iex> try do raise(ArgumentError, message: "no") rescue error -> error.message end
    "no"
"""
defmacro raise(exception, attributes) do
  quote do
    :erlang.error(unquote(exception).exception(unquote(attributes)))
  end
end

@doc """
Raises as `raise/1` does, with a given stack trace: in `rescue`, `__STACKTRACE__` is where it first happened.

    try do
      raise "oops"
    rescue
      error -> reraise error, __STACKTRACE__
    end
"""
defmacro reraise(message, stacktrace) do
  exception = exception_expression(message, __CALLER__)

  quote do
    :erlang.error(:erlang.raise(:error, unquote(exception), unquote(stacktrace)))
  end
end

@doc """
Raises as `raise/2` does, with a given stack trace.

    reraise ArgumentError, [message: "no"], __STACKTRACE__
"""
defmacro reraise(exception, attributes, stacktrace) do
  quote do
    :erlang.raise(
      :error,
      unquote(exception).exception(unquote(attributes)),
      unquote(stacktrace)
    )
  end
end

defp exception_expression(message, env) do
  expanded =
    case message do
      {_, _, _} -> :respawn_code.expand(message, env)
      _ -> message
    end

  case expanded do
    text when :erlang.is_binary(text) ->
      quote(do: RuntimeError.exception(unquote(text)))

    {:<<>>, _, _} = interpolation ->
      quote(do: RuntimeError.exception(unquote(interpolation)))

    name when :erlang.is_atom(name) ->
      quote(do: unquote(name).exception([]))

    _ ->
      quote(do: Kernel.Utils.raise(unquote(message)))
  end
end
