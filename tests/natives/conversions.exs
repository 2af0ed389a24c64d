# Conversions between kinds of terms, and what each says of wrong arguments.
defmodule Try do
  def call({function, arguments}), do: call(:erlang, function, arguments)

  def call(module, function, arguments) do
    text = "#{inspect(module)}.#{function}(#{Enum.map_join(arguments, ", ", &inspect/1)})"

    try do
      IO.puts("#{text} = #{inspect(apply(module, function, arguments))}")
    rescue
      error -> IO.puts("#{text} raises #{inspect(error.__struct__)}: #{Exception.message(error)}")
    end
  end
end

calls = [
  atom_to_binary: [:a], atom_to_binary: [1], atom_to_binary: [:é, :latin1], atom_to_binary: [:a, :ebcdic], atom_to_list: ["a"],
  binary_to_atom: ["a b"], binary_to_atom: [<<255>>], binary_to_atom: [:a], binary_to_atom: [String.duplicate("x", 256)],
  binary_to_existing_atom: ["never seen before, nor after"], list_to_atom: ['abc'], list_to_atom: [[1, :a]], list_to_existing_atom: ['nor this'],
  binary_to_integer: ["12"], binary_to_integer: ["-0x1"], binary_to_integer: ["ff", 16], binary_to_integer: ["zz", 36], binary_to_integer: ["2", 2],
  binary_to_integer: ["1", 37], binary_to_integer: [:a], binary_to_integer: ["12345678901234567890123456789"], binary_to_integer: [""],
  list_to_integer: ['+7'], list_to_integer: ['x'], list_to_integer: [[1 | 2]], list_to_integer: ["7"], integer_to_binary: [255, 16],
  integer_to_binary: [-255, 2], integer_to_binary: [1.0], integer_to_binary: [1, 1], integer_to_list: [10, 36], integer_to_list: [:a, :b],
  binary_to_float: ["1.5"], binary_to_float: ["1"], binary_to_float: ["1.5e400"], binary_to_float: ["-1.0e-10"], list_to_float: ['2.5x'], list_to_float: ["1.0"],
  float_to_binary: [0.1], float_to_binary: [1.0e22, [:short]], float_to_binary: [1.005, [{:decimals, 2}]], float_to_binary: [12.5, [{:decimals, 4}, :compact]],
  float_to_binary: [12345.678, [{:scientific, 3}]], float_to_binary: [1.0, [{:decimals, -1}]], float_to_binary: [1, []], float_to_list: [0.1, [:short]],
  float: [3], float: ["3"], round: [2.5], round: [-2.5], trunc: [-2.9], floor: [-2.1], ceil: [2.1], round: [:a], trunc: [1.0e20], abs: [-5], abs: ["5"],
  list_to_binary: [["a", [98, 'c'] | "d"]], list_to_binary: ["a"], list_to_binary: [[256]], list_to_bitstring: [[1, <<1::3>>]], iolist_to_binary: ["abc"],
  iolist_to_binary: [[-1]], iolist_size: [["abc", 1, [2]]], iolist_size: [:a], binary_to_list: ["abc"], binary_to_list: ["abcd", 2, 3], binary_to_list: ["abcd", 0, 3],
  binary_to_list: [<<1::3>>], bitstring_to_list: [<<1, 2::3>>], list_to_tuple: [[1, 2]], list_to_tuple: [[1 | 2]], list_to_tuple: [{}], tuple_to_list: [{1, 2}],
  tuple_to_list: [[]], element: [1, {:a}], element: [2, {:a}], element: [0, {:a}], element: [:a, {:a}], element: [1, [:a]], setelement: [1, {:a}, :b],
  setelement: [3, {:a}, :b], append_element: [{1}, 2], append_element: [1, 2], delete_element: [1, {1, 2}], delete_element: [3, {1, 2}], insert_element: [1, {2}, 1],
  insert_element: [4, {2}, 1], make_tuple: [2, :x], make_tuple: [-1, :x], make_tuple: [3, 0, [{2, :b}, {2, :c}]], make_tuple: [1, 0, [{2, :b}]], tuple_size: [{1, 2}],
  tuple_size: [[]], hd: [[]], tl: [[]], hd: [[1]], length: [[1, 2]], length: [[1 | 2]], length: [:a], size: [{1}], size: ["ab"], size: [[]], byte_size: [<<1::9>>],
  bit_size: ["a"], byte_size: [:a], binary_part: ["abcd", 1, 2], binary_part: ["abcd", {4, -2}], binary_part: ["abcd", 3, 2], binary_part: [:a, 0, 1],
  split_binary: ["abcd", 1], split_binary: ["abcd", 5], map_size: [%{a: 1}], map_size: [[]], map_get: [:a, %{a: 1}], map_get: [:b, %{a: 1}], map_get: [:a, []],
  is_map_key: [:a, %{a: 1}], is_map_key: [:a, 1], is_function: [&hd/1, 1], is_function: [&hd/1, -1], is_record: [{:a, 1}, :a], is_record: [{:a, 1}, :a, 2],
  convert_time_unit: [1500, :millisecond, :second], convert_time_unit: [-1, :second, 10], convert_time_unit: [1, :hour, :second], phash2: ["hello"], phash2: [{1, [2.5], :a}, 100],
  phash2: [1, 0], phash: [:a, 10], crc32: ["hello"], crc32: [:a], adler32: [["he", "llo"]], md5: ["hello"], md5: [1], max: [1, :a], min: [1, 1.0],
  "++": [[1], 2], "++": [1, []], "--": [[1, 2, 1], [1]], "--": [[1], 1], +: [1, :a], div: [1, 0], rem: [-7, 3], band: [1, 1.0], bsl: [1, 70], bsr: [-1, 3], bnot: [5], and: [true, 1],
  not: [nil], append: [1, 2], memory: [:nonsense], binary_to_term: [<<1, 2, 3>>], binary_to_term: [:a], term_to_binary: [%{a: [1, 2.5, "x", {:b, nil}]}]
]

Enum.each(calls, &Try.call/1)

IO.puts("-- there and back")

terms = [0, -1, 255, 256, -2_147_483_649, 1_234_567_890_123_456_789_012, 1.5, -0.0, :atom, :é, "bytes", <<5::3>>, [], [1, 2, 3], 'chars', [1 | 2], {}, {1, {2}}, %{a: %{b: 1}}, Map.new(1..40, &{&1, &1}), &Enum.map/2, 1..3]

for term <- terms do
  bytes = :erlang.term_to_binary(term)
  IO.inspect({byte_size(bytes) == :erlang.external_size(term), :erlang.binary_to_term(bytes) === term, :erlang.phash2(bytes)})
end

IO.inspect(:erlang.binary_to_term(:erlang.term_to_binary(List.duplicate("abc", 100), compressed: 9)) == List.duplicate("abc", 100))
