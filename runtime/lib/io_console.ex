defmodule :respawn_console do
  @moduledoc false
  # The process behind standard input and output, or standard error: a device of the I/O protocol
  # on top of the natives of :respawn_io.
  #
  # Programs that print to it do not come here: `:io` sees that a device is a console and writes
  # at once, so output is in order and costs no message. What comes here are requests to read, and
  # requests that somebody sent by hand. A reader of its own waits for lines, so that output is
  # served while a line is awaited; who asks for input meanwhile has to wait for his turn.
  #
  # state: `out` the device that is written to; `mode` and `encoding` as set by setopts;
  # `buffer` what was read ahead; `eof?` whether input has ended; `waiting` the requests for
  # input, the first of which `reader` is reading for, if that is not nil.

  @doc """
  Starts the console of standard input and output under the name `:user`, or that of standard
  error under `:standard_error`.
  """
  def start(:stdout), do: start(:stdout, :user)
  def start(:stderr), do: start(:stderr, :standard_error)

  defp start(out, name) do
    pid = spawn(:respawn_console, :init, [out, self()])

    receive do
      {^pid, :ready} -> :erlang.register(name, pid)
    end

    {:ok, pid}
  end

  @doc false
  def init(out, starter) do
    :respawn_io.become_console(out)
    :erlang.process_flag(:trap_exit, true)
    :erlang.group_leader(self(), self())
    send(starter, {self(), :ready})

    loop(%{
      out: out,
      mode: :binary,
      encoding: :unicode,
      buffer: "",
      eof?: out == :stderr,
      waiting: :queue.new(),
      reader: nil
    })
  end

  @doc false
  def loop(state) do
    receive do
      {:io_request, from, reply_as, request} ->
        loop(serve(request, {from, reply_as}, state))

      {:read, reader, result} when reader == state.reader ->
        loop(serve_waiting(received(result, %{state | reader: nil})))

      {:EXIT, reader, _reason} when reader == state.reader ->
        loop(serve_waiting(%{state | reader: nil, eof?: true}))

      _ ->
        loop(state)
    end
  end

  defp serve(request, client, state) do
    case IO.Request.classify(request) do
      {:input, want} -> wait(want, client, state)
      {:requests, requests} -> serve_all(requests, client, :ok, state)
      output -> answer(client, reply(request, output, state))
    end
  end

  # Requests are answered as the last of them, or the first that fails.
  defp serve_all([], client, reply, state), do: answer(client, {reply, state})

  defp serve_all(_requests, client, {:error, _} = error, state),
    do: answer(client, {error, state})

  defp serve_all([request], client, _reply, state), do: serve(request, client, state)

  defp serve_all([request | rest], client, _reply, state) do
    case IO.Request.classify(request) do
      # What is read on the way is not asked for.
      {:input, _want} ->
        serve_all(rest, client, :ok, state)

      {:requests, requests} ->
        serve_all(requests ++ rest, client, :ok, state)

      output ->
        {reply, state} = reply(request, output, state)
        serve_all(rest, client, reply, state)
    end
  end

  defp answer({from, reply_as}, {reply, state}) do
    send(from, {:io_reply, reply_as, reply})
    state
  end

  defp reply(_request, {:output, encoding, chars}, state),
    do: {write(encoding, chars, state), state}

  defp reply(_request, :error, state), do: {{:error, :put_chars}, state}

  defp reply(:getopts, :other, state),
    do: {[binary: state.mode == :binary, encoding: state.encoding], state}

  defp reply({:setopts, options}, :other, state) when is_list(options) do
    case set_options(options, state) do
      :error -> {{:error, :enotsup}, state}
      state -> {:ok, state}
    end
  end

  defp reply({:get_geometry, what}, :other, state), do: {geometry(what, state.out), state}
  defp reply(_request, :other, state), do: {{:error, :request}, state}

  defp write(encoding, chars, state) do
    case IO.Request.encode(chars, encoding, state.encoding) do
      {:ok, bytes} -> :respawn_io.write(state.out, bytes)
      {:error, :put_chars} -> {:error, {:put_chars, encoding, chars}}
      error -> error
    end
  end

  defp set_options([], state), do: state
  defp set_options([:binary | rest], state), do: set_options(rest, %{state | mode: :binary})
  defp set_options([:list | rest], state), do: set_options(rest, %{state | mode: :list})
  defp set_options([{:binary, true} | rest], state), do: set_options([:binary | rest], state)
  defp set_options([{:binary, false} | rest], state), do: set_options([:list | rest], state)

  defp set_options([{:encoding, encoding} | rest], state) when encoding in [:unicode, :latin1],
    do: set_options(rest, %{state | encoding: encoding})

  defp set_options([{:encoding, :utf8} | rest], state),
    do: set_options(rest, %{state | encoding: :unicode})

  # How lines are edited is the terminal's affair.
  defp set_options([{option, _} | rest], state) when option in [:echo, :expand_fun],
    do: set_options(rest, state)

  defp set_options(_options, _state), do: :error

  defp geometry(what, out) do
    case {what, :respawn_io.window_size(out)} do
      {:columns, {columns, _rows}} when is_integer(columns) -> columns
      {:rows, {_columns, rows}} when is_integer(rows) -> rows
      _ -> {:error, :enotsup}
    end
  end

  # Input

  defp wait(want, client, state) do
    state = %{state | waiting: :queue.in({want, client, :new}, state.waiting)}
    if state.reader == nil, do: serve_waiting(state), else: state
  end

  defp serve_waiting(state) do
    case :queue.out(state.waiting) do
      {{:value, {want, client, prompt}}, rest} -> serve_first(want, client, prompt, rest, state)
      {:empty, _} -> state
    end
  end

  defp serve_first(want, client, prompt, rest, state) do
    if prompt == :new, do: show_prompt(elem(want, 2), state)

    case IO.Request.take(want, state.buffer, state.eof?, state.encoding, state.mode) do
      {:done, reply, buffer} ->
        answer(client, {reply, state})
        # The end of a terminal's input is not the end of all: the next request asks again.
        serve_waiting(%{state | buffer: buffer, waiting: rest, eof?: state.out == :stderr})

      {:more, want} ->
        buffer = if elem(want, 0) == :until_more, do: "", else: state.buffer
        waiting = :queue.in_r({want, client, :shown}, rest)
        %{state | buffer: buffer, waiting: waiting, reader: start_reader()}
    end
  end

  defp show_prompt(prompt, _state) when prompt in [:"", "", []], do: :ok

  defp show_prompt(prompt, state) do
    write(:unicode, :io_lib.format_prompt(prompt, state.encoding), state)
  end

  defp start_reader do
    console = self()
    spawn_link(fn -> send(console, {:read, self(), :respawn_io.read_line(:stdin)}) end)
  end

  defp received({:ok, bytes}, state), do: %{state | buffer: state.buffer <> bytes}
  defp received(_eof_or_error, state), do: %{state | eof?: true}
end
