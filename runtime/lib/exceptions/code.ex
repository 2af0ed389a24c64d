# Exceptions of code that is read, compiled or loaded; each says where.

defmodule CompileError do
  @moduledoc "The code is well formed and still cannot be compiled."
  defexception [:file, :line, description: "compile error"]

  @impl true
  def message(%{file: file, line: line, description: description}) do
    case Exception.format_file_line(file && Path.relative_to_cwd(file), line) do
      "" -> " " <> description
      place -> place <> " " <> description
    end
  end
end

defmodule SyntaxError do
  @moduledoc "The code is not well formed."
  defexception [:file, :line, :column, :snippet, description: "syntax error"]

  @impl true
  def message(exception), do: Exception.located_message(exception)
end

defmodule TokenMissingError do
  @moduledoc "The code ends too early: something that was opened is not closed."
  defexception [:file, :line, :snippet, :column, description: "expression is incomplete"]

  @impl true
  def message(exception), do: Exception.located_message(exception)
end

defmodule Code.LoadError do
  @moduledoc "A file of code could not be read."
  defexception [:file, :message, :reason]

  @impl true
  def exception(fields) do
    file = Keyword.fetch!(fields, :file)
    reason = Keyword.fetch!(fields, :reason)
    message = "could not load #{file}. Reason: #{reason}"
    %Code.LoadError{message: message, file: file, reason: reason}
  end
end

defmodule Regex.CompileError do
  @moduledoc "The text is not a regular expression, or an option is unknown."
  defexception message: "regex could not be compiled"
end
