# String functions on more than ASCII: graphemes, case, normal forms, invalid bytes.
defmodule Try do
  def call(label, fun) do
    IO.puts("#{label}: #{inspect(fun.())}")
  rescue
    error -> IO.puts("#{label} raises #{inspect(error.__struct__)}: #{Exception.message(error)}")
  end
end

texts = [
  "", "abc", "é", "e\u0301", "straße", "ΣΊΣΥΦΟΣ", "İstanbul", "ǆ", "ﬁn", "日本語", "👨‍👩‍👧‍👦x", "🇩🇪🇫🇷a", "a\r\nb", "नमस्ते", "한글",
  "\u1112\u1161\u11ab", "👍🏽!", "q\u0307\u0323", "a" <> <<255>> <> "b", "\u200Bx", "Å", "ω\u0345"
]

for text <- texts do
  IO.puts("-- #{inspect(text)}")
  IO.inspect(String.length(text), label: "length")
  IO.inspect(String.graphemes(text), label: "graphemes")
  IO.inspect(String.codepoints(text), label: "codepoints")
  IO.inspect(String.next_grapheme(text), label: "next_grapheme")
  IO.inspect(String.first(text), label: "first")
  IO.inspect(String.last(text), label: "last")
  IO.inspect(String.reverse(text), label: "reverse")
  IO.inspect(String.upcase(text), label: "upcase")
  IO.inspect(String.downcase(text), label: "downcase")
  IO.inspect(String.downcase(text, :greek), label: "downcase greek")
  IO.inspect(String.upcase(text, :turkic), label: "upcase turkic")
  IO.inspect(String.downcase(text, :turkic), label: "downcase turkic")
  IO.inspect(String.upcase(text, :ascii), label: "upcase ascii")
  IO.inspect(String.capitalize(text), label: "capitalize")
  IO.inspect(String.at(text, 1), label: "at 1")
  IO.inspect(String.slice(text, 1, 2), label: "slice")
  IO.inspect(String.slice(text, -2..-1), label: "slice from the end")
  IO.inspect(String.split_at(text, 1), label: "split_at")
  IO.inspect(String.valid?(text), label: "valid?")
  IO.inspect(String.printable?(text), label: "printable?")
  IO.inspect(String.pad_leading(text, 5, "·"), label: "pad_leading")

  if String.valid?(text) do
    for form <- [:nfc, :nfd, :nfkc, :nfkd], do: IO.inspect(String.to_charlist(String.normalize(text, form)), label: "#{form}", charlists: :as_lists)
    IO.inspect(String.to_charlist(text), charlists: :as_lists, label: "charlist")
  end
end

IO.puts("-- more")
IO.inspect(String.equivalent?("é", "e\u0301"))
IO.inspect(String.normalize("ﬁ" <> <<255>>, :nfkc))
IO.inspect(String.split("  a  b\u00A0c\u2003d "))
IO.inspect(String.split("aXbXc", "X", parts: 2))
IO.inspect(String.split("abc", ""))
IO.inspect(String.split("a,b;c", [",", ";"]))
IO.inspect(String.split("a,,b", ",", trim: true))
IO.inspect(String.trim("\u2003 text \n"))
IO.inspect(String.trim("xxtextxx", "x"))
IO.inspect(String.replace("banana", "an", "[an]"))
IO.inspect(String.replace("banana", ["b", "n"], fn x -> String.upcase(x) end))
IO.inspect(String.replace_leading("aaab", "a", "x"))
IO.inspect(String.contains?("straße", ["ss", "ß"]))
IO.inspect(String.starts_with?("straße", ["x", "str"]))
IO.inspect(String.myers_difference("abcd", "abxd"))
IO.inspect(String.jaro_distance("martha", "marhta"))
IO.inspect(String.bag_distance("abc", "bcd"))
IO.inspect(String.chunk("a\x00b", :printable))
IO.inspect(String.chunk("ab" <> <<255, 254>> <> "c", :valid))
IO.inspect(String.duplicate("ab", 3))
IO.inspect(String.to_integer("-17"))
IO.inspect(String.to_float("1.5e3"))
Try.call("to_integer", fn -> String.to_integer("x") end)
Try.call("to_float", fn -> String.to_float("1") end)
Try.call("to_existing_atom", fn -> String.to_existing_atom("no such atom here") end)
Try.call("to_charlist", fn -> String.to_charlist(<<255>>) end)
Try.call("upcase", fn -> String.upcase(:a) end)
Try.call("length", fn -> String.length(1) end)

IO.puts("-- :unicode")
IO.inspect(:unicode.characters_to_binary([104, [228, "ö"], 'x']))
IO.inspect(:unicode.characters_to_binary(<<228>>, :latin1))
IO.inspect(:unicode.characters_to_binary("äx", :utf8, :latin1))
IO.inspect(:unicode.characters_to_binary("ä€", :utf8, :latin1))
IO.inspect(:unicode.characters_to_binary("ä€", :utf8, {:utf16, :little}))
IO.inspect(:unicode.characters_to_binary(<<228, 0, 172, 32>>, {:utf16, :little}))
IO.inspect(:unicode.characters_to_binary(["ab", <<195>>]))
IO.inspect(:unicode.characters_to_binary(["ab", <<255>>, "c"]))
IO.inspect(:unicode.characters_to_list("aé"))
IO.inspect(:unicode.characters_to_list([<<195>>, <<169>>]))
IO.inspect(:unicode.characters_to_list(["a", 0xD800]))
IO.inspect(:unicode.bom_to_encoding(<<0xEF, 0xBB, 0xBF, 97>>))
IO.inspect(:unicode.encoding_to_bom({:utf16, :big}))
IO.inspect(:unicode.characters_to_nfd_list("é"))
Try.call("characters_to_binary", fn -> :unicode.characters_to_binary(:a) end)
Try.call("characters_to_binary", fn -> :unicode.characters_to_binary("a", :ebcdic) end)
Try.call("List.to_string", fn -> List.to_string([0x110000]) end)
Try.call("List.to_string", fn -> List.to_string(["a", <<255>>]) end)
