# Programs as processes see them: what a port tells its owner, what it takes, and how it ends.

Process.flag(:trap_exit, true)
:logger.set_primary_config(:level, :none)

defmodule Watch do
  # Everything that comes until the port has been silent for a while, with its name taken out.
  def told(port) do
    for message <- messages([]) do
      message |> inspect() |> String.replace(inspect(port), "PORT")
    end
  end

  # Everything up to and with the end of the port.
  def until_exit(port) do
    receive do
      {:EXIT, ^port, reason} -> [{:exit, reason}]
      {^port, what} -> [what | until_exit(port)]
    end
  end

  def down(reference, port) do
    receive do
      {:DOWN, ^reference, :port, ^port, reason} -> reason
    end
  end

  def one(port) do
    receive do
      {^port, what} -> what
      {:EXIT, ^port, reason} -> {:exit, reason}
    end
  end

  defp messages(messages) do
    receive do
      message -> messages([message | messages])
    after
      0 -> Enum.reverse(messages)
    end
  end

  def show(name, fun) do
    answer =
      try do
        fun.()
      rescue
        error -> {error.__struct__, Exception.message(error)}
      end

    IO.puts("#{name}: #{inspect(answer)}")
  end
end

open = fn command, options -> Port.open({:spawn, command}, options) end
cat = fn -> open.("cat", [:binary]) end

Watch.show("lines", fn ->
  Watch.until_exit(open.("printf 'abcdefgh\\nij\\n\\nk'", [:binary, :exit_status, {:line, 5}]))
end)

Watch.show("lines as lists", fn ->
  Watch.until_exit(open.("printf 'abcde\\nij'", [:exit_status, {:line, 5}]))
end)

Watch.show("packets of one byte", fn ->
  Watch.until_exit(open.("printf '\\000\\003abcd'", [:binary, packet: 1]))
end)

Watch.show("packets there and back", fn ->
  port = open.("cat", [:binary, packet: 2])
  for text <- ["hello", "", ["a", ?b, ["c"]]], do: true = Port.command(port, text)
  answers = for _ <- 1..3, do: Watch.one(port)
  Port.close(port)
  {answers, Watch.until_exit(port)}
end)

Watch.show("a packet too large", fn ->
  port = open.("cat", [:binary, packet: 1])
  {Port.command(port, String.duplicate("a", 300)), Watch.until_exit(port)}
end)

Watch.show("end of file", fn ->
  port = open.("printf x", [:binary, :eof])
  told = [Watch.one(port), Watch.one(port)]
  {told, is_list(Port.info(port)), Port.close(port), Watch.until_exit(port)}
end)

Watch.show("end of file and status", fn ->
  port = open.("sh -c 'printf x; exit 2'", [:binary, :eof, :exit_status])
  told = [Watch.one(port), Watch.one(port), Watch.one(port)]
  {told, Port.close(port), Watch.until_exit(port)}
end)

Watch.show("a program with arguments", fn ->
  Watch.until_exit(Port.open({:spawn_executable, "/bin/echo"}, [:binary, args: ["a b", 'c', "ü"]]))
end)

Watch.show("its name", fn ->
  options = [:binary, :exit_status, arg0: "own", args: ["-c", "echo $0"]]
  Watch.until_exit(Port.open({:spawn_executable, "/bin/sh"}, options))
end)

Watch.show("environment and folder", fn ->
  options = [:binary, env: [{'FOO', 'bar'}, {'HOME', false}], cd: "/usr"]
  Watch.until_exit(open.("sh -c 'echo $FOO-$HOME-`pwd`'", options))
end)

Watch.show("errors with the output", fn ->
  Watch.until_exit(open.("sh -c 'echo e >&2; echo o'", [:binary, :stderr_to_stdout, line: 9]))
end)

Watch.show("only in", fn -> Watch.until_exit(open.("echo hi", [:binary, :in, :exit_status])) end)

Watch.show("what is known of it", fn ->
  port = cat.()
  Port.command(port, "hello")
  {:data, "hello"} = Watch.one(port)
  info = Port.info(port)
  false = Process.alive?(self()) and port in Process.list()

  {Keyword.keys(info), info[:name], info[:links] == [self()], info[:connected] == self(),
   info[:input], info[:output], is_integer(info[:os_pid]), port in Port.list(),
   Port.info(port, :queue_size), Port.info(port, :monitored_by), Port.close(port),
   Watch.until_exit(port), Port.info(port), Port.info(port, :links)}
end)

