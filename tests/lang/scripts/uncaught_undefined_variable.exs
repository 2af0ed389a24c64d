defmodule V do
  def run do
    y = 1
    y + z
  end
end
