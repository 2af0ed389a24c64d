# The protocols of Date.Range, which know Date, which in turn knows the struct.

defimpl Enumerable, for: Date.Range do
  def member?(
        %{first: %{calendar: calendar}} = range,
        %Date{calendar: calendar} = date
      ) do
    %{first_in_iso_days: first, last_in_iso_days: last, step: step} = range
    {days, _} = Date.to_iso_days(date)

    inside? =
      if step > 0, do: first <= days and days <= last, else: last <= days and days <= first

    {:ok, inside? and rem(days - first, step) == 0}
  end

  def member?(_range, _date), do: {:ok, false}

  def count(range), do: {:ok, size(range)}

  def slice(%{first_in_iso_days: first, first: %{calendar: calendar}, step: step} = range) do
    {:ok, size(range), &slice(first + &1 * step, step + &3 - 1, &2, calendar)}
  end

  defp slice(_days, _step, 0, _calendar), do: []

  defp slice(days, step, length, calendar) do
    [date_from_iso_days(days, calendar) | slice(days + step, step, length - 1, calendar)]
  end

  def reduce(range, acc, fun) do
    %{first: %{calendar: calendar}, first_in_iso_days: first, last_in_iso_days: last, step: step} =
      range

    reduce(first, last, acc, fun, step, calendar)
  end

  defp reduce(_days, _last, {:halt, acc}, _fun, _step, _calendar), do: {:halted, acc}

  defp reduce(days, last, {:suspend, acc}, fun, step, calendar) do
    {:suspended, acc, &reduce(days, last, &1, fun, step, calendar)}
  end

  defp reduce(days, last, {:cont, acc}, fun, step, calendar)
       when (step > 0 and days <= last) or (step < 0 and days >= last) do
    acc = fun.(date_from_iso_days(days, calendar), acc)
    reduce(days + step, last, acc, fun, step, calendar)
  end

  defp reduce(_days, _last, {:cont, acc}, _fun, _step, _calendar), do: {:done, acc}

  defp date_from_iso_days(days, Calendar.ISO) do
    {year, month, day} = Calendar.ISO.date_from_iso_days(days)
    %Date{year: year, month: month, day: day, calendar: Calendar.ISO}
  end

  defp date_from_iso_days(days, calendar) do
    {year, month, day, _, _, _, _} =
      calendar.naive_datetime_from_iso_days({days, {0, 86_400_000_000}})

    %Date{year: year, month: month, day: day, calendar: calendar}
  end

  defp size(%{first_in_iso_days: first, last_in_iso_days: last, step: step})
       when (step > 0 and first > last) or (step < 0 and first < last),
       do: 0

  defp size(%{first_in_iso_days: first, last_in_iso_days: last, step: step}) do
    abs(div(last - first, step)) + 1
  end
end

defimpl Inspect, for: Date.Range do
  import Kernel, except: [inspect: 2]

  def inspect(%{first: first, last: last, step: 1}, _opts) do
    "Date.range(#{inspect(first)}, #{inspect(last)})"
  end

  def inspect(%{first: first, last: last, step: step}, _opts) do
    "Date.range(#{inspect(first)}, #{inspect(last)}, #{step})"
  end
end
