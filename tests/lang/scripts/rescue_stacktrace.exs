# A stack trace is a value that functions inside a rescue may use.
r = try do
  raise "x"
rescue
  _ ->
    f = fn -> length(__STACKTRACE__) > 0 end
    g = &{&1, is_list(__STACKTRACE__)}
    h = fn x -> fn -> {x, hd(__STACKTRACE__) |> elem(0)} end end
    {f.(), g.(1), is_tuple(h.(2).())}
end
IO.inspect r
IO.inspect(Enum.map([1, 2], fn x ->
  try do
    throw(x)
  catch
    y -> Enum.map([3], fn z -> {y, z, is_list(__STACKTRACE__)} end)
  end
end))
