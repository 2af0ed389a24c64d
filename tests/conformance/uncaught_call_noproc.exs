GenServer.call(:nobody_here, :hello)
