defmodule :supervisor_report do
  # What supervisors log. Progress and supervisor reports are made only if somebody reads them,
  # which by default nobody does (`handle_sasl_reports` of `Logger`).
  @moduledoc false

  import :supervisor_spec, only: [child: 1]

  @doc "A child was started."
  def progress(name, child) do
    if :logger.allow_sasl(:info) do
      report = %{
        label: {:supervisor, :progress},
        report: [supervisor: name, started: describe(child)]
      }

      :logger.log_event(
        :info,
        {:report, report},
        metadata(:info_report, :progress, 'PROGRESS REPORT')
      )
    end
  end

  @doc """
  Something went wrong: `context` is `:start_error`, `:child_terminated`, `:shutdown` or
  `:shutdown_error`.
  """
  def error(name, context, reason, child) do
    if :logger.allow_sasl(:error) do
      report = %{
        label: {:supervisor, context},
        report: [
          supervisor: name,
          errorContext: context,
          reason: reason,
          offender: describe(child)
        ]
      }

      metadata = metadata(:error_report, :supervisor_report, 'SUPERVISOR REPORT')
      :logger.log_event(:error, {:report, report}, metadata)
    end
  end

  @doc "A message that no supervisor knows."
  def unexpected(message) do
    :logger.log_event(
      :error,
      {'Supervisor received unexpected message: ~tp~n', [message]},
      %{domain: [:otp], error_logger: %{tag: :error}}
    )
  end

  defp metadata(tag, type, title) do
    %{
      domain: [:otp, :sasl],
      report_cb: &:supervisor.format_log/2,
      logger_formatter: %{title: title},
      error_logger: %{tag: tag, type: type, report_cb: &:supervisor.format_log/1}
    }
  end

  defp describe(
         child(
           pid: pid,
           id: id,
           mfargs: start,
           restart_type: restart,
           significant: significant,
           shutdown: shutdown,
           child_type: type
         )
       ) do
    [
      identity(pid),
      id: id,
      mfargs: start,
      restart_type: restart,
      significant: significant,
      shutdown: shutdown,
      child_type: type
    ]
  end

  defp identity({:children, count}), do: {:nb_children, count}
  defp identity(pid), do: {:pid, pid}

  @doc "A report as `{format, args}`."
  def format(%{label: {:supervisor, _}, report: report}) do
    lines = Enum.map(report, fn _ -> '    ~tp: ~tp~n' end)
    {:lists.append(lines), Enum.flat_map(report, &Tuple.to_list/1)}
  end
end
