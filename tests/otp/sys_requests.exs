# System messages: every behaviour answers them, working or suspended.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Machine do
  @behaviour :gen_statem
  def callback_mode, do: :handle_event_function
  def init(data), do: {:ok, :idle, data}
  def handle_event({:call, from}, :ping, _state, _data), do: {:keep_state_and_data, [{:reply, from, :pong}]}
  def handle_event(_type, _event, _state, _data), do: :keep_state_and_data
end

defmodule Handler do
  @behaviour :gen_event
  def init(state), do: {:ok, state}
  def handle_event(_event, state), do: {:ok, state}
  def handle_call(_request, state), do: {:ok, state, state}
end

{:ok, agent} = Agent.start_link(fn -> 1 end)
{:ok, machine} = :gen_statem.start_link(Machine, 1, [])
{:ok, events} = :gen_event.start_link()
:ok = :gen_event.add_handler(events, Handler, 1)
{:ok, sup} = Supervisor.start_link([], strategy: :one_for_one)

for {name, pid} <- [agent: agent, machine: machine, events: events] do
  IO.puts("== #{name}")
  T.show("get_state", fn -> :sys.get_state(pid) end)

  T.show("replace_state", fn ->
    :sys.replace_state(pid, fn
      n when is_integer(n) -> n + 1
      {module, id, n} -> {module, id, n + 1}
      {state, n} -> {state, n + 1}
    end)
  end)

  T.show("get_state", fn -> :sys.get_state(pid, 100) end)
  T.show("status", fn -> :sys.get_status(pid) |> elem(3) |> Enum.at(1) end)
  T.show("suspend", fn -> :sys.suspend(pid) end)
  T.show("status", fn -> :sys.get_status(pid) |> elem(3) |> Enum.at(1) end)
  T.show("state while suspended", fn -> :sys.get_state(pid) end)
  T.show("resume", fn -> :sys.resume(pid) end)
  T.show("resume again", fn -> :sys.resume(pid) end)
  T.show("no statistics", fn -> :sys.statistics(pid, :get) end)
  T.show("statistics", fn -> :sys.statistics(pid, true) end)
  T.show("statistics", fn -> {:ok, list} = :sys.statistics(pid, :get); Keyword.keys(list) end)
  T.show("log", fn -> :sys.log(pid, true) end)
  T.show("log", fn -> {:ok, list} = :sys.log(pid, :get); is_list(list) end)
  T.show("log off", fn -> {:sys.log(pid, false), :sys.log(pid, :get)} end)
  T.show("unknown", fn -> {:sys.log(pid, :other), :sys.trace(pid, :other)} end)
  T.show("no_debug", fn -> :sys.no_debug(pid) end)
  T.show("change_code", fn -> :sys.change_code(pid, Some, :old, :extra) end)
end

IO.puts("== a suspended server")

T.show("waits", fn ->
  :sys.suspend(agent)
  early = T.result(fn -> Agent.get(agent, & &1, 10) end)
  :sys.resume(agent)
  {match?({:exit, {:timeout, _}}, early), Agent.get(agent, & &1)}
end)

T.show("supervisor", fn ->
  :sys.suspend(sup)
  task = Task.async(fn -> Supervisor.which_children(sup) end)
  {Task.yield(task, 10), :sys.resume(sup), Task.await(task)}
end)

IO.puts("== counting")

T.show("messages", fn ->
  :sys.statistics(agent, true)
  for _ <- 1..3, do: Agent.get(agent, & &1)
  Agent.cast(agent, & &1)
  Agent.get(agent, & &1)
  {:ok, list} = :sys.statistics(agent, :get)
  {list[:messages_in], list[:messages_out]}
end)

T.show("remembered events", fn ->
  :sys.log(agent, {true, 3})
  for n <- 1..5, do: GenServer.cast(agent, {:cast, fn _ -> n end})
  :sys.get_state(agent)
  {:ok, list} = :sys.log(agent, :get)
  list
end)

IO.puts("== installed functions")

T.show("all events", fn ->
  :sys.no_debug(agent)
  me = self()
  :sys.install(agent, {fn count, event, _state -> send(me, {count, elem(event, 0)}); count + 1 end, 1})
  Agent.get(agent, & &1)
  Agent.cast(agent, & &1)
  Agent.get(agent, & &1)
  :ok
end)

T.show("until done", fn ->
  :sys.no_debug(agent)
  me = self()
  :sys.install(agent, {:an_id, fn _, event, _ -> send(me, elem(event, 0)); :done end, nil})
  Agent.get(agent, & &1)
end)

T.show("removed", fn ->
  me = self()
  :sys.install(agent, {:an_id, fn _, _, _ -> send(me, :seen); nil end, nil})
  :sys.remove(agent, :an_id)
  Agent.get(agent, & &1)
end)

T.show("failing", fn ->
  :sys.install(agent, {fn _, _, _ -> raise "x" end, nil})
  Agent.get(agent, & &1)
end)

IO.puts("== failures")
T.show("nobody", fn -> :sys.get_state(:nobody) end)
T.show("myself", fn -> :sys.get_state(self()) end)
T.show("timeout", fn -> :sys.get_state(spawn(fn -> Process.sleep(1000) end), 10) end)
T.show("replace fails", fn -> :sys.replace_state(agent, fn _ -> raise "x" end) end)
T.show("still there", fn -> Agent.get(agent, & &1) end)
T.show("terminate", fn -> {:sys.terminate(agent, :shutdown), T.reason_of(agent)} end)
T.show("terminate suspended", fn -> :sys.suspend(machine); {:sys.terminate(machine, :normal), T.reason_of(machine)} end)
