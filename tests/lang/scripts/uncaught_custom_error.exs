defmodule ValidationError do
  defexception [:field, :value]

  @impl true
  def message(%{field: field, value: value}), do: "#{field} cannot be #{inspect(value)}"
end

defmodule Form do
  def check(age) when age < 0, do: raise(ValidationError, field: :age, value: age)
  def check(age), do: age
end

IO.inspect(Form.check(5))
{Form.check(-5)}
