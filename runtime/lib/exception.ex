defmodule Exception do
  @moduledoc """
  Texts of errors: messages, exits and stack traces as the shell and crash reports show them.

      iex> Exception.message(%RuntimeError{message: "oops"})
      "oops"

  A module is an exception if it has `exception/1`, which makes the struct that is raised, and
  `message/1`, which gives its text; `defexception` defines both.
  """

  @type t :: %{
          required(:__struct__) => module(),
          required(:__exception__) => true,
          optional(atom()) => any()
        }

  @type kind :: :error | non_error_kind()
  @type non_error_kind :: :exit | :throw | {:EXIT, pid()}
  @type stacktrace :: [stacktrace_entry()]
  @type stacktrace_entry ::
          {module(), atom(), arity_or_args(), location()}
          | {(... -> any()), arity_or_args(), location()}
  @type arity_or_args :: non_neg_integer() | list()
  @type location :: keyword()

  @callback exception(term()) :: t()
  @callback message(t()) :: String.t()
  @callback blame(t(), stacktrace()) :: {t(), stacktrace()}
  @optional_callbacks [blame: 2]

  @doc false
  @deprecated "Use Kernel.is_exception/1 instead"
  def exception?(term)
  def exception?(%_{__exception__: true}), do: true
  def exception?(_), do: false

  @doc """
  The message of an exception; a text also when the exception's own `message/1` fails.

      iex> Exception.message(%ArgumentError{message: "no"})
      "no"
  """
  def message(%module{__exception__: true} = exception) do
    try do
      module.message(exception)
    rescue
      caught ->
        "got #{inspect(caught.__struct__)} with message #{inspect(message(caught))} " <>
          "while retrieving Exception.message/1 for #{inspect(exception)}. " <>
          "Stacktrace:\n#{format_stacktrace(__STACKTRACE__)}"
    else
      result when is_binary(result) ->
        result

      result ->
        "got #{inspect(result)} " <>
          "while retrieving Exception.message/1 for #{inspect(exception)} (expected a string)"
    end
  end

  @doc """
  Makes an exception of what was caught as an `:error`; other kinds give back the value.

      iex> Exception.normalize(:error, :badarith)
      %ArithmeticError{}
  """
  @spec normalize(:error, any(), stacktrace()) :: t()
  @spec normalize(non_error_kind(), payload, stacktrace()) :: payload when payload: var
  def normalize(kind, payload, stacktrace \\ [])
  def normalize(:error, %_{__exception__: true} = payload, _stacktrace), do: payload
  def normalize(:error, payload, stacktrace), do: ErlangError.normalize(payload, stacktrace || [])
  def normalize(_kind, payload, _stacktrace), do: payload

  @doc """
  Normalizes an error and adds hints to its message: clauses that were tried, names that were meant.
  """
  @spec blame(:error, any(), stacktrace()) :: {t(), stacktrace()}
  @spec blame(non_error_kind(), payload, stacktrace()) :: {payload, stacktrace()}
        when payload: var
  def blame(kind, error, stacktrace)

  def blame(:error, error, stacktrace) do
    %module{} = exception = normalize(:error, error, stacktrace)

    if Code.ensure_loaded?(module) and function_exported?(module, :blame, 2) do
      module.blame(exception, stacktrace)
    else
      {exception, stacktrace}
    end
  end

  def blame(_kind, reason, stacktrace), do: {reason, stacktrace}

  @doc """
  The clauses of a function, each part of their heads with whether the arguments match it.

  Gives `{:ok, kind, clauses}`, or `:error` if the module's clauses are not known.
  """
  @spec blame_mfa(module(), atom(), [term()]) ::
          {:ok, :def | :defp | :defmacro | :defmacrop, [{args :: [term()], guards :: [term()]}]}
          | :error
  def blame_mfa(module, function, args)
      when is_atom(module) and is_atom(function) and is_list(args) do
    Exception.Blame.clauses(module, function, args)
  end

  @doc """
  The first line of an error: its kind and message, without the stack trace.

      iex> Exception.format_banner(:throw, :ball)
      "** (throw) :ball"
  """
  @spec format_banner(kind(), any(), stacktrace()) :: String.t()
  def format_banner(kind, exception, stacktrace \\ [])

  def format_banner(:error, exception, stacktrace) do
    exception = normalize(:error, exception, stacktrace)
    "** (" <> inspect(exception.__struct__) <> ") " <> message(exception)
  end

  def format_banner(:throw, reason, _stacktrace), do: "** (throw) " <> inspect(reason)
  def format_banner(:exit, reason, _stacktrace), do: "** (exit) " <> format_exit(reason)

  def format_banner({:EXIT, pid}, reason, _stacktrace) do
    "** (EXIT from #{inspect(pid)}) " <> format_exit(reason)
  end

  @doc """
  The banner and, below it, the stack trace.
  """
  @spec format(kind(), any(), stacktrace()) :: String.t()
  def format(kind, payload, stacktrace \\ [])

  def format({:EXIT, _} = kind, payload, _stacktrace), do: format_banner(kind, payload)

  def format(kind, payload, stacktrace) do
    banner = format_banner(kind, payload, stacktrace)

    case stacktrace do
      [] -> banner
      _ -> banner <> "\n" <> format_stacktrace(stacktrace)
    end
  end

  @doc """
  The text of an exit reason; exceptions and calls inside it are told line by line.

      iex> Exception.format_exit(:noproc) |> String.starts_with?("no process")
      true
  """
  @spec format_exit(any()) :: String.t()
  def format_exit(reason), do: Exception.ExitReason.format(reason, "\n    ")

  @doc false
  # The banner of a blamed error as the command and the shell print it.
  def format_uncaught(:error, %{__struct__: FunctionClauseError, args: [_ | _]} = exception, stacktrace) do
    format_banner(:error, %{exception | args: nil}, stacktrace) <>
      FunctionClauseError.details(exception)
  end

  def format_uncaught(kind, reason, stacktrace), do: format_banner(kind, reason, stacktrace)

  @doc """
  A stack trace, one indented line an entry; without an argument that of the calling process.
  """
  @spec format_stacktrace(stacktrace() | nil) :: String.t()
  def format_stacktrace(trace \\ nil) do
    trace =
      if trace do
        trace
      else
        case Process.info(self(), :current_stacktrace) do
          {:current_stacktrace, stack} -> Enum.drop(stack, 3)
        end
      end

    case trace do
      [] -> "\n"
      _ -> "    " <> Enum.map_join(trace, "\n    ", &format_stacktrace_entry/1) <> "\n"
    end
  end

  @doc """
  One entry of a stack trace.

      iex> Exception.format_stacktrace_entry({Foo, :bar, 1, [file: 'foo.ex', line: 2]})
      "foo.ex:2: Foo.bar/1"
  """
  @spec format_stacktrace_entry(stacktrace_entry()) :: String.t()
  def format_stacktrace_entry(entry)

  def format_stacktrace_entry({module, :__MODULE__, 0, location}) do
    format_location(location) <> inspect(module) <> " (module)"
  end

  def format_stacktrace_entry({_module, :__MODULE__, 1, location}) do
    format_location(location) <> "(module)"
  end

  def format_stacktrace_entry({_module, :__FILE__, 1, location}) do
    format_location(location) <> "(file)"
  end

  def format_stacktrace_entry({module, fun, arity, location}) do
    format_application(module) <> format_location(location) <> format_mfa(module, fun, arity)
  end

  def format_stacktrace_entry({fun, arity, location}) do
    format_location(location) <> format_fa(fun, arity)
  end

  defp format_application(module) do
    # Not every module belongs to an application; those of scripts and of the shell do not.
    case :application.get_application(module) do
      {:ok, app} ->
        case :application.get_key(app, :vsn) do
          {:ok, version} when is_list(version) -> "(#{app} #{version}) "
          _ -> "(#{app}) "
        end

      :undefined ->
        ""
    end
  end

  defp format_location(location) when is_list(location) do
    format_file_line(Keyword.get(location, :file), Keyword.get(location, :line), " ")
  end

  @doc """
  A function and its arity, or its arguments.

      iex> Exception.format_fa(&abs/1, 1)
      "&:erlang.abs/1/1"
  """
  @spec format_fa((... -> any()), arity_or_args()) :: String.t()
  def format_fa(fun, arity) when is_function(fun) do
    inspect(fun) <> format_arity(arity)
  end

  @doc """
  A module, function and arity, or arguments.

      iex> Exception.format_mfa(Foo, :bar, [1, :a])
      "Foo.bar(1, :a)"
      iex> Exception.format_mfa(Foo, :"-bar/1-fun-0-", 2)
      "anonymous fn/2 in Foo.bar/1"
  """
  @spec format_mfa(module(), atom(), arity_or_args()) :: String.t()
  def format_mfa(module, fun, arity) when is_atom(module) and is_atom(fun) do
    case enclosing_function(Atom.to_string(fun)) do
      {outer_name, outer_arity} ->
        "anonymous fn#{format_arity(arity)} in " <>
          "#{inspect(module)}.#{Macro.inspect_atom(:remote_call, outer_name)}/#{outer_arity}"

      nil ->
        "#{inspect(module)}.#{Macro.inspect_atom(:remote_call, fun)}#{format_arity(arity)}"
    end
  end

  # The name of a function without one says where it stands: "-outer/2-fun-0-".
  defp enclosing_function("-" <> rest) do
    parts = rest |> String.trim_trailing("-") |> String.split("/")

    with [_ | _] = reversed <- Enum.reverse(parts),
         [last | [_ | _] = outer] <- reversed,
         [arity, "fun" | _] <- String.split(last, "-") do
      {outer |> Enum.reverse() |> Enum.join("/") |> String.to_atom(), arity}
    else
      _ -> nil
    end
  end

  defp enclosing_function(_), do: nil

  defp format_arity(arity) when is_integer(arity), do: "/#{arity}"
  defp format_arity(args) when is_list(args), do: "(#{Enum.map_join(args, ", ", &inspect/1)})"

  @doc """
  A file and line, as far as they are known.

      iex> Exception.format_file_line("foo.ex", 2)
      "foo.ex:2:"
  """
  @spec format_file_line(String.t() | nil, non_neg_integer() | nil, String.t()) :: String.t()
  def format_file_line(file, line, suffix \\ "") do
    cond do
      is_nil(file) -> ""
      is_nil(line) or line == 0 -> "#{file}:#{suffix}"
      true -> "#{file}:#{line}:#{suffix}"
    end
  end

  @doc """
  A file, line and column, as far as they are known.

      iex> Exception.format_file_line_column("foo.ex", 2, 5)
      "foo.ex:2:5:"
  """
  @spec format_file_line_column(
          String.t() | nil,
          non_neg_integer() | nil,
          non_neg_integer() | nil,
          String.t()
        ) :: String.t()
  def format_file_line_column(file, line, column, suffix \\ "") do
    cond do
      is_nil(file) -> ""
      is_nil(line) or line == 0 -> "#{file}:#{suffix}"
      is_nil(column) or column == 0 -> "#{file}:#{line}:#{suffix}"
      true -> "#{file}:#{line}:#{column}:#{suffix}"
    end
  end

  @doc false
  def located_message(%{file: file, line: line, column: column} = exception) do
    place = format_file_line_column(file && Path.relative_to_cwd(file), line, column)

    case exception do
      %{snippet: %{} = snippet, column: column} when column != nil ->
        place <> " " <> exception.description <> "\n" <> format_snippet(snippet, line)

      _ ->
        place <> " " <> exception.description
    end
  end

  @doc false
  def format_snippet(%{content: content, offset: offset}, line) do
    number = Integer.to_string(line)
    width = max(String.length(number), 2)
    margin = String.duplicate(" ", width + 2)

    margin <>
      "|\n " <>
      String.pad_leading(number, width) <>
      " | " <> content <> "\n" <> margin <> "| " <> String.duplicate(" ", offset) <> "^"
  end
end
