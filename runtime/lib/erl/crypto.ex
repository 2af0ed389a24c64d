defmodule :crypto do
  @moduledoc """
  Erlang's hashes and random bytes: what of them is more than one step.

      :crypto.hash(:sha256, "data")             # => 32 bytes
      :crypto.mac(:hmac, :sha256, "key", "data")
      :crypto.strong_rand_bytes(16)
  """

  @hashes [:sha512, :sha384, :sha256, :sha224, :sha, :md5]

  @doc "The start of a hash of several pieces, for `hash_update/2`."
  @spec hash_init(atom) :: tuple
  def hash_init(type) do
    # A type that there is not is refused here already.
    :crypto.hash(type, "")
    {:respawn_hash, type, []}
  end

  @doc "The hash with another piece."
  @spec hash_update(tuple, iodata) :: tuple
  def hash_update({:respawn_hash, type, pieces}, data) do
    {:respawn_hash, type, [pieces | :erlang.iolist_to_binary(data)]}
  end

  @doc "The hash of all pieces."
  @spec hash_final(tuple) :: binary
  def hash_final({:respawn_hash, type, pieces}), do: :crypto.hash(type, pieces)

  @doc "The start of a HMAC of several pieces."
  @spec mac_init(:hmac, atom, iodata) :: tuple
  def mac_init(:hmac, type, key) do
    :crypto.mac(:hmac, type, key, "")
    {:respawn_mac, type, key, []}
  end

  @doc "The HMAC with another piece."
  @spec mac_update(tuple, iodata) :: tuple
  def mac_update({:respawn_mac, type, key, pieces}, data) do
    {:respawn_mac, type, key, [pieces | :erlang.iolist_to_binary(data)]}
  end

  @doc "The HMAC of all pieces."
  @spec mac_final(tuple) :: binary
  def mac_final({:respawn_mac, type, key, pieces}), do: :crypto.mac(:hmac, type, key, pieces)

  @doc "The number that bytes are, the highest first."
  @spec bytes_to_integer(binary) :: non_neg_integer
  def bytes_to_integer(bytes), do: :binary.decode_unsigned(bytes)

  @doc "A random integer from `low` up to but not including `high`."
  @spec rand_uniform(integer, integer) :: integer
  def rand_uniform(low, high) when is_integer(low) and is_integer(high) and low < high do
    span = high - low
    # Eight bytes more than needed: no number is noticeably likelier than another.
    size = byte_size(:binary.encode_unsigned(span)) + 8
    low + rem(bytes_to_integer(:crypto.strong_rand_bytes(size)), span)
  end

  @doc "What there is of hashes and message authentication codes."
  @spec supports() :: keyword
  def supports, do: [hashs: @hashes, ciphers: [], public_keys: [], macs: [:hmac], curves: []]

  @doc "What there is of one kind."
  @spec supports(atom) :: [atom]
  def supports(kind), do: :proplists.get_value(kind, supports(), [])

  @doc "Does nothing: there is nothing to start."
  def start, do: :ok

  @doc "Does nothing."
  def stop, do: :ok
end
