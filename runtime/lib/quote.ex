# What `quote` cannot decide when it is compiled.

defmodule :respawn_quote do
  @moduledoc false

  # `left.unquote(name)(arguments)`; arguments are nil where there were no parentheses.
  def dot(meta, left, {:__aliases__, _, parts}, nil), do: {:__aliases__, meta, [left | parts]}

  def dot(meta, left, {name, _, context}, arguments)
      when :erlang.andalso(:erlang.is_atom(name), :erlang.is_atom(context)) do
    call(meta, left, name, arguments)
  end

  def dot(meta, left, {name, name_meta, own}, nil)
      when :erlang.andalso(:erlang.is_atom(name), :erlang.is_list(own)) do
    {{:., meta, [left, name]}, name_meta, own}
  end

  def dot(meta, left, name, nil) when :erlang.is_atom(name) do
    case :erlang.atom_to_binary(name) do
      <<"Elixir.", _::binary>> -> {:__aliases__, meta, [left, name]}
      _ -> call(meta, left, name, nil)
    end
  end

  def dot(meta, left, name, arguments) when :erlang.is_atom(name) do
    call(meta, left, name, arguments)
  end

  def dot(_meta, _left, other, _arguments) do
    :erlang.error(
      ArgumentError.exception(
        :erlang.iolist_to_binary([
          "expected unquote after dot with args to return an atom or a quoted call, got: ",
          Macro.to_string(other)
        ])
      )
    )
  end

  defp call(meta, left, name, nil),
    do: {{:., meta, [left, name]}, [{:no_parens, true} | meta], []}

  defp call(meta, left, name, arguments), do: {{:., meta, [left, name]}, meta, arguments}
end
