defmodule IO.Request do
  @moduledoc false
  # Both sides of the I/O protocol.
  #
  # A client sends `{:io_request, from, reply_as, request}` to a device, which answers
  # `{:io_reply, reply_as, reply}`. This module sends requests, and understands them for devices:
  # it tells output from input, encodes what is written, and cuts what is asked for off the bytes
  # that a device has read already.

  @type encoding :: :unicode | :latin1

  # The client

  @doc """
  Sends a request to a device and waits for the reply; `{:error, :terminated}` if the device dies.
  """
  def request(device, request) when is_pid(device) do
    reference = :erlang.monitor(:process, device)
    send(device, {:io_request, self(), reference, request})

    receive do
      {:io_reply, ^reference, reply} ->
        :erlang.demonitor(reference, [:flush])
        reply

      {:DOWN, ^reference, :process, _pid, _reason} ->
        {:error, :terminated}
    end
  end

  # What a request is

  @doc """
  Output as `{:output, encoding, chars}`, input as `{:input, want}`, several requests as
  `{:requests, list}`; anything else as `:other`. What cannot be made into text is `:error`.

  `want` is `{:line, encoding, prompt}`, `{:chars, encoding, prompt, count}` or
  `{:until, encoding, prompt, module, function, args}`.
  """
  def classify(request)

  def classify({:put_chars, chars}), do: {:output, :latin1, chars}
  def classify({:put_chars, encoding, chars}), do: {:output, encoding, chars}

  def classify({:put_chars, encoding, module, function, args}) do
    {:output, encoding, apply(module, function, args)}
  catch
    _, _ -> :error
  end

  def classify({:put_chars, module, function, args}),
    do: classify({:put_chars, :latin1, module, function, args})

  def classify({:get_line, prompt}), do: {:input, {:line, :latin1, prompt}}
  def classify({:get_line, encoding, prompt}), do: {:input, {:line, encoding, prompt}}

  def classify({:get_chars, prompt, count}) when is_integer(count),
    do: classify({:get_chars, :latin1, prompt, count})

  def classify({:get_chars, encoding, prompt, count}) when is_integer(count) and count >= 0,
    do: {:input, {:chars, encoding, prompt, count}}

  def classify({:get_until, encoding, prompt, module, function, args}),
    do: {:input, {:until, encoding, prompt, module, function, args}}

  def classify({:get_until, prompt, module, function, args}),
    do: {:input, {:until, :latin1, prompt, module, function, args}}

  def classify({:requests, list}) when is_list(list), do: {:requests, list}
  def classify(_request), do: :other

  # Encoding

  @doc """
  Characters as bytes in an encoding: `{:ok, bytes}`, or `{:error, reason}`. Binaries among them
  are in the encoding `from`.
  """
  def encode(chars, from, to) when from in [:latin1, :unicode] do
    case :unicode.characters_to_binary(chars, from, to) do
      bytes when is_binary(bytes) -> {:ok, bytes}
      {:error, _, _} -> {:error, {:no_translation, from, to}}
      {:incomplete, _, _} -> {:error, {:no_translation, from, to}}
    end
  rescue
    _ -> {:error, :put_chars}
  end

  def encode(_chars, _from, _to), do: {:error, :put_chars}

  @doc """
  Bytes that were read, as a client wants them: in its encoding, as a binary or a list.
  """
  def decode(bytes, from, to, :binary), do: decode_binary(bytes, from, to)

  def decode(bytes, from, to, :list) do
    with text when is_binary(text) <- decode_binary(bytes, from, to),
         do: if(to == :latin1, do: :erlang.binary_to_list(text), else: String.to_charlist(text))
  end

  defp decode_binary(bytes, same, same), do: bytes

  defp decode_binary(bytes, from, to) do
    case :unicode.characters_to_binary(bytes, from, to) do
      text when is_binary(text) -> text
      _ -> {:error, {:no_translation, from, to}}
    end
  end

  # Input. `buffer` are bytes read ahead, in the device's encoding `from`; `eof?` says whether no
  # more may come. The result is {:done, reply, rest}, or {:more, want} if there is too little.

  @doc false
  def take({:line, to, _prompt} = want, buffer, eof?, from, mode) do
    case :binary.match(buffer, "\n") do
      {start, 1} ->
        <<line::binary-size(start), ?\n, rest::binary>> = buffer
        {:done, decode(line <> "\n", from, to, mode), rest}

      :nomatch ->
        ended(want, buffer, eof?, from, to, mode)
    end
  end

  def take({:chars, to, _prompt, count} = want, buffer, eof?, from, mode) do
    case split_chars(buffer, count, from) do
      {:ok, chars, rest} -> {:done, decode(chars, from, to, mode), rest}
      :short -> ended(want, buffer, eof?, from, to, mode)
      :error -> {:done, {:error, :get_chars}, buffer}
    end
  end

  def take({:until, _to, _prompt, _module, _function, _args} = want, buffer, eof?, from, mode),
    do: until(want, [], buffer, eof?, from, mode)

  def take({:until_more, want, continuation}, buffer, eof?, from, mode),
    do: until(want, continuation, buffer, eof?, from, mode)

  defp ended(want, _buffer, false, _from, _to, _mode), do: {:more, want}
  defp ended(_want, "", true, _from, _to, _mode), do: {:done, :eof, ""}
  defp ended(_want, buffer, true, from, to, mode), do: {:done, decode(buffer, from, to, mode), ""}

  @doc """
  The first `count` characters of bytes in an encoding: `{:ok, chars, rest}`, or `:short` if there
  are not as many, or `:error`.
  """
  def split_chars(bytes, count, :latin1) when byte_size(bytes) >= count do
    <<chars::binary-size(count), rest::binary>> = bytes
    {:ok, chars, rest}
  end

  def split_chars(_bytes, _count, :latin1), do: :short
  def split_chars(bytes, count, :unicode), do: split_utf8(bytes, bytes, count, 0)

  defp split_utf8(_rest, bytes, 0, size) do
    <<chars::binary-size(size), rest::binary>> = bytes
    {:ok, chars, rest}
  end

  defp split_utf8(<<char::utf8, rest::binary>>, bytes, count, size),
    do: split_utf8(rest, bytes, count - 1, size + byte_size(<<char::utf8>>))

  defp split_utf8(rest, _bytes, _count, _size) when byte_size(rest) < 4 do
    case :unicode.characters_to_binary(rest) do
      {:error, _, _} -> :error
      _ -> :short
    end
  end

  defp split_utf8(_rest, _bytes, _count, _size), do: :error

  # The function decides when it has enough: it gets characters, and says what it leaves.
  defp until(want, continuation, "", false, _from, _mode),
    do: {:more, {:until_more, want, continuation}}

  defp until(want, continuation, buffer, eof?, from, mode) do
    {:until, encoding, _prompt, module, function, args} = want
    data = if buffer == "", do: :eof, else: decode(buffer, from, :unicode, :list)

    case apply(module, function, [continuation, data | args]) do
      {:done, result, rest} ->
        {:done, until_result(result, encoding, mode), until_rest(rest, from)}

      {:more, continuation} ->
        until(want, continuation, "", eof?, from, mode)

      _ ->
        {:done, {:error, function}, buffer}
    end
  catch
    _, _ -> {:done, {:error, elem(want, 4)}, buffer}
  end

  defp until_result(result, encoding, :binary) when is_list(result) do
    case encode(result, :unicode, encoding) do
      {:ok, text} -> text
      {:error, _} -> result
    end
  end

  defp until_result(result, _encoding, _mode), do: result

  defp until_rest(:eof, _from), do: ""

  defp until_rest(rest, from) do
    {:ok, bytes} = encode(rest, :unicode, from)
    bytes
  end
end
