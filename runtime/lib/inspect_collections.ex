# How lists, tuples and maps are shown.

defimpl Inspect, for: List do
  import Inspect.Algebra

  def inspect([], opts), do: color("[]", :list, opts)

  def inspect(term, opts) do
    %Inspect.Opts{charlists: charlists, char_lists: char_lists, printable_limit: limit} = opts
    charlists = if char_lists == :infer, do: charlists, else: char_lists

    cond do
      charlists == :as_charlists or (charlists == :infer and List.ascii_printable?(term, limit)) ->
        color(charlist_text(term, limit), :charlist, opts)

      keyword?(term) ->
        container(term, opts, &keyword/2, :strict)

      true ->
        container(term, opts, &to_doc/2, :maybe)
    end
  end

  defp charlist_text(term, limit) do
    case Inspect.Escape.escape(IO.chardata_to_string(term), ?', limit) do
      {escaped, ""} -> <<?', escaped::binary, ?'>>
      {escaped, _rest} -> <<?', escaped::binary, ?', " ++ ...">>
    end
  end

  defp container(term, opts, fun, break) do
    left = color("[", :list, opts)
    separator = color(",", :list, opts)
    right = color("]", :list, opts)
    container_doc(left, term, right, opts, fun, separator: separator, break: break)
  end

  @doc false
  def keyword({key, value}, opts) do
    key = color(Inspect.Escape.key(key), :atom, opts)
    concat(key, concat(" ", to_doc(value, opts)))
  end

  # Module names are atoms too, but are not written as keys.
  @doc false
  def keyword?([{key, _value} | rest]) when is_atom(key) do
    case :erlang.atom_to_binary(key) do
      <<"Elixir.", _::binary>> -> false
      _ -> keyword?(rest)
    end
  end

  def keyword?([]), do: true
  def keyword?(_other), do: false
end

defimpl Inspect, for: Tuple do
  import Inspect.Algebra

  def inspect(tuple, opts) do
    left = color("{", :tuple, opts)
    separator = color(",", :tuple, opts)
    right = color("}", :tuple, opts)
    elements = Tuple.to_list(tuple)
    container_doc(left, elements, right, opts, &to_doc/2, separator: separator, break: :flex)
  end
end

defimpl Inspect, for: Map do
  import Inspect.Algebra

  def inspect(map, opts) do
    list = :maps.to_list(map)

    fun =
      if Inspect.List.keyword?(list) do
        &Inspect.List.keyword/2
      else
        arrow = color(" => ", :map, opts)
        &pair(&1, &2, arrow)
      end

    map_container(list, "", opts, fun)
  end

  # `infos` are those of the struct's fields, in the order in which they are shown.
  @doc false
  def inspect(map, name, infos, opts) do
    fields = for %{field: field} <- infos, do: {field, Map.get(map, field)}
    map_container(fields, name, opts, &Inspect.List.keyword/2)
  end

  defp pair({key, value}, opts, arrow),
    do: concat(concat(to_doc(key, opts), arrow), to_doc(value, opts))

  defp map_container(list, name, opts, fun) do
    left = color("%" <> name <> "{", :map, opts)
    separator = color(",", :map, opts)
    right = color("}", :map, opts)
    container_doc(left, list, right, opts, fun, separator: separator, break: :strict)
  end
end
