# `assert` and its relatives. The macros look at the code that they are given: an operator or a match fails with the
# values of both sides, a call of a function with its arguments.

defmodule ExUnit.Assertions do
  @moduledoc """
  What a test can claim.

      assert 1 + 1 == 2
      assert {:ok, value} = Map.fetch(map, :key)
      refute Enum.empty?(list)
      assert_raise ArithmeticError, fn -> 1 / 0 end
      assert_receive {:done, ^ref}, 500
      refute_received :error
      assert_in_delta 1.0, value, 0.1
  """

  alias ExUnit.AssertionError

  @operators [:==, :<, :>, :<=, :>=, :===, :=~, :!==, :!=, :in]
  @equal [:==, :===]
  @different [:!=, :!==]

  @doc """
  Fails unless the value is neither `false` nor `nil`. A match (`assert {:ok, x} = f()`) fails when it does not match.
  """
  defmacro assert({:=, _, [left, right]} = assertion) do
    code = with_name(:assert, assertion)
    pattern = expand_pattern(left, __CALLER__)
    vars = variables(pattern)
    pins = pins(pattern)

    quote do
      right = unquote(right)
      expr = unquote(escape(code))

      unquote(tuple(vars)) =
        case right do
          unquote(generated(pattern)) ->
            unless right do
              raise AssertionError, expr: expr, message: "Expected truthy, got #{inspect(right)}"
            end

            unquote(tuple(vars))

          _ ->
            raise AssertionError,
              left: unquote(escape(left)),
              right: right,
              expr: expr,
              message: "match (=) failed" <> ExUnit.Assertions.__pins__(unquote(pins)),
              context: {:match, unquote(pins)}
        end

      right
    end
  end

  defmacro assert({:match?, _, [left, right]} = assertion), do: match(:assert, left, right, assertion, __CALLER__)

  defmacro assert({operator, meta, [_, _]} = assertion) when operator in @operators do
    compare(:assert, operator, meta, assertion)
  end

  defmacro assert(assertion) do
    {args, value} = call_arguments(assertion, __CALLER__)

    quote generated: true do
      if value = unquote(value) do
        value
      else
        raise AssertionError,
          args: unquote(args),
          expr: unquote(escape(with_name(:assert, assertion))),
          message: "Expected truthy, got #{inspect(value)}"
      end
    end
  end

  @doc """
  Fails with a message of one's own unless the value is neither `false` nor `nil`.
  """
  @spec assert(any, message :: String.t() | Exception.t()) :: true
  def assert(value, message) when is_binary(message) do
    if value, do: true, else: raise(AssertionError, message: message)
  end

  def assert(value, message) do
    if value, do: true, else: raise(message)
  end

  @doc """
  Fails unless the value is `false` or `nil`.
  """
  defmacro refute({:match?, _, [left, right]} = assertion), do: match(:refute, left, right, assertion, __CALLER__)

  defmacro refute({operator, meta, [_, _]} = assertion) when operator in @operators do
    compare(:refute, operator, meta, assertion)
  end

  defmacro refute(assertion) do
    {args, value} = call_arguments(assertion, __CALLER__)

    quote generated: true do
      if value = unquote(value) do
        raise AssertionError,
          args: unquote(args),
          expr: unquote(escape(with_name(:refute, assertion))),
          message: "Expected false or nil, got #{inspect(value)}"
      else
        value
      end
    end
  end

  @doc """
  Fails with a message of one's own unless the value is `false` or `nil`.
  """
  @spec refute(any, message :: String.t() | Exception.t()) :: false
  def refute(value, message), do: not assert(!value, message)

  ## Operators

  defp compare(kind, operator, meta, {_, _, [left, right]} = assertion) do
    call = {operator, meta, [Macro.var(:left, __MODULE__), Macro.var(:right, __MODULE__)]}
    call = if kind == :refute, do: quote(do: not unquote(call)), else: call

    quote do
      left = unquote(left)
      right = unquote(right)

      if unquote(generated(call)) do
        unquote(kind == :assert)
      else
        ExUnit.Assertions.__compared__(
          unquote(kind),
          unquote(operator),
          left,
          right,
          unquote(escape(with_name(kind, assertion)))
        )
      end
    end
  end

  @doc false
  def __compared__(kind, operator, left, right, expr) do
    start = if kind == :assert, do: "Assertion", else: "Refute"
    message = "#{start} with #{operator} failed"
    told_apart? = operator in if(kind == :assert, do: @different, else: @equal)

    if told_apart? and left === right do
      raise AssertionError, left: left, expr: expr, message: message <> ", both sides are exactly equal"
    else
      context = if operator in [:===, :!==], do: :===, else: :==
      raise AssertionError, left: left, right: right, expr: expr, message: message, context: context
    end
  end

  ## Matches

  defp match(kind, left, right, assertion, caller) do
    pattern = expand_pattern(left, caller)
    pins = pins(pattern)

    quote do
      right = unquote(right)
      matches? = match?(unquote(pattern), right)

      if matches? == unquote(kind == :assert) do
        matches?
      else
        raise AssertionError,
          left: unquote(escape(left)),
          right: right,
          expr: unquote(escape(with_name(kind, assertion))),
          message: unquote(match_text(kind)) <> ExUnit.Assertions.__pins__(unquote(pins)),
          context: {:match, unquote(pins)}
      end
    end
  end

  defp match_text(:assert), do: "match (match?) failed"
  defp match_text(:refute), do: "match (match?) succeeded, but should have failed"

  # Macros in patterns are expanded here, so that their variables are seen.
  defp expand_pattern({:when, meta, [left, guards]}, caller), do: {:when, meta, [expand_pattern(left, caller), guards]}

  defp expand_pattern(pattern, caller) do
    Macro.prewalk(pattern, fn
      {:__aliases__, _, _} = node -> Macro.expand(node, %{caller | context: :match})
      {:@, _, [{name, _, context}]} = node when is_atom(name) and is_atom(context) -> Macro.expand(node, caller)
      {left, meta, args} = node when is_atom(left) and is_list(args) -> expand_call(node, left, meta, args, caller)
      node -> node
    end)
  end

  defp expand_call(node, name, _meta, args, caller) do
    if Macro.special_form?(name, length(args)) or name in [:"::", :<<>>, :|, :\\, :<>],
      do: node,
      else: Macro.expand(node, %{caller | context: :match})
  end

  defp variables({:when, _, [left, _guards]}), do: variables(left)

  defp variables(pattern) do
    pattern
    |> Macro.prewalk([], fn
      {:^, _, [_]}, found -> {:ok, found}
      {:"::", _, [left, _]}, found -> {left, found}
      {skip, _, [_ | _]}, found when skip in [:@, :quote] -> {:ok, found}
      {:_, _, context}, found when is_atom(context) -> {:ok, found}
      {name, _, context} = var, found when is_atom(name) and is_atom(context) -> {:ok, [used(var) | found]}
      node, found -> {node, found}
    end)
    |> elem(1)
    |> Enum.reject(&(&1 == nil))
    |> Enum.uniq_by(fn {name, meta, context} -> {name, meta[:counter], context} end)
    |> Enum.reverse()
  end

  defp used({name, _, _}) when name in [:__MODULE__, :__DIR__, :__ENV__, :__CALLER__, :__STACKTRACE__], do: nil
  defp used({_, meta, _} = var), do: put_elem(var, 1, Keyword.put(meta, :generated, true))

  defp tuple(vars), do: {:{}, [], vars}

  defp pins(pattern) do
    {_, pins} =
      Macro.prewalk(pattern, [], fn
        {:^, _, [{name, _, context} = var]} = node, pins when is_atom(name) and is_atom(context) ->
          {node, [{{name, context}, var} | pins]}

        node, pins ->
          {node, pins}
      end)

    pins |> Enum.uniq_by(&elem(&1, 0)) |> Enum.reverse()
  end

  @doc false
  def __pins__([]), do: ""

  def __pins__(pins) do
    lines = for {{name, _}, value} <- pins, do: "\n  #{name} = #{inspect(value)}"
    "\nThe following variables were pinned:" <> Enum.join(lines)
  end

  ## Calls

  # The arguments of a call are told when it is one of a function and not all are literals.
  defp call_arguments({name, meta, [_ | _] = args} = call, env) do
    plain? =
      is_atom(name) and
        (Macro.special_form?(name, length(args)) or Macro.operator?(name, length(args)))

    if plain? or Enum.all?(args, &Macro.quoted_literal?/1) or not function_call?(name, call, env) do
      {AssertionError.no_value(), call}
    else
      vars = Macro.generate_arguments(length(args), __MODULE__)
      {vars, quote(do: (unquote_splicing(for({var, arg} <- Enum.zip(vars, args), do: quote(do: unquote(var) = unquote(arg)))); unquote({name, meta, vars})))}
    end
  end

  defp call_arguments(code, _env), do: {AssertionError.no_value(), code}

  defp function_call?({:., _, [_]}, _call, _env), do: false
  defp function_call?(_name, call, env), do: Macro.expand_once(call, env) == call

  defp with_name(name, {_, meta, _} = code), do: {name, Keyword.take(meta, [:line]), [code]}
  defp with_name(name, code), do: {name, [], [code]}

  # Only lines are kept, as in code that nobody wrote: no delimiters of sigils and the like.
  defp escape(code), do: Macro.escape(code, prune_metadata: true)

  defp generated(code), do: Macro.prewalk(code, &Macro.update_meta(&1, fn meta -> Keyword.put(meta, :generated, true) end))

  ## Messages

  @doc """
  Fails unless a message that matches is in the mailbox, or comes within a time in milliseconds.
  """
  defmacro assert_receive(pattern, timeout \\ nil, failure_message \\ nil) do
    timeout = quote(do: ExUnit.Assertions.__timeout__(unquote(timeout), :assert_receive_timeout))
    receive_message(:assert_receive, pattern, timeout, failure_message, __CALLER__)
  end

  @doc """
  Fails unless a message that matches is in the mailbox.
  """
  defmacro assert_received(pattern, failure_message \\ nil) do
    receive_message(:assert_received, pattern, 0, failure_message, __CALLER__)
  end

  defp receive_message(name, pattern, timeout, failure_message, caller) do
    expanded = expand_pattern(pattern, caller)
    vars = variables(expanded)
    pins = pins(expanded)
    code = {name, [], [pattern]}

    quote do
      timeout = unquote(timeout)

      {received, unquote(tuple(vars))} =
        receive do
          unquote(with_value(expanded)) -> {received, unquote(tuple(vars))}
        after
          timeout ->
            ExUnit.Assertions.__not_received__(
              unquote(failure_message),
              timeout,
              unquote(pins),
              unquote(escape(code)),
              fn message -> match?(unquote(generated(expanded)), message) end
            )
        end

      received
    end
  end

  defp with_value({:when, meta, [pattern, guards]}), do: {:when, meta, [with_value(pattern), guards]}
  defp with_value(pattern), do: quote(do: unquote(generated(pattern)) = received)

  @doc false
  def __timeout__(nil, key), do: Application.get_env(:ex_unit, key, 100)
  def __timeout__(timeout, _key) when is_integer(timeout) and timeout >= 0, do: timeout

  def __timeout__(other, _key) do
    raise ArgumentError, "timeout must be a non-negative integer, got: #{inspect(other)}"
  end

  @mailbox_shown 10

  @doc false
  def __not_received__(message, _timeout, _pins, _code, _matches?) when message != nil, do: flunk(message)

  def __not_received__(nil, timeout, pins, {_, _, [pattern]} = code, matches?) do
    {:messages, messages} = Process.info(self(), :messages)

    if Enum.any?(messages, matches?) do
      raise AssertionError,
        message:
          "Found message matching #{Macro.to_string(pattern)} after #{timeout}ms.\n\n" <>
            "This means the message was delivered too close to the timeout value, you may want to either:\n\n" <>
            "  1. Give an increased timeout to `assert_receive/2`\n" <>
            "  2. Increase the default timeout to all `assert_receive` in your\n" <>
            "     test_helper.exs by setting ExUnit.configure(assert_receive_timeout: ...)\n"
    else
      raise AssertionError,
        left: pattern,
        expr: code,
        message: "Assertion failed, no matching message after #{timeout}ms" <> __pins__(pins) <> mailbox_text(length(messages)),
        context: {:mailbox, pins, Enum.take(messages, -@mailbox_shown)}
    end
  end

  defp mailbox_text(0), do: "\nThe process mailbox is empty."
  defp mailbox_text(1), do: "\nShowing 1 of 1 message in the mailbox"
  defp mailbox_text(count), do: "\nShowing #{min(count, @mailbox_shown)} of #{count} messages in the mailbox"

  @doc """
  Fails if a message that matches comes within a time in milliseconds.
  """
  defmacro refute_receive(pattern, timeout \\ nil, failure_message \\ nil) do
    timeout = quote(do: ExUnit.Assertions.__timeout__(unquote(timeout), :refute_receive_timeout))
    refuse_message(pattern, timeout, failure_message, __CALLER__)
  end

  @doc """
  Fails if a message that matches is in the mailbox.
  """
  defmacro refute_received(pattern, failure_message \\ nil) do
    refuse_message(pattern, 0, failure_message, __CALLER__)
  end

  defp refuse_message(pattern, timeout, failure_message, caller) do
    text = Macro.to_string(pattern)

    quote do
      receive do
        unquote(with_value(expand_pattern(pattern, caller))) ->
          flunk(unquote(failure_message) || "Unexpectedly received message #{inspect(received)} (which matched #{unquote(text)})")
      after
        unquote(timeout) -> false
      end
    end
  end

  ## Errors

  @doc """
  Fails unless the function raises this exception, with this message or one that matches.
  """
  def assert_raise(exception, message, function) when is_function(function) do
    error = assert_raise(exception, function)

    case Exception.message(error) do
      actual when is_binary(message) and actual == message -> error
      actual -> check_message(error, message, actual)
    end
  end

  defp check_message(error, %Regex{} = message, actual) do
    if actual =~ message, do: error, else: wrong_message(error, message, actual)
  end

  defp check_message(error, message, actual), do: wrong_message(error, message, actual)

  defp wrong_message(error, message, actual) do
    raise AssertionError,
      message:
        "Wrong message for #{inspect(error.__struct__)}\nexpected:\n  #{inspect(message)}\nactual:\n  #{inspect(actual)}"
  end

  @doc """
  Fails unless the function raises this exception; gives the exception.
  """
  def assert_raise(exception, function) when is_function(function) do
    try do
      function.()
    rescue
      error -> check_raised(exception, error, __STACKTRACE__)
    else
      _ -> flunk("Expected exception #{inspect(exception)} but nothing was raised")
    end
  end

  defp check_raised(exception, %{__struct__: exception} = error, stacktrace) do
    _ = check_blame(error, stacktrace)
    error
  end

  defp check_raised(_exception, %AssertionError{} = error, stacktrace), do: reraise(error, stacktrace)

  defp check_raised(exception, error, stacktrace) do
    {error, stacktrace} = Exception.blame(:error, error, stacktrace)
    message = "Expected exception #{inspect(exception)} but got #{inspect(error.__struct__)} (#{Exception.message(error)})"
    reraise AssertionError, [message: message], stacktrace
  end

  # The message of an exception of the program's own must be text.
  defp check_blame(error, stacktrace) do
    error.__struct__.message(error)
  rescue
    other ->
      message =
        "Got exception #{inspect(error.__struct__)} but it failed to produce a message with:\n\n" <>
          Exception.format(:error, other, __STACKTRACE__)

      reraise AssertionError, [message: message], stacktrace
  end

  @doc """
  Fails unless the expression throws; gives what was thrown.
  """
  defmacro catch_throw(expression), do: do_catch(:throw, expression)

  @doc """
  Fails unless the expression exits; gives the reason.
  """
  defmacro catch_exit(expression), do: do_catch(:exit, expression)

  @doc """
  Fails unless the expression raises; gives the error.
  """
  defmacro catch_error(expression), do: do_catch(:error, expression)

  defp do_catch(kind, expression) do
    quote do
      try do
        _ = unquote(expression)
        flunk("Expected to catch #{unquote(kind)}, got nothing")
      rescue
        error in [ExUnit.AssertionError] -> reraise(error, __STACKTRACE__)
      catch
        unquote(kind), caught -> caught
      end
    end
  end

  ## Numbers

  @doc """
  Fails unless two numbers differ by no more than `delta`.
  """
  def assert_in_delta(value1, value2, delta, message \\ nil)

  def assert_in_delta(_, _, delta, _) when delta < 0 do
    raise ArgumentError, "delta must always be a positive number, got: #{inspect(delta)}"
  end

  def assert_in_delta(value1, value2, delta, message) do
    difference = abs(value1 - value2)

    message =
      message ||
        "Expected the difference between #{inspect(value1)} and #{inspect(value2)} (#{inspect(difference)}) " <>
          "to be less than or equal to #{inspect(delta)}"

    assert difference <= delta, message
  end

  @doc """
  Fails unless two numbers differ by more than `delta`.
  """
  def refute_in_delta(value1, value2, delta, message \\ nil) do
    difference = abs(value1 - value2)

    message =
      message ||
        "Expected the difference between #{inspect(value1)} and #{inspect(value2)} (#{inspect(difference)}) " <>
          "to be more than #{inspect(delta)}"

    refute difference < delta, message
  end

  @doc """
  Fails.
  """
  @spec flunk(String.t()) :: no_return
  def flunk(message \\ "Flunked!") when is_binary(message) do
    raise AssertionError, message: message
  end
end
