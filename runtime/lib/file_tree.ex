defmodule File.Tree do
  @moduledoc false
  # Whole folders: copied and removed with all that is in them.
  #
  # Both go down depth first and give the names of what they did, the last one first. The first
  # failure ends the work: `{:error, reason, name}`.

  @doc "Copies contents and mode, unless `on_conflict` is against it."
  def copy_file(source, destination, on_conflict) do
    case do_copy_file(source, destination, on_conflict) do
      {:error, reason, _name} -> {:error, reason}
      _copied_or_kept -> :ok
    end
  end

  @doc "Copies a file, a link or a folder: `{:ok, names}`."
  def copy(source, destination, on_conflict, follow?) do
    source = if follow?, do: follow(source), else: source

    case copy(source, destination, on_conflict, follow?, []) do
      {:error, _, _} = error -> error
      names -> {:ok, names}
    end
  end

  defp follow(path) do
    case :file.read_link(path) do
      {:ok, target} -> Path.expand(IO.chardata_to_string(target), Path.dirname(path))
      _ -> path
    end
  end

  defp copy(source, destination, on_conflict, follow?, names) do
    case type(source) do
      {:ok, :regular} ->
        copied(do_copy_file(source, destination, on_conflict), names)

      {:ok, :symlink} when follow? ->
        copy(follow(source), destination, on_conflict, follow?, names)

      {:ok, :symlink} ->
        copied(copy_link(source, destination, on_conflict), names)

      {:ok, :directory} ->
        copy_folder(source, destination, on_conflict, follow?, names)

      {:ok, _device} ->
        {:error, :eio, source}

      {:error, reason} ->
        {:error, reason, source}
    end
  end

  defp copied({:ok, name}, names), do: [name | names]
  defp copied(:kept, names), do: names
  defp copied(error, _names), do: error

  defp type(path) do
    with {:ok, info} <- :file.read_link_info(path), do: {:ok, elem(info, 2)}
  end

  defp copy_folder(source, destination, on_conflict, follow?, names) do
    with {:ok, children} <- list(source),
         :ok <- make_folder(destination) do
      copy_children(children, source, destination, on_conflict, follow?, [destination | names])
    else
      {:error, reason} -> {:error, reason, destination}
    end
  end

  defp make_folder(path) do
    case File.mkdir(path) do
      # If it is no folder, its first child will not fit into it.
      {:error, :eexist} -> :ok
      result -> result
    end
  end

  defp copy_children([name | children], source, destination, on_conflict, follow?, names) do
    from = Path.join(source, name)
    to = Path.join(destination, name)

    case copy(from, to, on_conflict, follow?, names) do
      {:error, _, _} = error ->
        error

      names ->
        copy_children(children, source, destination, on_conflict, follow?, names)
    end
  end

  defp copy_children([], _source, _destination, _on_conflict, _follow?, names), do: names

  defp do_copy_file(source, destination, on_conflict) do
    case :file.copy(source, {destination, [:exclusive, :raw]}) do
      {:ok, _} ->
        copy_mode(source, destination)

      {:error, :eexist} ->
        if on_conflict.(source, destination) do
          with {:ok, _} <- :file.copy(source, destination) do
            copy_mode(source, destination)
          else
            {:error, reason} -> {:error, reason, source}
          end
        else
          :kept
        end

      {:error, reason} ->
        {:error, reason, source}
    end
  end

  defp copy_mode(source, destination) do
    with {:ok, stat} <- File.stat(source),
         :ok <- File.chmod(destination, stat.mode) do
      {:ok, destination}
    else
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp copy_link(source, destination, on_conflict) do
    with {:ok, target} <- File.read_link(source) do
      case File.ln_s(target, destination) do
        :ok -> {:ok, destination}
        {:error, :eexist} -> replace_link(source, target, destination, on_conflict)
        {:error, reason} -> {:error, reason, source}
      end
    else
      {:error, reason} -> {:error, reason, source}
    end
  end

  defp replace_link(source, target, destination, on_conflict) do
    if on_conflict.(source, destination) do
      # What is there may be a folder with something in it, which stays.
      _ = File.rm(destination)

      case File.ln_s(target, destination) do
        :ok -> {:ok, destination}
        {:error, reason} -> {:error, reason, source}
      end
    else
      :kept
    end
  end

  @doc "Removes a file, a link or a folder: `{:ok, names}`."
  def remove(path) do
    case remove(path, []) do
      {:error, _, _} = error -> error
      names -> {:ok, names}
    end
  end

  defp remove(path, names) do
    case type(path) do
      {:ok, :directory} -> remove_folder(path, names)
      {:ok, _} -> removed(:file.delete(path), path, names)
      # Somebody was faster, or a part of the path is no folder.
      {:error, reason} when reason in [:enoent, :enotdir] -> names
      {:error, reason} -> {:error, reason, path}
    end
  end

  defp remove_folder(path, names) do
    with {:ok, children} <- list(path),
         names when is_list(names) <- remove_children(children, path, names) do
      removed(:file.del_dir(path), path, names)
    else
      {:error, reason} -> {:error, reason, path}
      error -> error
    end
  end

  defp remove_children([name | children], path, names) do
    case remove(Path.join(path, name), names) do
      {:error, _, _} = error -> error
      names -> remove_children(children, path, names)
    end
  end

  defp remove_children([], _path, names), do: names

  defp removed(:ok, path, names), do: [path | names]
  defp removed({:error, :enoent}, _path, names), do: names
  defp removed({:error, reason}, path, _names), do: {:error, reason, path}

  # All names, also those that are no text.
  defp list(path), do: :respawn_file.list(path)
end
