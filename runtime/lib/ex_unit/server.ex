# Knows the modules of tests that wait to be run, and when the first of them came: the time on load of the summary.

defmodule ExUnit.Server do
  @moduledoc false

  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @doc "Adds a module; one that is there already is not added again."
  def add(%ExUnit.TestModule{} = module, async?) do
    GenServer.call(__MODULE__, {:add, module, async?})
  catch
    :exit, {:noproc, _} ->
      raise "cannot use ExUnit.Case without starting the ExUnit application, " <>
              "please call ExUnit.start() or explicitly start the :ex_unit app"
  end

  @doc "Microseconds since the start or the last run."
  def loaded, do: GenServer.call(__MODULE__, :loaded)

  @doc "The modules that may run side by side, the last first; they are gone afterwards."
  def take_async, do: GenServer.call(__MODULE__, {:take, :async})

  @doc "The modules that run alone, the last first."
  def take_sync, do: GenServer.call(__MODULE__, {:take, :sync})

  @impl true
  def init(_) do
    {:ok, %{async: [], sync: [], since: System.monotonic_time()}}
  end

  @impl true
  def handle_call({:add, module, async?}, _from, state) do
    key = if async?, do: :async, else: :sync
    {:reply, :ok, Map.update!(state, key, &[module | List.delete(&1, module)])}
  end

  def handle_call(:loaded, _from, state) do
    now = System.monotonic_time()
    elapsed = System.convert_time_unit(now - state.since, :native, :microsecond)
    {:reply, elapsed, %{state | since: now}}
  end

  def handle_call({:take, key}, _from, state) do
    {:reply, Map.fetch!(state, key), Map.put(state, key, [])}
  end
end
