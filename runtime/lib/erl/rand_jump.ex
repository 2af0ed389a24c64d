defmodule :rand_jump do
  @moduledoc false

  # Jumping ahead in a generator's sequence.
  #
  # A step of these generators is a linear map of the bits of the state. By the theorem of Cayley
  # and Hamilton any power of it is a polynomial in it of a degree below the number of bits; the
  # state so many steps ahead is the sum (by exclusive or) of those of the next states whose bit
  # in the polynomial is set. The polynomials are x to the power of the distance, modulo the
  # characteristic polynomial of the map.

  import Bitwise

  # 2 to the power of 64 steps
  @exsp 0xD174A83E17DE2302F8EA6BC32C797
  @exrop 0x9863200F83FCD4A11293241FCB12A

  # 2 to the power of 512 steps
  # Long numbers are written in parts of 110 hexadecimal digits.
  @block 0x100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
  @exro928 ((0xB10773CBE19F) * @block +
    0x5FC1A1504ACD83F240C6007E76CEBCB3B7C4CC049C536E62A33CC2323831B45A3A8A3CEF3CC0F02F778573CF0F0A0657E19F00D4B3584D) * @block +
    0xDD98EE4BE41E015AC26D5D20F9B49FA81B0090567FD9F0B83FE51A1EB3BE1910A1DE1D7D6813D2BA05381FDFD1490244085302F77130CA
  @exs1024 ((0x284600E3F30E38C3B99181F2D8F685CA047F) * @block +
    0x7684E9FC949D0B5FC64563B3E2A87910C41D10A1E6A5691548C86C1BD5405EE975283D71C93BC4CB815590989B13AAC17D8EFA43CAB836) * @block +
    0x59132BB12FEA70DC2D9891FE68C0222FFEEB0A48316F404489AFFCE4F31A1E5B34A39F070B5837A3C65B8776F9685584242F96ECA9C41D

  # 2 to the power of 20 steps
  @exro928_short ((0xCB3D181CA30B) * @block +
    0xEBC15FEFCC78FF45EF33C82F3D48A480C5878C3549BD5BDEB1A5A90F2E6B06DF2EB1FEAF0FB690627C014098F4B6DC4D3AF15F8A4DFDC0) * @block +
    0x81A7BF148531FB8EBC73C700B8B091AF699C306D8E75664A426866BFAD3C77DA90F4A806C17E9E644807A56270CF78BDB966A3DAF905E6

  def jump(type, [s1 | s0]) when type in [:exsss, :exsp, :exsplus] do
    pair_jump(&:rand_algorithms.exsp_next/1, @exsp, [s1 | s0])
  end

  def jump(:exrop, [s0 | s1]), do: pair_jump(&:rand_algorithms.exrop_next/1, @exrop, [s0 | s1])

  def jump(:exro928ss, state) do
    words_jump(&:rand_algorithms.exro928_next/1, @exro928, state)
  end

  def jump(type, state) when type in [:exs1024s, :exs1024] do
    words_jump(&:rand_algorithms.exs1024_next/1, @exs1024, state)
  end

  def jump(_type, _state), do: :erlang.error(:not_implemented)

  def short_jump(state) do
    words_jump(&:rand_algorithms.exro928_next/1, @exro928_short, state)
  end

  defp pair_jump(next, polynomial, state), do: pair_jump(next, polynomial, state, 0, 0)

  defp pair_jump(_next, 0, _state, sum1, sum2), do: [sum1 | sum2]

  defp pair_jump(next, polynomial, [word1 | word2] = state, sum1, sum2) do
    {_number, state} = next.(state)

    if (polynomial &&& 1) == 1,
      do: pair_jump(next, polynomial >>> 1, state, bxor(sum1, word1), bxor(sum2, word2)),
      else: pair_jump(next, polynomial >>> 1, state, sum1, sum2)
  end

  defp words_jump(next, polynomial, state) do
    {words_jump(next, polynomial, state, :lists.duplicate(16, 0)), []}
  end

  defp words_jump(_next, 0, _state, sum), do: sum

  defp words_jump(next, polynomial, {words, passed} = state, sum) do
    {_number, state} = next.(state)

    sum =
      if (polynomial &&& 1) == 1,
        do: add(sum, words ++ :lists.reverse(passed)),
        else: sum

    words_jump(next, polynomial >>> 1, state, sum)
  end

  defp add([sum | sums], [word | words]), do: [bxor(sum, word) | add(sums, words)]
  defp add([], []), do: []
end
