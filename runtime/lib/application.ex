defmodule Application do
  @moduledoc """
  Applications and their configuration.

      defmodule MyApp do
        use Application

        @impl true
        def start(_type, _args) do
          Supervisor.start_link([Counter], strategy: :one_for_one)
        end
      end

      Application.put_env(:my_app, :greeting, "hello")
      Application.get_env(:my_app, :greeting)
      #=> "hello"
  """

  @type app :: atom
  @type key :: atom
  @type value :: term
  @type state :: term
  @type start_type :: :normal | {:takeover, node} | {:failover, node}
  @type restart_type :: :permanent | :transient | :temporary
  @type application_key ::
          :start_phases
          | :mod
          | :applications
          | :optional_applications
          | :included_applications
          | :registered
          | :maxT
          | :maxP
          | :modules
          | :vsn
          | :id
          | :description

  @callback start(start_type, start_args :: term) ::
              {:ok, pid} | {:ok, pid, state} | {:error, reason :: term}
  @callback prep_stop(state) :: state
  @callback stop(state) :: term
  @callback start_phase(phase :: term, start_type, phase_args :: term) ::
              :ok | {:error, reason :: term}
  @callback config_change(changed, new, removed) :: :ok
            when changed: keyword, new: keyword, removed: [atom]

  @optional_callbacks start_phase: 3, prep_stop: 1, config_change: 3

  @application_keys [
    :description,
    :id,
    :vsn,
    :modules,
    :maxP,
    :maxT,
    :registered,
    :included_applications,
    :optional_applications,
    :applications,
    :mod,
    :start_phases
  ]

  @doc false
  defmacro __using__(_) do
    quote location: :keep do
      @behaviour Application

      @doc false
      def stop(_state), do: :ok

      defoverridable Application
    end
  end

  ## Specifications

  @doc "The specification of an application without its environment, or `nil`."
  @spec spec(app) :: [{application_key, value}] | nil
  def spec(app) when is_atom(app) do
    case :application.get_all_key(app) do
      {:ok, info} -> :lists.keydelete(:env, 1, info)
      :undefined -> nil
    end
  end

  @doc """
  One item of the specification of an application, or `nil`.

      Application.spec(:elixir, :vsn)
      #=> '1.14.0'
  """
  @spec spec(app, application_key) :: value | nil
  def spec(app, key) when is_atom(app) and key in @application_keys do
    case :application.get_key(app, key) do
      {:ok, value} -> value
      :undefined -> nil
    end
  end

  @doc "The application that a module belongs to, or `nil`."
  @spec get_application(atom) :: atom | nil
  def get_application(module) when is_atom(module) do
    case :application.get_application(module) do
      {:ok, app} -> app
      :undefined -> nil
    end
  end

  ## Environment

  @doc "The whole environment of an application."
  @spec get_all_env(app) :: [{key, value}]
  def get_all_env(app) when is_atom(app), do: :application.get_all_env(app)

  @doc """
  The value at `key_or_path` when the module is compiled, or `default`; for module bodies only.

      @greeting Application.compile_env(:my_app, :greeting, "hello")
  """
  defmacro compile_env(app, key_or_path, default \\ nil) when is_atom(app) do
    if __CALLER__.function do
      raise "Application.compile_env/3 cannot be called inside functions, only in the module body"
    end

    key_or_path = Macro.expand(key_or_path, __CALLER__)

    quote do
      Application.compile_env(__ENV__, unquote(app), unquote(key_or_path), unquote(default))
    end
  end

  @doc "Like `compile_env/3`, and raises if there is no value."
  defmacro compile_env!(app, key_or_path) when is_atom(app) do
    if __CALLER__.function do
      raise "Application.compile_env!/2 cannot be called inside functions, " <>
              "only in the module body"
    end

    key_or_path = Macro.expand(key_or_path, __CALLER__)

    quote do
      Application.compile_env!(__ENV__, unquote(app), unquote(key_or_path))
    end
  end

  @doc "Like `compile_env/3`, for macros, with the environment of their caller."
  @spec compile_env(Macro.Env.t(), app, key | list, value) :: value
  def compile_env(%Macro.Env{} = _env, app, key_or_path, default) do
    case fetch_compile_env(app, key_or_path) do
      {:ok, value} -> value
      :error -> default
    end
  end

  @doc "Like `compile_env!/2`, for macros, with the environment of their caller."
  @spec compile_env!(Macro.Env.t(), app, key | list) :: value
  def compile_env!(%Macro.Env{} = _env, app, key_or_path) do
    case fetch_compile_env(app, key_or_path) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError,
              "could not fetch application environment #{inspect(key_or_path)} for " <>
                "application #{inspect(app)} #{fetch_env_failed_reason(app, key_or_path)}"
    end
  end

  defp fetch_compile_env(app, key) when is_atom(key), do: fetch_compile_env(app, key, [], key)

  defp fetch_compile_env(app, [key | rest] = path) when is_atom(key) and rest != [] do
    fetch_compile_env(app, key, rest, path)
  end

  defp fetch_compile_env(app, key, rest, path) do
    case fetch_env(app, key) do
      {:ok, value} -> traverse(value, rest, app, path)
      :error -> :error
    end
  end

  defp traverse(value, [], _app, _path), do: {:ok, value}

  defp traverse(value, [key | rest], app, path) do
    unless Keyword.keyword?(value) do
      raise ArgumentError,
            "application #{inspect(app)} failed reading its compile environment for path " <>
              "#{inspect(path)} inside #{inspect(key)}. Expected a keyword list, " <>
              "got: #{inspect(value)}"
    end

    case Keyword.fetch(value, key) do
      {:ok, value} -> traverse(value, rest, app, path)
      :error -> :error
    end
  end

  @doc """
  The value of `key` in the environment of an application, or `default`.

      Application.get_env(:my_app, :greeting, "hello")
  """
  @spec get_env(app, key, value) :: value
  def get_env(app, key, default \\ nil) when is_atom(app) do
    check_key(key)
    :application.get_env(app, key, default)
  end

  @doc "The value of `key` in the environment of an application: `{:ok, value}` or `:error`."
  @spec fetch_env(app, key) :: {:ok, value} | :error
  def fetch_env(app, key) when is_atom(app) do
    check_key(key)

    case :application.get_env(app, key) do
      {:ok, value} -> {:ok, value}
      :undefined -> :error
    end
  end

  @doc "The value of `key` in the environment of an application; raises if there is none."
  @spec fetch_env!(app, key) :: value
  def fetch_env!(app, key) when is_atom(app) do
    case fetch_env(app, key) do
      {:ok, value} ->
        value

      :error ->
        raise ArgumentError,
              "could not fetch application environment #{inspect(key)} for application " <>
                "#{inspect(app)} #{fetch_env_failed_reason(app, key)}"
    end
  end

  defp fetch_env_failed_reason(app, key) do
    case :application.get_key(app, :vsn) do
      {:ok, _} -> "because configuration at #{inspect(key)} was not set"
      :undefined -> "because the application was not loaded nor configured"
    end
  end

  @doc """
  Sets the value of `key`; with `persistent: true` it survives loading and unloading.

      Application.put_env(:my_app, :greeting, "hello")
  """
  @spec put_env(app, key, value, timeout: timeout, persistent: boolean) :: :ok
  def put_env(app, key, value, opts \\ []) when is_atom(app) do
    check_key(key)
    :application.set_env(app, key, value, opts)
  end

  @doc "Sets the environment of several applications, `[{app, [{key, value}]}]`."
  @spec put_all_env([{app, [{key, value}]}], timeout: timeout, persistent: boolean) :: :ok
  def put_all_env(config, opts \\ []) when is_list(config) and is_list(opts) do
    :application.set_env(config, opts)
  end

  @doc "Removes `key` from the environment of an application."
  @spec delete_env(app, key, timeout: timeout, persistent: boolean) :: :ok
  def delete_env(app, key, opts \\ []) when is_atom(app) do
    check_key(key)
    :application.unset_env(app, key, opts)
  end

  defp check_key(key) when is_atom(key), do: :ok

  defp check_key(key) do
    IO.warn("passing non-atom as application env key is deprecated, got: #{inspect(key)}")
  end

  ## Starting and stopping

  @doc "Starts an application, unless it runs already."
  @spec ensure_started(app, restart_type) :: :ok | {:error, term}
  def ensure_started(app, type \\ :temporary) when is_atom(app) do
    :application.ensure_started(app, type)
  end

  @doc "Loads the specification of an application, unless it is loaded already."
  @spec ensure_loaded(app) :: :ok | {:error, term}
  def ensure_loaded(app) when is_atom(app) do
    case :application.load(app) do
      :ok -> :ok
      {:error, {:already_loaded, ^app}} -> :ok
      {:error, _} = error -> error
    end
  end

  @doc """
  Starts an application and everything it needs: `{:ok, started}`.
  """
  @spec ensure_all_started(app, restart_type) :: {:ok, [app]} | {:error, {app, term}}
  def ensure_all_started(app, type \\ :temporary) when is_atom(app) do
    :application.ensure_all_started(app, type)
  end

  @doc "Starts an application; what it needs must run already."
  @spec start(app, restart_type) :: :ok | {:error, term}
  def start(app, type \\ :temporary) when is_atom(app), do: :application.start(app, type)

  @doc "Stops an application; its specification stays loaded."
  @spec stop(app) :: :ok | {:error, term}
  def stop(app) when is_atom(app), do: :application.stop(app)

  @doc "Loads the specification of an application."
  @spec load(app) :: :ok | {:error, term}
  def load(app) when is_atom(app), do: :application.load(app)

  @doc "Forgets the specification of an application that does not run."
  @spec unload(app) :: :ok | {:error, term}
  def unload(app) when is_atom(app), do: :application.unload(app)

  @doc "The applications that run, as `{name, description, version}`, the latest first."
  @spec started_applications(timeout) :: [{app, description :: charlist, vsn :: charlist}]
  def started_applications(timeout \\ 5000), do: :application.which_applications(timeout)

  @doc "The applications that are loaded, as `{name, description, version}`."
  @spec loaded_applications() :: [{app, description :: charlist, vsn :: charlist}]
  def loaded_applications, do: :application.loaded_applications()

  ## Folders

  @doc "The folder of an application."
  @spec app_dir(app) :: String.t()
  def app_dir(app) when is_atom(app) do
    case :code.lib_dir(app) do
      lib when is_list(lib) -> IO.chardata_to_string(lib)
      {:error, :bad_name} -> raise ArgumentError, "unknown application: #{inspect(app)}"
    end
  end

  @doc "A path within the folder of an application."
  @spec app_dir(app, String.t() | [String.t()]) :: String.t()
  def app_dir(app, path)

  def app_dir(app, path) when is_atom(app) and is_binary(path) do
    Path.join(app_dir(app), path)
  end

  def app_dir(app, path) when is_atom(app) and is_list(path) do
    Path.join([app_dir(app) | path])
  end

  ## Errors

  @doc "The reason why an application did not start or ended, as text."
  @spec format_error(any) :: String.t()
  def format_error(reason) do
    case reason do
      {:already_loaded, app} when is_atom(app) ->
        "already loaded application #{app}"

      {:not_loaded, app} when is_atom(app) ->
        "not loaded application #{app}"

      {:already_started, app} when is_atom(app) ->
        "already started application #{app}"

      {:not_started, app} when is_atom(app) ->
        "not started application #{app}"

      {:bad_application, app} ->
        "bad application: #{inspect(app)}"

      {:invalid_name, name} ->
        "invalid application name: #{inspect(name)}"

      {:invalid_restart_type, type} ->
        "invalid application restart type: #{inspect(type)}"

      {:invalid_options, options} ->
        "invalid application options: #{inspect(options)}"

      {'no such file or directory', file} ->
        "could not find application file: #{file}"

      {:bad_return, {{module, :start, args}, {:EXIT, reason}}} ->
        Exception.format_exit({reason, {module, :start, args}})

      {:bad_return, {{module, :start, args}, return}} ->
        Exception.format_mfa(module, :start, args) <>
          " returned a bad value: " <> inspect(return)

      {reason, {module, :start, args}} when is_atom(module) and is_list(args) ->
        Exception.format_mfa(module, :start, args) <>
          " returned an error: " <> Exception.format_exit(reason)

      _ ->
        Exception.format_exit(reason)
    end
  end
end
