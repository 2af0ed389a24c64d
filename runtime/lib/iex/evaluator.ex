defmodule IEx.Evaluator do
  # The process that runs what is typed: an expression comes from the server (shell.ex) as a message, and the server gets the
  # state after it, with which another evaluator could go on.
  #
  # A process that was stopped by `IEx.pry/0` becomes one for a while: it runs `loop/2` on its own variables, until `continue/0`.
  @moduledoc false

  @doc false
  # What an evaluation starts from and ends with.
  def state, do: %{binding: [], env: nil, counter: 1, results: []}

  @doc false
  # Where the process begins. In the very beginning there is no `env`: then the shell's own file is run first.
  def init(server, given) do
    :respawn_process.set_label("iex")
    Enum.each(Enum.reverse(IEx.after_spawn()), & &1.())

    state =
      if given.env,
        do: given,
        else: %{given | env: with_helpers(Code.env_for_eval(file: "iex", line: 1))} |> run_own_file()

    send(server, {:respawn_shell, :evaluated, self(), state})
    loop(server, state)
  end

  @doc false
  # The helpers can be called by their names.
  def with_helpers(env) do
    {_value, _binding, env} =
      Code.eval_quoted_with_env(quote(do: import(IEx.Helpers, warn: false)), [], env)

    env
  end

  # `.iex.exs` of the folder, or of the user.
  defp run_own_file(state) do
    home = System.user_home()
    files = [Path.expand(".iex.exs") | if(home, do: [Path.join(home, ".iex.exs")], else: [])]

    case Enum.find(files, &File.regular?/1) do
      nil -> state
      file -> run_file(file, state)
    end
  end

  defp run_file(file, state) do
    env = %{state.env | file: file, line: 1}
    quoted = file |> File.read!() |> Code.string_to_quoted!(file: file)
    {_value, binding, env} = Code.eval_quoted_with_env(quoted, state.binding, env)
    %{state | binding: binding, env: %{env | file: "iex", line: 1}}
  catch
    kind, reason ->
      IO.puts("Error while evaluating: #{Path.relative_to_cwd(file)}")
      print_error(kind, reason, __STACKTRACE__)
      state
  end

  @doc false
  def loop(server, state) do
    Process.put(:iex_server, server)
    receive_next(server, state)
  end

  defp receive_next(server, state) do
    receive do
      {:respawn_shell, :evaluate, text, line} ->
        new = evaluate(text, line, state)
        continues? = Process.delete(:iex_continue) == true
        send(server, {:respawn_shell, if(continues?, do: :continued, else: :evaluated), self(), new})
        if continues?, do: :ok, else: receive_next(server, new)
    end
  end

  defp evaluate(text, line, state) do
    Process.put(:iex_results, state.results)
    env = %{state.env | line: line}
    quoted = Code.string_to_quoted!(text, file: env.file, line: line) |> bare_calls(env)
    {value, binding, env} = Code.eval_quoted_with_env(quoted, state.binding, env)
    show(value)
    results = Enum.take([{state.counter, value} | state.results], IEx.configuration()[:history_size])
    %{state | binding: binding, env: env, counter: state.counter + 1, results: results}
  catch
    kind, reason ->
      print_error(kind, reason, __STACKTRACE__)
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

  ## Errors

  @doc false
  def print_error(kind, reason, stacktrace) do
    {reason, stacktrace} = Exception.blame(kind, reason, stacktrace)
    frames = stacktrace |> Enum.take_while(&(elem(&1, 0) != __MODULE__)) |> :respawn_boot.own_frames() |> Enum.reject(&(elem(&1, 1) == :__FILE__))
    trace = Enum.map_join(frames, "\n", &("    " <> Exception.format_stacktrace_entry(&1)))

    case reason do
      %FunctionClauseError{args: [_ | _]} when kind == :error ->
        banner = Exception.format_banner(kind, %{reason | args: nil}, stacktrace)
        call = FunctionClauseError.details(reason, &argument/1, &blamed/1)
        IO.puts([IEx.color(:eval_error, banner), call, "\n", IEx.color(:stack_info, trace)])

      _ ->
        banner = Exception.format_uncaught(kind, reason, stacktrace)
        IO.puts(IEx.color(:eval_error, banner <> "\n" <> trace))
    end
  end

  defp argument(value), do: IEx.color(:eval_result, inspect(value, IEx.inspect_opts()))

  # Of a clause's head what does not match: in its own colour, or between two marks.
  defp blamed(%{match?: true, node: node}), do: Macro.to_string(node)

  defp blamed(%{match?: false, node: node}) do
    if IEx.Config.colors_enabled?(),
      do: IEx.color(:blame_diff, Macro.to_string(node)),
      else: "-" <> Macro.to_string(node) <> "-"
  end
end
