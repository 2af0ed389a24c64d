defmodule IEx.Pry do
  # A process that stops where its code says `IEx.pry()`: it asks the shell, and if the user agrees it evaluates what is typed,
  # among its own variables, until `continue()`.
  @moduledoc false

  alias IEx.Evaluator

  # Lines of source shown before and behind the one that was reached.
  @lines_around 2

  @doc false
  def pry(binding, %Macro.Env{} = env) do
    case Process.whereis(:respawn_shell) do
      nil ->
        IO.puts(:stdio, "Cannot pry #{inspect(self())} at #{place(env)}. Is an IEx shell running?")
        {:error, :no_iex}

      server ->
        stop(server, binding, env)
    end
  end

  defp stop(server, binding, env) do
    # What the loop keeps in the dictionary, to be put back when the program goes on.
    kept = for key <- [:iex_server, :iex_results, :iex_place], do: {key, Process.get(key)}
    nested? = Process.get(:iex_server) == server
    evaluation = %{Evaluator.state() | binding: binding, env: env |> Code.env_for_eval() |> Evaluator.with_helpers()}
    ref = Process.monitor(server)
    send(server, {:respawn_shell, :pry, %{pid: self(), ref: ref, env: env, evaluation: evaluation}})

    case if(nested?, do: :pry, else: permission(ref)) do
      :pry ->
        Process.put(:iex_place, env)
        Evaluator.loop(server, evaluation)
        for {key, value} <- kept, do: if(value == nil, do: Process.delete(key), else: Process.put(key, value))
        Process.demonitor(ref, [:flush])
        {:ok, true}

      other ->
        Process.demonitor(ref, [:flush])
        {:error, other}
    end
  end

  defp permission(ref) do
    receive do
      {^ref, answer} -> answer
      {:DOWN, ^ref, :process, _pid, _reason} -> :no_iex
    end
  end

  @doc false
  # As text: the function, if it is in one, and the line.
  def place(%Macro.Env{module: module, function: function, file: file, line: line}) do
    line = "#{Path.relative_to_cwd(file)}:#{line}"

    case function do
      {name, arity} -> "#{Exception.format_mfa(module, name, arity)} (#{line})"
      nil -> line
    end
  end

  @doc false
  # The lines around, with an empty one before and behind; nothing where there is no file.
  def source(%Macro.Env{file: file, line: line}, around \\ @lines_around) do
    case File.read(file) do
      {:ok, text} ->
        lines =
          for {text, number} <- text |> String.split(["\r\n", "\n"]) |> Enum.with_index(1),
              abs(number - line) <= around,
              do: source_line(text, number, number == line)

        if lines == [], do: "", else: "\n\n" <> Enum.join(lines, "\n") <> "\n"

      {:error, _} ->
        ""
    end
  end

  defp source_line(text, number, reached?) do
    shown = "#{String.pad_leading(Integer.to_string(number), 5)}: #{text}"
    if reached?, do: IEx.color(:pry_line, shown), else: shown
  end

  @doc false
  def whereami(radius) do
    case Process.get(:iex_place) do
      nil -> IO.puts(IEx.color(:eval_error, "Pry session is not currently enabled"))
      env -> IO.puts("Location: #{Path.relative_to_cwd(env.file)}:#{env.line}#{source(env, radius)}")
    end
  end

  @doc false
  def continue do
    if Process.get(:iex_place),
      do: Process.put(:iex_continue, true),
      else: IO.puts(IEx.color(:eval_error, "Pry session is not currently enabled"))
  end
end
