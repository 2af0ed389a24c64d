defmodule Logger.Proxy do
  @moduledoc false
  # The process `:logger_proxy`: takes what the runtime has to say of bare processes that ended with an uncaught error, and
  # hands it to `Logger.Server`.
  #
  # Who watches such a process learns of its end before the report of it is printed, as with Erlang's proxy of this name, which has a
  # longer way to go. So this one lets others run before it hands a report on, except when there are more to come, or when many are
  # ready: it must not wait behind all the processes of a program that spawns without end.

  @name :logger_proxy

  # How often others may go first, and for how long: to wake up and to have something printed takes a few turns, and in other
  # threads some time. Where time stands still meanwhile (in the lab) the turns alone count.
  @turns 3
  @ready_max 64
  @microseconds 1000

  @doc false
  def start_link, do: :proc_lib.start_link(__MODULE__, :init, [])

  @doc false
  def init do
    Process.register(self(), @name)
    Process.flag(:priority, :high)
    :respawn_process.restart_crash_reports()
    :proc_lib.init_ack({:ok, self()})
    loop()
  end

  @doc false
  # Returns when all that came before has been handed on.
  def flush do
    case :erlang.whereis(@name) do
      :undefined -> :ok
      pid -> :gen.do_call(pid, :"$logger_proxy", :flush, :infinity)
    end

    :ok
  end

  defp loop do
    receive do
      {:"$logger_proxy", from, :flush} ->
        :gen.reply(from, :ok)
        loop()

      report when elem(report, 0) in [:respawn_crash, :respawn_memory_limit] ->
        let_others_run()
        Logger.Server.send(report)
        loop()

      _other ->
        loop()
    end
  end

  defp let_others_run do
    if :erlang.statistics(:run_queue) <= @ready_max do
      Process.flag(:priority, :normal)
      let_others_run(@turns, now())
      Process.flag(:priority, :high)
    end
  end

  defp let_others_run(turns, start) do
    :erlang.yield()
    now = now()

    cond do
      Process.info(self(), :message_queue_len) != {:message_queue_len, 0} -> :ok
      turns > 1 -> let_others_run(turns - 1, start)
      now > start and now - start < @microseconds -> let_others_run(0, start)
      true -> :ok
    end
  end

  defp now, do: :erlang.monotonic_time(:microsecond)
end
