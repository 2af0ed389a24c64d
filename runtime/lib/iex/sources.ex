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

  def open({module, name}), do: open({module, name, :any})

  def open({module, name, arity}) do
    line =
      case Code.fetch_docs(module) do
        {:docs_v1, _, _, _, _, _, entries} ->
          Enum.find_value(entries, fn {{kind, entry, size}, line, _, _, _} ->
            kind in [:function, :macro] and entry == name and arity in [:any, size] && line
          end)

        _ ->
          nil
      end

    if line,
      do: print_place(module, ":#{line}"),
      else: not_found(Exception.format_mfa(module, name, if(arity == :any, do: 0, else: arity)))
  end

  def open(module), do: print_place(module, "")

  defp print_place(module, line) do
    with {:module, _} <- Code.ensure_loaded(module),
         source when is_list(source) <- module.module_info(:compile)[:source] do
      IO.puts("#{source}#{line}")
    else
      _ -> not_found(inspect(module))
    end

    IEx.dont_display_result()
  end

  defp not_found(what) do
    IO.puts(IEx.color(:eval_error, "Could not find the source of #{what}"))
    IEx.dont_display_result()
  end
end
