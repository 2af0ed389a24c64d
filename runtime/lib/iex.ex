defmodule IEx do
  @moduledoc ~S"""
  The interactive shell.

  Every line is evaluated by a process, and what comes out is printed. Variables stay, and so
  do results: `v()` is the last one. `h` tells about a module or a function, `i` about a value.

      iex> h Enum.map
      iex> i self()

  `h()` lists the helpers, which are the functions of `IEx.Helpers`. A line that begins an
  expression waits for its end; `#iex:break` alone on a line gives up what was entered.

  How values are printed can be changed with `configure/1`.
  """

  alias IEx.Config

  @doc """
  Changes how the shell prints and asks.

    * `:inspect` - options for `Kernel.inspect/2`, such as `[limit: 10, charlists: :as_lists]`
    * `:width` - the columns that a line may take
    * `:colors` - a keyword list: `enabled: true`, and colors by name as in `eval_result: :green`
    * `:default_prompt` - the prompt, where `%counter` is the number of the line and `%prefix` is `iex`
    * `:continuation_prompt` - that of the further lines of an expression
    * `:history_size` - how many results `v/1` can go back to

      iex> IEx.configure(inspect: [limit: 3])
  """
  @spec configure(keyword) :: :ok
  def configure(options), do: Config.configure(options)

  @doc """
  All that was configured, or is so from the beginning.
  """
  @spec configuration() :: keyword
  def configuration, do: Config.configuration()

  @doc """
  Runs `fun` whenever a shell process starts.

      IEx.after_spawn(fn -> Process.put(:greeted, true) end)
  """
  @spec after_spawn((... -> any)) :: :ok
  def after_spawn(fun) when is_function(fun), do: Config.after_spawn(fun)

  @doc """
  The functions that were given to `after_spawn/1`.
  """
  @spec after_spawn() :: [(... -> any)]
  def after_spawn, do: Config.after_spawn()

  @doc """
  True while there is a shell.
  """
  @spec started?() :: boolean
  def started?, do: Process.whereis(:respawn_shell) != nil

  @doc """
  Writes `string` in the color that the shell uses for `color`, if it uses colors.

      IEx.color(:eval_error, "no such thing")
  """
  @spec color(atom, String.t()) :: String.t()
  def color(color, string), do: Config.color(color, string)

  @doc """
  How many columns the shell uses: at most 80 unless it was configured otherwise.
  """
  @spec width() :: pos_integer
  def width, do: Config.width()

  @doc """
  The options with which results are printed, for `Kernel.inspect/2`.
  """
  @spec inspect_opts() :: keyword
  def inspect_opts, do: Config.inspect_opts()

  @doc false
  # A result that is not printed.
  def dont_display_result, do: :"do not show this result in output"

  @doc """
  Stops the process here, and lets the shell look around in it: what is typed runs in the
  stopped process, among its variables, until `continue()`.

  The shell asks first whether it may. A process that others wait for makes them wait: a
  `GenServer.call` gives up after five seconds.

      def handle_call(:pop, _from, stack) do
        require IEx
        IEx.pry()
        {:reply, hd(stack), tl(stack)}
      end
  """
  defmacro pry do
    quote do
      IEx.Pry.pry(binding(), __ENV__)
    end
  end

  @doc """
  Would stop at a function without a change of its code, which needs an interpreter that respawn does
  not have: it says what to do instead.
  """
  @spec break!(module, atom, arity, non_neg_integer) :: no_return
  def break!(module, function, arity, _stops \\ 1) do
    raise "breakpoints are not supported: write require IEx; IEx.pry() into " <>
            Exception.format_mfa(module, function, arity) <>
            ", or stop the lab in the window at any event (:observer.start)"
  end
end
