# The text of a failure, for formatters: what is printed below the name of a test.
#
# Lines after the first of a value stand below its beginning; `width` is that of the terminal. The formatter function
# colours: it is called with `:location_info`, `:error_info`, `:extra_info` or a name of a side, and the text.

defmodule ExUnit.Formatter do
  @moduledoc """
  Helpers for formatters: processes that get the events of a suite as casts.

  The events are `{:suite_started, options}`, `{:module_started, module}`, `{:test_started, test}`,
  `{:test_finished, test}`, `{:module_finished, module}`, `:max_failures_reached` and `{:suite_finished, times_us}`.
  """

  alias ExUnit.AssertionError

  @no_value AssertionError.no_value()
  @padding "     "

  @doc """
  A time in microseconds as text: seconds, or milliseconds for `format_us/1`.
  """
  def format_time(us), do: us |> div(10_000) |> format_hundredths()

  @doc false
  def format_us(us), do: us |> div(10) |> format_hundredths()

  defp format_hundredths(hundredths) when hundredths < 10, do: "0.0#{hundredths}"

  defp format_hundredths(hundredths) do
    tenths = div(hundredths, 10)
    "#{div(tenths, 10)}.#{rem(tenths, 10)}"
  end

  @doc """
  The times of a suite: `%{load: us, async: us, run: us}`.
  """
  def format_times(%{run: run_us} = times) do
    load_us = times[:load]

    if load_us do
      async_us = times[:async] || 0
      sync_us = max(run_us - async_us, 0)

      "Finished in #{format_time(run_us + load_us)} seconds (#{format_time(load_us)}s on load, " <>
        "#{format_time(async_us)}s async, #{format_time(sync_us)}s sync)"
    else
      "Finished in #{format_time(run_us)} seconds"
    end
  end

  @doc """
  What is said about the tags that were asked for.
  """
  def format_filters(filters, :exclude), do: "Excluding tags: #{inspect(filters)}"
  def format_filters(filters, :include), do: "Including tags: #{inspect(filters)}"

  @doc """
  The text of a test that failed.
  """
  def format_test_failure(test, failures, counter, width, formatter) do
    %ExUnit.Test{name: name, module: module, tags: tags} = test

    [
      with_counter(counter, "#{name} (#{inspect(module)})"),
      "\n",
      @padding,
      formatter.(:location_info, location(tags)),
      "\n",
      failures_text(failures, test, width, formatter),
      logs_text(test.logs)
    ]
    |> IO.iodata_to_binary()
  end

  @doc """
  The text of a module whose `setup_all` failed.
  """
  def format_test_all_failure(module, failures, counter, width, formatter) do
    name = module.name

    [
      with_counter(counter, "#{inspect(name)}: "),
      formatter.(:error_info, "failure on setup_all callback, all tests have been invalidated"),
      "\n",
      failures_text(failures, %{module: name, name: nil, tags: %{file: module.file}}, width, formatter)
    ]
    |> IO.iodata_to_binary()
  end

  defp with_counter(counter, text) when counter < 10, do: "  #{counter}) #{text}"
  defp with_counter(counter, text) when counter < 100, do: " #{counter}) #{text}"
  defp with_counter(counter, text), do: "#{counter}) #{text}"

  defp location(%{file: file, line: line}), do: "#{Path.relative_to_cwd(file)}:#{line}"

  defp failures_text([failure], test, width, formatter), do: failure_text(failure, test, width, formatter)

  defp failures_text(failures, test, width, formatter) do
    for {failure, index} <- Enum.with_index(failures, 1) do
      ["\n", @padding, formatter.(:error_info, "Failure ##{index}"), "\n", failure_text(failure, test, width, formatter)]
    end
  end

  defp failure_text({:error, %AssertionError{} = error, stack}, test, width, formatter) do
    code = source_line(test, stack)
    [assertion_text(error, code, @padding, width, formatter), stack_text(stack, test, formatter)]
  end

  defp failure_text({kind, reason, stack}, test, _width, formatter) do
    {reason, stack} = Exception.blame(kind, reason, stack)

    [
      error_text(kind, reason, stack, formatter),
      code_line(source_line(test, stack), "code: ", @padding, formatter),
      stack_text(stack, test, formatter)
    ]
  end

  ## An error that is no assertion

  defp error_text(:error, %FunctionClauseError{} = error, _stack, formatter) do
    banner = Exception.format_banner(:error, %{error | args: nil, clauses: nil})
    details = FunctionClauseError.blame(error, &inspect/1, &clause_text(&1, formatter))
    [@padding, formatter.(:error_info, pad(banner)), pad_details(details), "\n"]
  end

  defp error_text(kind, reason, stack, formatter) do
    [@padding, formatter.(:error_info, pad(Exception.format_banner(kind, reason, stack))), "\n"]
  end

  defp pad_details(""), do: ""
  defp pad_details("\n" <> details), do: ["\n" | pad(details)]
  defp pad_details(details), do: pad(details)

  defp clause_text(%{match?: true, node: node}, _formatter), do: Macro.to_string(node)
  defp clause_text(%{match?: false, node: node}, formatter), do: formatter.(:blame_diff, Macro.to_string(node))

  defp pad(text), do: String.replace(text, "\n", "\n" <> @padding)

  ## An assertion: message, code, and the values, each below the other

  @doc """
  An assertion's error as text, without a test: what `Exception.message/1` gives.
  """
  def format_assertion_error(%AssertionError{} = error) do
    error
    |> assertion_text(nil, "", :infinity, fn _name, text -> text end)
    |> IO.iodata_to_binary()
  end

  defp assertion_text(error, source_line, margin, width, formatter) do
    label = label(error, "code")

    [
      message_text(error.message, margin, formatter),
      doctest_text(error.doctest, margin, formatter),
      case error.expr do
        @no_value -> code_line(source_line, label, margin, formatter)
        expr -> code_line(expression_code(expr, byte_size(margin <> label)), label, margin, formatter)
      end,
      arguments_text(error.args, margin, width, formatter),
      side(error, :left, margin, width, formatter),
      side(error, :right, margin, width, formatter),
      mailbox_text(error, margin, width, formatter)
    ]
  end

  defp message_text(@no_value, _margin, _formatter), do: []
  defp message_text(message, margin, formatter), do: [margin, formatter.(:error_info, pad(message)), "\n"]

  defp doctest_text(@no_value, _margin, _formatter), do: []

  defp doctest_text(code, margin, formatter) do
    [margin, formatter.(:extra_info, "doctest:"), "\n", margin, "  ", code_lines(code, byte_size(margin) + 2), "\n"]
  end

  defp code_line(nil, _label, _margin, _formatter), do: []
  defp code_line(code, label, margin, formatter), do: [margin, formatter.(:extra_info, label), code, "\n"]

  defp expression_code({name, _, [code]}, column) when is_atom(name),
    do: code_lines("#{name} #{Macro.to_string(code)}", column)

  defp expression_code(code, column), do: code_lines(Macro.to_string(code), column)

  # Labels stand in a column when both sides are there.
  defp label(error, name) do
    if both?(error), do: String.pad_trailing(name <> ":", 7), else: name <> ": "
  end

  defp both?(%{left: left, right: right}), do: left != @no_value and right != @no_value

  defp side(%{context: {:mailbox, _, _}}, _side, _margin, _width, _formatter), do: []

  defp side(error, side, margin, width, formatter) do
    case Map.fetch!(error, side) do
      @no_value ->
        []

      value ->
        label = label(error, Atom.to_string(side))
        column = byte_size(margin <> label)
        [margin, formatter.(:extra_info, label), side_value(error, side, value, column, width), "\n"]
    end
  end

  # The left side of a match is code.
  defp side_value(%{context: {:match, _}}, :left, code, column, _width), do: code_lines(Macro.to_string(code), column)
  defp side_value(_error, _side, value, column, width), do: inspect_value(value, column, width)

  defp inspect_value(value, column, width) do
    opts = %Inspect.Opts{}

    value
    |> Inspect.Algebra.to_doc(opts)
    |> Inspect.Algebra.group()
    |> Inspect.Algebra.nest(column)
    |> Inspect.Algebra.format(if(width == :infinity, do: width, else: width - column))
    |> IO.iodata_to_binary()
  end

  defp code_lines(text, column), do: String.replace(text, "\n", "\n" <> String.duplicate(" ", column))

  defp arguments_text(@no_value, _margin, _width, _formatter), do: []

  defp arguments_text(args, margin, width, formatter) do
    indentation = margin <> "    "

    lines =
      for {arg, index} <- Enum.with_index(args, 1) do
        ["\n", indentation, "# #{index}\n", indentation, inspect_value(arg, byte_size(indentation), width), "\n"]
      end

    [margin, formatter.(:extra_info, "arguments:"), "\n", lines, "\n"]
  end

  defp mailbox_text(%{context: {:mailbox, _pins, [_ | _] = messages}, left: pattern}, margin, width, formatter) do
    indentation = margin <> "  "
    column = byte_size(indentation) + 9

    lines =
      for message <- messages do
        [
          [indentation, formatter.(:extra_info, "pattern: "), code_lines(Macro.to_string(pattern), column), "\n"],
          [indentation, formatter.(:extra_info, "value:   "), inspect_value(message, column, width), "\n"]
        ]
      end

    [margin, formatter.(:extra_info, "mailbox:"), "\n", Enum.intersperse(lines, "\n")]
  end

  defp mailbox_text(_error, _margin, _width, _formatter), do: []

  ## Where it went wrong

  # The line of the test from which the error came.
  defp source_line(test, stack) do
    with line when is_integer(line) <- line_in_test(stack, test),
         {:ok, text} <- File.read(test.tags.file),
         code when is_binary(code) <- text |> String.split("\n") |> Enum.at(line - 1) do
      String.trim(code)
    else
      _ -> nil
    end
  end

  defp line_in_test(_stack, %{name: nil}), do: nil

  defp line_in_test(stack, %{module: module, name: name}) do
    Enum.find_value(stack, fn
      {^module, ^name, 1, location} -> location[:line]
      _ -> nil
    end)
  end

  defp stack_text([], _test, _formatter), do: []

  defp stack_text(stack, test, formatter) do
    depth = Application.get_env(:ex_unit, :stacktrace_depth, 20)
    lines = for frame <- Enum.take(stack, depth), do: ["       ", frame_text(frame, test), "\n"]
    [@padding, formatter.(:extra_info, "stacktrace:"), "\n", lines]
  end

  defp frame_text({module, name, 1, location}, %{module: module, name: name}) when name != nil do
    "#{location[:file]}:#{location[:line]}: (test)"
  end

  defp frame_text(frame, _test), do: Exception.format_stacktrace_entry(frame)

  defp logs_text(""), do: ""
  defp logs_text(logs), do: ["\n", @padding, "The following output was logged:", pad("\n" <> logs)]
end
