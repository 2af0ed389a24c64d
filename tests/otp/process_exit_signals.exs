# Exit signals: each reason, sent to one that traps or does not, is linked or not; own exits; chains; what unlink and demonitor flush.
parent = self()
Process.flag(:trap_exit, true)
# The question comes behind the exit signal, so its answer knows what that did.
outcome = fn pid, ref ->
  case Process.info(pid, :messages) do
    {:messages, messages} -> {:alive, for({:EXIT, from, reason} <- messages, do: {:EXIT, from == parent, reason})}
    nil -> receive do {:DOWN, ^ref, _, _, reason} -> {:down, reason} end
  end
end
flush = fn flush -> receive do {:EXIT, _, r} -> [r | flush.(flush)] after 0 -> [] end end
for reason <- [:normal, :kill, :killed, :shutdown, {:shutdown, 1}, :boom, :noproc, {:error, "x"}, "text"] do
  for trap <- [true, false], linked <- [true, false] do
    body = fn -> Process.flag(:trap_exit, trap); send(parent, {:up, self()}); receive do :never -> :ok end end
    pid = if linked, do: spawn_link(body), else: spawn(body)
    receive do {:up, ^pid} -> :ok end
    ref = Process.monitor(pid)
    Process.exit(pid, reason)
    o = outcome.(pid, ref)
    Process.demonitor(ref, [:flush])
    f = flush.(flush)
    IO.puts("#{inspect reason} trap=#{trap} linked=#{linked}: #{inspect o} link=#{inspect f}")
    Process.unlink(pid)
    Process.exit(pid, :kill)
  end
end

IO.puts "--- own exits"
for reason <- [:normal, :kill, :killed, :shutdown, {:shutdown, 1}, :boom] do
  for trap <- [true, false] do
    # exit/1
    {_, ref} = spawn_monitor(fn -> Process.flag(:trap_exit, trap); exit(reason) end)
    a = receive do {:DOWN, ^ref, _, _, r} -> r end
    # Process.exit(self)
    {pid, ref} = spawn_monitor(fn -> Process.flag(:trap_exit, trap); Process.exit(self(), reason); receive do m -> send(parent, {:got, m |> Tuple.delete_at(1)}) after 20 -> send(parent, :survived) end end)
    b = receive do {:DOWN, ^ref, _, _, r} -> r end
    c = receive do {:got, m} -> m; :survived -> :survived after 0 -> nil end
    _ = pid
    IO.puts("#{inspect reason} trap=#{trap}: exit/1 #{inspect a}; Process.exit(self) #{inspect b} #{inspect c}")
  end
end
IO.puts "--- propagation along a chain"
chain = fn chain, 0 -> receive do :die -> exit(:end_of_chain) end
           chain, n -> pid = spawn_link(fn -> chain.(chain, n - 1) end); receive do m -> send(pid, m); receive do x -> x end end end
for r <- [5, 50] do
  {pid, ref} = spawn_monitor(fn -> chain.(chain, r) end)
  send(pid, :die)
  receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect({r, reason}) end
end
IO.puts "--- kill propagates as killed"
pid = spawn_link(fn -> spawn_link(fn -> Process.exit(self(), :kill) end); Process.sleep(:infinity) end)
receive do {:EXIT, ^pid, r} -> IO.inspect(r) end
pid = spawn_link(fn -> Process.flag(:trap_exit, true); p = spawn_link(fn -> exit(:kill) end); receive do {:EXIT, ^p, r} -> exit({:saw, r}) end end)
receive do {:EXIT, ^pid, r} -> IO.inspect(r) end
pid = spawn_link(fn -> spawn_link(fn -> exit(:kill) end); Process.sleep(:infinity) end)
receive do {:EXIT, ^pid, r} -> IO.inspect(r) end
IO.puts "--- unlink flushes"
pid = spawn_link(fn -> exit(:bye) end)
Process.sleep(20)
Process.unlink(pid)
receive do m -> IO.inspect(m |> elem(2)) after 20 -> IO.puts("nothing") end
pid = spawn_link(fn -> receive do :x -> exit(:bye) end end)
Process.unlink(pid)
send(pid, :x)
receive do m -> IO.inspect(m) after 20 -> IO.puts("nothing") end
IO.puts "--- double link is one"
pid = spawn_link(fn -> receive do :x -> exit(:bye) end end)
Process.link(pid); Process.link(pid)
send(pid, :x)
receive do {:EXIT, _, r} -> IO.inspect(r) end
receive do m -> IO.inspect(m) after 20 -> IO.puts("once") end
IO.puts "--- monitors are each their own"
pid = spawn(fn -> receive do :x -> exit(:bye) end end)
refs = for _ <- 1..3, do: Process.monitor(pid)
Process.demonitor(hd(refs))
send(pid, :x)
got = for _ <- 1..2 do receive do {:DOWN, r, :process, ^pid, :bye} -> r end end
IO.inspect(Enum.sort(got) == Enum.sort(tl(refs)))
receive do m -> IO.inspect(m) after 20 -> IO.puts("twice") end
IO.puts "--- order: messages, then EXIT"
pid = spawn_link(fn -> for i <- 1..5, do: send(parent, i); exit(:done) end)
for _ <- 1..6 do receive do {:EXIT, ^pid, r} -> IO.inspect({:exit, r}); m -> IO.inspect(m) end end
IO.puts "--- raise in linked"
Logger.configure(level: :none)
pid = spawn_link(fn -> raise "oops" end)
receive do {:EXIT, ^pid, {e, st}} -> IO.inspect({e, is_list(st)}) end
pid = spawn_link(fn -> throw(:ball) end)
receive do {:EXIT, ^pid, {e, st}} -> IO.inspect({e, is_list(st)}) end
pid = spawn_link(fn -> :erlang.error(:badarg) end)
receive do {:EXIT, ^pid, {e, st}} -> IO.inspect({e, is_list(st)}) end
