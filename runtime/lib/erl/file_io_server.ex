defmodule :file_io_server do
  @moduledoc false
  # The process behind an open file: a device of the I/O protocol on top of a raw file.
  #
  # It reads more than it is asked for. What was read and not asked for yet is in `buffer`, so the
  # file stands that much further than its user believes; before anything but reading it is put
  # back. It ends when its owner does, or after a request that failed halfway.
  #
  # state: `file` the raw file; `name`; `owner` the monitor of the owner; `mode` :binary or :list;
  # `encoding` :latin1, :unicode or one of UTF-16 and UTF-32; `buffer` bytes of the file, for the
  # latter encodings decoded to UTF-8, with `undecoded` behind it.

  @block_bytes 8192

  def start(owner, name, modes) do
    reference = make_ref()

    {pid, monitor} =
      spawn_monitor(:file_io_server, :init, [self(), reference, owner, name, modes])

    receive do
      {^reference, result} ->
        :erlang.demonitor(monitor, [:flush])
        result

      {:DOWN, ^monitor, :process, ^pid, reason} ->
        {:error, reason}
    end
  end

  def init(starter, reference, owner, name, modes) do
    with {:ok, encoding} <- encoding(modes),
         {:ok, file} <- :respawn_file.open(name, native_modes(modes)) do
      send(starter, {reference, {:ok, self()}})

      loop(%{
        file: file,
        name: name,
        owner: :erlang.monitor(:process, owner),
        mode: if(:lists.member(:binary, modes), do: :binary, else: :list),
        encoding: encoding,
        buffer: "",
        undecoded: ""
      })
    else
      error -> send(starter, {reference, error})
    end
  end

  defp encoding(modes) do
    case :lists.keyfind(:encoding, 1, modes) do
      false -> {:ok, :latin1}
      {:encoding, encoding} -> canonical(encoding)
    end
  end

  defp canonical(encoding) when encoding in [:utf8, :unicode], do: {:ok, :unicode}
  defp canonical(:latin1), do: {:ok, :latin1}
  defp canonical(encoding) when encoding in [:utf16, :utf32], do: {:ok, {encoding, :big}}

  defp canonical({encoding, order} = both)
       when encoding in [:utf16, :utf32] and order in [:big, :little],
       do: {:ok, both}

  defp canonical(_encoding), do: {:error, :badarg}

  # Reading ahead is the server's own affair, and what it writes is written at once.
  defp native_modes(modes) do
    for mode <- modes, mode in [:read, :write, :append, :exclusive, :sync, :directory], do: mode
  end

  def loop(%{owner: owner} = state) do
    receive do
      {:io_request, from, reply_as, request} ->
        answer(:io_reply, from, reply_as, io_request(request, state))

      {:file_request, from, reply_as, request} ->
        answer(:file_reply, from, reply_as, file_request(request, state))

      {:DOWN, ^owner, :process, _pid, reason} ->
        exit(reason)

      _ ->
        loop(state)
    end
  end

  defp answer(kind, from, reply_as, {:reply, reply, state}) do
    send(from, {kind, reply_as, reply})
    loop(state)
  end

  defp answer(kind, from, reply_as, {:stop, reason, reply}) do
    send(from, {kind, reply_as, reply})
    exit(reason)
  end

  # Requests of :file

  defp file_request(:close, state), do: {:stop, :normal, :respawn_file.close(state.file)}
  defp file_request(:name, state), do: {:reply, state.name, state}

  defp file_request({:position, at}, state) do
    case place(at, state) do
      {from, offset} ->
        result = :respawn_file.position(state.file, from, offset)
        {:reply, result, if(match?({:ok, _}, result), do: without_buffer(state), else: state)}

      error ->
        {:reply, {:error, error}, state}
    end
  end

  defp file_request({:pread, at, count}, state) do
    with_place(at, state, fn at, state ->
      case :respawn_file.read_at(state.file, at, count) do
        {:ok, bytes} when state.mode == :list -> {:ok, :erlang.binary_to_list(bytes)}
        other -> other
      end
    end)
  end

  defp file_request({:pwrite, at, bytes}, state) do
    with_place(at, put_back(state), fn at, state ->
      :respawn_file.write_at(state.file, at, bytes)
    end)
  end

  defp file_request(:truncate, state) do
    state = put_back(state)
    reply_or_stop(:respawn_file.truncate(state.file), state)
  end

  defp file_request(:sync, state), do: {:reply, :respawn_file.sync(state.file), state}
  defp file_request(_request, state), do: {:reply, {:error, :request}, state}

  # Where the user believes the file to be is as many bytes before as there are in the buffer.
  defp place(at, state) do
    case :file.place(at) do
      {:cur, offset} -> {:cur, offset - byte_size(state.buffer)}
      other -> other
    end
  end

  defp with_place(at, state, fun) do
    case :file.place(at) do
      {:bof, at} when at >= 0 ->
        reply_or_stop(fun.(at, state), state)

      {:bof, _at} ->
        {:reply, {:error, :einval}, state}

      :badarg ->
        {:reply, {:error, :badarg}, state}

      _relative ->
        case file_request({:position, at}, state) do
          {:reply, {:ok, at}, state} -> reply_or_stop(fun.(at, state), state)
          other -> other
        end
    end
  end

  defp reply_or_stop({:error, reason} = error, _state) when reason in [:ebadf, :eio],
    do: {:stop, reason, error}

  defp reply_or_stop(reply, state), do: {:reply, reply, state}

  defp without_buffer(state), do: %{state | buffer: "", undecoded: ""}

  defp put_back(%{buffer: "", undecoded: ""} = state), do: state

  defp put_back(state) do
    ahead = byte_size(state.buffer) + byte_size(state.undecoded)
    :respawn_file.position(state.file, :cur, -ahead)
    without_buffer(state)
  end

  # Requests of the I/O protocol

  defp io_request(request, state) do
    case IO.Request.classify(request) do
      {:output, encoding, chars} -> write(encoding, chars, put_back(state))
      {:input, want} -> read(want, state)
      {:requests, requests} -> io_requests(requests, {:reply, :ok, state})
      :error -> {:reply, {:error, request}, state}
      :other -> other_request(request, state)
    end
  end

  # Answered as the last of them, or the first that fails.
  defp io_requests([request | requests], {:reply, reply, state})
       when not is_tuple(reply) or elem(reply, 0) != :error,
       do: io_requests(requests, io_request(request, state))

  defp io_requests(_requests, result), do: result

  defp other_request(:getopts, state),
    do: {:reply, [binary: state.mode == :binary, encoding: state.encoding], state}

  defp other_request({:setopts, options}, state) when is_list(options) do
    case set_options(options, state) do
      :error -> {:reply, {:error, :enotsup}, state}
      state -> {:reply, :ok, state}
    end
  end

  defp other_request({:get_geometry, _what}, state), do: {:reply, {:error, :enotsup}, state}
  defp other_request(request, state), do: {:reply, {:error, {:request, request}}, state}

  defp set_options([:binary | rest], state), do: set_options(rest, %{state | mode: :binary})
  defp set_options([:list | rest], state), do: set_options(rest, %{state | mode: :list})
  defp set_options([{:binary, true} | rest], state), do: set_options([:binary | rest], state)
  defp set_options([{:binary, false} | rest], state), do: set_options([:list | rest], state)

  defp set_options([{:encoding, encoding} | rest], state) do
    case canonical(encoding) do
      {:ok, encoding} -> set_options(rest, %{put_back(state) | encoding: encoding})
      _ -> :error
    end
  end

  defp set_options([], state), do: state
  defp set_options(_options, _state), do: :error

  defp write(from, chars, state) do
    case encode(chars, from, state.encoding) do
      {:ok, bytes} ->
        case :respawn_file.write(state.file, bytes) do
          :ok -> {:reply, :ok, state}
          {:error, reason} = error -> {:stop, reason, error}
        end

      {:error, reason} = error ->
        {:stop, reason, error}
    end
  end

  defp encode(chars, from, to) when to in [:latin1, :unicode],
    do: IO.Request.encode(chars, from, to)

  defp encode(chars, from, to) do
    case :unicode.characters_to_binary(chars, from, to) do
      bytes when is_binary(bytes) -> {:ok, bytes}
      _ -> {:error, {:no_translation, from, to}}
    end
  end

  defp read(want, state) do
    case IO.Request.take(want, state.buffer, false, decoded(state), state.mode) do
      {:done, reply, buffer} -> read_reply(reply, want, %{state | buffer: buffer})
      {:more, want} -> read_on(want, state)
    end
  end

  defp read_on(want, state) do
    buffer = if elem(want, 0) == :until_more, do: "", else: state.buffer

    case :respawn_file.read(state.file, @block_bytes) do
      {:ok, bytes} ->
        case decode(state.undecoded <> bytes, state.encoding) do
          {:ok, text, undecoded} ->
            read(want, %{state | buffer: buffer <> text, undecoded: undecoded})

          :error ->
            {:stop, :invalid_unicode, {:error, :invalid_unicode}}
        end

      :eof ->
        {:done, reply, buffer} = IO.Request.take(want, buffer, true, decoded(state), state.mode)
        read_reply(reply, want, %{state | buffer: buffer})

      {:error, reason} = error ->
        {:stop, reason, error}
    end
  end

  # A character that is broken ends the device: nobody knows where the next one begins.
  defp read_reply({:error, :get_chars}, {:chars, _, _, _}, _state),
    do: {:stop, :invalid_unicode, {:error, :invalid_unicode}}

  defp read_reply({:error, {:no_translation, _, _} = reason} = error, _want, _state),
    do: {:stop, reason, error}

  defp read_reply(line, {:line, to, _prompt}, %{encoding: :unicode} = state)
       when is_binary(line) and to == :unicode do
    if String.valid?(line) do
      {:reply, with_plain_end(line), state}
    else
      reason = {:no_translation, :unicode, :unicode}
      {:stop, reason, {:error, reason}}
    end
  end

  defp read_reply(line, {:line, _to, _prompt}, state), do: {:reply, with_plain_end(line), state}
  defp read_reply(reply, _want, state), do: {:reply, reply, state}

  # A line ends in a newline alone.
  defp with_plain_end(line) when is_binary(line) and byte_size(line) > 1 do
    size = byte_size(line) - 2

    case line do
      <<text::binary-size(size), "\r\n">> -> text <> "\n"
      _ -> line
    end
  end

  defp with_plain_end([?\r, ?\n]), do: [?\n]
  defp with_plain_end([char | line]), do: [char | with_plain_end(line)]
  defp with_plain_end(line), do: line

  # What the buffer is in.
  defp decoded(%{encoding: :latin1}), do: :latin1
  defp decoded(_state), do: :unicode

  defp decode(bytes, encoding) when encoding in [:latin1, :unicode], do: {:ok, bytes, ""}

  defp decode(bytes, encoding) do
    case :unicode.characters_to_binary(bytes, encoding, :unicode) do
      text when is_binary(text) -> {:ok, text, ""}
      {:incomplete, text, rest} -> {:ok, text, rest}
      {:error, _, _} -> :error
    end
  end
end
