defmodule File.Stat do
  @moduledoc """
  What is known about a file.

    * `size` – in bytes
    * `type` – `:device`, `:directory`, `:regular`, `:other` or `:symlink`
    * `access` – what this program may do: `:read`, `:write`, `:read_write` or `:none`
    * `atime`, `mtime`, `ctime` – of the last access, change, and change of what is known
    * `mode` – the permission bits
    * `links` – names of the file
    * `major_device`, `minor_device`, `inode` – where it lies
    * `uid`, `gid` – the owner and the group by number
  """

  @fields [
    :size,
    :type,
    :access,
    :atime,
    :mtime,
    :ctime,
    :mode,
    :links,
    :major_device,
    :minor_device,
    :inode,
    :uid,
    :gid
  ]

  defstruct @fields

  @type t :: %__MODULE__{}

  @doc "The record of Erlang's `:file` that says the same."
  @spec to_record(t) :: tuple
  def to_record(%File.Stat{} = stat) do
    List.to_tuple([:file_info | Enum.map(@fields, &Map.fetch!(stat, &1))])
  end

  @doc "Makes a struct of a record of Erlang's `:file`."
  @spec from_record(tuple) :: t
  def from_record(file_info) when elem(file_info, 0) == :file_info do
    [:file_info | values] = Tuple.to_list(file_info)
    struct!(File.Stat, Enum.zip(@fields, values))
  end
end
