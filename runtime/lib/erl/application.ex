defmodule :application do
  @moduledoc """
  Applications: starting and stopping them with what they need, and their environment.

      :application.load({:application, :my_app, [vsn: '1.0', mod: {MyApp, []}, applications: []]})
      :application.start(:my_app)

  The environment and the specifications are read from the table of `:application_controller`,
  which does everything else.
  """

  @callback start(type :: term, args :: term) :: {:ok, pid} | {:ok, pid, term} | {:error, term}
  @callback stop(state :: term) :: term

  ## Starting and stopping

  @doc "Loads an application, given by its specification or by the name of one that is known."
  def load(name_or_spec), do: :application_controller.load(name_or_spec)

  @doc false
  def load(name_or_spec, _distributed_nodes), do: load(name_or_spec)

  @doc "Forgets the specification of an application that does not run."
  def unload(application), do: :application_controller.unload(application)

  @doc "Starts an application; what it needs must run already."
  def start(application), do: start(application, :temporary)

  @doc "Starts an application as `:temporary`, `:transient` or `:permanent`."
  def start(application, type) do
    with :ok <- load_known(application) do
      :application_controller.start(application, type)
    end
  end

  defp load_known(application) do
    case load(application) do
      :ok -> :ok
      {:error, {:already_loaded, _}} -> :ok
      error -> error
    end
  end

  @doc "Starts an application, unless it runs already."
  def ensure_started(application), do: ensure_started(application, :temporary)

  @doc false
  def ensure_started(application, type) do
    case start(application, type) do
      {:error, {:already_started, ^application}} -> :ok
      result -> result
    end
  end

  @doc "Starts an application and what it needs: `{:ok, started}`."
  def ensure_all_started(application), do: ensure_all_started(application, :temporary)

  @doc false
  def ensure_all_started(application, type) do
    case start_with_needs(application, type, []) do
      {:ok, started} ->
        {:ok, :lists.reverse(started)}

      {:error, reason, started} ->
        Enum.each(started, &stop/1)
        {:error, reason}
    end
  end

  defp start_with_needs(application, type, started) do
    case start(application, type) do
      :ok -> {:ok, [application | started]}
      {:error, {:already_started, ^application}} -> {:ok, started}
      {:error, {:not_started, needed}} -> start_needed(application, needed, type, started)
      {:error, reason} -> {:error, {application, reason}, started}
    end
  end

  defp start_needed(application, needed, type, started) do
    case start_with_needs(needed, type, started) do
      {:ok, started} -> start_with_needs(application, type, started)
      error -> error
    end
  end

  @doc "Stops an application."
  def stop(application), do: :application_controller.stop(application)

  @doc "The applications that run, as `{name, description, version}`."
  def which_applications, do: :application_controller.which_applications()

  @doc false
  def which_applications(_timeout), do: which_applications()

  @doc "The applications that are loaded, as `{name, description, version}`."
  def loaded_applications, do: :application_controller.loaded_applications()

  @doc "How the application of the calling process was started."
  def start_type do
    case get_application() do
      {:ok, _application} -> :normal
      :undefined -> :undefined
    end
  end

  @doc "What is loaded and what runs."
  def info do
    [
      loaded: loaded_applications(),
      running: for({name, _, _} <- which_applications(), do: {name, :undefined})
    ]
  end

  ## Environment

  @doc "The value of `key` for the application of the calling process."
  def get_env(key) do
    case get_application() do
      {:ok, application} -> get_env(application, key)
      :undefined -> :undefined
    end
  end

  @doc "The value of `key`: `{:ok, value}` or `:undefined`."
  def get_env(application, key), do: :application_controller.get_env(application, key)

  @doc "The value of `key`, or `default`."
  def get_env(application, key, default) do
    case get_env(application, key) do
      {:ok, value} -> value
      :undefined -> default
    end
  end

  @doc "The environment of the application of the calling process."
  def get_all_env do
    case get_application() do
      {:ok, application} -> get_all_env(application)
      :undefined -> []
    end
  end

  @doc "The environment of an application."
  def get_all_env(application), do: :application_controller.get_all_env(application)

  @doc "Sets values for several applications."
  def set_env(config), do: set_env(config, [])

  @doc false
  def set_env(config, options) when is_list(config) and is_list(options) do
    case check_config(config, []) do
      :ok ->
        for {application, env} <- config, {key, value} <- env do
          :application_controller.set_env(application, key, value, options)
        end

        :ok

      {:error, message} ->
        :erlang.error({:badarg, message}, [config, options])
    end
  end

  @doc "Sets the value of `key`."
  def set_env(application, key, value), do: set_env(application, key, value, [])

  @doc "Sets the value of `key`; with `persistent: true` it survives loading and unloading."
  def set_env(application, key, value, options) when is_list(options) do
    :application_controller.set_env(application, key, value, options)
  end

  def set_env(application, key, value, _timeout) do
    :application_controller.set_env(application, key, value, [])
  end

  defp check_config([{application, env} | rest], seen) when is_atom(application) do
    cond do
      application in seen ->
        {:error,
         :lists.flatten(['duplicate application config: ', Atom.to_charlist(application)])}

      not is_list(env) ->
        {:error, 'application: env is not a list'}

      true ->
        check_config(rest, [application | seen])
    end
  end

  defp check_config([], _seen), do: :ok
  defp check_config(_other, _seen), do: {:error, 'application config is malformed'}

  @doc "Removes `key` from the environment."
  def unset_env(application, key), do: unset_env(application, key, [])

  @doc false
  def unset_env(application, key, options) do
    options = if is_list(options), do: options, else: []
    :application_controller.unset_env(application, key, options)
  end

  ## Specifications

  @doc "One item of the specification of the calling process's application."
  def get_key(key) do
    case get_application() do
      {:ok, application} -> get_key(application, key)
      :undefined -> :undefined
    end
  end

  @doc "One item of a specification: `{:ok, value}` or `:undefined`."
  def get_key(application, key), do: :application_controller.get_key(application, key)

  @doc false
  def get_all_key do
    case get_application() do
      {:ok, application} -> get_all_key(application)
      :undefined -> []
    end
  end

  @doc "The whole specification: `{:ok, keyword}` or `:undefined`."
  def get_all_key(application), do: :application_controller.get_all_key(application)

  @doc "The application of the calling process: `{:ok, name}` or `:undefined`."
  def get_application, do: get_application(self())

  @doc "The application that a process or a module belongs to."
  def get_application(pid) when is_pid(pid), do: :application_controller.application_of(pid)

  def get_application(module) when is_atom(module) do
    :application_controller.application_of_module(module)
  end
end
