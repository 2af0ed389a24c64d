IO.puts(File.read!("no/such/file.txt"))
