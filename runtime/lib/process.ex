defmodule Process do
  @moduledoc """
  Working with processes: spawning, linking, monitoring, naming, timers, the dictionary.

      pid = spawn(fn -> receive do {:hello, from} -> send(from, :hi) end end)
      ref = Process.monitor(pid)
      send(pid, {:hello, self()})

  What every program needs is in `Kernel`: `spawn/1`, `spawn_link/1`, `send/2`, `self/0`,
  `exit/1`.
  """

  @type dest :: pid | atom | {atom, node}
  @type spawn_opt ::
          :link
          | :monitor
          | {:priority, :low | :normal | :high}
          | {:fullsweep_after, non_neg_integer}
          | {:min_heap_size, non_neg_integer}
          | {:min_bin_vheap_size, non_neg_integer}
          | {:max_heap_size, heap_size}
          | {:message_queue_data, :off_heap | :on_heap}
  @type spawn_opts :: [spawn_opt]
  @type heap_size ::
          non_neg_integer | %{size: non_neg_integer, kill: boolean, error_logger: boolean}

  ## The life of processes

  @doc """
  Spawns a process with options such as `:link`, `:monitor` and `{:max_heap_size, words}`.

      {pid, ref} = Process.spawn(fn -> :ok end, [:monitor])
  """
  @spec spawn((() -> any), spawn_opts) :: pid | {pid, reference}
  def spawn(fun, options), do: :erlang.spawn_opt(fun, options)

  @doc "Spawns a process with options that runs `module.function(args...)`."
  @spec spawn(module, atom, list, spawn_opts) :: pid | {pid, reference}
  def spawn(module, function, args, options) do
    :erlang.spawn_opt(module, function, args, options)
  end

  @doc """
  Whether a process has not ended yet.

      Process.alive?(self())
      #=> true
  """
  @spec alive?(pid) :: boolean
  def alive?(pid), do: :erlang.is_process_alive(pid)

  @doc """
  Suspends the calling process for a time in milliseconds, or for ever with `:infinity`.
  """
  @spec sleep(timeout) :: :ok
  def sleep(timeout)
      when is_integer(timeout) and timeout >= 0
      when timeout == :infinity do
    receive do
    after
      timeout -> :ok
    end
  end

  @doc """
  Sends an exit signal with `reason` to a process.

  `:normal` does nothing to another process; `:kill` ends it whether it traps exits or not, with
  the reason `:killed`; any other reason ends it unless it traps exits: then it gets
  `{:EXIT, from, reason}` as a message.
  """
  @spec exit(pid, term) :: true
  def exit(pid, reason), do: :erlang.exit(pid, reason)

  @doc "The pids of all processes."
  @spec list() :: [pid]
  def list, do: :erlang.processes()

  @doc """
  Drops the stack of the calling process and goes on in `mod.fun_name(args)` at the next message.
  """
  @spec hibernate(module, atom, list) :: no_return
  def hibernate(mod, fun_name, args), do: :erlang.hibernate(mod, fun_name, args)

  ## Links and monitors

  @doc """
  Links the calling process with another: when one ends abnormally, so does the other.
  """
  @spec link(pid | port) :: true
  def link(pid_or_port), do: :erlang.link(pid_or_port)

  @doc "Removes the link to another process, if there is one."
  @spec unlink(pid | port) :: true
  def unlink(pid_or_port), do: :erlang.unlink(pid_or_port)

  @doc """
  Starts to watch a process: its end arrives as `{:DOWN, ref, :process, object, reason}`.

  For a process that does not exist it arrives at once, with the reason `:noproc`.
  """
  @spec monitor(pid | {name, node} | name) :: reference when name: atom
  def monitor(item), do: :erlang.monitor(:process, item)

  @doc """
  Ends the watch `monitor_ref`; with `[:flush]` a `:DOWN` already received is removed too.
  """
  @spec demonitor(reference, [:flush | :info]) :: boolean
  def demonitor(monitor_ref, options \\ []) do
    :erlang.demonitor(monitor_ref, options)
  end

  ## Messages and timers

  @doc """
  Sends a message; options are `:noconnect` and `:nosuspend`. See `Kernel.send/2`.
  """
  @spec send(dest, msg, [:noconnect | :nosuspend]) :: :ok | :noconnect | :nosuspend when msg: any
  def send(dest, msg, options), do: :erlang.send(dest, msg, options)

  @doc """
  Sends `msg` to `dest` after `time` milliseconds and returns the timer's reference.

      Process.send_after(self(), :tick, 1000)
  """
  @spec send_after(pid | atom, term, non_neg_integer, [{:abs, boolean}]) :: reference
  def send_after(dest, msg, time, opts \\ []), do: :erlang.send_after(time, dest, msg, opts)

  @doc """
  Cancels a timer; returns the milliseconds that were left, or `false` if it was over.
  """
  @spec cancel_timer(reference, [{:async, boolean} | {:info, boolean}]) ::
          non_neg_integer | false | :ok
  def cancel_timer(timer_ref, options \\ []), do: :erlang.cancel_timer(timer_ref, options)

  @doc "The milliseconds that a timer has left, or `false`."
  @spec read_timer(reference) :: non_neg_integer | false
  def read_timer(timer_ref), do: :erlang.read_timer(timer_ref)

  ## Names

  @doc """
  Registers a name for a process; the name is free again when the process ends.

      Process.register(self(), :server)
      #=> true
  """
  @spec register(pid | port, atom) :: true
  def register(pid_or_port, name)
      when is_atom(name) and name not in [nil, false, true, :undefined] do
    :erlang.register(name, pid_or_port)
  catch
    :error, :badarg ->
      message =
        "could not register #{inspect(pid_or_port)} with " <>
          "name #{inspect(name)} because it is not alive, the name is already " <>
          "taken, or it has already been given another name"

      :erlang.error(ArgumentError.exception(message), [pid_or_port, name])
  end

  @doc "Frees a registered name."
  @spec unregister(atom) :: true
  def unregister(name), do: :erlang.unregister(name)

  @doc "The process registered under a name, or `nil`."
  @spec whereis(atom) :: pid | port | nil
  def whereis(name), do: :erlang.whereis(name) |> nilify()

  @doc "All registered names."
  @spec registered() :: [atom]
  def registered, do: :erlang.registered()

  ## The dictionary

  @doc "The whole dictionary of the calling process."
  @spec get() :: [{term, term}]
  def get, do: :erlang.get()

  @doc "The value under `key` in the dictionary of the calling process, or `default`."
  @spec get(term, default :: term) :: term
  def get(key, default \\ nil) do
    case :erlang.get(key) do
      :undefined -> default
      value -> value
    end
  end

  @doc "All keys of the dictionary."
  @spec get_keys() :: [term]
  def get_keys, do: :erlang.get_keys()

  @doc "The keys of the dictionary that have this value."
  @spec get_keys(term) :: [term]
  def get_keys(value), do: :erlang.get_keys(value)

  @doc "Puts a value into the dictionary and returns the one that was there, or `nil`."
  @spec put(term, term) :: term | nil
  def put(key, value), do: :erlang.put(key, value) |> nilify()

  @doc "Removes a key from the dictionary and returns its value, or `nil`."
  @spec delete(term) :: term | nil
  def delete(key), do: :erlang.erase(key) |> nilify()

  ## Properties

  @doc """
  Sets a flag of the calling process and returns its old value.

      Process.flag(:trap_exit, true)
  """
  @spec flag(atom, term) :: term
  def flag(flag, value), do: :erlang.process_flag(flag, value)

  @doc "Sets a flag of another process; only `:save_calls` can be."
  @spec flag(pid, :save_calls, 0..10000) :: 0..10000
  def flag(pid, flag, value), do: :erlang.process_flag(pid, flag, value)

  @doc """
  Much of what is known about a process, or `nil` if it has ended. For debugging.
  """
  @spec info(pid) :: keyword | nil
  def info(pid), do: pid |> :erlang.process_info() |> nilify()

  @doc """
  One item or several of what is known about a process, or `nil` if it has ended.

      Process.info(self(), :message_queue_len)
      #=> {:message_queue_len, 0}
  """
  @spec info(pid, atom | [atom]) :: {atom, term} | [{atom, term}] | nil
  def info(pid, spec)

  def info(pid, :registered_name) do
    case :erlang.process_info(pid, :registered_name) do
      :undefined -> nil
      [] -> {:registered_name, []}
      other -> other
    end
  end

  def info(pid, spec) when is_atom(spec) or is_list(spec) do
    pid |> :erlang.process_info(spec) |> nilify()
  end

  @doc "The group leader of the calling process: where its output goes."
  @spec group_leader() :: pid
  def group_leader, do: :erlang.group_leader()

  @doc "Sets the group leader of a process."
  @spec group_leader(pid, leader :: pid) :: true
  def group_leader(pid, leader), do: :erlang.group_leader(leader, pid)

  defp nilify(:undefined), do: nil
  defp nilify(other), do: other
end
