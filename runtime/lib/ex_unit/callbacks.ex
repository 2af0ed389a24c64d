# What runs before and after tests. `setup` and `setup_all` leave entries in `@ex_unit_callbacks`, and the module's
# `__ex_unit__/2` calls them one after the other, each with the context that the one before it gave.

defmodule ExUnit.Callbacks do
  @moduledoc """
  `setup_all` runs once before the tests of a module, in a process that lives as long as they do; `setup` before each
  test, in the test's process; `on_exit/2` is asked for in one of them and runs when the test, or the module, is over.

      setup do
        pid = start_supervised!({Counter, 0})
        on_exit(fn -> File.rm("counter") end)
        {:ok, counter: pid}
      end

      setup :sign_in
      setup [:one, :two]

  A callback gives `:ok`, or a keyword list, a map, or `{:ok, keyword_or_map}` to be added to the context.
  """

  @reserved [:case, :file, :line, :test, :registered, :describe]

  @doc false
  defmacro __using__(_) do
    quote do
      Module.register_attribute(__MODULE__, :ex_unit_callbacks, accumulate: true)
      @before_compile unquote(__MODULE__)
      import unquote(__MODULE__)
    end
  end

  @doc """
  Runs before each test: a block, the name of a function of the module, or a list of names.
  """
  defmacro setup(block_or_functions)
  defmacro setup(do: block), do: block(:setup, quote(do: _), block)
  defmacro setup(functions), do: functions(:setup, functions)

  @doc """
  Runs before each test, with the context.
  """
  defmacro setup(context, do: block), do: block(:setup, context, block)

  @doc """
  Runs before all tests of a module.
  """
  defmacro setup_all(block_or_functions)
  defmacro setup_all(do: block), do: block(:setup_all, quote(do: _), block)
  defmacro setup_all(functions), do: functions(:setup_all, functions)

  @doc """
  Runs before all tests of a module, with the context.
  """
  defmacro setup_all(context, do: block), do: block(:setup_all, context, block)

  defp block(kind, context, block) do
    quote bind_quoted: [
            kind: kind,
            context: Macro.escape(context),
            block: Macro.escape(block, unquote: true)
          ] do
      name = ExUnit.Callbacks.__register__(__MODULE__, kind)
      defp unquote(name)(unquote(context)), do: unquote(block)
    end
  end

  defp functions(kind, functions) do
    quote do
      ExUnit.Callbacks.__register__(__MODULE__, unquote(kind), unquote(functions))
    end
  end

  @doc false
  def __register__(module, kind) do
    place = place(module, kind)
    count = module |> Module.get_attribute(:ex_unit_callbacks) |> Enum.count(&match?({^kind, _, _}, &1))
    name = :"__ex_unit_#{kind}_#{count}"
    Module.put_attribute(module, :ex_unit_callbacks, {kind, place, name})
    name
  end

  def __register__(module, kind, names) do
    place = place(module, kind)

    for name <- List.wrap(names) do
      unless is_atom(name) do
        raise ArgumentError,
              "setup/setup_all expect a callback name as an atom or a list of callback names, got: #{inspect(names)}"
      end

      Module.put_attribute(module, :ex_unit_callbacks, {kind, place, name})
    end
  end

  # The `describe` for whose tests the callback is.
  defp place(module, kind) do
    unless Module.has_attribute?(module, :ex_unit_callbacks) do
      raise "cannot define #{kind} callback. Please make sure you have invoked \"use ExUnit.Case\" in the current module"
    end

    case {kind, Module.has_attribute?(module, :ex_unit_describe) && Module.get_attribute(module, :ex_unit_describe)} do
      {:setup_all, {_line, _message}} -> raise "cannot invoke setup_all/1-2 inside describe as setup_all is invoked only once per module"
      {_, {_line, message}} -> message
      _ -> nil
    end
  end

  @doc false
  defmacro __before_compile__(env) do
    callbacks = env.module |> Module.get_attribute(:ex_unit_callbacks) |> Enum.reverse()
    {everywhere, in_describes} = callbacks |> of_kind(:setup) |> Enum.split_with(fn {place, _} -> place == nil end)
    context = Macro.var(:context, __MODULE__)

    clauses =
      for {place, callbacks} <- Enum.group_by(in_describes, &elem(&1, 0)),
          do: hd(quote(do: (unquote(place) -> unquote(chain(callbacks, context)))))

    quote do
      def __ex_unit__(:setup_all, unquote(context)), do: unquote(chain(of_kind(callbacks, :setup_all), context))

      def __ex_unit__(:setup, unquote(context)) do
        unquote(context) = unquote(chain(everywhere, context))
        unquote(in_describe(clauses, context))
      end
    end
  end

  defp of_kind(callbacks, kind), do: for({^kind, place, name} <- callbacks, do: {place, name})

  defp chain(callbacks, context) do
    Enum.reduce(callbacks, context, fn {_place, name}, context ->
      quote do
        context = unquote(context)
        ExUnit.Callbacks.__merge__(__MODULE__, context, unquote(name)(context))
      end
    end)
  end

  defp in_describe([], context), do: context

  defp in_describe(clauses, context) do
    {:case, [], [quote(do: Map.get(unquote(context), :describe)), [do: clauses ++ quote(do: (_ -> unquote(context)))]]}
  end

  @doc false
  def __merge__(_module, context, :ok), do: context
  def __merge__(module, context, {:ok, value}), do: merge(module, context, value, {:ok, value})
  def __merge__(module, context, value), do: merge(module, context, value, value)

  defp merge(_module, context, context, _value), do: context

  defp merge(module, context, data, value) when is_list(data) do
    if Keyword.keyword?(data), do: merge_all(module, context, data), else: merge_failed!(module, value)
  end

  defp merge(module, _context, %_{}, value), do: merge_failed!(module, value)
  defp merge(module, context, %{} = data, _value), do: merge_all(module, context, data)
  defp merge(module, _context, _data, value), do: merge_failed!(module, value)

  defp merge_all(module, context, data) do
    Enum.reduce(data, context, fn {key, value}, context ->
      case context do
        %{^key => old} when key in @reserved and old != value ->
          raise "ExUnit callback in #{inspect(module)} is trying to set reserved field #{inspect(key)} to #{inspect(value)}"

        _ ->
          Map.put(context, key, value)
      end
    end)
  end

  defp merge_failed!(module, value) do
    raise "expected ExUnit callback in #{inspect(module)} to return :ok | keyword | map, got #{inspect(value)} instead"
  end

  @doc """
  Calls a function when the test, or the module for `setup_all`, is over; the last that was given is the first to be
  called. One with a name takes the place of the one that had this name.
  """
  @spec on_exit(term, (() -> term)) :: :ok
  def on_exit(name \\ make_ref(), callback) when is_function(callback, 0) do
    case ExUnit.OnExitHandler.add(self(), name, callback) do
      :ok -> :ok
      :error -> raise ArgumentError, "on_exit/2 can only be invoked from the test process"
    end
  end

  @doc """
  Starts a process under a supervisor of the test: it is gone before the next test begins.
  """
  @spec start_supervised(Supervisor.child_spec() | module | {module, term}, keyword) ::
          Supervisor.on_start_child()
  def start_supervised(child, opts \\ []) do
    spec = Supervisor.child_spec(child, opts)

    case Supervisor.start_child(supervisor("start_supervised/2"), spec) do
      {:error, {:already_started, _pid}} -> {:error, {:duplicate_child_name, spec.id}}
      {:error, {{:EXIT, reason}, info}} -> {:error, {reason, info}}
      result -> result
    end
  end

  @doc """
  The same; gives the process, or raises.
  """
  @spec start_supervised!(Supervisor.child_spec() | module | {module, term}, keyword) :: pid
  def start_supervised!(child, opts \\ []) do
    case start_supervised(child, opts) do
      {:ok, pid} -> pid
      {:ok, pid, _info} -> pid
      {:error, reason} -> raise "failed to start child with the spec #{inspect(child)}.\nReason: #{reason_text(reason)}"
    end
  end

  @doc """
  Starts a process as `start_supervised!/2` does, linked to the test.
  """
  @spec start_link_supervised!(Supervisor.child_spec() | module | {module, term}, keyword) :: pid
  def start_link_supervised!(child, opts \\ []) do
    pid = start_supervised!(child, opts)
    Process.link(pid)
    pid
  end

  defp reason_text({:duplicate_child_name, id}) do
    """
    bad child specification, more than one child specification has the id: #{inspect(id)}.
    If using maps as child specifications, make sure the :id keys are unique.
    If using a module or {module, arg} as child, use Supervisor.child_spec/2 to change the :id, for example:

        children = [
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_1),
          Supervisor.child_spec({MyWorker, arg}, id: :my_worker_2)
        ]
    """
  end

  defp reason_text({{:EXIT, reason}, info}), do: reason_text({reason, info})
  defp reason_text({reason, _info}), do: Exception.format_exit(reason)
  defp reason_text(reason), do: Exception.format_exit(reason)

  @doc """
  Stops a process that was started with `start_supervised/2`, by its id in the supervisor.
  """
  @spec stop_supervised(term) :: :ok | {:error, :not_found}
  def stop_supervised(id) do
    case ExUnit.OnExitHandler.supervisor(self()) do
      {:ok, nil} ->
        {:error, :not_found}

      {:ok, supervisor} ->
        with :ok <- Supervisor.terminate_child(supervisor, id) do
          # A temporary child is gone already.
          Supervisor.delete_child(supervisor, id)
          :ok
        end

      :error ->
        raise ArgumentError, "stop_supervised/1 can only be invoked from the test process"
    end
  end

  @doc """
  The same; raises when there is no such process.
  """
  @spec stop_supervised!(term) :: :ok
  def stop_supervised!(id) do
    case stop_supervised(id) do
      :ok -> :ok
      {:error, :not_found} -> raise "could not stop child ID #{inspect(id)} because it was not found"
    end
  end

  defp supervisor(function) do
    case ExUnit.OnExitHandler.supervisor(self()) do
      {:ok, nil} ->
        {:ok, pid} = Supervisor.start_link([], strategy: :one_for_one, max_restarts: 1_000_000, max_seconds: 1)
        # The test may end before it: what it supervises is stopped in order afterwards.
        Process.unlink(pid)
        ExUnit.OnExitHandler.put_supervisor(self(), pid)
        pid

      {:ok, pid} ->
        pid

      :error ->
        raise ArgumentError, "#{function} can only be invoked from the test process"
    end
  end
end
