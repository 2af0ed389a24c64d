# How a runtime starts and ends: the library's own processes, then what it was started for, then the farewell.
#
# A program is a list of steps: `{:eval, text}` for code given on the command line, `{:file, path}` for a script. Each runs in a process of
# its own, as the documentation of the `elixir` command has it: an error that nobody caught is printed and gives the exit
# status 1, `exit({:shutdown, n})` gives n, any other exit for a normal reason gives 0.

defmodule :respawn_boot do
  @moduledoc false

  # What System.at_exit was given, the last first.
  @hooks {System, :at_exit}

  @doc false
  # Where a runtime begins that runs a program and then halts.
  def program(steps) do
    :respawn_process.set_label("program")
    start()
    halt(run(steps))
  end

  @doc false
  # Where a runtime begins that stays: with a shell, and before it the steps that were asked for.
  def shell(steps) do
    start()
    run(steps)
    keep_shell()
  end

  @doc false
  # Where a runtime begins again of which a program has killed too much: on what is left, with a new shell.
  def revive do
    Process.flag(:priority, :high)

    for {out, name} <- [stdout: :user, stderr: :standard_error],
        Process.whereis(name) == nil,
        do: {:ok, _} = :respawn_console.start(out)

    :erlang.group_leader(Process.whereis(:user), self())
    if Process.whereis(:init) == nil, do: :kernel_sup.boot()
    IO.puts("The shell and all that keeps it were killed. This is a new one, without variables.")
    keep_shell()
  end

  # A program may kill the shell's server as it may kill anything: another one comes, without what the first one kept.
  defp keep_shell do
    {pid, ref} = :erlang.spawn_monitor(:respawn_shell, :serve, [])

    receive do
      {:DOWN, ^ref, :process, ^pid, reason} ->
        IO.puts(
          "The shell was ended (#{Exception.format_exit(reason)}). This is a new one, without variables."
        )

        keep_shell()
    end
  end

  defp start do
    # The end must come even if the program has filled the process table with work.
    Process.flag(:priority, :high)
    {:ok, user} = :respawn_console.start(:stdout)
    {:ok, _errors} = :respawn_console.start(:stderr)
    :erlang.group_leader(user, self())
    :kernel_sup.boot()
    :respawn_compiler.set_working_folder(File.cwd!())
  end

  defp run([step | steps]) do
    case run_step(step) do
      0 -> run(steps)
      status -> status
    end
  end

  defp run([]), do: 0

  defp run_step(step) do
    parent = self()
    # Linked as under the `elixir` command, where a compiler has the program for a child; how it ends is told by the monitor.
    was_trapping = Process.flag(:trap_exit, true)
    {pid, ref} = :erlang.spawn_opt(fn -> attempt(step, parent) end, [:link, :monitor])

    status =
      receive do
        {^pid, :status, status} ->
          status

        {:DOWN, ^ref, :process, ^pid, reason} ->
          print(Exception.format_banner({:EXIT, pid}, reason, []))
          1
      end

    Process.unlink(pid)
    Process.flag(:trap_exit, was_trapping)
    status
  end

  defp attempt(step, parent) do
    Process.flag(:priority, :normal)
    :respawn_process.set_label(label(step))
    perform(step)
    send(parent, {self(), :status, status_after(step)})
  catch
    :exit, {:shutdown, status} when is_integer(status) ->
      send(parent, {self(), :status, status})
      exit({:shutdown, status})

    :exit, reason
    when reason == :normal or reason == :shutdown or
           (tuple_size(reason) == 2 and elem(reason, 0) == :shutdown) ->
      send(parent, {self(), :status, 0})
      exit(reason)

    kind, reason ->
      print(describe(kind, reason, __STACKTRACE__))
      send(parent, {self(), :status, 1})
      exit(:shutdown)
  end

  defp label({:file, path}), do: Path.basename(path)
  defp label({:eval, _text}), do: "-e"
  defp label({:hook, _hook, _status}), do: "at_exit"

  # A hook that has nothing to say leaves the status as it is.
  defp status_after({:hook, _hook, status}), do: status
  defp status_after(_step), do: 0

  defp perform({:hook, hook, status}), do: hook.(status)
  defp perform({:eval, text}), do: Code.eval_string(text, [], file: "nofile")

  defp perform({:file, path}) do
    if File.regular?(path) do
      Code.require_file(path)
    else
      print("No file named " <> path)
      exit({:shutdown, 1})
    end
  end

  @doc false
  # An uncaught error as it is printed: banner and stack trace, without the frames below the program's own.
  def describe(kind, reason, stacktrace) do
    {reason, stacktrace} = Exception.blame(kind, reason, stacktrace)
    banner = Exception.format_uncaught(kind, reason, stacktrace)

    case own_frames(stacktrace) do
      [] -> banner
      frames -> banner <> "\n" <> Exception.format_stacktrace(frames)
    end
  end

  @doc false
  def own_frames(stacktrace) do
    Enum.reject(stacktrace, fn frame ->
      elem(frame, 0) in [:respawn_boot, :respawn_compiler, :respawn_shell, :respawn_code, Code, Code.Parsing]
    end)
  end

  defp print(text), do: IO.puts(:stderr, text)

  @doc false
  # The end of a program: hooks of System.at_exit, what is still to be logged, then the runtime.
  def halt(status) do
    status = run_hooks(status)
    Logger.flush()
    :erlang.halt(status)
  end

  defp run_hooks(status) do
    case :persistent_term.get(@hooks, []) do
      [hook | hooks] ->
        :persistent_term.put(@hooks, hooks)
        run_hooks(run_hook(hook, status))

      [] ->
        status
    end
  end

  # A hook is a step like those of the program: it may exit with another status, and if it raises the others still run.
  defp run_hook(hook, status), do: run_step({:hook, hook, status})
end
