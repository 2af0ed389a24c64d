# Exceptions of running code: what the runtime's error reasons become, and what `raise "text"` raises.

defmodule RuntimeError do
  @moduledoc "An error with a text of its own; what `raise \"text\"` raises."
  defexception message: "runtime error"
end

defmodule ArgumentError do
  @moduledoc "An argument is not of the kind that the function accepts."
  defexception message: "argument error"

  @impl true
  def blame(
        exception,
        [{:erlang, :apply, [module, function, args], _} | _] = stacktrace
      ) do
    message =
      cond do
        not is_atom(module) and args == [] and is_atom(function) ->
          "you attempted to apply a function named #{inspect(function)} on #{inspect(module)}. " <>
            "If you are using Kernel.apply/3, make sure the module is an atom. " <>
            "If you are using the dot syntax, such as module.function(), " <>
            "make sure the left-hand side of the dot is a module atom"

        not is_atom(module) ->
          "you attempted to apply a function on #{inspect(module)}. " <>
            "Modules (the first argument of apply) must always be an atom"

        not is_atom(function) ->
          "you attempted to apply a function named #{inspect(function)} on module #{inspect(module)}. " <>
            "However #{inspect(function)} is not a valid function name. " <>
            "Function names (the second argument of apply) must always be an atom"

        not is_list(args) ->
          "you attempted to apply a function named #{inspect(function)} on module #{inspect(module)} " <>
            "with arguments #{inspect(args)}. " <>
            "Arguments (the third argument of apply) must always be a proper list"

        true ->
          exception.message
      end

    {%{exception | message: message}, stacktrace}
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}
end

defmodule ArithmeticError do
  @moduledoc "Arithmetic on what is no number, or without a result, such as a division by zero."
  defexception message: "bad argument in arithmetic expression"

  @impl true
  def blame(%{message: message} = exception, [{:erlang, operator, args, _} | _] = stacktrace)
      when is_list(args) do
    case expression(operator, args) do
      nil -> {exception, stacktrace}
      text -> {%{exception | message: message <> ": " <> text}, stacktrace}
    end
  end

  def blame(exception, stacktrace), do: {exception, stacktrace}

  defp expression(operator, [left, right]) when operator in [:+, :-, :*, :/] do
    "#{inspect(left)} #{operator} #{inspect(right)}"
  end

  defp expression(operator, [operand]) when operator in [:+, :-] do
    "#{operator}(#{inspect(operand)})"
  end

  defp expression(operator, [left, right]) when operator in [:div, :rem] do
    "#{operator}(#{inspect(left)}, #{inspect(right)})"
  end

  defp expression(operator, [left, right]) when operator in [:band, :bor, :bxor, :bsl, :bsr] do
    "Bitwise.#{operator}(#{inspect(left)}, #{inspect(right)})"
  end

  defp expression(:bnot, [operand]), do: "Bitwise.bnot(#{inspect(operand)})"
  defp expression(_operator, _args), do: nil
end

defmodule SystemLimitError do
  @moduledoc "The runtime has as many atoms, processes, ports or bytes of something as it can have."
  defexception message: "a system limit has been reached"
end

defmodule MatchError do
  @moduledoc "The right side of `=` does not match its left side."
  defexception [:term]

  @impl true
  def message(exception), do: "no match of right hand side value: #{inspect(exception.term)}"
end

defmodule CaseClauseError do
  @moduledoc "No clause of a `case` matches."
  defexception [:term]

  @impl true
  def message(exception), do: "no case clause matching: #{inspect(exception.term)}"
end

defmodule WithClauseError do
  @moduledoc "No clause of a `with`'s `else` matches."
  defexception [:term]

  @impl true
  def message(exception), do: "no with clause matching: #{inspect(exception.term)}"
end

defmodule CondClauseError do
  @moduledoc "No condition of a `cond` is truthy."
  defexception []

  @impl true
  def message(_exception), do: "no cond clause evaluated to a truthy value"
end

defmodule TryClauseError do
  @moduledoc "No clause of a `try`'s `else` matches."
  defexception [:term]

  @impl true
  def message(exception), do: "no try clause matching: #{inspect(exception.term)}"
end

