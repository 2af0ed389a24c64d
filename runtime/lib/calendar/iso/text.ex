defmodule Calendar.ISO.Text do
  # Dates and times as ISO 8601 writes them.
  @moduledoc false

  @doc false
  def date(year, month, day, :extended), do: "#{year(year)}-#{pad(month)}-#{pad(day)}"
  def date(year, month, day, :basic), do: year(year) <> pad(month) <> pad(day)

  @doc false
  def time(hour, minute, second, microsecond, format) do
    separator = separator(format)

    pad(hour) <>
      separator <> pad(minute) <> separator <> pad(second) <> fraction(microsecond)
  end

  @doc false
  def fraction({_, 0}), do: ""

  def fraction({value, precision}) do
    "." <> binary_part(zero_pad(value, 6), 0, precision)
  end

  # UTC has no offset to be written.
  @doc false
  def offset(0, 0, "Etc/UTC", _format), do: "Z"

  def offset(utc_offset, std_offset, _time_zone, format) do
    total = utc_offset + std_offset
    minutes = div(abs(total), 60)
    sign = if total < 0, do: "-", else: "+"
    sign <> pad(div(minutes, 60)) <> separator(format) <> pad(rem(minutes, 60))
  end

  @doc false
  def zone(_utc_offset, _std_offset, _abbr, "Etc/UTC"), do: ""
  def zone(_utc_offset, _std_offset, abbr, time_zone), do: " " <> abbr <> " " <> time_zone

  defp separator(:extended), do: ":"
  defp separator(:basic), do: ""

  defp year(year) when year < 0, do: "-" <> zero_pad(-year, 4)
  defp year(year), do: zero_pad(year, 4)

  defp pad(value) when value in 0..9, do: <<?0, ?0 + value>>
  defp pad(value) when value in 10..99, do: <<?0 + div(value, 10), ?0 + rem(value, 10)>>
  defp pad(value), do: zero_pad(value, 2)

  @doc false
  def zero_pad(value, count) when value >= 0 do
    digits = Integer.to_string(value)
    :binary.copy("0", max(count - byte_size(digits), 0)) <> digits
  end

  def zero_pad(value, count), do: "-" <> zero_pad(-value, count)
end
