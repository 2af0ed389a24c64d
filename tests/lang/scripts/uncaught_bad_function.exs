call = fn f -> [f.(1)] end
call.(&(&1 + 1))
call.("not a function")
