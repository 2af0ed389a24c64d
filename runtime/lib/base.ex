defmodule Base do
  @moduledoc """
  Bytes as text and back: base 16, 32 and 64 of RFC 4648, with the "hex" alphabet of base 32 and
  the one of base 64 that is safe in URLs and file names.

  A digit stands for 4, 5 or 6 bits. Text is written in groups of 8 (base 32) or 4 (base 64)
  digits; the last group is filled with `=` unless `padding: false` is given.
  """

  @upper16 "0123456789ABCDEF"
  @lower16 "0123456789abcdef"
  @upper32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  @lower32 "abcdefghijklmnopqrstuvwxyz234567"
  @upper_hex32 "0123456789ABCDEFGHIJKLMNOPQRSTUV"
  @lower_hex32 "0123456789abcdefghijklmnopqrstuv"
  @plain64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  @url64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  @group_digits32 8
  @group_digits64 4

  @doc """
  The bytes as base 16 text; `:case` is `:upper` (default) or `:lower`.

      Base.encode16("foobar")               # => "666F6F626172"
      Base.encode16("foobar", case: :lower)  # => "666f6f626172"
  """
  @spec encode16(binary, keyword) :: binary
  def encode16(data, opts \\ []) when is_binary(data) do
    case Keyword.get(opts, :case, :upper) do
      :upper -> encode_digits(data, 4, @upper16)
      :lower -> encode_digits(data, 4, @lower16)
    end
  end

  @doc """
  The bytes of a base 16 text as `{:ok, bytes}`, or `:error`; `:case` is `:upper` (default),
  `:lower` or `:mixed`.

      Base.decode16("666F6F626172")  # => {:ok, "foobar"}
  """
  @spec decode16(binary, keyword) :: {:ok, binary} | :error
  def decode16(string, opts \\ []) do
    {:ok, decode16!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc """
  Like `decode16/2`, but gives the bytes themselves and raises `ArgumentError` for bad text.

      Base.decode16!("666f6f626172", case: :mixed)  # => "foobar"
  """
  @spec decode16!(binary, keyword) :: binary
  def decode16!(string, opts \\ [])

  def decode16!(string, opts) when is_binary(string) and rem(byte_size(string), 2) == 0 do
    case Keyword.get(opts, :case, :upper) do
      :upper -> decode_digits(string, 4, :upper16)
      :lower -> decode_digits(string, 4, :lower16)
      :mixed -> decode_digits(string, 4, :mixed16)
    end
  end

  def decode16!(string, _opts) when is_binary(string) do
    raise ArgumentError,
          "string given to decode has wrong length. An even number of bytes was expected, " <>
            "got: #{byte_size(string)}. Double check your string for unwanted characters " <>
            "or pad it accordingly"
  end

  @doc """
  The bytes as base 64 text; `padding: false` leaves out the `=` at the end.

      Base.encode64("foob")                  # => "Zm9vYg=="
      Base.encode64("foob", padding: false)   # => "Zm9vYg"
  """
  @spec encode64(binary, keyword) :: binary
  def encode64(data, opts \\ []) when is_binary(data) do
    pad? = Keyword.get(opts, :padding, true)
    data |> encode_digits(6, @plain64) |> maybe_pad(pad?, @group_digits64)
  end

  @doc """
  The bytes of a base 64 text as `{:ok, bytes}`, or `:error`.

  `ignore: :whitespace` skips blanks and line ends; `padding: false` accepts text without `=`.

      Base.decode64("Zm9vYg==")  # => {:ok, "foob"}
  """
  @spec decode64(binary, keyword) :: {:ok, binary} | :error
  def decode64(string, opts \\ []) when is_binary(string) do
    {:ok, decode64!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc """
  Like `decode64/2`, but gives the bytes themselves and raises `ArgumentError` for bad text.

      Base.decode64!("Zm9v\\nYg==", ignore: :whitespace)  # => "foob"
  """
  @spec decode64!(binary, keyword) :: binary
  def decode64!(string, opts \\ []) when is_binary(string) do
    pad? = Keyword.get(opts, :padding, true)
    string |> remove_ignored(opts[:ignore]) |> decode_groups(6, :plain64, pad?)
  end

  @doc """
  Like `encode64/2`, with `-` and `_` in the place of `+` and `/`.

      Base.url_encode64(<<255, 127, 254, 252>>)  # => "_3_-_A=="
  """
  @spec url_encode64(binary, keyword) :: binary
  def url_encode64(data, opts \\ []) when is_binary(data) do
    pad? = Keyword.get(opts, :padding, true)
    data |> encode_digits(6, @url64) |> maybe_pad(pad?, @group_digits64)
  end

  @doc """
  Like `decode64/2`, for text with `-` and `_` in the place of `+` and `/`.

      Base.url_decode64("_3_-_A==")  # => {:ok, <<255, 127, 254, 252>>}
  """
  @spec url_decode64(binary, keyword) :: {:ok, binary} | :error
  def url_decode64(string, opts \\ []) when is_binary(string) do
    {:ok, url_decode64!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc """
  Like `url_decode64/2`, but gives the bytes themselves and raises `ArgumentError` for bad text.

      Base.url_decode64!("_3_-_A==")  # => <<255, 127, 254, 252>>
  """
  @spec url_decode64!(binary, keyword) :: binary
  def url_decode64!(string, opts \\ []) when is_binary(string) do
    pad? = Keyword.get(opts, :padding, true)
    string |> remove_ignored(opts[:ignore]) |> decode_groups(6, :url64, pad?)
  end

  @doc """
  The bytes as base 32 text; options `:case` (`:upper` or `:lower`) and `:padding`.

      Base.encode32("foobar")  # => "MZXW6YTBOI======"
  """
  @spec encode32(binary, keyword) :: binary
  def encode32(data, opts \\ []) when is_binary(data) do
    alphabet =
      case Keyword.get(opts, :case, :upper) do
        :upper -> @upper32
        :lower -> @lower32
      end

    pad? = Keyword.get(opts, :padding, true)
    data |> encode_digits(5, alphabet) |> maybe_pad(pad?, @group_digits32)
  end

  @doc """
  The bytes of a base 32 text as `{:ok, bytes}`, or `:error`; options `:case` (`:upper`, `:lower`
  or `:mixed`) and `:padding`.

      Base.decode32("MZXW6YTBOI======")  # => {:ok, "foobar"}
  """
  @spec decode32(binary, keyword) :: {:ok, binary} | :error
  def decode32(string, opts \\ []) do
    {:ok, decode32!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc """
  Like `decode32/2`, but gives the bytes themselves and raises `ArgumentError` for bad text.

      Base.decode32!("mzxw6ytboi", case: :lower, padding: false)  # => "foobar"
  """
  @spec decode32!(binary, keyword) :: binary
  def decode32!(string, opts \\ []) when is_binary(string) do
    pad? = Keyword.get(opts, :padding, true)

    case Keyword.get(opts, :case, :upper) do
      :upper -> decode_groups(string, 5, :upper32, pad?)
      :lower -> decode_groups(string, 5, :lower32, pad?)
      :mixed -> decode_groups(string, 5, :mixed32, pad?)
    end
  end

  @doc """
  Like `encode32/2`, with the digits `0` to `9` and `A` to `V`, which sort as the bytes do.

      Base.hex_encode32("foobar")  # => "CPNMUOJ1E8======"
  """
  @spec hex_encode32(binary, keyword) :: binary
  def hex_encode32(data, opts \\ []) when is_binary(data) do
    alphabet =
      case Keyword.get(opts, :case, :upper) do
        :upper -> @upper_hex32
        :lower -> @lower_hex32
      end

    pad? = Keyword.get(opts, :padding, true)
    data |> encode_digits(5, alphabet) |> maybe_pad(pad?, @group_digits32)
  end

  @doc """
  Like `decode32/2`, for text with the digits `0` to `9` and `A` to `V`.

      Base.hex_decode32("CPNMUOJ1E8======")  # => {:ok, "foobar"}
  """
  @spec hex_decode32(binary, keyword) :: {:ok, binary} | :error
  def hex_decode32(string, opts \\ []) do
    {:ok, hex_decode32!(string, opts)}
  rescue
    ArgumentError -> :error
  end

  @doc """
  Like `hex_decode32/2`, but gives the bytes themselves and raises `ArgumentError` for bad text.

      Base.hex_decode32!("CPNMUOJ1E8======")  # => "foobar"
  """
  @spec hex_decode32!(binary, keyword) :: binary
  def hex_decode32!(string, opts \\ []) when is_binary(string) do
    pad? = Keyword.get(opts, :padding, true)

    case Keyword.get(opts, :case, :upper) do
      :upper -> decode_groups(string, 5, :upper_hex32, pad?)
      :lower -> decode_groups(string, 5, :lower_hex32, pad?)
      :mixed -> decode_groups(string, 5, :mixed_hex32, pad?)
    end
  end

  # Writing: the bytes, with zero bits added up to a whole digit, taken `bits` at a time.

  defp encode_digits(data, bits, alphabet) do
    missing = rem(bits - rem(bit_size(data), bits), bits)
    padded = <<data::binary, 0::size(missing)>>
    for <<digit::size(bits) <- padded>>, into: "", do: <<:binary.at(alphabet, digit)>>
  end

  defp maybe_pad(text, _pad?, group_digits) when rem(byte_size(text), group_digits) == 0,
    do: text

  defp maybe_pad(text, false, _group_digits), do: text

  defp maybe_pad(text, true, group_digits),
    do: text <> :binary.copy("=", group_digits - rem(byte_size(text), group_digits))

  # Reading: what is before the last (at most) eight characters must be digits only; the rest
  # must first have the shape of a last group, then digits.

  defp remove_ignored(string, nil), do: string

  defp remove_ignored(string, :whitespace) do
    for <<char <- string>>, char not in '\s\t\r\n', into: "", do: <<char>>
  end

  defp decode_groups("", _bits, _alphabet, _pad?), do: ""

  defp decode_groups(string, bits, alphabet, pad?) do
    main_size = div(byte_size(string) - 1, 8) * 8
    <<main::binary-size(main_size), last::binary>> = string
    bytes = decode_digits(main, bits, alphabet)
    bytes <> decode_digits(last_digits(last, bits, pad?), bits, alphabet)
  end

  # The last characters without their padding. What stands between digits and end is then found
  # to be no digit by decode_digits/3.
  defp last_digits(last, bits, pad?) do
    group_digits = if bits == 5, do: @group_digits32, else: @group_digits64

    if rem(byte_size(last), group_digits) == 0 do
      :erlang.binary_part(last, 0, byte_size(last) - padding_size(last, bits))
    else
      digits = rem(byte_size(last), group_digits)

      if pad? != false or not last_digits?(digits, bits),
        do: raise(ArgumentError, "incorrect padding"),
        else: last
    end
  end

  defp padding_size(last, 6), do: padding_size(last, ["==", "="], 0)
  defp padding_size(last, 5), do: padding_size(last, ["======", "====", "===", "="], 0)

  defp padding_size(_last, [], size), do: size

  defp padding_size(last, [padding | paddings], size) do
    start = byte_size(last) - byte_size(padding)

    if :erlang.binary_part(last, start, byte_size(padding)) == padding,
      do: byte_size(padding),
      else: padding_size(last, paddings, size)
  end

  # How many digits can end a text: as many as whole bytes need.
  defp last_digits?(digits, 6), do: digits in [2, 3]
  defp last_digits?(digits, 5), do: digits in [2, 4, 5, 7]

  # The bits that go beyond whole bytes belong to no byte and are dropped.
  defp decode_digits(text, bits, alphabet) do
    decoded = for <<char <- text>>, into: <<>>, do: <<digit(alphabet, char)::size(bits)>>
    whole = div(bit_size(decoded), 8)
    <<bytes::binary-size(whole), _::bitstring>> = decoded
    bytes
  end

  defp digit(:plain64, char) when char in ?A..?Z, do: char - ?A
  defp digit(:plain64, char) when char in ?a..?z, do: char - ?a + 26
  defp digit(:plain64, char) when char in ?0..?9, do: char - ?0 + 52
  defp digit(:plain64, ?+), do: 62
  defp digit(:plain64, ?/), do: 63
  defp digit(:url64, ?-), do: 62
  defp digit(:url64, ?_), do: 63
  defp digit(:url64, char) when char not in [?+, ?/], do: digit(:plain64, char)

  defp digit(hex, char) when hex in [:upper16, :lower16, :mixed16] and char in ?0..?9,
    do: char - ?0

  defp digit(hex, char) when hex in [:upper16, :mixed16] and char in ?A..?F, do: char - ?A + 10
  defp digit(hex, char) when hex in [:lower16, :mixed16] and char in ?a..?f, do: char - ?a + 10

  defp digit(alphabet, char) when alphabet in [:upper32, :mixed32] and char in ?A..?Z,
    do: char - ?A

  defp digit(alphabet, char) when alphabet in [:lower32, :mixed32] and char in ?a..?z,
    do: char - ?a

  defp digit(alphabet, char)
       when alphabet in [:upper32, :lower32, :mixed32] and char in ?2..?7,
       do: char - ?2 + 26

  defp digit(hex, char) when hex in [:upper_hex32, :mixed_hex32] and char in ?A..?V,
    do: char - ?A + 10

  defp digit(hex, char) when hex in [:lower_hex32, :mixed_hex32] and char in ?a..?v,
    do: char - ?a + 10

  defp digit(hex, char)
       when hex in [:upper_hex32, :lower_hex32, :mixed_hex32] and char in ?0..?9,
       do: char - ?0

  defp digit(_alphabet, char) do
    text = inspect(<<char>>, binaries: :as_strings)
    raise ArgumentError, "non-alphabet character found: #{text} (byte #{char})"
  end
end
