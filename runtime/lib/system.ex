defmodule System do
  @moduledoc """
  The system that the runtime runs on: its arguments, its environment, its clocks, its end.
  """

  @type time_unit ::
          :second | :millisecond | :microsecond | :nanosecond | :native | pos_integer()
  @type signal :: :sigabrt | :sigalrm | :sigchld | :sighup | :sigquit | :sigstop | :sigterm
                  | :sigtstp | :sigusr1 | :sigusr2

  @at_exit {System, :at_exit}

  @doc "The version of Elixir that this follows, as a string."
  @spec version() :: String.t()
  def version, do: "1.14.0"

  @doc "The release of OTP that this follows, as a string."
  @spec otp_release() :: String.t()
  def otp_release, do: :erlang.list_to_binary(:erlang.system_info(:otp_release))

  @doc "The words of the command line behind the script."
  @spec argv() :: [String.t()]
  def argv do
    case :persistent_term.get({System, :argv}, nil) do
      nil -> :respawn_system.arguments()
      words -> words
    end
  end

  @doc "Replaces the words of the command line."
  @spec argv([String.t()]) :: :ok
  def argv(words), do: :persistent_term.put({System, :argv}, words)

  @doc "Runs `fun` with the exit status when the program ends; the last one that was given runs first."
  @spec at_exit((non_neg_integer() -> any())) :: :ok
  def at_exit(fun) when is_function(fun, 1) do
    :persistent_term.put(@at_exit, [fun | :persistent_term.get(@at_exit, [])])
  end

  @doc "Ends the runtime at once, with an exit status."
  @spec halt(non_neg_integer() | binary() | :abort) :: no_return()
  def halt(status \\ 0)
  def halt(status) when is_integer(status) or status == :abort, do: :erlang.halt(status)
  def halt(status) when is_binary(status), do: :erlang.halt(String.to_charlist(status))

  @doc "Ends the runtime in an orderly way: hooks of `at_exit/1` run, and what is to be logged is."
  @spec stop(non_neg_integer()) :: no_return()
  def stop(status \\ 0) do
    spawn(fn -> :respawn_boot.halt(status) end)
    Process.sleep(:infinity)
  end

  @doc "The value of a variable of the environment, or `default`."
  @spec get_env(String.t(), default) :: String.t() | default when default: any()
  def get_env(name, default \\ nil) when is_binary(name) do
    case :os.getenv(String.to_charlist(name)) do
      false -> default
      value -> List.to_string(value)
    end
  end

  @doc "All variables of the environment."
  @spec get_env() :: %{optional(String.t()) => String.t()}
  def get_env do
    Map.new(:os.getenv(), fn variable ->
      [name, value] = :string.split(variable, '=')
      {List.to_string(name), List.to_string(value)}
    end)
  end

  @doc "The value of a variable of the environment: `{:ok, value}`, or `:error`."
  @spec fetch_env(String.t()) :: {:ok, String.t()} | :error
  def fetch_env(name) when is_binary(name) do
    case :os.getenv(String.to_charlist(name)) do
      false -> :error
      value -> {:ok, List.to_string(value)}
    end
  end

  @doc "The value of a variable of the environment; raises when it is not set."
  @spec fetch_env!(String.t()) :: String.t()
  def fetch_env!(name) do
    case fetch_env(name) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError,
              "could not fetch environment variable #{inspect(name)} because it is not set"
    end
  end

  @doc "Sets a variable of the environment."
  @spec put_env(String.t(), String.t()) :: :ok
  def put_env(name, value) when is_binary(name) and is_binary(value) do
    if String.contains?(name, "=") do
      raise ArgumentError,
            "cannot execute System.put_env/2 for key with \"=\", got: #{inspect(name)}"
    end

    :os.putenv(String.to_charlist(name), String.to_charlist(value))
    :ok
  end

  @doc "Sets variables of the environment; `nil` removes one."
  @spec put_env(Enumerable.t()) :: :ok
  def put_env(variables) do
    Enum.each(variables, fn
      {name, nil} -> delete_env(to_string(name))
      {name, value} -> put_env(to_string(name), to_string(value))
    end)
  end

  @doc "Removes a variable of the environment."
  @spec delete_env(String.t()) :: :ok
  def delete_env(name) do
    :os.unsetenv(String.to_charlist(name))
    :ok
  end

  @doc "Time that never goes back, in native units."
  def monotonic_time, do: :erlang.monotonic_time()
  @doc "Time that never goes back."
  def monotonic_time(unit), do: :erlang.monotonic_time(normalize(unit))

  @doc "The runtime's idea of the time since 1970, in native units."
  def system_time, do: :erlang.system_time()
  @doc "The runtime's idea of the time since 1970."
  def system_time(unit), do: :erlang.system_time(normalize(unit))

  @doc "The operating system's time since 1970, in native units."
  def os_time, do: :os.system_time()
  @doc "The operating system's time since 1970."
  def os_time(unit), do: :os.system_time(normalize(unit))

  @doc "The difference of system time and monotonic time, in native units."
  def time_offset, do: :erlang.time_offset()
  @doc "The difference of system time and monotonic time."
  def time_offset(unit), do: :erlang.time_offset(normalize(unit))

  @doc "Converts a time from one unit to another, rounding down."
  @spec convert_time_unit(integer(), time_unit() | :native, time_unit() | :native) :: integer()
  def convert_time_unit(time, from, to) do
    :erlang.convert_time_unit(time, normalize(from), normalize(to))
  end

  defp normalize(unit) when unit in [:native, :second, :millisecond, :microsecond, :nanosecond],
    do: unit

  defp normalize(:seconds), do: :second
  defp normalize(:milliseconds), do: :millisecond
  defp normalize(:microseconds), do: :microsecond
  defp normalize(:nanoseconds), do: :nanosecond
  defp normalize(unit) when is_integer(unit) and unit > 0, do: unit

  defp normalize(other) do
    raise ArgumentError,
          "unsupported time unit. Expected :second, :millisecond, " <>
            ":microsecond, :nanosecond, or a positive integer, " <> "got #{inspect(other)}"
  end

  @doc "An integer that nobody else gets."
  def unique_integer(modifiers \\ []), do: :erlang.unique_integer(modifiers)

  @doc "How many schedulers there are."
  def schedulers, do: :erlang.system_info(:schedulers)
  @doc "How many schedulers are at work."
  def schedulers_online, do: :erlang.system_info(:schedulers_online)
  @doc "The pid that the operating system gave to the runtime, as a string."
  def pid, do: IO.iodata_to_binary(:os.getpid())
  @doc "The endianness of the machine."
  def endianness, do: :little
  @doc "The endianness of the machine that the library was compiled on."
  def compiled_endianness, do: :little

  @doc """
  Runs a command of the shell, as `cmd/3` runs a program. What comes from outside must not be put into the command.
  """
  @doc since: "1.12.0"
  @spec shell(binary(), keyword()) :: {Collectable.t(), exit_status :: non_neg_integer()}
  def shell(command, options \\ []) when is_binary(command) do
    assert_no_null_byte!(command, "System.shell/2")
    shell = :os.find_executable('sh') || :erlang.error(:enoent, [command, options])
    # In parentheses the command cannot take what is meant for the shell itself.
    arguments = ["-c", "(" <> command <> "\n) </dev/null"]
    run({:spawn_executable, shell}, [args: arguments], options)
  end

  @doc """
  Runs a program with arguments and gives back what it has written, and its exit status.

      System.cmd("echo", ["hello"])   # => {"hello\\n", 0}

  The program is looked for in the folders of `PATH`; a name with a `/` in it is where it says. There is no shell between, so the
  arguments need no quoting. A program that does not exist raises `ErlangError` with the reason `:enoent`.

    * `:into` - what takes the output, by default `""`
    * `:cd` - the working folder of the program
    * `:env` - variables, as pairs of strings; `nil` removes one
    * `:arg0` - what the program sees as its own name
    * `:stderr_to_stdout` - whether its errors are a part of the output
    * `:parallelism` - a hint for the schedulers, without effect here
  """
  @spec cmd(binary(), [binary()], keyword()) ::
          {Collectable.t(), exit_status :: non_neg_integer()}
  def cmd(command, args, options \\ []) when is_binary(command) and is_list(args) do
    assert_no_null_byte!(command, "System.cmd/3")

    if not Enum.all?(args, &is_binary/1) do
      raise ArgumentError, "all arguments for System.cmd/3 must be binaries"
    end

    program = String.to_charlist(command)

    path =
      if Path.type(program) == :absolute,
        do: program,
        else: :os.find_executable(program) || :erlang.error(:enoent, [command, args, options])

    run({:spawn_executable, path}, [args: args], options)
  end

  defp assert_no_null_byte!(text, function) do
    if :binary.match(text, <<0>>) != :nomatch do
      raise ArgumentError,
            "cannot execute #{function} for program with null byte, got: #{inspect(text)}"
    end
  end

  defp run(name, port_options, options) do
    {into, port_options} = Enum.reduce(options, {"", port_options}, &run_option/2)
    {initial, collect} = Collectable.into(into)

    port_options = [:use_stdio, :exit_status, :binary, :hide | port_options]
    port = Port.open(name, port_options)

    try do
      output_of(port, initial, collect)
    catch
      kind, reason ->
        collect.(initial, :halt)
        :erlang.raise(kind, reason, __STACKTRACE__)
    else
      {collected, status} -> {collect.(collected, :done), status}
    end
  end

  defp output_of(port, collected, collect) do
    receive do
      {^port, {:data, data}} -> output_of(port, collect.(collected, {:cont, data}), collect)
      {^port, {:exit_status, status}} -> {collected, status}
    end
  end

  defp run_option({:into, into}, {_into, port_options}), do: {into, port_options}

  defp run_option({:cd, folder}, {into, port_options}) when is_binary(folder),
    do: {into, [{:cd, folder} | port_options]}

  defp run_option({:arg0, name}, {into, port_options}) when is_binary(name),
    do: {into, [{:arg0, name} | port_options]}

  defp run_option({:stderr_to_stdout, true}, {into, port_options}),
    do: {into, [:stderr_to_stdout | port_options]}

  defp run_option({:stderr_to_stdout, false}, options), do: options

  defp run_option({:parallelism, on?}, {into, port_options}) when is_boolean(on?),
    do: {into, [{:parallelism, on?} | port_options]}

  defp run_option({:env, variables}, {into, port_options}),
    do: {into, [{:env, Enum.map(variables, &variable/1)} | port_options]}

  defp run_option({key, value}, _options),
    do: raise(ArgumentError, "invalid option #{inspect(key)} with value #{inspect(value)}")

  defp variable({name, nil}), do: {String.to_charlist(name), false}
  defp variable({name, value}), do: {String.to_charlist(name), String.to_charlist(value)}

  defp variable(other),
    do: raise(ArgumentError, "invalid environment key-value #{inspect(other)}")

  @doc "The path of a program, or `nil`."
  def find_executable(program) when is_binary(program) do
    case :os.find_executable(String.to_charlist(program)) do
      false -> nil
      path -> List.to_string(path)
    end
  end

  @doc "The user's home folder, or `nil`."
  def user_home, do: get_env("HOME")

  @doc "The user's home folder; raises when it is not known."
  def user_home! do
    user_home() || raise "could not find the user home, please set the HOME environment variable"
  end

  @doc "A folder for temporary files that can be written to, or `nil`."
  def tmp_dir do
    [get_env("TMPDIR"), get_env("TEMP"), get_env("TMP"), "/tmp", cwd()]
    |> Enum.find(&(&1 != nil and File.dir?(&1)))
  end

  @doc "A folder for temporary files that can be written to; raises when there is none."
  def tmp_dir! do
    tmp_dir() ||
      raise "could not get a writable temporary directory, please set the TMPDIR environment variable"
  end

  @doc "The working folder."
  def cwd do
    case File.cwd() do
      {:ok, folder} -> folder
      _ -> nil
    end
  end

  @doc "The working folder; raises when it is not known."
  def cwd!, do: cwd() || raise("could not get a current working directory, the current location is not accessible")

  @doc "What this was built from."
  def build_info do
    %{
      build: "1.14.0 (compiled with Erlang/OTP 25)",
      date: "",
      otp_release: otp_release(),
      revision: "",
      version: version()
    }
  end
end
