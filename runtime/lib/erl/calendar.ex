defmodule :calendar do
  @moduledoc """
  Erlang's calendar: dates as `{year, month, day}`, times as `{hour, minute, second}`.

  Days and seconds are counted from the first of January of the year 0, in the Gregorian calendar
  as it would have been then.

      :calendar.day_of_the_week({2023, 1, 1})                       # => 7
      :calendar.datetime_to_gregorian_seconds({{1970, 1, 1}, {0, 0, 0}})  # => 62167219200
  """

  @seconds_of_minute 60
  @seconds_of_hour 3600
  @seconds_of_day 86_400
  @days_from_0_to_1970 719_528
  @seconds_from_0_to_1970 @days_from_0_to_1970 * @seconds_of_day

  @type year :: non_neg_integer
  @type date :: {year, 1..12, 1..31}
  @type time :: {0..23, 0..59, 0..59}
  @type datetime :: {date, time}

  # -- days ------------------------------------------------------------------------------------

  @doc "The days from the year 0 to a date: `:calendar.date_to_gregorian_days({0, 1, 2})` is 1."
  @spec date_to_gregorian_days(date) :: non_neg_integer
  def date_to_gregorian_days({year, month, day}), do: date_to_gregorian_days(year, month, day)

  @doc "The same for year, month and day."
  @spec date_to_gregorian_days(year, 1..12, 1..31) :: non_neg_integer
  def date_to_gregorian_days(year, month, day) when is_integer(day) and day > 0 do
    if day > last_day_of_the_month(year, month), do: :erlang.error(:if_clause)
    days_before_year(year) + days_before_month(month, is_leap_year(year)) + day - 1
  end

  @doc "The date that so many days lead to from the year 0."
  @spec gregorian_days_to_date(non_neg_integer) :: date
  def gregorian_days_to_date(days) when is_integer(days) and days >= 0 do
    year = year_of(days, div(days, 366))
    day_of_year = days - days_before_year(year)
    leap? = is_leap_year(year)
    month = month_of(day_of_year, leap?, 12)
    {year, month, day_of_year - days_before_month(month, leap?) + 1}
  end

  # `year` is not later than the year looked for, and seldom much earlier.
  defp year_of(days, year) do
    missing = div(days - days_before_year(year), 366)

    cond do
      missing > 0 -> year_of(days, year + missing)
      days >= days_before_year(year + 1) -> year_of(days, year + 1)
      true -> year
    end
  end

  defp month_of(day_of_year, leap?, month) do
    if days_before_month(month, leap?) <= day_of_year,
      do: month,
      else: month_of(day_of_year, leap?, month - 1)
  end

  defp days_before_year(0), do: 0

  defp days_before_year(year) do
    before = year - 1
    365 * year + div(before, 4) - div(before, 100) + div(before, 400) + 1
  end

  defp days_before_month(month, leap?) do
    days = :erlang.element(month, {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334})
    if leap? and month > 2, do: days + 1, else: days
  end

  @doc "True for a year with a 29th of February."
  @spec is_leap_year(year) :: boolean
  def is_leap_year(year) when is_integer(year) and year >= 0 do
    rem(year, 4) == 0 and (rem(year, 100) != 0 or rem(year, 400) == 0)
  end

  @doc "The number of days of a month."
  @spec last_day_of_the_month(year, 1..12) :: 28..31
  def last_day_of_the_month(year, month) when is_integer(year) and year >= 0 do
    last_day_of_the_month1(year, month)
  end

  defp last_day_of_the_month1(_year, month) when month in [4, 6, 9, 11], do: 30
  defp last_day_of_the_month1(year, 2), do: if(is_leap_year(year), do: 29, else: 28)
  defp last_day_of_the_month1(_year, month) when is_integer(month) and month in 1..12, do: 31

  @doc "The day of the week, from 1 for Monday to 7 for Sunday."
  @spec day_of_the_week(date) :: 1..7
  def day_of_the_week({year, month, day}), do: day_of_the_week(year, month, day)

  @doc "The same for year, month and day."
  @spec day_of_the_week(year, 1..12, 1..31) :: 1..7
  def day_of_the_week(year, month, day) do
    rem(date_to_gregorian_days(year, month, day) + 5, 7) + 1
  end

  @doc "Year and number of today's week by ISO 8601."
  @spec iso_week_number() :: {year, 1..53}
  def iso_week_number do
    {date, _time} = local_time()
    iso_week_number(date)
  end

  @doc "Year and number of a date's week: `{2020, 53}` of `{2021, 1, 3}`."
  @spec iso_week_number(date) :: {year, 1..53}
  def iso_week_number({year, _month, _day} = date) do
    days = date_to_gregorian_days(date)
    first = first_week(year)

    cond do
      days < first -> {year - 1, div(days - first_week(year - 1), 7) + 1}
      days >= first_week(year + 1) -> {year + 1, 1}
      true -> {year, div(days - first, 7) + 1}
    end
  end

  # The Monday of the week with the year's first Thursday.
  defp first_week(year) do
    first = date_to_gregorian_days(year, 1, 1)
    weekday = day_of_the_week(year, 1, 1)
    if weekday <= 4, do: first - weekday + 1, else: first - weekday + 8
  end

  @doc "True for a date that there is: `:calendar.valid_date({2023, 2, 29})` is false."
  @spec valid_date({integer, integer, integer}) :: boolean
  def valid_date({year, month, day}), do: valid_date(year, month, day)

  @doc "The same for year, month and day."
  @spec valid_date(integer, integer, integer) :: boolean
  def valid_date(year, month, day)
      when is_integer(year) and is_integer(month) and is_integer(day) do
    year >= 0 and month in 1..12 and day > 0 and day <= last_day_of_the_month(year, month)
  end

  # -- seconds ---------------------------------------------------------------------------------

  @doc "The seconds from the year 0 to a date and time."
  @spec datetime_to_gregorian_seconds(datetime) :: non_neg_integer
  def datetime_to_gregorian_seconds({date, time}) do
    @seconds_of_day * date_to_gregorian_days(date) + time_to_seconds(time)
  end

  @doc "The date and time that so many seconds lead to from the year 0."
  @spec gregorian_seconds_to_datetime(non_neg_integer) :: datetime
  def gregorian_seconds_to_datetime(seconds) when is_integer(seconds) and seconds >= 0 do
    days = div(seconds, @seconds_of_day)
    {gregorian_days_to_date(days), seconds_to_time(rem(seconds, @seconds_of_day))}
  end

  @doc "Seconds as days and a time: `:calendar.seconds_to_daystime(86_401)` is `{1, {0, 0, 1}}`."
  @spec seconds_to_daystime(integer) :: {integer, time}
  def seconds_to_daystime(seconds) do
    days = div(seconds, @seconds_of_day)
    rest = rem(seconds, @seconds_of_day)

    if rest < 0,
      do: {days - 1, seconds_to_time(rest + @seconds_of_day)},
      else: {days, seconds_to_time(rest)}
  end

  @doc "Seconds of a day as a time."
  @spec seconds_to_time(0..86_399) :: time
  def seconds_to_time(seconds)
      when is_number(seconds) and seconds >= 0 and seconds < @seconds_of_day do
    rest = rem(seconds, @seconds_of_hour)
    {div(seconds, @seconds_of_hour), div(rest, @seconds_of_minute), rem(rest, @seconds_of_minute)}
  end

  @doc "A time as seconds of the day."
  @spec time_to_seconds(time) :: non_neg_integer
  def time_to_seconds({hour, minute, second})
      when is_integer(hour) and is_integer(minute) and is_integer(second) do
    @seconds_of_hour * hour + @seconds_of_minute * minute + second
  end

  @doc "The time from one date and time to another, as days and a time."
  @spec time_difference(datetime, datetime) :: {integer, time}
  def time_difference(from, to) do
    seconds_to_daystime(datetime_to_gregorian_seconds(to) - datetime_to_gregorian_seconds(from))
  end

  # -- now -------------------------------------------------------------------------------------

  @doc "Date and time where the computer is."
  @spec local_time() :: datetime
  def local_time, do: :erlang.localtime()

  @doc "Date and time in UTC."
  @spec universal_time() :: datetime
  def universal_time, do: :erlang.universaltime()

  @doc "A UTC date and time as local ones."
  @spec universal_time_to_local_time(datetime) :: datetime
  def universal_time_to_local_time(datetime), do: :erlang.universaltime_to_localtime(datetime)

  @doc "A local date and time in UTC."
  @spec local_time_to_universal_time(datetime) :: datetime
  def local_time_to_universal_time(datetime), do: :erlang.localtime_to_universaltime(datetime)

  @doc "The same, with daylight saving time (`true`), without, or `:undefined`."
  @spec local_time_to_universal_time(datetime, boolean | :undefined) :: datetime
  def local_time_to_universal_time(datetime, saving) do
    :erlang.localtime_to_universaltime(datetime, saving)
  end

  @doc "All that a local time can be in UTC: none in the hour skipped, two in the one repeated."
  @spec local_time_to_universal_time_dst(datetime) :: [datetime]
  def local_time_to_universal_time_dst(datetime) do
    saving = back_again(:erlang.localtime_to_universaltime(datetime, true), datetime)
    standard = back_again(:erlang.localtime_to_universaltime(datetime, false), datetime)

    case {saving, standard} do
      {[universal], [universal]} -> [universal]
      {saving, standard} -> saving ++ standard
    end
  end

  defp back_again(universal, datetime) do
    if :erlang.universaltime_to_localtime(universal) == datetime, do: [universal], else: []
  end

  @doc "What `:erlang.timestamp/0` gives as a UTC date and time."
  @spec now_to_datetime({integer, integer, integer}) :: datetime
  def now_to_datetime({mega, seconds, _micro}) do
    system_time_to_universal_time(mega * 1_000_000 + seconds, :second)
  end

  @doc "The same as `now_to_datetime/1`."
  @spec now_to_universal_time({integer, integer, integer}) :: datetime
  def now_to_universal_time(now), do: now_to_datetime(now)

  @doc "What `:erlang.timestamp/0` gives as a local date and time."
  @spec now_to_local_time({integer, integer, integer}) :: datetime
  def now_to_local_time(now), do: :erlang.universaltime_to_localtime(now_to_datetime(now))

  @doc "A system time as a UTC date and time."
  @spec system_time_to_universal_time(integer, term) :: datetime
  def system_time_to_universal_time(time, unit) do
    seconds = :erlang.convert_time_unit(time, unit, :second)
    gregorian_seconds_to_datetime(seconds + @seconds_from_0_to_1970)
  end

  @doc "A system time as a local date and time."
  @spec system_time_to_local_time(integer, term) :: datetime
  def system_time_to_local_time(time, unit) do
    :erlang.universaltime_to_localtime(system_time_to_universal_time(time, unit))
  end

  # -- RFC 3339 --------------------------------------------------------------------------------

  @doc "Seconds of system time as text: `'2018-04-23T14:56:28+02:00'`."
  @spec system_time_to_rfc3339(integer) :: charlist
  def system_time_to_rfc3339(time), do: system_time_to_rfc3339(time, [])

  @doc """
  A system time as text. Options: `:unit` (default `:second`), `:offset` as text or in the unit,
  `:time_designator` (default `?T`).
  """
  @spec system_time_to_rfc3339(integer, keyword) :: charlist
  def system_time_to_rfc3339(time, options) do
    unit = :proplists.get_value(:unit, options, :second)
    offset = :proplists.get_value(:offset, options, '')
    designator = :proplists.get_value(:time_designator, options, ?T)
    factor = factor(unit)
    seconds_ahead = offset_seconds(offset, time, unit, factor)
    seconds = Integer.floor_div(time, factor) + seconds_ahead + @seconds_from_0_to_1970

    if seconds < 0 or seconds >= 86_400 * 3_652_425, do: :erlang.error({:badarg, [time, options]})

    {{year, month, day}, {hour, minute, second}} = gregorian_seconds_to_datetime(seconds)
    fraction = fraction(Integer.mod(time, factor), factor)

    :lists.flatten([
      [padded(year, 4), ?-, padded(month, 2), ?-, padded(day, 2), designator],
      [padded(hour, 2), ?:, padded(minute, 2), ?:, padded(second, 2), fraction],
      offset_text(offset, seconds_ahead)
    ])
  end

  defp factor(:second), do: 1
  defp factor(:millisecond), do: 1000
  defp factor(:microsecond), do: 1_000_000
  defp factor(:nanosecond), do: 1_000_000_000
  defp factor(:native), do: :erlang.convert_time_unit(1, :second, :native)

  defp fraction(_part, 1), do: []

  defp fraction(part, factor) do
    [?. | padded(part, length(:erlang.integer_to_list(factor)) - 1)]
  end

  defp padded(number, width) do
    digits = :erlang.integer_to_list(number)
    :lists.duplicate(max(width - length(digits), 0), ?0) ++ digits
  end

  defp offset_seconds(offset, _time, _unit, factor) when is_integer(offset),
    do: div(offset, factor)

  defp offset_seconds([letter], _time, _unit, _factor) when letter in 'Zz', do: 0

  defp offset_seconds([sign, h1, h2, ?:, m1, m2], _time, _unit, _factor) do
    seconds = number([h1, h2]) * @seconds_of_hour + number([m1, m2]) * @seconds_of_minute
    if sign == ?-, do: -seconds, else: seconds
  end

  # No offset: that of the place at that time.
  defp offset_seconds([], time, unit, _factor) do
    universal = system_time_to_universal_time(time, unit)
    local = :erlang.universaltime_to_localtime(universal)
    datetime_to_gregorian_seconds(local) - datetime_to_gregorian_seconds(universal)
  end

  defp offset_text([letter], _seconds) when letter in 'Zz', do: [letter]

  defp offset_text(_offset, seconds) do
    minutes = div(abs(seconds), @seconds_of_minute)
    sign = if seconds < 0, do: ?-, else: ?+
    [sign, padded(div(minutes, 60), 2), ?:, padded(rem(minutes, 60), 2)]
  end

  @doc "Seconds of system time of a text: `'2018-02-01T16:17:58+01:00'` is 1517498278."
  @spec rfc3339_to_system_time(charlist) :: integer
  def rfc3339_to_system_time(text), do: rfc3339_to_system_time(text, [])

  @doc "System time of a text in a unit, the option `:unit`."
  @spec rfc3339_to_system_time(charlist, keyword) :: integer
  def rfc3339_to_system_time(text, options) do
    factor = factor(:proplists.get_value(:unit, options, :second))

    [
      y1,
      y2,
      y3,
      y4,
      ?-,
      mo1,
      mo2,
      ?-,
      d1,
      d2,
      _designator,
      h1,
      h2,
      ?:,
      mi1,
      mi2,
      ?:,
      s1,
      s2 | rest
    ] = text

    date = {number([y1, y2, y3, y4]), number([mo1, mo2]), number([d1, d2])}
    time = {number([h1, h2]), number([mi1, mi2]), number([s1, s2])}
    {fraction, offset} = :lists.splitwith(&(&1 == ?. or &1 in ?0..?9), rest)

    seconds =
      datetime_to_gregorian_seconds({date, time}) - @seconds_from_0_to_1970 -
        offset_seconds(offset, 0, :second, 1)

    seconds * factor + fraction_units(fraction, factor)
  end

  defp fraction_units([], _factor), do: 0
  defp fraction_units(_fraction, 1), do: 0

  defp fraction_units([?. | digits], factor) do
    scale = :erlang.list_to_integer([?1 | :lists.duplicate(length(digits), ?0)])
    round_half_up(number(digits) * factor, scale)
  end

  defp round_half_up(value, scale), do: div(2 * value + scale, 2 * scale)

  defp number(digits), do: :erlang.list_to_integer(digits)
end
