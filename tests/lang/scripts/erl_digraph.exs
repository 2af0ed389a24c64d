# :digraph and :digraph_utils: what is there, paths and cycles, orders, components; one graph by hand, then a grid of small ones.

show = fn label, value -> IO.inspect(value, label: label, charlists: :as_lists) end

graph = :digraph.new([:acyclic])
for task <- [:shirt, :tie, :jacket, :belt, :trousers, :shoes, :socks], do: :digraph.add_vertex(graph, task, {:label, task})

edges = [
  {:shirt, :tie},
  {:tie, :jacket},
  {:trousers, :shoes},
  {:trousers, :belt},
  {:belt, :jacket},
  {:socks, :shoes}
]

for {from, to} <- edges, do: show.("edge", :digraph.add_edge(graph, {from, to}, from, to, :then))

show.("against the order", :digraph.add_edge(graph, :jacket, :shirt))
show.("loop", :digraph.add_edge(graph, :tie, :tie))
show.("nobody", :digraph.add_edge(graph, :tie, :hat))
show.("taken", :digraph.add_edge(graph, {:shirt, :tie}, :shirt, :belt, []))
show.("vertices", :digraph.vertices(graph))
show.("sorted edges", Enum.sort(:digraph.edges(graph)))
show.("counts", {:digraph.no_vertices(graph), :digraph.no_edges(graph)})
show.("vertex", {:digraph.vertex(graph, :tie), :digraph.vertex(graph, :hat)})
show.("edge", {:digraph.edge(graph, {:shirt, :tie}), :digraph.edge(graph, 1)})
show.("neighbours", {:digraph.out_neighbours(graph, :trousers), :digraph.in_neighbours(graph, :jacket)})
show.("their edges", {:digraph.out_edges(graph, :trousers), :digraph.in_edges(graph, :jacket)})
show.("degrees", for(v <- [:tie, :socks], do: {:digraph.in_degree(graph, v), :digraph.out_degree(graph, v)}))
show.("path", {:digraph.get_path(graph, :shirt, :jacket), :digraph.get_path(graph, :jacket, :shirt)})
show.("info", Keyword.delete(:digraph.info(graph), :memory))

order = :digraph_utils.topsort(graph)
show.("topsort holds", Enum.all?(edges, fn {a, b} -> Enum.find_index(order, &(&1 == a)) < Enum.find_index(order, &(&1 == b)) end))
show.("acyclic", :digraph_utils.is_acyclic(graph))
show.("reachable", Enum.sort(:digraph_utils.reachable([:trousers], graph)))
show.("beyond", Enum.sort(:digraph_utils.reachable_neighbours([:trousers], graph)))
show.("reaching", Enum.sort(:digraph_utils.reaching([:shoes], graph)))
part = :digraph_utils.subgraph(graph, [:shirt, :tie, :socks], keep_labels: false)
show.("part", {Enum.sort(:digraph.vertices(part)), :digraph.edges(part), :digraph.vertex(part, :tie)})
show.("del", {:digraph.del_vertex(graph, :tie), :digraph.no_edges(graph), :digraph.get_path(graph, :shirt, :jacket)})
show.("deleted", {:digraph.delete(graph), catch_error = try(do: :digraph.vertices(graph), rescue: (e -> e.__struct__))})
show.("error", catch_error)

names = :digraph.new()
first = :digraph.add_vertex(names)
second = :digraph.add_vertex(names)
show.("names", {first, second, :digraph.add_edge(names, first, second), :digraph.add_edge(names, second, first, :back)})

for options <- [[:strange], :cyclic, [:private, :cyclic]] do
  show.("new #{inspect(options)}", try(do: elem(:digraph.new(options), 4), rescue: (e -> Exception.message(e))))
end

# Small graphs of every density: all that is asked about a whole graph, in the order in which it is answered.
for seed <- 1..24 do
  :rand.seed(:exsss, {seed, 2, 3})
  graph = :digraph.new()
  vertices = Enum.to_list(1..Enum.random(2..7))
  Enum.each(vertices, &:digraph.add_vertex(graph, &1))
  for _ <- 1..Enum.random(1..10), do: :digraph.add_edge(graph, Enum.random(vertices), Enum.random(vertices))

  for question <- ~w(components strong_components cyclic_strong_components topsort is_acyclic arborescence_root
                     is_arborescence is_tree loop_vertices preorder postorder)a do
    show.("#{seed} #{question}", apply(:digraph_utils, question, [graph]))
  end

  for question <- [:reachable, :reachable_neighbours, :reaching, :reaching_neighbours] do
    show.("#{seed} #{question}", apply(:digraph_utils, question, [Enum.take(vertices, 2), graph]))
  end

  condensed = :digraph_utils.condensation(graph)
  links = for edge <- :digraph.edges(condensed), do: :digraph.edge(condensed, edge) |> Tuple.to_list() |> Enum.slice(1..2)
  show.("#{seed} condensation", {Enum.sort(:digraph.vertices(condensed)), Enum.sort(links)})

  show.("#{seed} cycles", for(v <- vertices, do: {:digraph.get_cycle(graph, v), :digraph.get_short_cycle(graph, v)}))
  last = List.last(vertices)
  show.("#{seed} paths", {:digraph.get_path(graph, 1, last), :digraph.get_short_path(graph, 1, last)})
  show.("#{seed} cut", {:digraph.del_path(graph, 1, last), :digraph.get_path(graph, 1, last)})
end
