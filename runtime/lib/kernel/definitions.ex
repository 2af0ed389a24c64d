# Definitions beyond functions and macros: structs, exceptions, protocols, delegates, and `use`.

@doc """
Requires a module and lets its `__using__/1` macro put code here.

    use GenServer, restart: :temporary
"""
defmacro use(module, opts \\ []) do
  calls =
    for module <- used_modules(module, __CALLER__) do
      quote do
        require unquote(module)
        unquote(module).__using__(unquote(opts))
      end
    end

  case calls do
    [call] -> call
    _ -> {:__block__, [], calls}
  end
end

defp used_modules({{:., _, [base, :{}]}, _, names}, env) do
  base = used_module(base, env)

  for name <- names do
    case name do
      {:__aliases__, _, parts} -> Module.concat([base | parts])
      atom when :erlang.is_atom(atom) -> Module.concat(base, atom)
    end
  end
end

defp used_modules(module, env), do: [used_module(module, env)]

defp used_module(module, env) do
  case expand_operand(module, env) do
    name when :erlang.is_atom(name) ->
      name

    other ->
      argument_error([
        "invalid arguments for use, expected a compile time atom or alias, got: ",
        Macro.to_string(other)
      ])
  end
end

@doc """
Makes the module's struct: a map with these fields and their defaults.

`@enforce_keys` before it lists fields that must be given, `@derive` the protocols to derive.

    defmodule User do
      defstruct [:name, age: 0]
    end
"""
defmacro defstruct(fields) do
  quote bind_quoted: [fields: fields] do
    {struct, required, derive} = Kernel.Utils.defstruct(__MODULE__, fields)

    case derive do
      [] -> :ok
      _ -> Protocol.__derive__(derive, __MODULE__, __ENV__)
    end

    {params, body} = Kernel.Utils.struct_builder(struct, required)
    def __struct__(), do: unquote(Macro.escape(struct))
    def __struct__(unquote_splicing(params)), do: unquote(body)

    struct
  end
end

@doc """
Makes the module an exception: a struct with `exception/1` and, if it has a `:message`, with `message/1`.

    defmodule NotFound do
      defexception [:path, message: "not found"]
    end
"""
defmacro defexception(fields) do
  quote bind_quoted: [fields: fields] do
    @behaviour Exception
    exception_struct = defstruct([__exception__: true] ++ fields)

    case exception_struct do
      %{message: _} ->
        @impl true
        def message(exception), do: exception.message
        defoverridable message: 1

        @impl true
        def exception(message) when :erlang.is_binary(message), do: exception(message: message)

      _ ->
        :ok
    end

    @impl true
    def exception(fields) when :erlang.is_list(fields) do
      Kernel.Utils.exception(__struct__(), fields)
    end

    defoverridable exception: 1
  end
end

@doc """
Defines a protocol: functions whose implementation depends on the type of their first argument.

    defprotocol Size do
      def size(data)
    end
"""
defmacro defprotocol(name, do_block)

defmacro defprotocol(name, do: block) do
  Protocol.__protocol__(name, do: block)
end

@doc """
Implements a protocol for one or more types, or for the struct of the module around it.

    defimpl Size, for: [Tuple, BitString] do
      def size(data), do: byte_size(inspect(data))
    end
"""
defmacro defimpl(name, opts, do_block \\ []) do
  Protocol.__impl__(name, opts, do_block, __CALLER__)
end

@doc """
Defines a function that passes its arguments on to the function of another module.

    defdelegate reverse(list), to: Enum
"""
defmacro defdelegate(funs, opts) do
  funs = Macro.escape(funs, unquote: true)

  quote bind_quoted: [funs: funs, opts: opts] do
    target = Kernel.Utils.delegate_target(opts)

    for fun <- Kernel.Utils.delegates(funs) do
      {name, params, as, args} = Kernel.Utils.delegate(fun, target, opts, __ENV__)
      @doc delegate_to: {target, as, :erlang.length(args)}

      def unquote(name)(unquote_splicing(params)) do
        unquote(target).unquote(as)(unquote_splicing(args))
      end
    end
  end
end

@doc """
Lets later definitions replace these functions, or the callbacks of a behaviour, and call the old one as `super`.

    defoverridable init: 1
"""
defmacro defoverridable(keywords_or_behaviour) do
  quote do
    Module.make_overridable(__MODULE__, unquote(keywords_or_behaviour))
  end
end
