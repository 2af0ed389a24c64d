IO.inspect(hd([1]))
rest = tl([1])
IO.inspect([hd(rest)])
