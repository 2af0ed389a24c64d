defmodule :respawn_port_options do
  # What `:erlang.open_port/2` is told, made into a plan for :respawn_port. What is wrong with it is thrown, as {argument, fault}.
  @moduledoc false

  def plan(name, options) do
    defaults = %{
      framing: :stream,
      binary: false,
      eof: false,
      exit_status: false,
      parallelism: false,
      reads: :unsaid,
      writes: :unsaid,
      arguments: :none,
      own_name: :none,
      folder: nil,
      variables: [],
      joins_error: false,
      reads_nothing: false,
      pipes_at: 0
    }

    finish(name, directions(fold(options, defaults)))
  end

  defp fold([option | options], plan), do: fold(options, option(option, plan))
  defp fold([], plan), do: plan
  defp fold(_options, _plan), do: bad_option()

  defp bad_option, do: throw({:fault, 2, "invalid option in list"})

  defp option(:stream, plan), do: %{plan | framing: :stream}
  defp option(:binary, plan), do: %{plan | binary: true}
  defp option(:eof, plan), do: %{plan | eof: true}
  defp option(:exit_status, plan), do: %{plan | exit_status: true}
  defp option(:in, plan), do: %{plan | reads: true}
  defp option(:out, plan), do: %{plan | writes: true}
  defp option(:use_stdio, plan), do: %{plan | pipes_at: 0}
  defp option(:nouse_stdio, plan), do: %{plan | pipes_at: 3}
  defp option(:stderr_to_stdout, plan), do: %{plan | joins_error: true}
  defp option(:hide, plan), do: plan
  defp option(:overlapped_io, plan), do: plan
  # For :os.cmd.
  defp option(:respawn_reads_nothing, plan), do: %{plan | reads_nothing: true}

  defp option({:packet, bytes}, plan) when bytes in [1, 2, 4],
    do: %{plan | framing: {:packet, bytes}}

  defp option({:line, length}, plan) when is_integer(length) and length > 0,
    do: %{plan | framing: {:line, length}}

  defp option({:parallelism, on?}, plan) when is_boolean(on?), do: %{plan | parallelism: on?}
  defp option({:busy_limits_port, _limits}, plan), do: plan
  defp option({:busy_limits_msgq, _limits}, plan), do: plan
  defp option({:cd, folder}, plan), do: %{plan | folder: file_name(folder)}
  defp option({:env, variables}, plan), do: %{plan | variables: variables(variables)}

  defp option({:args, arguments}, plan) when is_list(arguments),
    do: %{plan | arguments: :lists.map(&file_name/1, arguments)}

  defp option({:arg0, name}, plan), do: %{plan | own_name: file_name(name)}
  defp option(_option, _plan), do: bad_option()

  defp file_name(name) when is_binary(name) or is_list(name) do
    case bytes(name) do
      {:ok, bytes} -> bytes
      :error -> bad_option()
    end
  end

  defp file_name(_name), do: bad_option()

  # A name as the operating system sees it: without a zero byte, since that is where it would see its end.
  defp bytes(name) do
    bytes =
      cond do
        is_binary(name) -> name
        is_atom(name) -> :erlang.atom_to_binary(name)
        true -> :unicode.characters_to_binary(name)
      end

    if is_binary(bytes), do: {:ok, :erlang.hd(:binary.split(bytes, <<0>>))}, else: :error
  catch
    :error, _reason -> :error
  end

  defp variables(variables) when is_list(variables), do: :lists.map(&variable/1, variables)
  defp variables(_variables), do: bad_option()

  defp variable({name, false}) when is_list(name), do: {file_name(name), nil}

  defp variable({name, value}) when is_list(name) and is_list(value),
    do: {file_name(name), file_name(value)}

  defp variable(_variable), do: bad_option()

  # Neither is both.
  defp directions(%{reads: :unsaid, writes: :unsaid} = plan), do: %{plan | reads: true, writes: true}
  defp directions(plan), do: %{plan | reads: plan.reads == true, writes: plan.writes == true}

  # -- what to start ---------------------------------------------------------------------------

  defp finish({:spawn, command}, plan) do
    if plan.arguments != :none or plan.own_name != :none,
      do: throw({:fault, 1, "must be spawn_executable"})

    command = port_name(command)
    program(plan, "/bin/sh", ["/bin/sh", "-c", "exec " <> command], command)
  end

  defp finish({:spawn_executable, path}, plan) do
    path = port_name(path)

    case :respawn_port.check(path) do
      :ok -> :ok
      reason -> throw({:failure, reason})
    end

    own_name = if plan.own_name == :none, do: path, else: plan.own_name
    arguments = if plan.arguments == :none, do: [], else: plan.arguments
    program(plan, path, [own_name | arguments], path)
  end

  defp finish({:fd, input, output}, plan) when is_integer(input) and is_integer(output) do
    name = '#{input}/#{output}'
    input = if plan.reads, do: input, else: nil
    output = if plan.writes, do: output, else: nil
    told(plan, {:fd, input, output}, name)
  end

  defp finish({:spawn_driver, _name}, _plan), do: throw({:failure, :badarg})
  defp finish(_name, _plan), do: throw({:fault, 1, "invalid port name"})

  defp port_name(name) when is_binary(name) or is_list(name) or is_atom(name) do
    case bytes(name) do
      {:ok, bytes} -> bytes
      :error -> throw({:fault, 1, "invalid port name"})
    end
  end

  defp port_name(_name), do: throw({:fault, 1, "invalid port name"})

  defp program(plan, path, arguments, name) do
    options = :maps.with([:folder, :variables, :reads, :writes, :joins_error, :reads_nothing, :pipes_at], plan)
    told(plan, {path, arguments, options}, :unicode.characters_to_list(name))
  end

  defp told(plan, program, name) do
    kept = :maps.with([:framing, :binary, :eof, :exit_status, :parallelism, :reads, :writes], plan)
    :maps.merge(kept, %{program: program, name: name})
  end
end
