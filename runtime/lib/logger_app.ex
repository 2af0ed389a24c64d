defmodule Logger.App do
  @moduledoc false
  # The application `:logger`. Its process is one of the runtime's own (`:kernel_sup`), so all that starts and stops with it is the
  # handler by which events reach that process. The configuration that may not change at run time is read anew here.

  use Application

  @impl true
  def start(_type, _arguments) do
    %{level: level} = :logger.get_primary_config()
    :logger.set_primary_config(:level, level(level))
    %{id: id, module: module} = config = Logger.Handler.default_config()
    :ok = :logger.add_handler(id, module, config)
    Supervisor.start_link([], strategy: :one_for_one, name: Logger.Supervisor)
  end

  @impl true
  def stop(_state) do
    Logger.flush()
    :logger.remove_handler(Logger)
    :ok
  end

  @doc false
  # The level that is configured, or another.
  def level(otherwise) do
    case Application.get_env(:logger, :level, otherwise) do
      :warn -> :warning
      level -> level
    end
  end
end
