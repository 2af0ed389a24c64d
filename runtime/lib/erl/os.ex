defmodule :os do
  # The functions of :os that need no native of their own: the environment as texts, where programs are, and running one.
  @moduledoc false

  def getenv do
    :lists.map(fn {name, value} -> name ++ [?= | value] end, :os.env())
  end

  def getenv(name, default) do
    case :os.getenv(name) do
      false -> default
      value -> value
    end
  end

  def find_executable(name) do
    case :os.getenv('PATH') do
      false -> find_executable(name, [])
      path -> find_executable(name, path)
    end
  end

  # A name with a folder in it is looked for there, all others in the folders of the path.
  def find_executable(name, path) do
    name = text(name)

    case :filename.pathtype(name) do
      :relative ->
        case :lists.member(?/, name) do
          true -> found(:filename.absname(name))
          false -> in_folders(name, folders(path))
        end

      _ ->
        found(name)
    end
  end

  defp text(name) when is_atom(name), do: :erlang.atom_to_list(name)
  defp text(name) when is_list(name), do: name
  defp text(name) when is_binary(name), do: :erlang.error(:badarg, [name])

  defp folders(path), do: :string.split(path, ':', :all)

  defp in_folders(_name, []), do: false

  defp in_folders(name, [folder | folders]) do
    folder = if folder == [], do: '.', else: folder

    case found(:filename.absname(:filename.join(folder, name))) do
      false -> in_folders(name, folders)
      path -> path
    end
  end

  defp found(path) do
    case :filelib.is_regular(path) and :respawn_port.check(path) == :ok do
      true -> path
      false -> false
    end
  end

  # -- running ---------------------------------------------------------------------------------

  def cmd(command), do: cmd(command, %{})

  def cmd(command, options) do
    bytes = command_bytes(command, options)
    limit = limit(command, options)
    arguments = ["-c", bytes]

    options =
      [:binary, :in, :eof, :stderr_to_stdout, :hide, :respawn_reads_nothing, args: arguments]

    port = :erlang.open_port({:spawn_executable, '/bin/sh'}, options)
    # Its end is nobody's business but ours.
    monitor = :erlang.monitor(:port, port)
    :erlang.unlink(port)
    bytes = output(port, monitor, [], limit)
    :erlang.demonitor(monitor, [:flush])

    case :unicode.characters_to_list(bytes) do
      text when is_list(text) -> text
      _ -> :erlang.binary_to_list(bytes)
    end
  end

  defp command_bytes(command, options) do
    text = if is_atom(command), do: :erlang.atom_to_list(command), else: command

    with true <- is_list(text),
         bytes when is_binary(bytes) <- :unicode.characters_to_binary(text),
         :nomatch <- :binary.match(bytes, <<0>>) do
      bytes
    else
      _ -> bad_command(command, options)
    end
  catch
    :error, _reason -> bad_command(command, options)
  end

  defp bad_command(command, options) do
    faults = :argument_faults.info(["not a list of characters"])
    arguments = if options == %{}, do: [command], else: [command, options]
    :erlang.error(:badarg, arguments, faults)
  end

  defp limit(_command, options) when options == %{}, do: :infinity

  defp limit(_command, %{max_size: bytes} = options)
       when is_integer(bytes) and bytes >= 0 and map_size(options) == 1,
       do: bytes

  defp limit(command, options) do
    faults = if is_map(options), do: "invalid options", else: "not a map"
    :erlang.error(:badarg, [command, options], :argument_faults.info([nil, faults]))
  end

  defp output(port, monitor, parts, limit) do
    receive do
      {^port, {:data, bytes}} when is_integer(limit) and byte_size(bytes) >= limit ->
        close(port, monitor)
        whole([:erlang.binary_part(bytes, 0, limit) | parts])

      {^port, {:data, bytes}} when is_integer(limit) ->
        output(port, monitor, [bytes | parts], limit - byte_size(bytes))

      {^port, {:data, bytes}} ->
        output(port, monitor, [bytes | parts], limit)

      {^port, :eof} ->
        close(port, monitor)
        whole(parts)

      {:DOWN, ^monitor, :port, _port, _reason} ->
        whole(parts)
    end
  end

  defp whole(parts), do: :erlang.iolist_to_binary(:lists.reverse(parts))

  # What comes between the wish to close it and its end is dropped.
  defp close(port, monitor) do
    :erlang.exit(port, :kill)

    receive do
      {:DOWN, ^monitor, :port, _port, _reason} -> drop(port)
    end
  end

  defp drop(port) do
    receive do
      {^port, _} -> drop(port)
    after
      0 -> :ok
    end
  end
end
