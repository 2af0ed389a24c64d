# The struct is needed before there is an Inspect protocol; how it is printed comes after.
require Protocol
Protocol.derive(Inspect, Macro.Env, except: [:tracers, :versioned_vars])
