defmodule Code.Options do
  # The options of the compiler and the files that have been required. They belong to the whole runtime.
  @moduledoc false

  @booleans [
    :docs,
    :debug_info,
    :ignore_already_consolidated,
    :ignore_module_conflict,
    :relative_paths,
    :warnings_as_errors
  ]
  @lists [:no_warn_undefined, :tracers, :parser_options]
  @defaults [
    docs: true,
    debug_info: true,
    ignore_already_consolidated: false,
    ignore_module_conflict: false,
    relative_paths: true,
    warnings_as_errors: false,
    no_warn_undefined: [],
    tracers: [],
    parser_options: []
  ]

  @doc false
  def names, do: @booleans ++ @lists

  @doc false
  def get(name), do: :persistent_term.get({Code, :option, name}, @defaults[name])

  @doc false
  def put(name, value) when name in @booleans do
    if is_boolean(value), do: store(name, value), else: refuse(name, "a boolean", value)
  end

  def put(:no_warn_undefined, :all), do: store(:no_warn_undefined, :all)

  def put(name, value) when name in @lists do
    cond do
      is_list(value) -> store(name, value)
      name == :no_warn_undefined -> refuse(name, "a list or the atom :all", value)
      true -> refuse(name, "a list", value)
    end
  end

  def put(name, _value), do: raise("unknown compiler option: #{inspect(name)}")

  defp store(name, value), do: :persistent_term.put({Code, :option, name}, value)

  defp refuse(name, expected, value) do
    raise "compiler option #{inspect(name)} should be #{expected}, got: #{inspect(value)}"
  end

  ## Required files

  @doc false
  def required?(path), do: :persistent_term.get({Code, :required, path}, false)

  @doc false
  def required, do: for({{Code, :required, path}, true} <- :persistent_term.get(), do: path)

  @doc false
  def note_required(path), do: :persistent_term.put({Code, :required, path}, true)

  @doc false
  def forget_required(path), do: :persistent_term.erase({Code, :required, path})
end
