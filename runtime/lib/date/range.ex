defmodule Date.Range do
  @moduledoc """
  A range of dates, made by `Date.range/2` and enumerable.

      iex> Enum.to_list(Date.range(~D[2001-01-01], ~D[2001-01-03]))
      [~D[2001-01-01], ~D[2001-01-02], ~D[2001-01-03]]
  """

  @enforce_keys [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]
  defstruct [:first, :last, :first_in_iso_days, :last_in_iso_days, :step]

  @type t :: %__MODULE__{
          first: Date.t(),
          last: Date.t(),
          first_in_iso_days: integer(),
          last_in_iso_days: integer(),
          step: pos_integer | neg_integer
        }
end
