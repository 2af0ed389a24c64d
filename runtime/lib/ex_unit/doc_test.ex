# `doctest`: tests out of a module's documentation. It is read from the file of the compiled module, and modules of a
# script have none: the error says so, as Elixir's does for them.

defmodule ExUnit.DocTest do
  @moduledoc """
  Tests from the examples in the documentation of a compiled module.
  """

  defmodule Error do
    @moduledoc false

    defexception [:line, :file, :message]

    @impl true
    def exception(options), do: struct!(__MODULE__, options)

    @impl true
    def message(%{file: file, line: line, message: message}) do
      Exception.format_file_line(file && Path.relative_to_cwd(file), line) <> " " <> message
    end
  end

  @doc """
  Makes tests of a module's examples.
  """
  defmacro doctest(module, opts \\ []) do
    quote do
      ExUnit.DocTest.__doctests__(unquote(module), unquote(opts), __ENV__.file)
    end
  end

  @doc false
  def __doctests__(module, _opts, file) do
    # A module that does not exist is the first thing to be said.
    Code.ensure_compiled!(module)

    raise Error,
      file: file,
      message:
        "could not retrieve the documentation for module #{inspect(module)}. " <>
          "The BEAM file of the module cannot be accessed"
  end
end
