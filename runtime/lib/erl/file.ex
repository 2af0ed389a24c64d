defmodule :file do
  @moduledoc """
  Files and folders, as Erlang programs know them. Elixir's `File` is made of this.

  An open file is a process that speaks the I/O protocol (`:file_io_server`), or, with `:raw`, a
  tuple that only the process that opened the file can use.

      {:ok, file} = :file.open("notes.txt", [:read, :binary])
      :file.read_line(file)   # => {:ok, "first line\\n"}
  """

  @block_bytes 65536
  @read_ahead_bytes 65536
  @delayed_bytes 65536

  # Contents

  @doc "The whole contents: `{:ok, binary}` or `{:error, reason}`."
  def read_file(name), do: :respawn_file.read_all(name)

  @doc "Writes a file anew: `:ok` or `{:error, reason}`."
  def write_file(name, data), do: :respawn_file.write_all(name, data)

  @doc "Writes a file, opened with some modes."
  def write_file(name, data, []), do: write_file(name, data)

  def write_file(name, data, modes) when is_list(modes) do
    with {:ok, bytes} <- bytes(data),
         {:ok, file} <- open(name, [:raw, :binary, :write | :lists.delete(:binary, modes)]) do
      written = write(file, bytes)
      closed = close(file)
      if written == :ok, do: closed, else: written
    end
  end

  defp bytes(data) do
    {:ok, :erlang.iolist_to_binary(data)}
  rescue
    _ -> {:error, :badarg}
  end

  # Open files

  @doc """
  Opens a file with modes such as `:read`, `:write`, `:append`, `:exclusive`, `:binary`, `:raw`,
  `:read_ahead`, `:delayed_write`, `{:encoding, :utf8}`.
  """
  def open(name, modes) when is_list(modes) do
    cond do
      not proper?(modes) -> {:error, :badarg}
      :lists.member(:ram, modes) or :lists.member(:compressed, modes) -> {:error, :enotsup}
      :lists.member(:raw, modes) -> open_raw(name, modes)
      true -> :file_io_server.start(self(), name, modes)
    end
  end

  def open(name, mode) when is_atom(mode), do: open(name, [mode])
  def open(_name, _modes), do: {:error, :badarg}

  defp proper?(list) do
    length(list) >= 0
  rescue
    _ -> false
  end

  defp open_raw(name, modes) do
    with {:ok, file} <- :respawn_file.open(name, native_modes(modes, [])) do
      {:ok, {:file_descriptor, :respawn_file, %{file: file, binary: :lists.member(:binary, modes)}}}
    end
  end

  # Modes that mean nothing to a file are left out.
  @doc false
  def native_modes([mode | modes], acc) do
    case mode do
      mode when mode in [:read, :write, :append, :exclusive, :sync, :directory] ->
        native_modes(modes, [mode | acc])

      :read_ahead ->
        native_modes(modes, [{:read_ahead, @read_ahead_bytes} | acc])

      {:read_ahead, bytes} when is_integer(bytes) and bytes >= 0 ->
        native_modes(modes, [mode | acc])

      :delayed_write ->
        native_modes(modes, [{:delayed_write, @delayed_bytes} | acc])

      {:delayed_write, bytes, delay} when is_integer(bytes) and bytes >= 0 and is_integer(delay) ->
        native_modes(modes, [{:delayed_write, bytes} | acc])

      _ ->
        native_modes(modes, acc)
    end
  end

  def native_modes([], acc), do: acc

  @doc "Closes a file."
  def close({:file_descriptor, :respawn_file, %{file: file}}), do: :respawn_file.close(file)

  def close(file) when is_pid(file) do
    case file_request(file, :close) do
      {:error, :terminated} -> :ok
      other -> other
    end
  end

  def close(_file), do: {:error, :badarg}

  @doc "Reads some bytes or characters: `{:ok, data}`, `:eof` or `{:error, reason}`."
  def read({:file_descriptor, :respawn_file, %{file: file, binary: binary?}}, count)
      when is_integer(count) and count >= 0,
      do: as_wanted(:respawn_file.read(file, count), binary?)

  def read(file, count)
      when (is_pid(file) or is_atom(file)) and is_integer(count) and count >= 0,
      do: read_reply(:io.request(file, {:get_chars, :latin1, '', count}))

  def read(_file, _count), do: {:error, :badarg}

  @doc "Reads a line, whose end is `\\n` in any case: `{:ok, line}`, `:eof` or `{:error, reason}`."
  def read_line({:file_descriptor, :respawn_file, %{file: file, binary: binary?}}),
    do: as_wanted(:respawn_file.read_line(file), binary?)

  def read_line(file) when is_pid(file) or is_atom(file),
    do: read_reply(:io.request(file, {:get_line, :latin1, ''}))

  def read_line(_file), do: {:error, :badarg}

  defp as_wanted({:ok, bytes}, false), do: {:ok, :erlang.binary_to_list(bytes)}
  defp as_wanted(answer, _binary?), do: answer

  defp read_reply(:eof), do: :eof
  defp read_reply({:error, _} = error), do: error
  defp read_reply(data), do: {:ok, data}

  @doc "Writes bytes where the file stands."
  def write({:file_descriptor, :respawn_file, %{file: file}}, bytes),
    do: :respawn_file.write(file, bytes)

  def write(file, bytes) when is_pid(file) or is_atom(file) do
    with {:ok, bytes} <- bytes(bytes), do: :io.request(file, {:put_chars, :latin1, bytes})
  end

  def write(_file, _bytes), do: {:error, :badarg}

  @doc "Reads bytes from a place: `{:ok, data}`, `:eof` or `{:error, reason}`."
  def pread({:file_descriptor, :respawn_file, %{file: file, binary: binary?}} = device, at, count)
      when is_integer(at) and is_integer(count) do
    case native_place(device, at) do
      {:ok, at} -> as_wanted(:respawn_file.read_at(file, at, count), binary?)
      error -> error
    end
  end

  def pread(file, at, count) when is_pid(file) and is_integer(count) and count >= 0,
    do: file_request(file, {:pread, at, count})

  def pread(_file, _at, _count), do: {:error, :badarg}

  @doc "Reads from several places: `{:ok, [data | :eof]}`."
  def pread(file, places) when is_list(places), do: pread_all(places, file, [])
  def pread(_file, _places), do: {:error, :badarg}

  defp pread_all([{at, count} | places], file, acc) do
    case pread(file, at, count) do
      {:ok, data} -> pread_all(places, file, [data | acc])
      :eof -> pread_all(places, file, [:eof | acc])
      error -> error
    end
  end

  defp pread_all([], _file, acc), do: {:ok, :lists.reverse(acc)}
  defp pread_all(_places, _file, _acc), do: {:error, :badarg}

  @doc "Writes bytes to a place."
  def pwrite({:file_descriptor, :respawn_file, %{file: file}} = device, at, bytes) do
    case native_place(device, at) do
      {:ok, at} -> :respawn_file.write_at(file, at, bytes)
      error -> error
    end
  end

  def pwrite(file, at, bytes) when is_pid(file) do
    with {:ok, bytes} <- bytes(bytes), do: file_request(file, {:pwrite, at, bytes})
  end

  def pwrite(_file, _at, _bytes), do: {:error, :badarg}

  @doc "Writes to several places; `{:error, {written, reason}}` if one fails."
  def pwrite(file, places) when is_list(places), do: pwrite_all(places, file, 0)
  def pwrite(_file, _places), do: {:error, :badarg}

  defp pwrite_all([{at, bytes} | places], file, written) do
    case pwrite(file, at, bytes) do
      :ok -> pwrite_all(places, file, written + 1)
      {:error, reason} -> {:error, {written, reason}}
    end
  end

  defp pwrite_all([], _file, _written), do: :ok
  defp pwrite_all(_places, _file, _written), do: {:error, :badarg}

  # A place in terms of the position is made one from the start.
  defp native_place(_file, at) when is_integer(at), do: {:ok, at}
  defp native_place(_file, {:bof, at}) when is_integer(at), do: {:ok, at}
  defp native_place(file, at), do: position(file, at)

  @doc "Moves to a place: a number, `:bof`, `:cur`, `:eof`, or `{from, offset}`."
  def position({:file_descriptor, :respawn_file, %{file: file}}, at) do
    case place(at) do
      {from, offset} -> :respawn_file.position(file, from, offset)
      error -> {:error, error}
    end
  end

  def position(file, at) when is_pid(file), do: file_request(file, {:position, at})
  def position(_file, _at), do: {:error, :badarg}

  @doc false
  def place(at) when is_integer(at), do: {:bof, at}
  def place(from) when from in [:bof, :cur, :eof], do: {from, 0}
  def place({from, offset}) when from in [:bof, :cur, :eof] and is_integer(offset), do: {from, offset}
  def place(_at), do: :badarg

  @doc "Cuts the file off where it stands."
  def truncate(file), do: on_native(file, :truncate, fn file -> :respawn_file.truncate(file) end)

  @doc "Waits until what was written is on the disk."
  def sync(file), do: on_native(file, :sync, fn file -> :respawn_file.sync(file) end)

  @doc "As `sync/1`."
  def datasync(file), do: on_native(file, :sync, fn file -> :respawn_file.sync(file) end)

  @doc "Tells what is going to be read, which changes nothing here."
  def advise(_file, _offset, _length, advice)
      when advice in [:normal, :sequential, :random, :no_reuse, :will_need, :dont_need],
      do: :ok

  def advise(_file, _offset, _length, _advice), do: {:error, :einval}

  defp on_native({:file_descriptor, :respawn_file, %{file: file}}, _request, fun), do: fun.(file)
  defp on_native(file, request, _fun) when is_pid(file), do: file_request(file, request)
  defp on_native(_file, _request, _fun), do: {:error, :badarg}

  defp file_request(file, request) do
    reference = :erlang.monitor(:process, file)
    send(file, {:file_request, self(), reference, request})

    receive do
      {:file_reply, ^reference, reply} ->
        :erlang.demonitor(reference, [:flush])
        reply

      {:DOWN, ^reference, :process, _pid, _reason} ->
        {:error, :terminated}
    end
  end

  # Copies

  @doc "Copies a file, given by name, by name and modes, or open: `{:ok, bytes}`."
  def copy(source, destination), do: copy(source, destination, :infinity)

  @doc "Copies at most so many bytes."
  def copy(source, destination, count)
      when count == :infinity or (is_integer(count) and count >= 0) do
    with_copied(source, :read, fn from ->
      with_copied(destination, :write, fn to -> copy_open(from, to, count, 0) end)
    end)
  end

  def copy(_source, _destination, _count), do: {:error, :badarg}

  defp with_copied(file, _mode, fun) when is_pid(file), do: fun.(file)
  defp with_copied({:file_descriptor, _, _} = file, _mode, fun), do: fun.(file)

  defp with_copied({name, modes}, mode, fun) when is_list(modes) and name not in [:bof],
    do: with_opened(name, [mode, :binary | modes], fun)

  defp with_copied(name, mode, fun), do: with_opened(name, [mode, :raw, :binary], fun)

  defp with_opened(name, modes, fun) do
    with {:ok, file} <- open(name, modes) do
      result = fun.(file)

      case close(file) do
        {:error, _} = error when is_tuple(result) and elem(result, 0) == :ok -> error
        _ -> result
      end
    end
  end

  defp copy_open(_from, _to, 0, copied), do: {:ok, copied}

  defp copy_open(from, to, left, copied) do
    case read(from, if(left < @block_bytes, do: left, else: @block_bytes)) do
      {:ok, data} ->
        size = :erlang.iolist_size(data)

        case write(to, data) do
          :ok -> copy_open(from, to, if(left == :infinity, do: left, else: left - size), copied + size)
          error -> error
        end

      :eof ->
        {:ok, copied}

      error ->
        error
    end
  end

  # Names

  @doc "The names in a folder, in no order."
  def list_dir(name) do
    with {:ok, names} <- :respawn_file.list(name),
         do: {:ok, for(name <- names, String.valid?(name), do: String.to_charlist(name))}
  end

  @doc "As `list_dir/1`, with names that are no text as binaries."
  def list_dir_all(name) do
    with {:ok, names} <- :respawn_file.list(name), do: {:ok, for(name <- names, do: text(name))}
  end

  defp text(name), do: if(String.valid?(name), do: String.to_charlist(name), else: name)

  @doc "Makes a folder."
  def make_dir(name), do: :respawn_file.make_folder(name)

  @doc "Removes a file, or a link."
  def delete(name), do: :respawn_file.delete(name)

  @doc false
  def delete(name, _options), do: :respawn_file.delete(name)

  @doc "Removes an empty folder."
  def del_dir(name), do: :respawn_file.delete_folder(name)

  @doc "Removes a file, or a folder with everything in it."
  def del_dir_r(name) do
    case :respawn_file.information(name, :link) do
      {:ok, info} when elem(info, 1) == :directory -> delete_all(name)
      {:ok, _} -> delete(name)
      error -> error
    end
  end

  defp delete_all(folder) do
    with {:ok, names} <- :respawn_file.list(folder) do
      for name <- names, do: del_dir_r(:filename.join(folder, name))
      del_dir(folder)
    end
  end

  @doc "Gives a file another name."
  def rename(from, to), do: :respawn_file.rename(from, to)

  @doc "Makes a second name for a file."
  def make_link(existing, new), do: :respawn_file.link(existing, new)

  @doc "Makes a symbolic link."
  def make_symlink(existing, new), do: :respawn_file.symlink(existing, new)

  @doc "What a symbolic link leads to."
  def read_link(name) do
    case :respawn_file.read_link(name) do
      {:ok, target} ->
        if String.valid?(target), do: {:ok, String.to_charlist(target)}, else: {:error, :einval}

      error ->
        error
    end
  end

  @doc "As `read_link/1`, also for names that are no text."
  def read_link_all(name) do
    with {:ok, target} <- :respawn_file.read_link(name), do: {:ok, text(target)}
  end

  # Information

  @doc "What is known about a file, as a record: see `File.Stat`."
  def read_file_info(name), do: information(name, :file, [])

  @doc "The same, with times as `:local`, `:universal` or `:posix`."
  def read_file_info(name, options) when is_list(options), do: information(name, :file, options)
  def read_file_info(_name, _options), do: {:error, :badarg}

  @doc "What is known about a file or, where it is a link, the link."
  def read_link_info(name), do: information(name, :link, [])

  @doc false
  def read_link_info(name, options) when is_list(options), do: information(name, :link, options)
  def read_link_info(_name, _options), do: {:error, :badarg}

  defp information(name, kind, options) do
    with {:ok, {size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid, gid}} <-
           :respawn_file.information(name, kind) do
      unit = time_unit(options)
      times = {from_seconds(atime, unit), from_seconds(mtime, unit), from_seconds(ctime, unit)}
      {atime, mtime, ctime} = times

      {:ok,
       {:file_info, size, type, access, atime, mtime, ctime, mode, links, major, minor, inode, uid,
        gid}}
    end
  end

  defp time_unit(options) do
    case :lists.keyfind(:time, 1, options) do
      {:time, unit} -> unit
      false -> :local
    end
  end

  @epoch 62_167_219_200

  defp from_seconds(seconds, :posix), do: seconds
  defp from_seconds(seconds, :universal), do: :calendar.gregorian_seconds_to_datetime(seconds + @epoch)

  defp from_seconds(seconds, :local) when seconds >= 0,
    do: :erlang.universaltime_to_localtime(from_seconds(seconds, :universal))

  defp from_seconds(seconds, :local), do: from_seconds(seconds, :universal)

  defp to_seconds(seconds, :posix), do: seconds
  defp to_seconds(time, :universal), do: :calendar.datetime_to_gregorian_seconds(time) - @epoch
  defp to_seconds(time, :local), do: to_seconds(:erlang.localtime_to_universaltime(time), :universal)

  @doc "Changes what can be changed of a file: mode, owner, group and times that are not `:undefined`."
  def write_file_info(name, info), do: write_file_info(name, info, [])

  @doc false
  def write_file_info(name, info, options)
      when is_tuple(info) and elem(info, 0) == :file_info and is_list(options) do
    {:file_info, _, _, _, atime, mtime, _, mode, _, _, _, _, uid, gid} = info

    with :ok <- write_owner(name, uid, gid),
         :ok <- write_mode(name, mode),
         do: write_times(name, atime, mtime, time_unit(options))
  rescue
    _ -> {:error, :badarg}
  end

  def write_file_info(_name, _info, _options), do: {:error, :badarg}

  defp write_owner(_name, :undefined, :undefined), do: :ok

  defp write_owner(name, uid, gid),
    do: :respawn_file.set_owner(name, or_same(uid), or_same(gid))

  defp or_same(:undefined), do: -1
  defp or_same(id), do: id

  defp write_mode(_name, :undefined), do: :ok
  defp write_mode(name, mode), do: :respawn_file.set_mode(name, mode)

  defp write_times(_name, :undefined, :undefined, _unit), do: :ok

  # One that is not given is now.
  defp write_times(name, atime, mtime, unit) do
    atime = if atime == :undefined, do: :os.system_time(:second), else: to_seconds(atime, unit)
    mtime = if mtime == :undefined, do: atime, else: to_seconds(mtime, unit)
    :respawn_file.set_times(name, atime, mtime)
  end

  @doc "Sets the permission bits."
  def change_mode(name, mode), do: :respawn_file.set_mode(name, mode)

  @doc "Sets the owner by number."
  def change_owner(name, uid), do: :respawn_file.set_owner(name, uid, -1)

  @doc "Sets owner and group by number."
  def change_owner(name, uid, gid), do: :respawn_file.set_owner(name, uid, gid)

  @doc "Sets the group by number."
  def change_group(name, gid), do: :respawn_file.set_owner(name, -1, gid)

  @doc "Sets both times of a file."
  def change_time(name, time), do: change_time(name, time, time)

  @doc "Sets the times of a file's last access and change."
  def change_time(name, atime, mtime), do: write_times(name, atime, mtime, :local)

  # The working folder

  @doc "The working folder: `{:ok, name}`."
  def get_cwd, do: {:ok, text(:respawn_file.folder())}

  @doc false
  def get_cwd(_drive), do: {:error, :enotsup}

  @doc "Makes a folder the working folder."
  def set_cwd(name), do: :respawn_file.set_folder(name)

  # Terms

  @doc "The Erlang terms in a file, each with a full stop behind it: `{:ok, terms}`."
  def consult(name) do
    with {:ok, text} <- read_file(name), do: :respawn_terms.read_all(text)
  end

  @doc "As `consult/1`, for the first of the folders that has the file: `{:ok, terms, full_name}`."
  def path_consult(path, name) do
    with {:ok, full_name, text} <- path_read(path, name),
         {:ok, terms} <- :respawn_terms.read_all(text),
         do: {:ok, terms, full_name}
  end

  @doc "Opens a file in the first of the folders that has it: `{:ok, file, full_name}`."
  def path_open(path, name, modes) do
    in_path(path, name, fn full_name ->
      with {:ok, file} <- open(full_name, modes), do: {:ok, file, full_name}
    end)
  end

  defp path_read(path, name) do
    in_path(path, name, fn full_name ->
      with {:ok, text} <- read_file(full_name), do: {:ok, full_name, text}
    end)
  end

  defp in_path([folder | folders], name, fun) do
    case fun.(:filename.join(folder, name)) do
      {:error, reason} when reason in [:enoent, :enotdir] -> in_path(folders, name, fun)
      other -> other
    end
  end

  defp in_path([], _name, _fun), do: {:error, :enoent}

  # The rest

  @doc "How names of files are encoded."
  def native_name_encoding, do: :utf8

  @doc "The name of the file that a process has open."
  def pid2name(file) when is_pid(file) do
    case file_request(file, :name) do
      {:error, :terminated} -> :undefined
      name -> {:ok, name}
    end
  end

  @doc "An error's reason in words, as a charlist."
  def format_error(reason), do: :file_error.text(reason)
end
