defmodule Module.Behaviour do
  # What a module promised by `@behaviour`, `@impl` and `@derive`, compared with what it defines. The compiler calls
  # `check/1` for every module that has one of these attributes, when its body and its `@before_compile` hooks are
  # through. Everything found is a warning.
  @moduledoc false

  @doc false
  def check(%Macro.Env{module: module} = env) do
    check_derive(module, env)
    behaviours = attribute(module, :behaviour)
    callbacks = declared_callbacks(Enum.reverse(behaviours), env)
    impls = :respawn_module.impls(module)
    kinds = Map.new(:respawn_module.definitions(module))

    implemented = check_impls(impls, behaviours, callbacks, env)
    if impls != [], do: warn_missing_impls(implemented, impls, callbacks, kinds, env)
    check_callbacks(callbacks, kinds, env)
    :ok
  end

  # The callbacks that `defoverridable behaviour` speaks of.
  @doc false
  def callbacks_to_override(module, behaviour) do
    cond do
      behaviour not in attribute(module, :behaviour) and behaviour_known?(behaviour) ->
        if defines_callbacks?(behaviour) do
          {:error,
           "its corresponding behaviour is missing. Did you forget to add @behaviour #{inspect(behaviour)}?"}
        else
          {:error, "it does not define any callbacks"}
        end

      not behaviour_known?(behaviour) ->
        {:error, "it was not defined"}

      not defines_callbacks?(behaviour) ->
        {:error, "it does not define any callbacks"}

      true ->
        {:ok, for({pair, _kind} <- callbacks(behaviour), do: pair)}
    end
  end

  defp behaviour_known?(behaviour), do: match?({:module, _}, :respawn_code.ensure_compiled(behaviour))
  defp defines_callbacks?(behaviour), do: function_exported?(behaviour, :behaviour_info, 1)

  defp attribute(module, name) do
    case :respawn_module.get_attribute(module, name) do
      {:ok, values} -> values
      :error -> []
    end
  end

  defp check_derive(module, env) do
    if attribute(module, :derive) != [] do
      message =
        if {:__struct__, 0} in Module.definitions_in(module, :def) do
          "warning: module attribute @derive was set after defstruct, " <>
            "all @derive calls must come before defstruct"
        else
          "warning: module attribute @derive was set but never used (it must come before defstruct)"
        end

      warn(message, env)
    end
  end

  # `%{{name, arity} => {kind, behaviour, optional?}}` of all behaviours together.
  defp declared_callbacks(behaviours, env) do
    Enum.reduce(behaviours, %{}, fn behaviour, declared ->
      cond do
        not behaviour_known?(behaviour) ->
          warn(
            "@behaviour #{inspect(behaviour)} does not exist (in module #{inspect(env.module)})",
            env
          )

          declared

        not defines_callbacks?(behaviour) ->
          warn(
            "module #{inspect(behaviour)} is not a behaviour (in module #{inspect(env.module)})",
            env
          )

          declared

        true ->
          add_callbacks(behaviour, declared, env)
      end
    end)
  end

  defp add_callbacks(behaviour, declared, env) do
    optional = for callback <- optional_callbacks(behaviour), do: plain(callback)

    Enum.reduce(callbacks(behaviour), declared, fn {pair, kind}, declared ->
      case declared do
        %{^pair => {_kind, other, _optional?}} -> warn_conflict(pair, kind, behaviour, other, env)
        %{} -> :ok
      end

      Map.put(declared, pair, {kind, behaviour, {pair, kind} in optional})
    end)
  end

  defp warn_conflict(pair, kind, behaviour, behaviour, env) do
    warn(
      "the behavior #{inspect(behaviour)} has been declared twice " <>
        "(conflict in #{definition(kind, pair)} in module #{inspect(env.module)})",
      env
    )
  end

  defp warn_conflict(pair, kind, behaviour, other, env) do
    warn(
      "conflicting behaviours found. #{definition(kind, pair)} is required by " <>
        "#{inspect(other)} and #{inspect(behaviour)} (in module #{inspect(env.module)})",
      env
    )
  end

  defp callbacks(behaviour) do
    for callback <- behaviour.behaviour_info(:callbacks), do: plain(callback)
  end

  defp optional_callbacks(behaviour) do
    behaviour.behaviour_info(:optional_callbacks)
  end

  # A macro is listed under the name of the function that expands it, with the caller's environment before its own
  # arguments.
  defp plain({name, arity}) do
    case Atom.to_string(name) do
      "MACRO-" <> macro -> {{String.to_atom(macro), arity - 1}, :defmacro}
      _ -> {{name, arity}, :def}
    end
  end

  ## @impl

  # Gives the callbacks that are marked, and those that defaults of theirs cover.
  defp check_impls(impls, behaviours, callbacks, env) do
    Enum.flat_map(impls, fn {{name, arity}, _context, defaults, kind, line, _file, value} ->
      case impl_problem({name, arity}, kind, defaults, value, behaviours, callbacks) do
        nil ->
          for arity <- (arity - defaults)..arity, do: {name, arity}

        message ->
          warn(message, %{env | line: line})
          []
      end
    end)
  end

  defp impl_problem(pair, kind, _defaults, _value, _behaviours, _callbacks)
       when kind in [:defp, :defmacrop] do
    "#{definition(kind, pair)} is private, " <>
      "@impl attribute is always discarded for private functions/macros"
  end

  defp impl_problem(_pair, _kind, _defaults, false, _behaviours, _callbacks), do: nil

  defp impl_problem(pair, kind, _defaults, true, [], _callbacks) do
    "got \"@impl true\" for #{definition(kind, pair)} but no behaviour was declared"
  end

  defp impl_problem({name, arity} = pair, kind, defaults, value, behaviours, callbacks) do
    pairs = for arity <- :lists.seq(arity - defaults, arity), do: {name, arity}

    cond do
      value == true ->
        unless Enum.any?(pairs, &callback?(callbacks, &1, kind)) do
          "got \"@impl true\" for #{definition(kind, pair)} but no behaviour specifies such callback" <>
            known_callbacks(callbacks)
        end

      value not in behaviours ->
        "got \"@impl #{inspect(value)}\" for #{definition(kind, pair)} " <>
          "but this behaviour was not declared with @behaviour"

      Enum.any?(
        pairs,
        &match?({true, ^value}, {callback?(callbacks, &1, kind), behaviour_of(callbacks, &1)})
      ) ->
        nil

      true ->
        "got \"@impl #{inspect(value)}\" for #{definition(kind, pair)} " <>
          "but this behaviour does not specify such callback" <> known_callbacks(callbacks)
    end
  end

  defp callback?(callbacks, pair, kind), do: match?(%{^pair => {^kind, _, _}}, callbacks)

  defp behaviour_of(callbacks, pair) do
    case callbacks do
      %{^pair => {_kind, behaviour, _optional?}} -> behaviour
      %{} -> nil
    end
  end

  defp known_callbacks(callbacks) when callbacks == %{},
    do:
      ". There are no known callbacks, please specify the proper @behaviour and make sure it defines callbacks"

  defp known_callbacks(callbacks) do
    lines =
      for {{name, arity}, {kind, behaviour, _}} <- Enum.sort(callbacks) do
        "\n  * " <> Exception.format_mfa(behaviour, name, arity) <> " (#{noun(kind)})"
      end

    ". The known callbacks are:\n#{lines}\n"
  end

  # Where one callback of a behaviour is marked, all must be. What macros define is held apart: they may mark theirs
  # without the module that uses them marking its own.
  defp warn_missing_impls(marked, impls, callbacks, kinds, env) do
    contexts =
      for {_pair, context, _defaults, _kind, _line, _file, value} <- impls, do: {context, value}

    for {pair, {kind, behaviour, _}} <- Enum.sort(callbacks),
        pair not in marked,
        Map.has_key?(kinds, pair),
        {:v1, _kind, meta, _clauses} = :respawn_module.definition(env.module, pair),
        {meta[:context], true} in contexts or {meta[:context], behaviour} in contexts do
      warn(
        "module attribute @impl was not set for #{definition(kind, pair)} callback " <>
          "(specified in #{inspect(behaviour)}). This either means you forgot to add the " <>
          "\"@impl true\" annotation before the definition or that you are accidentally " <>
          "overriding this callback",
        %{env | line: meta[:line]}
      )
    end
  end

  ## Callbacks that are not there

  defp sort(behaviour) do
    if function_exported?(behaviour, :__protocol__, 1), do: "protocol", else: "behaviour"
  end

  defp check_callbacks(callbacks, kinds, env) do
    for {pair, {kind, behaviour, optional?}} <- Enum.sort(callbacks) do
      case kinds do
        %{^pair => ^kind} ->
          :ok

        %{^pair => other} ->
          warn(
            "#{definition(kind, pair)} required by #{sort(behaviour)} #{inspect(behaviour)} was implemented as " <>
              "\"#{other}\" but should have been \"#{kind}\" (in module #{inspect(env.module)})",
            env
          )

        %{} when not optional? ->
          warn(
            "#{definition(kind, pair)} required by #{sort(behaviour)} #{inspect(behaviour)} " <>
              "is not implemented (in module #{inspect(env.module)})",
            env
          )

        %{} ->
          :ok
      end
    end
  end

  defp definition(kind, {name, arity}), do: "#{noun(kind)} #{name}/#{arity}"

  defp noun(kind) when kind in [:def, :defp], do: "function"
  defp noun(_kind), do: "macro"

  defp warn(message, env), do: IO.warn(message, Macro.Env.stacktrace(%{env | function: nil}))
end
