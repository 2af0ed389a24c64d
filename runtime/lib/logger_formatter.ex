defmodule Logger.Formatter do
  @moduledoc """
  Turns a log event into a line, after a pattern.

  A pattern is text with `$date`, `$time`, `$level`, `$levelpad`, `$node`, `$metadata` and
  `$message` in it. `$metadata` prints as `key=value ` for every key that has a printable value.

      pattern = Logger.Formatter.compile("$time [$level] $message\\n")
      timestamp = {{2020, 1, 2}, {3, 4, 5, 6}}
      Logger.Formatter.format(pattern, :info, "hello", timestamp, []) |> IO.chardata_to_string()
      #=> "03:04:05.006 [info] hello\\n"
  """

  @default_pattern "\n$time $metadata[$level] $message\n"
  @replacement "\uFFFD"

  @doc """
  Compiles a pattern; `nil` is the default one, `{module, function}` is called to format.
  """
  def compile(pattern)

  def compile(nil), do: compile(@default_pattern)

  def compile({module, function}) when is_atom(module) and is_atom(function) do
    {module, function}
  end

  def compile(pattern) when is_binary(pattern) do
    ~r/\$[a-z]+/
    |> Regex.split(pattern, include_captures: true, trim: true)
    |> Enum.map(&compile_part/1)
  end

  for name <- [:date, :time, :level, :node, :metadata, :message] do
    defp compile_part(unquote("$#{name}")), do: unquote(name)
  end

  defp compile_part("$levelpad") do
    IO.warn("$levelpad in Logger message format is deprecated, please remove it")
    :levelpad
  end

  defp compile_part("$" <> <<letter, _::binary>> = name) when letter in ?a..?z do
    raise ArgumentError, "#{name} is an invalid format pattern"
  end

  defp compile_part(text), do: text

  @doc "Formats an event; the result is iodata."
  def format({module, function}, level, message, timestamp, metadata) do
    apply(module, function, [level, message, timestamp, metadata])
  end

  def format(pattern, level, message, timestamp, metadata) do
    Enum.map(pattern, fn
      :message -> IO.chardata_to_string(message)
      :level -> Atom.to_string(level)
      :levelpad -> pad(level)
      :node -> Atom.to_string(node())
      :date -> timestamp |> elem(0) |> format_date()
      :time -> timestamp |> elem(1) |> format_time()
      :metadata -> Enum.map(metadata, &entry/1)
      text -> text
    end)
  end

  defp pad(level) when level in [:info, :warn], do: " "
  defp pad(_level), do: ""

  defp entry({key, value}) do
    case text(key, value) do
      nil -> []
      text -> [Atom.to_string(key), ?=, text, ?\s]
    end
  end

  # The printable form of a metadata value, or nil.
  defp text(key, _value) when key in [:time, :gl, :report_cb], do: nil
  defp text(_key, nil), do: nil
  defp text(_key, text) when is_binary(text), do: text
  defp text(_key, number) when is_number(number), do: to_string(number)
  defp text(_key, pid) when is_pid(pid), do: :erlang.pid_to_list(pid)

  defp text(_key, ref) when is_reference(ref) do
    '#Ref' ++ rest = :erlang.ref_to_list(ref)
    rest
  end

  defp text(:file, file) when is_list(file), do: file

  defp text(:domain, [first | rest]) when is_atom(first) do
    Enum.map_intersperse([first | rest], ?., &Atom.to_string/1)
  end

  defp text(_key, list) when is_list(list), do: nil

  defp text(key, {module, function, arity})
       when key in [:mfa, :initial_call] and is_atom(module) and is_atom(function) and
              is_integer(arity) do
    Exception.format_mfa(module, function, arity)
  end

  defp text(:initial_call, {module, function, args})
       when is_atom(module) and is_atom(function) and is_list(args) do
    Exception.format_mfa(module, function, length(args))
  end

  defp text(_key, atom) when is_atom(atom) do
    case Atom.to_string(atom) do
      "Elixir." <> rest -> rest
      text -> text
    end
  end

  defp text(_key, other) do
    case String.Chars.impl_for(other) do
      nil -> nil
      impl -> impl.to_string(other)
    end
  end

  @doc "Replaces what is no text in chardata."
  def prune(binary) when is_binary(binary), do: prune_binary(binary, "")

  def prune([char | rest]) when char in 0..1_114_111, do: [char | prune(rest)]
  def prune([first | rest]), do: [prune(first) | prune(rest)]
  def prune([]), do: []
  def prune(_other), do: @replacement

  defp prune_binary(<<char::utf8, rest::binary>>, acc) do
    prune_binary(rest, <<acc::binary, char::utf8>>)
  end

  defp prune_binary(<<_byte, rest::binary>>, acc) do
    prune_binary(rest, acc <> @replacement)
  end

  defp prune_binary(<<>>, acc), do: acc

  @doc "A time of day as iodata: `HH:MM:SS.mmm`."
  def format_time({hour, minute, second, millisecond}) do
    [pad2(hour), ?:, pad2(minute), ?:, pad2(second), ?., pad3(millisecond)]
  end

  @doc "A date as iodata: `YYYY-MM-DD`."
  def format_date({year, month, day}) do
    [Integer.to_string(year), ?-, pad2(month), ?-, pad2(day)]
  end

  defp pad2(number) when number < 10, do: [?0, Integer.to_string(number)]
  defp pad2(number), do: Integer.to_string(number)

  defp pad3(number) when number < 10, do: [?0, ?0, Integer.to_string(number)]
  defp pad3(number) when number < 100, do: [?0, Integer.to_string(number)]
  defp pad3(number), do: Integer.to_string(number)
end
