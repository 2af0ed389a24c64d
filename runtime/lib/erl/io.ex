defmodule :io do
  @moduledoc """
  Printing to and reading from devices.

  A device is a process that speaks the I/O protocol, its registered name, `:standard_io` (the
  group leader of the caller) or `:standard_error`. The console of the runtime is written to
  directly; any other device gets a message and answers.

      :io.format("~p is ~w~n", [:x, 1])  # prints: x is 1
  """

  @no_format "not a valid format string"

  # Writing

  @doc "Writes characters: binaries in UTF-8, codepoints, and lists of them."
  def put_chars(chars), do: put_chars(:standard_io, chars, [chars])

  @doc "Writes characters to a device."
  def put_chars(device, chars), do: put_chars(device, chars, [device, chars])

  defp put_chars(device, chars, args) do
    case output(device, chars) do
      :ok -> :ok
      {:error, reason} -> failed(reason, :put_chars, args)
    end
  end

  @doc "Ends the line."
  def nl, do: ok(output(:standard_io, "\n"), :nl, [])

  @doc "Ends the line on a device."
  def nl(device), do: ok(output(device, "\n"), :nl, [device])

  @doc "Writes a term as Erlang source."
  def write(term), do: ok(output(:standard_io, :io_lib.write(term)), :write, [term])

  @doc "Writes a term as Erlang source to a device."
  def write(device, term), do: ok(output(device, :io_lib.write(term)), :write, [device, term])

  @doc "Writes a format string, with no sequences that take arguments."
  def format(format), do: print(:standard_io, format, [], [format])

  @doc """
  Writes a format string with its sequences replaced: see `:io_lib.format/2`.

      :io.format("~s has ~b bytes~n", ["name", 4])
  """
  def format(format, args), do: print(:standard_io, format, args, [format, args])

  @doc "Writes a format string with its sequences replaced to a device."
  def format(device, format, args), do: print(device, format, args, [device, format, args])

  @doc false
  def fwrite(format), do: print(:standard_io, format, [], [format])

  @doc false
  def fwrite(format, args), do: print(:standard_io, format, args, [format, args])

  @doc false
  def fwrite(device, format, args), do: print(device, format, args, [device, format, args])

  defp print(device, format, args, call) do
    case formatted(format, args) do
      {:ok, text} ->
        ok(output(device, text), :format, call)

      :error ->
        # A device that is not there is the greater trouble.
        ok(output(device, []), :format, call)
        bad_format(format, args, call)
    end
  end

  defp formatted(format, args) do
    {:ok, :io_lib_format.fwrite(format, args)}
  catch
    _, _ -> :error
  end

  defp ok(:ok, _name, _args), do: :ok
  defp ok({:error, reason}, name, args), do: failed(reason, name, args)

  # Reading

  @doc "Reads a line from standard input: text, `:eof` or `{:error, reason}`."
  def get_line(prompt), do: get_line(:standard_io, prompt)

  @doc "Reads a line from a device: text, `:eof` or `{:error, reason}`."
  def get_line(device, prompt),
    do: request(device, {:get_line, :unicode, prompt})

  @doc "Reads that many characters from standard input."
  def get_chars(prompt, count), do: get_chars(:standard_io, prompt, count)

  @doc "Reads that many characters from a device."
  def get_chars(device, prompt, count) when is_integer(count) and count >= 0 do
    request(device, {:get_chars, :unicode, prompt, count})
  end

  @doc "Reads a line without showing it, where the device can."
  def get_password, do: get_password(:standard_io)

  @doc false
  def get_password(device), do: request(device, {:get_password, :unicode})

  @doc "Reads values by a format: `{:ok, values}`, `:eof` or `{:error, reason}`."
  def fread(prompt, format), do: fread(:standard_io, prompt, format)

  @doc "Reads values by a format from a device."
  def fread(device, prompt, format) do
    format = if is_binary(format), do: :erlang.binary_to_list(format), else: format
    request(device, {:get_until, :unicode, prompt, :io_lib, :fread, [format]})
  end

  # The device

  @doc "The number of columns of standard output: `{:ok, columns}` or `{:error, :enotsup}`."
  def columns, do: columns(:standard_io)

  @doc false
  def columns(device), do: geometry(device, :columns)

  @doc "The number of lines of standard output: `{:ok, rows}` or `{:error, :enotsup}`."
  def rows, do: rows(:standard_io)

  @doc false
  def rows(device), do: geometry(device, :rows)

  defp geometry(device, what) do
    case request(device, {:get_geometry, what}) do
      number when is_integer(number) and number > 0 -> {:ok, number}
      _ -> {:error, :enotsup}
    end
  end

  @doc "The options of standard input and output, such as its encoding."
  def getopts, do: getopts(:standard_io)

  @doc "The options of a device."
  def getopts(device), do: request(device, :getopts)

  @doc "Sets options of standard input and output: `:binary`, `:list`, `encoding: :unicode`."
  def setopts(options), do: setopts(:standard_io, options)

  @doc "Sets options of a device."
  def setopts(device, options),
    do: request(device, {:setopts, options})

  @doc "The characters that are taken as printable by `~p`."
  def printable_range, do: :latin1

  @doc "Sends a request of the I/O protocol to standard output and gives the reply."
  def request(request), do: request(:standard_io, request)

  @doc "Sends a request of the I/O protocol to a device and gives the reply."
  def request(device, request) do
    case pid_of(device) do
      :undefined -> {:error, :arguments}
      pid -> IO.Request.request(pid, full_request(request))
    end
  end

  @doc false
  def requests(requests), do: requests(:standard_io, requests)

  @doc false
  def requests(device, requests) do
    request(device, {:requests, for(request <- requests, do: full_request(request))})
  end

  # Requests in words that devices need not know.
  defp full_request({:format, format, args}),
    do: {:put_chars, :unicode, :io_lib, :format, [format, args]}

  defp full_request({:write, term}), do: {:put_chars, :unicode, :io_lib, :write, [term]}
  defp full_request(:nl), do: {:put_chars, :unicode, "\n"}
  defp full_request(request), do: request

  # Writing to the console needs no message.
  defp output(device, chars) do
    case pid_of(device) do
      :undefined ->
        {:error, :arguments}

      pid ->
        case :respawn_io.console(pid) do
          nil -> output_by_request(pid, chars)
          console -> output_directly(console, chars)
        end
    end
  end

  defp output_directly(console, chars) do
    case IO.Request.encode(chars, :unicode, :unicode) do
      {:ok, bytes} -> :respawn_io.write(console, bytes)
      {:error, _} -> {:error, :badarg}
    end
  end

  # Characters are turned into one text before they are copied to another process. What is no text
  # is left to the device to refuse.
  defp output_by_request(pid, chars) do
    case IO.Request.encode(chars, :unicode, :unicode) do
      {:ok, text} -> IO.Request.request(pid, {:put_chars, :unicode, text})
      {:error, _} -> IO.Request.request(pid, {:put_chars, :unicode, chars})
    end
  end

  defp pid_of(:standard_io), do: :erlang.group_leader()
  defp pid_of(name) when is_atom(name), do: :erlang.whereis(name)
  defp pid_of(pid) when is_pid(pid), do: pid
  defp pid_of(other), do: :erlang.error({:case_clause, {other}})

  # Errors. What is wrong is said for the argument at its place in the call.

  defp failed(:arguments, _name, args),
    do: error(:badarg, args, [{1, "the device does not exist"}])

  defp failed(:terminated, _name, args), do: :erlang.error(:terminated, args)

  defp failed({:no_translation, from, to}, _name, args) do
    text = "device failed to transcode string from #{from} to #{to}"
    error(:no_translation, args, [{if(length(args) == 1, do: :general, else: 1), text}])
  end

  defp failed(_reason, :put_chars, args),
    do: error(:badarg, args, [{length(args), "not valid character data (an iodata term)"}])

  defp failed(_reason, _name, args), do: :erlang.error(:badarg, args)

  defp error(reason, args, texts),
    do: :erlang.error(reason, args, error_info: %{respawn: texts})

  defp bad_format(format, args, call) do
    # The format's place in the call, less one.
    before = if length(call) == 3, do: 1, else: 0

    case format_faults(control_sequences(format), args) do
      :improper -> :erlang.error(:badarg, call)
      faults -> error(:badarg, call, for({place, text} <- faults, do: {place + before, text}))
    end
  end

  # What is wrong with the format, 1, or with its arguments, 2.
  defp format_faults({:error, @no_format}, args), do: [{1, @no_format} | list_faults(args)]
  defp format_faults({:error, text}, args) when is_list(args), do: [{1, text}]
  defp format_faults(_format, args) when not is_list(args), do: list_faults(args)
  defp format_faults({:ok, controls}, args), do: args_faults(controls, args)

  defp control_sequences(format) when is_atom(format),
    do: control_sequences(:erlang.atom_to_list(format))

  defp control_sequences(format) when is_binary(format),
    do: control_sequences(:erlang.binary_to_list(format))

  defp control_sequences(format) do
    case is_list(format) and controls(format, []) do
      false -> {:error, @no_format}
      {:error, text} -> {:error, "format string invalid (#{text})"}
      ok -> ok
    end
  end

  defp controls([?~ | rest], controls) do
    {modifiers, rest} = :lists.splitwith(&(&1 in '-0123456789.*tl'), without_pad(rest))
    stars = for ?* <- modifiers, do: ?*

    case rest do
      [] ->
        {:error, "truncated"}

      [char | rest] when char in 'wpcsefgbB#+iWPXxn~' ->
        controls(rest, [{char, stars} | controls])

      [char | _] ->
        {:error, "invalid control ~#{kinds(modifiers)}#{<<char::utf8>>}"}
    end
  end

  defp controls([_ | rest], controls), do: controls(rest, controls)
  defp controls([], controls), do: {:ok, :lists.reverse(controls)}
  defp controls(_other, _controls), do: false

  defp kinds(modifiers), do: :lists.filter(&(&1 in 'tl'), modifiers)

  # A padding character may be any character.
  defp without_pad([?., ?., ?* | rest]), do: [?* | rest]
  defp without_pad([?., ?., _pad | rest]), do: rest
  defp without_pad(rest), do: rest

  defp list_faults(args) when not is_list(args), do: [{2, "not a list"}]

  defp list_faults(args),
    do: if(List.improper?(args), do: [{2, "not a proper list"}], else: [])

  defp args_faults(controls, args) do
    types = Enum.flat_map(controls, fn {char, stars} -> stars ++ types(char) end)

    cond do
      List.improper?(args) -> :improper
      length(types) != length(args) -> [{1, "wrong number of arguments"}]
      true -> types_faults(type_faults(types, args, 1))
    end
  end

  defp types_faults([]), do: [{1, "failed to format string"}]
  defp types_faults(faults), do: [{2, Enum.join(faults, "\n")}]

  defp type_faults([type | types], [arg | args], index) do
    rest = type_faults(types, args, index + 1)

    if type?(type, arg),
      do: rest,
      else: ["element #{index} must be of type #{type_name(type)}" | rest]
  end

  defp type_faults([], [], _index), do: []

  defp types(char) when char in 'wpi#', do: [:term]
  defp types(char) when char in 'WP', do: [:term, :integer]
  defp types(char) when char in 'bB+', do: [:integer]
  defp types(char) when char in 'Xx', do: [:integer, :string]
  defp types(char) when char in 'efg', do: [:float]
  defp types(?s), do: [:string]
  defp types(?c), do: [:integer]
  defp types(_char), do: []

  defp type?(:term, _arg), do: true
  defp type?(type, arg) when type in [:integer, ?*], do: is_integer(arg)
  defp type?(:float, arg), do: is_float(arg)
  defp type?(:string, arg), do: is_atom(arg) or is_binary(arg) or is_list(arg)

  defp type_name(?*), do: "integer"
  defp type_name(type), do: type
end
