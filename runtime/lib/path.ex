defmodule Path do
  @moduledoc """
  File names: texts with parts between slashes.

  Names may be given as strings or chardata, and are returned as strings. But for `wildcard/2` and
  what needs the current folder, nothing here looks at the disk.

      Path.join(["~", "projects", "app"]) |> Path.expand()  # => "/home/me/projects/app"
  """

  @type t :: IO.chardata()

  @doc """
  A name made absolute, from the current folder; `..` stays.

      Path.absname("foo")  # => "/usr/local/foo"
  """
  @spec absname(t) :: binary
  def absname(path), do: normalize_path(absname(path, File.cwd!()))

  @doc """
  A name made absolute, from a folder; `..` stays.

      Path.absname("foo", "bar")  # => "bar/foo"
  """
  @spec absname(t, t) :: binary
  def absname(path, relative_to) do
    path = IO.chardata_to_string(path)

    case {type(path), path} do
      {:absolute, _} -> normalize_path(path)
      {:relative, ""} -> normalize_path(IO.chardata_to_string(relative_to))
      {:relative, _} -> normalize_path(IO.chardata_to_string(relative_to) <> "/" <> path)
    end
  end

  # One slash between parts, no dot between slashes, and no slash at the end.
  defp normalize_path(path), do: :filename.join([path])

  @doc """
  A name without what makes it absolute.

      Path.relative("/usr/local/bin")  # => "usr/local/bin"
  """
  @spec relative(t) :: binary
  def relative(name) do
    case IO.chardata_to_string(name) do
      "/" -> "."
      "/" <> rest -> rest
      relative -> relative
    end
  end

  @doc """
  Whether a name is `:absolute` or `:relative`.

      Path.type("/usr/local/bin")  # => :absolute
  """
  @spec type(t) :: :absolute | :relative
  def type(name) when is_list(name) or is_binary(name) do
    case IO.chardata_to_string(name) do
      "/" <> _ -> :absolute
      _ -> :relative
    end
  end

  @doc """
  Makes `path` relative to `from`, if it is inside; both must be of one type.

      Path.relative_to("/usr/local/foo", "/usr/local")  # => "foo"
  """
  @spec relative_to(t, t) :: binary
  def relative_to(path, from) do
    path = IO.chardata_to_string(path)
    relative_to(split(path), split(from), path)
  end

  defp relative_to([part | path], [part | from], original), do: relative_to(path, from, original)
  defp relative_to([], [], _original), do: "."
  defp relative_to(path, [], _original), do: join(path)
  defp relative_to(_path, _from, original), do: original

  @doc """
  Makes a name relative to the current folder, if it is inside.
  """
  @spec relative_to_cwd(t) :: binary
  def relative_to_cwd(path) do
    case :file.get_cwd() do
      {:ok, folder} -> relative_to(path, IO.chardata_to_string(folder))
      _ -> path
    end
  end

  @doc """
  The last part of a name.

      Path.basename("foo/bar")  # => "bar"
  """
  @spec basename(t) :: binary
  def basename(path), do: :filename.basename(IO.chardata_to_string(path))

  @doc """
  The last part of a name, without an extension if it has that one.

      Path.basename("~/foo/bar.ex", ".ex")  # => "bar"
  """
  @spec basename(t, t) :: binary
  def basename(path, extension),
    do: :filename.basename(IO.chardata_to_string(path), IO.chardata_to_string(extension))

  @doc """
  All but the last part of a name.

      Path.dirname("/foo/bar.ex")  # => "/foo"
  """
  @spec dirname(t) :: binary
  def dirname(path), do: :filename.dirname(IO.chardata_to_string(path))

  @doc """
  The extension of a name, with its dot.

      Path.extname("foo.erl")  # => ".erl"
  """
  @spec extname(t) :: binary
  def extname(path), do: :filename.extension(IO.chardata_to_string(path))

  @doc """
  A name without its extension.

      Path.rootname("/foo/bar.ex")  # => "/foo/bar"
  """
  @spec rootname(t) :: binary
  def rootname(path), do: :filename.rootname(IO.chardata_to_string(path))

  @doc """
  A name without an extension, if it has that one.

      Path.rootname("/foo/bar.erl", ".ex")  # => "/foo/bar.erl"
  """
  @spec rootname(t, t) :: binary
  def rootname(path, extension),
    do: :filename.rootname(IO.chardata_to_string(path), IO.chardata_to_string(extension))

  @doc """
  Parts put together with slashes.

      Path.join(["~", "foo"])  # => "~/foo"
  """
  @spec join([t, ...]) :: binary
  def join([name1, name2 | rest]), do: join([join(name1, name2) | rest])
  def join([name]), do: IO.chardata_to_string(name)

  @doc """
  Two names put together with a slash, also if the second one is absolute.

      Path.join("foo", "/bar")  # => "foo/bar"
  """
  @spec join(t, t) :: binary
  def join(left, right) do
    left |> IO.chardata_to_string() |> do_join(IO.chardata_to_string(right)) |> drop_last_slash()
  end

  defp do_join(left, "/"), do: drop_last_slash(left)
  defp do_join("", right), do: drop_first_slash(right)
  defp do_join("/", right), do: "/" <> drop_first_slash(right)
  defp do_join(left, right), do: drop_last_slash(left) <> "/" <> drop_first_slash(right)

  defp drop_first_slash("/" <> path), do: path
  defp drop_first_slash(path), do: path

  # Of several slashes only one goes.
  defp drop_last_slash("/"), do: "/"

  defp drop_last_slash(path) do
    if String.ends_with?(path, "/"),
      do: :binary.part(path, 0, byte_size(path) - 1),
      else: path
  end

  @doc """
  The parts of a name.

      Path.split("/usr/local/bin")  # => ["/", "usr", "local", "bin"]
  """
  @spec split(t) :: [binary]
  def split(path), do: :filename.split(IO.chardata_to_string(path))

  @doc """
  A name made absolute, with `~`, `.` and `..` taken away.

      Path.expand("/foo/bar/../bar")  # => "/foo/bar"
  """
  @spec expand(t) :: binary
  def expand(path), do: expand_dot(absname(expand_home(path), File.cwd!()))

  @doc """
  Like `expand/1`, from a folder.

      Path.expand("foo/bar/../bar", "/baz")  # => "/baz/foo/bar"
  """
  @spec expand(t, t) :: binary
  def expand(path, relative_to) do
    path
    |> expand_home()
    |> absname(expand_home(relative_to))
    |> absname(File.cwd!())
    |> expand_dot()
  end

  defp expand_home(type) do
    case IO.chardata_to_string(type) do
      "~" -> System.user_home!()
      "~/" <> rest -> System.user_home!() <> "/" <> rest
      rest -> rest
    end
  end

  defp expand_dot("/" <> path) do
    "/" <> (path |> :binary.split("/", [:global]) |> expand_dot([]) |> Enum.join("/"))
  end

  defp expand_dot([".." | rest], []), do: expand_dot(rest, [])
  defp expand_dot([".." | rest], [_ | kept]), do: expand_dot(rest, kept)
  defp expand_dot(["." | rest], kept), do: expand_dot(rest, kept)
  defp expand_dot([part | rest], kept), do: expand_dot(rest, [part | kept])
  defp expand_dot([], kept), do: Enum.reverse(kept)

  @doc """
  A relative name without `.` and `..`, or `:error` if it is absolute or leads out of its folder.

      Path.safe_relative("deps/my_dep/../app.beam")  # => {:ok, "deps/app.beam"}
      Path.safe_relative("../secret")                # => :error
  """
  @spec safe_relative(t) :: {:ok, binary} | :error
  def safe_relative(path), do: safe_relative_to(path, File.cwd!())

  @doc """
  Like `safe_relative/1`, inside of a folder: also links must not lead out of it.
  """
  @spec safe_relative_to(t, t) :: {:ok, binary} | :error
  def safe_relative_to(path, cwd) do
    path = IO.chardata_to_string(path)

    case :filelib.safe_relative_path(path, cwd) do
      :unsafe -> :error
      relative -> {:ok, IO.chardata_to_string(relative)}
    end
  end

  @doc """
  The files whose names match a pattern, in order.

  `?` matches one character, `*` any number of them, `**` any number of folders, `{a,b}` one of the
  texts, `[a-z]` one of the characters, and a backslash takes the next character as it is. Names
  that start with a dot are only matched with `match_dot: true`, or by a dot in the pattern.

      Path.wildcard("projects/*/ebin/**/*.{beam,app}")
  """
  @spec wildcard(t, match_dot: boolean) :: [binary]
  def wildcard(glob, opts \\ []) when is_list(opts) do
    match_dot? = Keyword.get(opts, :match_dot, false)

    case :unicode.characters_to_binary(glob) do
      glob when is_binary(glob) -> Path.Wildcard.wildcard(glob, ".", match_dot?)
      _ -> raise ArgumentError
    end
  end
end
