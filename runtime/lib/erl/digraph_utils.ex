defmodule :digraph_utils do
  @moduledoc """
  Questions about a whole `:digraph`: what is connected, what can be reached, in which order to go.

  All stand on one walk into the depth that collects forests: `topsort` orders the vertices so that each stands before
  those its edges lead to, or is `false` when a cycle forbids it.
  """

  @doc "The sets of vertices that are connected when the direction of edges does not matter."
  def components(graph), do: forest(graph, &both_ways/2)

  @doc "The sets of vertices where each can reach each."
  def strong_components(graph), do: forest(graph, &:digraph.in_neighbours/2, reverse_postorder(graph))

  @doc "As `strong_components`, only those on a cycle."
  def cyclic_strong_components(graph) do
    cyclic? = fn
      [vertex] -> loop?(graph, vertex)
      _more -> true
    end

    :lists.reverse(Enum.filter(strong_components(graph), cyclic?))
  end

  @doc "The vertices that a path leads to from one of these, these included."
  def reachable(vertices, graph), do: :lists.append(forest(graph, &:digraph.out_neighbours/2, vertices))

  @doc "The vertices that a path of one edge or more leads to from one of these."
  def reachable_neighbours(vertices, graph) do
    :lists.append(forest_beyond(graph, &:digraph.out_neighbours/2, vertices))
  end

  @doc "The vertices from which a path leads to one of these, these included."
  def reaching(vertices, graph), do: :lists.append(forest(graph, &:digraph.in_neighbours/2, vertices))

  @doc "The vertices from which a path of one edge or more leads to one of these."
  def reaching_neighbours(vertices, graph) do
    :lists.append(forest_beyond(graph, &:digraph.in_neighbours/2, vertices))
  end

  @doc "The vertices in an order that all edges follow, or `false`."
  def topsort(graph) do
    order = reverse_postorder(graph)
    trees = forest(graph, &:digraph.in_neighbours/2, order)
    if length(trees) == length(:digraph.vertices(graph)), do: order, else: false
  end

  def is_acyclic(graph), do: loop_vertices(graph) == [] and topsort(graph) != false

  @doc "`{:yes, root}` when the graph is a tree whose edges lead away from the root, otherwise `:no`."
  def arborescence_root(graph) do
    if :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1 do
      by_degree = Enum.group_by(:digraph.vertices(graph), &:digraph.in_degree(graph, &1))

      case by_degree do
        %{0 => [root]} -> if Enum.all?(Map.keys(by_degree), &(&1 <= 1)), do: {:yes, root}, else: :no
        _ -> :no
      end
    else
      :no
    end
  end

  def is_arborescence(graph), do: arborescence_root(graph) != :no

  @doc "Whether it is a tree when the direction of edges does not matter."
  def is_tree(graph) do
    :digraph.no_edges(graph) == :digraph.no_vertices(graph) - 1 and length(components(graph)) == 1
  end

  def loop_vertices(graph), do: for(vertex <- :digraph.vertices(graph), loop?(graph, vertex), do: vertex)

  defp loop?(graph, vertex), do: :lists.member(vertex, :digraph.out_neighbours(graph, vertex))

  def preorder(graph) do
    :lists.reverse(:lists.append(forest(graph, &:digraph.out_neighbours/2)))
  end

  def postorder(graph), do: :lists.reverse(reverse_postorder(graph))

  # -- graphs of graphs --------------------------------------------------------------------------

  @doc "The graph of these vertices and the edges between them."
  def subgraph(graph, vertices), do: build_subgraph(graph, vertices, :inherit, true, [graph, vertices])

  @doc "The same with options: `type:` is `:inherit` or what `:digraph.new/1` takes, `keep_labels:` a boolean."
  def subgraph(graph, vertices, options) do
    called_with = [graph, vertices, options]
    {type, labels?} = subgraph_options(options, :inherit, true, called_with)
    build_subgraph(graph, vertices, type, labels?, called_with)
  end

  defp subgraph_options([{:type, :inherit} | rest], _, labels?, called_with),
    do: subgraph_options(rest, :inherit, labels?, called_with)

  defp subgraph_options([{:type, type} | rest], _, labels?, called_with) when is_list(type),
    do: subgraph_options(rest, type, labels?, called_with)

  defp subgraph_options([{:keep_labels, labels?} | rest], type, _, called_with) when is_boolean(labels?),
    do: subgraph_options(rest, type, labels?, called_with)

  defp subgraph_options([], type, labels?, _called_with), do: {type, labels?}
  defp subgraph_options(_other, _type, _labels?, called_with), do: :erlang.error(:badarg, called_with)

  defp build_subgraph(graph, vertices, type, labels?, called_with) do
    part = new_like(graph, type)
    for vertex <- vertices, do: copy_vertex(graph, part, vertex, labels?)

    for vertex <- :digraph.vertices(part), edge <- :digraph.out_edges(graph, vertex) do
      {edge, from, to, label} = :digraph.edge(graph, edge)
      if :digraph.vertex(part, to) != false, do: :digraph.add_edge(part, edge, from, to, if(labels?, do: label, else: []))
    end

    part
  rescue
    ArgumentError -> :erlang.error(:badarg, called_with)
  end

  defp new_like(graph, :inherit) do
    information = :digraph.info(graph)
    :digraph.new([information[:cyclicity], information[:protection]])
  end

  defp new_like(_graph, type), do: :digraph.new(type)

  defp copy_vertex(graph, part, vertex, labels?) do
    case :digraph.vertex(graph, vertex) do
      false -> :ok
      {vertex, label} -> :digraph.add_vertex(part, vertex, if(labels?, do: label, else: []))
    end
  end

  @doc "The graph of the strong components: each a vertex, with an edge where an edge leads from one into another."
  def condensation(graph) do
    components = strong_components(graph)
    home = for component <- components, vertex <- component, into: %{}, do: {vertex, component}
    condensed = :digraph.new()

    for component <- components do
      :digraph.add_vertex(condensed, component)

      targets =
        for vertex <- component, next <- :digraph.out_neighbours(graph, vertex), into: MapSet.new(), do: home[next]

      for target <- targets, target != component do
        :digraph.add_vertex(condensed, target)
        :digraph.add_edge(condensed, component, target)
      end
    end

    condensed
  end

  # -- the walk ----------------------------------------------------------------------------------

  defp both_ways(graph, vertex), do: :digraph.in_neighbours(graph, vertex) ++ :digraph.out_neighbours(graph, vertex)

  # One list for each start that was not seen before: what was found from there, the last first.
  defp forest(graph, neighbours), do: forest(graph, neighbours, :digraph.vertices(graph))

  defp forest(graph, neighbours, starts), do: grow(starts, &[&1], graph, neighbours)

  # The starts themselves count only when a path leads back to them.
  defp forest_beyond(graph, neighbours, starts), do: grow(starts, &neighbours.(graph, &1), graph, neighbours)

  defp grow(starts, from, graph, neighbours) do
    {trees, _seen} =
      Enum.reduce(starts, {[], %{}}, fn start, {trees, seen} ->
        if is_map_key(seen, start) do
          {trees, seen}
        else
          case visit(from.(start), graph, neighbours, seen, []) do
            {[], seen} -> {trees, seen}
            {tree, seen} -> {[tree | trees], seen}
          end
        end
      end)

    trees
  end

  defp visit([vertex | waiting], graph, neighbours, seen, tree) when is_map_key(seen, vertex),
    do: visit(waiting, graph, neighbours, seen, tree)

  defp visit([vertex | waiting], graph, neighbours, seen, tree) do
    waiting = neighbours.(graph, vertex) ++ waiting
    visit(waiting, graph, neighbours, Map.put(seen, vertex, true), [vertex | tree])
  end

  defp visit([], _graph, _neighbours, seen, tree), do: {tree, seen}

  # A vertex is named once all that can be reached from it has been; the last named stands first. Who waits for others
  # lies below them on a list, so that a graph of any depth needs no stack.
  defp reverse_postorder(graph), do: leave([{:all, :digraph.vertices(graph)}], graph, %{}, [])

  defp leave([{:done, vertex} | waiting], graph, seen, order), do: leave(waiting, graph, seen, [vertex | order])

  defp leave([{:all, [vertex | siblings]} | waiting], graph, seen, order) do
    enter(vertex, [{:all, siblings} | waiting], graph, seen, order)
  end

  defp leave([{:all, []} | waiting], graph, seen, order), do: leave(waiting, graph, seen, order)
  defp leave([], _graph, _seen, order), do: order

  defp enter(vertex, waiting, graph, seen, order) when is_map_key(seen, vertex), do: leave(waiting, graph, seen, order)

  defp enter(vertex, waiting, graph, seen, order) do
    waiting = [{:all, :digraph.out_neighbours(graph, vertex)}, {:done, vertex} | waiting]
    leave(waiting, graph, Map.put(seen, vertex, true), order)
  end
end
