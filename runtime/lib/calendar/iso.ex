defmodule Calendar.ISO do
  @moduledoc """
  The calendar of ISO 8601: the Gregorian one, also for the time before it was introduced.

  Years are -9999 to 9999, and there is a year 0. A day has 86,400 seconds.

      iex> Calendar.ISO.date_to_iso_days(2000, 1, 1)
      730485
  """

  @behaviour Calendar

  @type year :: -9999..9999
  @type month :: 1..12
  @type day :: 1..31
  @type hour :: 0..23
  @type minute :: 0..59
  @type second :: 0..59
  @type weekday ::
          :monday | :tuesday | :wednesday | :thursday | :friday | :saturday | :sunday
  @type day_of_week :: 1..7
  @type day_of_year :: 1..366
  @type era :: bce | ce
  @type bce :: 0
  @type ce :: 1
  @type year_of_era :: {1..10000, era}
  @type microsecond :: {0..999_999, 0..6}
  @type utc_offset :: integer
  @type format :: :basic | :extended

  @years -9999..9999
  @seconds_per_day 86_400
  @microseconds_per_day @seconds_per_day * 1_000_000
  # 0000-01-01 to 1970-01-01, and the first and last day of the calendar.
  @unix_epoch_days 719_528
  @first_iso_day -3_652_059
  @last_iso_day 3_652_424

  defguardp is_year(year) when year in @years
  defguardp is_month(month) when month in 1..12
  defguardp is_hour(hour) when hour in 0..23
  defguardp is_minute(minute) when minute in 0..59
  defguardp is_second(second) when second in 0..59

  defguardp is_microsecond(value, precision)
            when value in 0..999_999 and precision in 0..6

  defguardp is_format(format) when format in [:basic, :extended]

  ## Parsing

  @doc """
  Parses a date in the extended format.

      iex> Calendar.ISO.parse_date("2015-01-23")
      {:ok, {2015, 1, 23}}
  """
  @impl true
  @spec parse_date(String.t()) :: {:ok, {year, month, day}} | {:error, atom}
  def parse_date(string) when is_binary(string), do: parse_date(string, :extended)

  @doc """
  Parses a date in the given format; `20150123` is basic, `2015-01-23` extended.
  """
  @spec parse_date(String.t(), format) :: {:ok, {year, month, day}} | {:error, atom}
  def parse_date(string, format) when is_binary(string) and is_format(format) do
    Calendar.ISO.Parser.date(string, format)
  end

  @doc """
  Parses a time of day in the extended format; an offset after it is not looked at.

      iex> Calendar.ISO.parse_time("23:50:07.25")
      {:ok, {23, 50, 7, {250000, 2}}}
  """
  @impl true
  @spec parse_time(String.t()) :: {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  def parse_time(string) when is_binary(string), do: parse_time(string, :extended)

  @doc """
  Parses a time of day in the given format.
  """
  @spec parse_time(String.t(), format) ::
          {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  def parse_time(string, format) when is_binary(string) and is_format(format) do
    Calendar.ISO.Parser.time(string, format)
  end

  @doc """
  Parses a date and time in the extended format; an offset after it is not looked at.
  """
  @impl true
  @spec parse_naive_datetime(String.t()) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  def parse_naive_datetime(string) when is_binary(string) do
    parse_naive_datetime(string, :extended)
  end

  @doc """
  Parses a date and time in the given format.
  """
  @spec parse_naive_datetime(String.t(), format) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  def parse_naive_datetime(string, format) when is_binary(string) and is_format(format) do
    Calendar.ISO.Parser.naive_datetime(string, format)
  end

  @doc """
  Parses a date and time with an offset in the extended format; gives it in UTC, and the offset in seconds.

      iex> Calendar.ISO.parse_utc_datetime("2015-01-23 23:50:07+01:00")
      {:ok, {2015, 1, 23, 22, 50, 7, {0, 0}}, 3600}
  """
  @impl true
  @spec parse_utc_datetime(String.t()) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}, utc_offset}
          | {:error, atom}
  def parse_utc_datetime(string) when is_binary(string) do
    parse_utc_datetime(string, :extended)
  end

  @doc """
  Parses a date and time with an offset in the given format.
  """
  @spec parse_utc_datetime(String.t(), format) ::
          {:ok, {year, month, day, hour, minute, second, microsecond}, utc_offset}
          | {:error, atom}
  def parse_utc_datetime(string, format) when is_binary(string) and is_format(format) do
    with {:ok, {year, month, day, hour, minute, second, microsecond} = datetime, offset} <-
           Calendar.ISO.Parser.datetime(string, format) do
      if offset == 0 do
        {:ok, datetime, 0}
      else
        {_, precision} = microsecond
        iso_days = naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond)

        {year, month, day, hour, minute, second, {value, _}} =
          naive_datetime_from_iso_days(
            add_day_fraction_to_iso_days(iso_days, -offset, @seconds_per_day)
          )

        {:ok, {year, month, day, hour, minute, second, {value, precision}}, offset}
      end
    end
  end

  ## Days and parts of days

  @doc """
  Days since 0000-01-01, and the part of the day.
  """
  @impl true
  @spec naive_datetime_to_iso_days(
          Calendar.year(),
          Calendar.month(),
          Calendar.day(),
          Calendar.hour(),
          Calendar.minute(),
          Calendar.second(),
          Calendar.microsecond()
        ) :: Calendar.iso_days()
  def naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) do
    {date_to_iso_days(year, month, day), time_to_day_fraction(hour, minute, second, microsecond)}
  end

  @doc """
  The date and time at a number of days since 0000-01-01 and a part of the day.
  """
  @impl true
  @spec naive_datetime_from_iso_days(Calendar.iso_days()) ::
          {Calendar.year(), Calendar.month(), Calendar.day(), Calendar.hour(), Calendar.minute(),
           Calendar.second(), Calendar.microsecond()}
  def naive_datetime_from_iso_days({days, day_fraction}) do
    {year, month, day} = date_from_iso_days(days)
    {hour, minute, second, microsecond} = time_from_day_fraction(day_fraction)
    {year, month, day, hour, minute, second, microsecond}
  end

  @doc """
  The part of the day that has passed at a time.
  """
  @impl true
  @spec time_to_day_fraction(
          Calendar.hour(),
          Calendar.minute(),
          Calendar.second(),
          Calendar.microsecond()
        ) :: Calendar.day_fraction()
  def time_to_day_fraction(0, 0, 0, {0, _}), do: {0, @microseconds_per_day}

  def time_to_day_fraction(hour, minute, second, {value, _precision}) do
    {((hour * 60 + minute) * 60 + second) * 1_000_000 + value, @microseconds_per_day}
  end

  @doc """
  The time at which a part of the day has passed.
  """
  @impl true
  @spec time_from_day_fraction(Calendar.day_fraction()) ::
          {hour(), minute(), second(), microsecond()}
  def time_from_day_fraction({0, _}), do: {0, 0, 0, {0, 6}}

  def time_from_day_fraction({parts, parts_per_day}) do
    total = rescale(parts, @microseconds_per_day, parts_per_day)
    seconds = div(total, 1_000_000)

    {div(seconds, 3600), rem(div(seconds, 60), 60), rem(seconds, 60), {rem(total, 1_000_000), 6}}
  end

  @doc false
  def date_to_iso_days(0, 1, 1), do: 0
  def date_to_iso_days(1970, 1, 1), do: @unix_epoch_days

  def date_to_iso_days(year, month, day) do
    ensure_day_in_month!(year, month, day)
    days_before_year(year) + days_before_month(year, month) + day - 1
  end

  # Counted in years that begin in March, a leap day is the last of its year, and the lengths of the months repeat.
  @doc false
  def date_from_iso_days(days) when days in @first_iso_day..@last_iso_day do
    days = days - 60
    era = Integer.floor_div(days, 146_097)
    day_of_era = days - era * 146_097

    year_of_era =
      div(
        day_of_era - div(day_of_era, 1460) + div(day_of_era, 36_524) - div(day_of_era, 146_096),
        365
      )

    day_of_year = day_of_era - (365 * year_of_era + div(year_of_era, 4) - div(year_of_era, 100))
    month = div(5 * day_of_year + 2, 153)
    day = day_of_year - div(153 * month + 2, 5) + 1
    year = era * 400 + year_of_era

    if month < 10, do: {year, month + 3, day}, else: {year + 1, month - 9, day}
  end

  defp days_before_year(year) do
    before = year - 1

    365 * year + Integer.floor_div(before, 4) - Integer.floor_div(before, 100) +
      Integer.floor_div(before, 400) + 1
  end

  defp days_before_month(_year, 1), do: 0
  defp days_before_month(_year, 2), do: 31

  defp days_before_month(year, month) do
    leap_day = if leap_year?(year), do: 1, else: 0
    elem({59, 90, 120, 151, 181, 212, 243, 273, 304, 334}, month - 3) + leap_day
  end

  defp ensure_day_in_month!(year, month, day) when is_integer(day) do
    if day < 1 or day > days_in_month(year, month) do
      raise ArgumentError, "invalid date: #{date_to_string(year, month, day)}"
    end
  end

  # Parts of a day in other parts of it, rounded down.
  defp rescale(parts, to, to), do: parts
  defp rescale(parts, to, from), do: Integer.floor_div(parts * to, from)

  @doc false
  def add_day_fraction_to_iso_days({days, {parts, parts_per_day}}, add, parts_per_day) do
    normalize_iso_days(days, parts + add, parts_per_day)
  end

  def add_day_fraction_to_iso_days({days, {parts, parts_per_day}}, add, add_per_day) do
    common = div(parts_per_day * add_per_day, Integer.gcd(parts_per_day, add_per_day))
    sum = parts * div(common, parts_per_day) + add * div(common, add_per_day)
    normalize_iso_days(days, sum, common)
  end

  defp normalize_iso_days(days, parts, parts_per_day) do
    {days + Integer.floor_div(parts, parts_per_day),
     {Integer.mod(parts, parts_per_day), parts_per_day}}
  end

  @doc false
  def iso_days_to_unit({days, {parts, parts_per_day}}, unit) do
    microseconds = div(parts * @microseconds_per_day, parts_per_day)

    System.convert_time_unit(days * @microseconds_per_day + microseconds, :microsecond, unit)
  end

  @doc false
  def gregorian_seconds_to_iso_days(seconds, microsecond) do
    {days, rest} = div_rem(seconds, @seconds_per_day)
    {days, {rest * 1_000_000 + microsecond, @microseconds_per_day}}
  end

  defp div_rem(dividend, divisor) do
    {Integer.floor_div(dividend, divisor), Integer.mod(dividend, divisor)}
  end

  @doc false
  def from_unix(integer, unit) when is_integer(integer) do
    total = System.convert_time_unit(integer, unit, :microsecond)

    {days, microseconds} = div_rem(total, @microseconds_per_day)
    iso_days = days + @unix_epoch_days

    if iso_days in @first_iso_day..@last_iso_day do
      {hour, minute, second, {value, _}} =
        time_from_day_fraction({microseconds, @microseconds_per_day})

      precision = precision_for_unit(unit)
      {:ok, date_from_iso_days(iso_days), {hour, minute, second}, {value, precision}}
    else
      {:error, :invalid_unix_time}
    end
  end

  # How many digits of a second the unit can tell; six for what is no power of ten.
  defp precision_for_unit(unit) do
    precision(System.convert_time_unit(1, :second, unit), 0)
  end

  defp precision(1, precision), do: precision
  defp precision(_units_per_second, 6), do: 6
  defp precision(units_per_second, digits), do: precision(div(units_per_second, 10), digits + 1)

  ## Asking about dates

  @doc """
  Number of days of a month.

      iex> Calendar.ISO.days_in_month(2024, 2)
      29
  """
  @impl true
  @spec days_in_month(year, month) :: 28..31
  def days_in_month(year, month)

  def days_in_month(year, 2) when is_year(year), do: if(leap_year?(year), do: 29, else: 28)
  def days_in_month(year, month) when is_year(year) and month in [4, 6, 9, 11], do: 30
  def days_in_month(year, month) when is_year(year) and is_month(month), do: 31

  @doc """
  Number of months of a year.
  """
  @impl true
  @spec months_in_year(year) :: 12
  def months_in_year(year) when is_year(year), do: 12

  @doc """
  Whether the year has a 29th of February.

      iex> {Calendar.ISO.leap_year?(2000), Calendar.ISO.leap_year?(1900)}
      {true, false}
  """
  @impl true
  @spec leap_year?(year) :: boolean()
  def leap_year?(year) when is_year(year) do
    rem(year, 4) === 0 and (rem(year, 100) !== 0 or rem(year, 400) === 0)
  end

  @doc false
  @deprecated "Use day_of_week/4 instead"
  def day_of_week(year, month, day), do: day_of_week(year, month, day, :default) |> elem(0)

  @doc """
  The day of the week, counted from the given day or from Monday, and the first and last number.

      iex> Calendar.ISO.day_of_week(2024, 2, 29, :monday)
      {4, 1, 7}
  """
  @impl true
  @spec day_of_week(year, month, day, :default | weekday) :: {day_of_week(), 1, 7}
  def day_of_week(year, month, day, starting_on) do
    iso_days = date_to_iso_days(year, month, day)
    {iso_days_to_day_of_week(iso_days, starting_on), 1, 7}
  end

  # 0000-01-01 was a Saturday.
  @doc false
  def iso_days_to_day_of_week(iso_days, starting_on) do
    Integer.mod(iso_days + day_of_week_offset(starting_on), 7) + 1
  end

  defp day_of_week_offset(:default), do: 5
  defp day_of_week_offset(:wednesday), do: 3
  defp day_of_week_offset(:thursday), do: 2
  defp day_of_week_offset(:friday), do: 1
  defp day_of_week_offset(:saturday), do: 0
  defp day_of_week_offset(:sunday), do: 6
  defp day_of_week_offset(:monday), do: 5
  defp day_of_week_offset(:tuesday), do: 4

  @doc """
  The day of the year, from 1.
  """
  @impl true
  @spec day_of_year(year, month, day) :: day_of_year()
  def day_of_year(year, month, day) do
    ensure_day_in_month!(year, month, day)
    days_before_month(year, month) + day
  end

  @doc """
  The quarter of the year, from 1.
  """
  @impl true
  @spec quarter_of_year(year, month, day) :: 1..4
  def quarter_of_year(year, month, day)
      when is_year(year) and is_month(month) and day in 1..31 do
    div(month - 1, 3) + 1
  end

  @doc false
  def year_of_era(year) when is_year(year) and year > 0, do: {year, 1}
  def year_of_era(year) when is_year(year), do: {1 - year, 0}

  @doc """
  The year of the era, and the era: 1 is the current one, 0 what was before it.

      iex> Calendar.ISO.year_of_era(0, 1, 1)
      {1, 0}
  """
  @impl true
  @spec year_of_era(year, month, day) :: {1..10_000, era}
  def year_of_era(year, _month, _day), do: year_of_era(year)

  @doc """
  The day of the era, and the era; before the current one days are counted backwards.
  """
  @impl true
  @spec day_of_era(year, month, day) :: Calendar.day_of_era()
  def day_of_era(year, month, day) when is_year(year) and year > 0 do
    {date_to_iso_days(year, month, day) - 365, 1}
  end

  def day_of_era(year, month, day) when is_year(year) do
    {366 - date_to_iso_days(year, month, day), 0}
  end

  @doc """
  Whether the calendar has the date.

      iex> Calendar.ISO.valid_date?(2015, 2, 29)
      false
  """
  @impl true
  @spec valid_date?(year, month, day) :: boolean
  def valid_date?(year, month, day)
      when is_integer(year) and is_integer(month) and is_integer(day) do
    is_month(month) and is_year(year) and day in 1..days_in_month(year, month)
  end

  @doc """
  Whether there is such a time of day.
  """
  @impl true
  @spec valid_time?(Calendar.hour(), Calendar.minute(), Calendar.second(), Calendar.microsecond()) ::
          boolean
  def valid_time?(hour, minute, second, {value, precision})
      when is_integer(hour) and is_integer(minute) and is_integer(second) and is_integer(value) and
             is_integer(precision) do
    is_hour(hour) and is_minute(minute) and is_second(second) and
      is_microsecond(value, precision)
  end

  @doc """
  When days begin: at midnight, as a part of the day.
  """
  @impl true
  @spec day_rollover_relative_to_midnight_utc() :: {0, 1}
  def day_rollover_relative_to_midnight_utc, do: {0, 1}

  ## Texts

  @doc """
  The text of a time of day.

      iex> Calendar.ISO.time_to_string(2, 2, 2, {2, 6})
      "02:02:02.000002"
  """
  @impl true
  @spec time_to_string(
          Calendar.hour(),
          Calendar.minute(),
          Calendar.second(),
          Calendar.microsecond(),
          format
        ) :: String.t()
  def time_to_string(hour, minute, second, microsecond, format \\ :extended)

  def time_to_string(hour, minute, second, {value, precision} = microsecond, format)
      when is_hour(hour) and is_minute(minute) and is_second(second) and
             is_microsecond(value, precision) and is_format(format) do
    Calendar.ISO.Text.time(hour, minute, second, microsecond, format)
  end

  @doc """
  The text of a date.

      iex> Calendar.ISO.date_to_string(2015, 2, 28)
      "2015-02-28"
  """
  @impl true
  @spec date_to_string(year, month, day, format) :: String.t()
  def date_to_string(year, month, day, format \\ :extended)

  def date_to_string(year, month, day, format)
      when is_integer(year) and is_integer(month) and is_integer(day) and is_format(format) do
    Calendar.ISO.Text.date(year, month, day, format)
  end

  @doc """
  The text of a date and time.
  """
  @impl true
  @spec naive_datetime_to_string(
          year,
          month,
          day,
          Calendar.hour(),
          Calendar.minute(),
          Calendar.second(),
          Calendar.microsecond(),
          format
        ) :: String.t()
  def naive_datetime_to_string(
        year,
        month,
        day,
        hour,
        minute,
        second,
        microsecond,
        format \\ :extended
      ) do
    date_to_string(year, month, day, format) <>
      " " <> time_to_string(hour, minute, second, microsecond, format)
  end

  @doc """
  The text of a date and time in a time zone.
  """
  @impl true
  @spec datetime_to_string(
          year,
          month,
          day,
          Calendar.hour(),
          Calendar.minute(),
          Calendar.second(),
          Calendar.microsecond(),
          Calendar.time_zone(),
          Calendar.zone_abbr(),
          Calendar.utc_offset(),
          Calendar.std_offset(),
          format
        ) :: String.t()
  def datetime_to_string(
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
        std_offset,
        format \\ :extended
      )
      when is_binary(time_zone) and is_binary(zone_abbr) and is_integer(utc_offset) and
             is_integer(std_offset) do
    date_to_string(year, month, day, format) <>
      " " <>
      time_to_string(hour, minute, second, microsecond, format) <>
      offset_to_string(utc_offset, std_offset, time_zone, format) <>
      Calendar.ISO.Text.zone(utc_offset, std_offset, zone_abbr, time_zone)
  end

  @doc false
  def offset_to_string(utc_offset, std_offset, time_zone, format) do
    Calendar.ISO.Text.offset(utc_offset, std_offset, time_zone, format)
  end
end
