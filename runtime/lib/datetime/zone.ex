defmodule DateTime.Zone do
  # Between what the clocks of a time zone show and moments: the parts of DateTime that ask a time zone database.
  @moduledoc false

  @seconds_per_day 86_400

  # The moment when the zone's clocks show the date and time, of which there may be none or two.
  @doc false
  def from_wall(naive_datetime, time_zone, database) do
    case database.time_zone_periods_from_wall_datetime(naive_datetime, time_zone) do
      {:ok, period} ->
        {:ok, in_period(naive_datetime, period, time_zone)}

      {:ambiguous, first, second} ->
        {:ambiguous, in_period(naive_datetime, first, time_zone),
         in_period(naive_datetime, second, time_zone)}

      {:gap, {first, first_until_wall}, {second, second_from_wall}} ->
        # The last moment before the gap and the first one after it, to the digit that is given.
        %{microsecond: {_, precision}} = naive_datetime
        before = just_before(first_until_wall, precision)

        {:gap, in_period(before, first, time_zone),
         in_period(second_from_wall, second, time_zone)}

      {:error, _} = error ->
        error
    end
  end

  defp just_before(wall, 0), do: NaiveDateTime.add(wall, -1)

  defp just_before(wall, precision) do
    unit = Integer.pow(10, precision)
    microseconds = 1_000_000 - div(1_000_000, unit)
    %{NaiveDateTime.add(wall, -1) | microsecond: {microseconds, precision}}
  end

  @doc false
  def in_period(naive_datetime, period, time_zone) do
    %{year: year, month: month, day: day, calendar: calendar} = naive_datetime
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = naive_datetime

    %DateTime{
      calendar: calendar,
      year: year,
      month: month,
      day: day,
      hour: hour,
      minute: minute,
      second: second,
      microsecond: microsecond,
      std_offset: period.std_offset,
      utc_offset: period.utc_offset,
      zone_abbr: period.zone_abbr,
      time_zone: time_zone
    }
  end

  @doc false
  def shift(datetime, time_zone, database) do
    %{utc_offset: utc_offset, std_offset: std_offset} = datetime
    %{calendar: calendar, microsecond: {_, precision}} = datetime

    datetime
    |> wall_iso_days()
    |> shifted(-(utc_offset + std_offset))
    |> at_utc(precision, calendar, time_zone, database)
  end

  # What the zone's clocks show at a moment in UTC.
  @doc false
  def at_utc(utc_iso_days, precision, calendar, time_zone, database) do
    case database.time_zone_period_from_utc_iso_days(utc_iso_days, time_zone) do
      {:ok, %{std_offset: std_offset, utc_offset: utc_offset, zone_abbr: zone_abbr}} ->
        {year, month, day, hour, minute, second, {microsecond, _}} =
          utc_iso_days
          |> shifted(utc_offset + std_offset)
          |> calendar.naive_datetime_from_iso_days()

        datetime = %DateTime{
          calendar: calendar,
          year: year,
          month: month,
          day: day,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: {microsecond, precision},
          std_offset: std_offset,
          utc_offset: utc_offset,
          zone_abbr: zone_abbr,
          time_zone: time_zone
        }

        {:ok, datetime}

      {:error, _} = error ->
        error
    end
  end

  defp shifted(iso_days, 0), do: iso_days

  defp shifted(iso_days, seconds) do
    Calendar.ISO.add_day_fraction_to_iso_days(iso_days, seconds, @seconds_per_day)
  end

  @doc false
  def wall_iso_days(%{calendar: calendar} = datetime) do
    %{year: year, month: month, day: day} = datetime
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = datetime
    calendar.naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)
  end

  # The same moment as a clock shows it that is so many seconds ahead of UTC and has no zone of its own.
  @doc false
  def with_offset(%{calendar: calendar} = datetime, offset) do
    {_, precision} = datetime.microsecond
    %{utc_offset: utc_offset, std_offset: std_offset} = datetime

    {year, month, day, hour, minute, second, {microsecond, _}} =
      datetime
      |> wall_iso_days()
      |> shifted(offset - utc_offset - std_offset)
      |> calendar.naive_datetime_from_iso_days()

    %{
      datetime
      | year: year,
        month: month,
        day: day,
        hour: hour,
        minute: minute,
        second: second,
        microsecond: {microsecond, precision},
        utc_offset: offset,
        std_offset: 0
    }
  end

  @doc false
  def to_iso8601(datetime, format) do
    %{year: year, month: month, day: day, time_zone: time_zone} = datetime
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = datetime
    %{utc_offset: utc_offset, std_offset: std_offset} = datetime

    Calendar.ISO.date_to_string(year, month, day, format) <>
      "T" <>
      Calendar.ISO.time_to_string(hour, minute, second, microsecond, format) <>
      Calendar.ISO.offset_to_string(utc_offset, std_offset, time_zone, format)
  end

  @doc false
  def text(%{calendar: calendar} = datetime) do
    %{year: year, month: month, day: day} = datetime
    %{hour: hour, minute: minute, second: second, microsecond: microsecond} = datetime
    %{time_zone: time_zone, zone_abbr: zone_abbr} = datetime
    %{utc_offset: utc_offset, std_offset: std_offset} = datetime

    calendar.datetime_to_string(
      year,
      month,
      day,
      hour,
      minute,
      second,
      microsecond,
      time_zone,
      zone_abbr,
      utc_offset,
      std_offset
    )
  end

  @doc false
  def from_map(%{} = map) do
    %DateTime{
      year: map.year,
      month: map.month,
      day: map.day,
      hour: map.hour,
      minute: map.minute,
      second: map.second,
      microsecond: map.microsecond,
      calendar: map.calendar,
      time_zone: map.time_zone,
      zone_abbr: map.zone_abbr,
      utc_offset: map.utc_offset,
      std_offset: map.std_offset
    }
  end
end
