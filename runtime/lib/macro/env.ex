defmodule Macro.Env do
  @moduledoc """
  What the compiler knows at a place in the code; `__ENV__` gives it, and `__CALLER__` inside macros.

  The public fields are `module`, `file`, `line`, `function`, `context` (`nil`, `:guard` or `:match`),
  `aliases`, `requires`, `functions` and `macros` (what is imported, by module), `context_modules`.
  """

  @type t :: %__MODULE__{
          module: module(),
          file: binary(),
          line: non_neg_integer(),
          function: {atom(), arity()} | nil,
          context: :match | :guard | nil,
          context_modules: [module()],
          requires: [module()],
          aliases: [{module(), module()}],
          functions: [{module(), [{atom(), arity()}]}],
          macros: [{module(), [{atom(), arity()}]}],
          macro_aliases: [{module(), {term(), module()}}],
          versioned_vars: %{{atom(), atom()} => non_neg_integer()},
          tracers: list(),
          lexical_tracker: pid() | nil
        }

  @fields [
    aliases: [],
    context: nil,
    context_modules: [],
    file: "nofile",
    function: nil,
    functions: [],
    lexical_tracker: nil,
    line: 0,
    macro_aliases: [],
    macros: [],
    module: nil,
    requires: [],
    tracers: [],
    versioned_vars: %{}
  ]

  defstruct @fields

  @doc """
  The file and line as a keyword list, as stack traces have them.
  """
  @spec location(t()) :: keyword()
  def location(env)
  def location(%{file: file, line: line}), do: [file: file, line: line]

  @doc """
  The variables in scope, as pairs of name and context.
  """
  @spec vars(t()) :: [{atom(), atom()}]
  def vars(env)
  def vars(%{versioned_vars: vars}), do: Map.keys(vars)

  @doc """
  Whether a variable, given as a pair of name and context, is in scope.
  """
  @spec has_var?(t(), {atom(), atom()}) :: boolean()
  def has_var?(env, var)
  def has_var?(%{versioned_vars: vars}, var), do: Map.has_key?(vars, var)

  @doc """
  Whether a module has been required, and its macros can be used.
  """
  @spec required?(t(), module()) :: boolean()
  def required?(env, module)
  def required?(%{requires: requires}, module) when is_atom(module), do: module in requires

  @doc """
  Whether the code is a guard.
  """
  @spec in_guard?(t()) :: boolean()
  def in_guard?(env)
  def in_guard?(%{context: context}), do: context == :guard

  @doc """
  Whether the code is a pattern.
  """
  @spec in_match?(t()) :: boolean()
  def in_match?(env)
  def in_match?(%{context: context}), do: context == :match

  @doc """
  The environment of a pattern at the same place.
  """
  @spec to_match(t()) :: t()
  def to_match(env)
  def to_match(%{} = env), do: %{env | context: :match}

  @doc """
  From which modules a function or macro is imported, as a list of `{:function | :macro, module}`.

      iex> Macro.Env.lookup_import(__ENV__, {:if, 2})
      [macro: Kernel]
  """
  @spec lookup_import(t(), {atom(), arity()}) :: [{:function | :macro, module()}]
  def lookup_import(%{functions: functions, macros: macros}, {name, arity} = pair)
      when is_atom(name) and is_integer(arity) do
    functions = for {module, pairs} <- functions, pair in pairs, do: {:function, module}
    macros = for {module, pairs} <- macros, pair in pairs, do: {:macro, module}
    functions ++ macros
  end

  @doc """
  What an alias, given by its last part, stands for: `{:ok, module}` or `:error`.
  """
  @spec fetch_alias(t(), atom()) :: {:ok, atom()} | :error
  def fetch_alias(%{aliases: aliases}, atom) when is_atom(atom) do
    Keyword.fetch(aliases, :"Elixir.#{atom}")
  end

  @doc """
  What an alias stands for that a macro has set.
  """
  @spec fetch_macro_alias(t(), atom()) :: {:ok, atom()} | :error
  def fetch_macro_alias(%{macro_aliases: macro_aliases}, atom) when is_atom(atom) do
    with {:ok, {_counter, module}} <- Keyword.fetch(macro_aliases, :"Elixir.#{atom}") do
      {:ok, module}
    end
  end

  @doc """
  Puts a compiler tracer before the others.
  """
  @spec prepend_tracer(t(), module()) :: t()
  def prepend_tracer(%{tracers: tracers} = env, tracer), do: %{env | tracers: [tracer | tracers]}

  @doc """
  Drops what only the compiler's run needs, so that the environment can be kept.
  """
  @spec prune_compile_info(t()) :: t()
  def prune_compile_info(env), do: %{env | lexical_tracker: nil, tracers: []}

  @doc """
  A stack trace whose only entry is the place of the environment.
  """
  @spec stacktrace(t()) :: list()
  def stacktrace(env)

  def stacktrace(%{module: nil} = env) do
    [{:elixir_compiler, :__FILE__, 1, relative_location(env)}]
  end

  def stacktrace(%{module: module, function: nil} = env) do
    [{module, :__MODULE__, 0, relative_location(env)}]
  end

  def stacktrace(%{module: module, function: {name, arity}} = env) do
    [{module, name, arity, relative_location(env)}]
  end

  defp relative_location(env) do
    [file: String.to_charlist(Path.relative_to_cwd(env.file)), line: env.line]
  end
end
