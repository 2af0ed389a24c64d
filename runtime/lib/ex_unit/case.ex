# How tests are written. `test` becomes a function of the module, named "test NAME" with the name of its `describe`, and
# an entry of `@ex_unit_tests` with its tags; `__ex_unit__/0` gives them all as an `ExUnit.TestModule`.

defmodule ExUnit.Case do
  @moduledoc """
  Makes a module one of tests: `use ExUnit.Case`, or `use ExUnit.Case, async: true` for one that may run beside others.

      defmodule StackTest do
        use ExUnit.Case, async: true

        describe "pop" do
          setup do
            {:ok, stack: [1, 2]}
          end

          @tag :quick
          test "takes the top", %{stack: stack} do
            assert hd(stack) == 1
          end
        end
      end

  A test's context, its second argument, has what the callbacks gave and its tags. `@tag` is for one test, `@describetag`
  for a group, `@moduletag` for the module. Tags with a meaning: `:skip`, `:timeout`, `:capture_log`, `:tmp_dir`.
  """

  @accumulating [
    :ex_unit_tests,
    :ex_unit_used_describes,
    :tag,
    :describetag,
    :moduletag,
    :ex_unit_registered_test_attributes,
    :ex_unit_registered_describe_attributes,
    :ex_unit_registered_module_attributes
  ]

  @reserved [:module, :file, :line, :test, :async, :registered, :describe]

  @doc false
  defmacro __using__(opts) do
    quote do
      unless ExUnit.Case.__opened__(__MODULE__, unquote(opts)) do
        use ExUnit.Callbacks
      end

      import ExUnit.Callbacks
      import ExUnit.Assertions
      import ExUnit.Case, only: [describe: 2, test: 1, test: 2, test: 3]
      import ExUnit.DocTest
    end
  end

  @doc false
  def __opened__(module, opts) do
    opened? = Module.has_attribute?(module, :ex_unit_tests)

    unless opened? do
      tag_check = Enum.any?([:moduletag, :describetag, :tag], &Module.has_attribute?(module, &1))

      if tag_check do
        raise "you must set @tag, @describetag, and @moduletag after the call to \"use ExUnit.Case\""
      end

      Enum.each(@accumulating, &Module.register_attribute(module, &1, accumulate: true))

      Module.put_attribute(module, :before_compile, {__MODULE__, :__before_compile__})
      Module.put_attribute(module, :after_compile, {__MODULE__, :__after_compile__})
      Module.put_attribute(module, :ex_unit_async, false)
      Module.put_attribute(module, :ex_unit_describe, nil)
    end

    async? = opts[:async]

    unless is_boolean(async?) or async? == nil do
      raise ArgumentError, ":async must be a boolean, got: #{inspect(async?)}"
    end

    if is_boolean(async?), do: Module.put_attribute(module, :ex_unit_async, async?)
    opened?
  end

  @doc false
  defmacro __before_compile__(env) do
    tests = Module.get_attribute(env.module, :ex_unit_tests)
    moduletag = Module.get_attribute(env.module, :moduletag)
    async? = Module.get_attribute(env.module, :ex_unit_async)
    tags = normalize_tags(moduletag)

    tests =
      for test <- tests do
        %{test | tags: test.tags |> Map.put(:async, async?) |> then(&Map.merge(tags, &1))}
      end

    module = %ExUnit.TestModule{file: env.file, name: env.module, tests: tests}

    quote do
      def __ex_unit__, do: unquote(Macro.escape(module))
    end
  end

  @doc false
  def __after_compile__(%{module: module}, _binary) do
    %{tests: tests} = test_module = module.__ex_unit__()
    ExUnit.Server.add(test_module, match?([%{tags: %{async: true}} | _], tests))
  end

  @doc """
  A test. Without a body it counts as one that fails, since it is not implemented.
  """
  defmacro test(message) do
    %{module: module, file: file, line: line} = __CALLER__

    quote bind_quoted: [module: module, message: message, file: file, line: line] do
      name = ExUnit.Case.register_test(module, file, line, :test, message, [:not_implemented])
      def unquote(name)(_), do: flunk("Not implemented")
    end
  end

  @doc """
  A test with a body, and the context that it takes apart.
  """
  defmacro test(message, var \\ quote(do: _), contents) do
    contents =
      case contents do
        [do: block] -> quote(do: (unquote(block); :ok))
        _ -> quote(do: (try(unquote(contents)); :ok))
      end

    %{module: module, file: file, line: line} = __CALLER__
    var = Macro.escape(var)
    contents = Macro.escape(contents, unquote: true)

    quote bind_quoted: [var: var, contents: contents, message: message, module: module, file: file, line: line] do
      name = ExUnit.Case.register_test(module, file, line, :test, message, [])
      def unquote(name)(unquote(var)), do: unquote(contents)
    end
  end

  @doc """
  A group of tests, with its name before theirs and callbacks of its own.
  """
  defmacro describe(message, do: block) do
    quote do
      ExUnit.Case.__describe__(__MODULE__, __ENV__.line, unquote(message))

      try do
        unquote(block)
      after
        ExUnit.Case.__describe_end__(__MODULE__)
      end
    end
  end

  @doc false
  def __describe__(module, line, message) do
    cond do
      Module.get_attribute(module, :ex_unit_describe) != nil ->
        raise "cannot call \"describe\" inside another \"describe\". See the documentation for ExUnit.Case.describe/2 " <>
                "on named setups and how to handle hierarchies"

      not is_binary(message) ->
        raise ArgumentError, "describe name must be a string, got: #{inspect(message)}"

      message in Module.get_attribute(module, :ex_unit_used_describes) ->
        raise ExUnit.DuplicateDescribeError, "describe #{inspect(message)} is already defined in #{inspect(module)}"

      true ->
        Module.put_attribute(module, :ex_unit_used_describes, message)
        Module.put_attribute(module, :ex_unit_describe, {line, message})
        forget_describe_attributes(module)
    end
  end

  @doc false
  def __describe_end__(module) do
    Module.put_attribute(module, :ex_unit_describe, nil)
    forget_describe_attributes(module)
  end

  defp forget_describe_attributes(module) do
    Enum.each(
      [:describetag | Module.get_attribute(module, :ex_unit_registered_describe_attributes)],
      &Module.delete_attribute(module, &1)
    )
  end

  @doc """
  Adds a test to a module that is being compiled: for libraries that have other kinds of tests. Gives the name of the
  function to be defined.
  """
  def register_test(%{module: module, file: file, line: line}, type, name, tags) do
    register_test(module, file, line, type, name, tags)
  end

  @doc false
  def register_test(module, file, line, type, name, tags) do
    unless Module.has_attribute?(module, :ex_unit_tests) do
      raise "cannot define #{type}. Please make sure you have invoked \"use ExUnit.Case\" in the current module"
    end

    {name, describe, describe_line, describetag} = test_name(module, type, name)

    if Module.defines?(module, {name, 1}) do
      raise ExUnit.DuplicateTestError, "#{inspect(Atom.to_string(name))} is already defined in #{inspect(module)}"
    end

    tags =
      (tags ++ Module.get_attribute(module, :tag) ++ describetag)
      |> normalize_tags()
      |> validate_tags()
      |> Map.merge(%{
        line: line,
        file: file,
        registered: registered(module),
        describe: describe,
        describe_line: describe_line,
        test_type: type
      })

    test = %ExUnit.Test{name: name, case: module, module: module, tags: tags}
    Module.put_attribute(module, :ex_unit_tests, test)

    Enum.each(
      [:tag | Module.get_attribute(module, :ex_unit_registered_test_attributes)],
      &Module.delete_attribute(module, &1)
    )

    name
  end

  defp test_name(module, type, name) do
    case Module.get_attribute(module, :ex_unit_describe) do
      {line, describe} ->
        text = "#{type} #{describe} #{name}"
        {to_name(text), describe, line, Module.get_attribute(module, :describetag)}

      nil ->
        {to_name("#{type} #{name}"), nil, nil, []}
    end
  end

  defp to_name(text) when byte_size(text) > 255 do
    raise ArgumentError,
          "the computed name of a test (which includes its type, the name of its describe block if present, " <>
            "and the test name itself) must be shorter than 255 characters, got: #{inspect(text)}"
  end

  defp to_name(text), do: String.to_atom(text)

  defp registered(module) do
    for kind <- [:test, :describe, :module],
        name <- Module.get_attribute(module, :"ex_unit_registered_#{kind}_attributes"),
        into: %{},
        do: {name, Module.get_attribute(module, name)}
  end

  defp validate_tags(tags) do
    for tag <- @reserved, Map.has_key?(tags, tag) do
      raise "cannot set tag #{inspect(tag)} because it is reserved by ExUnit"
    end

    unless is_atom(tags[:test_type]) do
      raise "value for tag \":test_type\" must be an atom"
    end

    tags
  end

  # The first entries are the last that were written, and count more.
  defp normalize_tags(tags) do
    Enum.reduce(:lists.reverse(tags), %{}, fn
      key, acc when is_atom(key) -> Map.put(acc, key, true)
      list, acc when is_list(list) -> Enum.into(list, acc)
    end)
  end

  @doc """
  Makes an attribute part of the context of each test: `context.registered`.
  """
  def register_attribute(env, name, opts \\ [])
  def register_attribute(%{module: module}, name, opts), do: register_attribute(module, name, opts)
  def register_attribute(module, name, opts), do: register(module, :ex_unit_registered_test_attributes, name, opts)

  @doc """
  The same for an attribute that stands in a `describe`.
  """
  def register_describe_attribute(env, name, opts \\ [])
  def register_describe_attribute(%{module: module}, name, opts), do: register_describe_attribute(module, name, opts)

  def register_describe_attribute(module, name, opts) do
    register(module, :ex_unit_registered_describe_attributes, name, opts)
  end

  @doc """
  The same for an attribute of the module.
  """
  def register_module_attribute(env, name, opts \\ [])
  def register_module_attribute(%{module: module}, name, opts), do: register_module_attribute(module, name, opts)

  def register_module_attribute(module, name, opts) do
    register(module, :ex_unit_registered_module_attributes, name, opts)
  end

  defp register(module, kind, name, opts) when is_atom(name) do
    Module.register_attribute(module, name, opts)
    Module.put_attribute(module, kind, name)
  end
end
