defmodule Module do
  @moduledoc """
  Names of modules, and what a module holds while it is being compiled.

  Functions that ask for or change definitions and attributes work inside `defmodule`, and in the
  macros and hooks called from there; a compiled module answers with `__info__/1` instead.

      iex> Module.concat(Foo, Bar)
      Foo.Bar
  """

  @type definition :: {atom(), arity()}
  @type def_kind :: :def | :defp | :defmacro | :defmacrop

  ## Names

  @doc """
  Joins parts of a name into an alias.

      iex> Module.concat([Foo, "Bar.Baz"])
      Foo.Bar.Baz
  """
  @spec concat([binary() | atom()]) :: atom()
  def concat(list) when is_list(list), do: String.to_atom(join(list, "Elixir"))

  @doc """
  Joins two names into an alias.

      iex> Module.concat(Foo, "Bar")
      Foo.Bar
  """
  @spec concat(binary() | atom(), binary() | atom()) :: atom()
  def concat(left, right)
      when (is_binary(left) or is_atom(left)) and (is_binary(right) or is_atom(right)),
      do: String.to_atom(join([left, right], "Elixir"))

  @doc """
  As `concat/1`, for names that exist already as atoms; raises `ArgumentError` for others.

      iex> Module.safe_concat(["List", "Chars"])
      List.Chars
  """
  @spec safe_concat([binary() | atom()]) :: atom()
  def safe_concat(list) when is_list(list), do: String.to_existing_atom(join(list, "Elixir"))

  @doc """
  As `concat/2`, for names that exist already as atoms.
  """
  @spec safe_concat(binary() | atom(), binary() | atom()) :: atom()
  def safe_concat(left, right)
      when (is_binary(left) or is_atom(left)) and (is_binary(right) or is_atom(right)),
      do: String.to_existing_atom(join([left, right], "Elixir"))

  defp join([nil | parts], name), do: join(parts, name)

  defp join([part | parts], name) when is_atom(part) do
    join([Atom.to_string(part) | parts], name)
  end

  defp join(["Elixir" | parts], name), do: join(parts, name)
  defp join(["Elixir." <> part | parts], name), do: join(parts, name <> "." <> part)
  defp join(["." <> part | parts], name), do: join(parts, name <> "." <> part)
  defp join([part | parts], name) when is_binary(part), do: join(parts, name <> "." <> part)
  defp join([], name), do: name

  @doc """
  The parts of an alias.

      iex> Module.split(Foo.Bar)
      ["Foo", "Bar"]
  """
  @spec split(module() | String.t()) :: [String.t(), ...]
  def split(module)

  def split(module) when is_atom(module), do: split(Atom.to_string(module), module)
  def split(module) when is_binary(module), do: split(module, module)

  defp split("Elixir." <> name, _original), do: :binary.split(name, ".", [:global])

  defp split(_name, original) do
    raise ArgumentError, "expected an Elixir module, got: #{inspect(original)}"
  end

  ## Making modules

  @doc """
  Compiles a module of the given name from quoted definitions.

      Module.create(Hello, quote(do: def(world, do: "hi")), Macro.Env.location(__ENV__))
  """
  @spec create(module(), Macro.t(), Macro.Env.t() | keyword()) ::
          {:module, module(), binary(), term()}
  def create(module, quoted, env_or_opts)

  def create(module, quoted, %Macro.Env{} = env) when is_atom(module) do
    create(module, quoted, Map.from_struct(env) |> Map.to_list())
  end

  def create(module, quoted, env_or_opts) when is_atom(module) and is_list(env_or_opts) do
    unless Keyword.has_key?(env_or_opts, :file) do
      raise ArgumentError, "expected :file to be given as option"
    end

    :respawn_code.define_module(module, quoted, Code.env_for_eval(env_or_opts))
  end

  @doc """
  Whether a module is being compiled, and can still be changed.
  """
  @spec open?(module()) :: boolean()
  def open?(module) when is_atom(module), do: :respawn_module.open?(module)

  @doc false
  @deprecated "Use Code.eval_quoted/3 instead"
  def eval_quoted(module_or_env, quoted, binding \\ [], opts \\ [])

  def eval_quoted(%Macro.Env{} = env, quoted, binding, opts)
      when is_list(binding) and is_list(opts) do
    Code.eval_quoted(quoted, binding, struct!(env, opts))
  end

  def eval_quoted(module, quoted, binding, %Macro.Env{} = env)
      when is_atom(module) and is_list(binding) do
    assert_open!("eval_quoted", 4, module)
    Code.eval_quoted(quoted, binding, %{env | module: module})
  end

  def eval_quoted(module, quoted, binding, opts)
      when is_atom(module) and is_list(binding) and is_list(opts) do
    assert_open!("eval_quoted", 4, module)
    Code.eval_quoted(quoted, binding, Keyword.put(opts, :module, module))
  end

  ## Definitions

  @doc """
  Whether the module defines a function or macro of this name and arity.
  """
  @spec defines?(module(), definition()) :: boolean()
  def defines?(module, {name, arity} = tuple)
      when is_atom(module) and is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255 do
    assert_readable!("defines?", 2, module)
    List.keymember?(:respawn_module.definitions(module), tuple, 0)
  end

  @doc """
  Whether the module defines it by the given keyword, such as `:defp`.
  """
  @spec defines?(module(), definition(), def_kind()) :: boolean()
  def defines?(module, {name, arity} = tuple, def_kind)
      when is_atom(module) and is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255 and
             def_kind in [:def, :defp, :defmacro, :defmacrop] do
    assert_readable!("defines?", 3, module)
    {tuple, def_kind} in :respawn_module.definitions(module)
  end

  @doc """
  All definitions of the module, as pairs of name and arity.
  """
  @spec definitions_in(module()) :: [definition()]
  def definitions_in(module) when is_atom(module) do
    assert_readable!("definitions_in", 1, module)
    for {tuple, _kind} <- :respawn_module.definitions(module), do: tuple
  end

  @doc """
  The definitions of the module that are made by the given keyword.
  """
  @spec definitions_in(module(), def_kind()) :: [definition()]
  def definitions_in(module, def_kind)
      when is_atom(module) and def_kind in [:def, :defp, :defmacro, :defmacrop] do
    assert_readable!("definitions_in", 2, module)
    for {tuple, ^def_kind} <- :respawn_module.definitions(module), do: tuple
  end

  @doc """
  A definition as `{:v1, kind, meta, clauses}`, or `nil`. With `skip_clauses: true` the list of clauses is empty.
  """
  @spec get_definition(module(), definition(), keyword()) ::
          {:v1, def_kind(), meta :: keyword(),
           [{meta :: keyword(), [Macro.t()], [Macro.t()], Macro.t()}]}
          | nil
  def get_definition(module, {name, arity}, options \\ [])
      when is_atom(module) and is_atom(name) and is_integer(arity) and is_list(options) do
    assert_readable!("get_definition", 2, module)

    case :respawn_module.definition(module, {name, arity}) do
      {:v1, kind, meta, clauses} ->
        {:v1, kind, meta, if(options[:skip_clauses], do: [], else: clauses)}

      nil ->
        nil
    end
  end

  @doc """
  Takes a definition out of the module; `true` if there was one.
  """
  @spec delete_definition(module(), definition()) :: boolean()
  def delete_definition(module, {name, arity})
      when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!("delete_definition", 2, module)
    :respawn_module.delete_definition(module, {name, arity})
  end

  @doc """
  Lets definitions be replaced by later ones, which call them as `super`; what `defoverridable` does.
  """
  @spec make_overridable(module(), [definition()]) :: :ok
  def make_overridable(module, tuples) when is_atom(module) and is_list(tuples) do
    assert_open!("make_overridable", 2, module)

    make_each_overridable(tuples, module)
  end

  @spec make_overridable(module(), module()) :: :ok
  def make_overridable(module, behaviour) when is_atom(module) and is_atom(behaviour) do
    case Module.Behaviour.callbacks_to_override(module, behaviour) do
      {:ok, callbacks} ->
        definitions = definitions_in(module)

        make_overridable(
          module,
          for(callback <- callbacks, callback in definitions, do: callback)
        )

      {:error, why} ->
        raise ArgumentError,
              "cannot pass module #{inspect(behaviour)} as argument to defoverridable/1 because #{why}"
    end
  end

  defp make_each_overridable([{name, arity} = tuple | tuples], module)
       when is_atom(name) and is_integer(arity) and arity >= 0 and arity <= 255 do
    case :respawn_module.make_overridable(module, tuple) do
      :ok ->
        make_each_overridable(tuples, module)

      :undefined ->
        raise ArgumentError,
              "cannot make function #{name}/#{arity} overridable because it was not defined"
    end
  end

  defp make_each_overridable([other | _], _module) do
    raise ArgumentError,
          "each element in tuple list has to be a " <>
            "{function_name :: atom, arity :: 0..255} tuple, got: #{inspect(other)}"
  end

  defp make_each_overridable([], _module), do: :ok

  @doc """
  Whether a definition has been made overridable.
  """
  @spec overridable?(module(), definition()) :: boolean()
  def overridable?(module, {function_name, arity} = tuple)
      when is_atom(function_name) and is_integer(arity) and arity >= 0 and arity <= 255 do
    tuple in :respawn_module.overridables(module)
  end

  @doc """
  The definitions that have been made overridable.
  """
  @spec overridables_in(module()) :: [definition()]
  def overridables_in(module) when is_atom(module) do
    assert_readable!("overridables_in", 1, module)
    :respawn_module.overridables(module)
  end

  ## Types

  @doc """
  Whether the module defines a type of this name and arity.
  """
  @spec defines_type?(module(), definition()) :: boolean()
  def defines_type?(module, {name, arity} = definition)
      when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_readable!("defines_type?", 2, module)
    :respawn_module.type_defined?(module, definition)
  end

  @doc """
  Copies the `@spec` of a function as a `@callback`; `true` if there is one.
  """
  @spec spec_to_callback(module(), definition()) :: boolean()
  def spec_to_callback(module, {name, arity} = definition)
      when is_atom(module) and is_atom(name) and is_integer(arity) do
    assert_open!("spec_to_callback", 2, module)
    :respawn_module.spec_to_callback(module, definition)
  end

  ## Attributes

  @doc """
  The value of an attribute, or the default; of one that accumulates, the list of its values, the last first.

      defmodule Foo do
        @value 1
        Module.get_attribute(__MODULE__, :value)  #=> 1
      end
  """
  @spec get_attribute(module(), atom(), term()) :: term()
  def get_attribute(module, key, default \\ nil) when is_atom(module) and is_atom(key) do
    assert_readable!("get_attribute", 2, module)

    case :respawn_module.get_attribute(module, key) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc """
  Sets an attribute, or adds to one that accumulates; as `@key value` does.
  """
  @spec put_attribute(module(), atom(), term()) :: :ok
  def put_attribute(module, key, value) when is_atom(module) and is_atom(key) do
    assert_open!("put_attribute", 3, module)
    :respawn_module.put_attribute(module, key, Module.Attribute.checked(key, value))
  end

  @doc """
  Deletes an attribute and gives the value that it had.
  """
  @spec delete_attribute(module(), atom()) :: term()
  def delete_attribute(module, key) when is_atom(module) and is_atom(key) do
    assert_open!("delete_attribute", 2, module)

    case :respawn_module.delete_attribute(module, key) do
      {:ok, value} -> value
      :error -> nil
    end
  end

  @doc """
  Registers an attribute: `accumulate: true` keeps all values, `persist: true` those after compilation.
  """
  @spec register_attribute(module(), atom(), accumulate: boolean(), persist: boolean()) :: :ok
  def register_attribute(module, attribute, options)
      when is_atom(module) and is_atom(attribute) and is_list(options) do
    assert_open!("register_attribute", 3, module)
    accumulate? = Keyword.get(options, :accumulate) == true
    persist? = Keyword.get(options, :persist) == true
    :respawn_module.register_attribute(module, attribute, accumulate?, persist?)
  end

  @doc """
  Whether an attribute has been set or registered.
  """
  @spec has_attribute?(module(), atom()) :: boolean()
  def has_attribute?(module, key) when is_atom(module) and is_atom(key) do
    key in attributes_in(module)
  end

  @doc """
  The names of all attributes.
  """
  @spec attributes_in(module()) :: [atom()]
  def attributes_in(module) when is_atom(module) do
    assert_readable!("attributes_in", 1, module)
    :respawn_module.attributes(module)
  end

  @doc """
  The attributes with a meaning of their own, and what it is.
  """
  @spec reserved_attributes() :: %{optional(atom()) => %{doc: String.t()}}
  def reserved_attributes, do: Module.Attribute.reserved()

  ## Guards of the functions above

  defp assert_open!(function, arity, module) do
    unless :respawn_module.open?(module) do
      raise ArgumentError,
            "could not call Module.#{function}/#{arity} because the module #{inspect(module)} " <>
              "is already compiled"
    end
  end

  defp assert_readable!(function, arity, module) do
    unless :respawn_module.open?(module) do
      raise ArgumentError,
            "could not call Module.#{function}/#{arity} because the module #{inspect(module)} " <>
              "is already compiled. Use the Module.__info__/1 callback or Code.fetch_docs/1 instead"
    end
  end
end
