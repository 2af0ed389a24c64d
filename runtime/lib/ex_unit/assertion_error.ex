# What a failed assertion raises: the code, the values on both sides of an operator or a match, and the arguments of a call.

defmodule ExUnit.AssertionError do
  @moduledoc """
  A failed assertion. Fields that mean nothing have the value of `no_value/0`.
  """

  @no_value :ex_unit_no_meaningful_value

  defexception left: @no_value,
               right: @no_value,
               message: @no_value,
               expr: @no_value,
               args: @no_value,
               doctest: @no_value,
               context: :==

  @doc "The value of a field that means nothing."
  @spec no_value() :: atom
  def no_value, do: @no_value

  @impl true
  def message(exception) do
    "\n\n" <> ExUnit.Formatter.format_assertion_error(exception)
  end
end
