defmodule ErlangError do
  @moduledoc """
  A reason of `:erlang.error/1` that has no exception of its own.

  `normalize/2` is where the runtime's reasons become exceptions.
  """
  defexception [:original, :reason]

  @impl true
  def message(%{original: original, reason: nil}), do: "Erlang error: #{inspect(original)}"

  def message(%{original: original, reason: more}),
    do: "Erlang error: #{inspect(original)}#{more}"

  @doc false
  def normalize(:badarg, stacktrace) do
    case explanation(stacktrace, "errors were found at the given arguments") do
      {:ok, reason, details} -> %ArgumentError{message: reason <> details}
      :error -> %ArgumentError{}
    end
  end

  def normalize(:badarith, _stacktrace), do: %ArithmeticError{}

  def normalize(:system_limit, stacktrace) do
    lead = "a system limit has been reached due to errors at the given arguments"

    case explanation(stacktrace, lead) do
      {:ok, reason, details} -> %SystemLimitError{message: reason <> details}
      :error -> %SystemLimitError{}
    end
  end

  def normalize(:cond_clause, _stacktrace), do: %CondClauseError{}

  def normalize({:badarity, {fun, args}}, _stacktrace) do
    %BadArityError{function: fun, args: args}
  end

  def normalize({:badfun, term}, _stacktrace), do: %BadFunctionError{term: term}

  def normalize({:badstruct, struct, term}, _stacktrace) do
    %BadStructError{struct: struct, term: term}
  end

  def normalize({:badmatch, term}, _stacktrace), do: %MatchError{term: term}
  def normalize({:badmap, term}, _stacktrace), do: %BadMapError{term: term}

  def normalize({:badbool, operator, term}, _stacktrace) do
    %BadBooleanError{operator: operator, term: term}
  end

  def normalize({:badkey, key}, stacktrace) do
    %KeyError{key: key, term: searched_map(stacktrace)}
  end

  def normalize({:badkey, key, map}, _stacktrace) when is_map(map) do
    %KeyError{key: key, term: map}
  end

  def normalize({:badkey, key, term}, _stacktrace) do
    message =
      "key #{inspect(key)} not found in: #{inspect(term)}. If you are using the dot syntax, " <>
        "such as map.field, make sure the left-hand side of the dot is a map"

    %KeyError{key: key, term: term, message: message}
  end

  def normalize({:case_clause, term}, _stacktrace), do: %CaseClauseError{term: term}
  def normalize({:with_clause, term}, _stacktrace), do: %WithClauseError{term: term}
  def normalize({:try_clause, term}, _stacktrace), do: %TryClauseError{term: term}

  def normalize(:undef, stacktrace) do
    {module, function, arity} = top_function(stacktrace)
    %UndefinedFunctionError{module: module, function: function, arity: arity}
  end

  def normalize(:function_clause, stacktrace) do
    {module, function, arity} = top_function(stacktrace)
    %FunctionClauseError{module: module, function: function, arity: arity}
  end

  def normalize({:badarg, payload}, _stacktrace) do
    %ArgumentError{message: "argument error: #{inspect(payload)}"}
  end

  def normalize(other, stacktrace) do
    case explanation(stacktrace, "") do
      {:ok, _reason, details} -> %ErlangError{original: other, reason: details}
      :error -> %ErlangError{original: other}
    end
  end

  # Natives that look a key up in a map have the map among their arguments.
  defp searched_map([{Map, :get_and_update!, [map, _, _], _} | _]), do: map
  defp searched_map([{Map, :update!, [map, _, _], _} | _]), do: map
  defp searched_map([{:maps, :update, [_, _, map], _} | _]), do: map
  defp searched_map([{:maps, :get, [_, map], _} | _]), do: map
  defp searched_map([{:erlang, :map_get, [_, map], _} | _]), do: map
  defp searched_map(_), do: nil

  defp top_function([{module, function, args, _} | _]) when is_list(args) do
    {module, function, length(args)}
  end

  defp top_function([{module, function, arity, _} | _]), do: {module, function, arity}
  defp top_function(_), do: {nil, nil, nil}

  # What a native says of its error stands with the first entry of the stack trace: a list of texts, each for the
  # argument at a position, for the call as a whole (`:general`), or in the place of the message's start (`:reason`).
  defp explanation([{_module, _function, args_or_arity, location} | _], lead)
       when is_list(location) do
    case List.keyfind(location, :error_info, 0) do
      {:error_info, %{respawn: texts}} -> explained(texts, arity(args_or_arity), lead)
      _ -> :error
    end
  end

  defp explanation(_stacktrace, _lead), do: :error

  defp arity(args) when is_list(args), do: length(args)
  defp arity(arity), do: arity

  defp explained(texts, arity, lead) do
    own_reason = text_for(texts, :reason)
    reason = own_reason || lead

    lines =
      for position <- 1..arity//1, text = text_for(texts, position) do
        ["  * ", ordinal(position), " argument: ", text, ?\n]
      end

    case {lines, text_for(texts, :general)} do
      {[], nil} when own_reason == nil -> :error
      {[], nil} -> {:ok, reason, ""}
      {[], general} -> {:ok, reason, ": " <> general}
      {lines, _} -> {:ok, reason, IO.iodata_to_binary([":\n\n" | lines])}
    end
  end

  defp text_for(texts, key) do
    case List.keyfind(texts, key, 0) do
      {_, text} -> IO.iodata_to_binary(text)
      nil -> nil
    end
  end

  defp ordinal(number) when rem(number, 10) == 1 and rem(number, 100) != 11, do: "#{number}st"
  defp ordinal(number) when rem(number, 10) == 2 and rem(number, 100) != 12, do: "#{number}nd"
  defp ordinal(number) when rem(number, 10) == 3 and rem(number, 100) != 13, do: "#{number}rd"
  defp ordinal(number), do: "#{number}th"
end
