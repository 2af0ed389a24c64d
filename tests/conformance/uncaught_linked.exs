# The death of a linked process takes the script with it.
Logger.configure(level: :none)
spawn_link(fn -> exit(:linked_failure) end)
Process.sleep(:infinity)
