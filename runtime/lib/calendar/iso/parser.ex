defmodule Calendar.ISO.Parser do
  # Dates and times as ISO 8601 writes them, in the basic format (20150123T235007) and the extended one
  # (2015-01-23T23:50:07). What has the form of a date or time and is none is `:invalid_date` or `:invalid_time`; what
  # does not even have the form is `:invalid_format`.
  @moduledoc false

  defguardp is_digit(char) when char in ?0..?9

  @doc false
  def date("+" <> string, format), do: date(string, 1, format)
  def date("-" <> string, format), do: date(string, -1, format)
  def date(string, format), do: date(string, 1, format)

  defp date(string, sign, format) do
    case split_date(string, format) do
      {date, ""} -> valid_date(date, sign)
      _ -> {:error, :invalid_format}
    end
  end

  @doc false
  def time("T" <> string, format), do: time_and_offset(string, format) |> without_offset()
  def time(string, format), do: time_and_offset(string, format) |> without_offset()

  defp without_offset({:ok, time, _offset}), do: {:ok, time}
  defp without_offset(error), do: error

  @doc false
  def naive_datetime(string, format) do
    with {:ok, datetime, _offset} <- signed_datetime(string, format), do: {:ok, datetime}
  end

  @doc false
  def datetime(string, format) do
    case signed_datetime(string, format) do
      {:ok, _datetime, nil} -> {:error, :missing_offset}
      other -> other
    end
  end

  defp signed_datetime("+" <> string, format), do: datetime(string, 1, format)
  defp signed_datetime("-" <> string, format), do: datetime(string, -1, format)
  defp signed_datetime(string, format), do: datetime(string, 1, format)

  defp datetime(string, sign, format) do
    with {date, <<separator, rest::binary>>} when separator in [?\s, ?T] <-
           split_date(string, format),
         {time, fraction_and_offset} <- split_time(rest, format),
         {microsecond, rest} <- fraction(fraction_and_offset),
         {offset, ""} <- offset(rest),
         {:ok, {year, month, day}} <- valid_date(date, sign),
         {:ok, {hour, minute, second, microsecond}} <- valid_time(time, microsecond) do
      {:ok, {year, month, day, hour, minute, second, microsecond}, offset}
    else
      {:error, reason} -> {:error, reason}
      _ -> {:error, :invalid_format}
    end
  end

  defp time_and_offset(string, format) do
    with {time, rest} <- split_time(string, format),
         {microsecond, rest} <- fraction(rest),
         {offset, ""} <- offset(rest),
         {:ok, time} <- valid_time(time, microsecond) do
      {:ok, time, offset}
    else
      {:error, reason} -> {:error, reason}
      _ -> {:error, :invalid_format}
    end
  end

  defp valid_date({year, month, day}, sign) do
    year = sign * year

    if Calendar.ISO.valid_date?(year, month, day) do
      {:ok, {year, month, day}}
    else
      {:error, :invalid_date}
    end
  end

  defp valid_time({hour, minute, second}, microsecond) do
    if Calendar.ISO.valid_time?(hour, minute, second, microsecond) do
      {:ok, {hour, minute, second, microsecond}}
    else
      {:error, :invalid_time}
    end
  end

  defp split_date(
         <<y1, y2, y3, y4, ?-, m1, m2, ?-, d1, d2, rest::binary>>,
         :extended
       )
       when is_digit(y1) and is_digit(y2) and is_digit(y3) and is_digit(y4) and is_digit(m1) and
              is_digit(m2) and is_digit(d1) and is_digit(d2) do
    {{number(y1, y2) * 100 + number(y3, y4), number(m1, m2), number(d1, d2)}, rest}
  end

  defp split_date(<<y1, y2, y3, y4, m1, m2, d1, d2, rest::binary>>, :basic)
       when is_digit(y1) and is_digit(y2) and is_digit(y3) and is_digit(y4) and is_digit(m1) and
              is_digit(m2) and is_digit(d1) and is_digit(d2) do
    {{number(y1, y2) * 100 + number(y3, y4), number(m1, m2), number(d1, d2)}, rest}
  end

  defp split_date(_, _format), do: :error

  defp split_time(<<h1, h2, ?:, m1, m2, ?:, s1, s2, rest::binary>>, :extended)
       when is_digit(h1) and is_digit(h2) and is_digit(m1) and is_digit(m2) and is_digit(s1) and
              is_digit(s2) do
    {{number(h1, h2), number(m1, m2), number(s1, s2)}, rest}
  end

  defp split_time(<<h1, h2, m1, m2, s1, s2, rest::binary>>, :basic)
       when is_digit(h1) and is_digit(h2) and is_digit(m1) and is_digit(m2) and is_digit(s1) and
              is_digit(s2) do
    {{number(h1, h2), number(m1, m2), number(s1, s2)}, rest}
  end

  defp split_time(_, _format), do: :error

  defp number(tens, ones), do: (tens - ?0) * 10 + (ones - ?0)

  # Six digits count; those after them are dropped.
  @doc false
  def fraction(<<point, digit, _::binary>> = string) when point in [?., ?,] and is_digit(digit) do
    <<_, digits::binary>> = string
    fraction(digits, 0, 0)
  end

  def fraction(<<point, _::binary>>) when point in [?., ?,], do: :error
  def fraction(rest), do: {{0, 0}, rest}

  defp fraction(<<digit, rest::binary>>, value, precision)
       when is_digit(digit) and precision < 6 do
    fraction(rest, value * 10 + (digit - ?0), precision + 1)
  end

  defp fraction(<<digit, rest::binary>>, value, 6) when is_digit(digit) do
    fraction(rest, value, 6)
  end

  defp fraction(rest, value, precision) do
    {{value * Integer.pow(10, 6 - precision), precision}, rest}
  end

  # Seconds, or `nil` if there is none. "-00:00" is what a clock says that does not know its offset.
  @doc false
  def offset(""), do: {nil, ""}
  def offset("Z"), do: {0, ""}
  def offset("-00:00"), do: :error
  def offset("-0000"), do: :error
  def offset("-00"), do: :error

  def offset(<<sign, h1, h2, ?:, m1, m2, rest::binary>>)
      when sign in [?+, ?-] and is_digit(h1) and is_digit(h2) and is_digit(m1) and is_digit(m2) do
    offset(sign, number(h1, h2), number(m1, m2), rest)
  end

  def offset(<<sign, h1, h2, m1, m2, rest::binary>>)
      when sign in [?+, ?-] and is_digit(h1) and is_digit(h2) and is_digit(m1) and is_digit(m2) do
    offset(sign, number(h1, h2), number(m1, m2), rest)
  end

  def offset(<<sign, h1, h2, rest::binary>>)
      when sign in [?+, ?-] and is_digit(h1) and is_digit(h2) do
    offset(sign, number(h1, h2), 0, rest)
  end

  def offset(_), do: :error

  defp offset(sign, hour, minute, rest) when hour < 24 and minute < 60 do
    seconds = (hour * 60 + minute) * 60
    {if(sign == ?-, do: -seconds, else: seconds), rest}
  end

  defp offset(_sign, _hour, _minute, _rest), do: :error
end
