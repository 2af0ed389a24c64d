# Calls that become calls of natives: their arguments are evaluated in the native's order, and it is the native that fails.

defmodule Inlined do
  def seen(term), do: IO.inspect(term)

  def put, do: Map.put(seen(%{}), seen(1), seen(2))
  def fetch, do: Map.fetch(seen(%{}), seen(1))
  def fetch!, do: Map.fetch!(seen(%{a: 1}), seen(:a))
  def replace!, do: Map.replace!(seen(%{1 => 2}), seen(1), seen(:x))
  def delete, do: Map.delete(seen(%{}), seen(2))
  def has_key?, do: Map.has_key?(seen(%{}), seen(2))
  def insert_at, do: Tuple.insert_at(seen({1}), seen(1), seen(:x))
  def delete_at, do: Tuple.delete_at(seen({1}), seen(0))
  def duplicate, do: Tuple.duplicate(seen({1}), seen(2))
  def put_elem, do: put_elem(seen({1}), seen(0), seen(:x))
  def send_after, do: is_reference(Process.send_after(seen(nil) || self(), seen(:m), seen(0)))

  def bad_put(map), do: Map.put(map, :key, 0)
  def bad_fetch, do: Map.fetch(:nomap, :m)
  def bad_fetch!(map), do: Map.fetch!(map, :m)
  def bad_replace!, do: Map.replace!(%{}, :m, 1)
  def bad_monitor, do: Process.monitor(5)
  def bad_send_after, do: Process.send_after(5, 1, :x)
  def bad_duplicate, do: String.duplicate("a", -1)
  def bad_delete_at(index), do: Tuple.delete_at({1}, index)
  def bad_insert_at(index), do: Tuple.insert_at({1}, index, 2)
  def bad_tuple(size), do: Tuple.duplicate(:a, size)
  def bad_send(to), do: send(to, :message)
  def bad_module(module), do: module.function(1)
  def bad_apply(module, arguments), do: apply(module, :+, arguments)
end

for name <- ~w(put fetch fetch! replace! delete has_key? insert_at delete_at duplicate put_elem send_after)a do
  IO.puts("-- #{name}")
  IO.inspect(apply(Inlined, name, []), label: "result")
end

failing = [
  bad_put: [:nomap],
  bad_put: [nil],
  bad_fetch: [],
  bad_fetch!: [:nomap],
  bad_fetch!: [%{}],
  bad_replace!: [],
  bad_monitor: [],
  bad_send_after: [],
  bad_duplicate: [],
  bad_delete_at: [-1],
  bad_delete_at: [1],
  bad_delete_at: [:a],
  bad_delete_at: [0.5],
  bad_insert_at: [2],
  bad_insert_at: [:a],
  bad_tuple: [-1],
  bad_tuple: [:a],
  bad_send: [:nobody],
  bad_send: [5],
  bad_module: [5],
  bad_module: ["Enum"],
  bad_apply: [5, []],
  bad_apply: [Kernel, 5],
  bad_apply: [Kernel, [1 | 2]]
]

for {name, arguments} <- failing do
  IO.puts("-- #{name} #{inspect(arguments)}")

  try do
    apply(Inlined, name, arguments)
  rescue
    error ->
      IO.puts(Exception.message(error))
      {module, function, called, _} = hd(__STACKTRACE__)
      if module != Inlined and name != :bad_put, do: IO.inspect({module, function, called})
  end
end

# A module that is none is told of in the trace whole, whatever is made next.
try do
  for module <- [5], do: module.function(List.duplicate(:x, 3))
rescue
  _ ->
    [{:erlang, :apply, arguments, _} | _] = __STACKTRACE__
    IO.inspect(arguments)
end

IO.inspect(catch_error = try(do: function_exported?("Enum", 1, :x), rescue: (e -> Exception.message(e))))
IO.inspect(byte_size(catch_error))
