defmodule Calendar.Format do
  # `Calendar.strftime/3`: directives of the form `%[padding][width]letter` in a text.
  @moduledoc false

  @default_options %{
    preferred_date: "%Y-%m-%d",
    preferred_time: "%H:%M:%S",
    preferred_datetime: "%Y-%m-%d %H:%M:%S",
    am_pm_names: &__MODULE__.am_pm_name/1,
    month_names: &__MODULE__.month_name/1,
    day_of_week_names: &__MODULE__.day_of_week_name/1,
    abbreviated_month_names: &__MODULE__.abbreviated_month_name/1,
    abbreviated_day_of_week_names: &__MODULE__.abbreviated_day_of_week_name/1,
    # Set while a preferred format is expanded, which must not hold itself.
    preferred_date_invoked: false,
    preferred_time_invoked: false,
    preferred_datetime_invoked: false
  }

  @doc false
  def format(datetime, format, user_options) do
    options = options(user_options)
    format |> pieces(datetime, options) |> IO.iodata_to_binary()
  end

  defp options(user_options) do
    Enum.reduce(user_options, @default_options, fn {key, value}, options ->
      if is_map_key(options, key) do
        %{options | key => value}
      else
        raise ArgumentError, "unknown option #{inspect(key)} given to Calendar.strftime/3"
      end
    end)
  end

  # One piece for each directive and each character between them.
  defp pieces(format, datetime, options) do
    format |> parse(datetime, options, []) |> Enum.reverse()
  end

  @doc false
  def am_pm_name(:am), do: "am"
  def am_pm_name(:pm), do: "pm"

  @doc false
  def month_name(month) do
    elem(
      {"January", "February", "March", "April", "May", "June", "July", "August", "September",
       "October", "November", "December"},
      month - 1
    )
  end

  @doc false
  def abbreviated_month_name(month), do: binary_part(month_name(month), 0, 3)

  @doc false
  def day_of_week_name(day) do
    elem(
      {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
      day - 1
    )
  end

  @doc false
  def abbreviated_day_of_week_name(day), do: binary_part(day_of_week_name(day), 0, 3)

  defp parse("%" <> rest, datetime, options, acc) do
    parse_modifiers(rest, nil, nil, {datetime, options, acc})
  end

  defp parse(<<char::utf8, rest::binary>>, datetime, options, acc) do
    parse(rest, datetime, options, [<<char::utf8>> | acc])
  end

  defp parse("", _datetime, _options, acc), do: acc

  defp parse_modifiers("-" <> rest, width, nil, parser_data) do
    parse_modifiers(rest, width, "", parser_data)
  end

  defp parse_modifiers("0" <> rest, nil, nil, parser_data) do
    parse_modifiers(rest, nil, ?0, parser_data)
  end

  defp parse_modifiers("_" <> rest, width, nil, parser_data) do
    parse_modifiers(rest, width, ?\s, parser_data)
  end

  defp parse_modifiers(<<digit, rest::binary>>, width, padding, parser_data)
       when digit in ?0..?9 do
    parse_modifiers(rest, (width || 0) * 10 + (digit - ?0), padding, parser_data)
  end

  # Without padding there is no width to fill.
  defp parse_modifiers(rest, _width, "", parser_data) do
    directive(rest, 0, ?0, parser_data)
  end

  defp parse_modifiers(rest, width, padding, parser_data) do
    <<letter::utf8, _::binary>> = rest <> " "

    directive(
      rest,
      width || default_width(letter),
      padding || default_padding(letter),
      parser_data
    )
  end

  defp default_width(letter) when letter in 'dHImMSy', do: 2
  defp default_width(?j), do: 3
  defp default_width(letter) when letter in 'Yz', do: 4
  defp default_width(_letter), do: 0

  defp default_padding(letter) when letter in 'aAbBpPZ', do: ?\s
  defp default_padding(_letter), do: ?0

  # What stands for itself.
  defp directive("%" <> rest, width, padding, {datetime, options, acc}) do
    parse(rest, datetime, options, [pad_leading("%", width, padding) | acc])
  end

  # Preferred formats: directives in place of one.
  defp directive("c" <> rest, width, padding, parser_data) do
    preferred(:preferred_datetime, :preferred_datetime_invoked, rest, width, padding, parser_data)
  end

  defp directive("x" <> rest, width, padding, parser_data) do
    preferred(:preferred_date, :preferred_date_invoked, rest, width, padding, parser_data)
  end

  defp directive("X" <> rest, width, padding, parser_data) do
    preferred(:preferred_time, :preferred_time_invoked, rest, width, padding, parser_data)
  end

  defp directive(<<letter, rest::binary>>, width, padding, {datetime, options, acc})
       when letter in 'aAbBdfHIjmMpPqSuyYzZ' do
    text = text(letter, datetime, options, width, padding)
    parse(rest, datetime, options, [text | acc])
  end

  defp directive(<<next::utf8, _::binary>>, _width, _padding, _parser_data) do
    raise ArgumentError, "invalid strftime format: %#{<<next::utf8>>}"
  end

  defp preferred(option, invoked, _rest, _width, _padding, {_datetime, %{} = options, _acc})
       when is_map_key(options, invoked) and :erlang.map_get(invoked, options) do
    raise ArgumentError,
          "tried to format #{option} within another #{option} format"
  end

  defp preferred(option, invoked, rest, width, padding, {datetime, options, acc}) do
    format = Map.fetch!(options, option)

    text =
      format
      |> pieces(datetime, %{options | invoked => true})
      |> pad_preferred(width, padding)

    parse(rest, datetime, options, [text | acc])
  end

  # The width of a preferred format counts its pieces.
  defp pad_preferred(pieces, width, padding) do
    [List.duplicate(padding, max(width - length(pieces), 0)) | pieces]
  end

  defp text(?a, datetime, options, width, padding) do
    datetime
    |> Date.day_of_week()
    |> options.abbreviated_day_of_week_names.()
    |> pad_leading(width, padding)
  end

  defp text(?A, datetime, options, width, padding) do
    datetime |> Date.day_of_week() |> options.day_of_week_names.() |> pad_leading(width, padding)
  end

  defp text(?b, datetime, options, width, padding) do
    datetime.month |> options.abbreviated_month_names.() |> pad_leading(width, padding)
  end

  defp text(?B, datetime, options, width, padding) do
    datetime.month |> options.month_names.() |> pad_leading(width, padding)
  end

  defp text(?d, datetime, _options, width, padding), do: number(datetime.day, width, padding)

  # The digits that are known, whatever the width.
  defp text(?f, datetime, _options, _width, _padding) do
    {value, precision} = datetime.microsecond
    binary_part(Calendar.ISO.Text.zero_pad(value, 6), 0, max(precision, 1))
  end

  defp text(?H, datetime, _options, width, padding), do: number(datetime.hour, width, padding)

  defp text(?I, datetime, _options, width, padding) do
    hour = rem(datetime.hour + 23, 12) + 1
    number(hour, width, padding)
  end

  defp text(?j, datetime, _options, width, padding) do
    datetime |> Date.day_of_year() |> number(width, padding)
  end

  defp text(?m, datetime, _options, width, padding), do: number(datetime.month, width, padding)
  defp text(?M, datetime, _options, width, padding), do: number(datetime.minute, width, padding)

  defp text(?p, datetime, options, width, padding) do
    datetime |> half() |> options.am_pm_names.() |> String.upcase() |> pad_leading(width, padding)
  end

  defp text(?P, datetime, options, width, padding) do
    datetime
    |> half()
    |> options.am_pm_names.()
    |> String.downcase()
    |> pad_leading(width, padding)
  end

  defp text(?q, datetime, _options, width, padding) do
    datetime |> Date.quarter_of_year() |> number(width, padding)
  end

  defp text(?S, datetime, _options, width, padding), do: number(datetime.second, width, padding)

  defp text(?u, datetime, _options, width, padding),
    do: datetime |> Date.day_of_week() |> number(width, padding)

  defp text(?y, datetime, _options, width, padding) do
    datetime.year |> rem(100) |> number(width, padding)
  end

  defp text(?Y, datetime, _options, width, padding) do
    number(datetime.year, width, padding)
  end

  # Only what has a time zone has an offset and a name of it.
  defp text(?z, datetime, _options, width, padding) do
    case datetime do
      %{utc_offset: utc_offset, std_offset: std_offset} ->
        offset(utc_offset + std_offset, width, padding)

      _ ->
        ""
    end
  end

  defp text(?Z, datetime, _options, width, padding) do
    datetime |> Map.get(:zone_abbr, "") |> pad_leading(width, padding)
  end

  defp offset(total, width, padding) do
    sign = if total < 0, do: "-", else: "+"
    minutes = div(abs(total), 60)
    value = div(minutes, 60) * 100 + rem(minutes, 60)
    sign <> pad_leading(Integer.to_string(value), width, padding)
  end

  defp half(datetime), do: if(datetime.hour > 11, do: :pm, else: :am)

  defp number(value, width, padding),
    do: value |> Integer.to_string() |> pad_leading(width, padding)

  defp pad_leading(text, width, padding) do
    case width - String.length(text) do
      missing when missing > 0 -> String.duplicate(<<padding>>, missing) <> text
      _ -> text
    end
  end
end
