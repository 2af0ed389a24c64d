defmodule Kernel.Utils do
  # What the macros of Kernel call while code is compiled, and a few things that they leave to run time.
  #
  # It is compiled right after Kernel and before everything else, so it uses natives and its own loops only; what it
  # does call of the library (`Macro`, `Module`, `IO`) it calls for code that is compiled later.
  @moduledoc false

  @doc false
  def raise(message) when is_binary(message), do: RuntimeError.exception(message)
  def raise(module) when is_atom(module), do: module.exception([])
  def raise(%_{__exception__: true} = exception), do: exception

  def raise(other) do
    ArgumentError.exception(
      "raise/1 and reraise/2 expect a module name, string or exception as the first argument, got: #{inspect(other)}"
    )
  end

  @doc false
  def destructure(list, count) when is_list(list), do: destructure_list(list, count)
  def destructure(nil, count), do: destructure_list([], count)

  defp destructure_list(_, 0), do: []
  defp destructure_list([], count), do: [nil | destructure_list([], count - 1)]
  defp destructure_list([head | tail], count), do: [head | destructure_list(tail, count - 1)]

  ## Structs

  # Checks the fields and tells the compiler of the struct; gives its default value, the keys that must be given, and
  # the protocols to derive.
  @doc false
  def defstruct(module, fields) do
    unless is_list(fields) do
      raise ArgumentError, "struct fields definition must be list, got: #{inspect(fields)}"
    end

    fields = struct_fields(fields)
    required = required_keys(module, fields)
    warn_on_duplicate_keys(fields, [])
    struct = :maps.put(:__struct__, module, :maps.from_list(fields))
    derive = derived_protocols(module)

    case :respawn_module.declare_struct(module, struct, fields, required) do
      :ok ->
        # Macro.struct!/2 looks here while the module is being defined.
        :respawn_module.put_attribute(module, :__struct__, struct)
        {struct, required, derive}

      :already_declared ->
        raise ArgumentError,
              "defstruct has already been called for #{inspect(module)}, " <>
                "defstruct can only be called once per module"
    end
  end

  defp struct_fields([field | fields]), do: [struct_field(field) | struct_fields(fields)]
  defp struct_fields([]), do: []

  defp struct_field({name, default}) when is_atom(name) do
    _ = Macro.escape(default)
    {name, default}
  rescue
    error in [ArgumentError] ->
      raise ArgumentError, "invalid value for struct field #{name}, " <> Exception.message(error)
  end

  defp struct_field(name) when is_atom(name), do: {name, nil}

  defp struct_field(other) do
    raise ArgumentError, "struct field names must be atoms, got: #{inspect(other)}"
  end

  defp required_keys(module, fields) do
    required =
      case :respawn_module.get_attribute(module, :enforce_keys) do
        {:ok, keys} when is_list(keys) -> keys
        {:ok, key} -> [key]
        :error -> []
      end

    for key <- required, not is_atom(key) do
      raise ArgumentError, "keys given to @enforce_keys must be atoms, got: #{inspect(key)}"
    end

    case for(key <- required, not :lists.keymember(key, 1, fields), do: key) do
      [] ->
        required

      unknown ->
        raise ArgumentError,
              "@enforce_keys required keys (#{inspect(unknown)}) that are not defined in defstruct: " <>
                inspect(fields)
    end
  end

  defp warn_on_duplicate_keys([{key, _} | fields], seen) do
    case :lists.member(key, seen) do
      true ->
        IO.warn("duplicate key #{inspect(key)} found in struct")
        warn_on_duplicate_keys(fields, seen)

      false ->
        warn_on_duplicate_keys(fields, [key | seen])
    end
  end

  defp warn_on_duplicate_keys([], _seen), do: :ok

  defp derived_protocols(module) do
    case :respawn_module.get_attribute(module, :derive) do
      {:ok, derive} ->
        :respawn_module.delete_attribute(module, :derive)
        :lists.reverse(derive)

      :error ->
        []
    end
  end

  # Parameters and body of `__struct__/1`. It folds with a function of its own, as its errors show.
  @doc false
  def struct_builder(struct, []) do
    quote do
      {[fields],
       Enum.reduce(fields, unquote(Macro.escape(struct)), fn {key, value}, struct ->
         %{struct | key => value}
       end)}
    end
  end

  def struct_builder(struct, required) do
    quote do
      {[fields],
       case Enum.reduce(fields, {unquote(Macro.escape(struct)), unquote(required)}, fn
              {key, value}, {struct, missing} ->
                {%{struct | key => value}, :lists.delete(key, missing)}
            end) do
         {struct, []} ->
           struct

         {_struct, missing} ->
           raise ArgumentError,
                 "the following keys must also be given when building struct " <>
                   "#{inspect(__MODULE__)}: #{inspect(missing)}"
       end}
    end
  end

  ## Exceptions

  # For forms that the compiler expands and Elixir's macros refuse.
  @doc false
  def raise_argument_error(message), do: raise(ArgumentError, message)

  @doc false
  def exception(struct, fields) do
    case unknown_fields(fields, struct) do
      [] ->
        put_fields(fields, struct)

      unknown ->
        module = inspect(struct.__struct__)

        IO.warn(
          "the following fields are unknown when raising #{module}: #{inspect(unknown)}. " <>
            "Please make sure to only give known fields when raising or redefine " <>
            "#{module}.exception/1 to discard unknown fields. Future Elixir versions will raise " <>
            "on unknown fields given to raise/2"
        )

        put_fields(for({key, _} = field <- fields, is_map_key(struct, key), do: field), struct)
    end
  end

  defp unknown_fields([{key, _} = field | fields], struct) do
    case struct do
      %{^key => _} -> unknown_fields(fields, struct)
      _ -> [field | unknown_fields(fields, struct)]
    end
  end

  defp unknown_fields([], _struct), do: []

  defp put_fields([{:__struct__, _} | fields], struct), do: put_fields(fields, struct)

  defp put_fields([{key, value} | fields], struct),
    do: put_fields(fields, %{struct | key => value})

  defp put_fields([], struct), do: struct

  ## Delegates

  @doc false
  def delegate_target(opts) do
    case :lists.keyfind(:to, 1, opts) do
      {:to, target} when is_atom(target) -> target
      {:to, other} -> raise ArgumentError, "expected to: to be an atom, got: #{inspect(other)}"
      false -> raise ArgumentError, "expected to: to be given as argument"
    end
  end

  @doc false
  def delegates(funs) when is_list(funs), do: funs
  def delegates(fun), do: [fun]

  # What `defdelegate` defines for one head: name, parameters, and the function and arguments to call.
  @doc false
  def delegate({:when, _, [_call, condition]}, _target, _opts, _env) do
    raise ArgumentError,
          "guards are not allowed in defdelegate/2, got: when #{Macro.to_string(condition)}"
  end

  def delegate(fun, target, opts, env) do
    {name, params} =
      case Macro.decompose_call(fun) do
        {name, params} when is_atom(name) -> {name, params}
        _ -> raise ArgumentError, "invalid syntax in defdelegate #{Macro.to_string(fun)}"
      end

    as =
      case :lists.keyfind(:as, 1, opts) do
        {:as, as} -> as
        false -> name
      end

    args = for param <- params, do: delegated_argument(param)

    if target == env.module and as == name and length(args) == length(params) do
      raise ArgumentError,
            "defdelegate function is calling itself, which will lead to an infinite loop. " <>
              "You should either change the value of the :to option or specify the :as option"
    end

    {name, params, as, args}
  end

  defp delegated_argument({:\\, _, [param, _default]}), do: delegated_argument(param)

  # `_name` is passed on as well; as generated code that is no misuse of the underscore.
  defp delegated_argument({name, meta, context}) when is_atom(name) and is_atom(context) do
    {name, [{:generated, true} | meta], context}
  end

  defp delegated_argument(other) do
    raise ArgumentError,
          "defdelegate/2 only accepts function parameters, got: #{Macro.to_string(other)}"
  end

  ## Guards

  # The body of a macro made by `defguard`. The condition is expanded here, where its macros and attributes are known,
  # down to calls that any module may make in a guard. Outside of guards each argument is evaluated once, in a
  # variable.
  @doc false
  defmacro guard(variables, condition) do
    env = %{__CALLER__ | context: :guard}
    names = for {name, _, context} <- variables, do: {name, context}
    condition = expand_guard(condition, names, env)

    used =
      for {name, _, context} = variable <- variables,
          uses?(condition, name, context),
          do: variable

    bindings = for variable <- used, do: {:=, [], [variable, {:unquote, [], [variable]}]}

    quote do
      case __CALLER__.context do
        :guard -> unquote(quoted(unquoted(condition, names)))
        _ -> unquote(quoted({:__block__, [], bindings ++ [condition]}))
      end
    end
  end

  defp quoted(expression), do: {:quote, [], [[do: expression]]}

  defp uses?({name, _, context}, name, context), do: true

  defp uses?({left, _, args}, name, context),
    do: uses?(left, name, context) or uses?(args, name, context)

  defp uses?({left, right}, name, context),
    do: uses?(left, name, context) or uses?(right, name, context)

  defp uses?([head | tail], name, context),
    do: uses?(head, name, context) or uses?(tail, name, context)

  defp uses?(_, _name, _context), do: false

  defp unquoted({name, _, context} = variable, names) when is_atom(name) and is_atom(context) do
    case :lists.member({name, context}, names) do
      true -> {:unquote, [], [variable]}
      false -> variable
    end
  end

  defp unquoted({left, meta, args}, names),
    do: {unquoted(left, names), meta, unquoted(args, names)}

  defp unquoted({left, right}, names), do: {unquoted(left, names), unquoted(right, names)}
  defp unquoted([head | tail], names), do: [unquoted(head, names) | unquoted(tail, names)]
  defp unquoted(other, _names), do: other

  defp expand_guard(expression, names, env) do
    case :respawn_code.expand(expression, env) do
      {:{}, meta, elements} ->
        {:{}, meta, expand_each(elements, names, env)}

      {:%{}, meta, pairs} ->
        {:%{}, meta, expand_each(pairs, names, env)}

      {:|, meta, pair} ->
        {:|, meta, expand_each(pair, names, env)}

      {:<<>>, meta, segments} ->
        {:<<>>, meta, segments}

      {:__block__, meta, [single]} ->
        {:__block__, meta, [expand_guard(single, names, env)]}

      {{:., dot_meta, [left, name]}, meta, []} when is_tuple(left) ->
        {{:., dot_meta, [expand_guard(left, names, env), name]}, meta, []}

      {{:., dot_meta, [module, name]}, meta, args}
      when is_atom(module) or elem(module, 0) == :__aliases__ ->
        module = :respawn_code.expand(module, env)
        guard_function(module, name, length(args), meta, env)
        {{:., dot_meta, [module, name]}, meta, expand_each(args, names, env)}

      {name, meta, context} = variable when is_atom(name) and is_atom(context) ->
        case :lists.member({name, context}, names) do
          true -> variable
          false -> bad_guard(unknown_local(name, []), meta, env)
        end

      {name, meta, args} when is_atom(name) and is_list(args) ->
        expand_local(name, meta, args, names, env)

      {{:., _, _}, meta, _} ->
        bad_guard(
          "invalid expression in guards, anonymous call is not allowed in guards. " <>
            learn_more(),
          meta,
          env
        )

      {left, right} ->
        {expand_guard(left, names, env), expand_guard(right, names, env)}

      list when is_list(list) ->
        expand_each(list, names, env)

      literal ->
        literal
    end
  end

  defp expand_each([head | tail], names, env) do
    [expand_guard(head, names, env) | expand_each(tail, names, env)]
  end

  defp expand_each([], _names, _env), do: []

  # A call of an imported function is made remote, as the module that uses the guard may import others.
  defp expand_local(name, meta, args, names, env) do
    arity = length(args)

    case special_form?(name) do
      true ->
        bad_guard(
          "invalid expression in guards, #{name} is not allowed in guards. " <> learn_more(),
          meta,
          env
        )

      false ->
        case importing_module(env.functions, {name, arity}) do
          nil ->
            bad_guard(unknown_local(name, args), meta, env)

          module ->
            guard_function(module, name, arity, meta, env)
            {{:., meta, [module, name]}, meta, expand_each(args, names, env)}
        end
    end
  end

  defp importing_module([{module, functions} | imports], function) do
    case :lists.member(function, functions) do
      true -> module
      false -> importing_module(imports, function)
    end
  end

  defp importing_module([], _function), do: nil

  defp guard_function(module, name, arity, meta, env) do
    case :respawn_code.guard_function?(module, name, arity) do
      true ->
        :ok

      false ->
        bad_guard(
          "cannot invoke remote function #{inspect(module)}.#{name}/#{arity} inside guards",
          meta,
          env
        )
    end
  end

  defp special_form?(name) do
    :lists.member(name, [
      :=,
      :case,
      :cond,
      :fn,
      :receive,
      :try,
      :for,
      :with,
      :&,
      :quote,
      :^,
      :"::",
      :super,
      :<-
    ])
  end

  defp unknown_local(name, args) do
    "cannot find or invoke local #{name}/#{length(args)} inside guards. Only macros can be invoked in a guards " <>
      "and they must be defined before their invocation. Called as: " <>
      Macro.to_string({name, [], args})
  end

  defp learn_more do
    "To learn more about guards, visit: https://hexdocs.pm/elixir/patterns-and-guards.html"
  end

  defp bad_guard(description, meta, env) do
    line =
      case :lists.keyfind(:line, 1, meta) do
        {:line, line} -> line
        false -> env.line
      end

    raise CompileError, file: env.file, line: line, description: description
  end
end
