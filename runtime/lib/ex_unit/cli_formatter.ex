# Prints a suite as it runs: a dot for a test that passed, the text of one that failed, and the numbers at the end.

defmodule ExUnit.CLIFormatter do
  @moduledoc false

  use GenServer

  import ExUnit.Formatter

  @impl true
  def init(options) do
    print_filters(options, :exclude)
    print_filters(options, :include)

    {:ok,
     %{
       seed: options[:seed],
       trace: options[:trace],
       colors: colors(options),
       width: width(),
       slowest: options[:slowest],
       tests: %{},
       times: [],
       failures: 0,
       skipped: 0,
       excluded: 0,
       invalid: 0
     }}
  end

  defp colors(options) do
    Keyword.put_new_lazy(options[:colors], :enabled, &IO.ANSI.enabled?/0)
  end

  defp width do
    case :io.columns() do
      {:ok, width} -> max(40, width)
      _ -> 80
    end
  end

  defp print_filters(options, kind) do
    case options[kind] do
      [] -> :ok
      filters -> IO.puts(format_filters(filters, kind))
    end

    if kind == :include and (options[:include] != [] or options[:exclude] != []), do: IO.puts("")
  end

  @impl true
  def handle_cast({:module_started, %{name: name, file: file}}, %{trace: true} = state) do
    IO.puts("\n#{inspect(name)} [#{Path.relative_to_cwd(file)}]")
    {:noreply, state}
  end

  def handle_cast({:test_started, test}, %{trace: true} = state) do
    IO.write("  * #{test.name} [L##{test.tags.line}]")
    {:noreply, state}
  end

  def handle_cast({:test_finished, %{state: nil} = test}, state) do
    if state.trace,
      do: IO.puts(success(trace_line(test, "#{format_us(test.time)}ms"), state)),
      else: IO.write(success(".", state))

    {:noreply, state |> count(test) |> time(test)}
  end

  def handle_cast({:test_finished, %{state: {:excluded, _}} = test}, state) do
    if state.trace, do: IO.puts(trace_line(test, "excluded"))
    {:noreply, state |> count(test) |> add(:excluded)}
  end

  def handle_cast({:test_finished, %{state: {:skipped, _}} = test}, state) do
    if state.trace,
      do: IO.puts(skip(trace_line(test, "skipped"), state)),
      else: IO.write(skip("*", state))

    {:noreply, state |> count(test) |> add(:skipped)}
  end

  def handle_cast({:test_finished, %{state: {:invalid, _}} = test}, state) do
    if state.trace,
      do: IO.puts(invalid(trace_line(test, "#{format_us(test.time)}ms"), state)),
      else: IO.write(invalid("?", state))

    {:noreply, state |> count(test) |> add(:invalid)}
  end

  def handle_cast({:test_finished, %{state: {:failed, failures}} = test}, state) do
    if state.trace, do: IO.puts(failure(trace_line(test, "#{format_us(test.time)}ms"), state))
    state = state |> count(test) |> time(test) |> add(:failures)
    print_failure(format_test_failure(test, failures, state.failures, state.width, &color(&1, &2, state)), state)
    {:noreply, state}
  end

  def handle_cast({:module_finished, %{state: {:failed, failures}, tests: tests} = module}, state) do
    invalidated? = Enum.any?(tests, &match?({:invalid, _}, &1.state))
    state = if invalidated?, do: state, else: add(state, :failures)
    text = format_test_all_failure(module, failures, state.failures, state.width, &color(&1, &2, state))
    print_failure(text, state)
    {:noreply, state}
  end

  def handle_cast(:max_failures_reached, state) do
    IO.write(failure("--max-failures reached, aborting test suite", state))
    {:noreply, state}
  end

  def handle_cast({:suite_finished, times}, state) do
    IO.write("\n")
    IO.puts(format_times(times))
    if state.slowest > 0, do: print_slowest(times, state)
    IO.puts(summary_color(summary(state), state))
    IO.puts("\nRandomized with seed #{state.seed}")
    {:noreply, state}
  end

  def handle_cast(_event, state), do: {:noreply, state}

  defp count(state, test), do: update_in(state.tests[test.tags.test_type], &((&1 || 0) + 1))
  defp time(state, test), do: %{state | times: [test | state.times]}
  defp add(state, key), do: Map.update!(state, key, &(&1 + 1))

  # It stands over the line that told of the beginning.
  defp trace_line(test, result), do: "\r  * #{test.name} (#{result}) [L##{test.tags.line}]"

  defp print_failure(text, state) do
    unless state.trace, do: IO.puts("")
    IO.puts(["\n", text])
  end

  defp print_slowest(times, state) do
    slowest = state.times |> Enum.sort_by(& &1.time, :desc) |> Enum.take(state.slowest)
    slowest_us = slowest |> Enum.map(& &1.time) |> Enum.sum()
    percentage = Float.round(slowest_us / max(times.run, 1) * 100, 1)
    IO.puts("\nTop #{state.slowest} slowest (#{format_time(slowest_us)}s), #{percentage}% of total time:\n")

    for %{name: name, module: module, tags: %{file: file, line: line}} = test <- slowest do
      location = "[#{Path.relative_to_cwd(file)}:#{line}]"
      IO.puts("  * #{name} (#{inspect(module)}) (#{format_us(test.time)}ms) #{location}")
    end

    IO.puts("")
  end

  defp summary(state) do
    counts =
      for {type, count} <- Enum.sort(state.tests),
          do: "#{count} #{if(count == 1, do: type, else: ExUnit.plural_rule(to_string(type)))}"

    failures = "#{state.failures} #{if(state.failures == 1, do: "failure", else: "failures")}"

    others =
      for key <- [:excluded, :invalid, :skipped], (count = Map.fetch!(state, key)) > 0 do
        text = "#{count} #{key}"
        if key == :skipped, do: skip(text, state), else: text
      end

    Enum.join(counts ++ [failures | others], ", ")
  end

  defp summary_color(text, %{failures: 0, invalid: 0} = state), do: success(text, state)
  defp summary_color(text, %{failures: 0} = state), do: invalid(text, state)
  defp summary_color(text, state), do: failure(text, state)

  ## Colors

  defp success(text, state), do: colored(:green, text, state)
  defp invalid(text, state), do: colored(:yellow, text, state)
  defp skip(text, state), do: colored(:yellow, text, state)
  defp failure(text, state), do: colored(:red, text, state)

  defp color(:error_info, text, state), do: colored(:red, text, state)
  defp color(:extra_info, text, state), do: colored(:cyan, text, state)
  defp color(:location_info, text, state), do: colored([:bright, :black], text, state)
  defp color(:blame_diff, text, state), do: if(state.colors[:enabled], do: colored(:red, text, state), else: "-" <> text <> "-")
  defp color(_name, text, _state), do: text

  defp colored(color, text, state) do
    if state.colors[:enabled],
      do: [color, text, :reset] |> IO.ANSI.format_fragment(true) |> IO.iodata_to_binary(),
      else: text
  end
end
