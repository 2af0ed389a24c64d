# The Elixir peer's program, as a script: `respawn run tests/bench/bench.exs WORKLOAD N`.
Code.require_file("peers/elixir/bench.ex", __DIR__)
Bench.main(System.argv())
