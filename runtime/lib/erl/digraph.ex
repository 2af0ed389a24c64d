defmodule :digraph do
  @moduledoc """
  Directed graphs that live in tables of their process and change in place.

  A graph holds vertices `{name, label}`, edges `{name, from, to, label}` and, for every end of an edge, who hangs on it:
  `{{:out, from}, edge}` and `{{:in, to}, edge}`. Lists of neighbours name the newest edge first.

      graph = :digraph.new()
      :digraph.add_vertex(graph, :a)
      :digraph.add_vertex(graph, :b)
      :digraph.add_edge(graph, :a, :b)
      :digraph.get_path(graph, :a, :b)    # [:a, :b]
  """

  @doc "An empty graph in which cycles may be."
  def new, do: new([])

  @doc "An empty graph: `:cyclic` or `:acyclic`, `:protected` or `:private`."
  def new(options) do
    {cyclic?, protection} = read_options(options, options, true, :protected)
    vertices = :ets.new(:vertices, [:set, protection])
    edges = :ets.new(:edges, [:set, protection])
    neighbours = :ets.new(:neighbours, [:bag, protection])
    :ets.insert(neighbours, [{:"$vid", 0}, {:"$eid", 0}])
    {:digraph, vertices, edges, neighbours, cyclic?}
  end

  defp read_options([:cyclic | rest], all, _, protection), do: read_options(rest, all, true, protection)
  defp read_options([:acyclic | rest], all, _, protection), do: read_options(rest, all, false, protection)
  defp read_options([:protected | rest], all, cyclic?, _), do: read_options(rest, all, cyclic?, :protected)
  defp read_options([:private | rest], all, cyclic?, _), do: read_options(rest, all, cyclic?, :private)
  defp read_options([], _all, cyclic?, protection), do: {cyclic?, protection}
  defp read_options(_other, all, _, _), do: :erlang.error(:badarg, [all])

  @doc "Gives the tables of the graph back."
  def delete({:digraph, vertices, edges, neighbours, _}) do
    :ets.delete(vertices)
    :ets.delete(edges)
    :ets.delete(neighbours)
  end

  @doc "What kind of graph it is, and how many words it takes."
  def info({:digraph, vertices, edges, neighbours, cyclic?}) do
    memory = for table <- [vertices, edges, neighbours], do: :ets.info(table, :memory)

    [
      cyclicity: if(cyclic?, do: :cyclic, else: :acyclic),
      memory: :lists.sum(memory),
      protection: :ets.info(vertices, :protection)
    ]
  end

  # -- vertices ----------------------------------------------------------------------------------

  @doc "Adds a vertex with a name that nobody has, and returns the name."
  def add_vertex(graph), do: insert_vertex(graph, fresh_name(graph, :"$vid", :"$v"), [])

  @doc "Adds the vertex; one that is there loses its label."
  def add_vertex(graph, vertex), do: insert_vertex(graph, vertex, [])

  @doc "Adds the vertex with a label, or gives one that is there another label."
  def add_vertex(graph, vertex, label), do: insert_vertex(graph, vertex, label)

  defp insert_vertex({:digraph, vertices, _, _, _}, vertex, label) do
    :ets.insert(vertices, {vertex, label})
    vertex
  end

  # The counters lie among the neighbours, under keys that no end of an edge has.
  defp fresh_name({:digraph, _, _, neighbours, _}, counter, kind) do
    [{^counter, number}] = :ets.lookup(neighbours, counter)
    :ets.delete(neighbours, counter)
    :ets.insert(neighbours, {counter, number + 1})
    [kind | number]
  end

  @doc "`{vertex, label}`, or `false`."
  def vertex({:digraph, vertices, _, _, _}, vertex) do
    case :ets.lookup(vertices, vertex) do
      [found] -> found
      [] -> false
    end
  end

  def no_vertices({:digraph, vertices, _, _, _}), do: :ets.info(vertices, :size)
  def vertices({:digraph, vertices, _, _, _}), do: :ets.select(vertices, [{{:"$1", :_}, [], [:"$1"]}])

  @doc "The vertices without an edge that comes in."
  def source_vertices(graph), do: vertices_without(graph, :in)

  @doc "The vertices without an edge that goes out."
  def sink_vertices(graph), do: vertices_without(graph, :out)

  defp vertices_without({:digraph, vertices, _, neighbours, _}, direction) do
    alone = fn {vertex, _label}, found ->
      if :ets.member(neighbours, {direction, vertex}), do: found, else: [vertex | found]
    end

    :lists.reverse(:ets.foldl(alone, [], vertices))
  end

  @doc "Deletes the vertex and its edges."
  def del_vertex({:digraph, vertices, _, _, _} = graph, vertex) do
    for direction <- [:out, :in], edge <- edge_names(graph, {direction, vertex}), do: remove_edge(graph, edge)
    :ets.delete(vertices, vertex)
    true
  end

  def del_vertices(graph, vertices) do
    :lists.foreach(&del_vertex(graph, &1), vertices)
    true
  end

  # -- what hangs on a vertex --------------------------------------------------------------------

  def in_degree({:digraph, _, _, neighbours, _}, vertex), do: length(:ets.lookup(neighbours, {:in, vertex}))
  def out_degree({:digraph, _, _, neighbours, _}, vertex), do: length(:ets.lookup(neighbours, {:out, vertex}))

  @doc "From where edges come, one name for each edge."
  def in_neighbours(graph, vertex), do: other_ends(graph, {:in, vertex}, 2)

  @doc "Where edges lead to, one name for each edge."
  def out_neighbours(graph, vertex), do: other_ends(graph, {:out, vertex}, 3)

  defp other_ends({:digraph, _, edges, _, _} = graph, key, position) do
    newest_first(edge_names(graph, key), &:ets.lookup_element(edges, &1, position))
  end

  defp newest_first(names, fun), do: :lists.foldl(&[fun.(&1) | &2], [], names)

  def in_edges(graph, vertex), do: edge_names(graph, {:in, vertex})
  def out_edges(graph, vertex), do: edge_names(graph, {:out, vertex})

  defp edge_names({:digraph, _, _, neighbours, _}, key) do
    for {_key, edge} <- :ets.lookup(neighbours, key), do: edge
  end

  # -- edges -------------------------------------------------------------------------------------

  @doc "Adds an edge and returns its name, or `{:error, reason}`: `{:bad_vertex, vertex}` or `{:bad_edge, path}`."
  def add_edge(graph, from, to), do: add_edge(graph, fresh_name(graph, :"$eid", :"$e"), from, to, [])
  def add_edge(graph, from, to, label), do: add_edge(graph, fresh_name(graph, :"$eid", :"$e"), from, to, label)

  @doc "Adds an edge of this name; one that is there between the same vertices gets another label."
  def add_edge({:digraph, vertices, _, _, _} = graph, edge, from, to, label) do
    cond do
      not :ets.member(vertices, from) -> {:error, {:bad_vertex, from}}
      not :ets.member(vertices, to) -> {:error, {:bad_vertex, to}}
      other_edge?(graph, edge, from, to) -> {:error, {:bad_edge, [from, to]}}
      true -> insert_edge(graph, edge, from, to, label)
    end
  end

  defp other_edge?({:digraph, _, edges, _, _}, edge, from, to) do
    case :ets.lookup(edges, edge) do
      [{_, ^from, ^to, _}] -> false
      [_] -> true
      [] -> false
    end
  end

  defp insert_edge({:digraph, _, _, _, false}, _edge, same, same, _label), do: {:error, {:bad_edge, [same, same]}}

  defp insert_edge({:digraph, _, _, _, false} = graph, edge, from, to, label) do
    case get_path(graph, to, from) do
      false -> store_edge(graph, edge, from, to, label)
      path -> {:error, {:bad_edge, path}}
    end
  end

  defp insert_edge(graph, edge, from, to, label), do: store_edge(graph, edge, from, to, label)

  defp store_edge({:digraph, _, edges, neighbours, _}, edge, from, to, label) do
    :ets.insert(neighbours, [{{:out, from}, edge}, {{:in, to}, edge}])
    :ets.insert(edges, {edge, from, to, label})
    edge
  end

  @doc "`{edge, from, to, label}`, or `false`."
  def edge({:digraph, _, edges, _, _}, edge) do
    case :ets.lookup(edges, edge) do
      [found] -> found
      [] -> false
    end
  end

  def no_edges({:digraph, _, edges, _, _}), do: :ets.info(edges, :size)
  def edges({:digraph, _, edges, _, _}), do: :ets.select(edges, [{{:"$1", :_, :_, :_}, [], [:"$1"]}])

  @doc "The edges that leave the vertex or come to it."
  def edges({:digraph, _, _, neighbours, _}, vertex) do
    :ets.select(neighbours, [
      {{{:out, vertex}, :"$1"}, [], [:"$1"]},
      {{{:in, vertex}, :"$1"}, [], [:"$1"]}
    ])
  end

  def del_edge(graph, edge) do
    remove_edge(graph, edge)
    true
  end

  def del_edges(graph, edges) do
    :lists.foreach(&remove_edge(graph, &1), edges)
    true
  end

  defp remove_edge({:digraph, _, edges, neighbours, _}, edge) do
    for {_, from, to, _} <- :ets.lookup(edges, edge) do
      :ets.delete_object(neighbours, {{:out, from}, edge})
      :ets.delete_object(neighbours, {{:in, to}, edge})
    end

    :ets.delete(edges, edge)
  end

  # -- paths -------------------------------------------------------------------------------------

  @doc "Deletes edges until no path leads from one to the other."
  def del_path(graph, from, to) do
    case get_path(graph, from, to) do
      false ->
        true

      path ->
        del_steps(graph, path)
        del_path(graph, from, to)
    end
  end

  defp del_steps(graph, [from | [to | _] = rest]) do
    for edge <- out_edges(graph, from), match?({_, _, ^to, _}, edge(graph, edge)), do: remove_edge(graph, edge)
    del_steps(graph, rest)
  end

  defp del_steps(_graph, [_last]), do: :ok

  @doc "Some path as a list of vertices, the first that a search into the depth finds, or `false`."
  def get_path(graph, from, to), do: deep_path(graph, from, to, 1)

  @doc "Some cycle through the vertex: a longer one before its own loop, which is `[vertex]`; or `false`."
  def get_cycle(graph, vertex) do
    case deep_path(graph, vertex, vertex, 2) do
      false -> if vertex in out_neighbours(graph, vertex), do: [vertex], else: false
      path -> path
    end
  end

  # Each choice that is left is kept with the path that leads to it; a path counts with `edges_min` edges or more.
  defp deep_path(graph, from, to, edges_min) do
    walk(out_neighbours(graph, from), [], [from], 1, %{from => true}, {graph, to, edges_min})
  end

  defp walk([to | rest], left, path, edges, seen, {_, to, edges_min} = search) do
    if edges >= edges_min, do: :lists.reverse(path, [to]), else: walk(rest, left, path, edges, seen, search)
  end

  defp walk([next | rest], left, path, edges, seen, {graph, _, _} = search) do
    if is_map_key(seen, next) do
      walk(rest, left, path, edges, seen, search)
    else
      left = [{rest, path, edges} | left]
      walk(out_neighbours(graph, next), left, [next | path], edges + 1, Map.put(seen, next, true), search)
    end
  end

  defp walk([], [{rest, path, edges} | left], _, _, seen, search), do: walk(rest, left, path, edges, seen, search)
  defp walk([], [], _path, _edges, _seen, _search), do: false

  @doc "A path of the fewest edges, or `false`."
  def get_short_path(graph, from, to), do: widen(out_steps(graph, from), [], %{from => :start}, graph, to)

  @doc "A cycle of the fewest edges through the vertex; its loop is `[vertex, vertex]`. Or `false`."
  def get_short_cycle(graph, vertex), do: get_short_path(graph, vertex, vertex)

  # Rings of steps around the start; `came_from` tells of each vertex seen by which step it was reached first.
  defp widen([{from, to} | _], _next_ring, came_from, _graph, to), do: trace_back(from, came_from, [to])

  defp widen([{from, vertex} | ring], next_ring, came_from, graph, to) do
    if is_map_key(came_from, vertex) do
      widen(ring, next_ring, came_from, graph, to)
    else
      next_ring = :lists.reverse(out_steps(graph, vertex), next_ring)
      widen(ring, next_ring, Map.put(came_from, vertex, {:step, from}), graph, to)
    end
  end

  defp widen([], [], _came_from, _graph, _to), do: false
  defp widen([], ring, came_from, graph, to), do: widen(:lists.reverse(ring), [], came_from, graph, to)

  # The oldest edge first.
  defp out_steps({:digraph, _, edges, _, _} = graph, vertex) do
    for edge <- out_edges(graph, vertex), do: {vertex, :ets.lookup_element(edges, edge, 3)}
  end

  defp trace_back(vertex, came_from, path) do
    case came_from do
      %{^vertex => :start} -> [vertex | path]
      %{^vertex => {:step, before}} -> trace_back(before, came_from, [vertex | path])
    end
  end
end
