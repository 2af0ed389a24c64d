defmodule Atom do
  @moduledoc """
  Conversions of atoms: constants whose value is their own name.

  `true`, `false` and `nil` are atoms, and so are module names: `Foo.Bar` is the atom
  `:"Elixir.Foo.Bar"`.
  """

  @doc """
  The text of an atom, in full.

      Atom.to_string(:foo)  # => "foo"
      Atom.to_string(Foo)   # => "Elixir.Foo"
  """
  @spec to_string(atom) :: String.t()
  def to_string(atom), do: :erlang.atom_to_binary(atom)

  @doc """
  The text of an atom as a charlist.

      Atom.to_charlist(:foo)  # => 'foo'
  """
  @spec to_charlist(atom) :: charlist
  def to_charlist(atom), do: :erlang.atom_to_list(atom)

  @doc false
  @deprecated "Use Atom.to_charlist/1 instead"
  def to_char_list(atom), do: Atom.to_charlist(atom)
end
