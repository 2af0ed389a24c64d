defmodule File.Stream do
  @moduledoc """
  A file as a stream of lines or of parts, and as something to collect into: see `File.stream!/3`.

    * `path` – the file
    * `modes` – how it is opened
    * `raw` – whether it is bytes, not text in an encoding
    * `line_or_bytes` – `:line`, or the number of bytes of a part
  """

  defstruct path: nil, modes: [], line_or_bytes: :line, raw: true

  @type t :: %__MODULE__{}

  @read_ahead_bytes 65_536

  @doc false
  def __build__(path, modes, line_or_bytes) do
    raw? = :lists.keyfind(:encoding, 1, modes) == false
    modes = if raw?, do: raw_modes(modes), else: modes
    %File.Stream{path: path, modes: modes, raw: raw?, line_or_bytes: line_or_bytes}
  end

  # Bytes are read ahead in large pieces, whatever the parts.
  defp raw_modes(modes) do
    cond do
      :lists.keymember(:read_ahead, 1, modes) ->
        [:raw | modes]

      :lists.member(:read_ahead, modes) ->
        [:raw, {:read_ahead, @read_ahead_bytes} | :lists.delete(:read_ahead, modes)]

      true ->
        [:raw, :read_ahead | modes]
    end
  end

  @bom <<0xFEFF::utf8>>

  @doc false
  def open!(%{path: path} = stream) do
    modes = [:read | without_write_modes(stream.modes)]

    case :file.open(path, :lists.delete(:trim_bom, modes)) do
      {:ok, device} ->
        if :lists.member(:trim_bom, stream.modes), do: skip_bom(device, stream), else: device

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  defp without_write_modes(modes) do
    for mode <- modes, mode not in [:write, :append], do: mode
  end

  # The mark is three bytes long, whatever the device makes of them.
  defp skip_bom(device, %{raw: true}) do
    case :file.pread(device, 0, byte_size(@bom)) do
      {:ok, @bom} -> {:ok, _} = :file.position(device, byte_size(@bom))
      _ -> :ok
    end

    device
  end

  defp skip_bom(device, %{raw: false}) do
    case IO.read(device, 1) do
      @bom -> :ok
      _ -> {:ok, _} = :file.position(device, 0)
    end

    device
  end
end

defimpl Collectable, for: File.Stream do
  def into(%{path: path, modes: modes, raw: raw?} = stream) do
    modes = for mode <- modes, mode not in [:read, :trim_bom], do: mode

    case :file.open(path, [:write | modes]) do
      {:ok, device} ->
        {:ok, fn state, step -> collect(state, step, device, raw?, stream) end}

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  defp collect(:ok, {:cont, item}, device, true, _stream), do: IO.binwrite(device, item)
  defp collect(:ok, {:cont, item}, device, false, _stream), do: IO.write(device, item)

  defp collect(:ok, :done, device, _raw?, stream) do
    # What was delayed is written now, and may fail.
    :ok = :file.close(device)
    stream
  end

  defp collect(:ok, :halt, device, _raw?, _stream), do: :file.close(device)
end

defimpl Enumerable, for: File.Stream do
  @part_bytes 65_536

  def reduce(%{line_or_bytes: line_or_bytes, raw: raw?} = stream, acc, fun) do
    next =
      if raw?,
        do: &IO.each_binstream(&1, line_or_bytes),
        else: &IO.each_stream(&1, line_or_bytes)

    Stream.resource(fn -> File.Stream.open!(stream) end, next, &:file.close/1).(acc, fun)
  end

  # The number of newlines, which needs no lines.
  def count(%{line_or_bytes: :line, path: path} = stream) do
    pattern = :binary.compile_pattern("\n")

    count = fn part, count -> count + length(:binary.matches(part, pattern)) end
    {:ok, Enum.reduce(parts(stream, path), 0, count)}
  end

  def count(%{line_or_bytes: bytes, path: path, raw: true} = stream) do
    case File.stat(path) do
      {:ok, %{size: 0}} ->
        {:error, __MODULE__}

      {:ok, %{size: size}} ->
        size = size - bom_size(stream)
        {:ok, div(size, bytes) + if(rem(size, bytes) == 0, do: 0, else: 1)}

      {:error, reason} ->
        raise File.Error, reason: reason, action: "stream", path: path
    end
  end

  def count(_stream), do: {:error, __MODULE__}

  defp parts(stream, path) do
    modes = for mode <- stream.modes, mode in [:raw, :binary, :read_ahead], do: mode
    File.Stream.__build__(path, modes -- [:raw, :read_ahead], @part_bytes)
  end

  defp bom_size(%{modes: modes, path: path}) do
    with true <- :trim_bom in modes,
         {:ok, <<0xFEFF::utf8>>} <- File.open(path, [:read], &IO.binread(&1, 3)) do
      3
    else
      _ -> 0
    end
  end

  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
