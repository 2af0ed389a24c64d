defmodule IEx.Helpers do
  @moduledoc """
  What can be called by its name alone in the shell.

    * `h/1` - tells about a module, a function or a macro: `h Enum.map`
    * `i/1` - tells about a value: `i self()`
    * `v/1` - the result of an earlier line: `v()` is the last, `v(3)` that of line 3
    * `t/1` - prints the types of a module
    * `b/1` - prints the callbacks of a behaviour
    * `exports/1` - lists the functions and macros of a module
    * `flush/0` - prints the messages that the shell has got
    * `pid/1`, `pid/3`, `ref/1`, `port/1` - make identifiers from texts and numbers
    * `c/1`, `r/1`, `l/1` - compile files, compile a module again, load it
    * `open/1` - prints where a module or a function is defined
    * `continue/0`, `whereami/0` - for a process that `IEx.pry/0` has stopped
    * `import_file/1` - runs a file as if it were typed, so that its variables stay
    * `ls/0`, `cd/1`, `pwd/0` - what is in the folder, another folder, which folder
    * `clear/0` - clears the screen
    * `runtime_info/0` - what runs here, and what it uses
    * `respawn/0` - starts the shell anew, without variables

  The window with all processes opens with `:observer.start()`. To leave the shell, press
  Ctrl-D on an empty line, or call `System.halt()`.
  """

  alias IEx.{Introspection, Listing, Sources}

  ## Documentation

  @doc """
  Prints this overview.
  """
  def h, do: Introspection.h(IEx.Helpers)

  @doc """
  Prints the documentation of a module, a function or a macro.

      iex> h Enum
      iex> h Enum.map
      iex> h Enum.reduce/3
      iex> h if
  """
  defmacro h(term) do
    case Introspection.decompose(term, __CALLER__) do
      :error ->
        quote do
          Introspection.wrong_argument(
            "h",
            "a Module, Module.fun or Module.fun/arity",
            unquote(Macro.escape(term))
          )
        end

      subject ->
        quote(do: Introspection.h(unquote(Macro.escape(subject))))
    end
  end

  @doc """
  Prints the types of a module, or one of them with its documentation.

      iex> t Enum
      iex> t GenServer.on_start
  """
  defmacro t(term) do
    case Introspection.decompose(term, __CALLER__) do
      :error ->
        quote do
          Introspection.wrong_argument(
            "t",
            "a Module, Module.type or Module.type/arity",
            unquote(Macro.escape(term))
          )
        end

      subject ->
        quote(do: Introspection.t(unquote(Macro.escape(subject))))
    end
  end

  @doc """
  Prints the callbacks of a behaviour, or one of them with its documentation.

      iex> b GenServer
      iex> b GenServer.handle_call
  """
  defmacro b(term) do
    case Introspection.decompose(term, __CALLER__) do
      :error ->
        quote do
          Introspection.wrong_argument(
            "b",
            "a Module, Module.callback or Module.callback/arity",
            unquote(Macro.escape(term))
          )
        end

      subject ->
        quote(do: Introspection.b(unquote(Macro.escape(subject))))
    end
  end

  @doc """
  Lists the functions and macros of a module.

      iex> exports Agent
  """
  def exports(module \\ Kernel) do
    module |> Listing.exports() |> Listing.print()
    IEx.dont_display_result()
  end

  ## Values

  @doc """
  Prints what is known about a value: its type, what it looks like inside, what works on it.
  """
  def i(term \\ v(-1)) do
    Listing.information(term)
    IEx.dont_display_result()
  end

  @doc """
  The result of an earlier line: of the line with this number, or counted back from the last one.

      iex> v()
      iex> v(3)
      iex> v(-2)
  """
  def v(n \\ -1), do: IEx.History.nth(n)

  @doc """
  Prints the messages in the mailbox of the shell's process, and removes them.
  """
  def flush do
    receive do
      message ->
        IO.inspect(message, IEx.inspect_opts())
        flush()
    after
      0 -> :ok
    end
  end

  @doc """
  A pid from its text: `pid("0.21.0")`.
  """
  def pid("#PID" <> string), do: :erlang.list_to_pid(to_charlist(string))
  def pid(string) when is_binary(string), do: :erlang.list_to_pid('<#{string}>')

  @doc """
  A pid from its three numbers: `pid(0, 21, 0)`.
  """
  def pid(x, y, z)
      when is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and is_integer(z) and z >= 0,
      do: :erlang.list_to_pid('<#{x}.#{y}.#{z}>')

  @doc """
  A port from its text: `port("0.4")`.
  """
  def port("#Port" <> string), do: :erlang.list_to_port('#Port#{string}')
  def port(string) when is_binary(string), do: :erlang.list_to_port('#Port<#{string}>')

  @doc """
  A port from its two numbers.
  """
  def port(major, minor)
      when is_integer(major) and major >= 0 and is_integer(minor) and minor >= 0,
      do: :erlang.list_to_port('#Port<#{major}.#{minor}>')

  @doc """
  A reference from its text: `ref("0.1.2.3")`.
  """
  def ref("#Reference" <> string), do: :erlang.list_to_ref('#Ref#{string}')
  def ref(string) when is_binary(string), do: :erlang.list_to_ref('#Ref<#{string}>')

  @doc """
  A reference from its four numbers.
  """
  def ref(w, x, y, z)
      when is_integer(w) and w >= 0 and is_integer(x) and x >= 0 and is_integer(y) and y >= 0 and
             is_integer(z) and z >= 0,
      do: :erlang.list_to_ref('#Ref<#{w}.#{x}.#{y}.#{z}>')

  ## Code

  @doc """
  Compiles files, and gives the modules that they define.

      iex> c "game.ex"
  """
  def c(files, path \\ :in_memory) when is_binary(path) or path == :in_memory,
    do: files |> List.wrap() |> Sources.compile()

  @doc """
  Compiles the file of a module again.

      iex> r Game
  """
  def r(module_or_modules),
    do: {:reloaded, module_or_modules |> List.wrap() |> Sources.recompile()}

  @doc """
  Loads a module, if it is not there yet.
  """
  def l(module) when is_atom(module), do: Code.ensure_loaded(module)

  @doc """
  Would compile a project of Mix again.
  """
  def recompile(_options \\ []) do
    IO.puts(
      IEx.color(:eval_error, "Mix is not running. Compile files with c/1 and modules with r/1")
    )

    :error
  end

  @doc """
  Runs a file as if it were typed here: its variables, imports and aliases stay.
  """
  defmacro import_file(path) when is_binary(path), do: Sources.quoted_file(path, false)

  @doc """
  The same, if there is such a file.
  """
  defmacro import_file_if_available(path) when is_binary(path),
    do: Sources.quoted_file(path, true)

  @doc """
  Imports a module, if there is such a module.
  """
  defmacro import_if_available(quoted_module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(quoted_module, __CALLER__)) do
      quote do
        import unquote(quoted_module), unquote(opts)
      end
    end
  end

  @doc """
  Uses a module, if there is such a module.
  """
  defmacro use_if_available(quoted_module, opts \\ []) do
    if Code.ensure_loaded?(Macro.expand(quoted_module, __CALLER__)) do
      quote do
        use unquote(quoted_module), unquote(opts)
      end
    end
  end

  ## Files

  @doc """
  Lists what is in a folder, by default the present one.
  """
  def ls(path \\ ".") when is_binary(path) do
    Listing.folder(Path.expand(path))
    IEx.dont_display_result()
  end

  @doc """
  Prints the present folder.
  """
  def pwd do
    IO.puts(IEx.color(:eval_info, File.cwd!()))
    IEx.dont_display_result()
  end

  @doc """
  Goes to another folder.
  """
  def cd(directory) when is_binary(directory) do
    case File.cd(Path.expand(directory)) do
      :ok -> pwd()
      {:error, :enoent} -> IO.puts(IEx.color(:eval_error, "No directory #{directory}"))
      {:error, _} -> IO.puts(IEx.color(:eval_error, "#{directory} is not a directory"))
    end

    IEx.dont_display_result()
  end

  ## The shell

  @doc """
  Clears the screen.
  """
  def clear do
    if IEx.Config.colors_enabled?() do
      IO.write([IO.ANSI.home(), IO.ANSI.clear()])
    else
      IO.puts("Cannot clear the screen because ANSI escape codes are not enabled on this shell")
    end

    IEx.dont_display_result()
  end

  @doc """
  Starts the shell anew: its process ends, and the next one has no variables. A process that was
  stopped by `IEx.pry/0` goes on.
  """
  def respawn do
    cond do
      Process.get(:iex_place) -> IEx.Pry.continue()
      server = Process.get(:iex_server) -> send(server, {:respawn, self()})
      true -> :ok
    end

    IEx.dont_display_result()
  end

  @doc """
  Lets a process go on that was stopped by `IEx.pry/0`.
  """
  def continue do
    IEx.Pry.continue()
    IEx.dont_display_result()
  end

  @doc """
  Prints where the process stands that was stopped by `IEx.pry/0`, with `radius` lines around.
  """
  def whereami(radius \\ 2) when is_integer(radius) and radius > 0 do
    IEx.Pry.whereami(radius)
    IEx.dont_display_result()
  end

  @doc """
  Prints where a module or a function is defined.

      iex> open Game
      iex> open Game.move
  """
  defmacro open(term) do
    case Introspection.decompose(term, __CALLER__) do
      :error ->
        quote do
          Introspection.wrong_argument(
            "open",
            "a Module, Module.fun or Module.fun/arity",
            unquote(Macro.escape(term))
          )
        end

      subject ->
        quote(do: IEx.Sources.open(unquote(Macro.escape(subject))))
    end
  end

  @doc """
  Prints the versions, the memory and the limits of what runs here.
  """
  def runtime_info, do: runtime_info([:system, :memory, :limits])

  @doc """
  Prints one or some of the topics `:system`, `:memory`, `:limits` and `:applications`.
  """
  def runtime_info(topic) when topic in [:system, :memory, :limits, :applications],
    do: runtime_info([topic])

  def runtime_info(topics) when is_list(topics) do
    IEx.RuntimeInfo.print(topics)
    IEx.dont_display_result()
  end
end