defmodule BadArityError do
  @moduledoc "A function was called with another number of arguments than it has."
  defexception [:function, :args]

  @impl true
  def message(%{function: function, args: args}) do
    {:arity, arity} = Function.info(function, :arity)
    called_with(function, arity, args)
  end

  defp called_with(function, arity, []) do
    "#{inspect(function)} with arity #{arity} called with no arguments"
  end

  defp called_with(function, arity, args) do
    count = length(args)
    noun = if count == 1, do: "argument", else: "arguments"
    texts = Enum.map_join(args, ", ", &inspect/1)
    "#{inspect(function)} with arity #{arity} called with #{count} #{noun} (#{texts})"
  end
end

defmodule BadBooleanError do
  @moduledoc "An operator that wants a boolean on its left side got something else."
  defexception [:term, :operator]

  @impl true
  def message(exception) do
    "expected a boolean on left-side of \"#{exception.operator}\", got: #{inspect(exception.term)}"
  end
end

defmodule BadFunctionError do
  @moduledoc "Something was called that is no function."
  defexception [:term]

  @impl true
  def message(%{term: term}) when is_function(term) do
    "function #{inspect(term)} is invalid, likely because it points to an old version of the code"
  end

  def message(exception), do: "expected a function, got: #{inspect(exception.term)}"
end

defmodule BadMapError do
  @moduledoc "A map was expected."
  defexception [:term]

  @impl true
  def message(exception), do: "expected a map, got: #{inspect(exception.term)}"
end

defmodule BadStructError do
  @moduledoc "A struct of another name was expected."
  defexception [:struct, :term]

  @impl true
  def message(exception) do
    "expected a struct named #{inspect(exception.struct)}, got: #{inspect(exception.term)}"
  end
end

defmodule UnicodeConversionError do
  @moduledoc "Bytes or code points that are not valid in the encoding."
  defexception [:encoded, :message]

  @impl true
  def exception(fields) do
    problem = problem(Keyword.fetch!(fields, :kind), Keyword.fetch!(fields, :rest))
    %UnicodeConversionError{encoded: Keyword.fetch!(fields, :encoded), message: problem}
  end

  defp problem(kind, rest) when is_binary(rest) do
    "#{kind} encoding starting at #{inspect(rest)}"
  end

  defp problem(kind, [first | _]) when is_integer(first), do: "#{kind} code point #{first}"
  defp problem(kind, [first | _]), do: problem(kind, first)
end

defmodule Enum.EmptyError do
  @moduledoc "The enumerable is empty, and the function needs at least one element."
  defexception message: "empty error"
end

defmodule Enum.OutOfBoundsError do
  @moduledoc "The enumerable has no element at the given index."
  defexception message: "out of bounds error"
end

defmodule Protocol.UndefinedError do
  @moduledoc "The protocol has no implementation for the value's type."
  defexception [:protocol, :value, description: ""]

  @impl true
  def message(%{protocol: protocol, value: value, description: description}) do
    "protocol #{inspect(protocol)} not implemented for #{inspect(value)} of type " <>
      type(value) <> more(description) <> implementations(protocol)
  end

  defp type(%{__struct__: struct}) when is_atom(struct), do: "#{inspect(struct)} (a struct)"
  defp type(value) when is_atom(value), do: "Atom"
  defp type(value) when is_integer(value), do: "Integer"
  defp type(value) when is_float(value), do: "Float"
  defp type(value) when is_bitstring(value), do: "BitString"
  defp type(value) when is_list(value), do: "List"
  defp type(value) when is_tuple(value), do: "Tuple"
  defp type(value) when is_map(value), do: "Map"
  defp type(value) when is_function(value), do: "Function"
  defp type(value) when is_pid(value), do: "PID"
  defp type(value) when is_port(value), do: "Port"
  defp type(value) when is_reference(value), do: "Reference"

  defp more(""), do: ""
  defp more(description), do: ", " <> description

  # Only a consolidated protocol knows all of its implementations, and then says which they are.
  defp implementations(protocol) do
    case protocol.__protocol__(:impls) do
      {:consolidated, []} ->
        ". There are no implementations for this protocol."

      {:consolidated, types} ->
        ". This protocol is implemented for the following type(s): " <>
          Enum.map_join(types, ", ", &inspect/1)

      :not_consolidated ->
        ""
    end
  end
end
