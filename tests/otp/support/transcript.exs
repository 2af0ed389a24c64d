defmodule Transcript do
  @moduledoc """
  Prints what happens, without what differs from run to run: pids, references, functions and
  stack traces become atoms.
  """

  @doc """
  Lets the caller trap exits, once the processes that compiled this file are gone.
  """
  def trap_exits do
    Process.sleep(20)
    Process.flag(:trap_exit, true)
  end

  @doc "Prints what `fun` returns or ends with, and the messages that have arrived."
  def show(label, fun) do
    IO.puts("#{label}: #{text(result(fun))}")
    messages()
  end

  @doc "What `fun` returns, or how it fails."
  def result(fun) do
    fun.()
  rescue
    exception -> {:raised, exception}
  catch
    kind, value -> {kind, value}
  end

  @doc "Prints the messages that arrive until there is silence."
  def messages(silence_ms \\ 20) do
    receive do
      message ->
        IO.puts("  message: #{text(message)}")
        messages(silence_ms)
    after
      silence_ms -> :ok
    end
  end

  @doc "A term on one line."
  def text(term) do
    term
    |> mask()
    |> inspect(limit: :infinity, printable_limit: :infinity, width: :infinity)
    |> String.replace(~r/#PID<[\d.]+>/, "#PID<>")
  end

  @doc "Waits until `fun` returns something true, and returns that."
  def await(fun, tries \\ 500) do
    result = fun.()

    cond do
      result ->
        result

      tries > 0 ->
        Process.sleep(2)
        await(fun, tries - 1)
    end
  end

  @doc "Ends a process and waits until it has ended."
  def kill(pid, reason \\ :kill) do
    ref = Process.monitor(pid)
    Process.exit(pid, reason)

    receive do
      {:DOWN, ^ref, _, _, reason} -> reason
    end
  end

  @doc "Waits for a process to end and returns its exit reason."
  def reason_of(pid) do
    ref = Process.monitor(pid)

    receive do
      {:DOWN, ^ref, _, _, reason} -> reason
    after
      1000 -> :still_alive
    end
  end

  def mask(pid) when is_pid(pid), do: if(pid == self(), do: :me, else: :pid)
  def mask(ref) when is_reference(ref), do: :ref
  def mask(fun) when is_function(fun), do: :fun

  def mask(%module{__exception__: true} = exception) do
    {:exception, module, Exception.message(exception)}
  end

  def mask(map) when is_map(map) do
    Map.new(Map.to_list(map), fn {key, value} -> {mask(key), mask(value)} end)
  end

  def mask(tuple) when is_tuple(tuple) do
    tuple |> Tuple.to_list() |> Enum.map(&mask/1) |> List.to_tuple()
  end

  def mask([_ | _] = list) do
    if stacktrace?(list), do: :stack, else: mask_list(list)
  end

  def mask(other), do: other

  defp mask_list([first | rest]), do: [mask(first) | mask_list(rest)]
  defp mask_list([]), do: []
  defp mask_list(improper), do: mask(improper)

  defp stacktrace?([{module, function, arity, location} | _])
       when is_atom(module) and is_atom(function) and is_list(location) and
              (is_integer(arity) or is_list(arity)),
       do: true

  defp stacktrace?(_list), do: false
end
