defmodule Mac do
  defmacro check(x) when is_integer(x), do: x * 2
  defmacro fail(x), do: raise(ArgumentError, "cannot expand #{Macro.to_string(x)}")
end

defmodule UseMac do
  require Mac
  def a, do: Mac.check(2)
  def b, do: Mac.fail(1 + y)
end
