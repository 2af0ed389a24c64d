# What code writes, as text. The standard output of a process is its group leader: a StringIO takes that place while
# the function runs. Other devices have names, which `ExUnit.CaptureServer` gives to a StringIO.

defmodule ExUnit.CaptureIO do
  @moduledoc """
  Captures what is written.

      import ExUnit.CaptureIO

      assert capture_io(fn -> IO.puts("a") end) == "a\\n"
      assert capture_io("input", fn -> IO.write(IO.gets("> ")) end) == "> input"
      assert capture_io(:stderr, fn -> IO.write(:stderr, "oh") end) == "oh"
      assert {3, "three\\n"} = with_io(fn -> IO.puts("three"); 3 end)

  Options, instead of the device or the input: `:input`, `:capture_prompt` (true), `:encoding` (`:unicode`).
  """

  alias ExUnit.CaptureServer

  @doc "What the function writes to the standard output."
  @spec capture_io((() -> any)) :: String.t()
  def capture_io(fun) when is_function(fun, 0), do: fun |> with_io() |> elem(1)

  @doc "The same with a device, an input or options."
  @spec capture_io(atom | String.t() | keyword, (() -> any)) :: String.t()
  def capture_io(device_input_or_options, fun), do: device_input_or_options |> with_io(fun) |> elem(1)

  @doc "The same with a device, and an input or options."
  @spec capture_io(atom, String.t() | keyword, (() -> any)) :: String.t()
  def capture_io(device, input_or_options, fun), do: device |> with_io(input_or_options, fun) |> elem(1)

  @doc "The function's value, and what it writes to the standard output."
  @spec with_io((() -> any)) :: {any, String.t()}
  def with_io(fun) when is_function(fun, 0), do: with_io(:stdio, [], fun)

  @doc "The same with a device, an input or options."
  @spec with_io(atom | String.t() | keyword, (() -> any)) :: {any, String.t()}
  def with_io(device, fun) when is_atom(device), do: with_io(device, [], fun)
  def with_io(input, fun) when is_binary(input), do: with_io(:stdio, [input: input], fun)
  def with_io(options, fun) when is_list(options), do: with_io(:stdio, options, fun)

  @doc "The same with a device, and an input or options."
  @spec with_io(atom, String.t() | keyword, (() -> any)) :: {any, String.t()}
  def with_io(device, input, fun) when is_binary(input), do: with_io(device, [input: input], fun)

  def with_io(device, options, fun) when is_atom(device) and is_list(options) and is_function(fun, 0) do
    device |> device_name() |> capture(options, fun)
  end

  defp device_name(:stdio), do: :standard_io
  defp device_name(:stderr), do: :standard_error
  defp device_name(other), do: other

  defp capture(:standard_io, options, fun) do
    prompt = Keyword.get(options, :capture_prompt, true)
    encoding = Keyword.get(options, :encoding, :unicode)
    {:ok, text} = StringIO.open(Keyword.get(options, :input, ""), capture_prompt: prompt, encoding: encoding)
    leader = Process.group_leader()
    Process.group_leader(self(), text)

    try do
      result = fun.()
      {:ok, {_input, output}} = StringIO.close(text)
      {result, output}
    catch
      kind, reason ->
        StringIO.close(text)
        :erlang.raise(kind, reason, __STACKTRACE__)
    after
      Process.group_leader(self(), leader)
    end
  end

  defp capture(device, options, fun) do
    input = Keyword.get(options, :input, "")

    case CaptureServer.device_capture_on(device, Keyword.get(options, :encoding, :unicode), input) do
      {:ok, ref} ->
        try do
          result = fun.()
          {result, CaptureServer.device_output(device, ref)}
        after
          CaptureServer.device_capture_off(ref)
        end

      {:error, :no_device} ->
        raise "could not find IO device registered at #{inspect(device)}"

      {:error, :already_captured} ->
        raise "IO device registered at #{inspect(device)} is already captured"
    end
  end
end
