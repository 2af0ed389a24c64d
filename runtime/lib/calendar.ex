defmodule Calendar do
  @moduledoc """
  What a calendar does, and functions for dates and times of any calendar.

  `Calendar.ISO` is the calendar that is used unless another one is named.
  """

  @type year :: integer
  @type month :: pos_integer
  @type day :: pos_integer
  @type week :: pos_integer
  @type day_of_week :: non_neg_integer
  @type era :: non_neg_integer
  @type day_of_era :: {day :: non_neg_integer(), era}
  @type iso_days :: {days :: integer, day_fraction}
  @type day_fraction :: {parts_in_day :: non_neg_integer, parts_per_day :: pos_integer}
  @type hour :: non_neg_integer
  @type minute :: non_neg_integer
  @type second :: non_neg_integer
  @type microsecond :: {value :: non_neg_integer, precision :: non_neg_integer}
  @type calendar :: module
  @type time_zone :: String.t()
  @type zone_abbr :: String.t()
  @type utc_offset :: integer
  @type std_offset :: integer
  @type time_zone_database :: module

  @type date :: %{
          optional(any) => any,
          calendar: calendar,
          year: year,
          month: month,
          day: day
        }

  @type time :: %{
          optional(any) => any,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: microsecond
        }

  @type naive_datetime :: %{
          optional(any) => any,
          calendar: calendar,
          year: year,
          month: month,
          day: day,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: microsecond
        }

  @type datetime :: %{
          optional(any) => any,
          calendar: calendar,
          year: year,
          month: month,
          day: day,
          hour: hour,
          minute: minute,
          second: second,
          microsecond: microsecond,
          time_zone: time_zone,
          zone_abbr: zone_abbr,
          utc_offset: utc_offset,
          std_offset: std_offset
        }

  @callback days_in_month(year, month) :: day
  @callback months_in_year(year) :: month
  @callback leap_year?(year) :: boolean
  @callback day_of_week(year, month, day, starting_on :: :default | atom) ::
              {day_of_week(), first_day_of_week :: non_neg_integer(),
               last_day_of_week :: non_neg_integer()}
  @callback day_of_year(year, month, day) :: non_neg_integer()
  @callback quarter_of_year(year, month, day) :: non_neg_integer()
  @callback year_of_era(year, month, day) :: {year, era}
  @callback day_of_era(year, month, day) :: day_of_era()
  @callback date_to_string(year, month, day) :: String.t()
  @callback naive_datetime_to_string(year, month, day, hour, minute, second, microsecond) ::
              String.t()
  @callback datetime_to_string(
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
            ) :: String.t()
  @callback time_to_string(hour, minute, second, microsecond) :: String.t()
  @callback naive_datetime_to_iso_days(year, month, day, hour, minute, second, microsecond) ::
              iso_days
  @callback naive_datetime_from_iso_days(iso_days) ::
              {year, month, day, hour, minute, second, microsecond}
  @callback time_to_day_fraction(hour, minute, second, microsecond) :: day_fraction
  @callback time_from_day_fraction(day_fraction) :: {hour, minute, second, microsecond}
  @callback day_rollover_relative_to_midnight_utc() :: day_fraction
  @callback valid_date?(year, month, day) :: boolean
  @callback valid_time?(hour, minute, second, microsecond) :: boolean
  @callback parse_time(String.t()) :: {:ok, {hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_date(String.t()) :: {:ok, {year, month, day}} | {:error, atom}
  @callback parse_naive_datetime(String.t()) ::
              {:ok, {year, month, day, hour, minute, second, microsecond}} | {:error, atom}
  @callback parse_utc_datetime(String.t()) ::
              {:ok, {year, month, day, hour, minute, second, microsecond}, utc_offset}
              | {:error, atom}

  @doc """
  Whether the days of two calendars begin at the same moment, so that dates can be converted.

      iex> Calendar.compatible_calendars?(Calendar.ISO, Calendar.ISO)
      true
  """
  @spec compatible_calendars?(calendar, calendar) :: boolean
  def compatible_calendars?(calendar, calendar), do: true

  def compatible_calendars?(calendar1, calendar2) do
    calendar1.day_rollover_relative_to_midnight_utc() ==
      calendar2.day_rollover_relative_to_midnight_utc()
  end

  @doc """
  Microseconds cut to a precision: `:microsecond`, `:millisecond` or `:second`.

      iex> Calendar.truncate({123456, 6}, :millisecond)
      {123000, 3}
  """
  @spec truncate(microsecond(), :microsecond | :millisecond | :second) :: microsecond()
  def truncate(microsecond_tuple, unit)

  def truncate(microsecond, :microsecond), do: microsecond
  def truncate({_, precision} = microsecond, :millisecond) when precision <= 3, do: microsecond
  def truncate({value, _}, :millisecond), do: {div(value, 1000) * 1000, 3}
  def truncate(_, :second), do: {0, 0}

  @doc """
  Sets the time zone database that functions use which are not given one.
  """
  @spec put_time_zone_database(time_zone_database()) :: :ok
  def put_time_zone_database(database) do
    Application.put_env(:elixir, :time_zone_database, database)
  end

  @doc """
  The time zone database in use; it knows nothing but UTC unless another one has been set.
  """
  @spec get_time_zone_database() :: time_zone_database()
  def get_time_zone_database do
    Application.get_env(:elixir, :time_zone_database, Calendar.UTCOnlyTimeZoneDatabase)
  end

  @doc """
  The text of a date or time in a format of one's own, such as `"%d.%m.%Y"`.

      iex> Calendar.strftime(~U[2019-08-26 13:52:06Z], "%y-%m-%d %I:%M:%S %p")
      "19-08-26 01:52:06 PM"

  `%a %A` day of the week, `%b %B` month, `%c` date and time, `%d` day, `%f` fraction, `%H %I` hour,
  `%j` day of the year, `%m` month, `%M` minute, `%p %P` half of the day, `%q` quarter, `%S` second,
  `%u` day of the week, `%x` date, `%X` time, `%y %Y` year, `%z %Z` time zone, `%%`. Between `%` and the
  letter stand padding (`-` none, `0` zeros, `_` spaces) and width.
  """
  @spec strftime(map(), String.t(), keyword()) :: String.t()
  def strftime(date_or_time_or_datetime, string_format, user_options \\ [])
      when is_map(date_or_time_or_datetime) and is_binary(string_format) do
    Calendar.Format.format(date_or_time_or_datetime, string_format, user_options)
  end
end
