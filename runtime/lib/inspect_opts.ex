defmodule Inspect.Opts do
  @moduledoc """
  How `inspect/2` shows a term.

    * `:limit` - how many elements of collections are shown (50), or `:infinity`
    * `:printable_limit` - how many characters of strings are shown (4096), or `:infinity`
    * `:pretty` - whether long texts are broken into lines of `:width` (80) characters
    * `:base` - of integers and bytes: `:decimal`, `:binary`, `:octal` or `:hex`
    * `:binaries`, `:charlists` - `:infer` shows as text what is printable; `:as_strings` and
      `:as_charlists` always do; `:as_binaries` and `:as_lists` never do
    * `:structs` - `false` shows structs as maps
    * `:safe` - `false` raises when a struct cannot be shown
    * `:syntax_colors` - colors of kinds of terms, such as `[number: :yellow]`
    * `:inspect_fun` - the function that makes documents of terms
    * `:custom_options` - for implementations of the protocol

          inspect([a: 10], base: :hex)  # => "[a: 0xA]"
  """

  defstruct base: :decimal,
            binaries: :infer,
            char_lists: :infer,
            charlists: :infer,
            custom_options: [],
            inspect_fun: &Inspect.inspect/2,
            limit: 50,
            pretty: false,
            printable_limit: 4096,
            safe: true,
            structs: true,
            syntax_colors: [],
            width: 80

  @type color_key :: atom
  @type t :: %__MODULE__{}

  @doc """
  Options for `Inspect.Algebra.to_doc/2` from a keyword list; what is not named has its default.

      Inspect.Opts.new(limit: 3).limit  # => 3
  """
  @spec new(keyword()) :: t
  def new([]), do: %Inspect.Opts{inspect_fun: default_inspect_fun()}
  def new(opts), do: struct(%Inspect.Opts{inspect_fun: default_inspect_fun()}, opts)

  @doc """
  The function that makes documents of terms if `:inspect_fun` is not given.
  """
  @spec default_inspect_fun() :: (term, t -> Inspect.Algebra.t())
  def default_inspect_fun do
    :persistent_term.get({__MODULE__, :inspect_fun}, &Inspect.inspect/2)
  end

  @doc """
  Sets what `default_inspect_fun/0` gives, for all processes: a shell may show terms its own way.
  """
  @spec default_inspect_fun((term, t -> Inspect.Algebra.t())) :: :ok
  def default_inspect_fun(fun) when is_function(fun, 2) do
    :persistent_term.put({__MODULE__, :inspect_fun}, fun)
  end
end
