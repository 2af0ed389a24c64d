defmodule Config do
  @moduledoc """
  The language of configuration files; `Config.Reader` reads them.

      import Config

      config :my_app, key: "value"
      config :my_app, MyApp.Server, port: 4000
  """

  # While a file is read its configuration is in the process: {env, target, imports, config}.
  @state {Config, :state}

  @doc """
  Configures an application: keys with values, merged with those that it has.
  """
  @spec config(atom(), keyword()) :: :ok
  def config(root_key, opts) when is_atom(root_key) and is_list(opts) do
    unless Keyword.keyword?(opts) do
      raise ArgumentError, "config/2 expected a keyword list, got: #{inspect(opts)}"
    end

    merge_in([{root_key, opts}])
  end

  @doc """
  Configures one key of an application. Keyword lists are merged, deeply.
  """
  @spec config(atom(), atom(), term()) :: :ok
  def config(root_key, key, opts) when is_atom(root_key) and is_atom(key) do
    merge_in([{root_key, [{key, opts}]}])
  end

  defp merge_in(config) do
    state = state!()
    Process.put(@state, %{state | config: __merge__(state.config, config)})
    :ok
  end

  @doc """
  The environment that the file is read for.
  """
  @doc since: "1.11.0"
  defmacro config_env, do: quote(do: Config.__env__!())

  @doc """
  The target that the file is read for.
  """
  @doc since: "1.11.0"
  defmacro config_target, do: quote(do: Config.__target__!())

  @doc """
  Reads another file, relative to this one, at this place.
  """
  defmacro import_config(file) do
    quote do
      Config.__import__!(Path.expand(unquote(file), __DIR__))
      :ok
    end
  end

  @doc false
  def __env__!, do: given!(:env)

  @doc false
  def __target__!, do: given!(:target)

  defp given!(key) do
    Map.fetch!(state!(), key) ||
      raise "no #{inspect(key)} key was given to this configuration file"
  end

  @doc false
  def __import__!(file) do
    state = state!()

    if state.imports == :disabled do
      raise "import_config/1 is not enabled for this configuration file. " <>
              "Some configuration files do not allow importing other files " <>
              "as they are often copied to external systems"
    end

    if file in state.imports do
      raise ArgumentError,
            "attempting to load configuration #{Path.relative_to_cwd(file)} recursively"
    end

    Process.put(@state, %{state | imports: [file | state.imports]})
    Code.eval_file(file)
  end

  @doc false
  # Runs a file: `{config, imported files}`.
  def __eval__!(file, content, opts \\ []) when is_binary(file) and is_list(opts) do
    imports =
      case Keyword.get(opts, :imports, []) do
        :disabled -> :disabled
        list when is_list(list) -> [file | list]
      end

    state = %{env: opts[:env], target: opts[:target], imports: imports, config: []}
    previous = Process.put(@state, state)

    try do
      {result, _binding} = Code.eval_string(content, [], file: file)
      state = state!()
      {configured(state.config, result), state.imports}
    after
      if previous, do: Process.put(@state, previous), else: Process.delete(@state)
    end
  end

  # A file may also just be a keyword list.
  defp configured([], result), do: if(Keyword.keyword?(result), do: result, else: [])
  defp configured(config, _result), do: config

  @doc false
  def __merge__(left, right) when is_list(left) and is_list(right) do
    Keyword.merge(left, right, fn _application, left, right ->
      Keyword.merge(left, right, &deep_merge/3)
    end)
  end

  defp deep_merge(_key, left, right) do
    if Keyword.keyword?(left) and Keyword.keyword?(right),
      do: Keyword.merge(left, right, &deep_merge/3),
      else: right
  end

  defp state! do
    Process.get(@state) ||
      raise "could not set configuration via Config. " <>
              "This usually means you are trying to execute a configuration file directly, " <>
              "instead of reading it with Config.Reader"
  end
end

defmodule Config.Provider do
  @moduledoc """
  The behaviour of modules that give configuration when a system starts.
  """

  @type config :: keyword()
  @type state :: term()
  @type config_path :: {:system, binary(), binary()} | binary()

  @doc "Prepares what the provider was given."
  @callback init(term()) :: state()

  @doc "Gives the configuration, merged with what is there."
  @callback load(config(), state()) :: config()

  @doc "Whether a path is absolute or made of a variable of the system; raises `ArgumentError` if not."
  @spec validate_config_path!(config_path()) :: :ok
  def validate_config_path!({:system, name, path}) when is_binary(name) and is_binary(path),
    do: :ok

  def validate_config_path!(path) do
    if is_binary(path) and Path.type(path) != :relative do
      :ok
    else
      raise ArgumentError, """
      expected configuration path to be:

        * a binary representing an absolute path
        * a tuple {:system, system_var, path} where the config is the concatenation of the `system_var` with the given `path`

      Got: #{inspect(path)}
      """
    end
  end

  @doc "The path with the variable of the system put in."
  @spec resolve_config_path!(config_path()) :: binary()
  def resolve_config_path!(path) when is_binary(path), do: path
  def resolve_config_path!({:system, name, path}), do: System.fetch_env!(name) <> path
end

defmodule Config.Reader do
  @moduledoc """
  Reads the files that are written with `Config`.
  """

  @behaviour Config.Provider

  @impl true
  def init(path) when is_binary(path) or (is_tuple(path) and elem(path, 0) == :system) do
    Config.Provider.validate_config_path!(path)
    {path, []}
  end

  def init(opts) when is_list(opts) do
    {path, opts} = Keyword.pop!(opts, :path)
    Config.Provider.validate_config_path!(path)
    {path, opts}
  end

  @impl true
  def load(config, {path, opts}) do
    merge(config, path |> Config.Provider.resolve_config_path!() |> read!(opts))
  end

  @doc """
  The configuration in a text, as if it were in `file`.
  """
  @doc since: "1.11.0"
  @spec eval!(Path.t(), binary(), keyword()) :: keyword()
  def eval!(file, contents, opts \\ [])
      when is_binary(file) and is_binary(contents) and is_list(opts) do
    {config, _imports} = Config.__eval__!(Path.expand(file), contents, opts)
    config
  end

  @doc """
  The configuration in a file. Options: `:env`, `:target` and `:imports` (`:disabled`).
  """
  @spec read!(Path.t(), keyword()) :: keyword()
  def read!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    {config, _imports} = read_imports!(file, opts)
    config
  end

  @doc """
  Like `read!/2`, with the files that were read: `{config, files}`.
  """
  @spec read_imports!(Path.t(), keyword()) :: {keyword(), [Path.t()] | :disabled}
  def read_imports!(file, opts \\ []) when is_binary(file) and is_list(opts) do
    file = Path.expand(file)
    Config.__eval__!(file, File.read!(file), opts)
  end

  @doc """
  Two configurations as one; the second one wins.

      iex> Config.Reader.merge([app: [k: [v1: 1, v2: 2]]], app: [k: [v2: :a]])
      [app: [k: [v1: 1, v2: :a]]]
  """
  @spec merge(keyword(), keyword()) :: keyword()
  def merge(left, right) when is_list(left) and is_list(right), do: Config.__merge__(left, right)
end
