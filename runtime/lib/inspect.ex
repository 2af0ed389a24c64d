defprotocol Inspect do
  @moduledoc """
  Turns a term into a document of `Inspect.Algebra`, which `inspect/2` lays out as text.

  All terms are shown as Elixir writes them where that is possible. For a struct of your own, the
  fields to be shown can be chosen when it is defined:

      @derive {Inspect, only: [:id, :name]}
      defstruct [:id, :name, :password]      # shown as #User<id: 1, name: "eve", ...>

  `:except` names the fields to leave out instead; a field in `:optional` is shown only if it has
  not its default value. For anything else, implement the protocol:

      defimpl Inspect, for: Money do
        def inspect(money, _opts), do: "#Money<" <> Money.to_string(money) <> ">"
      end
  """

  @fallback_to_any true

  @doc """
  The document of `term`. `opts` is an `Inspect.Opts` struct.
  """
  @spec inspect(t, Inspect.Opts.t()) :: Inspect.Algebra.t()
  def inspect(term, opts)
end
