# Runs the modules of tests and tells the formatters. Modules with `async: true` run up to `max_cases` at a time, the
# others afterwards, one by one.
#
# A module has a process that runs `setup_all` and then waits until its tests are done, and each test has one of its
# own, so that nothing of a test is left when the next begins. A test's callbacks of `on_exit` run when its process has
# ended. Each event is handled by all formatters before the next step, so that what a test prints stands where the test
# stands.

defmodule ExUnit.Runner do
  @moduledoc false

  alias ExUnit.{CaptureServer, EventManager, Filters, OnExitHandler, Server}

  def run(options, load_us) do
    options = normalize(options)
    {:ok, stats} = EventManager.start_formatters(options)

    config = %{
      manager: stats.formatters,
      stats: stats.pid,
      seed: options[:seed],
      include: options[:include],
      exclude: options[:exclude],
      max_cases: options[:max_cases],
      max_failures: options[:max_failures],
      timeout: options[:timeout],
      capture_log: options[:capture_log],
      trace: options[:trace]
    }

    EventManager.notify(config, {:suite_started, options})
    started = System.monotonic_time()
    async_us = run_async(config)
    run_sync(config)
    run_us = elapsed_us(started)
    times_us = %{load: load_us, async: async_us, run: run_us}

    if EventManager.max_failures_reached?(config), do: EventManager.notify(config, :max_failures_reached)
    EventManager.notify(config, {:suite_finished, times_us})
    result = EventManager.stop(config)
    after_suite(result)
    result
  end

  @doc "Options as the formatters get them."
  def normalize(options) do
    options = Keyword.put_new_lazy(options, :seed, fn -> :rand.uniform(1_000_000) - 1 end)
    options = if options[:slowest] > 0, do: Keyword.put(options, :trace, true), else: options

    if options[:trace],
      do: Keyword.merge(options, max_cases: 1, timeout: :infinity),
      else: options
  end

  defp after_suite(result) do
    :ex_unit |> Application.get_env(:after_suite, []) |> Enum.each(& &1.(result))
  end

  defp elapsed_us(since) do
    System.convert_time_unit(System.monotonic_time() - since, :native, :microsecond)
  end

  defp run_async(config) do
    case Server.take_async() do
      [] ->
        0

      modules ->
        started = System.monotonic_time()
        run_side_by_side(modules, %{}, config)
        elapsed_us(started)
    end
  end

  defp run_side_by_side([], running, _config) when running == %{}, do: :ok

  defp run_side_by_side([module | modules], running, config) when map_size(running) < config.max_cases do
    {_pid, ref} = spawn_monitor(fn -> run_module(module, config) end)
    run_side_by_side(modules, Map.put(running, ref, module), config)
  end

  defp run_side_by_side(modules, running, config) do
    receive do
      {:DOWN, ref, _, _, _} when is_map_key(running, ref) ->
        run_side_by_side(modules, Map.delete(running, ref), config)
    end
  end

  defp run_sync(config) do
    Enum.each(Server.take_sync(), &run_module(&1, config))
  end

  # The tests of a module come the last first.
  defp shuffle(tests, %{seed: 0}), do: Enum.reverse(tests)

  defp shuffle(tests, %{seed: seed}) do
    _ = :rand.seed(:exs1024, {seed, seed, seed})
    Enum.shuffle(tests)
  end

  ## A module

  defp run_module(module, config) do
    unless EventManager.max_failures_reached?(config) do
      EventManager.notify(config, {:case_started, as_case(module)})
      EventManager.notify(config, {:module_started, module})
      {to_run, left_out} = module.tests |> shuffle(config) |> filter(config)
      Enum.each(left_out, &tell_test(&1, config))
      finished = run_tests(%{module | tests: to_run}, config)

      unless EventManager.max_failures_reached?(config) do
        EventManager.notify(config, {:case_finished, as_case(finished)})
        EventManager.notify(config, {:module_finished, finished})
      end
    end
  end

  defp as_case(module), do: struct(ExUnit.TestCase, Map.from_struct(module)) |> Map.put(:file, module.file)

  defp filter(tests, config) do
    tests =
      for test <- tests do
        tags = Map.merge(test.tags, %{test: test.name, module: test.module})

        case Filters.eval(config.include, config.exclude, tags, []) do
          :ok -> %{test | tags: tags}
          state -> %{test | state: state}
        end
      end

    Enum.split_with(tests, &(&1.state == nil))
  end

  defp tell_test(test, config) do
    EventManager.notify(config, {:test_started, test})
    EventManager.notify(config, {:test_finished, test})
  end

  defp run_tests(%{tests: []} = module, _config), do: module

  defp run_tests(module, config) do
    {pid, ref} = spawn_module(module)

    receive do
      {^pid, :ready, context} ->
        tests = run_each(module.tests, context, config, [])
        send(pid, :finish)
        finished = %{module | tests: tests}

        receive do
          {:DOWN, ^ref, _, ^pid, :shutdown} -> finish_module(finished, pid, config)
          {:DOWN, ^ref, _, ^pid, reason} -> fail_module(finished, pid, [exit_failure(pid, reason)], config)
        end

      {^pid, :failed, failure} ->
        Process.demonitor(ref, [:flush])
        invalidate(module, pid, failure, config)

      {:DOWN, ^ref, _, ^pid, reason} ->
        invalidate(module, pid, exit_failure(pid, reason), config)
    end
  end

  defp spawn_module(module) do
    parent = self()

    spawn_monitor(fn ->
      OnExitHandler.register(self())
      name = module.name

      case attempt(fn -> name.__ex_unit__(:setup_all, %{case: name, module: name}) end) do
        {:ok, context} ->
          send(parent, {self(), :ready, context})
          receive do: (:finish -> exit(:shutdown))

        {:error, failure} ->
          send(parent, {self(), :failed, failure})
          exit(:shutdown)
      end
    end)
  end

  defp invalidate(module, pid, failure, config) do
    tests = Enum.map(module.tests, &%{&1 | state: {:invalid, module}})
    Enum.each(tests, &tell_test(&1, config))
    _ = OnExitHandler.run(pid, config.timeout)
    %{module | tests: tests, state: {:failed, [failure]}}
  end

  defp finish_module(module, pid, config) do
    case OnExitHandler.run(pid, config.timeout) do
      :ok -> module
      failure -> %{module | state: {:failed, [failure]}}
    end
  end

  defp fail_module(module, pid, failures, config) do
    _ = OnExitHandler.run(pid, config.timeout)
    %{module | state: {:failed, failures}}
  end

  defp run_each([], _context, _config, done), do: Enum.reverse(done)

  defp run_each([test | tests], context, config, done) do
    if EventManager.max_failures_reached?(config),
      do: Enum.reverse(done),
      else: run_each(tests, context, config, [run_test(test, context, config) | done])
  end

  ## A test

  defp run_test(test, context, config) do
    EventManager.notify(config, {:test_started, test})
    context = context |> Map.merge(test.tags) |> Map.put(:case, test.module) |> Map.merge(tmp_dir(test))
    capture = Map.get(context, :capture_log, config.capture_log)
    test = with_captured_log(capture, test, fn -> supervise_test(test, context, config) end)
    EventManager.notify(config, {:test_finished, test})
    test
  end

  defp with_captured_log(disabled, _test, fun) when disabled in [nil, false], do: fun.()

  defp with_captured_log(capture, _test, fun) do
    {:ok, text} = StringIO.open("")
    ref = CaptureServer.log_capture_on(self(), text, if(is_list(capture), do: capture, else: []))

    try do
      test = fun.()
      Logger.flush()
      %{test | logs: text |> StringIO.contents() |> elem(1)}
    after
      CaptureServer.log_capture_off(ref)
      StringIO.close(text)
    end
  end

  defp supervise_test(test, context, config) do
    parent = self()
    timeout = Map.get(context, :timeout, config.timeout)
    timeout = if config.trace, do: :infinity, else: timeout

    {pid, ref} =
      spawn_monitor(fn ->
        OnExitHandler.register(self())
        # What is random in a test depends on it and on the seed of the suite.
        :rand.seed(:exs1024, {:erlang.phash2(test.module), :erlang.phash2(test.name), config.seed})
        {time, state} = timed(fn -> perform(test, context) end)
        send(parent, {self(), time, state})
        exit(:shutdown)
      end)

    {time, state} =
      receive do
        {^pid, time, state} ->
          Process.demonitor(ref, [:flush])
          {time, state}

        {:DOWN, ^ref, _, ^pid, reason} ->
          {0, {:failed, [exit_failure(pid, reason)]}}
      after
        timeout -> {timeout * 1000, timed_out(pid, ref, timeout)}
      end

    state =
      case {OnExitHandler.run(pid, timeout), state} do
        {:ok, state} -> state
        {failure, nil} -> {:failed, [failure]}
        {_failure, {:failed, failures}} -> {:failed, failures}
      end

    %{test | time: time, state: state}
  end

  defp timed_out(pid, ref, timeout) do
    {:current_stacktrace, stack} = Process.info(pid, :current_stacktrace) || {:current_stacktrace, []}
    Process.demonitor(ref, [:flush])
    Process.exit(pid, :kill)
    {:failed, [{:error, %ExUnit.TimeoutError{timeout: timeout, type: "test"}, prune(stack)}]}
  end

  defp timed(fun) do
    started = System.monotonic_time()
    result = fun.()
    {elapsed_us(started), result}
  end

  defp perform(%{module: module, name: name}, context) do
    with {:ok, context} <- attempt(fn -> module.__ex_unit__(:setup, context) end),
         {:ok, _} <- attempt(fn -> apply(module, name, [context]) end) do
      nil
    else
      {:error, {:error, %ExUnit.MultiError{errors: errors}, _stack}} -> {:failed, errors}
      {:error, failure} -> {:failed, [failure]}
    end
  end

  defp attempt(fun) do
    {:ok, fun.()}
  catch
    kind, reason ->
      {:error, {kind, Exception.normalize(kind, reason, __STACKTRACE__), prune(__STACKTRACE__)}}
  end

  defp exit_failure(pid, reason), do: {{:EXIT, pid}, reason, []}

  # Without the frames of assertions and of the runner below.
  defp prune(stack) do
    stack
    |> Enum.take_while(&(elem(&1, 0) != __MODULE__))
    |> Enum.reject(&(elem(&1, 0) == ExUnit.Assertions))
  end

  # A folder of its own for a test that asks for one.
  defp tmp_dir(%{tags: %{tmp_dir: wanted}} = test) when wanted not in [nil, false] do
    test_name = test.name |> Atom.to_string() |> file_name()
    hash = {test.module, test.name} |> :erlang.term_to_binary() |> :erlang.md5() |> Base.encode16(case: :lower)
    folder = "#{test_name |> String.slice(0, 115)}-#{binary_part(hash, 0, 8)}"
    path = Path.join(["tmp", test.module |> inspect() |> file_name() |> String.slice(0, 127), folder])
    path = if is_binary(wanted), do: Path.join(path, wanted), else: path
    path = Path.expand(path)
    File.rm_rf!(path)
    File.mkdir_p!(path)
    %{tmp_dir: path}
  end

  defp tmp_dir(_test), do: %{}

  defp file_name(text), do: String.replace(text, ~r/[^\p{L}\p{N}_.\-]+/u, "-")
end
