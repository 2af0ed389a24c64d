# :binary, :maps, :lists and :math.
defmodule Try do
  def call({{module, function}, arguments}) do
    text = "#{inspect(module)}.#{function}(#{Enum.map_join(arguments, ", ", &inspect/1)})"

    try do
      IO.puts("#{text} = #{inspect(apply(module, function, arguments))}")
    rescue
      error -> IO.puts("#{text} raises #{inspect(error.__struct__)}: #{Exception.message(error)}")
    end
  end
end

binary = [
  at: ["abc", 1], at: ["abc", 3], at: ["abc", -1], at: [:a, 1], first: ["abc"], first: [""], last: ["abc"], last: [<<1::3>>], copy: ["ab", 3], copy: ["ab", -1],
  bin_to_list: ["abcd", 1, 2], bin_to_list: ["abcd", {3, 5}], match: ["abcabc", "bc"], match: ["abcabc", ["x", "ca"]], match: ["abc", "x"], match: ["abc", ""],
  match: ["abcabc", "bc", [{:scope, {2, 4}}]], match: ["abc", "b", [{:scope, {2, 4}}]], matches: ["abcabc", "bc"], matches: ["aaaa", "aa"], matches: ["abcd", ["a", "ab", "cd"]],
  split: ["a,b,c", ","], split: ["a,b,c", ",", [:global]], split: [",a,,b,", ",", [:global, :trim]], split: [",a,,b,", ",", [:global, :trim_all]],
  split: ["a,b;c", [",", ";"], [:global]], split: ["abc", "", []], split: ["abc", "b", [:foo]], replace: ["abcb", "b", "X"], replace: ["abcb", "b", "X", [:global]],
  replace: ["abcb", "b", "[]", [:global, {:insert_replaced, 1}]], replace: ["abc", "b", "[]", [{:insert_replaced, 5}]], replace: [1, "b", 2], part: ["abcd", 1, 2], part: ["abcd", 5, 1],
  part: ["abcd", {4, -3}], longest_common_prefix: [["abcx", "abd", "ab"]], longest_common_prefix: [[]], longest_common_suffix: [["xab", "yab"]], longest_common_suffix: [["a", 1]],
  decode_unsigned: [<<1, 0>>], decode_unsigned: [<<1, 0>>, :little], decode_unsigned: [<<1, 0>>, :middle], encode_unsigned: [258], encode_unsigned: [258, :little], encode_unsigned: [-1],
  encode_hex: [<<255, 16>>], decode_hex: ["FF10"], decode_hex: ["f"], decode_hex: ["xy"], list_to_bin: [[1, "a"]], list_to_bin: [:a], referenced_byte_size: ["abc"]
]

maps = [
  get: [:a, %{a: 1}], get: [:b, %{a: 1}], get: [:b, %{a: 1}, :none], get: [:a, 1], find: [:a, %{a: 1}], find: [:b, %{}], find: [:a, []], put: [:a, 2, %{a: 1}], put: [:a, 2, 3],
  remove: [:a, %{a: 1}], remove: [:b, %{a: 1}], update: [:a, 2, %{a: 1}], update: [:b, 2, %{a: 1}], update: [:b, 2, []], take: [:a, %{a: 1, b: 2}], take: [:z, %{}], keys: [%{b: 1, a: 2}],
  values: [%{b: 1, a: 2}], keys: [1], merge: [%{a: 1, b: 1}, %{b: 2}], merge: [1, %{}], merge: [%{}, 1], from_list: [[{1, 2}, {1, 3}]], from_list: [[1]], from_list: [:a], to_list: [%{2 => 1, 1.0 => 2, :a => 3}],
  is_key: [1, %{1.0 => 2}], is_key: [1, 2], size: [%{a: 1}], size: [1], with: [[:a, :z], %{a: 1, b: 2}], with: [:a, %{}], without: [[:a], %{a: 1, b: 2}], from_keys: [[:a, :b], 0], from_keys: [1, 0],
  map: [1, %{}], filter: [1, %{}], fold: [1, 0, %{}], new: [], next: [1], iterator: [1]
]

