defmodule Code.Fragment do
  @moduledoc """
  Looks at pieces of code that are still being typed.
  """

  @doc """
  What stands at the end of a text, where the cursor is.

  Gives `:expr` where an expression can begin, `:none` where nothing can be completed, or what has
  been typed so far: `{:local_or_var, chars}`, `{:local_call, chars}`, `{:local_arity, chars}`,
  `{:alias, chars}`, `{:alias, inside, chars}`, `{:dot, inside, chars}`, `{:dot_call, inside, chars}`,
  `{:dot_arity, inside, chars}`, `{:module_attribute, chars}`, `{:operator, chars}`,
  `{:operator_call, chars}`, `{:operator_arity, chars}`, `{:sigil, chars}`, `{:struct, inside}`
  or `{:unquoted_atom, chars}`.

      iex> Code.Fragment.cursor_context("String.to_a")
      {:dot, {:alias, 'String'}, 'to_a'}
  """
  @doc since: "1.13.0"
  @spec cursor_context(List.Chars.t(), keyword()) :: atom() | tuple()
  def cursor_context(fragment, opts \\ []) when is_list(opts) do
    fragment |> text() |> Code.Fragment.Cursor.context()
  end

  @doc """
  The quoted form of an unfinished text, with `__cursor__()` in the place of what is being typed.

      iex> {:ok, quoted} = Code.Fragment.container_cursor_to_quoted("max(some_value, ")
      iex> Macro.to_string(quoted)
      "max(some_value, __cursor__())"
  """
  @doc since: "1.13.0"
  @spec container_cursor_to_quoted(List.Chars.t(), keyword()) ::
          {:ok, Macro.t()} | {:error, tuple()}
  def container_cursor_to_quoted(fragment, opts \\ []) when is_list(opts) do
    opts = Keyword.take(opts, [:file, :line, :column, :columns, :token_metadata])
    fragment |> text() |> Code.Fragment.Container.to_quoted(opts)
  end

  defp text(fragment) when is_binary(fragment), do: fragment
  defp text(fragment), do: fragment |> to_charlist() |> List.to_string()
end
