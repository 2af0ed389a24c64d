defmodule Kernel.ParallelCompiler do
  @moduledoc """
  Compiles files that need each other's modules.

  Files are compiled one after the other. One that needs a module which is not there yet is tried
  again after the others, until all are done or nothing gets further.
  """

  @doc """
  Compiles files: `{:ok, modules, warnings}` or `{:error, errors, warnings}`.

  Options: `:each_file`, a function of a file's name that is called when it is done, and
  `:each_module`, a function of a file, a module and its code.
  """
  @doc since: "1.6.0"
  @spec compile([Path.t()], keyword()) :: {:ok, [module()], list()} | {:error, list(), list()}
  def compile(files, options \\ []) when is_list(options), do: run(files, options)

  @doc """
  Like `compile/2`; the code of the modules is not written anywhere, there is no place for it.
  """
  @doc since: "1.6.0"
  @spec compile_to_path([Path.t()], Path.t(), keyword()) ::
          {:ok, [module()], list()} | {:error, list(), list()}
  def compile_to_path(files, path, options \\ []) when is_binary(path) and is_list(options) do
    run(files, options)
  end

  @doc """
  Runs files, as `Code.require_file/2` does, in the order that their modules ask for.
  """
  @doc since: "1.6.0"
  @spec require([Path.t()], keyword()) :: {:ok, [module()], list()} | {:error, list(), list()}
  def require(files, options \\ []) when is_list(options), do: run(files, options)

  @doc """
  Starts a task that may define modules.
  """
  @doc since: "1.12.0"
  @spec async((() -> term())) :: Task.t()
  def async(fun) when is_function(fun, 0), do: Task.async(fun)

  @doc """
  Prints a warning as the compiler does.
  """
  @doc since: "1.13.0"
  @spec print_warning({Path.t(), non_neg_integer(), String.t()}) :: :ok
  def print_warning({file, line, message}), do: :respawn_compiler.warn(message, file, line)

  @doc false
  @deprecated "Use Kernel.ParallelCompiler.compile/2 instead"
  def files(files, options \\ []), do: legacy(compile(files, options))

  @doc false
  @deprecated "Use Kernel.ParallelCompiler.compile_to_path/2 instead"
  def files_to_path(files, path, options \\ []) do
    files |> compile_to_path(path, options) |> legacy()
  end

  @doc false
  def legacy({:ok, modules, _warnings}), do: modules
  def legacy({:error, _errors, _warnings}), do: exit({:shutdown, 1})

  @doc false
  def active?, do: false

  ## Rounds

  defp run(files, options) do
    rounds(Enum.map(files, &Path.expand/1), options, [])
  end

  defp rounds([], _options, modules), do: {:ok, modules, []}

  defp rounds(files, options, modules) do
    {waiting, new_modules} =
      Enum.reduce_while(files, {[], []}, fn file, {waiting, new_modules} ->
        case compile_file(file, options) do
          {:ok, defined} -> {:cont, {waiting, defined ++ new_modules}}
          {:waits, failure} -> {:cont, {[failure | waiting], new_modules}}
          {:failed, failure} -> {:halt, {:failed, failure}}
        end
      end)

    cond do
      waiting == :failed ->
        failed([new_modules])

      length(waiting) == length(files) ->
        waiting |> Enum.reverse() |> failed()

      true ->
        waiting
        |> Enum.reverse()
        |> Enum.map(&elem(&1, 0))
        |> rounds(options, new_modules ++ modules)
    end
  end

  defp compile_file(file, options) do
    defined = Code.compile_file(file)

    if each_module = options[:each_module] do
      Enum.each(defined, fn {module, code} -> each_module.(file, module, code) end)
    end

    if each_file = options[:each_file], do: call_each_file(each_file, file, defined)
    {:ok, defined |> Enum.map(&elem(&1, 0)) |> Enum.reverse()}
  catch
    kind, reason ->
      failure = {file, kind, reason, __STACKTRACE__}
      if needs_module?(reason), do: {:waits, failure}, else: {:failed, failure}
  end

  defp call_each_file(fun, file, _defined) when is_function(fun, 1), do: fun.(file)
  defp call_each_file(fun, file, defined), do: fun.(file, Enum.map(defined, &elem(&1, 0)))

  defp needs_module?(:undef), do: true
  defp needs_module?(%UndefinedFunctionError{}), do: true

  defp needs_module?(%CompileError{description: description}) do
    description =~ "is not loaded" or description =~ "cannot expand struct"
  end

  defp needs_module?(_reason), do: false

  defp failed(failures) do
    errors =
      for {file, kind, reason, trace} <- failures do
        message = Exception.format(kind, reason, trace) <> "\n"
        where = Path.relative_to_cwd(file)
        IO.write(:stderr, "\n== Compilation error in file #{where} ==\n#{message}")
        {file, position(reason), message}
      end

    {:error, errors, []}
  end

  defp position(%{line: line, column: column}) when is_integer(line) and is_integer(column),
    do: {line, column}

  defp position(%{line: line}) when is_integer(line), do: line
  defp position(_reason), do: 0
end

defmodule Kernel.ParallelRequire do
  @moduledoc """
  Runs files. Use `Kernel.ParallelCompiler`.
  """
  @moduledoc deprecated: "Use Kernel.ParallelCompiler.require/2 instead"

  @doc false
  @deprecated "Use Kernel.ParallelCompiler.require/2 instead"
  def files(files, options \\ []) do
    options = if is_function(options), do: [each_file: options], else: options
    files |> Kernel.ParallelCompiler.require(options) |> Kernel.ParallelCompiler.legacy()
  end
end
