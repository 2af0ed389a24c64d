GenServer.call(:nobody_is_here, :request)
