defmodule :error_logger do
  @moduledoc """
  The older way to log; all of it goes to `:logger`.
  """

  @doc "Logs a text at level error."
  def error_msg(format), do: error_msg(format, [])

  @doc "Logs a format with arguments at level error."
  def error_msg(format, args), do: message(:error, :error_msg, :error, format, args)

  @doc "Logs a format with arguments at level error."
  def format(format, args), do: error_msg(format, args)

  @doc "Logs a text at level warning."
  def warning_msg(format), do: warning_msg(format, [])

  @doc "Logs a format with arguments at level warning."
  def warning_msg(format, args) do
    message(:warning, :warning_msg, :warning_msg, format, args)
  end

  @doc "Logs a text at level notice."
  def info_msg(format), do: info_msg(format, [])

  @doc "Logs a format with arguments at level notice."
  def info_msg(format, args), do: message(:notice, :info_msg, :info_msg, format, args)

  @doc "Logs a report at level error."
  def error_report(report), do: error_report(:std_error, report)

  @doc "Logs a report of a type of its own at level error."
  def error_report(type, report), do: report(:error, :error_report, type, report)

  @doc "Logs a report at level warning."
  def warning_report(report), do: warning_report(:std_warning, report)

  @doc "Logs a report of a type of its own at level warning."
  def warning_report(type, report), do: report(:warning, :warning_report, type, report)

  @doc "Logs a report at level notice."
  def info_report(report), do: info_report(:std_info, report)

  @doc "Logs a report of a type of its own at level notice."
  def info_report(type, report), do: report(:notice, :info_report, type, report)

  defp message(level, label, tag, format, args) do
    report = %{label: {:error_logger, label}, format: format, args: args}
    log(level, report, %{error_logger: %{tag: tag}})
  end

  defp report(level, label, type, report) do
    metadata = %{error_logger: %{tag: label, type: type}}

    metadata =
      if type in [:std_error, :std_warning, :std_info] do
        metadata
      else
        Map.put(metadata, :domain, [type])
      end

    log(level, %{label: {:error_logger, label}, report: report}, metadata)
  end

  defp log(level, report, metadata) do
    metadata = Map.put(metadata, :report_cb, &:error_logger.report_to_format/1)
    :logger.log_event(level, {:report, report}, metadata)
  end

  @doc false
  def report_to_format(%{label: {:error_logger, _}, format: format, args: args}) do
    {format, args}
  end

  def report_to_format(%{label: {:error_logger, _}, report: report}) do
    :logger.format_report(report)
  end

  @doc "Turns output to the terminal on or off."
  def tty(true) do
    Logger.add_backend(:console)
    :ok
  end

  def tty(false) do
    Logger.remove_backend(:console)
    :ok
  end

  @doc false
  def warning_map, do: :warning
end
