defmodule :respawn_port do
  # What a port does: it stands between a program outside and the processes that talk to it.
  #
  # A port is a process that goes by the name of a port; so its signals come in order, and links and monitors are what they are
  # elsewhere. The natives of this module (native/ports.cpp) do not wait. On the wall the port asks to be told when it is worth to
  # try again; in a lab it tries after a while of virtual time, for which the lab really stands still if nobody else is ready.
  #
  # Whatever does not belong into its mailbox ends a port, with the reason `:badsig`; so does the end of any process linked to it.
  @moduledoc false

  # Beyond this who writes waits until the program has read.
  @queue_bytes_max 8192
  @tries_ms_first 1
  @tries_ms_max 50

  # `plan`: what to start and how to talk about it, as :respawn_port_options.plan/2 has it.
  def open(plan) do
    opener = :erlang.self()
    request = :erlang.make_ref()
    port = :respawn_port.spawn(fn -> begin(opener, request, plan) end)
    monitor = :erlang.monitor(:port, port)

    receive do
      {^request, answer} ->
        :erlang.demonitor(monitor, [:flush])
        with :ok <- answer, do: {:ok, port}

      {:DOWN, ^monitor, :port, _port, _reason} ->
        {:error, :einval}
    end
  end

  # A question to the port; :closed when there is none.
  def call(port, question) do
    reference = :erlang.monitor(:port, port, alias: :reply_demonitor)
    :erlang.send(port, {:respawn_call, reference, :erlang.self(), question})

    receive do
      {^reference, answer} -> answer
      {:DOWN, ^reference, :port, _port, _reason} -> :closed
    end
  end

  # -- the port --------------------------------------------------------------------------------

  defp begin(opener, request, plan) do
    :erlang.process_flag(:trap_exit, true)

    case start(plan.program) do
      {:error, reason} ->
        :erlang.send(opener, {request, {:error, reason}})

      {os_pid, status} ->
        :erlang.link(opener)
        :erlang.send(opener, {request, :ok})

        port =
          :maps.merge(plan, %{
            owner: opener,
            os_pid: os_pid,
            status: status,
            reading: if(plan.reads, do: :open, else: :none),
            partial: "",
            queue: [],
            queued: 0,
            busy: [],
            input: 0,
            output: 0,
            tries_ms: @tries_ms_first
          })

        after_start(port)
    end
  end

  # {os_pid, status}; a program that did not come to run has ended with the number of the error.
  defp start({:fd, input, output}) do
    case :respawn_port.adopt(input, output) do
      :ok -> {:undefined, :none}
      {:error, reason, _number} -> {:error, reason}
    end
  end

  defp start({path, arguments, options}) do
    case :respawn_port.start(path, arguments, options) do
      {:ok, os_pid} -> {os_pid, :running}
      {:error, _reason, number} -> {:undefined, number}
    end
  end

  defp after_start(%{reading: :open} = port), do: read(port)
  defp after_start(port), do: wait(port, :infinity)

  # -- waiting ---------------------------------------------------------------------------------

  defp wait(port, milliseconds) do
    receive do
      :respawn_input -> read(port)
      :respawn_ended -> await_end(port)
      :respawn_output -> flush(port, fn port -> wait(port, milliseconds) end)
      {:respawn_call, reference, from, question} -> answer(port, question, {from, reference})
      {:EXIT, _from, reason} -> :erlang.exit(reason)
      {from, {:command, data}} -> command(port, from, data)
      {from, :close} -> close_on_request(port, from)
      {from, {:connect, pid}} -> connect_on_request(port, from, pid)
      _ -> :erlang.exit(:badsig)
    after
      milliseconds -> try_again(port)
    end
  end

  # Goes on behind a message, with whatever was to be waited for.
  defp go_on(port), do: try_again(port)

  defp try_again(%{queued: 0} = port), do: try_input(port)
  defp try_again(port), do: flush(port, &try_input/1)

  defp try_input(%{reading: :open} = port), do: read(port)

  defp try_input(%{status: :running, exit_status: true, reading: :closed} = port),
    do: await_end(port)

  defp try_input(%{queued: 0} = port), do: wait(port, :infinity)
  defp try_input(port), do: later(port, :respawn_output)

  # Nothing yet: to be told, or to look again after some time.
  defp later(port, what) do
    case :respawn_port.tell_when(what) do
      true -> wait(port, :infinity)
      false -> wait(%{port | tries_ms: min(port.tries_ms * 2, @tries_ms_max)}, port.tries_ms)
    end
  end

  # -- from the program ------------------------------------------------------------------------

  defp read(%{reading: :open} = port) do
    case :respawn_port.read(port.tries_ms) do
      {:data, bytes} ->
        port = %{port | input: port.input + byte_size(bytes), tries_ms: @tries_ms_first}
        wait(deliver(port, bytes), 0)

      :again ->
        later(port, :respawn_input)

      :eof ->
        ended_input(%{port | reading: :closed, tries_ms: @tries_ms_first})
    end
  end

  defp read(port), do: try_again(port)

  defp ended_input(%{exit_status: true, status: status} = port) when status != :none,
    do: await_end(port)

  defp ended_input(port), do: finish(port)

  defp await_end(%{status: :running} = port) do
    case :respawn_port.exit_status(port.tries_ms) do
      :again -> later(port, :respawn_ended)
      status -> finish(%{port | status: status})
    end
  end

  defp await_end(%{status: status} = port) when is_integer(status), do: finish(port)
  defp await_end(port), do: wait(port, :infinity)

  defp finish(port) do
    if port.exit_status and is_integer(port.status) do
      tell(port, {:exit_status, port.status})
    end

    with {:line, _length} <- port.framing, false <- port.partial == "" do
      tell(port, {:data, {:noeol, as_asked(port, port.partial)}})
    end

    if port.eof do
      tell(port, :eof)
      wait(%{port | exit_status: false, partial: ""}, :infinity)
    else
      :erlang.exit(:normal)
    end
  end

  defp tell(port, what), do: :erlang.send(port.owner, {:erlang.self(), what})

  defp as_asked(%{binary: true}, bytes), do: bytes
  defp as_asked(_port, bytes), do: :erlang.binary_to_list(bytes)

  defp deliver(%{framing: :stream} = port, bytes) do
    tell(port, {:data, as_asked(port, bytes)})
    port
  end

  defp deliver(%{framing: {:line, length}} = port, bytes) do
    %{port | partial: lines(port, join(port.partial, bytes), length)}
  end

  defp deliver(%{framing: {:packet, bytes_of_length}} = port, bytes) do
    %{port | partial: packets(port, join(port.partial, bytes), bytes_of_length * 8)}
  end

  defp join("", bytes), do: bytes
  defp join(partial, bytes), do: partial <> bytes

  defp lines(port, bytes, length) do
    case :binary.match(bytes, "\n", scope: {0, min(byte_size(bytes), length + 1)}) do
      {at, 1} ->
        <<line::binary-size(at), ?\n, rest::binary>> = bytes
        tell(port, {:data, {:eol, as_asked(port, line)}})
        lines(port, rest, length)

      :nomatch when byte_size(bytes) > length ->
        <<part::binary-size(length), rest::binary>> = bytes
        tell(port, {:data, {:noeol, as_asked(port, part)}})
        lines(port, rest, length)

      :nomatch ->
        :binary.copy(bytes)
    end
  end

  defp packets(port, bytes, bits_of_length) do
    case bytes do
      <<length::size(bits_of_length), packet::binary-size(length), rest::binary>> ->
        tell(port, {:data, as_asked(port, packet)})
        packets(port, rest, bits_of_length)

      _ ->
        bytes
    end
  end

  # -- to the program --------------------------------------------------------------------------

  # Anybody may write, but only in the owner's name.
  defp command(%{owner: owner} = port, owner, data) do
    case bytes_of(data) do
      {:ok, bytes} ->
        go_on(write(port, bytes))

      :error ->
        :logger.error('Bad value on output port \'~ts\'~n', [port.name])
        :erlang.exit(:badsig)
    end
  end

  defp command(_port, _from, _data), do: :erlang.exit(:badsig)

  defp bytes_of(data) do
    {:ok, :erlang.iolist_to_binary(data)}
  catch
    :error, :badarg -> :error
  end

  defp write(%{writes: false}, _bytes), do: :erlang.exit(:ebadf)

  defp write(port, bytes) do
    framed = frame(port.framing, bytes)
    size = byte_size(framed)
    port = %{port | output: port.output + size}

    case port.queued do
      0 -> attempt(port, [framed], size)
      queued -> %{port | queue: [framed | port.queue], queued: queued + size}
    end
  end

  defp frame({:packet, bytes_of_length}, bytes) do
    size = byte_size(bytes)
    if size >= :erlang.bsl(1, bytes_of_length * 8), do: :erlang.exit(:einval)
    <<size::size(bytes_of_length)-unit(8), bytes::binary>>
  end

  defp frame(_framing, bytes), do: bytes

  # Writes as much as the program takes. `parts` in order; the queue has them the other way around.
  defp attempt(port, [part | parts], size) do
    case :respawn_port.write(part) do
      {:error, reason} -> :erlang.exit(reason)
      count when count == byte_size(part) -> attempt(port, parts, size - count)
      count -> busy(port, :erlang.binary_part(part, count, byte_size(part) - count), parts, size - count)
    end
  end

  defp attempt(port, [], 0), do: idle(%{port | queue: [], queued: 0})

  defp busy(port, rest, parts, size) do
    :respawn_port.tell_when(:respawn_output)
    idle(%{port | queue: :lists.reverse([rest | parts]), queued: size})
  end

  defp flush(%{queued: 0} = port, next), do: next.(port)
  defp flush(port, next), do: next.(attempt(port, :lists.reverse(port.queue), port.queued))

  # Those who waited until the program has read get their turn.
  defp idle(%{busy: [{asker, bytes} | busy], queued: queued} = port)
       when queued <= @queue_bytes_max do
    reply(asker, true)
    idle(write(%{port | busy: busy}, bytes))
  end

  defp idle(port), do: port

  # -- requests --------------------------------------------------------------------------------

  defp reply({_from, reference}, answer), do: :erlang.send(reference, {reference, answer})

  defp answer(port, {:command, bytes, flags}, asker) do
    cond do
      port.queued <= @queue_bytes_max ->
        # Before the bytes have gone: that they could not is told to those who are linked.
        reply(asker, true)
        go_on(write(port, bytes))

      :lists.member(:nosuspend, flags) ->
        reply(asker, false)
        go_on(port)

      true ->
        go_on(%{port | busy: port.busy ++ [{asker, bytes}]})
    end
  end

  defp answer(port, {:connect, pid}, asker) do
    :erlang.link(pid)
    reply(asker, true)
    go_on(%{port | owner: pid})
  end

  defp answer(_port, :close, {from, _reference} = asker) do
    tell_of_end(from)
    reply(asker, true)
    :erlang.exit(:normal)
  end

  defp answer(port, {:info, items}, asker) do
    reply(asker, {:ok, :lists.map(fn item -> {item, item(port, item, asker)} end, items)})
    go_on(port)
  end

  # Who closes a port has been told of its end, if it is linked, before the call returns.
  defp tell_of_end(pid) do
    {:links, links} = own(:links)

    if :lists.member(pid, links) do
      :erlang.unlink(pid)
      :erlang.exit(pid, :normal)
    end
  end

  defp close_on_request(%{owner: owner}, owner) do
    tell_of_end(owner)
    :erlang.send(owner, {:erlang.self(), :closed})
    :erlang.exit(:normal)
  end

  defp close_on_request(_port, _from), do: :erlang.exit(:badsig)

  defp connect_on_request(%{owner: owner} = port, owner, pid) when is_pid(pid) do
    :erlang.send(owner, {:erlang.self(), :connected})
    go_on(%{port | owner: pid})
  end

  defp connect_on_request(_port, _from, _pid), do: :erlang.exit(:badsig)

  # -- information -----------------------------------------------------------------------------

  defp own(item) do
    {:ok, [answer]} = :respawn_process.info(:erlang.self(), [item])
    answer
  end

  # The asker watches the port meanwhile, which it did not ask about.
  defp item(_port, :monitored_by, {from, _reference}) do
    {:monitored_by, watchers} = own(:monitored_by)
    :lists.delete(from, watchers)
  end

  defp item(port, item, _asker), do: item(port, item)

  defp item(port, :name), do: port.name
  defp item(port, :connected), do: port.owner
  defp item(port, :os_pid), do: port.os_pid
  defp item(port, :input), do: port.input
  defp item(port, :output), do: port.output
  defp item(port, :queue_size), do: port.queued
  defp item(port, :parallelism), do: port.parallelism
  defp item(_port, :locking), do: :port_level
  defp item(_port, :id), do: number(:erlang.port_to_list(:erlang.self()), 0)

  defp item(_port, item) do
    {_item, value} = own(item)
    value
  end

  # Of "#Port<0.12>".
  defp number([digit | text], number) when digit in ?0..?9, do: number(text, number * 10 + digit - ?0)
  defp number([?. | text], _number), do: number(text, 0)
  defp number([_ | text], number), do: number(text, number)
  defp number([], number), do: number
end
