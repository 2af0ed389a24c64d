# The shell's two processes.
#
# The server owns what must not be lost: bindings, environment and the number of the next prompt. The evaluator runs what is typed, and
# whatever becomes of it (a crash through a link, a kill, an endless loop that the user gives up) the server starts another
# one with the bindings of the last expression that was finished. Commands come from outside as messages:
#
#   {:evaluate, text, line}   an expression, whose first line is `line` of "iex"
#   {:interrupt}              give up what is being evaluated
#
# The terminal is told with `ready` when the next expression can be taken; every command is answered with one.

defmodule :respawn_shell do
  @moduledoc false

  # How many results `v/1` can go back to.
  @results_max 100

  @doc false
  def serve do
    :erlang.register(:respawn_shell, self())
    :respawn_process.set_label("shell")
    Process.flag(:priority, :high)

    state = %{binding: [], env: nil, counter: 1, results: [], evaluator: nil, monitor: nil}
    state |> start_evaluator() |> say_ready() |> server_loop()
  end

  # ---- the server

  defp server_loop(%{evaluator: evaluator, monitor: monitor} = state) do
    receive do
      {:evaluate, text, line} ->
        send(evaluator, {:evaluate, text, line})
        server_loop(state)

      {:evaluated, ^evaluator, new} ->
        state |> Map.merge(new) |> say_ready() |> server_loop()

      {:respawn, ^evaluator} ->
        Process.demonitor(monitor, [:flush])
        Process.exit(evaluator, :kill)
        IO.puts("")
        new = %{binding: [], env: nil, counter: 1, results: []}
        state |> Map.merge(new) |> start_evaluator() |> say_ready() |> server_loop()

      {:interrupt} ->
        Process.demonitor(monitor, [:flush])
        Process.exit(evaluator, :kill)
        state |> start_evaluator() |> say_ready() |> server_loop()

      {:DOWN, ^monitor, :process, ^evaluator, reason} ->
        IO.puts(
          "** (EXIT from #{inspect(evaluator)}) shell process exited with reason: " <>
            Exception.format_exit(reason) <> "\n"
        )

        state |> start_evaluator() |> say_ready() |> server_loop()

      _other ->
        server_loop(state)
    end
  end

  defp start_evaluator(state) do
    given = Map.take(state, [:binding, :env, :counter, :results])
    server = self()
    {pid, monitor} = :erlang.spawn_monitor(fn -> evaluator(server, given) end)
    %{state | evaluator: pid, monitor: monitor}
  end

  defp say_ready(state) do
    :respawn_shell.ready(
      state.counter,
      for({name, _value} <- state.binding, is_atom(name), do: name)
    )

    state
  end

  # ---- the evaluator

  defp evaluator(server, given) do
    :respawn_process.set_label("iex")
    env = given.env || first_env()
    Process.put(:iex_server, server)
    evaluator_loop(server, %{given | env: env})
  end

  # What an expression starts from: the helpers can be called by their names.
  defp first_env do
    {_value, _binding, env} =
      Code.eval_quoted_with_env(
        quote(do: import(IEx.Helpers)),
        [],
        Code.env_for_eval(file: "iex", line: 1)
      )

    env
  end

  defp evaluator_loop(server, state) do
    receive do
      {:evaluate, text, line} ->
        new = evaluate(text, line, state)
        send(server, {:evaluated, self(), new})
        evaluator_loop(server, new)
    end
  end

  defp evaluate(text, line, state) do
    Process.put(:iex_results, state.results)
    Process.put(:iex_binding, state.binding)
    Process.put(:iex_env, state.env)

    env = %{state.env | line: line}
    quoted = Code.string_to_quoted!(text, file: "iex", line: line) |> bare_calls(env)
    {value, binding, env} = Code.eval_quoted_with_env(quoted, state.binding, env)
    show(value)
    results = Enum.take([{state.counter, value} | state.results], @results_max)
    %{state | binding: binding, env: env, counter: state.counter + 1, results: results}
  catch
    kind, reason ->
      IO.puts(IEx.color(:eval_error, describe(kind, reason, __STACKTRACE__)))
      state
  end

  # A helper's name alone is a call of it, unless there is such a variable.
  defp bare_calls(quoted, env) do
    Macro.prewalk(quoted, fn
      {name, meta, context} = variable when is_atom(name) and is_atom(context) ->
        if imported?(env.functions, name) or imported?(env.macros, name),
          do: {name, Keyword.put_new(meta, :if_undefined, :apply), context},
          else: variable

      other ->
        other
    end)
  end

  defp imported?(imports, name),
    do: Enum.any?(imports, fn {_module, names} -> List.keyfind(names, name, 0) == {name, 0} end)

  defp show(value) do
    if value != IEx.dont_display_result() do
      IO.puts(IEx.color(:eval_result, inspect(value, IEx.inspect_opts())))
    end
  end

  defp describe(kind, reason, stacktrace) do
    {reason, stacktrace} = Exception.blame(kind, reason, stacktrace)
    banner = Exception.format_uncaught(kind, reason, stacktrace)
    frames = stacktrace |> :respawn_boot.own_frames() |> Enum.reject(&(elem(&1, 1) == :__FILE__))

    banner <>
      "\n" <> Enum.map_join(frames, "\n", &("    " <> Exception.format_stacktrace_entry(&1)))
  end
end