Watch.show("closed by message", fn ->
  port = cat.()
  send(port, {self(), {:command, "hi"}})
  {:data, "hi"} = Watch.one(port)
  send(port, {self(), :close})
  {Watch.until_exit(port), Watch.one(port)}
end)

Watch.show("closed twice", fn ->
  port = cat.()
  true = Port.close(port)
  [exit: :normal] = Watch.until_exit(port)
  Port.close(port)
end)

Watch.show("written to when closed", fn ->
  port = cat.()
  true = Port.close(port)
  [exit: :normal] = Watch.until_exit(port)
  send(port, {self(), {:command, "to nobody"}})
  Port.command(port, "x")
end)

for {name, message} <- [
      {"garbage", :garbage},
      {"an unknown request", {self(), :garbage}},
      {"a request in another name", {spawn(fn -> :ok end), {:command, "x"}}}
    ] do
  Watch.show(name, fn ->
    port = cat.()
    send(port, message)
    Watch.until_exit(port)
  end)
end

Watch.show("no data", fn ->
  port = cat.()
  Port.command(port, :x)
end)

Watch.show("monitors", fn ->
  port = cat.()
  reference = Port.monitor(port)
  Port.close(port)

  down = Watch.down(reference, port)
  late = Port.monitor(port)
  {Watch.until_exit(port), down, Watch.down(late, port)}
end)

for reason <- [:normal, :foo, :kill] do
  Watch.show("exit with #{reason}", fn ->
    port = cat.()
    Process.exit(port, reason)
    Watch.until_exit(port)
  end)
end

Watch.show("its owner ends", fn ->
  me = self()

  owner =
    spawn(fn ->
      send(me, {:port, cat.()})

      receive do
        reason -> exit(reason)
      end
    end)

  port =
    receive do
      {:port, port} -> port
    end

  Process.link(port)
  send(owner, :tired)
  Watch.until_exit(port)
end)

Watch.show("another owner", fn ->
  port = cat.()
  me = self()

  other =
    spawn(fn ->
      receive do
        {_port, what} -> send(me, {:other, what})
      end

      receive do
        :never -> :ok
      end
    end)

  true = Port.connect(port, other)
  true = Port.command(port, "x")

  got =
    receive do
      {:other, what} -> what
    end

  linked = me in elem(Port.info(port, :links), 1)
  Process.exit(other, :gone)
  {got, linked, Watch.until_exit(port)}
end)

Watch.show("a name", fn ->
  port = cat.()
  Process.register(port, :my_cat)
  send(:my_cat, {self(), {:command, "q"}})
  {:data, "q"} = Watch.one(port)
  same = Process.whereis(:my_cat) == port
  name = Port.info(:my_cat, :registered_name)
  true = Port.command(:my_cat, "z")
  {:data, "z"} = Watch.one(port)
  {same, name, Port.close(:my_cat), Watch.until_exit(port), Process.whereis(:my_cat)}
end)

Watch.show("the program has closed its input", fn ->
  port = open.("sh -c 'exec 0<&-; echo closed; sleep 5'", [:binary])
  {:data, "closed\n"} = Watch.one(port)
  {Port.command(port, "x"), Watch.until_exit(port)}
end)

for {name, port_name, options} <- [
      {"no such program", {:spawn_executable, "nonexistent_y"}, []},
      {"no program", {:spawn_executable, "/etc/passwd"}, []},
      {"no name", {:spawn_executable, ""}, []},
      {"no such kind", {:foo, "cat"}, []},
      {"no tuple", "cat", []},
      {"no such option", {:spawn, "cat"}, [:foo]},
      {"no such packet", {:spawn, "cat"}, [packet: 3]},
      {"arguments of a command", {:spawn, "cat"}, [args: ["x"]]},
      {"a variable that is no list", {:spawn, "cat"}, [env: [{"A", "b"}]]}
    ] do
  Watch.show(name, fn -> Port.open(port_name, options) end)
end

Watch.show("no such item", fn -> Port.info(cat.(), :foo) end)
Watch.show("left over", fn -> Watch.told(:nothing) end)
