# Replies from elsewhere, before or after handle_call/3 returned.
Code.require_file("support/transcript.exs", __DIR__)
alias Transcript, as: T
Logger.configure(level: :none)
T.trap_exits()

defmodule Server do
  use GenServer
  def init(waiting), do: {:ok, waiting}

  def handle_call(:now, from, waiting) do
    GenServer.reply(from, :replied)
    {:noreply, waiting}
  end

  def handle_call(:queue, from, waiting), do: {:noreply, [from | waiting]}

  def handle_call(:spawn, from, waiting) do
    spawn(fn -> GenServer.reply(from, :from_another_process) end)
    {:noreply, waiting}
  end

  def handle_call(:twice, from, waiting) do
    GenServer.reply(from, :first)
    {:reply, :second, waiting}
  end

  def handle_call(:shape, {pid, tag}, waiting) do
    {:reply, {is_pid(pid), match?([:alias | ref] when is_reference(ref), tag) or is_reference(tag)}, waiting}
  end

  def handle_cast(:release, waiting) do
    waiting |> Enum.reverse() |> Enum.with_index() |> Enum.each(fn {from, i} -> GenServer.reply(from, i) end)
    {:noreply, []}
  end
end

{:ok, pid} = GenServer.start_link(Server, [])
T.show("now", fn -> GenServer.call(pid, :now) end)
T.show("spawn", fn -> GenServer.call(pid, :spawn) end)
T.show("twice", fn -> GenServer.call(pid, :twice) end)
T.show("shape", fn -> GenServer.call(pid, :shape) end)
T.show("shape, for ever", fn -> GenServer.call(pid, :shape, :infinity) end)

T.show("queue", fn ->
  tasks =
    for _ <- 1..3 do
      task = Task.async(fn -> GenServer.call(pid, :queue) end)
      Process.sleep(5)
      task
    end

  GenServer.cast(pid, :release)
  results = Task.await_many(tasks)
  T.messages(5)
  results
end)

T.show("reply to the dead", fn ->
  dead = spawn(fn -> :ok end)
  Process.sleep(5)
  GenServer.reply({dead, make_ref()}, :x)
end)

T.show("reply by hand", fn -> GenServer.reply({self(), :tag}, :x) end)
