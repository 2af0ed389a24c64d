defmodule File do
  @moduledoc """
  Files and folders.

      File.write!("notes.txt", "one\\ntwo\\n")
      File.read!("notes.txt")                 # => "one\\ntwo\\n"
      File.stream!("notes.txt") |> Enum.count # => 2

  Functions answer `:ok`, `{:ok, value}` or `{:error, reason}`, where the reason is one of the
  operating system's such as `:enoent`. Those with `!` give the value or raise `File.Error`.
  `open/2` gives a device for the functions of `IO`; with `:raw` it is one for `:file` only.
  """

  @type posix :: :file.posix()
  @type io_device :: :file.io_device()
  @type mode ::
          :append
          | :binary
          | :charlist
          | :compressed
          | :delayed_write
          | :exclusive
          | :raw
          | :read
          | :read_ahead
          | :sync
          | :write
          | {:read_ahead, pos_integer}
          | {:delayed_write, non_neg_integer, non_neg_integer}
          | encoding_mode()
  @type encoding_mode :: :utf8 | {:encoding, atom}
  @type stat_options :: [time: :local | :universal | :posix]

  # Questions

  @doc """
  Whether the path is a file, and not a folder or a device.

      File.regular?("mix.exs")  # => true
  """
  @spec regular?(Path.t(), [:raw]) :: boolean
  def regular?(path, opts \\ []), do: type(path, opts) == :regular

  @doc """
  Whether the path is a folder, also by way of a link.

      File.dir?("/tmp")  # => true
  """
  @spec dir?(Path.t(), [:raw]) :: boolean
  def dir?(path, opts \\ []), do: type(path, opts) == :directory

  @doc """
  Whether there is anything at the path.

      File.exists?("no such thing")  # => false
  """
  @spec exists?(Path.t(), [:raw]) :: boolean
  def exists?(path, opts \\ []), do: type(path, opts) != nil

  defp type(path, opts) when is_list(opts) do
    case :file.read_file_info(IO.chardata_to_string(path)) do
      {:ok, info} -> elem(info, 2)
      {:error, _} -> nil
    end
  end

  @doc "What is known about a file, as a `File.Stat`; times as asked for with `:time`."
  @spec stat(Path.t(), stat_options) :: {:ok, File.Stat.t()} | {:error, posix}
  def stat(path, opts \\ []) do
    with {:ok, info} <- :file.read_file_info(IO.chardata_to_string(path), stat_options(opts)),
         do: {:ok, File.Stat.from_record(info)}
  end

  @doc "As `stat/2`, or raises."
  @spec stat!(Path.t(), stat_options) :: File.Stat.t()
  def stat!(path, opts \\ []), do: bang(stat(path, opts), "read file stats", path)

  @doc "As `stat/2`, but of a link itself, if it is one."
  @spec lstat(Path.t(), stat_options) :: {:ok, File.Stat.t()} | {:error, posix}
  def lstat(path, opts \\ []) do
    with {:ok, info} <- :file.read_link_info(IO.chardata_to_string(path), stat_options(opts)),
         do: {:ok, File.Stat.from_record(info)}
  end

  @doc "As `lstat/2`, or raises."
  @spec lstat!(Path.t(), stat_options) :: File.Stat.t()
  def lstat!(path, opts \\ []), do: bang(lstat(path, opts), "read file stats", path)

  defp stat_options(opts), do: Keyword.put_new(opts, :time, :universal)

  @doc "Changes what a `File.Stat` says and can be changed: mode, owner, group and times."
  @spec write_stat(Path.t(), File.Stat.t(), stat_options) :: :ok | {:error, posix}
  def write_stat(path, stat, opts \\ []) do
    info = File.Stat.to_record(stat)
    :file.write_file_info(IO.chardata_to_string(path), info, stat_options(opts))
  end

  @doc "As `write_stat/3`, or raises."
  @spec write_stat!(Path.t(), File.Stat.t(), stat_options) :: :ok
  def write_stat!(path, stat, opts \\ []),
    do: bang(write_stat(path, stat, opts), "write file stats", path)

  @doc """
  Makes the time of the last change now, or another; makes an empty file if there is none.
  """
  @spec touch(Path.t(), :calendar.datetime() | integer) :: :ok | {:error, posix}
  def touch(path, time \\ System.os_time(:second))

  def touch(path, time) when is_tuple(time),
    do: touch(path, :calendar.datetime_to_gregorian_seconds(time) - 62_167_219_200)

  def touch(path, time) when is_integer(time) do
    path = IO.chardata_to_string(path)

    with {:error, :enoent} <- set_times(path, time),
         :ok <- write(path, "", [:append]),
         do: set_times(path, time)
  end

  defp set_times(path, time), do: :respawn_file.set_times(path, time, time)

  @doc "As `touch/2`, or raises."
  @spec touch!(Path.t(), :calendar.datetime() | integer) :: :ok
  def touch!(path, time \\ System.os_time(:second)), do: bang(touch(path, time), "touch", path)

  # Contents

  @doc """
  The whole contents as a binary.

      File.read("hello.txt")  # => {:ok, "hello\\n"}
  """
  @spec read(Path.t()) :: {:ok, binary} | {:error, posix}
  def read(path), do: :file.read_file(IO.chardata_to_string(path))

  @doc "As `read/1`, or raises."
  @spec read!(Path.t()) :: binary
  def read!(path), do: bang(read(path), "read file", path)

  @doc """
  Writes a file anew, or with `:append` goes on with it.

      File.write("hello.txt", "hello\\n")
  """
  @spec write(Path.t(), iodata, [mode]) :: :ok | {:error, posix}
  def write(path, content, modes \\ []),
    do: :file.write_file(IO.chardata_to_string(path), content, normalize_modes(modes, false))

  @doc "As `write/3`, or raises."
  @spec write!(Path.t(), iodata, [mode]) :: :ok
  def write!(path, content, modes \\ []),
    do: bang(write(path, content, modes), "write to file", path)

  @doc """
  Opens a file as a device, or hands the device to a function and closes it afterwards.

      {:ok, file} = File.open("log.txt", [:append, :utf8])
      IO.puts(file, "now")
      File.close(file)

      File.open("log.txt", &IO.read(&1, :line))  # => {:ok, "now\\n"}
  """
  @spec open(Path.t(), [mode | :ram]) :: {:ok, io_device} | {:error, posix}
  def open(path, modes_or_function \\ [])

  def open(path, modes) when is_list(modes),
    do: :file.open(IO.chardata_to_string(path), normalize_modes(modes, true))

  def open(path, function) when is_function(function, 1), do: open(path, [], function)

  @doc "Opens a file with modes, hands the device to a function, and closes it afterwards."
  @spec open(Path.t(), [mode | :ram], (io_device -> result)) :: {:ok, result} | {:error, posix}
        when result: var
  def open(path, modes, function) when is_list(modes) and is_function(function, 1) do
    with {:ok, device} <- open(path, modes) do
      try do
        {:ok, function.(device)}
      after
        :ok = close(device)
      end
    end
  end

  @doc "As `open/2`, or raises."
  @spec open!(Path.t(), [mode | :ram] | (io_device -> result)) :: io_device | result
        when result: var
  def open!(path, modes_or_function \\ []),
    do: bang(open(path, modes_or_function), "open", path)

  @doc "As `open/3`, or raises."
  @spec open!(Path.t(), [mode | :ram], (io_device -> result)) :: result when result: var
  def open!(path, modes, function), do: bang(open(path, modes, function), "open", path)

  @doc "Closes a device."
  @spec close(io_device) :: :ok | {:error, posix | :badarg | :terminated}
  def close(io_device), do: :file.close(io_device)

  @doc """
  The lines of a file, or parts of so many bytes, as a stream; and something to collect into.

      File.stream!("in.txt") |> Stream.map(&String.upcase/1) |> Enum.into(File.stream!("out.txt"))

  The file is opened when the stream runs. With `:trim_bom` a byte order mark at the start is
  left out. Without an encoding the stream is of bytes.
  """
  @spec stream!(Path.t(), [mode | :trim_bom], :line | pos_integer) :: File.Stream.t()
  def stream!(path, modes \\ [], line_or_bytes \\ :line) do
    modes = normalize_modes(modes, true)
    File.Stream.__build__(IO.chardata_to_string(path), modes, line_or_bytes)
  end

  # With a binary device; :charlist asks for lists.
  defp normalize_modes([:utf8 | rest], binary?),
    do: [{:encoding, :utf8} | normalize_modes(rest, binary?)]

  defp normalize_modes([:charlist | rest], _binary?), do: normalize_modes(rest, false)
  defp normalize_modes([mode | rest], binary?), do: [mode | normalize_modes(rest, binary?)]
  defp normalize_modes([], true), do: [:binary]
  defp normalize_modes([], false), do: []

  # Names

  @doc "Makes a folder in one that exists."
  @spec mkdir(Path.t()) :: :ok | {:error, posix}
  def mkdir(path), do: :file.make_dir(IO.chardata_to_string(path))

  @doc "As `mkdir/1`, or raises."
  @spec mkdir!(Path.t()) :: :ok
  def mkdir!(path), do: bang(mkdir(path), "make directory", path)

  @doc """
  Makes a folder and those above it that are not there.

      File.mkdir_p("a/b/c")  # => :ok
  """
  @spec mkdir_p(Path.t()) :: :ok | {:error, posix}
  def mkdir_p(path), do: make_folders(IO.chardata_to_string(path))

  defp make_folders("/"), do: :ok

  defp make_folders(path) do
    case :file.make_dir(path) do
      {:error, :enoent} ->
        parent = Path.dirname(path)

        with false <- parent == path or path == "",
             :ok <- make_folders(parent) do
          existing_folder(:file.make_dir(path), path)
        else
          true -> {:error, :enoent}
          error -> error
        end

      result ->
        existing_folder(result, path)
    end
  end

  defp existing_folder({:error, :eexist}, path),
    do: if(dir?(path), do: :ok, else: {:error, :eexist})

  defp existing_folder(result, _path), do: result

  @doc "As `mkdir_p/1`, or raises."
  @spec mkdir_p!(Path.t()) :: :ok
  def mkdir_p!(path), do: bang(mkdir_p(path), "make directory (with -p)", path)

  @doc "The names in a folder, in no order."
  @spec ls(Path.t()) :: {:ok, [binary]} | {:error, posix}
  def ls(path \\ ".") do
    with {:ok, names} <- :file.list_dir(IO.chardata_to_string(path)),
         do: {:ok, Enum.map(names, &IO.chardata_to_string/1)}
  end

  @doc "As `ls/1`, or raises."
  @spec ls!(Path.t()) :: [binary]
  def ls!(path \\ "."), do: bang(ls(path), "list directory", path)

  @doc "Removes a file."
  @spec rm(Path.t()) :: :ok | {:error, posix}
  def rm(path), do: :file.delete(IO.chardata_to_string(path))

  @doc "As `rm/1`, or raises."
  @spec rm!(Path.t()) :: :ok
  def rm!(path), do: bang(rm(path), "remove file", path)

  @doc "Removes an empty folder."
  @spec rmdir(Path.t()) :: :ok | {:error, posix}
  def rmdir(path), do: :file.del_dir(IO.chardata_to_string(path))

  @doc "As `rmdir/1`, or raises."
  @spec rmdir!(Path.t()) :: :ok
  def rmdir!(path), do: bang(rmdir(path), "remove directory", path)

  @doc """
  Removes a file, or a folder with all that is in it: `{:ok, removed}`. Nothing there is no error.
  """
  @spec rm_rf(Path.t()) :: {:ok, [binary]} | {:error, posix, binary}
  def rm_rf(path), do: File.Tree.remove(IO.chardata_to_string(path))

  @doc "As `rm_rf/1`, or raises."
  @spec rm_rf!(Path.t()) :: [binary]
  def rm_rf!(path) do
    case rm_rf(path) do
      {:ok, removed} ->
        removed

      {:error, reason, _path} ->
        action = "remove files and directories recursively from"
        raise File.Error, reason: reason, action: action, path: IO.chardata_to_string(path)
    end
  end

  @doc "Gives a file or folder another name."
  @spec rename(Path.t(), Path.t()) :: :ok | {:error, posix}
  def rename(source, destination),
    do: :file.rename(IO.chardata_to_string(source), IO.chardata_to_string(destination))

  @doc "As `rename/2`, or raises `File.RenameError`."
  @spec rename!(Path.t(), Path.t()) :: :ok
  def rename!(source, destination) do
    with {:error, reason} <- rename(source, destination) do
      raise File.RenameError, [action: "rename"] ++ both(reason, source, destination)
    end
  end

  @doc "Makes a second name for a file."
  @spec ln(Path.t(), Path.t()) :: :ok | {:error, posix}
  def ln(existing, new),
    do: :file.make_link(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc "As `ln/2`, or raises `File.LinkError`."
  @spec ln!(Path.t(), Path.t()) :: :ok
  def ln!(existing, new), do: link!(ln(existing, new), "create hard link", existing, new)

  @doc "Makes a symbolic link."
  @spec ln_s(Path.t(), Path.t()) :: :ok | {:error, posix}
  def ln_s(existing, new),
    do: :file.make_symlink(IO.chardata_to_string(existing), IO.chardata_to_string(new))

  @doc "As `ln_s/2`, or raises `File.LinkError`."
  @spec ln_s!(Path.t(), Path.t()) :: :ok
  def ln_s!(existing, new), do: link!(ln_s(existing, new), "create symlink", existing, new)

  defp link!(:ok, _action, _existing, _new), do: :ok

  defp link!({:error, reason}, action, existing, new) do
    raise File.LinkError,
      reason: reason,
      action: action,
      existing: IO.chardata_to_string(existing),
      new: IO.chardata_to_string(new)
  end

  @doc "Where a symbolic link leads."
  @spec read_link(Path.t()) :: {:ok, binary} | {:error, posix}
  def read_link(path) do
    with {:ok, target} <- :file.read_link(IO.chardata_to_string(path)),
         do: {:ok, IO.chardata_to_string(target)}
  end

  @doc "As `read_link/1`, or raises."
  @spec read_link!(Path.t()) :: binary
  def read_link!(path), do: bang(read_link(path), "read link", path)

  # Copies

  @doc """
  Copies contents, at most so many bytes, from a file or device to another: `{:ok, bytes}`.
  """
  @spec copy(Path.t() | io_device, Path.t() | io_device, pos_integer | :infinity) ::
          {:ok, non_neg_integer} | {:error, posix}
  def copy(source, destination, bytes_count \\ :infinity) do
    :file.copy(path_or_device(source), path_or_device(destination), bytes_count)
  end

  defp path_or_device(device) when is_pid(device), do: device
  defp path_or_device({:file_descriptor, _, _} = device), do: device
  defp path_or_device(path) when is_list(path) or is_binary(path), do: IO.chardata_to_string(path)

  @doc "As `copy/3`, or raises `File.CopyError`."
  @spec copy!(Path.t() | io_device, Path.t() | io_device, pos_integer | :infinity) ::
          non_neg_integer
  def copy!(source, destination, bytes_count \\ :infinity) do
    case copy(source, destination, bytes_count) do
      {:ok, bytes_count} ->
        bytes_count

      {:error, reason} ->
        raise File.CopyError,
          reason: reason,
          action: "copy",
          source: path_text(source),
          destination: path_text(destination)
    end
  end

  defp path_text(path) when is_list(path) or is_binary(path), do: IO.chardata_to_string(path)
  defp path_text(device), do: device

  @doc """
  Copies a file with its mode. `:on_conflict` is a function that is asked with both names whether a
  file that is there already may be replaced.
  """
  @spec cp(Path.t(), Path.t(), on_conflict: (Path.t(), Path.t() -> boolean)) ::
          :ok | {:error, posix}
  def cp(source_file, destination_file, options \\ [])

  def cp(source_file, destination_file, callback) when is_function(callback, 2),
    do: cp(source_file, destination_file, on_conflict: callback)

  def cp(source_file, destination_file, options) when is_list(options) do
    source = IO.chardata_to_string(source_file)
    destination = IO.chardata_to_string(destination_file)
    File.Tree.copy_file(source, destination, on_conflict(options))
  end

  @doc "As `cp/3`, or raises `File.CopyError`."
  @spec cp!(Path.t(), Path.t(), on_conflict: (Path.t(), Path.t() -> boolean)) :: :ok
  def cp!(source_file, destination_file, options \\ []) do
    with {:error, reason} <- cp(source_file, destination_file, options) do
      raise File.CopyError, [action: "copy"] ++ both(reason, source_file, destination_file)
    end
  end

  @doc """
  Copies a file, or a folder with all that is in it: `{:ok, copies}`. Options are `:on_conflict`, as
  for `cp/3`, and `:dereference_symlinks`.
  """
  @spec cp_r(Path.t(), Path.t(), keyword) :: {:ok, [binary]} | {:error, posix, binary}
  def cp_r(source, destination, options \\ [])

  def cp_r(source, destination, callback) when is_function(callback, 2),
    do: cp_r(source, destination, on_conflict: callback)

  def cp_r(source, destination, options) when is_list(options) do
    File.Tree.copy(
      IO.chardata_to_string(source),
      IO.chardata_to_string(destination),
      on_conflict(options),
      Keyword.get(options, :dereference_symlinks, false)
    )
  end

  @doc "As `cp_r/3`, or raises `File.CopyError`."
  @spec cp_r!(Path.t(), Path.t(), keyword) :: [binary]
  def cp_r!(source, destination, options \\ []) do
    case cp_r(source, destination, options) do
      {:ok, files} ->
        files

      {:error, reason, file} ->
        raise File.CopyError,
              [action: "copy recursively", on: file] ++ both(reason, source, destination)
    end
  end

  defp on_conflict(options), do: Keyword.get(options, :on_conflict, fn _, _ -> true end)

  # Modes and owners

  @doc """
  Sets the permission bits.

      File.chmod("run.sh", 0o755)
  """
  @spec chmod(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chmod(path, mode), do: :file.change_mode(IO.chardata_to_string(path), mode)

  @doc "As `chmod/2`, or raises."
  @spec chmod!(Path.t(), non_neg_integer) :: :ok
  def chmod!(path, mode), do: bang(chmod(path, mode), "change mode for", path)

  @doc "Sets the owner by number."
  @spec chown(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chown(path, uid), do: :file.change_owner(IO.chardata_to_string(path), uid)

  @doc "As `chown/2`, or raises."
  @spec chown!(Path.t(), non_neg_integer) :: :ok
  def chown!(path, uid), do: bang(chown(path, uid), "change owner for", path)

  @doc "Sets the group by number."
  @spec chgrp(Path.t(), non_neg_integer) :: :ok | {:error, posix}
  def chgrp(path, gid), do: :file.change_group(IO.chardata_to_string(path), gid)

  @doc "As `chgrp/2`, or raises."
  @spec chgrp!(Path.t(), non_neg_integer) :: :ok
  def chgrp!(path, gid), do: bang(chgrp(path, gid), "change group for", path)

  # The working folder

  @doc "The folder that relative paths are seen from."
  @spec cwd() :: {:ok, binary} | {:error, posix}
  def cwd do
    {:ok, path} = :file.get_cwd()
    {:ok, IO.chardata_to_string(path)}
  end

  @doc "As `cwd/0`, without the `:ok`."
  @spec cwd!() :: binary
  def cwd! do
    {:ok, path} = cwd()
    path
  end

  @doc "Makes a folder the working folder, of all processes."
  @spec cd(Path.t()) :: :ok | {:error, posix}
  def cd(path), do: :file.set_cwd(IO.chardata_to_string(path))

  @doc "As `cd/1`, or raises."
  @spec cd!(Path.t()) :: :ok
  def cd!(path), do: bang(cd(path), "set current working directory to", path)

  @doc "Runs a function with another working folder, and gives its result."
  @spec cd!(Path.t(), (() -> result)) :: result when result: var
  def cd!(path, function) do
    old = cwd!()
    cd!(path)

    try do
      function.()
    after
      cd!(old)
    end
  end

  # Raising

  defp bang(:ok, _action, _path), do: :ok
  defp bang({:ok, value}, _action, _path), do: value

  defp bang({:error, reason}, action, path),
    do: raise(File.Error, reason: reason, action: action, path: IO.chardata_to_string(path))

  defp both(reason, source, destination) do
    [
      reason: reason,
      source: IO.chardata_to_string(source),
      destination: IO.chardata_to_string(destination)
    ]
  end
end
