defmodule Code do
  @moduledoc """
  Reads, compiles, evaluates and formats code.

  There is one compiler for files, strings and quoted expressions. What is compiled is loaded at
  once and stays in memory; code is never looked for in folders.
  """

  alias Code.{Documentation, Options, Parsing}

  ## Evaluation

  @doc """
  Evaluates a text. Gives its value and the variables afterwards.

  The last argument is a keyword list (`:file`, `:line`, `:module`, `:aliases`, `:requires`,
  `:functions`, `:macros`) or an environment such as `__ENV__`.

      iex> Code.eval_string("c = a + b", a: 1, b: 2)
      {3, [c: 3, b: 2, a: 1]}
  """
  @spec eval_string(List.Chars.t(), list(), Macro.Env.t() | keyword()) :: {term(), list()}
  def eval_string(string, binding \\ [], opts \\ [])

  def eval_string(string, binding, %Macro.Env{} = env) do
    evaluate_string(string, binding, env_for_eval(env))
  end

  def eval_string(string, binding, opts) when is_list(opts) do
    evaluate_string(string, binding, env_for_eval(opts))
  end

  defp evaluate_string(string, binding, %{file: file, line: line} = env) do
    string
    |> string_to_quoted!(source_options(file) ++ [line: line])
    |> evaluate(binding, env)
  end

  defp evaluate(quoted, binding, env) do
    {value, binding, _env} = eval_quoted_with_env(quoted, binding, env)
    {value, binding}
  end

  @doc """
  Evaluates a quoted expression; like `eval_string/3`.

      iex> Code.eval_quoted(quote(do: var!(a) + 1), a: 1)
      {2, [a: 1]}
  """
  @spec eval_quoted(Macro.t(), list(), Macro.Env.t() | keyword()) :: {term(), list()}
  def eval_quoted(quoted, binding \\ [], env_or_opts \\ []) do
    evaluate(quoted, binding, env_for_eval(env_or_opts))
  end

  @doc """
  Like `eval_quoted/3`, and gives the environment afterwards, so that evaluation can go on there.

  `env` comes from `env_for_eval/1` or from an earlier call.
  """
  @spec eval_quoted_with_env(Macro.t(), list(), Macro.Env.t()) :: {term(), list(), Macro.Env.t()}
  def eval_quoted_with_env(quoted, binding, %Macro.Env{} = env) when is_list(binding) do
    {value, binding, env} = :respawn_compiler.eval(quoted, variables(binding), env)
    {value, named(binding), env}
  end

  # A variable that is given twice has the last value.
  defp variables(binding) do
    binding
    |> Enum.reduce(%{}, fn
      {{name, context}, value}, variables when is_atom(name) and is_atom(context) ->
        Map.put(variables, {name, context}, value)

      {name, value}, variables when is_atom(name) ->
        Map.put(variables, {name, nil}, value)
    end)
    |> Map.to_list()
  end

  # The variables of an expanded macro, which count its expansion as their context, end with the expression.
  defp named(variables) do
    variables
    |> :maps.from_list()
    |> :maps.to_list()
    |> Enum.reduce([], fn
      {{name, nil}, value}, binding -> [{name, value} | binding]
      {{_name, context}, _value}, binding when is_integer(context) -> binding
      variable, binding -> [variable | binding]
    end)
  end

  @doc """
  Evaluates a file, with `relative_to` as the folder that its name starts from.
  """
  @spec eval_file(binary(), nil | binary()) :: {term(), list()}
  def eval_file(file, relative_to \\ nil) when is_binary(file) do
    {text, path} = read!(file, relative_to)
    eval_string(text, [], file: path, line: 1)
  end

  @doc """
  An environment to evaluate in, from an environment or from options as for `eval_string/3`.
  """
  @doc since: "1.14.0"
  @spec env_for_eval(Macro.Env.t() | keyword()) :: Macro.Env.t()
  def env_for_eval(env_or_opts)
  def env_for_eval(%Macro.Env{} = env), do: %{env | lexical_tracker: nil, tracers: []}

  def env_for_eval(opts) when is_list(opts) do
    env = :respawn_compiler.file_env("nofile")

    Enum.reduce(opts, %{env | line: 1}, fn {key, value}, env ->
      case {key, value} do
        {:file, value} when is_binary(value) ->
          %{env | file: value}

        {:line, value} when is_integer(value) ->
          %{env | line: value}

        {:module, value} when is_atom(value) ->
          %{env | module: value}

        {:aliases, value} when is_list(value) ->
          %{env | aliases: value}

        {:requires, value} when is_list(value) ->
          %{env | requires: Enum.sort(value)}

        {:functions, value} when is_list(value) ->
          %{env | functions: value}

        {:macros, value} when is_list(value) ->
          %{env | macros: value}

        {key, _}
        when key not in [:file, :line, :module, :aliases, :requires, :functions, :macros] ->
          env
      end
    end)
  end

  ## Parsing

  @doc """
  The quoted form of a text: `{:ok, quoted}` or `{:error, {location, message, token}}`.

  Options: `:file`, `:line`, `:column`, `:columns` (positions have columns), `:token_metadata`,
  `:unescape`, `:existing_atoms_only`, `:literal_encoder`, `:static_atoms_encoder`,
  `:warn_on_unnecessary_quotes`.

      iex> Code.string_to_quoted("a + 1")
      {:ok, {:+, [line: 1], [{:a, [line: 1], nil}, 1]}}
  """
  @spec string_to_quoted(List.Chars.t(), keyword()) :: {:ok, Macro.t()} | {:error, tuple()}
  def string_to_quoted(string, opts \\ []) when is_list(opts) do
    case Parsing.parse(string, opts) do
      {:ok, quoted, _comments} -> {:ok, quoted}
      {:error, %{reason: reason}} -> {:error, reason}
    end
  end

  @doc """
  Like `string_to_quoted/2`; raises `SyntaxError` or `TokenMissingError`.
  """
  @spec string_to_quoted!(List.Chars.t(), keyword()) :: Macro.t()
  def string_to_quoted!(string, opts \\ []) when is_list(opts) do
    {quoted, _comments} = Parsing.parse!(string, opts)
    quoted
  end

  @doc """
  Like `string_to_quoted/2`, with the comments of the text: `{:ok, quoted, comments}`.
  """
  @doc since: "1.13.0"
  @spec string_to_quoted_with_comments(List.Chars.t(), keyword()) ::
          {:ok, Macro.t(), [map()]} | {:error, tuple()}
  def string_to_quoted_with_comments(string, opts \\ []) when is_list(opts) do
    with {:error, %{reason: reason}} <- Parsing.parse(string, opts), do: {:error, reason}
  end

  @doc """
  Like `string_to_quoted_with_comments/2`; raises if the text is not well formed.
  """
  @doc since: "1.13.0"
  @spec string_to_quoted_with_comments!(List.Chars.t(), keyword()) :: {Macro.t(), [map()]}
  def string_to_quoted_with_comments!(string, opts \\ []) when is_list(opts) do
    Parsing.parse!(string, opts)
  end

  ## Formatting

  @doc """
  The text as it should be laid out, as iodata. `:line_length` is 98 unless given.

      iex> "a=1" |> Code.format_string!() |> IO.iodata_to_binary()
      "a = 1"
  """
  @spec format_string!(binary(), keyword()) :: iodata()
  def format_string!(string, opts \\ []) when is_binary(string) and is_list(opts) do
    {line_length, opts} = Keyword.pop(opts, :line_length, 98)

    {quoted, comments} =
      string_to_quoted_with_comments!(
        string,
        [
          unescape: false,
          warn_on_unnecessary_quotes: false,
          literal_encoder: &{:ok, {:__block__, &2, [&1]}},
          token_metadata: true
        ] ++ opts
      )

    quoted
    |> quoted_to_algebra([comments: comments, escape: false] ++ opts)
    |> Inspect.Algebra.format(line_length)
  end

  @doc """
  A file as it should be laid out, as iodata with a line break at its end.
  """
  @spec format_file!(binary(), keyword()) :: iodata()
  def format_file!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    formatted = file |> File.read!() |> format_string!([file: file, line: 1] ++ opts)
    [formatted, ?\n]
  end

  @doc """
  A quoted expression as a document of `Inspect.Algebra`, laid out as the formatter does.
  """
  @doc since: "1.13.0"
  @spec quoted_to_algebra(Macro.t(), keyword()) :: Inspect.Algebra.t()
  def quoted_to_algebra(quoted, opts \\ []) do
    quoted |> Code.Normalizer.normalize(opts) |> Code.Formatter.to_algebra(opts)
  end

  ## Compilation

  @doc """
  Compiles a text and runs it. Gives the modules that it defines, each with its code.

      iex> [{module, _code}] = Code.compile_string("defmodule One, do: def(one, do: 1)")
      iex> module.one()
      1
  """
  @spec compile_string(List.Chars.t(), binary()) :: [{module(), binary()}]
  def compile_string(string, file \\ "nofile") when is_binary(file) do
    string |> string_to_quoted!(source_options(file)) |> compile_quoted(file)
  end

  @doc """
  Compiles a quoted expression and runs it; like `compile_string/2`.
  """
  @spec compile_quoted(Macro.t(), binary()) :: [{module(), binary()}]
  def compile_quoted(quoted, file \\ "nofile") when is_binary(file) do
    :respawn_compiler.collect_modules(fn ->
      :respawn_compiler.eval_value(quoted, [], :respawn_compiler.file_env(file))
    end)
  end

  @doc """
  Compiles a file and runs it, each time it is called; see `require_file/2`.
  """
  @spec compile_file(binary(), nil | binary()) :: [{module(), binary()}]
  def compile_file(file, relative_to \\ nil) when is_binary(file) do
    {text, path} = read!(file, relative_to)
    compile_string(text, path)
  end

  @doc """
  Compiles a file and runs it, unless that has been done: then gives `nil`.
  """
  @spec require_file(binary(), nil | binary()) :: [{module(), binary()}] | nil
  def require_file(file, relative_to \\ nil) when is_binary(file) do
    {text, path} = read!(file, relative_to)

    unless Options.required?(path) do
      modules = compile_string(text, path)
      Options.note_required(path)
      modules
    end
  end

  @doc """
  The files that `require_file/2` has run.
  """
  @spec required_files() :: [binary()]
  def required_files, do: Options.required()

  @doc """
  Forgets that files have been required. Their modules stay.
  """
  @spec unrequire_files([binary()]) :: :ok
  def unrequire_files(files) when is_list(files), do: Enum.each(files, &Options.forget_required/1)

  defp source_options(file), do: [file: file] ++ Options.get(:parser_options)

  defp read!(file, relative_to) do
    path = if relative_to, do: Path.expand(file, relative_to), else: Path.expand(file)

    case File.read(path) do
      {:ok, text} -> {text, path}
      {:error, reason} -> raise Code.LoadError, file: path, reason: reason
    end
  end

  ## Modules

  @doc """
  Whether a module is there: `{:module, module}` or `{:error, :nofile}`.
  """
  @spec ensure_loaded(module()) :: {:module, module()} | {:error, atom()}
  def ensure_loaded(module) when is_atom(module), do: :code.ensure_loaded(module)

  @doc """
  Whether a module is there, as `true` or `false`.

      iex> Code.ensure_loaded?(String)
      true
  """
  @spec ensure_loaded?(module()) :: boolean()
  def ensure_loaded?(module) when is_atom(module) do
    match?({:module, ^module}, ensure_loaded(module))
  end

  @doc """
  Like `ensure_loaded/1`; raises `ArgumentError` if the module is not there.
  """
  @doc since: "1.12.0"
  @spec ensure_loaded!(module()) :: module()
  def ensure_loaded!(module), do: module |> ensure_loaded() |> present!(module)

  @doc """
  Whether a module is compiled. One that is being compiled right now is `{:error, :unavailable}`.
  """
  @spec ensure_compiled(module()) :: {:module, module()} | {:error, atom()}
  def ensure_compiled(module) when is_atom(module), do: :respawn_code.ensure_compiled(module)

  @doc """
  Like `ensure_compiled/1`; raises `ArgumentError` if the module is not compiled.
  """
  @spec ensure_compiled!(module()) :: module()
  def ensure_compiled!(module), do: module |> ensure_compiled() |> present!(module)

  defp present!({:module, module}, module), do: module

  defp present!({:error, reason}, module) do
    raise ArgumentError,
          "could not load module #{inspect(module)} due to reason #{inspect(reason)}"
  end

  @doc false
  @deprecated "Use Code.ensure_compiled/1 instead (see the proper disclaimers in its docs)"
  def ensure_compiled?(module) when is_atom(module) do
    match?({:module, ^module}, ensure_compiled(module))
  end

  @doc """
  Whether the process compiles on behalf of a parallel compiler that can wait for modules.
  """
  @doc since: "1.11.0"
  @spec can_await_module_compilation?() :: boolean()
  def can_await_module_compilation?, do: Kernel.ParallelCompiler.active?()

  @doc """
  The documentation of a module: `{:docs_v1, …}` or `{:error, reason}`.
  """
  @doc since: "1.7.0"
  @spec fetch_docs(module() | binary()) :: tuple()
  def fetch_docs(module_or_path)
  def fetch_docs(module) when is_atom(module), do: Documentation.fetch(module)
  def fetch_docs(path) when is_binary(path), do: {:error, :module_not_found}

  @doc """
  Removes what the compiler has left behind; the number of modules that are gone.

  Evaluated code goes by itself, so there is never anything to remove.
  """
  @spec purge_compiler_modules() :: {:ok, non_neg_integer()}
  def purge_compiler_modules, do: {:ok, 0}

  ## Options of the compiler

  @doc """
  All options of the compiler with their values.
  """
  @spec compiler_options() :: map()
  def compiler_options, do: Map.new(Options.names(), &{&1, Options.get(&1)})

  @doc """
  Sets options of the compiler; gives those that were set.
  """
  @spec compiler_options(Enumerable.t()) :: map()
  def compiler_options(opts) do
    for {key, value} <- opts, into: %{} do
      previous = get_compiler_option(key)
      put_compiler_option(key, value)
      {key, previous}
    end
  end

  @doc """
  The value of one option of the compiler.

      iex> Code.get_compiler_option(:docs)
      true
  """
  @doc since: "1.10.0"
  @spec get_compiler_option(atom()) :: term()
  def get_compiler_option(key)
      when key in [
             :docs,
             :debug_info,
             :ignore_already_consolidated,
             :ignore_module_conflict,
             :relative_paths,
             :warnings_as_errors,
             :no_warn_undefined,
             :tracers,
             :parser_options
           ],
      do: Options.get(key)

  @doc """
  The names of the compiler's options.
  """
  @spec available_compiler_options() :: [atom()]
  def available_compiler_options, do: Options.names()

  @doc """
  Sets one option of the compiler: `:docs`, `:debug_info`, `:ignore_module_conflict` (a module that
  is defined again is no reason to warn), `:relative_paths`, `:warnings_as_errors`,
  `:no_warn_undefined`, `:tracers`, `:parser_options`, `:ignore_already_consolidated`.
  """
  @doc since: "1.10.0"
  @spec put_compiler_option(atom(), term()) :: :ok
  def put_compiler_option(key, value) when is_atom(key), do: Options.put(key, value)

  ## Folders

  @doc """
  Adds a folder to the end of those where code is looked for. Code lives in memory: whether the folder exists is
  all that it tells.
  """
  @spec append_path(Path.t()) :: true | {:error, :bad_directory}
  def append_path(path), do: known_folder(path)

  @doc """
  Adds a folder to the beginning of those where code is looked for; like `append_path/1`.
  """
  @spec prepend_path(Path.t()) :: true | {:error, :bad_directory}
  def prepend_path(path), do: known_folder(path)

  @doc """
  Removes a folder from those where code is looked for. None is among them.
  """
  @spec delete_path(Path.t()) :: boolean()
  def delete_path(path),
    do: path |> IO.chardata_to_string() |> String.to_charlist() |> :code.del_path()

  defp known_folder(path) do
    if path |> Path.expand() |> File.dir?(), do: true, else: {:error, :bad_directory}
  end

  ## Deprecated

  @doc false
  @deprecated "Use Code.Fragment.cursor_context/2 instead"
  def cursor_context(code, options \\ []), do: Code.Fragment.cursor_context(code, options)

  @doc false
  @deprecated "Code.get_docs/2 always returns nil as its outdated documentation is no longer stored on BEAM files. Use Code.fetch_docs/1 instead"
  def get_docs(_module, _kind), do: nil

  @doc false
  @deprecated "Use Code.require_file/2 or Code.compile_file/2 instead"
  def load_file(file, relative_to \\ nil) when is_binary(file),
    do: compile_file(file, relative_to)

  @doc false
  @deprecated "Use Code.required_files/0 instead"
  def loaded_files, do: required_files()

  @doc false
  @deprecated "Use Code.unrequire_files/1 instead"
  def unload_files(files), do: unrequire_files(files)
end
