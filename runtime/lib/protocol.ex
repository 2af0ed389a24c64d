defmodule Protocol do
  @moduledoc """
  Functions whose implementation is chosen by the type of their first argument.

  `defprotocol` lists the functions, `defimpl` implements them for one type, such as a struct or
  `Integer`, `List`, `BitString`. With `@fallback_to_any true` the implementation for `Any` serves
  all types that have none.

      defprotocol Size do
        def size(data)
      end

      defimpl Size, for: BitString do
        def size(string), do: byte_size(string)
      end
  """

  # The implementation for a type is the module `Protocol.Type`, and carries the pair as its `@__impl__` attribute. A
  # module with that attribute is entered in the runtime's dispatch table when it is loaded, which is where
  # `impl_for/1` finds it: no name is put together at run time.

  @doc """
  Declares a function of the protocol; only inside `defprotocol`.
  """
  defmacro def(signature)

  defmacro def({_, _, args}) when args == [] or is_atom(args) do
    raise ArgumentError, "protocol functions expect at least one argument"
  end

  defmacro def({name, _, args}) when is_atom(name) and is_list(args) do
    arity = length(args)
    [data | _] = params = variables(args, 0)

    quote do
      # The head as it was written, for its documentation.
      Kernel.def(unquote(name)(unquote_splicing(args)))

      Kernel.def unquote(name)(unquote_splicing(params)) do
        impl_for!(unquote(data)).unquote(name)(unquote_splicing(params))
      end

      @__functions__ {unquote(name), unquote(arity)}

      unless Module.spec_to_callback(__MODULE__, {unquote(name), unquote(arity)}) do
        @callback unquote(name)(unquote_splicing(types(args))) :: term
      end
    end
  end

  defmacro def(_) do
    raise ArgumentError, "invalid arguments for def inside defprotocol"
  end

  defp variables([_ | args], position) do
    [{variable(position), [generated: true], __MODULE__} | variables(args, position + 1)]
  end

  defp variables([], _position), do: []

  # No interpolation here: the first protocols are defined before `String.Chars` has implementations.
  defp variable(position) do
    :erlang.binary_to_atom(<<"arg", :erlang.integer_to_binary(position)::binary>>)
  end

  defp types([_ | args]), do: [quote(do: t) | for(_ <- args, do: quote(do: term))]

  @doc false
  def __protocol__(name, do: block) do
    quote do
      defmodule unquote(name) do
        @fallback_to_any false
        Module.register_attribute(__MODULE__, :__functions__, accumulate: true)

        # Only functions of the protocol may be defined here.
        import Kernel,
          except: [
            def: 1,
            def: 2,
            defp: 1,
            defp: 2,
            defdelegate: 2,
            defguard: 1,
            defguardp: 1,
            defmacro: 1,
            defmacro: 2,
            defmacrop: 1,
            defmacrop: 2
          ]

        import Protocol, only: [def: 1]
        unquote(block)
        unquote(dispatch())
      end
    end
  end

  # What stands after the functions of the protocol. Its `unquote`s are those of the definitions: they run with the
  # module's body, when the attributes are set.
  defp dispatch do
    quote unquote: false do
      unless Module.defines_type?(__MODULE__, {:t, 0}) do
        @typedoc "All the types that implement this protocol."
        @type t :: term()
      end

      Module.register_attribute(__MODULE__, :__protocol__, persist: true)
      @__protocol__ fallback_to_any: !!@fallback_to_any

      @doc false
      @spec impl_for(term()) :: module() | nil
      if @fallback_to_any do
        Kernel.def impl_for(data) do
          case :respawn_protocol.implementation(__MODULE__, data) do
            nil -> Module.concat(__MODULE__, Any).__impl__(:target)
            module -> module
          end
        end
      else
        Kernel.def(impl_for(data), do: :respawn_protocol.implementation(__MODULE__, data))
      end

      @doc false
      @spec impl_for!(term()) :: module()
      Kernel.def impl_for!(data) do
        case impl_for(data) do
          nil -> raise(Protocol.UndefinedError, protocol: __MODULE__, value: data)
          module -> module
        end
      end

      @doc false
      Kernel.def(__protocol__(:module), do: __MODULE__)
      Kernel.def(__protocol__(:functions), do: unquote(:lists.sort(@__functions__)))
      Kernel.def(__protocol__(:consolidated?), do: false)
      Kernel.def(__protocol__(:impls), do: :not_consolidated)
    end
  end

  @doc false
  def __impl__(protocol, opts, do_block, env) do
    opts = opts ++ do_block

    block =
      case :lists.keyfind(:do, 1, opts) do
        {:do, block} -> block
        false -> raise ArgumentError, "defimpl/3 expects a do block"
      end

    case :lists.keyfind(:for, 1, opts) do
      {:for, types} when is_list(types) ->
        {:__block__, [], for(type <- types, do: implementation(protocol, type, block))}

      {:for, type} ->
        implementation(protocol, type, block)

      false when env.module != nil ->
        implementation(protocol, env.module, block)

      false ->
        raise ArgumentError, "defimpl/3 expects a :for option when declared outside a module"
    end
  end

  defp implementation(protocol, type, block) do
    quote do
      protocol = unquote(protocol)
      for = unquote(type)
      name = Module.concat(protocol, for)
      Protocol.assert_protocol!(protocol)

      defmodule name do
        @moduledoc false
        @behaviour protocol
        @protocol protocol
        @for for

        Module.register_attribute(__MODULE__, :__impl__, persist: true)
        @__impl__ protocol: @protocol, for: @for

        @doc false
        @spec __impl__(:for) :: module()
        @spec __impl__(:target) :: module()
        @spec __impl__(:protocol) :: module()
        def __impl__(:for), do: @for
        def __impl__(:target), do: __MODULE__
        def __impl__(:protocol), do: @protocol

        unquote(block)
      end
    end
  end

  @doc """
  Derives a protocol for a struct that is defined already, as `@derive` does for the one that follows it.

      Protocol.derive(Inspect, User, only: [:name])
  """
  defmacro derive(protocol, module, options \\ []) do
    quote do
      Protocol.__derive__([{unquote(protocol), unquote(options)}], unquote(module), __ENV__)
    end
  end

  @doc false
  def __derive__(derives, for, env) when is_atom(for) do
    struct = Macro.struct!(for, env)

    for derive <- flat(derives) do
      case derive do
        {protocol, opts} when is_atom(protocol) -> derive(protocol, for, struct, opts, env)
        protocol when is_atom(protocol) -> derive(protocol, for, struct, [], env)
      end
    end

    :ok
  end

  # `@derive` takes a protocol or a list of them, and may be given more than once.
  defp flat([derives | rest]) when is_list(derives), do: derives ++ flat(rest)
  defp flat([derive | rest]), do: [derive | flat(rest)]
  defp flat([]), do: []

  defp derive(protocol, for, struct, opts, env) do
    extra = ", cannot derive #{inspect(protocol)} for #{inspect(for)}"
    assert_protocol!(protocol, extra)
    any = Module.concat(protocol, Any)
    assert_impl!(protocol, any, extra)

    if function_exported?(any, :"MACRO-__deriving__", 4) do
      quoted = apply(any, :"MACRO-__deriving__", [env, for, struct, opts])
      Code.eval_quoted(quoted, [], env)
    else
      # Nothing is particular to the struct: the implementation for Any is its own.
      quoted =
        quote do
          @moduledoc false
          Module.register_attribute(__MODULE__, :__impl__, persist: true)
          @__impl__ protocol: unquote(protocol), for: unquote(for), target: unquote(any)

          @doc false
          def __impl__(:for), do: unquote(for)
          def __impl__(:target), do: unquote(any)
          def __impl__(:protocol), do: unquote(protocol)
        end

      Module.create(Module.concat(protocol, for), quoted, Macro.Env.location(env))
    end
  end

  @doc """
  Raises `ArgumentError` if the module is not a protocol.
  """
  @spec assert_protocol!(module()) :: :ok
  def assert_protocol!(module), do: assert_protocol!(module, "")

  defp assert_protocol!(module, extra) do
    case :respawn_code.ensure_compiled(module) do
      {:module, ^module} -> :ok
      {:error, reason} -> not_loaded!(module, reason, extra)
    end

    if function_exported?(module, :__protocol__, 1) and module.__protocol__(:module) == module do
      :ok
    else
      raise ArgumentError, "#{inspect(module)} is not a protocol" <> extra
    end
  end

  @doc """
  Raises `ArgumentError` if the protocol is not implemented for the type, by its own name.
  """
  @spec assert_impl!(module(), module()) :: :ok
  def assert_impl!(protocol, base) do
    assert_impl!(protocol, Module.concat(protocol, base), "")
  end

  defp assert_impl!(protocol, impl, extra) do
    case :respawn_code.ensure_compiled(impl) do
      {:module, ^impl} -> :ok
      {:error, reason} -> not_loaded!(impl, reason, extra)
    end

    cond do
      not function_exported?(impl, :__impl__, 1) ->
        raise ArgumentError, "#{inspect(impl)} is not an implementation of a protocol" <> extra

      impl.__impl__(:protocol) != protocol ->
        raise ArgumentError,
              "expected #{inspect(impl)} to be an implementation of #{inspect(protocol)}, " <>
                "got: #{inspect(impl.__impl__(:protocol))}" <> extra

      true ->
        :ok
    end
  end

  defp not_loaded!(module, reason, extra) do
    raise ArgumentError,
          "could not load module #{inspect(module)} due to reason #{inspect(reason)}" <> extra
  end

  @doc """
  Whether the protocol's implementations are fixed. They never are: dispatch is as fast without that.
  """
  @spec consolidated?(module()) :: boolean()
  def consolidated?(protocol), do: protocol.__protocol__(:consolidated?)
end
