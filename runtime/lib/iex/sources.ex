defmodule IEx.Sources do
  # Code from files: what `c`, `r` and `import_file` do.
  @moduledoc false

  def compile(files) do
    found = Enum.filter(files, &File.regular?/1)

    case files -- found do
      [] -> :ok
      missing -> raise ArgumentError, "could not find files #{Enum.join(missing, ", ")}"
    end

    case Kernel.ParallelCompiler.compile(found) do
      {:ok, modules, _warnings} -> modules
      {:error, _errors, _warnings} -> raise CompileError
    end
  end

  def recompile(modules) do
    sources =
      for module <- modules do
        source(module) ||
          raise ArgumentError, "could not load nor find module: #{inspect(module)}"
      end

    sources |> Enum.uniq() |> compile()
  end

  defp source(module) do
    with {:module, _} <- Code.ensure_loaded(module),
         source when is_list(source) <- module.module_info(:compile)[:source],
         path = List.to_string(source),
         true <- File.regular?(path) do
      path
    else
      _ -> nil
    end
  end

  def quoted_file(path, optional?) do
    path = Path.expand(path)

    if not optional? or File.exists?(path) do
      path |> File.read!() |> Code.string_to_quoted!(file: path)
    end
  end
end
