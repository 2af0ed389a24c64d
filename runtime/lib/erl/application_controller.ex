defmodule :application_controller do
  @moduledoc """
  The server that loads, starts and stops applications.

  Its table has `{{:env, application, key}, value}`, `{{:persistent, application, key}, value}`
  and `{{:loaded, application}, spec}`; everybody may read and set the environment, the rest is
  written by the server. A start never blocks it: `starting` has those who wait for the process
  that runs the callback, `:application_master`.
  """

  @behaviour :gen_server

  @table :ac_tab

  ## For other processes

  @doc false
  def start_link,
    do: :gen_server.start_link({:local, :application_controller}, __MODULE__, [], [])

  @doc false
  def load(name) when is_atom(name) do
    if :ets.member(@table, {:loaded, name}) do
      {:error, {:already_loaded, name}}
    else
      case :application_spec.available(name) do
        nil -> {:error, {'no such file or directory', Atom.to_charlist(name) ++ '.app'}}
        spec -> call({:load, spec})
      end
    end
  end

  def load(spec), do: call({:load, spec})

  @doc false
  def unload(application), do: call({:unload, application})

  @doc false
  def start(application, type), do: call({:start, application, type})

  @doc false
  def stop(application), do: call({:stop, application})

  @doc false
  def which_applications, do: call(:which_applications)

  @doc false
  def loaded_applications do
    for [name, spec] <- :ets.match(@table, {{:loaded, :"$1"}, :"$2"}), do: summary(name, spec)
  end

  defp call(request), do: :gen_server.call(:application_controller, request, :infinity)

  defp summary(name, %{description: description, vsn: vsn}), do: {name, description, vsn}

  @doc false
  def get_env(application, key) do
    case :ets.lookup(@table, {:env, application, key}) do
      [{_, value}] -> {:ok, value}
      [] -> :undefined
    end
  end

  @doc false
  def get_all_env(application) do
    for [key, value] <- :ets.match(@table, {{:env, application, :"$1"}, :"$2"}), do: {key, value}
  end

  @doc false
  def set_env(application, key, value, options) do
    if options[:persistent] do
      :ets.insert(@table, {{:persistent, application, key}, value})
    end

    :ets.insert(@table, {{:env, application, key}, value})
    :ok
  end

  @doc false
  def unset_env(application, key, options) do
    if options[:persistent], do: :ets.delete(@table, {:persistent, application, key})
    :ets.delete(@table, {:env, application, key})
    :ok
  end

  @doc false
  def get_key(application, :env) do
    case spec(application) do
      nil -> :undefined
      _spec -> {:ok, get_all_env(application)}
    end
  end

  def get_key(application, key) do
    case spec(application) do
      %{^key => value} when key != :source -> {:ok, value}
      _ -> :undefined
    end
  end

  @doc false
  def get_all_key(application) do
    case spec(application) do
      nil -> :undefined
      spec -> {:ok, :application_spec.to_list(%{spec | env: get_all_env(application)})}
    end
  end

  defp spec(application) do
    case :ets.lookup(@table, {:loaded, application}) do
      [{_, spec}] -> spec
      [] -> nil
    end
  end

  @doc false
  # Processes belong to the application whose master is their group leader.
  def application_of(pid) do
    case :erlang.process_info(pid, :group_leader) do
      {:group_leader, leader} ->
        case :ets.match(@table, {{:master, leader}, :"$1"}) do
          [[application]] -> {:ok, application}
          [] -> :undefined
        end

      _ ->
        :undefined
    end
  end

  @doc false
  def application_of_module(module) do
    :ets.match(@table, {{:loaded, :"$1"}, :"$2"})
    |> Enum.find_value(:undefined, fn [application, %{modules: modules}] ->
      if module in modules, do: {:ok, application}
    end)
  end

  ## The server

  @doc false
  def init([]) do
    Process.flag(:trap_exit, true)
    :ets.new(@table, [:set, :named_table, :public, {:read_concurrency, true}])

    running =
      for spec <- :application_spec.running() do
        {:ok, name, spec} = :application_spec.parse(spec)
        put_spec(name, spec)
        {name, %{master: nil, type: :permanent}}
      end

    {:ok, %{running: :lists.reverse(running), starting: %{}}}
  end

  # `running`: `[{application, %{master, type}}]`, newest first; `starting`: by application
  # `%{master, type, waiting}`.
  @doc false
  def handle_call({:load, spec}, _from, state) do
    case :application_spec.parse(spec) do
      {:ok, name, spec} ->
        if :ets.member(@table, {:loaded, name}) do
          {:reply, {:error, {:already_loaded, spec.source}}, state}
        else
          put_spec(name, spec)
          {:reply, :ok, state}
        end

      error ->
        {:reply, error, state}
    end
  end

  def handle_call({:unload, application}, _from, state) do
    cond do
      List.keymember?(state.running, application, 0) ->
        {:reply, {:error, {:running, application}}, state}

      :ets.member(@table, {:loaded, application}) ->
        :ets.delete(@table, {:loaded, application})
        :ets.match_delete(@table, {{:env, application, :_}, :_})
        {:reply, :ok, state}

      true ->
        {:reply, {:error, {:not_loaded, application}}, state}
    end
  end

  def handle_call({:start, _application, type}, _from, state)
      when type not in [:temporary, :transient, :permanent] do
    {:reply, {:error, {:invalid_restart_type, type}}, state}
  end

  def handle_call({:start, application, type}, from, %{running: running} = state) do
    spec = spec(application)

    cond do
      List.keymember?(running, application, 0) ->
        {:reply, {:error, {:already_started, application}}, state}

      is_map_key(state.starting, application) ->
        {:noreply, update_in(state.starting[application].waiting, &[from | &1])}

      missing = missing_need(spec, running) ->
        {:reply, {:error, {:not_started, missing}}, state}

      spec.mod == [] ->
        running = [{application, %{master: nil, type: type}} | running]
        :application_report.progress(application)
        {:reply, :ok, %{state | running: running}}

      true ->
        master = :application_master.start_link(application, spec)
        :ets.insert(@table, {{:master, master}, application})
        start = %{master: master, type: type, waiting: [from]}
        {:noreply, put_in(state.starting[application], start)}
    end
  end

  def handle_call({:stop, application}, from, %{running: running} = state) do
    case List.keyfind(running, application, 0) do
      {_, %{master: nil}} ->
        stop_own(spec(application).mod)
        :application_report.exited(application, :stopped, :temporary)
        {:reply, :ok, %{state | running: List.keydelete(running, application, 0)}}

      {_, %{master: master} = entry} ->
        send(master, {:stop, self()})

        running =
          List.keyreplace(running, application, 0, {application, Map.put(entry, :stopper, from)})

        {:noreply, %{state | running: running}}

      nil ->
        {:reply, {:error, {:not_started, application}}, state}
    end
  end

  def handle_call(:which_applications, _from, %{running: running} = state) do
    {:reply, for({name, _} <- running, do: summary(name, spec(name))), state}
  end

  @doc false
  def handle_cast(_request, state), do: {:noreply, state}

  @doc false
  def handle_info({:application_started, application, master}, state) do
    {%{master: ^master, type: type, waiting: waiting}, starting} =
      Map.pop!(state.starting, application)

    :application_report.progress(application)
    for from <- waiting, do: :gen_server.reply(from, :ok)
    running = [{application, %{master: master, type: type}} | state.running]
    {:noreply, %{state | running: running, starting: starting}}
  end

  def handle_info({:EXIT, master, reason}, state) do
    case :ets.take(@table, {:master, master}) do
      [{_, application}] -> {:noreply, ended(application, reason, state)}
      [] -> {:noreply, state}
    end
  end

  def handle_info(_message, state), do: {:noreply, state}

  # An application that runs from the start has no master.
  defp stop_own({module, _arguments}), do: module.stop([])
  defp stop_own([]), do: :ok

  defp put_spec(name, spec) do
    :ets.insert(@table, {{:loaded, name}, spec})
    for {key, value} <- spec.env, do: :ets.insert(@table, {{:env, name, key}, value})

    for [key, value] <- :ets.match(@table, {{:persistent, name, :"$1"}, :"$2"}) do
      :ets.insert(@table, {{:env, name, key}, value})
    end

    :ok
  end

  # The first application that must run and does not. One that is optional and not even there is
  # no obstacle.
  defp missing_need(spec, running) do
    Enum.find(spec.applications, fn needed ->
      not List.keymember?(running, needed, 0) and
        not (needed in spec.optional_applications and unknown?(needed))
    end)
  end

  defp unknown?(application) do
    spec(application) == nil and :application_spec.available(application) == nil
  end

  defp ended(application, reason, %{starting: starting} = state)
       when is_map_key(starting, application) do
    {%{type: type, waiting: waiting}, starting} = Map.pop!(starting, application)
    :application_report.exited(application, reason, type)
    for from <- waiting, do: :gen_server.reply(from, {:error, reason})
    %{state | starting: starting}
  end

  defp ended(application, reason, %{running: running} = state) do
    {{_, entry}, running} = List.keytake(running, application, 0)

    case entry do
      %{stopper: from} ->
        :application_report.exited(application, :stopped, :temporary)
        :gen_server.reply(from, :ok)

      %{type: type} ->
        :application_report.exited(application, reason, type)
        if fatal?(type, reason), do: :application_report.give_up(application, reason)
    end

    %{state | running: running}
  end

  # Without a permanent application nothing can go on, nor after the failure of a transient one.
  defp fatal?(:permanent, _reason), do: true
  defp fatal?(:transient, reason), do: reason != :normal
  defp fatal?(:temporary, _reason), do: false
end
