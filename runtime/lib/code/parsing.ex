defmodule Code.Parsing do
  # Text to quoted expressions, by the parser's natives; and what is wrong with a text, as a value or as an exception.
  @moduledoc false

  alias Code.Encoders

  @doc false
  def parse(text, opts) do
    text = text(text)
    file = Keyword.get(opts, :file, "nofile")

    options = %{
      file: file,
      line: Keyword.get(opts, :line, 1),
      column: Keyword.get(opts, :column, 1),
      columns: Keyword.get(opts, :columns, false),
      token_metadata: Keyword.get(opts, :token_metadata, false),
      existing_atoms_only: Keyword.get(opts, :existing_atoms_only, false),
      unescape: Keyword.get(opts, :unescape, true),
      wrap_literals: false,
      warnings: warnings(opts)
    }

    literal_encoder = Keyword.get(opts, :literal_encoder)
    atoms_encoder = Keyword.get(opts, :static_atoms_encoder)

    if literal_encoder == nil and atoms_encoder == nil do
      text |> :respawn_code.parse(options) |> result(file)
    else
      with_encoders(text, options, literal_encoder, atoms_encoder)
    end
  end

  # The encoders get the literals with their positions, which the parser leaves in blocks.
  defp with_encoders(text, options, literal_encoder, atoms_encoder) do
    wrapping = %{options | wrap_literals: true, columns: true, existing_atoms_only: false}

    case :respawn_code.parse(text, wrapping) do
      {:ok, quoted, comments} ->
        encoders = %{literal: literal_encoder, atom: atoms_encoder, columns: options.columns}

        case Encoders.encode(quoted, encoders) do
          {:ok, encoded} ->
            {:ok, encoded, comments}

          {:error, location, prefix, text} ->
            {:error, encoder_failure(location, prefix, text, options.file)}
        end

      failure ->
        result(failure, options.file)
    end
  end

  defp encoder_failure(location, prefix, text, file) do
    exception = %SyntaxError{
      file: file,
      line: location[:line],
      column: location[:column],
      description: prefix <> text
    }

    %{reason: {location, prefix, text}, exception: exception}
  end

  defp result({:ok, quoted, comments}, _file), do: {:ok, quoted, comments}

  defp result({:error, line, column, message, token, exception}, file) do
    location = if column, do: [line: line, column: column], else: [line: line]
    exception = exception(exception, file, line, column)
    {:error, %{reason: {location, message, token}, exception: exception}}
  end

  defp exception({kind, description, snippet}, file, line, column) do
    module = if kind == :token_missing, do: TokenMissingError, else: SyntaxError

    snippet =
      case snippet do
        {content, offset} -> %{content: content, offset: offset}
        nil -> nil
      end

    struct(module,
      file: file,
      line: line,
      column: column,
      snippet: snippet,
      description: description
    )
  end

  defp warnings(opts) do
    cond do
      Keyword.get(opts, :warnings, true) == false -> :none
      Keyword.get(opts, :warn_on_unnecessary_quotes, true) == false -> :no_quotes
      true -> :all
    end
  end

  # A text that is no UTF-8 is refused with the same exception as everywhere.
  defp text(text) when is_binary(text) do
    if String.valid?(text), do: text, else: text |> String.to_charlist() |> List.to_string()
  end

  defp text(text), do: text |> to_charlist() |> List.to_string()

  @doc false
  def parse!(text, opts) do
    case parse(text, opts) do
      {:ok, quoted, comments} -> {quoted, comments}
      {:error, %{exception: exception}} -> raise exception
    end
  end
end
