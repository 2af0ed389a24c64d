defmodule Calendar.TimeZoneDatabase do
  @moduledoc """
  What a time zone database answers: which offset and name a zone has at a moment.

  A period is a map with `utc_offset` and `std_offset`, both in seconds, and `zone_abbr`.
  """

  @type time_zone_period :: %{
          optional(any) => any,
          utc_offset: Calendar.utc_offset(),
          std_offset: Calendar.std_offset(),
          zone_abbr: Calendar.zone_abbr()
        }

  @type time_zone_period_limit :: Calendar.naive_datetime()

  @doc """
  The period of a zone at a moment in UTC, given as `t:Calendar.iso_days/0`.
  """
  @callback time_zone_period_from_utc_iso_days(Calendar.iso_days(), Calendar.time_zone()) ::
              {:ok, time_zone_period}
              | {:error, :time_zone_not_found | :utc_only_time_zone_database}

  @doc """
  The period of a zone at what its clocks show: there can be one, two when they go back, or none.
  """
  @callback time_zone_periods_from_wall_datetime(Calendar.naive_datetime(), Calendar.time_zone()) ::
              {:ok, time_zone_period}
              | {:ambiguous, time_zone_period, time_zone_period}
              | {:gap, {time_zone_period, time_zone_period_limit},
                 {time_zone_period, time_zone_period_limit}}
              | {:error, :time_zone_not_found | :utc_only_time_zone_database}
end

defmodule Calendar.UTCOnlyTimeZoneDatabase do
  @moduledoc """
  The database that knows nothing but `"Etc/UTC"`.
  """

  @behaviour Calendar.TimeZoneDatabase

  @impl true
  def time_zone_period_from_utc_iso_days(_iso_days, time_zone), do: period(time_zone)

  @impl true
  def time_zone_periods_from_wall_datetime(_naive_datetime, time_zone), do: period(time_zone)

  defp period("Etc/UTC"), do: {:ok, %{std_offset: 0, utc_offset: 0, zone_abbr: "UTC"}}
  defp period(_), do: {:error, :utc_only_time_zone_database}
end
