defmodule T do
  def shout(text), do: String.upcase("#{text}") <> text
end

IO.puts(T.shout("hey"))
IO.puts(T.shout(:hey))
