defmodule :rand do
  @moduledoc """
  Pseudo-random numbers. The same seed gives the same numbers, those that Erlang/OTP 25 gives.

  A state is `{algorithm, state of the algorithm}`. Functions whose name ends in `_s` take a
  state and answer the next one as well; the others keep theirs in the process dictionary, under
  `:rand_seed`, and seed it at random when there is none.

      :rand.seed(:exsss, {1, 2, 3})
      :rand.uniform(6)
  """

  import Bitwise

  @default :exsss
  @seed_key :rand_seed

  # What an algorithm's numbers are like: how many bits they have and how many of the lowest are
  # not to be trusted. The three without bits are kept as they were before such things were
  # known: `max` is their largest number.
  @algorithms %{
    exsss: %{type: :exsss, bits: 58},
    exro928ss: %{type: :exro928ss, bits: 58},
    exrop: %{type: :exrop, bits: 58, weak_low_bits: 1},
    exsp: %{type: :exsp, bits: 58, weak_low_bits: 1},
    exs1024s: %{type: :exs1024s, bits: 64, weak_low_bits: 3},
    exsplus: %{type: :exsplus, max: 0x03FF_FFFF_FFFF_FFFF},
    exs1024: %{type: :exs1024, max: 0xFFFF_FFFF_FFFF_FFFF},
    exs64: %{type: :exs64, max: 0xFFFF_FFFF_FFFF_FFFF},
    dummy: %{type: :dummy, bits: 58}
  }

  # 2 to the power of -53, the weight of the lowest bit of a uniform number.
  @lowest 1.1102230246251565e-16

  # -- seeding ---------------------------------------------------------------------------------

  @doc "Seeds this process: from an algorithm by chance, or with a state as it is."
  def seed(algorithm_or_state), do: seed_put(seed_s(algorithm_or_state))

  @doc "Seeds this process: `:rand.seed(:exsss, {1, 2, 3})` or `:rand.seed(:exsss, 42)`."
  def seed(algorithm, seed), do: seed_put(seed_s(algorithm, seed))

  @doc "The state of an algorithm, seeded by chance, or of what `export_seed_s/1` gave."
  def seed_s({%{type: _type}, _algorithm_state} = state), do: state

  def seed_s({algorithm, algorithm_state}) when is_atom(algorithm) do
    {mk_alg(algorithm), algorithm_state}
  end

  def seed_s(algorithm), do: seed_s(algorithm, :respawn_system.random_seed())

  @doc "The state of an algorithm for a seed: an integer, three of them, or a list."
  def seed_s(:default, seed), do: seed_s(@default, seed)

  def seed_s(algorithm, seed) do
    handler = mk_alg(algorithm)
    {handler, :rand_algorithms.seed(algorithm, seed)}
  end

  defp mk_alg(algorithm) when is_map_key(@algorithms, algorithm) do
    :maps.get(algorithm, @algorithms)
  end

  defp seed_put(state) do
    :erlang.put(@seed_key, state)
    state
  end

  defp seed_get do
    case :erlang.get(@seed_key) do
      :undefined -> seed(@default)
      state -> state
    end
  end

  @doc "The state of this process, in a form that can be stored, or `:undefined`."
  def export_seed do
    case :erlang.get(@seed_key) do
      :undefined -> :undefined
      state -> export_seed_s(state)
    end
  end

  @doc "A state in a form that can be stored."
  def export_seed_s({%{type: type}, algorithm_state}), do: {type, algorithm_state}

  # -- the next number of an algorithm ---------------------------------------------------------

  # The default comes first: this is the whole cost of choosing.
  defp next(:exsss, state), do: :rand_algorithms.exsss_next(state)
  defp next(:exro928ss, state), do: :rand_algorithms.exro928ss_next(state)
  defp next(:exrop, state), do: :rand_algorithms.exrop_next(state)
  defp next(:exsp, state), do: :rand_algorithms.exsp_next(state)
  defp next(:exsplus, state), do: :rand_algorithms.exsp_next(state)
  defp next(:exs1024s, state), do: :rand_algorithms.exs1024_next(state)
  defp next(:exs1024, state), do: :rand_algorithms.exs1024_next(state)
  defp next(:exs64, state), do: :rand_algorithms.exs64_next(state)
  defp next(:dummy, state), do: :rand_algorithms.dummy_next(state)

  # -- uniform numbers -------------------------------------------------------------------------

  @doc "A float from 0.0 up to but not including 1.0."
  def uniform do
    {number, state} = uniform_s(seed_get())
    seed_put(state)
    number
  end

  @doc "An integer from 1 to `n`: `:rand.uniform(6)`."
  def uniform(n) do
    {number, state} = uniform_s(n, seed_get())
    seed_put(state)
    number
  end

  @doc "As `uniform/0`, with the state given."
  def uniform_s({%{type: :dummy} = handler, state}) do
    {_number, state} = next(:dummy, state)
    {0.5, {handler, state}}
  end

  def uniform_s({%{type: type, bits: bits} = handler, state}) do
    {number, state} = next(type, state)
    {(number >>> (bits - 53)) * @lowest, {handler, state}}
  end

  def uniform_s({%{type: type, max: max} = handler, state}) do
    {number, state} = next(type, state)
    {number / (max + 1), {handler, state}}
  end

  @doc "As `uniform/1`, with the state given."
  def uniform_s(n, {%{type: :dummy} = handler, state}) when is_integer(n) and n >= 1 do
    {_number, state} = next(:dummy, state)
    {1, {handler, state}}
  end

  def uniform_s(n, {%{type: type, bits: bits} = handler, state})
      when is_integer(n) and n >= 1 do
    {number, next_state} = next(type, state)
    numbers = 1 <<< bits

    cond do
      n > numbers ->
        wide_uniform(n, handler, number, next_state)

      number < n ->
        {number + 1, {handler, next_state}}

      # The numbers above the last whole multiple of n would favour the small remainders.
      number - rem(number, n) <= numbers - n ->
        {rem(number, n) + 1, {handler, next_state}}

      true ->
        uniform_s(n, {handler, next_state})
    end
  end

  def uniform_s(n, {%{type: type, max: max} = handler, state}) when is_integer(n) and n >= 1 do
    {number, state} = next(type, state)

    if n <= max,
      do: {rem(number, n) + 1, {handler, state}},
      else: {trunc(number / (max + 1) * n) + 1, {handler, state}}
  end

  # A number of one draw is too small for n: more are drawn and put behind it, without their
  # weak bits. Two bits more than needed make a number that favours small remainders unlikely.
  defp wide_uniform(n, %{type: type, bits: bits} = handler, number, state) do
    weak_bits = :maps.get(:weak_low_bits, handler, 0)

    if (n &&& n - 1) == 0 do
      {number, state, _bits} = widen(n >>> bits, type, weak_bits, bits, number, state, bits)
      {(number &&& n - 1) + 1, {handler, state}}
    else
      {number, state, drawn} = widen(n >>> (bits - 2), type, weak_bits, bits, number, state, bits)

      remainder = rem(number, n)

      if number - remainder <= (1 <<< drawn) - n do
        {remainder + 1, {handler, state}}
      else
        {number, state} = next(type, state)
        wide_uniform(n, handler, number, state)
      end
    end
  end

  defp widen(range, _type, _weak_bits, _bits, number, state, drawn) when range <= 1 do
    {number, state, drawn}
  end

  defp widen(range, type, weak_bits, bits, number, state, drawn) do
    {more, state} = next(type, state)
    good_bits = bits - weak_bits
    number = number >>> weak_bits <<< weak_bits <<< good_bits ||| more
    widen(range >>> good_bits, type, weak_bits, bits, number, state, drawn + good_bits)
  end

  @doc "A float from 0.0 up to 1.0, with as many random bits as the floats near zero can hold."
  def uniform_real do
    {number, state} = uniform_real_s(seed_get())
    seed_put(state)
    number
  end

  @doc "As `uniform_real/0`, with the state given."
  def uniform_real_s({handler, state}) do
    {number, bits, state} = next_bits(handler, state)
    uniform_real(highest56(number, bits), -56, handler, state)
  end

  defp next_bits(%{type: type, bits: bits}, state) do
    {number, state} = next(type, state)
    {number, bits, state}
  end

  # The algorithms kept as they were are taken to give 56 bits, the lowest of what they give.
  defp next_bits(%{type: type, max: _max}, state) do
    {number, state} = next(type, state)
    {number, 56, state}
  end

  defp highest56(number, bits), do: number >>> (bits - 56) &&& 0x00FF_FFFF_FFFF_FFFF

  # The number is `found` times 2 to the power of `exponent`; a float holds 53 bits of it. If
  # fewer were found, the next number fills them up.
  defp uniform_real(found, exponent, handler, state) when found >= 0x10_0000_0000_0000 do
    surplus = surplus(found, 0)
    {(found >>> surplus) * :math.pow(2.0, exponent + surplus), {handler, state}}
  end

  defp uniform_real(0, exponent, handler, state) when exponent <= -1064 do
    {0.0, {handler, state}}
  end

  defp uniform_real(0, exponent, handler, state) do
    {number, bits, state} = next_bits(handler, state)
    uniform_real(highest56(number, bits), exponent - 56, handler, state)
  end

  defp uniform_real(found, exponent, handler, state) do
    {number, bits, state} = next_bits(handler, state)
    missing = missing(found, 0)
    filled = found <<< missing ||| number >>> (bits - missing)
    {filled * :math.pow(2.0, exponent - missing), {handler, state}}
  end

  defp surplus(found, n) when found >= 0x20_0000_0000_0000, do: surplus(found >>> 1, n + 1)
  defp surplus(_found, n), do: n

  defp missing(found, n) when found < 0x10_0000_0000_0000, do: missing(found <<< 1, n + 1)
  defp missing(_found, n), do: n

  # -- bytes -----------------------------------------------------------------------------------

  @doc "A binary of `n` random bytes."
  def bytes(n) do
    {bytes, state} = bytes_s(n, seed_get())
    seed_put(state)
    bytes
  end

  @doc "As `bytes/1`, with the state given."
  def bytes_s(n, {%{type: type} = handler, state}) when is_integer(n) and n >= 0 do
    bytes(n, type, :maps.get(:bits, handler, 58), handler, state, [])
  end

  defp bytes(n, type, bits, handler, state, parts) when n > 7 do
    {number, state} = next(type, state)
    bytes(n - 7, type, bits, handler, state, [<<number >>> (bits - 56)::56>> | parts])
  end

  # The last bytes come from the low bits, and one number is drawn for them even if there are none.
  defp bytes(n, type, _bits, handler, state, parts) do
    {number, state} = next(type, state)
    last = <<(number &&& 0x00FF_FFFF_FFFF_FFFF) >>> (56 - 8 * n)::size(n)-unit(8)>>
    {:erlang.iolist_to_binary(:lists.reverse([last | parts])), {handler, state}}
  end

  # -- normal numbers --------------------------------------------------------------------------

  @doc "A float of the normal distribution with mean 0 and variance 1."
  def normal do
    {number, state} = normal_s(seed_get())
    seed_put(state)
    number
  end

  @doc "A float of the normal distribution with the mean and variance."
  def normal(mean, variance), do: mean + :math.sqrt(variance) * normal()

  @doc "As `normal/0`, with the state given."
  def normal_s(state) do
    {negative?, bits, state} = next52(state)

    case :rand_normal.candidate(bits) do
      {candidate, true} ->
        {sign(candidate, negative?), state}

      {candidate, false} ->
        uncertain_normal(:rand_normal.layer(bits), candidate, negative?, state)
    end
  end

  defp sign(number, true), do: -number
  defp sign(number, false), do: number

  @doc "As `normal/2`, with the state given."
  def normal_s(mean, variance, state) when variance >= 0 do
    {number, state} = normal_s(state)
    {mean + :math.sqrt(variance) * number, state}
  end

  defp uncertain_normal(0, candidate, negative?, state) do
    {uniform1, state} = uniform_s(state)
    {uniform2, state} = uniform_s(state)

    case :rand_normal.tail(uniform1, uniform2) do
      nil -> uncertain_normal(0, candidate, negative?, state)
      number -> {sign(number, negative?), state}
    end
  end

  defp uncertain_normal(layer, candidate, negative?, state) do
    {uniform, state} = uniform_s(state)

    if :rand_normal.under_curve?(layer, candidate, uniform),
      do: {sign(candidate, negative?), state},
      else: normal_s(state)
  end

  # A sign and 51 bits.
  defp next52({%{type: type, bits: bits} = handler, state}) do
    {number, state} = next(type, state)
    {(number >>> (bits - 52) &&& 1) == 1, number >>> (bits - 51), {handler, state}}
  end

  defp next52({%{type: type, max: _max} = handler, state}) do
    {number, state} = next(type, state)
    {(number >>> 51 &&& 1) == 1, number &&& 0x7_FFFF_FFFF_FFFF, {handler, state}}
  end

  # -- jumps -----------------------------------------------------------------------------------

  @doc "Moves the state of this process ahead by a great many numbers, and answers it."
  def jump do
    seed_put(jump(seed_get()))
  end

  @doc "The state a great many numbers ahead, for sequences that do not overlap."
  def jump({%{type: type} = handler, state}), do: {handler, :rand_jump.jump(type, state)}

  # -- single algorithms -----------------------------------------------------------------------

  @doc false
  def exsp_next(state), do: :rand_algorithms.exsp_next(state)
  @doc false
  def exsp_jump(state), do: :rand_jump.jump(:exsp, state)
  @doc false
  def exro928_seed(seed), do: :rand_algorithms.seed(:exro928ss, seed)
  @doc false
  def exro928_next(state), do: :rand_algorithms.exro928_next(state)
  @doc false
  def exro928_next_state(state), do: elem(:rand_algorithms.exro928_next(state), 1)
  @doc false
  def exro928_jump_2pow512(state), do: :rand_jump.jump(:exro928ss, state)
  @doc false
  def exro928_jump_2pow20(state), do: :rand_jump.short_jump(state)
  @doc false
  def splitmix64_next(state), do: :rand_algorithms.splitmix64_next(state)
  @doc false
  def seed58(n, seed), do: :rand_algorithms.seed58(n, seed)

  # A multiply-with-carry generator of 59 bits, for those who want speed before quality.

  @mwc59_multiplier 0x7FA_6502
  @bits32 0xFFFF_FFFF

  @doc false
  def mwc59(state), do: @mwc59_multiplier * (state &&& @bits32) + (state >>> 32)

  @doc false
  def mwc59_value32(state) do
    low = state &&& @bits32
    bxor(low, low <<< 8 &&& @bits32)
  end

  @doc false
  def mwc59_value(state) do
    mixed = bxor(state, state <<< 4 &&& 0x07FF_FFFF_FFFF_FFFF)
    bxor(mixed, mixed <<< 27 &&& 0x07FF_FFFF_FFFF_FFFF)
  end

  @doc false
  def mwc59_float(state), do: (mwc59_value(state) &&& 0x1F_FFFF_FFFF_FFFF) * @lowest
end
