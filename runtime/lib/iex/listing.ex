defmodule IEx.Listing do
  # What is printed as a list: functions, files, and what is known about a value.
  @moduledoc false

  # Blanks between two columns.
  @gap 5

  ## Functions

  def exports(module) do
    {functions, macros} =
      if function_exported?(module, :__info__, 1) do
        {module.__info__(:functions), module.__info__(:macros)}
      else
        {module.module_info(:exports) -- [module_info: 0, module_info: 1], []}
      end

    for {name, arity} <- macros ++ functions, public?(name) do
      "#{call_name(name)}/#{arity}"
    end
  end

  defp call_name(name) do
    if Macro.classify_atom(name) == :quoted,
      do: Macro.inspect_atom(:remote_call, name),
      else: Atom.to_string(name)
  end

  defp public?(name), do: name == :__using__ or not String.starts_with?(Atom.to_string(name), "_")

  ## Folders

  def folder(path) do
    case File.ls(path) do
      {:ok, names} ->
        names |> Enum.sort() |> print(&colored_name(path, &1))

      {:error, :enoent} ->
        IO.puts(IEx.color(:eval_error, "No such file or directory #{path}"))

      {:error, :enotdir} ->
        IO.puts(IEx.color(:eval_info, Path.absname(path)))

      {:error, reason} ->
        IO.puts(IEx.color(:eval_error, "#{:file.format_error(reason)} #{path}"))
    end
  end

  defp colored_name(path, name) do
    case File.stat(Path.join(path, name)) do
      {:ok, %File.Stat{type: :directory}} -> IEx.color(:ls_directory, name)
      {:ok, %File.Stat{type: :device}} -> IEx.color(:ls_device, name)
      _ -> name
    end
  end

  ## Columns

  def print(texts, decorate \\ & &1)
  def print([], _decorate), do: :ok

  def print(texts, decorate) do
    width = (texts |> Enum.map(&String.length/1) |> Enum.max()) + @gap
    columns = max(1, div(IEx.width() + @gap, width))

    texts
    |> Enum.chunk_every(columns)
    |> Enum.each(&IO.puts(row(&1, width, decorate)))
  end

  defp row([last], _width, decorate), do: [decorate.(last)]

  defp row([text | texts], width, decorate) do
    blanks = String.duplicate(" ", width - String.length(text))
    [decorate.(text), blanks | row(texts, width, decorate)]
  end

  ## A value

  def information(term) do
    protocols = for {name, fun} <- protocols(), fun.(term), do: inspect(name)

    ([{"Term", inspect(term, IEx.inspect_opts() |> Keyword.delete(:syntax_colors))}] ++
       IEx.Info.info(term) ++ [{"Implemented protocols", Enum.join(protocols, ", ")}])
    |> Enum.each(fn {subject, text} ->
      IO.puts(IEx.color(:eval_result, to_string(subject)))
      IO.puts(IEx.color(:eval_info, "  " <> indented(text)))
    end)
  end

  defp indented(text),
    do: text |> to_string() |> String.trim_trailing() |> String.replace("\n", "\n  ")

  defp protocols do
    for protocol <- [Collectable, Enumerable, IEx.Info, Inspect, List.Chars, String.Chars],
        Code.ensure_loaded?(protocol),
        do: {protocol, &implements?(protocol, &1)}
  end

  # What is implemented for any value counts for Inspect only: the others refuse it.
  defp implements?(protocol, term),
    do:
      protocol.impl_for(term) not in [nil, Module.concat(protocol, Any)] or
        protocol in [Inspect, IEx.Info]
end
