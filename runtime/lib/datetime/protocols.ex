# A moment as text: with its offset and zone, and as a sigil where there is one for it.

defimpl String.Chars, for: DateTime do
  def to_string(datetime), do: DateTime.Zone.text(datetime)
end

defimpl Inspect, for: DateTime do
  def inspect(datetime, _opts) do
    text = DateTime.Zone.text(datetime)

    case datetime do
      %{utc_offset: 0, std_offset: 0, time_zone: "Etc/UTC", calendar: calendar} ->
        "~U[" <> text <> suffix(calendar) <> "]"

      %{calendar: calendar} ->
        "#DateTime<" <> text <> suffix(calendar) <> ">"
    end
  end

  defp suffix(Calendar.ISO), do: ""
  defp suffix(calendar), do: " " <> inspect(calendar)
end
