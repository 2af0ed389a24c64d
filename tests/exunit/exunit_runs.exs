# What a run does: callbacks, contexts, tags, filters, formatters, and what is captured.
ExUnit.start(autorun: false, seed: 0, exclude: [:slow])

defmodule Counter do
  use Agent
  def start_link(first), do: Agent.start_link(fn -> first end, name: __MODULE__)
  def next, do: Agent.get_and_update(__MODULE__, &{&1, &1 + 1})
end

defmodule Shared do
  use ExUnit.CaseTemplate

  using options do
    quote do
      @options unquote(options)
      def options, do: @options
    end
  end

  setup tags do
    {:ok, shared: tags[:number]}
  end
end

defmodule StackTest do
  use Shared, async: true
  import ExUnit.{CaptureIO, CaptureLog}
  require Logger
  @moduletag level: 1

  setup_all do
    %{owner: self()}
  end

  setup :first
  setup [:second, :third]

  defp first(_), do: :ok
  defp second(context), do: {:ok, second: map_size(context) > 5}
  defp third(%{second: true}), do: [third: 3]

  @tag :one
  @tag number: 7, other: "x"
  test "the context has it all", context do
    assert %{one: true, number: 7, shared: 7, other: "x", second: true, third: 3, level: 1} = context
    assert %{test: :"test the context has it all", module: StackTest, describe: nil, async: true} = context
    assert context.owner != self() and Process.alive?(context.owner)
    assert options() == [async: true]
  end

  describe "a group" do
    setup %{third: third} do
      %{third: third + 1}
    end

    @describetag :grouped
    test "has its own setup", %{third: third, describe: describe} = context do
      assert {third, describe, context.grouped} == {4, "a group", true}
    end
  end

  test "processes of a test end with it" do
    pid = start_supervised!({Counter, 5})
    assert {Counter.next(), Counter.next()} == {5, 6}
    assert :ok = stop_supervised(Counter)
    refute Process.alive?(pid)
    assert {:error, :not_found} = stop_supervised(Counter)
    start_supervised!({Counter, 1})
  end

  test "and can begin again" do
    assert Process.whereis(Counter) == nil
    assert start_supervised!({Counter, 1}) == Process.whereis(Counter)
  end

  test "what is written" do
    assert capture_io(fn -> IO.puts("hi") end) == "hi\n"
    assert capture_io("yes\n", fn -> IO.write(String.upcase(IO.gets("sure? "))) end) == "sure? YES\n"
    assert capture_io([input: "x", capture_prompt: false], fn -> IO.write(IO.gets("> ")) end) == "x"
    assert capture_io(:stderr, fn -> IO.write(:stderr, "oh") end) == "oh"
    assert with_io(fn -> IO.write("a") end) == {:ok, "a"}
  end

  test "what is logged" do
    assert capture_log(fn -> Logger.error("bad thing") end) =~ "[error] bad thing"
    assert {3, text} = with_log(fn -> Logger.info("told") && 3 end)
    assert text =~ "told"
    assert capture_log([level: :error], fn -> Logger.info("quiet") end) == ""
  end

  test "values of assertions" do
    assert {:ok, x} = assert({:ok, 1} = {:ok, 1})
    assert x == 1
    send(self(), {:n, 1})
    assert {:n, 1} = assert_receive {:n, n}
    assert n == 1
    assert %RuntimeError{message: "m"} = assert_raise(RuntimeError, fn -> raise "m" end)
    assert assert_raise(KeyError, ~r/not found/, fn -> Map.fetch!(%{}, :a) end).key == :a
    assert {catch_throw(throw(1)), catch_exit(exit(2)), catch_error(:erlang.error(3))} == {1, 2, 3}
    assert refute(nil) == nil
    assert refute_received(:any) == false
  end

  @tag :slow
  test "left out", do: flunk()

  @tag :skip
  test "skipped", do: flunk()

  @tag skip: "later"
  test "skipped with a reason", do: flunk()
end

defmodule Events do
  use GenServer
  def init(options), do: {:ok, options[:seed]}
  def handle_cast({:module_started, module}, state), do: tell({:module, module.name, length(module.tests)}, state)
  def handle_cast({:test_finished, test}, state), do: tell({test.name, test.state, test.tags.line}, state)
  def handle_cast({:module_finished, module}, state), do: tell({:done, module.state}, state)
  def handle_cast(:max_failures_reached, state), do: tell(:enough, state)
  def handle_cast(_, state), do: {:noreply, state}
  defp tell(what, state), do: {:noreply, IO.inspect(what) && state}
end

ExUnit.after_suite(&IO.inspect({:after_suite, &1}))
ExUnit.configure(formatters: [Events])
IO.inspect(ExUnit.run())

defmodule ManyFailures do
  use ExUnit.Case
  for i <- 1..4, do: test("number #{i}", do: assert(unquote(i) == 0))
end

ExUnit.configure(max_failures: 2)
IO.inspect(ExUnit.run())

defmodule ShuffledTest do
  use ExUnit.Case
  for i <- 1..6, do: test("number #{i}", do: assert(:rand.uniform() < 1))
end

ExUnit.configure(max_failures: :infinity, seed: 42)
IO.inspect(ExUnit.run())
