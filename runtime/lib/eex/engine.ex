defmodule EEx.Engine do
  @moduledoc """
  The behaviour of engines, and the basic one, which makes a string.

  An engine gets the parts of a template one by one with a state of its own, and gives a quoted
  expression in the end. `handle_begin/1` and `handle_end/1` stand around what is inside of a block.
  """

  @type state :: term()

  @doc "The state to begin a template with."
  @callback init(opts :: keyword()) :: state()

  @doc "Called when the template is through; gives the quoted expression of it."
  @callback handle_body(state()) :: Macro.t()

  @doc "Called for text."
  @callback handle_text(state(), [line: pos_integer(), column: pos_integer()], String.t()) ::
              state()

  @doc "Called for the code of a tag; the marker is what follows `<%`: an equals sign, nothing, a bar or a slash."
  @callback handle_expr(state(), marker :: String.t(), expr :: Macro.t()) :: state()

  @doc "Called where the inside of a block begins; gives the state for it."
  @callback handle_begin(state()) :: state()

  @doc "Called where the inside of a block ends; gives the quoted expression of it."
  @callback handle_end(state()) :: Macro.t()

  @doc false
  @deprecated "Use explicit delegation to EEx.Engine instead"
  defmacro __using__(_) do
    quote do
      @behaviour EEx.Engine

      def init(opts), do: EEx.Engine.init(opts)
      def handle_body(state), do: EEx.Engine.handle_body(state)
      def handle_begin(state), do: EEx.Engine.handle_begin(state)
      def handle_end(state), do: EEx.Engine.handle_end(state)
      def handle_text(state, text), do: EEx.Engine.handle_text(state, [], text)
      def handle_expr(state, marker, expr), do: EEx.Engine.handle_expr(state, marker, expr)

      defoverridable init: 1,
                     handle_body: 1,
                     handle_begin: 1,
                     handle_end: 1,
                     handle_text: 2,
                     handle_expr: 3
    end
  end

  @doc """
  Makes `assigns` of `@name`: `EEx.Engine.fetch_assign!(assigns, :name)`; other code stays as it is.
  """
  @spec handle_assign(Macro.t()) :: Macro.t()
  def handle_assign({:@, meta, [{name, _, context}]}) when is_atom(name) and is_atom(context) do
    line = meta[:line] || 0

    quote line: line do
      EEx.Engine.fetch_assign!(var!(assigns), unquote(name))
    end
  end

  def handle_assign(quoted), do: quoted

  @doc false
  # Templates call this for `@key`. One that is missing is `nil`, with a warning.
  def fetch_assign!(assigns, key) do
    case Access.fetch(assigns, key) do
      {:ok, value} ->
        value

      :error ->
        IO.warn(
          "assign @#{key} not available in EEx template. " <>
            "Please ensure all assigns are given as options. " <>
            "Available assigns: #{inspect(Enum.map(assigns, &elem(&1, 0)))}"
        )

        nil
    end
  end

  @doc false
  def init(_opts), do: %{binary: [], dynamic: [], vars_count: 0}

  @doc false
  def handle_begin(state) do
    check_state!(state)
    %{state | binary: [], dynamic: []}
  end

  @doc false
  def handle_end(quoted), do: handle_body(quoted)

  @doc false
  def handle_body(state) do
    check_state!(state)
    %{binary: binary, dynamic: dynamic} = state
    {:__block__, [], Enum.reverse([{:<<>>, [], Enum.reverse(binary)} | dynamic])}
  end

  @doc false
  def handle_text(state, _meta, text) do
    check_state!(state)
    %{state | binary: [text | state.binary]}
  end

  @doc false
  def handle_expr(state, "=", quoted) do
    check_state!(state)
    %{binary: binary, dynamic: dynamic, vars_count: count} = state
    var = Macro.var(:"arg#{count}", __MODULE__)

    assignment = quote(do: unquote(var) = String.Chars.to_string(unquote(quoted)))
    segment = {:"::", [], [var, {:binary, [], __MODULE__}]}
    %{state | binary: [segment | binary], dynamic: [assignment | dynamic], vars_count: count + 1}
  end

  def handle_expr(state, "", quoted) do
    check_state!(state)
    %{state | dynamic: [quoted | state.dynamic]}
  end

  def handle_expr(_state, marker, _quoted) when marker in ["/", "|"] do
    raise EEx.SyntaxError,
          "unsupported EEx syntax <%#{marker} %> " <>
            "(the syntax is valid but not supported by the current EEx engine)"
  end

  defp check_state!(%{binary: _, dynamic: _, vars_count: _}), do: :ok

  defp check_state!(state) do
    raise "unexpected EEx.Engine state: #{inspect(state)}. " <>
            "This typically means a bug or an outdated EEx.Engine or tool"
  end
end

defmodule EEx.SmartEngine do
  @moduledoc """
  The engine that is used unless another is given: `@name` in a template is the value of `name` in
  the variable `assigns`.

      iex> EEx.eval_string("<%= @foo %>", assigns: [foo: 1])
      "1"
  """

  @behaviour EEx.Engine

  @impl true
  defdelegate init(opts), to: EEx.Engine

  @impl true
  defdelegate handle_body(state), to: EEx.Engine

  @impl true
  defdelegate handle_begin(state), to: EEx.Engine

  @impl true
  defdelegate handle_end(state), to: EEx.Engine

  @impl true
  defdelegate handle_text(state, meta, text), to: EEx.Engine

  @impl true
  def handle_expr(state, marker, quoted) do
    EEx.Engine.handle_expr(state, marker, Macro.prewalk(quoted, &EEx.Engine.handle_assign/1))
  end
end
