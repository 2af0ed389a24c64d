defmodule :gen do
  @moduledoc """
  What all behaviours share: starting a process under a name, calling it, and stopping it.

  A request is `{label, {caller, tag}, term}`, and its reply `{tag, term}`. For a call with a
  timeout the tag is `[:alias | ref]`: `ref` is the monitor that watches the server and, at the
  same time, the alias to which it replies. Once the monitor is gone, by a reply, a `:DOWN` or a
  timeout, a reply that is still on its way goes nowhere: no call leaves anything behind in the
  mailbox of its caller. A call that waits for ever needs no alias; its tag is `ref` itself.
  """

  @doc false
  def start(gen_mod, link, module, args, options) do
    spawn_server(link, [gen_mod, self(), parent(link), module, args, options], options)
  end

  @doc """
  Starts a server of the behaviour `gen_mod` under `name`, unless that name is taken.

  `link` is `:link`, `:nolink` or `:monitor`; `name` is `{:local, atom}`, `{:global, term}` or
  `{:via, module, term}`.
  """
  def start(gen_mod, link, name, module, args, options) do
    case whereis(name) do
      :undefined ->
        spawn_server(link, [gen_mod, self(), parent(link), name, module, args, options], options)

      pid ->
        {:error, {:already_started, pid}}
    end
  end

  defp parent(:link), do: self()
  defp parent(_), do: :self

  defp spawn_server(link, args, options) do
    timeout = option(options, :timeout, :infinity)
    spawn_options = option(options, :spawn_opt, [])

    case link do
      :link -> :proc_lib.start_link(:gen, :init_it, args, timeout, spawn_options)
      :nolink -> :proc_lib.start(:gen, :init_it, args, timeout, spawn_options)
      :monitor -> :proc_lib.start_monitor(:gen, :init_it, args, timeout, spawn_options)
    end
  end

  defp option(options, key, default) do
    case :lists.keyfind(key, 1, options) do
      {_, value} -> value
      _ -> default
    end
  end

  @doc false
  # What a start_monitor function returns for what `start` with `:monitor` returned.
  def started_monitor({{:ok, pid}, ref}), do: {:ok, {pid, ref}}

  def started_monitor({error, ref}) when is_reference(ref) do
    # The caller gets the failure as a result: the monitor has nothing to add.
    :erlang.demonitor(ref, [:flush])
    error
  end

  def started_monitor(error), do: error

  @doc false
  def init_it(gen_mod, starter, parent, module, args, options) do
    gen_mod.init_it(starter, parent, self(), module, args, options)
  end

  @doc false
  def init_it(gen_mod, starter, parent, name, module, args, options) do
    case register_name(name) do
      true -> gen_mod.init_it(starter, parent, name, module, args, options)
      {false, pid} -> :proc_lib.init_ack(starter, {:error, {:already_started, pid}})
    end
  end

  @doc """
  Sends `request` under `label` and waits for the reply: `{:ok, reply}`.

  Exits with the reason of the server's death, `:noproc`, `:timeout` or `{:nodedown, node}`.
  """
  def call(process, label, request, timeout \\ 5000) do
    target = target(process)

    if target == self() do
      exit(:calling_self)
    end

    case do_call(target, label, request, timeout) do
      {:ok, _reply} = ok -> ok
      {:exit, reason} -> exit(reason)
    end
  end

  @doc false
  # The one place where a client waits. Every clause names the fresh `ref`, so that the messages
  # already queued need not be looked at. Failures come back as values: each caller wraps
  # them in its own way.
  def do_call(target, label, request, :infinity) do
    # Nobody gives up: there is no late reply that an alias would have to keep away.
    ref = :erlang.monitor(:process, target)
    :erlang.send(target, {label, {self(), ref}, request})

    receive do
      {^ref, reply} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    end
  end

  def do_call(target, label, request, timeout) do
    ref = :erlang.monitor(:process, target, alias: :demonitor)
    :erlang.send(target, {label, {self(), [:alias | ref]}, request})

    receive do
      {[:alias | ^ref], reply} ->
        :erlang.demonitor(ref, [:flush])
        {:ok, reply}

      {:DOWN, ^ref, _, _, reason} ->
        {:exit, reason}
    after
      timeout ->
        :erlang.demonitor(ref, [:flush])

        receive do
          {[:alias | ^ref], reply} -> {:ok, reply}
        after
          0 -> {:exit, :timeout}
        end
    end
  end

  @doc """
  Answers the request that came with `from`, the caller's `{pid, tag}`.
  """
  def reply({_pid, [:alias | ref] = tag}, reply) when is_reference(ref) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({_pid, [[:alias | ref] | _] = tag}, reply) when is_reference(ref) do
    :erlang.send(ref, {tag, reply})
    :ok
  end

  def reply({pid, tag}, reply) do
    :erlang.send(pid, {tag, reply})
    :ok
  catch
    _, _ -> :ok
  end

  @doc """
  Ends `process` with reason `:normal`, however long that takes.
  """
  def stop(process), do: stop(process, :normal, :infinity)

  @doc """
  Ends `process` in an orderly way with `reason` and waits at most `timeout` for it.
  """
  def stop(process, reason, timeout) do
    :proc_lib.stop(target(process), reason, timeout)
  end

  ## Requests that are answered later

  @doc """
  Sends `request` without waiting; the id that comes back is for the functions below.
  """
  def send_request(process, label, request) do
    case request_target(process) do
      {:error, reason} ->
        # Nobody there: the id is a monitor that never was, and its :DOWN arrives as if it had
        # been.
        ref = make_ref()
        send(self(), {:DOWN, ref, :process, process, reason})
        ref

      target ->
        ref = :erlang.monitor(:process, target, alias: :demonitor)
        :erlang.send(target, {label, {self(), [:alias | ref]}, request})
        ref
    end
  end

  @doc false
  def send_request(process, label, request, request_label, collection) when is_map(collection) do
    Map.put(collection, send_request(process, label, request), request_label)
  end

  @doc """
  Waits at most `timeout` for the reply and keeps the request alive if it does not come.
  """
  def wait_response(request_id, timeout) when is_reference(request_id) do
    receive do
      {[:alias | ^request_id], reply} ->
        :erlang.demonitor(request_id, [:flush])
        {:reply, reply}

      {:DOWN, ^request_id, _, process, reason} ->
        {:error, {reason, process}}
    after
      milliseconds_left(timeout) -> :timeout
    end
  end

  @doc false
  def wait_response(collection, timeout, delete) when is_map(collection) do
    if collection == %{} do
      :no_request
    else
      receive do
        {[:alias | id], reply} when is_map_key(collection, id) ->
          :erlang.demonitor(id, [:flush])
          {{:reply, reply}, Map.fetch!(collection, id), forget(collection, id, delete)}

        {:DOWN, id, _, process, reason} when is_map_key(collection, id) ->
          error = {:error, {reason, process}}
          {error, Map.fetch!(collection, id), forget(collection, id, delete)}
      after
        milliseconds_left(timeout) -> :timeout
      end
    end
  end

  @doc """
  Waits at most `timeout` for the reply and gives the request up if it does not come.
  """
  def receive_response(request_id, timeout) when is_reference(request_id) do
    case wait_response(request_id, timeout) do
      :timeout -> abandon(request_id)
      response -> response
    end
  end

  @doc false
  def receive_response(collection, timeout, delete) when is_map(collection) do
    case wait_response(collection, timeout, delete) do
      :timeout ->
        Enum.each(collection, fn {id, _label} -> abandon(id) end)
        :timeout

      response ->
        response
    end
  end

  defp abandon(request_id) do
    :erlang.demonitor(request_id, [:flush])

    receive do
      {[:alias | ^request_id], reply} -> {:reply, reply}
    after
      0 -> :timeout
    end
  end

  @doc """
  Tells whether `message` is the answer to the request: `{:reply, term}`, `{:error, _}` or
  `:no_reply`.
  """
  def check_response(message, request_id) when is_reference(request_id) do
    case message do
      {[:alias | ^request_id], reply} ->
        :erlang.demonitor(request_id, [:flush])
        {:reply, reply}

      {:DOWN, ^request_id, _, process, reason} ->
        {:error, {reason, process}}

      _ ->
        :no_reply
    end
  end

  @doc false
  def check_response(message, collection, delete) when is_map(collection) do
    case message do
      _ when collection == %{} ->
        :no_request

      {[:alias | id], reply} when is_map_key(collection, id) ->
        :erlang.demonitor(id, [:flush])
        {{:reply, reply}, Map.fetch!(collection, id), forget(collection, id, delete)}

      {:DOWN, id, _, process, reason} when is_map_key(collection, id) ->
        error = {:error, {reason, process}}
        {error, Map.fetch!(collection, id), forget(collection, id, delete)}

      _ ->
        :no_reply
    end
  end

  defp forget(collection, id, true), do: Map.delete(collection, id)
  defp forget(collection, _id, false), do: collection

  @doc """
  An empty collection of request ids.
  """
  def reqids_new, do: %{}

  @doc """
  The number of request ids in a collection.
  """
  def reqids_size(collection) when is_map(collection), do: map_size(collection)

  @doc """
  Adds a request id with a label of the caller's choice.
  """
  def reqids_add(request_id, _label, collection) when is_map_key(collection, request_id) do
    :erlang.error(:badarg)
  end

  def reqids_add(request_id, label, collection) when is_reference(request_id) do
    Map.put(collection, request_id, label)
  end

  @doc """
  The collection as a list of `{request_id, label}`.
  """
  def reqids_to_list(collection), do: Map.to_list(collection)

  defp milliseconds_left({:abs, deadline}) do
    max(deadline - :erlang.monotonic_time(:millisecond), 0)
  end

  defp milliseconds_left(timeout), do: timeout

  ## Names

  # The process or name to which a request goes; exits where none is known.
  defp target(pid) when is_pid(pid), do: pid

  defp target({name, node})
       when is_atom(name) and is_atom(node) and name not in [:global, :local] and
              node != node() do
    exit({:nodedown, node})
  end

  defp target(process) do
    case lookup(process) do
      pid when is_pid(pid) -> pid
      _ -> exit(:noproc)
    end
  end

  defp request_target(pid) when is_pid(pid), do: pid

  defp request_target({name, node})
       when is_atom(name) and is_atom(node) and name not in [:global, :local] and
              node != node() do
    {:error, :noconnection}
  end

  defp request_target(process) do
    case lookup(process) do
      pid when is_pid(pid) -> pid
      _ -> {:error, :noproc}
    end
  end

  defp lookup(name) when is_atom(name), do: :erlang.whereis(name)
  defp lookup({:local, name}), do: :erlang.whereis(name)
  defp lookup({:global, name}), do: :global.whereis_name(name)
  defp lookup({:via, module, name}), do: module.whereis_name(name)
  defp lookup({name, node}) when is_atom(name) and node == node(), do: :erlang.whereis(name)

  defp whereis({:global, name}), do: :global.whereis_name(name)
  defp whereis({:via, module, name}), do: module.whereis_name(name)
  defp whereis({:local, name}), do: :erlang.whereis(name)

  @doc false
  def register_name({:local, name} = full_name) do
    :erlang.register(name, self())
  catch
    :error, _ -> {false, whereis(full_name)}
  end

  def register_name({:global, name} = full_name) do
    case :global.register_name(name, self()) do
      :yes -> true
      :no -> {false, whereis(full_name)}
    end
  end

  def register_name({:via, module, name} = full_name) do
    case module.register_name(name, self()) do
      :yes -> true
      :no -> {false, whereis(full_name)}
    end
  end

  @doc false
  def unregister_name({:local, name}) do
    :erlang.unregister(name)
  catch
    _, _ -> :ok
  end

  def unregister_name({:global, name}), do: :global.unregister_name(name)
  def unregister_name({:via, module, name}), do: module.unregister_name(name)
  def unregister_name(pid) when is_pid(pid), do: pid

  @doc false
  # The name by which reports and callbacks speak of a server.
  def name({:local, name}), do: name
  def name({:global, name}), do: name
  def name({:via, _module, name}), do: name
  def name(pid) when is_pid(pid), do: pid

  @doc false
  # For a process that becomes a server: its own name, which it must already have.
  def get_proc_name(pid) when is_pid(pid), do: pid

  def get_proc_name({:local, name}) do
    case :erlang.process_info(self(), :registered_name) do
      {:registered_name, ^name} -> name
      {:registered_name, _other} -> exit(:process_not_registered)
      [] -> exit(:process_not_registered)
    end
  end

  def get_proc_name({:global, name}) do
    if :global.whereis_name(name) == self() do
      name
    else
      exit(:process_not_registered_globally)
    end
  end

  def get_proc_name({:via, module, name}) do
    if module.whereis_name(name) == self() do
      name
    else
      exit({:process_not_registered_via, module})
    end
  end

  @doc false
  def get_parent do
    case Process.get(:"$ancestors") do
      [parent | _] when is_pid(parent) -> parent
      [parent | _] when is_atom(parent) -> parent_pid(parent)
      _ -> exit(:process_was_not_started_by_proc_lib)
    end
  end

  defp parent_pid(name) do
    case :erlang.whereis(name) do
      :undefined ->
        case :global.whereis_name(name) do
          :undefined -> exit(:could_not_find_registered_name)
          pid -> pid
        end

      pid ->
        pid
    end
  end

  ## Start options

  @doc false
  def hibernate_after(options), do: option(options, :hibernate_after, :infinity)

  @doc false
  def debug_options(name, options) do
    case :lists.keyfind(:debug, 1, options) do
      {_, debug} ->
        try do
          :sys.debug_options(debug)
        catch
          _, _ ->
            :error_logger.format('~tp: ignoring erroneous debug options - ~tp~n', [name, debug])
            []
        end

      _ ->
        []
    end
  end

  ## Status, as :sys.get_status shows it

  @doc false
  def format_status_header(tag_line, pid) when is_pid(pid) do
    tag_line ++ ' ' ++ :erlang.pid_to_list(pid)
  end

  def format_status_header(tag_line, name) when is_atom(name) do
    tag_line ++ ' ' ++ Atom.to_charlist(name)
  end

  def format_status_header(tag_line, name), do: {tag_line, name}

  @doc false
  # Lets the callback module rewrite what a report or :sys.get_status is about to show. A module
  # without format_status/1 may have the older format_status/2, which rewrites the state alone.
  def format_status(module, reason, status, format_status_2_args) do
    cond do
      function_exported?(module, :format_status, 1) ->
        try do
          module.format_status(status)
        catch
          _, _ ->
            problem = :erlang.atom_to_list(module) ++ ':format_status/1 crashed'
            Map.merge(status, %{"$status": problem})
        end

      function_exported?(module, :format_status, 2) and format_status_2_args != [] ->
        try do
          Map.put(status, :"$status", module.format_status(reason, format_status_2_args))
        catch
          _, _ ->
            problem = :erlang.atom_to_list(module) ++ ':format_status/2 crashed'
            Map.put(status, :"$status", problem)
        end

      true ->
        status
    end
  end
end
