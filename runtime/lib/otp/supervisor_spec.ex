defmodule Supervisor.Spec do
  @moduledoc """
  The older way to write child specifications; prefer the maps described in `Supervisor`.
  """

  @doc """
  What `init/1` of a supervisor returns.
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  def supervise(children, options) do
    strategy =
      Keyword.get(options, :strategy) ||
        raise ArgumentError, "expected :strategy option to be given"

    intensity = Keyword.get(options, :max_restarts, 3)
    period = Keyword.get(options, :max_seconds, 5)
    check_unique(Enum.map(children, &get_id/1))
    {:ok, {{strategy, intensity, period}, children}}
  end

  defp get_id({id, _, _, _, _, _}), do: id

  defp get_id(other),
    do:
      raise(ArgumentError, "invalid tuple specification given to supervise/2: #{inspect(other)}")

  defp check_unique([id | rest]) do
    if id in rest do
      raise ArgumentError,
            "duplicate ID #{inspect(id)} found in the supervisor specification, " <>
              "please explicitly pass the :id option when defining this worker/supervisor"
    end

    check_unique(rest)
  end

  defp check_unique([]), do: :ok

  @doc """
  The specification of a worker; options: `:id`, `:function`, `:restart`, `:shutdown`, `:modules`.
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  def worker(module, args, options \\ []), do: child(:worker, module, args, options)

  @doc """
  The specification of a supervisor; options as in `worker/3`.
  """
  @deprecated "Use the new child specifications outlined in the Supervisor module instead"
  def supervisor(module, args, options \\ []) do
    child(:supervisor, module, args, Keyword.put_new(options, :shutdown, :infinity))
  end

  defp child(type, module, args, options) do
    id = Keyword.get(options, :id, module)
    modules = Keyword.get(options, :modules, modules(module))
    function = Keyword.get(options, :function, :start_link)
    restart = Keyword.get(options, :restart, :permanent)
    shutdown = Keyword.get(options, :shutdown, 5000)
    {id, {module, function, args}, restart, shutdown, type, modules}
  end

  defp modules(GenEvent), do: :dynamic
  defp modules(module), do: [module]
end
