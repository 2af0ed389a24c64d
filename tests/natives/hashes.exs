# :crypto's hashes at the edges of their blocks, :base64 and :zlib.
for size <- [0, 1, 3, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000],
    type <- [:md5, :sha, :sha224, :sha256, :sha384, :sha512] do
  data = binary_part(String.duplicate("0123456789", 100), 0, size)
  IO.puts("#{size} #{type} #{Base.encode16(:crypto.hash(type, data))}")
  IO.puts("  #{Base.encode16(:crypto.mac(:hmac, type, data, "message"))}")
end

state = :crypto.hash_init(:sha256)
state = :crypto.hash_update(state, "hello ")
state = :crypto.hash_update(state, ["wor", ?l, "d"])
IO.inspect(:crypto.hash_final(state) == :crypto.hash(:sha256, "hello world"))
IO.inspect(byte_size(:crypto.strong_rand_bytes(33)))
IO.inspect(:crypto.strong_rand_bytes(16) == :crypto.strong_rand_bytes(16))
IO.inspect(:crypto.exor("abc", "xyz"))
IO.inspect(:crypto.hash_equals("abc", "abd"))
IO.inspect(:crypto.bytes_to_integer(<<1, 0, 0>>))

for text <- ["", "a", "ab", "abc", "\xFF\xFE"] do
  encoded = :base64.encode(text)
  IO.inspect({encoded, :base64.decode(encoded) == text, :base64.encode_to_string(text)})
end

IO.inspect(:base64.decode("YW Jj\n"))
IO.inspect(:base64.mime_decode("Y!WJj"))

data = String.duplicate("the same again ", 1000)

for {pack, unpack} <- [compress: :uncompress, gzip: :gunzip, zip: :unzip] do
  packed = apply(:zlib, pack, [data])
  IO.inspect({byte_size(packed) < 200, apply(:zlib, unpack, [packed]) == data})

  try do
    apply(:zlib, unpack, ["nonsense"])
  rescue
    error -> IO.puts(Exception.message(error))
  end
end
