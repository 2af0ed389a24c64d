defmodule :application_report do
  # What is logged about applications that start and end.
  @moduledoc false

  @doc "An application was started."
  def progress(application) do
    if :logger.allow_sasl(:info) do
      report = %{
        label: {:application_controller, :progress},
        report: [application: application, started_at: node()]
      }

      :logger.log_event(:info, {:report, report}, %{
        domain: [:otp, :sasl],
        report_cb: &:logger.format_otp_report/1,
        logger_formatter: %{title: 'PROGRESS REPORT'},
        error_logger: %{tag: :info_report, type: :progress}
      })
    end
  end

  @doc "An application ended."
  def exited(application, reason, type) do
    report = %{
      label: {:application_controller, :exit},
      report: [application: application, exited: reason, type: type]
    }

    :logger.log_event(:notice, {:report, report}, %{
      domain: [:otp],
      report_cb: &:logger.format_otp_report/1,
      error_logger: %{tag: :info_report, type: :std_info}
    })
  end

  @doc "An application ended without which nothing can go on: ends the runtime."
  def give_up(application, reason) do
    Logger.flush()
    why = {:application_terminated, application, reason}

    text = :io_lib.format('Kernel pid terminated (application_controller) (~0tp)~n', [why])

    :io.put_chars(:standard_error, text)
    :erlang.halt(1)
  end
end