lists = [
  reverse: [[1, 2, 3]], reverse: [[1, 2], [3]], reverse: [[1, 2], :tail], reverse: [1], reverse: [[1 | 2]], member: [2, [1, 2]], member: [2, [1 | 2]], member: [2, 3], keyfind: [:b, 1, [{:a, 1}, {:b, 2}]],
  keyfind: [1, 2, [:x, {:a, 1.0}]], keyfind: [:a, 0, []], keyfind: [:a, 1, :b], keymember: [:a, 1, [{:a}]], keysearch: [:a, 1, [{:a}]], keysearch: [:z, 1, [{:a}]], nth: [2, [1, 2]], nth: [3, [1, 2]], last: [[1, 2]], last: [[]],
  sort: [[3, 1.5, 1, :b, "a"]], usort: [[3, 1, 1.0, 3]], keysort: [2, [{1, :b}, {2, :a}]], seq: [1, 5], seq: [5, 1, -2], seq: [1, 3, 0], seq: [3, 1], flatten: [[1, [2, [3 | []]], []]], flatten: [[1 | 2]], sum: [[1, 2.5]], max: [[]],
  delete: [1, [2, 1, 1]], duplicate: [2, :x], duplicate: [-1, :x], zip: [[1], [2]], zip: [[1], []], unzip: [[{1, 2}]], sublist: [[1, 2, 3], 2], sublist: [[1, 2, 3], 2, 5], nthtail: [1, [1, 2]], prefix: [[1], [1, 2]],
  suffix: [[2], [1, 2]], split: [1, [1, 2]], split: [3, [1, 2]], partition: [1, []], keydelete: [:a, 1, [{:a}, {:a}]], keyreplace: [:a, 1, [{:a}], {:b}], keystore: [:c, 1, [{:a}], {:c}], keytake: [:a, 1, [{:b}, {:a}]],
  append: [[[1], [2]]], concat: [[:a, 1, 2.5, 'x']], droplast: [[1, 2]], join: [0, [1, 2]], enumerate: [[:a, :b]], merge: [[[1, 3], [2]]], ukeysort: [1, [{1, :a}, {1, :b}]]
]

math = [
  sqrt: [4], sqrt: [-1], sqrt: [:a], pow: [2, 10], pow: [2, -1], pow: [10, 400], log: [0], log: [1], log2: [8], log10: [1000], exp: [1000], sin: [0], cos: [0], atan2: [1, 1], fmod: [7, 3], fmod: [1, 0], pi: [], floor: [2.7], ceil: [2.1], tanh: [0.5]
]

for {module, calls} <- [binary: binary, maps: maps, lists: lists, math: math], {function, arguments} <- calls do
  Try.call({{module, function}, arguments})
end

IO.puts("-- iterators")
{key, value, rest} = :maps.next(:maps.iterator(%{a: 1, b: 2}))
IO.inspect({key, value, :maps.next(rest)})
IO.inspect(:maps.next(:maps.iterator(%{})))
IO.inspect(Map.keys(Map.new(1..50, &{&1, nil})), limit: :infinity)

IO.puts("-- shared numbers")
counters = :counters.new(3, [:atomics])
:counters.add(counters, 1, 5)
:counters.sub(counters, 2, 1)
:counters.put(counters, 3, 9)
IO.inspect(for i <- 1..3, do: :counters.get(counters, i))
IO.inspect(Map.take(:counters.info(counters), [:size]))
Try.call({{:counters, :new}, [0, []]})
Try.call({{:counters, :new}, [1, [:x]]})
atomics = :atomics.new(2, signed: false)
IO.inspect(:atomics.add_get(atomics, 1, 3))
IO.inspect(:atomics.exchange(atomics, 1, 7))
IO.inspect(:atomics.compare_exchange(atomics, 1, 7, 8))
IO.inspect(:atomics.compare_exchange(atomics, 1, 7, 9))
IO.inspect(:atomics.sub_get(atomics, 2, 1))
IO.inspect(Map.take(:atomics.info(atomics), [:size, :max, :min]))
:persistent_term.put({:my, 1}, %{a: 1})
IO.inspect(:persistent_term.get({:my, 1}))
IO.inspect(:persistent_term.get(:unknown, :none))
IO.inspect(:persistent_term.erase({:my, 1}))
IO.inspect(:persistent_term.erase({:my, 1}))
Try.call({{:persistent_term, :get}, [:unknown]})
