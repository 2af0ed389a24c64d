# Tests in scripts: `ExUnit.start()`, then modules with `use ExUnit.Case`.
#
# A module of tests is registered at `ExUnit.Server` when it has been compiled. When the program has come to its end a
# hook of `System.at_exit` runs them all (`ExUnit.Runner`), tells what happens to the formatters as casts, and gives
# the program's exit status: 2 if a test failed.

defmodule ExUnit do
  @moduledoc """
  Unit tests.

      ExUnit.start()

      defmodule SumTest do
        use ExUnit.Case, async: true

        test "adds" do
          assert 1 + 1 == 2
        end
      end

  The tests run when the script has come to its end. See `ExUnit.Case` for how tests are written, `ExUnit.Assertions`
  for what can be asserted, and `ExUnit.Callbacks` for what runs before and after them.

  Options of `start/1` and `configure/1`:

    * `:autorun` – run when the program ends (true)
    * `:seed` – the order of tests; 0 is the order in which they are written
    * `:include`, `:exclude` – tags of tests to run and to leave out
    * `:trace` – print each test with its time, one after the other
    * `:timeout` – milliseconds that a test may take (60,000)
    * `:max_cases` – modules that run at the same time, for those with `async: true`
    * `:max_failures` – stop after so many failures
    * `:assert_receive_timeout`, `:refute_receive_timeout` – milliseconds (100)
    * `:capture_log` – keep what is logged from the console, and show it with a failure
    * `:slowest` – print the times of so many of the slowest tests
    * `:formatters` – modules of GenServers that get the events; `[ExUnit.CLIFormatter]`
    * `:exit_status` – the exit status when tests failed (2)
    * `:stacktrace_depth` – frames of a stack trace that are shown (20)
    * `:colors` – `[enabled: boolean]`
  """

  use Application

  defmodule Test do
    @moduledoc """
    One test: its name, module, state and tags.

    The state is `nil` for a test that passed, `{:failed, failures}`, `{:skipped, reason}`, `{:excluded, reason}` or
    `{:invalid, module}`.
    """
    defstruct [:name, :case, :module, :state, time: 0, tags: %{}, logs: ""]
  end

  defmodule TestModule do
    @moduledoc "A module of tests, with its tests and whether `setup_all` failed."
    defstruct [:file, :name, :state, tests: []]
  end

  defmodule TestCase do
    @moduledoc false
    defstruct [:name, :state, tests: []]
  end

  defmodule TimeoutError do
    defexception [:timeout, :type]

    @impl true
    def message(%{timeout: timeout, type: type}) do
      """
      #{type} timed out after #{timeout}ms. You can change the timeout:

        1. per test by setting "@tag timeout: x" (accepts :infinity)
        2. per test module by setting "@moduletag timeout: x" (accepts :infinity)
        3. globally via "ExUnit.start(timeout: x)" configuration
        4. by running "mix test --timeout x" which sets timeout
        5. or by running "mix test --trace" which sets timeout to infinity
           (useful when using IEx.pry/0)

      where "x" is the timeout given as integer in milliseconds (defaults to 60_000).
      """
    end
  end

  defmodule MultiError do
    @moduledoc "Several failures of one test."
    defexception errors: []

    @impl true
    def message(%{errors: errors}) do
      "got the following errors:\n\n" <>
        Enum.map_join(errors, "\n\n", fn {kind, error, stack} -> Exception.format(kind, error, stack) end)
    end
  end

  defmodule DuplicateTestError do
    defexception [:message]
  end

  defmodule DuplicateDescribeError do
    defexception [:message]
  end

  @type failed :: [{Exception.kind(), reason :: term, Exception.stacktrace()}]
  @type state ::
          nil
          | {:excluded, binary}
          | {:failed, failed}
          | {:invalid, module}
          | {:skipped, binary}
  @type suite_result :: %{
          excluded: non_neg_integer,
          failures: non_neg_integer,
          skipped: non_neg_integer,
          total: non_neg_integer
        }

  @impl true
  def start(_type, _args) do
    children = [ExUnit.Server, ExUnit.CaptureServer, ExUnit.OnExitHandler]
    Supervisor.start_link(children, strategy: :one_for_one, name: ExUnit.Supervisor)
  end

  @doc """
  Makes ready for modules of tests, and runs them when the program ends unless `autorun: false` is given.
  """
  @spec start(Keyword.t()) :: :ok
  def start(options \\ []) do
    {:ok, _} = Application.ensure_all_started(:ex_unit)
    configure(options)
    if Application.fetch_env!(:ex_unit, :autorun), do: run_at_exit()
    :ok
  end

  # Only the first call registers the hook.
  defp run_at_exit do
    Application.put_env(:ex_unit, :autorun, false)

    System.at_exit(fn
      0 ->
        %{failures: failures} = run()
        status = Application.fetch_env!(:ex_unit, :exit_status)
        if failures > 0, do: exit({:shutdown, status})

      _failed ->
        :ok
    end)
  end

  @doc """
  Changes options.
  """
  @spec configure(Keyword.t()) :: :ok
  def configure(options) do
    Enum.each(options, fn {key, value} -> Application.put_env(:ex_unit, key, value) end)
  end

  @doc """
  All options as they are now.
  """
  @spec configuration() :: Keyword.t()
  def configuration, do: Application.get_all_env(:ex_unit)

  @doc """
  The plural of a kind of test, for the summary.
  """
  @spec plural_rule(binary) :: binary
  def plural_rule(word) when is_binary(word) do
    Application.get_env(:ex_unit, :plural_rules, %{}) |> Map.get(word, word <> "s")
  end

  @doc """
  Sets the plural of a kind of test.
  """
  @spec plural_rule(binary, binary) :: :ok
  def plural_rule(word, plural) when is_binary(word) and is_binary(plural) do
    rules = Application.get_env(:ex_unit, :plural_rules, %{})
    configure(plural_rules: Map.put(rules, word, plural))
  end

  @doc """
  Runs the tests now. Those of `modules` too, which have run before.
  """
  @spec run([module()]) :: suite_result
  def run(modules \\ []) do
    Enum.each(modules, &ExUnit.Server.add(&1.__ex_unit__(), false))
    async_run() |> await_run()
  end

  @doc """
  Begins to run the tests in another process; `await_run/1` waits for them.
  """
  @spec async_run() :: Task.t()
  def async_run do
    load_us = ExUnit.Server.loaded()
    Task.async(fn -> ExUnit.Runner.run(configuration(), load_us) end)
  end

  @doc """
  Waits for the tests that `async_run/0` began to run.
  """
  @spec await_run(Task.t()) :: suite_result
  def await_run(task), do: Task.await(task, :infinity)

  @doc """
  Calls a function with the result of the suite when it has ended.
  """
  @spec after_suite((suite_result -> any)) :: :ok
  def after_suite(function) when is_function(function, 1) do
    functions = Application.get_env(:ex_unit, :after_suite, [])
    configure(after_suite: [function | functions])
  end

  @doc """
  The supervisor of the processes that the current test started with `start_supervised/2`.
  """
  @spec fetch_test_supervisor() :: {:ok, pid} | :error
  def fetch_test_supervisor, do: ExUnit.OnExitHandler.supervisor(self())
end
