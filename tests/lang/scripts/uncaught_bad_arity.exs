apply_twice = fn f, x -> [f.(f.(x), 1)] end
apply_twice.(&String.upcase/1, "a")
