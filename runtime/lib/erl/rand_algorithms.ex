defmodule :rand_algorithms do
  @moduledoc false

  # The generators of `:rand`: for each, how a seed becomes a state and a state the next number.
  #
  #   exsss      Xorshift116**, 58 bits, the default
  #   exsp       Xorshift116+, 58 bits; exsplus is the same with the older ways of :rand
  #   exrop      Xoroshiro116+, 58 bits
  #   exro928ss  Xoroshiro928**, 58 bits
  #   exs1024s   Xorshift1024*, 64 bits; exs1024 is the same with the older ways of :rand
  #   exs64      Xorshift64*, 64 bits
  #   dummy      counts nothing and mixes nothing; to measure what the others cost
  #
  # The algorithms are those of S. Vigna and D. Blackman, three of them cut to 58 bits so that
  # their numbers are small integers.

  import Bitwise

  @bits58 0x03FF_FFFF_FFFF_FFFF
  @bits64 0xFFFF_FFFF_FFFF_FFFF

  # -- seeds -----------------------------------------------------------------------------------

  def seed(:exsss, seed), do: pair_seed(seed, &chained_pair/1)
  def seed(:exsp, seed), do: pair_seed(seed, &exsplus_seed/1)
  def seed(:exsplus, seed), do: pair_seed(seed, &exsplus_seed/1)
  def seed(:exrop, seed), do: pair_seed(seed, &exrop_seed/1)
  def seed(:exro928ss, list) when is_list(list), do: {list_seed(16, list, @bits58), []}
  def seed(:exro928ss, integer) when is_integer(integer), do: {seed58(16, integer), []}

  def seed(:exro928ss, {a1, a2, a3}) do
    {s0, s1, s2, x} = chain58(a1, a2, a3)
    {[s0, s1, s2 | seed58(13, x)], []}
  end

  def seed(type, list) when type in [:exs1024s, :exs1024] and is_list(list) do
    {list_seed(16, list, @bits64), []}
  end

  def seed(type, integer) when type in [:exs1024s, :exs1024] and is_integer(integer) do
    {seed64(16, integer), []}
  end

  def seed(type, {a1, a2, a3}) when type in [:exs1024s, :exs1024] do
    b1 = (bits21(a1) + 1) * 2_097_131 &&& 0x1F_FFFF
    b2 = (bits21(a2) + 1) * 2_097_133 &&& 0x1F_FFFF
    b3 = (bits21(a3) + 1) * 2_097_143 &&& 0x1F_FFFF
    {exs64_numbers(16, b1 <<< 43 ||| b2 <<< 22 ||| b3 <<< 1 ||| 1, []), []}
  end

  def seed(:exs64, list) when is_list(list), do: hd(list_seed(1, list, @bits64))
  def seed(:exs64, integer) when is_integer(integer), do: hd(seed64(1, integer))

  def seed(:exs64, {a1, a2, a3}) do
    {v1, _state} = exs64_next((a1 &&& 0xFFFF_FFFF) * 4_294_967_197 + 1)
    {v2, _state} = exs64_next((a2 &&& 0xFFFF_FFFF) * 4_294_967_231 + 1)
    {v3, _state} = exs64_next((a3 &&& 0xFFFF_FFFF) * 4_294_967_279 + 1)
    rem(v1 * v2 * v3, @bits64 - 1) + 1
  end

  def seed(:dummy, [0]), do: 0
  def seed(:dummy, list) when is_list(list), do: hd(list_seed(1, list, @bits58))
  def seed(:dummy, integer) when is_integer(integer), do: hd(seed58(1, integer))

  def seed(:dummy, {a1, a2, a3}) do
    {_s0, _s1, s2, _x} = chain58(a1, a2, a3)
    s2
  end

  defp pair_seed(list, _from_triple) when is_list(list) do
    [s0, s1] = list_seed(2, list, @bits58)
    [s0 | s1]
  end

  defp pair_seed(integer, _from_triple) when is_integer(integer) do
    [s0, s1] = seed58(2, integer)
    [s0 | s1]
  end

  defp pair_seed({a1, a2, a3}, from_triple), do: from_triple.({a1, a2, a3})

  defp chained_pair({a1, a2, a3}) do
    {_s0, s1, s2, _x} = chain58(a1, a2, a3)
    [s1 | s2]
  end

  defp exsplus_seed({a1, a2, a3}) do
    {_v, [_ | s]} = exsp_next([bits58(a1 * 4_294_967_197 + 1) | bits58(a2 * 4_294_967_231 + 1)])
    {_v, state} = exsp_next([bits58(a3 * 4_294_967_279 + 1) | s])
    state
  end

  defp exrop_seed({a1, a2, a3}) do
    {_v, [_ | s]} = exrop_next([bits58(a1 * 4_294_967_197 + 1) | bits58(a2 * 4_294_967_231 + 1)])
    {_v, state} = exrop_next([bits58(a3 * 4_294_967_279 + 1) | s])
    state
  end

  defp bits21(integer), do: integer &&& 0x1F_FFFF
  defp bits58(integer), do: integer &&& @bits58

  defp exs64_numbers(0, _state, numbers), do: numbers

  defp exs64_numbers(n, state, numbers) do
    {number, state} = exs64_next(state)
    exs64_numbers(n - 1, state, [number | numbers])
  end

  defp chain58(a1, a2, a3) do
    {s0, x} = next58(a1)
    {s1, x} = next58(bxor(a2, x))
    {s2, x} = next58(bxor(a3, x))
    {s0, s1, s2, x}
  end

  # A list of integers is the state itself; what is missing is zero, but not all may be.
  defp list_seed(n, list, mask), do: list_seed(n, list, mask, false)

  defp list_seed(0, [], _mask, true), do: []
  defp list_seed(0, [], _mask, false), do: :erlang.error(:zero_seed)
  defp list_seed(0, [_ | _], _mask, _some?), do: :erlang.error(:too_many_seed_integers)
  defp list_seed(n, [], mask, some?), do: [0 | list_seed(n - 1, [], mask, some?)]

  defp list_seed(n, [integer | list], mask, some?) when is_integer(integer) do
    number = integer &&& mask
    [number | list_seed(n - 1, list, mask, some? or number != 0)]
  end

  defp list_seed(_n, [_other | _list], _mask, _some?), do: :erlang.error(:non_integer_seed)

  def seed58(0, _x), do: []

  def seed58(n, x) do
    {number, x} = next58(x)
    [number | seed58(n - 1, x)]
  end

  # A number of 58 bits that is not zero.
  defp next58(x) do
    {number, x} = splitmix64_next(x)

    case number &&& @bits58 do
      0 -> next58(x)
      number -> {number, x}
    end
  end

  defp seed64(0, _x), do: []

  defp seed64(n, x) do
    {number, x} = next64(x)
    [number | seed64(n - 1, x)]
  end

  defp next64(x) do
    case splitmix64_next(x) do
      {0, x} -> next64(x)
      number_and_x -> number_and_x
    end
  end

  def splitmix64_next(x) do
    x = x + 0x9E37_79B9_7F4A_7C15 &&& @bits64
    z = bxor(x, x >>> 30) * 0xBF58_476D_1CE4_E5B9 &&& @bits64
    z = bxor(z, z >>> 27) * 0x94D0_49BB_1331_11EB &&& @bits64
    {bxor(z, z >>> 31), x}
  end

  # -- the next number and state ---------------------------------------------------------------

  def exsss_next([s1 | s0]) do
    s0 = s0 &&& @bits58
    {star_star(s0), [s0 | xorshift116(s0, s1)]}
  end

  def exsp_next([s1 | s0]) do
    s0 = s0 &&& @bits58
    new = xorshift116(s0, s1)
    {s0 + new &&& @bits58, [s0 | new]}
  end

  defp xorshift116(s0, s1) do
    s1 = (s1 &&& @bits58) |> bxor(s1 <<< 24 &&& @bits58)
    s1 |> bxor(s0) |> bxor(s1 >>> 11) |> bxor(s0 >>> 41)
  end

  # rotl(s * 5, 7) * 9
  defp star_star(s) do
    rotl58((s <<< 2) + s &&& @bits58, 7) |> times9()
  end

  defp times9(v), do: (v <<< 3) + v &&& @bits58

  defp rotl58(s, n), do: (s <<< n &&& @bits58) ||| s >>> (58 - n)

  def exrop_next([s0 | s1]) do
    x = bxor(s0, s1)

    {s0 + s1 &&& @bits58,
     [rotl58(s0, 24) |> bxor(x) |> bxor(x <<< 2 &&& @bits58) | rotl58(x, 35)]}
  end

  def exro928ss_next({[s15, s0 | ss], rs}) do
    {star_star(s0), exro928_step(s15, s0, ss, rs)}
  end

  def exro928ss_next({[s15], rs}), do: exro928ss_next({[s15 | :lists.reverse(rs)], []})

  def exro928_next({[s15, s0 | ss], rs}), do: {{s15, s0}, exro928_step(s15, s0, ss, rs)}
  def exro928_next({[s15], rs}), do: exro928_next({[s15 | :lists.reverse(rs)], []})

  defp exro928_step(s15, s0, ss, rs) do
    q = bxor(s15, s0)
    new = rotl58(s0, 44) |> bxor(q) |> bxor(q <<< 9 &&& @bits58)
    {[rotl58(q, 45) | ss], [new | rs]}
  end

  def exs1024_next({[s0, s1 | rest], passed}) do
    s1 = bxor(s1, s1 <<< 31 &&& @bits64)
    new = s1 |> bxor(s1 >>> 11) |> bxor(s0) |> bxor(s0 >>> 30)
    {new * 1_181_783_497_276_652_981 &&& @bits64, {[new | rest], [s0 | passed]}}
  end

  def exs1024_next({[s0], passed}), do: exs1024_next({[s0 | :lists.reverse(passed)], []})

  def exs64_next(s) do
    s = bxor(s, s >>> 12)
    s = bxor(s, s <<< 25 &&& @bits64)
    s = bxor(s, s >>> 27)
    {s * 2_685_821_657_736_338_717 &&& @bits64, s}
  end

  def dummy_next(s), do: {s, bxor(s, @bits58)}
end
