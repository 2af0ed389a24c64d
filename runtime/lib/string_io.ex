defmodule StringIO do
  @moduledoc """
  A device in memory: what is read comes from a text, what is written is kept.

      {:ok, device} = StringIO.open("first\\nsecond")
      IO.gets(device, "")           # => "first\\n"
      IO.write(device, "output")
      StringIO.contents(device)     # => {"second", "output"}

  The device is a process linked to the one that opens it, and speaks Erlang's I/O protocol, so it
  can also be made the group leader of a process to capture what that prints.
  """

  @call_timeout_ms 5000

  @doc """
  Opens a device on `string`, gives it to `function`, and closes it: `{:ok, result}`.

      StringIO.open("foo", [], fn device -> IO.gets(device, ">") end)  # => {:ok, "foo"}
  """
  @spec open(binary, keyword, (pid -> result)) :: {:ok, result} when result: any
  def open(string, options, function)
      when is_binary(string) and is_list(options) and is_function(function, 1) do
    {:ok, pid} = start_link(string, options)

    try do
      {:ok, function.(pid)}
    after
      {:ok, {_input, _output}} = close(pid)
    end
  end

  @doc """
  Opens a device on `string`: `{:ok, pid}`. With a function as second argument, as `open/3`.

  `capture_prompt: true` keeps prompts with the output; `:encoding` of the output is `:unicode`
  (default) or `:latin1`.

      {:ok, device} = StringIO.open("foo", capture_prompt: true)
  """
  @spec open(binary, keyword) :: {:ok, pid}
  @spec open(binary, (pid -> result)) :: {:ok, result} when result: any
  def open(string, options_or_function \\ [])

  def open(string, options) when is_binary(string) and is_list(options),
    do: start_link(string, options)

  def open(string, function) when is_binary(string) and is_function(function, 1),
    do: open(string, [], function)

  defp start_link(string, options) do
    state = %{
      input: string,
      output: "",
      encoding: Keyword.get(options, :encoding, :unicode),
      capture_prompt: Keyword.get(options, :capture_prompt, false)
    }

    {:ok, :proc_lib.spawn_link(__MODULE__, :loop, [state])}
  end

  @doc """
  What is left of the input, and all output, as `{input, output}`.

      StringIO.contents(device)  # => {"in", "out"}
  """
  @spec contents(pid) :: {binary, binary}
  def contents(pid) when is_pid(pid), do: call(pid, :contents)

  @doc """
  The output, which is then forgotten.

      StringIO.flush(device)  # => "out"
  """
  @spec flush(pid) :: binary
  def flush(pid) when is_pid(pid), do: call(pid, :flush)

  @doc """
  Ends the device and gives what is left of its input, and its output.

      StringIO.close(device)  # => {:ok, {"in", "out"}}
  """
  @spec close(pid) :: {:ok, {binary, binary}}
  def close(pid) when is_pid(pid), do: call(pid, :close)

  # A call as GenServer makes it, and fails.
  defp call(pid, request) do
    reference = :erlang.monitor(:process, pid)
    send(pid, {:"$gen_call", {self(), reference}, request})

    receive do
      {^reference, reply} ->
        :erlang.demonitor(reference, [:flush])
        reply

      {:DOWN, ^reference, :process, _pid, reason} ->
        exit({reason, {GenServer, :call, [pid, request, @call_timeout_ms]}})
    after
      @call_timeout_ms ->
        :erlang.demonitor(reference, [:flush])
        exit({:timeout, {GenServer, :call, [pid, request, @call_timeout_ms]}})
    end
  end

  # The device

  @doc false
  def loop(state) do
    receive do
      {:io_request, from, reply_as, request} ->
        {reply, state} = io_request(request, state)
        send(from, {:io_reply, reply_as, reply})
        loop(state)

      {:"$gen_call", {from, reference}, :contents} ->
        send(from, {reference, {state.input, state.output}})
        loop(state)

      {:"$gen_call", {from, reference}, :flush} ->
        send(from, {reference, state.output})
        loop(%{state | output: ""})

      {:"$gen_call", {from, reference}, :close} ->
        send(from, {reference, {:ok, {state.input, state.output}}})

      _ ->
        loop(state)
    end
  end

  defp io_request(:getopts, state), do: {[binary: true, encoding: state.encoding], state}

  defp io_request({:setopts, [encoding: encoding]}, state) when encoding in [:latin1, :unicode],
    do: {:ok, %{state | encoding: encoding}}

  defp io_request({:setopts, _options}, state), do: {{:error, :enotsup}, state}
  defp io_request({:get_geometry, _}, state), do: {{:error, :enotsup}, state}
  defp io_request({:get_password, encoding}, state), do: get({:line, encoding, ""}, state)

  defp io_request(request, state) do
    case IO.Request.classify(request) do
      {:output, encoding, chars} -> put_chars(encoding, chars, state)
      {:input, want} -> get(want, state)
      {:requests, requests} -> io_requests(requests, {:ok, state})
      :error -> {{:error, request}, state}
      :other -> {{:error, :request}, state}
    end
  end

  # One after the other, up to the first that fails.
  defp io_requests([request | rest], {:ok, state}),
    do: io_requests(rest, io_request(request, state))

  defp io_requests(_requests, result), do: result

  defp put_chars(encoding, chars, state) do
    case IO.Request.encode(chars, encoding, state.encoding) do
      {:ok, bytes} -> {:ok, %{state | output: state.output <> bytes}}
      {:error, :put_chars} -> {{:error, {:put_chars, encoding, chars}}, state}
      {:error, reason} -> {{:error, reason}, state}
    end
  end

  # Input is read as the request asks, whatever the encoding of the output: characters if it says
  # :unicode, bytes if it says :latin1.

  defp get(want, state) do
    case take(want, state.input) do
      {{:error, _} = error, _rest} -> {error, state}
      {reply, rest} -> {reply, %{prompted(want, state) | input: rest}}
    end
  end

  defp prompted(_want, %{capture_prompt: false} = state), do: state

  defp prompted(want, state),
    do: %{state | output: state.output <> IO.chardata_to_string(elem(want, 2))}

  defp take(_want, ""), do: {:eof, ""}

  defp take({:line, encoding, _prompt}, input) do
    {line, rest} = first_line(input)

    if encoding == :unicode and not String.valid?(line),
      do: {{:error, :collect_line}, input},
      else: {line, rest}
  end

  defp take({:chars, encoding, _prompt, count}, input) do
    case IO.Request.split_chars(input, count, encoding) do
      {:ok, chars, rest} ->
        {chars, rest}

      :short ->
        if encoding == :latin1 or String.valid?(input), do: {input, ""}, else: invalid(input)

      :error ->
        invalid(input)
    end
  end

  defp take(want, input) do
    {:done, reply, rest} = IO.Request.take(want, input, true, :unicode, :binary)
    {reply, rest}
  end

  defp invalid(input), do: {{:error, :invalid_unicode}, input}

  defp first_line(input) do
    case :binary.match(input, "\n") do
      {start, 1} -> :erlang.split_binary(input, start + 1)
      :nomatch -> {input, ""}
    end
  end
end
