defmodule Inspect.Error do
  @moduledoc """
  Raised when a struct cannot be shown because its implementation of `Inspect` fails. `inspect/2`
  shows it in the place of the struct, unless it is called with `safe: false`.
  """

  @enforce_keys [:exception_module, :exception_message, :stacktrace, :inspected_struct]
  defexception @enforce_keys

  @impl true
  def exception(arguments) when is_list(arguments) do
    exception = Keyword.fetch!(arguments, :exception)

    %Inspect.Error{
      exception_module: exception.__struct__,
      exception_message: exception |> Exception.message() |> String.trim(),
      stacktrace: Keyword.fetch!(arguments, :stacktrace),
      inspected_struct: Keyword.fetch!(arguments, :inspected_struct)
    }
  end

  @impl true
  def message(%__MODULE__{
        exception_module: exception_module,
        exception_message: exception_message,
        inspected_struct: inspected_struct
      }) do
    ~s'''
    got #{inspect(exception_module)} with message:

        """
    #{pad(exception_message, 4)}
        """

    while inspecting:

    #{pad(inspected_struct, 4)}
    '''
  end

  @doc false
  def pad(message, padding_length) do
    padding = String.duplicate(" ", padding_length)

    message
    |> String.split("\n")
    |> Enum.map_join("\n", fn
      "" -> ""
      line -> padding <> line
    end)
  end

  # What is shown in the place of `struct`. Telling about it shows the struct's fields as a map,
  # in which structs may fail again: those are shown as maps at once.
  @doc false
  def document(exception, struct, opts, stacktrace) do
    if :erlang.get(:inspect_trap) == true do
      Inspect.Map.inspect(struct, opts)
    else
      try do
        :erlang.put(:inspect_trap, true)

        inspected_struct =
          struct
          |> Inspect.Map.inspect(%{opts | syntax_colors: []})
          |> Inspect.Algebra.format(opts.width)
          |> IO.iodata_to_binary()

        error =
          Inspect.Error.exception(
            exception: exception,
            stacktrace: stacktrace,
            inspected_struct: inspected_struct
          )

        if opts.safe do
          Inspect.inspect(error, %{opts | inspect_fun: Inspect.Opts.default_inspect_fun()})
        else
          reraise(error, stacktrace)
        end
      after
        :erlang.erase(:inspect_trap)
      end
    end
  end
end

defimpl Inspect, for: Inspect.Error do
  def inspect(%{stacktrace: stacktrace} = error, _opts) do
    error |> Exception.message() |> format_output(stacktrace)
  end

  defp format_output(message, []),
    do: "#Inspect.Error<\n  " <> Inspect.Error.pad(message, 2) <> ">"

  defp format_output(message, [_ | _] = stacktrace) do
    "#Inspect.Error<\n" <>
      Inspect.Error.pad(message, 2) <>
      "\n  Stacktrace:\n\n" <> Exception.format_stacktrace(stacktrace) <> "\n>"
  end
end
