defmodule :base64 do
  @moduledoc """
  Erlang's Base 64: `:base64.encode("abc")` is `"YWJj"`. What is decoded may be broken by white
  space.
  """

  @doc "Bytes as text, a binary."
  @spec encode(binary | [byte]) :: binary
  def encode(bytes) when is_binary(bytes), do: Base.encode64(bytes)
  def encode(bytes) when is_list(bytes), do: Base.encode64(:erlang.list_to_binary(bytes))

  @doc "Bytes as text, a charlist."
  @spec encode_to_string(binary | [byte]) :: charlist
  def encode_to_string(bytes), do: :erlang.binary_to_list(encode(bytes))

  @doc "The bytes of a text. Anything but the alphabet and white space is an error."
  @spec decode(binary | charlist) :: binary
  def decode(text) when is_list(text), do: decode(:erlang.list_to_binary(text))

  def decode(text) when is_binary(text) do
    case Base.decode64(text, ignore: :whitespace) do
      {:ok, bytes} -> bytes
      :error -> :erlang.error(:function_clause, [text])
    end
  end

  @doc "The bytes of a text, as a list."
  @spec decode_to_string(binary | charlist) :: [byte]
  def decode_to_string(text), do: :erlang.binary_to_list(decode(text))

  @doc "The bytes of a text in which characters that do not belong there are skipped."
  @spec mime_decode(binary | charlist) :: binary
  def mime_decode(text) when is_list(text), do: mime_decode(:erlang.list_to_binary(text))

  def mime_decode(text) when is_binary(text) do
    kept = for <<char <- text>>, alphabet?(char), into: "", do: <<char>>
    padding = rem(4 - rem(byte_size(kept), 4), 4)
    decode(kept <> :binary.copy("=", padding))
  end

  @doc "The same as a list."
  @spec mime_decode_to_string(binary | charlist) :: [byte]
  def mime_decode_to_string(text), do: :erlang.binary_to_list(mime_decode(text))

  defp alphabet?(char) do
    char in ?A..?Z or char in ?a..?z or char in ?0..?9 or char in [?+, ?/]
  end
end
