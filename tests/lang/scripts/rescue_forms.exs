# What rescue, catch, else and after see and give, with `with`, links, monitors, and the texts of reasons.
defmodule T do
  def rescue_all(f) do
    f.()
  rescue
    ArithmeticError -> :arith
    e in [KeyError, ArgumentError] -> {:ka, e.__struct__}
    e -> {:other, Exception.message(e)}
  catch
    :throw, x -> {:thrown, x}
    :exit, r -> {:exited, r}
  else
    {:ok, v} -> {:else, v}
    o -> {:else_other, o}
  after
    IO.puts "cleanup"
  end
  def nested do
    try do
      try do
        raise "inner"
      rescue
        e in ArgumentError -> {:wrong, e}
      after
        IO.puts "inner after"
      end
    rescue
      e -> {:outer, e.message}
    end
  end
  def stack do
    raise "x"
  rescue
    _ -> __STACKTRACE__ |> hd |> elem(0)
  end
  def erl do
    try do
      :erlang.error({:my, 1})
    rescue
      e in ErlangError -> e.original
    end
  end
  def erl2 do
    try do
      String.to_atom(1)
    rescue
      e in ArgumentError -> e.message
    end
  end
  def rer do
    try do
      try do
        raise ArgumentError, "orig"
      rescue
        e -> reraise RuntimeError, [message: "wrapped: " <> e.message], __STACKTRACE__
      end
    rescue
      e -> e
    end
  end
  def catch_all do
    for f <- [fn -> throw(:t) end, fn -> exit(:e) end, fn -> raise "r" end, fn -> :erlang.error(:x) end] do
      try do
        f.()
      catch
        kind, val -> {kind, val}
      end
    end
  end
  def ret_after do
    try do
      :body
    after
      :ignored
    end
  end
  def throw_in_after do
    try do
      try do
        :ok
      after
        throw(:from_after)
      end
    catch
      x -> x
    end
  end
  def with_else(x) do
    with {:ok, a} <- x,
         {:num, n} when is_integer(n) <- {:num, a},
         _ = IO.puts("n=#{n}"),
         {:ok, b} <- {:ok, n * 2} do
      {:done, b}
    else
      {:error, e} -> {:err, e}
      {:num, v} -> {:nan, v}
    end
  end
end
for f <- [fn -> {:ok, 1} end, fn -> 5 end, fn -> 1 / 0 end, fn -> Map.fetch!(%{}, :a) end, fn -> raise "boo" end, fn -> throw(:ball) end, fn -> exit(:bye) end, fn -> :a + 1 end, fn -> String.to_integer("z") end, fn -> raise %KeyError{key: 1} end] do
  IO.inspect T.rescue_all(f)
end
IO.inspect T.nested
IO.inspect T.stack
IO.inspect T.erl
IO.puts T.erl2
IO.inspect T.rer
IO.inspect T.catch_all
IO.inspect T.ret_after
IO.inspect T.throw_in_after
IO.inspect T.with_else({:ok, 5})
IO.inspect T.with_else({:ok, "a"})
IO.inspect T.with_else({:error, 1})
try do
  T.with_else(:nope)
rescue
  e in WithClauseError -> IO.puts Exception.message(e)
end
defmodule Sup do
  def go do
    Process.flag(:trap_exit, true)
    pid = spawn_link(fn -> raise "linked crash" end)
    receive do
      {:EXIT, ^pid, {%RuntimeError{message: m}, st}} -> {m, is_list(st)}
    end
  end
end
Logger.configure(level: :none) 
IO.inspect Sup.go
t = Task.async(fn -> 1 + 1 end)
IO.inspect Task.await(t)
{pid, ref} = spawn_monitor(fn -> exit(:done) end)
_ = ref; IO.inspect(receive do {:DOWN, _, :process, ^pid, r} -> r end)
IO.inspect(receive do :never -> 1 after 10 -> :timeout end)
send(self(), {:a, 1}); send(self(), {:b, 2})
IO.inspect(receive do {:b, x} -> x end)
IO.inspect(receive do {:a, x} -> x end)
IO.inspect Exception.format(:error, %ArgumentError{message: "m"}, [])
IO.puts Exception.format_banner(:error, :badarg)
IO.puts Exception.format_banner(:error, {:badmap, 1})
IO.puts Exception.format_banner(:error, {:badkey, :a, %{}})
IO.puts Exception.format_banner(:error, {:badfun, 1})
IO.puts Exception.format_banner(:error, {:try_clause, 1})
IO.puts Exception.format_banner(:error, :if_clause)
IO.puts Exception.format_banner(:error, :system_limit)
IO.puts Exception.format_banner(:error, {:badarity, {fn -> 1 end, [1]}}) |> String.replace(~r/#Function<[^>]*>/, "F")
IO.puts Exception.format_banner(:error, {:unknown, 1})
IO.puts Exception.format_banner(:exit, {:normal, {GenServer, :call, [1, 2, 3]}})
IO.puts Exception.format_banner(:exit, {{:nodedown, :a@b}, {GenServer, :call, [1, 2, 3]}})
IO.puts Exception.format_exit(:noconnection)
IO.puts Exception.format_exit({:already_started, self()}) |> String.replace(~r/#PID<[^>]*>/, "P")
IO.puts Exception.format_exit({:EXIT, {%RuntimeError{message: "a"}, []}})
IO.puts Exception.format_exit({:shutdown, :x})
IO.puts Exception.format_exit({%RuntimeError{message: "a"}, [{Foo, :bar, 1, []}]})
