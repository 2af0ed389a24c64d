# The language's half of the compiler.
#
# Compiling is done by natives, on the side (`native/compile_task.hpp`); what needs code of the program to be run comes
# back here, so that a macro or the body of a module is ordinary code of the process that compiles. This file is
# compiled first of all, with nothing but special forms: no macros, not even Kernel's.

defmodule :respawn_compiler do
  # Lets a compilation go on until it is done, running the macros that it asks for.
  def run(task), do: step(task, :respawn_compiler.resume(task, :start))

  defp step(_task, {:done, value}), do: value

  defp step(_task, {:failed, exception}) do
    case :erlang.erase({:respawn_compiler, :raised}) do
      :undefined -> :erlang.error(exception)
      {kind, reason, trace} -> :erlang.raise(kind, reason, trace)
    end
  end

  defp step(task, {:call, target, arguments}) do
    step(task, :respawn_compiler.resume(task, call(target, arguments)))
  end

  defp call(target, arguments) do
    try do
      {:ok, apply_target(target, arguments)}
    catch
      kind, reason ->
        trace = expansion_trace(__STACKTRACE__, target, arguments)
        :erlang.put({:respawn_compiler, :raised}, {kind, reason, trace})
        :failed
    end
  end

  # The frames of the macro, then what was being expanded, then what comes below the compiler.
  defp expansion_trace([entry | trace], target, arguments) do
    case :erlang.element(1, entry) do
      :respawn_compiler -> [expansion(target, arguments) | below_compiler(trace)]
      _ -> [entry | expansion_trace(trace, target, arguments)]
    end
  end

  defp expansion_trace([], _target, _arguments), do: []

  defp below_compiler([entry | trace]) do
    case :erlang.element(1, entry) do
      :respawn_compiler -> below_compiler(trace)
      _ -> [entry | trace]
    end
  end

  defp below_compiler([]), do: []

  defp expansion({module, name}, arguments) do
    arity = :erlang.length(arguments)

    case :erlang.atom_to_binary(name) do
      <<"MACRO-", macro::binary>> ->
        {module, :erlang.binary_to_atom(macro), :erlang.-(arity, 1), [file: 'expanding macro']}

      <<"__struct__">> ->
        {module, name, arity, [file: 'expanding struct']}

      _ ->
        {module, name, arity, []}
    end
  end

  defp expansion(fun, arguments) do
    {:module, module} = :erlang.fun_info(fun, :module)
    {:name, name} = :erlang.fun_info(fun, :name)
    expansion({module, name}, arguments)
  end

  defp apply_target({module, name}, arguments), do: :erlang.apply(module, name, arguments)
  defp apply_target(fun, arguments), do: :erlang.apply(fun, arguments)

  ## Expressions

  # Evaluates quoted code. `bindings` is a list of `{{name, context}, value}`. Gives the value, the bindings afterwards
  # and the environment afterwards.
  def eval(quoted, bindings, env) do
    names = binding_names(bindings)
    task = :respawn_compiler.begin_expression(quoted, env, names, true, nil)
    {fun, new_names, new_env, id} = run(task)
    {value, values} = fun.(:erlang.list_to_tuple(binding_values(bindings)))
    :respawn_compiler.release_expression(id)
    {value, zip(new_names, :erlang.tuple_to_list(values)), new_env}
  end

  # The same for code whose bindings nobody asks for afterwards, the text of a file or the body of a module.
  def eval_value(quoted, bindings, env), do: eval_value(quoted, bindings, env, false)

  defp eval_value(quoted, bindings, env, kind) do
    names = binding_names(bindings)
    task = :respawn_compiler.begin_expression(quoted, env, names, kind, nil)
    {fun, _names, _env, id} = run(task)
    value = fun.(:erlang.list_to_tuple(binding_values(bindings)))
    :respawn_compiler.release_expression(id)
    value
  end

  defp binding_names([{name, _value} | rest]), do: [name | binding_names(rest)]
  defp binding_names([]), do: []

  defp binding_values([{_name, value} | rest]), do: [value | binding_values(rest)]
  defp binding_values([]), do: []

  defp zip([name | names], [value | values]), do: [{name, value} | zip(names, values)]
  defp zip([], []), do: []

  # The library's files, while respawn is built.
  def compile_library_file(text, file) do
    case :respawn_compiler.parse(text, file) do
      {:ok, quoted} -> eval_value(quoted, [], :respawn_compiler.file_env(file))
      {:error, line, message} -> :erlang.error({:syntax, file, line, message})
    end
  end

  ## Modules

  # What `defmodule` does. `bindings` is a list of `{name, context, value}`.
  def define_module(name, body, env, bindings) do
    check_name(name, env)

    case :respawn_compiler.open_module(name, env) do
      {:error, :open} ->
        compile_error(env, [
          "cannot define module ",
          name_text(name),
          " because it is currently being defined"
        ])

      body_env ->
        warn_redefined(name, env)

        try do
          value = eval_value(body, pairs(bindings), body_env, :module_body)
          finish(name, body_env, value)
        catch
          kind, reason ->
            :respawn_compiler.close_module(name)
            :erlang.raise(kind, reason, __STACKTRACE__)
        end
    end
  end

  defp pairs([{name, context, value} | rest]), do: [{{name, context}, value} | pairs(rest)]
  defp pairs([]), do: []

  defp check_name(name, env) do
    case :erlang.is_atom(name) do
      true ->
        case name do
          nil -> invalid_name(name, env)
          true -> invalid_name(name, env)
          false -> invalid_name(name, env)
          _ -> :ok
        end

      false ->
        invalid_name(name, env)
    end
  end

  defp invalid_name(name, env), do: compile_error(env, ["invalid module name: ", name_text(name)])

  defp name_text(name), do: :erlang.apply(Kernel, :inspect, [name])

  defp compile_error(env, text) do
    :erlang.error(
      :erlang.apply(CompileError, :exception, [
        [
          file: :erlang.map_get(:file, env),
          line: :erlang.map_get(:line, env),
          description: :erlang.iolist_to_binary(text)
        ]
      ])
    )
  end

  defp warn_redefined(name, env) do
    case :respawn_compiler.redefines(name) do
      false ->
        :ok

      where ->
        case :persistent_term.get({Code, :option, :ignore_module_conflict}, false) do
          true -> :ok
          false -> warn(["redefining module ", name_text(name), " (", where, ")"], env)
        end
    end
  end

  defp warn(text, env) do
    :respawn_compiler.warn(
      :erlang.iolist_to_binary(text),
      :erlang.map_get(:file, env),
      :erlang.map_get(:line, env)
    )
  end

  defp finish(name, env, value) do
    before_compile(name, env)
    information = :respawn_compiler.module_information(name, env)
    binary = run(:respawn_compiler.begin_finish(name, information))
    note_compiled(name, binary)
    after_compile(:erlang.element(1, information), env, binary)
    {:module, name, binary, value}
  end

  # Calls a function: the modules that are compiled meanwhile, in order, with their code.
  def collect_modules(fun) do
    outer = :erlang.put({:respawn_compiler, :modules}, [])

    try do
      fun.()
      :lists.reverse(:erlang.get({:respawn_compiler, :modules}))
    after
      restore_collection(outer, :erlang.get({:respawn_compiler, :modules}))
    end
  end

  # What was compiled inside counts for the collection around it as well.
  defp restore_collection(:undefined, _compiled), do: :erlang.erase({:respawn_compiler, :modules})

  defp restore_collection(outer, compiled) do
    :erlang.put({:respawn_compiler, :modules}, :erlang.++(compiled, outer))
  end

  defp note_compiled(name, binary) do
    case :erlang.get({:respawn_compiler, :modules}) do
      :undefined -> :ok
      modules -> :erlang.put({:respawn_compiler, :modules}, [{name, binary} | modules])
    end
  end

  # Hooks run in the order in which they were asked for; one that is a macro gives code to be added to the module.
  defp before_compile(name, env) do
    case :respawn_module.get_attribute(name, :before_compile) do
      {:ok, hooks} -> run_before_compile(:lists.reverse(hooks), name, env)
      :error -> :ok
    end

    check_behaviours(name, env)
  end

  defp run_before_compile([{module, function} | rest], name, env) do
    hook_env = :respawn_compiler.module_env(name, env)

    quoted =
      case :erlang.function_exported(module, macro_name(function), 2) do
        true -> :erlang.apply(module, macro_name(function), [hook_env, hook_env])
        false -> :erlang.apply(module, function, [hook_env])
      end

    eval_value(quoted, [], hook_env)
    run_before_compile(rest, name, env)
  end

  defp run_before_compile([], _name, _env), do: :ok

  defp macro_name(function) do
    :erlang.binary_to_atom(<<"MACRO-", :erlang.atom_to_binary(function)::binary>>)
  end

  defp check_behaviours(name, env) do
    case :respawn_compiler.has_promises(name) do
      true -> :erlang.apply(Module.Behaviour, :check, [:respawn_compiler.module_env(name, env)])
      false -> :ok
    end
  end

  defp after_compile(information, env, binary) do
    case :lists.keyfind(:after_compile, 1, information) do
      {_, hooks} -> run_after_compile(:lists.reverse(hooks), env, binary)
      false -> :ok
    end
  end

  defp run_after_compile([{module, function} | rest], env, binary) do
    :erlang.apply(module, function, [env, binary])
    run_after_compile(rest, env, binary)
  end

  defp run_after_compile([], _env, _binary), do: :ok

  ## Definitions

  # What `def` and its relatives do when the body of a module runs.
  # `body_kind`: false for a head alone, :unquote when parts of it are unquoted, true otherwise.
  def define_function(module, kind, head, body, env_index, line, body_kind) do
    task = :respawn_compiler.begin_definition(module, kind, head, body, env_index, line, body_kind)
    {name, arity} = run(task)
    {hooks, arguments} = :respawn_compiler.defined(module, kind, name, arity, line, env_index)
    run_hooks(:lists.reverse(hooks), arguments)
    {name, arity}
  end

  defp run_hooks([{module, function} | rest], arguments) do
    :erlang.apply(module, function, arguments)
    run_hooks(rest, arguments)
  end

  defp run_hooks([], _arguments), do: :ok

  def read_attribute(module, name, line), do: :respawn_compiler.attribute(module, name, line)

  def write_attribute(module, name, value, line) do
    :respawn_compiler.set_attribute(module, name, checked(name, value), line)
  end

  # Attributes that mean something to the compiler accept certain values only. While the library is compiled the checks
  # are not there yet.
  defp checked(name, value) do
    case :respawn_compiler.library_ready() do
      true -> :erlang.apply(Module.Attribute, :checked, [name, value])
      false -> value
    end
  end

  def write_typespec(module, kind, quoted, line) do
    case :respawn_compiler.set_typespec(module, kind, quoted, line) do
      :ok ->
        :ok

      {:error, text} ->
        :erlang.error(:erlang.apply(CompileError, :exception, [[line: line, description: text]]))
    end
  end
end
