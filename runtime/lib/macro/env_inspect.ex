defimpl Inspect, for: Macro.Env do
  import Inspect.Algebra

  def inspect(env, opts) do
    fields = for {key, value} <- Map.to_list(Map.from_struct(env)), do: {key, value}

    container_doc("#Macro.Env<", fields, ">", opts, &Inspect.List.keyword/2,
      separator: ",",
      break: :strict
    )
  end
end
