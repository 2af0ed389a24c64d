defmodule IEx.RuntimeInfo do
  # What `runtime_info` prints.
  @moduledoc false

  @topics [:system, :memory, :limits, :applications]

  def print(topics) do
    topics = Enum.uniq(topics)
    Enum.each(topics, &print_topic/1)

    IO.puts("")
    row("Showing topics", inspect(topics))

    case @topics -- topics do
      [] -> :ok
      other -> row("Additional topics", inspect(other))
    end

    IO.puts("")
    IO.puts("To view a specific topic call runtime_info(topic)")
    IO.puts("")
  end

  defp print_topic(:system) do
    title("System and architecture")
    row("Elixir version", System.version())
    row("Erlang/OTP version", System.otp_release())
    row("ERTS version", :erlang.system_info(:version))
    row("Compiled for", :erlang.system_info(:system_architecture))
    row("Schedulers", :erlang.system_info(:schedulers))
    row("Schedulers online", :erlang.system_info(:schedulers_online))
  end

  defp print_topic(:memory) do
    title("Memory")
    memory = :erlang.memory()

    for {name, key} <- [
          {"Total", :total},
          {"Atoms", :atom},
          {"Binaries", :binary},
          {"Code", :code},
          {"ETS", :ets},
          {"Processes", :processes}
        ],
        do: row(name, size(memory[key]))
  end

  defp print_topic(:limits) do
    title("Statistics / limits")
    {uptime, _} = :erlang.statistics(:wall_clock)
    row("Uptime", duration(div(uptime, 1000)))
    row("Run queue", :erlang.statistics(:total_run_queue_lengths_all))
    limit("Atoms", :atom_count, :atom_limit)
    limit("ETS", :ets_count, :ets_limit)
    limit("Ports", :port_count, :port_limit)
    limit("Processes", :process_count, :process_limit)
  end

  defp print_topic(:applications) do
    title("Loaded OTP Applications")
    started = Application.started_applications()

    for {app, _, version} <- Enum.sort(Application.loaded_applications()) do
      state = if List.keymember?(started, app, 0), do: "(started)", else: ""
      IO.puts(String.trim_trailing("#{pad(app)} #{version}  #{state}"))
    end
  end

  defp title(text), do: IO.puts(["\n", IEx.color(:eval_result, "## #{text} "), "\n"])
  defp row(name, value), do: IO.puts("#{pad("#{name}:")}#{value}")
  defp pad(text), do: String.pad_trailing("#{text}", 20)

  defp limit(name, count, limit) do
    count = :erlang.system_info(count)
    limit = :erlang.system_info(limit)
    row(name, "#{count} / #{limit} (#{div(100 * count, limit)}% used)")
  end

  defp size(bytes) when bytes >= 1024 * 1024, do: "#{div(bytes, 1024 * 1024)} MB"
  defp size(bytes) when bytes >= 1024, do: "#{div(bytes, 1024)} KB"
  defp size(bytes), do: "#{bytes} B"

  defp duration(seconds) do
    parts = [
      {div(seconds, 86_400), "days"},
      {seconds |> div(3600) |> rem(24), "hours"},
      {seconds |> div(60) |> rem(60), "minutes"}
    ]

    shown = for {count, unit} <- parts, count > 0, do: "#{count} #{unit}"
    Enum.join(shown ++ ["#{rem(seconds, 60)} seconds"], ", ")
  end
end
