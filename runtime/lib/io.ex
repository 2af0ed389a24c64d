defmodule IO do
  @moduledoc """
  Printing and reading.

  The functions without a device use standard input and output. A device is a process that speaks
  the I/O protocol, its registered name, `:stdio` or `:stderr`.

      IO.puts("hello")
      IO.puts(:stderr, "oops")
      name = IO.gets("name: ")

  `IO.write/2` and friends take chardata, that is text in UTF-8, codepoints and lists of them;
  those that start with `bin` take bytes.
  """

  @type device :: atom | pid
  @type nodata :: {:error, term} | :eof
  @type chardata ::
          String.t() | maybe_improper_list(char | chardata, String.t() | [])

  defguardp is_device(term) when is_atom(term) or is_pid(term)
  defguardp is_iodata(data) when is_list(data) or is_binary(data)

  # Reading

  @doc """
  Reads from a device: a line with `:line`, all with `:eof`, or a number of characters. The result
  is text, `:eof` or `{:error, reason}`.

      IO.read(:stdio, :line)  # => "a line\\n"
  """
  @spec read(device, :eof | :line | non_neg_integer) :: chardata | nodata
  def read(device \\ :stdio, line_or_chars)

  def read(device, :all) do
    with :eof <- read_all(map_dev(device), "") do
      with [_ | _] = opts <- :io.getopts(map_dev(device)),
           false <- Keyword.get(opts, :binary, true) do
        ''
      else
        _ -> ""
      end
    end
  end

  def read(device, :eof), do: read_all(map_dev(device), "")
  def read(device, :line), do: :io.get_line(map_dev(device), '')

  def read(device, count) when is_integer(count) and count >= 0,
    do: :io.get_chars(map_dev(device), '', count)

  defp read_all(device, text) do
    case :io.get_line(device, "") do
      :eof when text == "" -> :eof
      :eof -> text
      {:error, _} = error -> error
      line when is_binary(line) -> read_all(device, text <> line)
      line when is_list(line) -> read_all(device, line, [text])
    end
  end

  # A device that gives lists.
  defp read_all(device, line, lines) do
    case :io.get_line(device, "") do
      next when is_list(next) -> read_all(device, next, [lines, line])
      {:error, _} = error -> error
      _ -> :lists.flatten([tl(lines), line])
    end
  end

  @doc """
  Reads bytes from a device: a line with `:line`, all with `:eof`, or a number of them.

      IO.binread(:stdio, 2)  # => "ab"
  """
  @spec binread(device, :eof | :line | non_neg_integer) :: iodata | nodata
  def binread(device \\ :stdio, line_or_chars)

  def binread(device, :all) do
    case binread_all(map_dev(device), "") do
      :eof -> ""
      other -> other
    end
  end

  def binread(device, :eof), do: binread_all(map_dev(device), "")

  def binread(device, :line) do
    case :file.read_line(map_dev(device)) do
      {:ok, data} -> data
      other -> other
    end
  end

  def binread(device, count) when is_integer(count) and count >= 0 do
    case :file.read(map_dev(device), count) do
      {:ok, data} -> data
      other -> other
    end
  end

  @read_all_size_bytes 4096

  defp binread_all(device, data) do
    case :file.read(device, @read_all_size_bytes) do
      {:ok, more} -> binread_all(device, data <> more)
      :eof when data == "" -> :eof
      :eof -> data
      other -> other
    end
  end

  @doc """
  Writes a line with a prompt and reads a line, with the line's end.

      IO.gets("What is your name?\\n")  # => "Sue\\n"
  """
  @spec gets(device, chardata | String.Chars.t()) :: chardata | nodata
  def gets(device \\ :stdio, prompt) when is_device(device),
    do: :io.get_line(map_dev(device), to_chardata(prompt))

  @doc """
  Writes a prompt and reads a number of characters, 1 if not given.

      IO.getn("Continue? ")  # => "y"
  """
  @spec getn(device | chardata | String.Chars.t(), pos_integer | chardata | String.Chars.t()) ::
          chardata | nodata
  def getn(prompt, count \\ 1)

  def getn(prompt, count) when is_integer(count) and count > 0,
    do: getn(:stdio, prompt, count)

  def getn(device, prompt) when not is_integer(prompt), do: getn(device, prompt, 1)

  @doc """
  Like `getn/2`, on a device.
  """
  @spec getn(device, chardata | String.Chars.t(), pos_integer) :: chardata | nodata
  def getn(device, prompt, count) when is_integer(count) and count > 0,
    do: :io.get_chars(map_dev(device), to_chardata(prompt), count)

  # Writing

  @doc """
  Writes text.

      IO.write("sample")
  """
  @spec write(device, chardata | String.Chars.t()) :: :ok
  def write(device \\ :stdio, chardata), do: :io.put_chars(map_dev(device), to_chardata(chardata))

  @doc """
  Writes bytes. To a device that holds text, each byte is one character.

      IO.binwrite("sample")
  """
  @spec binwrite(device, iodata) :: :ok | {:error, term}
  def binwrite(device \\ :stdio, iodata) when is_iodata(iodata),
    do: :file.write(map_dev(device), iodata)

  @doc """
  Writes text and ends the line.

      IO.puts("Hello World!")
      IO.puts(:stderr, "error")
  """
  @spec puts(device, chardata | String.Chars.t()) :: :ok
  def puts(device \\ :stdio, item) when is_device(device),
    do: :io.put_chars(map_dev(device), [to_chardata(item), ?\n])

  @doc """
  Writes a term as `inspect/2` shows it, pretty, and gives it back: for looking into a pipeline.

  Options are those of `Inspect.Opts`, and `:label`, which is written in front.

      [1, 2, 3] |> IO.inspect(label: "before") |> Enum.sum()
  """
  @spec inspect(item, keyword) :: item when item: var
  def inspect(item, opts \\ []), do: inspect(:stdio, item, opts)

  @doc """
  Like `inspect/2`, to a device.

      IO.inspect(:stderr, [1, 2, 3], [])
  """
  @spec inspect(device, item, keyword) :: item when item: var
  def inspect(device, item, opts) when is_device(device) and is_list(opts) do
    label = if label = opts[:label], do: [to_chardata(label), ": "], else: []
    puts(device, [label, Inspect.Text.pretty(item, Inspect.Opts.new(opts))])
    item
  end

  @doc """
  Writes a warning to standard error, with the caller's stack trace.

      IO.warn("variable bar is unused")
  """
  @spec warn(chardata | String.Chars.t()) :: :ok
  def warn(message) do
    {:current_stacktrace, [_, _ | stacktrace]} = Process.info(self(), :current_stacktrace)
    print_warning(message, stacktrace)
  end

  @doc """
  Writes a warning to standard error, with a stack trace, or with the place that an environment or
  `file:` and `line:` say.

      IO.warn("variable bar is unused", file: "my_app.ex", line: 4)
  """
  @spec warn(chardata | String.Chars.t(), Exception.stacktrace() | keyword | Macro.Env.t()) :: :ok
  def warn(message, stacktrace_info)

  def warn(message, []), do: print_warning(message, [])

  def warn(message, %Macro.Env{} = env),
    do: print_warning(message, Macro.Env.stacktrace(env))

  def warn(message, [{_, _} | _] = keyword) do
    if file = keyword[:file] do
      line = keyword[:line]
      module = keyword[:module]
      function = keyword[:function]
      location = [file: file |> Path.relative_to_cwd() |> to_charlist(), line: line || 0]
      print_warning(message, [place(module, function, location)])
    else
      warn(message, [])
    end
  end

  def warn(message, [{_, _, _, _} | _] = stacktrace), do: print_warning(message, stacktrace)

  defp place(nil, _function, location), do: {:elixir_compiler, :__FILE__, 1, location}
  defp place(module, nil, location), do: {module, :__MODULE__, 0, location}
  defp place(module, {name, arity}, location), do: {module, name, arity, location}

  @doc false
  def warn_once(key, message, stacktrace_drop_levels) do
    if :persistent_term.get({__MODULE__, :warned, key}, false) do
      :ok
    else
      :persistent_term.put({__MODULE__, :warned, key}, true)
      {:current_stacktrace, stacktrace} = Process.info(self(), :current_stacktrace)
      print_warning(message, Enum.drop(stacktrace, stacktrace_drop_levels))
    end
  end

  defp print_warning(message, stacktrace) do
    entries = for entry <- stacktrace, do: ["\n  " | Exception.format_stacktrace_entry(entry)]
    prefix = IO.ANSI.format([:yellow, "warning: "])
    puts(:stderr, [prefix, to_chardata(message), entries, ?\n])
  end

  # Streams

  @doc """
  Standard input and output as a stream of lines.

      for line <- IO.stream(), do: IO.write(line)
  """
  @spec stream() :: Enumerable.t()
  def stream, do: stream(:stdio, :line)

  @doc """
  A device as a stream, of lines or of texts with a number of characters; what is collected into
  it is written.

      Enum.each(IO.stream(:stdio, :line), &IO.write(&1))
  """
  @spec stream(device, :line | pos_integer) :: Enumerable.t()
  def stream(device \\ :stdio, line_or_codepoints)
      when line_or_codepoints == :line or
             (is_integer(line_or_codepoints) and line_or_codepoints > 0),
      do: IO.Stream.__build__(map_dev(device), false, line_or_codepoints)

  @doc """
  Standard input and output as a stream of lines of bytes.
  """
  @spec binstream() :: Enumerable.t()
  def binstream, do: binstream(:stdio, :line)

  @doc """
  A device as a stream of bytes, by lines or by a number of them; what is collected into it is
  written.

      Enum.each(IO.binstream(:stdio, 1024), &IO.binwrite(&1))
  """
  @spec binstream(device, :line | pos_integer) :: Enumerable.t()
  def binstream(device \\ :stdio, line_or_bytes)
      when line_or_bytes == :line or (is_integer(line_or_bytes) and line_or_bytes > 0),
      do: IO.Stream.__build__(map_dev(device), true, line_or_bytes)

  @doc false
  def each_stream(device, line_or_codepoints) do
    case read(device, line_or_codepoints) do
      :eof -> {:halt, device}
      {:error, reason} -> raise IO.StreamError, reason: reason
      data -> {[data], device}
    end
  end

  @doc false
  def each_binstream(device, line_or_chars) do
    case binread(device, line_or_chars) do
      :eof -> {:halt, device}
      {:error, reason} -> raise IO.StreamError, reason: reason
      data -> {[data], device}
    end
  end

  # Data

  @doc """
  Chardata as one text; raises `UnicodeConversionError` if it is not valid.

      IO.chardata_to_string([0x00E6, "ab"])  # => "æab"
  """
  @spec chardata_to_string(chardata) :: String.t()
  def chardata_to_string(chardata)

  def chardata_to_string(string) when is_binary(string), do: string
  def chardata_to_string(list) when is_list(list), do: List.to_string(list)

  @doc """
  Iodata as one binary.

      IO.iodata_to_binary([1, <<2>>, [3 | <<4>>]])  # => <<1, 2, 3, 4>>
  """
  @spec iodata_to_binary(iodata) :: binary
  def iodata_to_binary(iodata), do: :erlang.iolist_to_binary(iodata)

  @doc """
  The number of bytes of iodata.

      IO.iodata_length([1, 2 | <<3, 4>>])  # => 4
  """
  @spec iodata_length(iodata) :: non_neg_integer
  def iodata_length(iodata), do: :erlang.iolist_size(iodata)

  defp map_dev(:stdio), do: :standard_io
  defp map_dev(:stderr), do: :standard_error
  defp map_dev(other), do: other

  defp to_chardata(list) when is_list(list), do: list
  defp to_chardata(other), do: to_string(other)
end
