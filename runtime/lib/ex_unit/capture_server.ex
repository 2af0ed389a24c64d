# Who captures what: named devices such as `:stderr`, whose name a StringIO takes over while somebody captures it, and
# the log, which a backend of its own writes into a StringIO while the console is silent.
#
# Each capture belongs to a process; when that ends before it gave its capture back, all is as it was.

defmodule ExUnit.CaptureServer do
  @moduledoc false

  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, [], name: __MODULE__)

  @doc "Captures a named device: `{:ok, ref}`, or why not."
  def device_capture_on(device, encoding, input), do: call({:device_on, self(), device, encoding, input})

  @doc "What was written since the capture began."
  def device_output(device, ref), do: call({:device_output, device, ref})

  def device_capture_off(ref), do: call({:device_off, ref})

  def log_capture_on(pid, text, options), do: call({:log_on, pid, text, options})

  def log_capture_off(ref), do: call({:log_off, ref})

  defp call(request) do
    GenServer.call(__MODULE__, request, :infinity)
  catch
    :exit, {:noproc, _} -> raise "cannot capture without starting the ExUnit application, please call ExUnit.start()"
  end

  @impl true
  def init(_), do: {:ok, %{devices: %{}, logs: %{}, console?: false}}

  @impl true
  def handle_call({:device_on, owner, device, encoding, input}, _from, state) do
    case state.devices do
      %{^device => %{captures: captures, text: text} = entry} ->
        if input == "" do
          ref = Process.monitor(owner)
          entry = %{entry | captures: Map.put(captures, ref, byte_size(contents(text)))}
          {:reply, {:ok, ref}, put_in(state.devices[device], entry)}
        else
          {:reply, {:error, :already_captured}, state}
        end

      _ ->
        begin_capture(owner, device, encoding, input, state)
    end
  end

  def handle_call({:device_output, device, ref}, _from, state) do
    %{text: text, captures: %{^ref => start}} = Map.fetch!(state.devices, device)
    output = contents(text)
    {:reply, binary_part(output, start, byte_size(output) - start), state}
  end

  def handle_call({:device_off, ref}, _from, state) do
    Process.demonitor(ref, [:flush])
    {:reply, :ok, end_device(ref, state)}
  end

  def handle_call({:log_on, owner, text, options}, _from, state) do
    ref = Process.monitor(owner)
    backend = {ExUnit.CaptureLog.Backend, {ref, text, options}}
    {:ok, _} = Logger.add_backend(backend)
    state = if state.logs == %{}, do: %{state | console?: Logger.remove_backend(:console) == :ok}, else: state
    {:reply, ref, put_in(state.logs[ref], backend)}
  end

  def handle_call({:log_off, ref}, _from, state) do
    Process.demonitor(ref, [:flush])
    {:reply, :ok, end_log(ref, state)}
  end

  @impl true
  def handle_info({:DOWN, ref, _, _, _}, state) do
    {:noreply, end_log(ref, end_device(ref, state))}
  end

  def handle_info(_message, state), do: {:noreply, state}

  defp begin_capture(owner, device, encoding, input, state) do
    case Process.whereis(device) do
      nil ->
        {:reply, {:error, :no_device}, state}

      original ->
        {:ok, text} = StringIO.open(input, encoding: encoding)
        ref = Process.monitor(owner)
        Process.unregister(device)
        Process.register(text, device)
        entry = %{original: original, text: text, captures: %{ref => 0}}
        {:reply, {:ok, ref}, put_in(state.devices[device], entry)}
    end
  end

  defp contents(text), do: text |> StringIO.contents() |> elem(1)

  defp end_device(ref, state) do
    case Enum.find(state.devices, fn {_, %{captures: captures}} -> is_map_key(captures, ref) end) do
      nil -> state
      {device, entry} -> end_device(device, %{entry | captures: Map.delete(entry.captures, ref)}, state)
    end
  end

  defp end_device(device, %{captures: captures} = entry, state) when captures == %{} do
    Process.unregister(device)
    Process.register(entry.original, device)
    StringIO.close(entry.text)
    %{state | devices: Map.delete(state.devices, device)}
  end

  defp end_device(device, entry, state), do: put_in(state.devices[device], entry)

  defp end_log(ref, state) do
    case Map.pop(state.logs, ref) do
      {nil, _} ->
        state

      {backend, logs} ->
        Logger.remove_backend(backend)
        if logs == %{} and state.console?, do: Logger.add_backend(:console)
        %{state | logs: logs}
    end
  end
end
