defmodule EEx do
  @moduledoc """
  Templates: text with Elixir in it.

      iex> EEx.eval_string("Hello, <%= name %>", name: "Ana")
      "Hello, Ana"

  `<%= code %>` is replaced by what the code gives, `<% code %>` is run for what it does, `<%% … %>`
  stands for itself without one of the percent signs, and `<%!-- … --%>` (or `<%# … %>`) is a comment.
  Blocks may be open over several tags: `<%= if x do %> … <% else %> … <% end %>`.

  Options: `:file`, `:line` and `:indentation` say where the template is from, `:trim` removes the
  white space around tags that stand alone on a line, `:engine` is a module of the behaviour
  `EEx.Engine` (`EEx.SmartEngine` unless given), `:parser_options` are those of
  `Code.string_to_quoted/2`.
  """

  @doc """
  Defines a function that renders a template.

      EEx.function_from_string(:def, :sample, "<%= a + b %>", [:a, :b])
  """
  defmacro function_from_string(kind, name, template, args \\ [], options \\ []) do
    quote bind_quoted: [
            kind: kind,
            name: name,
            template: template,
            args: args,
            options: options
          ] do
      info = Keyword.merge([file: __ENV__.file, line: __ENV__.line], options)
      args = Enum.map(args, fn arg -> {arg, [line: info[:line]], nil} end)
      compiled = EEx.compile_string(template, info)

      case kind do
        :def -> def unquote(name)(unquote_splicing(args)), do: unquote(compiled)
        :defp -> defp unquote(name)(unquote_splicing(args)), do: unquote(compiled)
      end
    end
  end

  @doc """
  Defines a function that renders the template in a file.
  """
  defmacro function_from_file(kind, name, file, args \\ [], options \\ []) do
    quote bind_quoted: [kind: kind, name: name, file: file, args: args, options: options] do
      info = Keyword.merge([file: file, line: 1], options)
      args = Enum.map(args, fn arg -> {arg, [line: 1], nil} end)
      compiled = EEx.compile_file(file, info)

      @external_resource file
      @file file
      case kind do
        :def -> def unquote(name)(unquote_splicing(args)), do: unquote(compiled)
        :defp -> defp unquote(name)(unquote_splicing(args)), do: unquote(compiled)
      end
    end
  end

  @doc """
  The quoted expression of a template.
  """
  @spec compile_string(String.t(), keyword()) :: Macro.t()
  def compile_string(source, options \\ []) when is_binary(source) and is_list(options) do
    case tokenize(source, options) do
      {:ok, tokens} ->
        EEx.Compiler.compile(tokens, options)

      {:error, message, %{line: line, column: column}} ->
        raise EEx.SyntaxError,
          file: Keyword.get(options, :file, "nofile"),
          line: line,
          column: column,
          message: message
    end
  end

  @doc """
  The quoted expression of the template in a file.
  """
  @spec compile_file(Path.t(), keyword()) :: Macro.t()
  def compile_file(filename, options \\ []) when is_list(options) do
    filename = IO.chardata_to_string(filename)
    compile_string(File.read!(filename), Keyword.merge([file: filename, line: 1], options))
  end

  @doc """
  Renders a template with variables.

      iex> EEx.eval_string("foo <%= bar %>", bar: "baz")
      "foo baz"
  """
  @spec eval_string(String.t(), keyword(), keyword()) :: term()
  def eval_string(source, bindings \\ [], options \\ [])
      when is_binary(source) and is_list(bindings) and is_list(options) do
    source |> compile_string(options) |> evaluate(bindings, options)
  end

  @doc """
  Renders the template in a file with variables.
  """
  @spec eval_file(Path.t(), keyword(), keyword()) :: term()
  def eval_file(filename, bindings \\ [], options \\ [])
      when is_list(bindings) and is_list(options) do
    filename = IO.chardata_to_string(filename)
    options = Keyword.put_new(options, :file, filename)
    filename |> compile_file(options) |> evaluate(bindings, options)
  end

  defp evaluate(compiled, bindings, options) do
    {result, _bindings} =
      Code.eval_quoted(compiled, bindings, Keyword.take(options, [:file, :line]))

    result
  end

  @doc """
  The parts of a template: `{:ok, tokens}` or `{:error, message, position}`.

  A token is `{:text, chars, position}`, `{kind, marker, chars, position}` with the kinds `:expr`,
  `:start_expr`, `:middle_expr` and `:end_expr`, or `{:eof, position}`.
  """
  @doc since: "1.14.0"
  @spec tokenize(IO.chardata(), keyword()) :: {:ok, list()} | {:error, String.t(), map()}
  def tokenize(contents, options \\ []) when is_list(options) do
    contents |> IO.chardata_to_string() |> EEx.Tokenizer.tokenize(options)
  end
end

defmodule EEx.SyntaxError do
  @moduledoc "A template is not well formed."
  defexception [:message, :file, :line, :column]

  @impl true
  def message(exception) do
    "#{exception.file}:#{exception.line}:#{exception.column}: #{exception.message}"
  end
end
