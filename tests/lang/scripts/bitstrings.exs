# Bitstrings: construction and matching with all types and sizes.
IO.inspect(<<1, 2, 3>>)
IO.inspect(<<256, -1, 257>>)
IO.inspect(<<1::16, 2::little-16, -3::signed-8>>)
IO.inspect(<<1.5::float, 1.5::float-32, 2::float-64>>)
IO.inspect(<<1.0::16-float>>)
IO.inspect(<<"abc"::binary, "é"::utf8, ?é::utf16, ?é::utf16-little, ?é::utf32>>)
IO.inspect(<<1::1, 0::1, 1::1>>)
IO.inspect(<<5::3, 1::5>>)
x = 12
IO.inspect(<<7::size(x)>>)
IO.inspect(<<7::size(x)-unit(2)>>)
text = "hello"
IO.inspect(<<text::binary-size(3)>>)
IO.inspect(<<(<<1, 2>>)::bits, 3>>)
IO.inspect("a" <> "b" <> <<99>>)

<<a, b::16, rest::binary>> = <<1, 2, 3, 4, 5>>
IO.inspect({a, b, rest})
<<s::signed, u::unsigned>> = <<255, 255>>
IO.inspect({s, u})
<<l::little-32>> = <<1, 0, 0, 0>>
IO.inspect(l)
<<n::native-16>> = <<1, 0>>
IO.inspect(n)
<<f::float, g::float-32>> = <<63, 248, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0>>
IO.inspect({f, g})
<<h::float-16>> = <<60, 0>>
IO.inspect(h)
<<len, body::binary-size(len), tail::bits>> = <<3, "abcdef">>
IO.inspect({len, body, tail})
<<c::utf8, more::binary>> = "éa"
IO.inspect({c, more})
<<c16::utf16, _::bits>> = <<0, 233>>
IO.inspect(c16)
<<one::1, seven::7>> = <<200>>
IO.inspect({one, seven})
<<_::4, nibble::4>> = <<0xAB>>
IO.inspect(nibble)
"prefix-" <> suffix = "prefix-value"
IO.inspect(suffix)
size = 2
<<first::binary-size(size), _::binary>> = "abcd"
IO.inspect(first)
<<m::size(size)-unit(8), _::bits>> = <<1, 2, 3>>
IO.inspect(m)
<<k::size(size * 8), _::bits>> = <<1, 2, 3>>
IO.inspect(k)

classify = fn
  <<>> -> :empty
  <<0, _::binary>> -> :zero
  <<"GET ", path::binary>> -> {:get, path}
  <<x::8>> -> {:byte, x}
  <<_::16>> -> :two
  bin when is_binary(bin) -> {:binary, byte_size(bin)}
  bits when is_bitstring(bits) -> {:bits, bit_size(bits)}
  _ -> :other
end

IO.inspect(Enum.map([<<>>, <<0, 1>>, "GET /a", <<5>>, <<1, 2>>, "abc", <<1::3>>, :a], classify))
IO.inspect(match?(<<_::binary-size(3)>>, "abc"))
IO.inspect(match?(<<_::utf8>>, <<255>>))
IO.inspect(<<1, 2>> == <<1::8, 2::8>>)
IO.inspect(byte_size(<<1::9>>))
IO.inspect({bit_size(<<1::9>>), is_binary(<<1::9>>), is_bitstring(<<1::9>>)})
IO.inspect(<<0xDEADBEEF::32>> |> Base.encode16())
IO.inspect(for <<b::2 <- <<0b11100100>> >>, do: b)
IO.inspect(:binary.decode_unsigned(<<1, 0>>))
IO.inspect(<<1::size(0)>>)
IO.inspect(<<2 ** 70::128>>)
<<big::80>> = <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>
IO.inspect(big)
IO.inspect(<<-1::16>>)
IO.inspect(<<-(2 ** 65)::72>>)
<<neg::signed-72>> = <<255, 255, 255, 255, 255, 255, 255, 255, 1>>
IO.inspect(neg)

for fun <- [
      fn -> text = "a"; <<text::8>> end,
      fn -> atom = :a; <<atom>> end,
      fn -> n = 1; <<n::binary>> end,
      fn -> <<0xD800::utf8>> end,
      fn -> text = "ab"; <<text::binary-size(5)>> end,
      fn -> <<_::16>> = <<1>> end,
      fn -> n = 8; <<1.0::float-size(n)>> end
    ] do
  try do
    IO.inspect(fun.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
