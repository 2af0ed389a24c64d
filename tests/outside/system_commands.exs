# Running programs: System.cmd, System.shell and :os.cmd, with every option and what is refused.

show = fn name, fun ->
  answer =
    try do
      fun.()
    rescue
      error -> {error.__struct__, Exception.message(error)}
    end

  IO.puts("#{name}: #{inspect(answer)}")
end

sh = fn script, options -> System.cmd("sh", ["-c", script], options) end

show.("output and status", fn -> {System.cmd("echo", ["a b", "c"]), sh.("exit 3", [])} end)
show.("ended by signals", fn -> {sh.("kill -9 $$", []), sh.("kill -15 $$", [])} end)
show.("into a list", fn -> System.cmd("echo", ["hi"], into: []) end)
show.("into what is none", fn -> System.cmd("echo", ["hi"], into: 5) end)
show.("in a folder", fn -> System.cmd("pwd", [], cd: "/usr") end)
show.("variables", fn -> sh.("echo $FOO-$HOME-$BAR", env: [{"FOO", "x"}, {"HOME", nil}, {"BAR", "ü"}]) end)
show.("variables of a map", fn -> sh.("echo $FOO", env: %{"FOO" => "x"}) end)
show.("own name", fn -> sh.("echo $0", arg0: "mine") end)
show.("errors too", fn -> sh.("echo e >&2; echo o", stderr_to_stdout: true) end)
show.("a hint", fn -> System.cmd("echo", ["1"], parallelism: true) end)
show.("by its path", fn -> System.cmd("/bin/echo", ["1"]) end)
show.("bytes", fn -> System.cmd("printf", ["\\377\\000a"]) end)
show.("an argument with a zero", fn -> System.cmd("echo", ["a\0b"]) end)

show.("changed variables reach it", fn ->
  System.put_env("RESPAWN_TEST", "set")
  answer = sh.("echo $RESPAWN_TEST", [])
  System.delete_env("RESPAWN_TEST")
  {answer, sh.("echo ${RESPAWN_TEST-none}", [])}
end)

show.("the working folder reaches it", fn -> File.cd!("/usr", fn -> System.cmd("pwd", []) end) end)

show.("much", fn ->
  {output, 0} = sh.("head -c 3000000 /dev/zero", [])
  byte_size(output)
end)

show.("many at once", fn ->
  1..20
  |> Enum.map(fn n -> Task.async(fn -> System.cmd("echo", [to_string(n)]) end) end)
  |> Task.await_many()
  |> Enum.map_join(",", fn {line, 0} -> String.trim(line) end)
end)

defmodule Collector do
  defstruct [:fails?]

  defimpl Collectable do
    def into(collector) do
      {[],
       fn
         _, {:cont, _} when collector.fails? -> raise "full"
         lines, {:cont, line} -> [line | lines]
         lines, :done -> {:done, Enum.reverse(lines)}
         _, :halt -> IO.puts("halted")
       end}
    end
  end
end

show.("a collector", fn -> System.cmd("echo", ["1"], into: struct(Collector)) end)
show.("a collector that fails", fn -> System.cmd("echo", ["1"], into: struct(Collector, fails?: true)) end)

show.("no such program", fn -> System.cmd("nonexistent_x", []) end)
show.("no such path", fn -> System.cmd("/nonexistent/x", ["a"]) end)
show.("a folder", fn -> System.cmd("/tmp", ["a"]) end)
show.("a zero in the name", fn -> System.cmd("ec\0ho", ["a"]) end)
show.("atoms as arguments", fn -> System.cmd("echo", [:a]) end)
show.("lists as arguments", fn -> System.cmd("echo", ['a']) end)
show.("an atom as name", fn -> System.cmd(:echo, []) end)
show.("an option unknown", fn -> System.cmd("echo", [], foo: 1) end)
show.("an option of later", fn -> System.cmd("echo", [], lines: 10) end)
show.("a name that is an atom", fn -> sh.("echo", env: [{:A, "x"}]) end)
show.("a value that is a number", fn -> sh.("echo", env: [{"A", 1}]) end)
show.("no pair", fn -> sh.("echo", env: [:a]) end)

show.("shell", fn -> System.shell("echo hi | tr a-z A-Z; exit 4") end)
show.("shell with options", fn -> System.shell("echo $A", into: [], env: [{"A", "b"}]) end)
show.("shell and its input", fn -> System.shell("cat") end)
show.("shell with a zero", fn -> System.shell("echo \0") end)
show.("shell with an option unknown", fn -> System.shell("cat", close_stdin: true) end)

show.("os.cmd", fn -> {:os.cmd('echo hi; echo err >&2; exit 3'), :os.cmd('printf ü'), :os.cmd(:pwd) != ''} end)
show.("os.cmd and its input", fn -> :os.cmd('cat') end)
show.("os.cmd of a text", fn -> :os.cmd("echo hi") end)
show.("os.cmd of what is not there", fn -> :os.cmd('nonexist') end)
show.("os.cmd of some", fn -> :os.cmd('yes | head -c 1000', %{max_size: 10}) end)
show.("os.cmd with a zero", fn -> :os.cmd('a\0b') end)
show.("os.cmd leaves nothing", fn ->
  Task.await(Task.async(fn -> {:os.cmd('echo 1'), Process.info(self(), :messages)} end))
end)

show.("where programs are", fn ->
  {System.find_executable("sh") != nil, System.find_executable("nonexistent_x"),
   System.find_executable("/bin/sh"), System.find_executable("/tmp"), :os.find_executable('nonexistent_x'),
   :os.find_executable('sh', '/nonexistent:/bin'), :os.getenv('NONEXISTENT_X', 'default')}
end)
