try do
  (fn 1 -> 1 end).(2)
rescue
  e in FunctionClauseError ->
    IO.puts("logged: #{e.arity}")
    reraise e, __STACKTRACE__
end
