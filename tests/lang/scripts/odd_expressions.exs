# Expressions that are odd and still fine.
codes = [
  "<<\"é\"::utf8>> ",
  "fn x -> end",
  "& &1",
  "&(fn -> &1 end)",
  "try do 1 after end",
  "%{a: 1, a: 2}",
  "[1] ++ x = [1]",
  "'a' ++ x = 'ab'",
  "1..2 = 1..2",
  "x..y = 1..2",
  "-1 = -1",
  "fn -> end",
  "fn () -> 1 end",
  ";",
  "..",
  "#",
  "?\\x",
  "case 1 do 1 -> 2; 3 end",
  "1 |> case do 1 -> 2 end"
]

for code <- codes do
  result =
    try do
      {value, _binding} = Code.eval_string(code)
      {:ok, if(is_function(value), do: :fun, else: value)}
    rescue
      e -> {e.__struct__, Exception.message(e)}
    catch
      kind, reason -> {kind, reason}
    end

  IO.puts(inspect(code) <> " => " <> inspect(result, printable_limit: :infinity))
end
