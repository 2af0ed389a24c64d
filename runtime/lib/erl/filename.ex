defmodule :filename do
  @moduledoc """
  File names: texts with parts between slashes. Nothing here looks at the disk, except for the
  current folder in `absname/1`.

  Names are binaries, charlists (also deep ones) or atoms. The result is a binary if an argument
  is one, and a charlist otherwise.

      :filename.join("a", "b")       # => "a/b"
      :filename.extension('x.erl')   # => '.erl'
  """

  @doc "A name as one binary or flat charlist."
  def flatten(name) when is_binary(name), do: name
  def flatten(name), do: do_flatten(name, [])

  defp do_flatten([part | rest], tail) when is_list(part),
    do: do_flatten(part, do_flatten(rest, tail))

  defp do_flatten([atom | rest], tail) when is_atom(atom),
    do: :erlang.atom_to_list(atom) ++ do_flatten(rest, tail)

  defp do_flatten([char | rest], tail), do: [char | do_flatten(rest, tail)]
  defp do_flatten([], tail), do: tail
  defp do_flatten(atom, tail) when is_atom(atom), do: :erlang.atom_to_list(atom) ++ tail

  # All work is done on binaries; `as` says what the result is to be.

  defp text(name) do
    case flatten(name) do
      binary when is_binary(binary) -> {binary, :binary}
      chars -> {chars_to_binary(chars), :list}
    end
  end

  defp chars_to_binary(chars) do
    case :unicode.characters_to_binary(chars) do
      binary when is_binary(binary) -> binary
      _ -> :erlang.error(:badarg)
    end
  end

  defp back(binary, :binary), do: binary

  defp back(binary, :list) do
    case :unicode.characters_to_list(binary) do
      chars when is_list(chars) -> chars
      _ -> :erlang.binary_to_list(binary)
    end
  end

  defp both(:list, :list), do: :list
  defp both(_as1, _as2), do: :binary

  @doc "The last part of a name."
  def basename(name) do
    {text, as} = text(name)
    text |> last_part() |> back(as)
  end

  @doc "The last part of a name, without an extension if it has that one."
  def basename(name, extension) do
    {text, as1} = text(name)
    {extension, as2} = text(extension)
    base = last_part(text)
    as = both(as1, as2)

    if ends_with?(base, extension) and not ends_with?(text, "/"),
      do: back(drop_end(base, extension), as),
      else: back(base, as)
  end

  defp last_part(text) do
    case :binary.split(text, "/", [:global, :trim_all]) do
      [] -> ""
      parts -> List.last(parts)
    end
  end

  defp ends_with?(text, suffix), do: String.ends_with?(text, suffix)
  defp drop_end(text, suffix), do: :binary.part(text, 0, byte_size(text) - byte_size(suffix))

  @doc "All but the last part of a name; `.` if there is only one."
  def dirname(name) do
    {text, as} = text(name)
    text |> folder() |> back(as)
  end

  defp folder(text) do
    case last_slash(text, byte_size(text)) do
      nil ->
        "."

      at ->
        case trim_slashes(:binary.part(text, 0, at)) do
          "" -> "/"
          folder -> folder
        end
    end
  end

  defp last_slash(_text, 0), do: nil

  defp last_slash(text, size) do
    if :binary.at(text, size - 1) == ?/, do: size - 1, else: last_slash(text, size - 1)
  end

  defp trim_slashes(text), do: String.trim_trailing(text, "/")

  @doc "The extension of a name, with its dot; empty if there is none."
  def extension(name) do
    {text, as} = text(name)
    {_root, extension} = split_extension(text)
    back(extension, as)
  end

  @doc "A name without its extension."
  def rootname(name) do
    {text, as} = text(name)
    {root, _extension} = split_extension(text)
    back(root, as)
  end

  @doc "A name without an extension, if it has that one."
  def rootname(name, extension) do
    {text, as1} = text(name)
    {extension, as2} = text(extension)
    as = both(as1, as2)
    root_size = byte_size(text) - byte_size(extension)

    if ends_with?(text, extension) and
         (root_size == 0 or :binary.at(text, root_size - 1) != ?/),
       do: back(drop_end(text, extension), as),
       else: back(text, as)
  end

  # A dot at the start of the last part starts no extension.
  defp split_extension(text) do
    start = if slash = last_slash(text, byte_size(text)), do: slash + 1, else: 0

    case {last_dot(text, byte_size(text), start + 1), text} do
      # Nothing is left of a name that has a dot at its start only.
      {nil, "." <> _} when start == 0 -> {"", ""}
      {nil, _} -> {text, ""}
      {at, _} -> :erlang.split_binary(text, at)
    end
  end

  defp last_dot(_text, size, first) when size <= first, do: nil

  defp last_dot(text, size, first) do
    if :binary.at(text, size - 1) == ?., do: size - 1, else: last_dot(text, size - 1, first)
  end

  @doc "Parts put together with slashes; an absolute part starts anew."
  def join([name | rest]) when rest != [] do
    [second | rest] = rest
    join([join(name, second) | rest])
  end

  def join([name]) do
    {text, as} = text(name)
    text |> normal() |> back(as)
  end

  @doc "Two names put together with a slash; the second one alone if it is absolute."
  def join(name1, name2) do
    {text1, as1} = text(name1)
    {text2, as2} = text(name2)
    as = both(as1, as2)

    case text2 do
      "/" <> _ -> back(normal(text2), as)
      _ -> back(normal(text1 <> "/" <> text2), as)
    end
  end

  # One slash between parts, no dot between slashes, and no slash at the end.
  defp normal("/" <> text), do: "/" <> joined(without_dots(parts(text), text))

  defp normal(text) do
    case parts(text) do
      [] -> ""
      [first | rest] -> joined([first | without_dots(rest, text)])
    end
  end

  defp parts(text), do: :binary.split(text, "/", [:global, :trim_all])

  defp joined(parts), do: :erlang.iolist_to_binary(Enum.intersperse(parts, "/"))

  # A dot at the very end stands for a name.
  defp without_dots(["."], text), do: if(ends_with?(text, "/"), do: [], else: ["."])
  defp without_dots(["." | rest], text), do: without_dots(rest, text)
  defp without_dots([part | rest], text), do: [part | without_dots(rest, text)]
  defp without_dots([], _text), do: []

  @doc "Two names with a slash between, and nothing else done to them."
  def append(folder, name) when is_binary(folder) or is_binary(name) do
    {folder, _} = text(folder)
    {name, _} = text(name)
    <<folder::binary, "/", name::binary>>
  end

  def append(folder, name), do: flatten(folder) ++ [?/ | flatten(name)]

  @doc "The parts of a name; that of an absolute one start with a slash."
  def split(name) do
    {text, as} = text(name)
    parts = :binary.split(text, "/", [:global, :trim_all])
    parts = if match?("/" <> _, text), do: ["/" | parts], else: parts
    for part <- parts, do: back(part, as)
  end

  @doc "Whether a name is `:absolute` or `:relative`."
  def pathtype(name) when is_atom(name) or is_list(name) or is_binary(name) do
    case text(name) do
      {"/" <> _, _as} -> :absolute
      _ -> :relative
    end
  end

  @doc "A name made absolute, from the current folder."
  def absname(name) do
    case pathtype(name) do
      :absolute ->
        join([name])

      :relative ->
        {:ok, folder} = :file.get_cwd()
        absname(name, folder)
    end
  end

  @doc "A name made absolute, from a folder."
  def absname(name, folder) do
    case pathtype(name) do
      :absolute -> join(folder, name)
      :relative -> absname_join(folder, name)
    end
  end

  @doc false
  def absname_join(folder, name), do: join(folder, name)

  @doc "A name as the system writes it."
  def nativename(name), do: join([name])

  @doc "True for a name that can be one of a file."
  def validate(name) when is_atom(name) or is_list(name) or is_binary(name) do
    {text, _as} = text(name)
    text != "" and not String.contains?(text, <<0>>)
  rescue
    _ -> false
  end

  @doc "Where programs keep data of a kind, such as `:user_cache` or `:user_config`."
  def basedir(type, application) when is_binary(application) or is_list(application),
    do: basedir(type, application, %{})

  @doc false
  def basedir(type, application, options) when is_binary(application) or is_list(application) do
    {text, as} = text(application)
    parts = for key <- [:author, :version], part = options[key], do: {key, elem(text(part), 0)}
    name = join([parts[:author], text, parts[:version]] |> Enum.reject(&is_nil/1))

    name = if type == :user_log, do: join(name, "log"), else: name

    case base(if type == :user_log, do: :user_cache, else: type) do
      folders when is_list(folders) -> for folder <- folders, do: back(join(folder, name), as)
      folder -> back(join(folder, name), as)
    end
  end

  defp base(:user_data), do: home("XDG_DATA_HOME", ".local/share")
  defp base(:user_config), do: home("XDG_CONFIG_HOME", ".config")
  defp base(:user_cache), do: home("XDG_CACHE_HOME", ".cache")
  defp base(:site_data), do: dirs("XDG_DATA_DIRS", ["/usr/local/share/", "/usr/share/"])
  defp base(:site_config), do: dirs("XDG_CONFIG_DIRS", ["/etc/xdg"])

  defp home(variable, folder),
    do: System.get_env(variable) || Path.join(System.user_home!(), folder)

  defp dirs(variable, default) do
    case System.get_env(variable) do
      nil -> default
      text -> String.split(text, ":", trim: true)
    end
  end
end
