defmodule M do
  def run, do: {Missing.Module.call(1, :two)}
end

M.run()
