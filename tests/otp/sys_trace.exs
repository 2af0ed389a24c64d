# What :sys.trace/2 prints.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(state), do: {:ok, state}
  def handle_cast({:continue, step}, state), do: {:noreply, state, {:continue, step}}
  def handle_cast(n, state), do: {:noreply, state + n}
  def handle_info(n, state), do: {:noreply, state + n}
  def handle_continue(_step, state), do: {:noreply, state + 100}
end

defmodule Machine do
  @behaviour :gen_statem
  def callback_mode, do: [:handle_event_function, :state_enter]
  def init(data), do: {:ok, :off, data}
  def handle_event(:enter, _old, _state, _data), do: :keep_state_and_data
  def handle_event(:cast, :on, :off, data), do: {:next_state, :on, data, [{:state_timeout, 5, :back}, {:next_event, :internal, :now}]}
  def handle_event(:cast, :later, :on, _data), do: {:keep_state_and_data, [:postpone]}
  def handle_event(:state_timeout, :back, :on, data), do: {:next_state, :off, data}
  def handle_event(_type, _event, _state, _data), do: :keep_state_and_data
end

defmodule Handler do
  @behaviour :gen_event
  def init(state), do: {:ok, state}
  def handle_event(_event, state), do: {:ok, state}
  def handle_call(_request, state), do: {:ok, state, state}
  def handle_info(_message, state), do: {:ok, state}
end

{:ok, server} = GenServer.start_link(Server, 1, name: :traced_server, debug: [:trace])
GenServer.cast(server, 5)
send(server, 7)
GenServer.cast(server, {:continue, :step})
:sys.get_state(server)
:sys.trace(server, false)
GenServer.cast(server, 5)
IO.puts(:sys.get_state(server))

{:ok, machine} = :gen_statem.start_link({:local, :traced_machine}, Machine, 1, debug: [:trace])
:gen_statem.cast(machine, :on)
:gen_statem.cast(machine, :later)
Process.sleep(20)
send(machine, :hello)
:sys.get_state(machine)

{:ok, events} = :gen_event.start_link({:local, :traced_events})
:gen_event.add_handler(events, Handler, 1)
:sys.trace(events, true)
:gen_event.notify(events, :hello)
:gen_event.call(events, Handler, :question)
send(events, :raw)
:sys.get_state(events)

{:ok, logged} = GenServer.start_link(Server, 1, name: :logged_server, debug: [{:log, 2}])
for n <- 1..3, do: GenServer.cast(logged, n)
:sys.get_state(logged)
:sys.log(logged, :print)
