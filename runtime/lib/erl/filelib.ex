defmodule :filelib do
  @moduledoc """
  Questions about files, and work on many of them.

      :filelib.is_dir("/tmp")                # => true
      :filelib.wildcard('*.{ex,exs}')        # => ['mix.exs']
  """

  @doc "The names that match a pattern, in order: see `Path.wildcard/2`. Dots are nothing special."
  def wildcard(pattern), do: wildcard(pattern, ".")

  @doc "The names in a folder that match a pattern, relative to it."
  def wildcard(pattern, cwd) do
    names = Path.Wildcard.wildcard(to_text(pattern), to_text(cwd), true)
    for name <- names, do: String.to_charlist(name)
  end

  @doc false
  def wildcard(pattern, cwd, _module), do: wildcard(pattern, cwd)

  defp to_text(name), do: IO.chardata_to_string(:filename.flatten(name))

  @doc "True for a folder, also by way of a link."
  def is_dir(name), do: type(name) == :directory

  @doc false
  def is_dir(name, _module), do: is_dir(name)

  @doc "True for a file or a folder."
  def is_file(name), do: type(name) in [:regular, :directory]

  @doc false
  def is_file(name, _module), do: is_file(name)

  @doc "True for a file that is not a folder or a device."
  def is_regular(name), do: type(name) == :regular

  @doc false
  def is_regular(name, _module), do: is_regular(name)

  # The fields of what :file.read_file_info/1 gives, a record of Erlang.
  defp type(name) do
    case :file.read_file_info(name) do
      {:ok, info} -> elem(info, 2)
      _ -> nil
    end
  end

  @doc "The size of a file in bytes, 0 if there is none."
  def file_size(name) do
    case :file.read_file_info(name) do
      {:ok, info} -> elem(info, 1)
      _ -> 0
    end
  end

  @doc false
  def file_size(name, _module), do: file_size(name)

  @doc "When a file was changed last, as date and time, 0 if there is none."
  def last_modified(name) do
    case :file.read_file_info(name) do
      {:ok, info} -> elem(info, 5)
      _ -> 0
    end
  end

  @doc false
  def last_modified(name, _module), do: last_modified(name)

  @doc "Makes the folders above a file name, if they are not there."
  def ensure_dir("/"), do: :ok
  def ensure_dir('/'), do: :ok
  def ensure_dir(name), do: ensure_path(:filename.dirname(name))

  @doc "Makes a folder and those above it, if they are not there."
  def ensure_path(path) do
    if is_dir(path) do
      :ok
    else
      parent = :filename.dirname(path)

      with :ok <- if(parent == path, do: {:error, :einval}, else: ensure_path(parent)) do
        case :file.make_dir(path) do
          {:error, :eexist} -> if is_dir(path), do: :ok, else: {:error, :eexist}
          other -> other
        end
      end
    end
  end

  @doc "Folds over the files in a folder whose last part matches a regular expression."
  def fold_files(dir, regex, recursive, fun, acc) do
    {:ok, compiled} = :re.compile(regex, [:unicode])
    fold_folder(dir, compiled, recursive, fun, acc)
  end

  @doc false
  def fold_files(dir, regex, recursive, fun, acc, _module),
    do: fold_files(dir, regex, recursive, fun, acc)

  defp fold_folder(dir, regex, recursive, fun, acc) do
    case :file.list_dir(dir) do
      {:ok, names} ->
        Enum.reduce(names, acc, &fold_name(&1, dir, regex, recursive, fun, &2))

      {:error, _} ->
        acc
    end
  end

  defp fold_name(name, dir, regex, recursive, fun, acc) do
    path = :filename.join(dir, name)

    cond do
      is_regular(path) ->
        if :re.run(name, regex, [{:capture, :none}]) == :match, do: fun.(path, acc), else: acc

      recursive and is_dir(path) ->
        fold_folder(path, regex, recursive, fun, acc)

      true ->
        acc
    end
  end

  @doc "A relative name without dots, if it stays inside of a folder; otherwise `:unsafe`."
  def safe_relative_path(path, cwd) do
    case :filename.pathtype(path) do
      :relative -> safe(:filename.split(path), [], cwd)
      _ -> :unsafe
    end
  end

  # `kept` are the parts so far, the last one first. A link is followed, and must not leave either.
  defp safe([], [], _cwd), do: []
  defp safe([], kept, _cwd), do: :filename.join(Enum.reverse(kept))
  defp safe([dot | rest], kept, cwd) when dot in [".", '.'], do: safe(rest, kept, cwd)
  defp safe([dots | _], [], _cwd) when dots in ["..", '..'], do: :unsafe
  defp safe([dots | rest], [_ | kept], cwd) when dots in ["..", '..'], do: safe(rest, kept, cwd)

  defp safe([part | rest], kept, cwd) do
    path = :filename.join([cwd | Enum.reverse([part | kept])])

    case :file.read_link(path) do
      {:ok, target} ->
        case :filename.pathtype(target) do
          :relative -> safe(:filename.split(target) ++ rest, kept, cwd)
          _ -> :unsafe
        end

      _ ->
        safe(rest, [part | kept], cwd)
    end
  end

  @doc "A file by its name, looked for in a folder: `{:ok, path}` or `{:error, :not_found}`."
  def find_file(name, dir) do
    path = :filename.join(dir, name)
    if is_regular(path), do: {:ok, path}, else: {:error, :not_found}
  end

  @doc false
  def find_file(name, dir, _rules), do: find_file(name, dir)
end
