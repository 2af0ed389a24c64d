defmodule :random do
  @moduledoc """
  The pseudo-random numbers of old Erlang, by B. A. Wichmann and I. D. Hill's algorithm AS 183.

  Use `:rand`; this is here for code that is older.
  """

  import Bitwise

  @seed_key :random_seed

  @doc "The state that every process begins with."
  def seed0, do: {3172, 9814, 20125}

  @doc "Begins anew; the state before is the answer."
  def seed do
    case :erlang.put(@seed_key, seed0()) do
      :undefined -> seed0()
      before -> before
    end
  end

  @doc "Seeds this process with an integer or three; the state before is the answer."
  def seed(integer) when is_integer(integer) do
    a2 = integer &&& 0xFF_FFFF
    seed(integer >>> 16 &&& 0xFFF_FFFF, a2, integer >>> 36 ||| a2 >>> 16)
  end

  def seed({a1, a2, a3}), do: seed(a1, a2, a3)

  @doc "Seeds this process with three integers; the state before is the answer."
  def seed(a1, a2, a3) do
    state = {rem(abs(a1), 30268) + 1, rem(abs(a2), 30306) + 1, rem(abs(a3), 30322) + 1}
    :erlang.put(@seed_key, state)
  end

  @doc "A float from 0.0 to 1.0."
  def uniform do
    {number, state} = uniform_s(get())
    :erlang.put(@seed_key, state)
    number
  end

  @doc "An integer from 1 to `n`."
  def uniform(n) when is_integer(n) and n >= 1, do: trunc(uniform() * n) + 1

  defp get do
    case :erlang.get(@seed_key) do
      :undefined -> seed0()
      state -> state
    end
  end

  @doc "As `uniform/0`, with the state given."
  def uniform_s({a1, a2, a3}) do
    b1 = rem(a1 * 171, 30269)
    b2 = rem(a2 * 172, 30307)
    b3 = rem(a3 * 170, 30323)
    number = b1 / 30269 + b2 / 30307 + b3 / 30323
    {number - trunc(number), {b1, b2, b3}}
  end

  @doc "As `uniform/1`, with the state given."
  def uniform_s(n, state) when is_integer(n) and n >= 1 do
    {number, state} = uniform_s(state)
    {trunc(number * n) + 1, state}
  end
end
