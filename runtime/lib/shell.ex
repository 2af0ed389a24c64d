# The shell's server: it owns what must not be lost (bindings, environment, number of the next prompt), and lends it to an
# evaluator (IEx.Evaluator), which runs what is typed. Whatever becomes of that one (a crash through a link, a kill, an endless loop that
# the user gives up) another one goes on with the bindings of the last expression that was finished.
#
# A process that stops at `IEx.pry/0` becomes the evaluator of a conversation of its own, above the one that was going on; when it
# continues or dies, the one below goes on. That one may be busy meanwhile: often it waits for an answer of the stopped process.
#
# From outside come {:evaluate, text, line}, an expression whose first line is `line` of the evaluator's file, and
# {:interrupt}: what is being evaluated is given up. The terminal is told with `ready` when the next expression can be taken.

defmodule :respawn_shell do
  @moduledoc false

  alias IEx.{Config, Evaluator, Names, Pry}

  @doc false
  def serve do
    :erlang.register(:respawn_shell, self())
    :respawn_process.set_label("shell")
    Process.flag(:priority, :high)
    server_loop(%{now: conversation(Evaluator.state()), asked: nil, requests: []})
  end

  # ---- the server

  defp server_loop(%{now: now} = state) do
    receive do
      {:evaluate, text, line} when state.asked == nil ->
        send(now.evaluator, {:respawn_shell, :evaluate, text, line})
        server_loop(%{state | now: %{now | busy?: true}})

      {:evaluate, answer, _line} ->
        state |> answer(String.trim(answer)) |> server_loop()

      {:respawn_shell, :evaluated, pid, evaluation} ->
        state |> evaluated(pid, evaluation) |> server_loop()

      {:respawn_shell, :continued, pid, _evaluation} when pid == now.evaluator ->
        Process.demonitor(now.monitor, [:flush])
        state |> below() |> server_loop()

      {:respawn_shell, :pry, request} ->
        state |> stopped(request) |> server_loop()

      {:respawn, pid} when pid == now.evaluator ->
        give_up(now)
        IO.puts("")
        server_loop(%{state | now: conversation(Evaluator.state())})

      {:interrupt} ->
        state |> interrupted() |> server_loop()

      {:DOWN, monitor, :process, pid, reason} ->
        state |> down(monitor, pid, reason) |> server_loop()

      _other ->
        server_loop(state)
    end
  end

  # A new evaluator, which says when it is ready by having evaluated nothing.
  defp conversation(evaluation) do
    {evaluator, monitor} = start_evaluator(evaluation)

    %{
      evaluation: evaluation,
      evaluator: evaluator,
      monitor: monitor,
      busy?: true,
      prefix: "iex",
      below: nil
    }
  end

  defp start_evaluator(evaluation) do
    server = self()
    :erlang.spawn_monitor(fn -> Evaluator.init(server, evaluation) end)
  end

  defp restart(conversation) do
    {evaluator, monitor} = start_evaluator(conversation.evaluation)
    %{conversation | evaluator: evaluator, monitor: monitor, busy?: true}
  end

  defp give_up(%{evaluator: evaluator, monitor: monitor}) do
    Process.demonitor(monitor, [:flush])
    Process.exit(evaluator, :kill)
  end

  defp evaluated(%{now: %{evaluator: pid} = now} = state, pid, evaluation),
    do: say_ready(%{state | now: %{now | evaluation: evaluation, busy?: false}})

  defp evaluated(%{now: now} = state, pid, evaluation) do
    change = &%{&1 | evaluation: evaluation, busy?: false}
    %{state | now: change_below(now, &(&1.evaluator == pid), change)}
  end

  defp change_below(nil, _which, _change), do: nil

  defp change_below(conversation, which, change) do
    changed = if which.(conversation), do: change.(conversation), else: conversation
    %{changed | below: change_below(changed.below, which, change)}
  end

  # The conversation is over, and the one below it goes on.
  defp below(%{now: %{below: below}} = state) do
    state = %{state | now: below}
    if below.busy?, do: state, else: say_ready(state)
  end

  defp interrupted(%{now: now} = state) do
    give_up(now)

    case now do
      %{below: nil} -> %{state | now: restart(now)}
      %{below: %{busy?: true} = below} -> interrupted(%{state | now: below})
      _ -> below(state)
    end
  end

  defp down(%{now: %{monitor: monitor} = now} = state, monitor, pid, reason) do
    print_exit(pid, reason)
    if now.below, do: below(state), else: %{state | now: restart(now)}
  end

  defp down(%{now: now} = state, monitor, pid, reason) do
    below = change_below(now.below, &(&1.monitor == monitor), fn conversation ->
      print_exit(pid, reason)
      restart(conversation)
    end)

    requests = Enum.reject(state.requests, &(&1.pid == pid))
    state = %{state | now: %{now | below: below}, requests: requests}
    if state.asked && state.asked.pid == pid, do: asked_next(state), else: state
  end

  defp print_exit(pid, reason) do
    text =
      "** (EXIT from #{inspect(pid)}) shell process exited with reason: " <>
        Exception.format_exit(reason)

    IO.puts([IEx.color(:eval_error, text), "\n"])
  end

  # ---- who stops at IEx.pry

  # The evaluator itself, inside what it evaluates, needs no permission.
  defp stopped(%{now: %{evaluator: pid, busy?: true}} = state, %{pid: pid} = request) do
    IO.puts(["Break reached: ", Pry.place(request.env), Pry.source(request.env)])
    say_ready(%{state | now: stopped_conversation(request, state.now)})
  end

  defp stopped(state, request) do
    state = %{state | requests: state.requests ++ [request]}
    if state.asked, do: state, else: asked_next(state)
  end

  defp stopped_conversation(%{pid: pid} = request, below) do
    %{
      evaluation: request.evaluation,
      evaluator: pid,
      monitor: Process.monitor(pid),
      busy?: false,
      prefix: "pry",
      below: below
    }
  end

  # The user is asked; the next line is the answer.
  defp asked_next(%{requests: [request | requests]} = state) do
    IO.puts("Request to pry #{inspect(request.pid)} at #{Pry.place(request.env)}#{Pry.source(request.env)}")
    tell_ready(state.now, {"Allow? [Yn] ", "Allow? [Yn] "})
    %{state | asked: request, requests: requests}
  end

  defp asked_next(state) do
    state = %{state | asked: nil}
    if state.now.busy?, do: state, else: say_ready(state)
  end

  defp answer(%{asked: request} = state, answer) when answer in ["", "Y", "y", "yes", "Yes"] do
    state = %{state | asked: nil, now: stopped_conversation(request, state.now)}
    send(request.pid, {request.ref, :pry})
    say_ready(state)
  end

  defp answer(%{asked: request} = state, _no) do
    send(request.pid, {request.ref, :refused})
    asked_next(state)
  end

  # ---- what the terminal is told

  defp say_ready(%{now: now} = state) do
    case state do
      %{asked: nil, requests: [_ | _]} ->
        asked_next(state)

      %{asked: nil} ->
        tell_ready(now, Config.prompts(now.prefix, now.evaluation.counter))
        state

      _asked ->
        state
    end
  end

  defp tell_ready(%{evaluation: evaluation}, prompts) do
    :respawn_shell.ready(
      evaluation.counter,
      prompts,
      Names.variables(evaluation.binding),
      Names.imports(evaluation.env)
    )
  end
end
