defmodule Inspect.Names do
  @moduledoc false
  # The texts of the terms that cannot be written in source code: processes, ports, references and
  # functions.

  @doc false
  def pid(pid), do: "#PID" <> :erlang.list_to_binary(:erlang.pid_to_list(pid))

  @doc false
  def port(port), do: :erlang.list_to_binary(:erlang.port_to_list(port))

  @doc false
  def reference(reference) do
    [?#, ?R, ?e, ?f | rest] = :erlang.ref_to_list(reference)
    "#Reference" <> :erlang.list_to_binary(rest)
  end

  @doc false
  def function(function) do
    info = :erlang.fun_info(function)
    module = Keyword.fetch!(info, :module)
    name = Keyword.fetch!(info, :name)
    arity = Keyword.fetch!(info, :arity)

    case Keyword.fetch!(info, :type) do
      :external ->
        "&#{remote(module, name)}/#{arity}"

      :local ->
        "#Function<#{unique(info)}#{place(function, module, name, arity)}>"
    end
  end

  defp unique(info) do
    "#{Keyword.fetch!(info, :new_index)}.#{Keyword.fetch!(info, :uniq)}"
  end

  # A function without a name of its own is called after where it was made: -outer/1-fun-0-.
  defp place(function, module, name, arity) do
    case {Atom.to_string(module), Atom.to_string(name)} do
      {"elixir_compiler_" <> _, _} -> file_place(function, module, arity)
      {_, "-" <> made_in} -> "/#{arity} in " <> outer_place(module, made_in)
      {_, _} -> "/#{arity} in " <> remote(module, name)
    end
  end

  # Code of a file, or evaluated: what Erlang's evaluator calls such functions is what everybody knows them by.
  defp file_place(function, module, arity) do
    case :respawn_code.fun_file(function) do
      nil -> " in " <> Inspect.Escape.atom(module)
      file when file in ["nofile", "iex"] -> "/#{arity} in :erl_eval.expr/6"
      file -> " in file:" <> Path.relative_to_cwd(file)
    end
  end

  defp outer_place(module, made_in) do
    with {name_and_arity, _number} <- split_last(made_in, "-fun-"),
         {name, arity} <- split_last(name_and_arity, "/") do
      remote(module, String.to_atom(name)) <> "/" <> arity
    else
      nil -> remote(module, String.to_atom("-" <> made_in))
    end
  end

  defp split_last(text, mark) do
    case :binary.matches(text, mark) do
      [] ->
        nil

      matches ->
        {start, size} = List.last(matches)
        <<before::binary-size(start), _::binary-size(size), rest::binary>> = text
        {before, rest}
    end
  end

  defp remote(module, name),
    do: Inspect.Escape.atom(module) <> "." <> Macro.inspect_atom(:remote_call, name)
end
