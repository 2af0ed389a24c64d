defmodule :code do
  @moduledoc """
  The modules that are loaded, and where things are.

  Modules come with the runtime or are compiled by the program that uses them; none are looked for
  in files. The folder of an application of the program is the current one.
  """

  @doc "Whether a module is there: `{:module, module}` or `{:error, :nofile}`."
  def ensure_loaded(module) when is_atom(module) do
    # A module of the library is loaded when somebody asks for it.
    case :respawn_code.ensure_compiled(module) do
      {:module, ^module} = found -> found
      {:error, _reason} -> {:error, :nofile}
    end
  end

  @doc "Like `ensure_loaded/1`."
  def load_file(module), do: ensure_loaded(module)

  @doc "Whether modules are there: `:ok` or `{:error, [{module, :nofile}]}`."
  def ensure_modules_loaded(modules) when is_list(modules) do
    case for(module <- modules, {:error, reason} <- [ensure_loaded(module)], do: {module, reason}) do
      [] -> :ok
      missing -> {:error, missing}
    end
  end

  @doc "Whether a module is loaded: `{:file, source}` or `false`."
  def is_loaded(module) when is_atom(module) do
    if :erlang.module_loaded(module), do: {:file, source(module)}, else: false
  end

  @doc "All modules that are loaded, as `{module, source}`."
  def all_loaded, do: for(module <- :erlang.loaded(), do: {module, source(module)})

  @doc "The file that a module comes from, or `:non_existing`."
  def which(module) when is_atom(module) do
    if match?({:module, _}, ensure_loaded(module)), do: source(module), else: :non_existing
  end

  defp source(module) do
    case :lists.keyfind(:source, 1, :erlang.get_module_info(module, :compile)) do
      {:source, source} -> source
      false -> []
    end
  end

  @doc "Takes a module out of the runtime: whether it was there."
  def delete(module) when is_atom(module) do
    if :erlang.module_loaded(module) do
      :respawn_code.unload(module)
      true
    else
      false
    end
  end

  @doc "Ends the processes that run old code of a module; there is no old code."
  def purge(module) when is_atom(module), do: false

  @doc "Removes old code of a module, unless processes run it; there is no old code."
  def soft_purge(module) when is_atom(module), do: true

  @doc "The code of a module as a file would have it; there is none."
  def get_object_code(module) when is_atom(module), do: :error

  @doc "Whether modules are loaded when they are first used."
  def get_mode, do: :interactive

  @doc "Whether a module is protected; none is."
  def is_sticky(module) when is_atom(module), do: false

  ## Folders

  @doc "The folder of the runtime."
  def root_dir do
    {:ok, folder} = :file.get_cwd()
    folder
  end

  @doc "The folder of all applications of the library."
  def lib_dir, do: root_dir() ++ '/lib'

  @doc "The folder of an application, or `{:error, :bad_name}`."
  def lib_dir(application) when is_atom(application) do
    cond do
      :application_spec.available(application) != nil ->
        lib_dir() ++ '/' ++ Atom.to_charlist(application)

      :application.get_all_key(application) != :undefined ->
        root_dir()

      true ->
        {:error, :bad_name}
    end
  end

  @doc "A folder within that of an application."
  def lib_dir(application, folder) when is_atom(folder) do
    with path when is_list(path) <- lib_dir(application) do
      path ++ '/' ++ Atom.to_charlist(folder)
    end
  end

  @doc "The folder of an application's own files."
  def priv_dir(application), do: lib_dir(application, :priv)

  @doc "The folders where code is looked for: none."
  def get_path, do: []

  @doc "Adds a folder to look for code in, which nobody does."
  def add_path(folder) when is_list(folder) or is_binary(folder), do: true

  @doc false
  def add_patha(folder), do: add_path(folder)
  @doc false
  def add_pathz(folder), do: add_path(folder)

  @doc "Adds folders to look for code in, which nobody does."
  def add_paths(folders) when is_list(folders), do: :ok

  @doc false
  def add_pathsa(folders), do: add_paths(folders)
  @doc false
  def add_pathsz(folders), do: add_paths(folders)

  @doc "Removes a folder to look for code in."
  def del_path(_folder), do: false

  @doc "The path of a file in the folders where code is looked for."
  def where_is_file(_name), do: :non_existing

  @doc "The ending of files with code."
  def objfile_extension, do: '.beam'
end
