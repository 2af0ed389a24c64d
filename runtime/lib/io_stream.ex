defmodule IO.Stream do
  @moduledoc """
  A device as a stream of lines or of parts, and as something to collect into: see `IO.stream/2`.
  """

  defstruct device: nil, raw: true, line_or_bytes: :line

  @type t :: %__MODULE__{}

  @doc false
  def __build__(device, raw, line_or_bytes),
    do: %IO.Stream{device: device, raw: raw, line_or_bytes: line_or_bytes}
end

defimpl Collectable, for: IO.Stream do
  def into(%{device: device, raw: raw} = stream) do
    {:ok, fn state, step -> collect(state, step, stream, device, raw) end}
  end

  defp collect(:ok, {:cont, item}, _stream, device, raw) do
    if raw, do: IO.binwrite(device, item), else: IO.write(device, item)
  end

  defp collect(:ok, _done_or_halt, stream, _device, _raw), do: stream
end

defimpl Enumerable, for: IO.Stream do
  def reduce(%{device: device, raw: raw, line_or_bytes: line_or_bytes}, acc, fun) do
    next =
      if raw,
        do: &IO.each_binstream(&1, line_or_bytes),
        else: &IO.each_stream(&1, line_or_bytes)

    Stream.resource(fn -> device end, next, & &1).(acc, fun)
  end

  def count(_stream), do: {:error, __MODULE__}
  def member?(_stream, _term), do: {:error, __MODULE__}
  def slice(_stream), do: {:error, __MODULE__}
end
