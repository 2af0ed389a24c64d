# What code logs, as text: a backend of the logger that writes to a StringIO, in place of the console.

defmodule ExUnit.CaptureLog do
  @moduledoc """
  Captures what is logged, by any process, while a function runs.

      import ExUnit.CaptureLog

      assert capture_log(fn -> Logger.error("bad") end) =~ "bad"
      assert {3, text} = with_log(fn -> Logger.info("three"); 3 end)

  Options are those of the console: `:level`, `:format`, `:metadata`, `:colors`.
  """

  alias ExUnit.CaptureServer

  defmodule Backend do
    @moduledoc false
    # The console's backend with another device.

    alias Logger.Backends.Console

    def init({__MODULE__, {_ref, text, options}}) do
      options = Keyword.merge([colors: [enabled: false]], options)
      Console.init({Console, Keyword.put(options, :device, text)})
    end

    defdelegate handle_event(event, state), to: Console
    defdelegate handle_info(message, state), to: Console
    def handle_call(_request, state), do: {:ok, :ok, state}
    def terminate(_reason, _state), do: :ok
  end

  @doc "What is logged while the function runs."
  @spec capture_log(keyword, (() -> any)) :: String.t()
  def capture_log(options \\ [], fun), do: options |> with_log(fun) |> elem(1)

  @doc "The function's value, and what is logged while it runs."
  @spec with_log(keyword, (() -> any)) :: {any, String.t()}
  def with_log(options \\ [], fun) when is_list(options) and is_function(fun, 0) do
    {:ok, text} = StringIO.open("")
    ref = CaptureServer.log_capture_on(self(), text, options)

    try do
      result = fun.()
      :ok = Logger.flush()
      CaptureServer.log_capture_off(ref)
      {:ok, {_input, output}} = StringIO.close(text)
      {result, output}
    catch
      kind, reason ->
        CaptureServer.log_capture_off(ref)
        StringIO.close(text)
        :erlang.raise(kind, reason, __STACKTRACE__)
    end
  end
end
