# A macro of a module that was not required is no macro: the call is one of a function, which is not there when it is reached.

defmodule Unrequired do
  def odd?(number), do: Integer.is_odd(number)
  def never_called, do: Logger.info("text")
end

message = fn fun ->
  try do
    fun.()
  rescue
    error in [UndefinedFunctionError, CompileError] -> {error.__struct__, Exception.message(error)}
  end
end

IO.inspect(message.(fn -> Unrequired.odd?(1) end))
IO.inspect(message.(fn -> Code.eval_string("Integer.is_odd(3)") end))
IO.inspect(message.(fn -> Code.eval_string("IEx.pry") end) |> elem(0))
IO.inspect(message.(fn -> Code.eval_string("case 1 do x when Integer.is_odd(x) -> 1 end") end))
IO.inspect(message.(fn -> Code.eval_string("require Integer; Integer.is_odd(3)") end) |> elem(0))

# What is evaluated inside a function is no part of its module, and bound variables need not be used.
defmodule Inside do
  def evaluate(code) do
    local = 20
    _ = local
    Code.eval_string(code, [local: local], __ENV__)
  end

  def public(number), do: number + 1
end

IO.inspect(Inside.evaluate("__MODULE__"))
IO.inspect(Inside.evaluate("Inside.public(local)"))
IO.inspect(Inside.evaluate("x = local; y = x + 1; x + y") |> elem(0))
