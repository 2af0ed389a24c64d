# How structs are shown that have no implementation of their own, and those that derive one.

defimpl Inspect, for: Any do
  import Inspect.Algebra

  defmacro __deriving__(module, struct, options) do
    fields = Map.keys(struct) -- [:__exception__, :__struct__]
    only = Keyword.get(options, :only, fields)
    except = Keyword.get(options, :except, [])
    optional = Keyword.get(options, :optional, [])

    validate_option(:only, only, fields, module)
    validate_option(:except, except, fields, module)
    validate_option(:optional, optional, fields, module)

    shown = Enum.filter(fields, &(&1 in only and &1 not in except))
    shower = if shown == fields, do: Inspect.Map, else: Inspect.Any
    defaults = Macro.escape(for field <- optional, do: {field, Map.fetch!(struct, field)})

    quote do
      defimpl Inspect, for: unquote(module) do
        def inspect(struct, opts) do
          infos = Inspect.Any.infos(unquote(module), struct, unquote(shown), unquote(defaults))

          name = Macro.inspect_atom(:literal, unquote(module))
          unquote(shower).inspect(struct, name, infos, opts)
        end
      end
    end
  end

  defp validate_option(option, option_list, fields, module) do
    case option_list -- fields do
      [] ->
        :ok

      unknown ->
        raise ArgumentError,
              "unknown fields #{Kernel.inspect(unknown)} in #{Kernel.inspect(option)} " <>
                "when deriving the Inspect protocol for #{Kernel.inspect(module)}"
    end
  end

  # The fields to show: those of `shown` that have not the default value given in `defaults`.
  @doc false
  def infos(module, struct, shown, defaults) do
    for %{field: field} = info <- module.__info__(:struct),
        field in shown and not default?(struct, field, defaults),
        do: info
  end

  defp default?(struct, field, defaults) do
    case :lists.keyfind(field, 1, defaults) do
      {_, default} -> Map.get(struct, field) === default
      false -> false
    end
  end

  def inspect(%module{} = struct, opts) do
    try do
      {module.__struct__(), module.__info__(:struct)}
    rescue
      _ -> Inspect.Map.inspect(struct, opts)
    else
      {dunder, fields} ->
        if Map.keys(dunder) == Map.keys(struct) do
          infos =
            for %{field: field} = info <- fields,
                field not in [:__struct__, :__exception__],
                do: info

          Inspect.Map.inspect(struct, Inspect.Escape.atom(module), infos, opts)
        else
          Inspect.Map.inspect(struct, opts)
        end
    end
  end

  # A struct of which some fields are hidden: #Name<a: 1, ...>
  @doc false
  def inspect(map, name, infos, opts) do
    left = color("#" <> name <> "<", :map, opts)
    separator = color(",", :map, opts)
    right = color(">", :map, opts)

    fields = for %{field: field} <- infos, do: {field, Map.get(map, field)}

    fun = fn
      :..., _opts -> "..."
      {_field, _value} = pair, opts -> Inspect.List.keyword(pair, opts)
    end

    container_doc(left, fields ++ [:...], right, opts, fun, separator: separator, break: :strict)
  end
end
