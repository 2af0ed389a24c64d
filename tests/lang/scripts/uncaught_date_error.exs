IO.inspect(Date.new(2020, 2, 30))
IO.inspect(Date.from_iso8601!("2020-02-30"))
