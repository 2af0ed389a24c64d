# The text of every kind of failure, as the formatter prints it.
ExUnit.start(autorun: false, seed: 0)

defmodule AssertionTest do
  use ExUnit.Case

  test "equal", do: assert(Enum.sum([1, 1]) == 3)
  test "identical", do: assert(1 === 1.0)
  test "different", do: assert(1 != 1)
  test "less", do: assert(5 < 4)
  test "member", do: assert({:ok, 1} in [ok: 2])
  test "regex", do: assert("abc" =~ ~r/x/)
  test "truthy", do: assert(nil)
  test "negation", do: assert(not true)

  test "call" do
    list = [1, 2]
    assert Enum.member?(list, length(list) + 1)
  end

  test "match" do
    expected = 5
    assert {:ok, ^expected, _rest} = {:error, 6}
  end

  test "match of a map" do
    assert %{name: "x", items: [_ | _]} = %{name: "x", items: []}
  end

  test "match?", do: assert(match?({:ok, _}, {:error, 1}))
  test "refuted", do: refute(1 == 1)
  test "refuted order", do: refute(1 < 2)
  test "refuted value", do: refute(Enum.count([1]))
  test "refuted match?", do: refute(match?({:ok, _}, {:ok, 1}))
  test "own words", do: assert(1 == 2, "they differ")
  test "long values", do: assert(Enum.to_list(100..300) == Enum.map(100..130, &Integer.to_string/1))

  test "long code" do
    assert Enum.map([1, 2, 3], fn x -> x * 2 end) |> Enum.filter(fn y -> y > 2 end) |> Enum.sum() ==
             Enum.reduce([1, 2, 3, 4, 5, 6], 0, fn a, b -> a + b end)
  end

  test "nothing raised", do: assert_raise(ArithmeticError, fn -> 1 end)
  test "wrong message", do: assert_raise(RuntimeError, ~r/bar/, fn -> raise "foo" end)
  test "delta", do: assert_in_delta(1.0, 2.0, 0.5)
  test "nothing thrown", do: catch_throw(1)
  test "flunked", do: flunk("no way")

  test "no message" do
    pinned = 3
    send(self(), {:value, 4})
    assert_receive {:value, ^pinned}, 5
  end

  test "empty mailbox", do: assert_received(:nothing)

  test "unwanted message" do
    send(self(), {:bad, 1})
    refute_received {:bad, _}
  end
end

defmodule ErrorTest do
  use ExUnit.Case

  test "raised" do
    raise ArgumentError, "two\nlines"
  end

  test "thrown" do
    throw(:ball)
  end

  test "exited" do
    exit(:boom)
  end

  test "no match" do
    {:ok, _} = Map.fetch(%{}, String.to_atom("a"))
    :ok
  end

  test "several" do
    raise ExUnit.MultiError, errors: [{:error, %RuntimeError{message: "a"}, []}, {:throw, :b, []}]
  end

  test "undefined" do
    apply(NoSuchModule, :call, [1])
    :ok
  end

  test "not implemented"

  @tag timeout: 20
  test "in time" do
    on_exit(fn -> :ok end)
    raise "soon"
  end
end

defmodule SetupTest do
  use ExUnit.Case

  setup do
    {:ok, value: raise("in setup")}
  end

  test "never runs", do: assert(true)
end

defmodule SetupAllTest do
  use ExUnit.Case

  setup_all do
    raise "in setup_all"
  end

  test "one", do: assert(true)
  test "two", do: assert(true)
end

output = ExUnit.CaptureIO.capture_io(fn -> IO.inspect(ExUnit.run()) end)
IO.puts(Regex.replace(~r/Finished in .*/, output, "Finished"))
