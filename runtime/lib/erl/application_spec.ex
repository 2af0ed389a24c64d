defmodule :application_spec do
  # What is known about applications: how a specification is checked, and those that come with the
  # library.
  @moduledoc false

  @keys [
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
    :env,
    :mod,
    :start_phases
  ]

  @defaults %{
    description: [],
    id: [],
    vsn: [],
    modules: [],
    maxP: :infinity,
    maxT: :infinity,
    registered: [],
    included_applications: [],
    optional_applications: [],
    applications: [],
    env: [],
    mod: [],
    start_phases: :undefined
  }

  @doc "A specification `{:application, name, keyword}` as a map: `{:ok, name, spec}`."
  def parse({:application, name, options} = spec) when is_atom(name) do
    if is_list(options) and Enum.all?(options, &match?({key, _} when is_atom(key), &1)) do
      known = for {key, value} <- options, key in @keys, into: %{}, do: {key, value}
      {:ok, name, @defaults |> Map.merge(known) |> Map.put(:source, spec)}
    else
      {:error, {:invalid_options, options}}
    end
  end

  def parse({:application, name, _options}), do: {:error, {:invalid_name, name}}
  def parse(other), do: {:error, {:bad_application, other}}

  @doc "The items of a specification in their usual order."
  def to_list(spec), do: for(key <- @keys, do: {key, Map.fetch!(spec, key)})

  # The applications that run from the start, and those that may be started though there is
  # nothing to start: their modules are in the library.
  @running [
    {:kernel, 'ERTS  CXC 138 10', '8.5.3', []},
    {:stdlib, 'ERTS  CXC 138 10', '4.2', [:kernel]},
    {:compiler, 'ERTS  CXC 138 10', '8.2.3', [:kernel, :stdlib]},
    {:elixir, 'elixir', '1.14.0', [:kernel, :stdlib, :compiler]},
    {:logger, 'logger', '1.14.0', [:kernel, :stdlib, :elixir]}
  ]

  # What is more to say of one of them than its name and what it needs.
  @further %{
    logger: [
      mod: {Logger.App, []},
      modules: [
        Logger,
        Logger.App,
        Logger.Backends.Console,
        Logger.Filter,
        Logger.Formatter,
        Logger.Handler,
        Logger.Proxy,
        Logger.Server,
        Logger.Translator,
        Logger.Utils
      ],
      registered: [Logger.Supervisor],
      env: [
        backends: [:console],
        compile_time_application: nil,
        compile_time_purge_matching: [],
        console: [],
        discard_threshold: 500,
        discard_threshold_for_error_logger: 500,
        discard_threshold_periodic_check: 30_000,
        handle_otp_reports: true,
        handle_sasl_reports: false,
        start_options: [],
        sync_threshold: 20,
        translator_inspect_opts: [],
        translators: [{Logger.Translator, :translate}],
        truncate: 8096,
        utc_log: false
      ]
    ]
  }

  @available [
    {:sasl, 'SASL  CXC 138 11', '4.2', [:kernel, :stdlib]},
    {:crypto, 'CRYPTO', '5.1.2', [:kernel, :stdlib]},
    {:runtime_tools, 'RUNTIME_TOOLS', '1.19', [:kernel, :stdlib]},
    {:eex, 'eex', '1.14.0', [:kernel, :stdlib, :elixir]},
    {:iex, 'iex', '1.14.0', [:kernel, :stdlib, :elixir]}
  ]

  @ex_unit {:application, :ex_unit,
            [
              description: 'ex_unit',
              vsn: '1.14.0',
              applications: [:kernel, :stdlib, :elixir, :eex],
              registered: [ExUnit.Server, ExUnit.CaptureServer, ExUnit.OnExitHandler],
              mod: {ExUnit, []},
              env: [
                after_suite: [],
                assert_receive_timeout: 100,
                autorun: true,
                capture_log: false,
                colors: [],
                exclude: [],
                exit_status: 2,
                formatters: [ExUnit.CLIFormatter],
                include: [],
                max_cases: 8,
                max_failures: :infinity,
                refute_receive_timeout: 100,
                slowest: 0,
                stacktrace_depth: 20,
                timeout: 60_000,
                trace: false
              ]
            ]}

  @doc "The specifications of the applications that run from the start, in order."
  def running, do: Enum.map(@running, &spec/1)

  @doc "The specification of an application that comes with the library, or `nil`."
  def available(:ex_unit), do: @ex_unit

  def available(name) do
    case List.keyfind(@running ++ @available, name, 0) do
      nil -> nil
      application -> spec(application)
    end
  end

  defp spec({name, description, vsn, applications}) do
    own = [description: description, vsn: vsn, applications: applications]
    {:application, name, own ++ Map.get(@further, name, [])}
  end
end
