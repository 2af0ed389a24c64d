defmodule Record do
  @moduledoc """
  Tuples whose first element is their name and whose other elements have names at compile time.

  `defrecord` makes macros that build, match, read and update such tuples.

      defmodule User do
        require Record
        Record.defrecord(:user, name: "meg", age: 25)
      end

      import User
      user(age: 26)          #=> {:user, "meg", 26}
      user(user(), :name)    #=> "meg"
  """

  @doc """
  Whether the data is a tuple that begins with the atom. Allowed in guards.

      iex> Record.is_record({:user, 1}, :user)
      true
  """
  @doc guard: true
  defmacro is_record(data, kind) do
    case Macro.Env.in_guard?(__CALLER__) do
      true ->
        quote do
          is_atom(unquote(kind)) and is_tuple(unquote(data)) and tuple_size(unquote(data)) > 0 and
            elem(unquote(data), 0) == unquote(kind)
        end

      false ->
        quote do
          data = unquote(data)
          kind = unquote(kind)
          is_atom(kind) and is_tuple(data) and tuple_size(data) > 0 and elem(data, 0) == kind
        end
    end
  end

  @doc """
  Whether the data is a tuple that begins with an atom. Allowed in guards.

      iex> {Record.is_record({:user, 1}), Record.is_record({1, 2})}
      {true, false}
  """
  @doc guard: true
  defmacro is_record(data) do
    case Macro.Env.in_guard?(__CALLER__) do
      true ->
        quote do
          is_tuple(unquote(data)) and tuple_size(unquote(data)) > 0 and
            is_atom(elem(unquote(data), 0))
        end

      false ->
        quote do
          data = unquote(data)
          is_tuple(data) and tuple_size(data) > 0 and is_atom(elem(data, 0))
        end
    end
  end

  @doc """
  Defines the macros `name/0`, `name/1` and `name/2` for a record with these fields and defaults.

  The tag is the tuple's first element, and the name if none is given.
  """
  defmacro defrecord(name, tag \\ nil, kv) do
    definition(:defmacro, name, tag, kv)
  end

  @doc """
  As `defrecord/3`, with private macros.
  """
  defmacro defrecordp(name, tag \\ nil, kv) do
    definition(:defmacrop, name, tag, kv)
  end

  defp definition(kind, name, tag, kv) do
    quote bind_quoted: [kind: kind, name: name, tag: tag, kv: kv] do
      {tag, fields} = Record.__record__(name, tag, kv)

      case kind do
        :defmacro ->
          defmacro unquote(name)(args \\ []) do
            Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
          end

          defmacro unquote(name)(record, args) do
            Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
          end

        :defmacrop ->
          defmacrop unquote(name)(args \\ []) do
            Record.__access__(unquote(tag), unquote(fields), args, __CALLER__)
          end

          defmacrop unquote(name)(record, args) do
            Record.__access__(unquote(tag), unquote(fields), record, args, __CALLER__)
          end
      end
    end
  end

  @doc false
  def __record__(name, tag, kv) do
    fields = for field <- kv, do: field(field)
    {tag || name, Macro.escape(fields)}
  end

  defp field({key, default}) when is_atom(key) do
    _ = Macro.escape(default)
    {key, default}
  rescue
    error in [ArgumentError] ->
      raise ArgumentError, "invalid value for record field #{key}, " <> Exception.message(error)
  end

  defp field(key) when is_atom(key), do: {key, nil}

  defp field(other) do
    raise ArgumentError, "defrecord fields must be atoms, got: #{inspect(other)}"
  end

  # `name(args)`: a new tuple or a pattern, the position of a field, or the fields of a tuple as a keyword list.
  @doc false
  def __access__(tag, fields, args, caller) do
    cond do
      is_atom(args) ->
        position(tag, fields, args)

      Keyword.keyword?(args) ->
        create(tag, fields, args, caller)

      true ->
        case Macro.expand(args, caller) do
          {:{}, _, [^tag | list]} when length(list) == length(fields) ->
            for {{key, _}, value} <- Enum.zip(fields, list), do: {key, value}

          {^tag, value} when length(fields) == 1 ->
            [{elem(hd(fields), 0), value}]

          _ ->
            keys = Keyword.keys(fields)
            quote(do: Record.__keyword__(unquote(tag), unquote(keys), unquote(args)))
        end
    end
  end

  # `name(record, args)`: one field of a tuple, or the tuple with other values.
  @doc false
  def __access__(tag, fields, record, args, caller) do
    cond do
      is_atom(args) ->
        position = position(tag, fields, args)
        quote(do: :erlang.element(unquote(position + 1), unquote(record)))

      Keyword.keyword?(args) ->
        update(tag, fields, record, args, caller)

      true ->
        raise ArgumentError,
              "expected arguments to be a compile time atom or a keyword list, got: " <>
                Macro.to_string(args)
    end
  end

  defp position(tag, fields, key) do
    case Enum.find_index(fields, fn {name, _} -> name == key end) do
      nil -> raise ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(key)}"
      index -> index + 1
    end
  end

  # `_: value` stands for all fields that are not named; in a pattern those are not looked at.
  defp create(tag, fields, args, caller) do
    {others, args} =
      case Keyword.pop(args, :_, :none) do
        {:none, args} ->
          if Macro.Env.in_match?(caller), do: {{:all, quote(do: _)}, args}, else: {:default, args}

        {value, args} ->
          {{:all, value}, args}
      end

    {values, rest} =
      Enum.map_reduce(fields, args, fn {key, default}, args ->
        case {Keyword.fetch(args, key), others} do
          {{:ok, value}, _} -> {value, Keyword.delete(args, key)}
          {:error, {:all, value}} -> {value, args}
          {:error, :default} -> {Macro.escape(default), args}
        end
      end)

    assert_known(tag, rest)
    {:{}, [], [tag | values]}
  end

  defp update(tag, fields, record, args, caller) do
    if Macro.Env.in_match?(caller) do
      raise ArgumentError, "cannot invoke update style macro inside match"
    end

    Enum.reduce(args, record, fn {key, value}, updated ->
      position = position(tag, fields, key)
      quote(do: :erlang.setelement(unquote(position + 1), unquote(updated), unquote(value)))
    end)
  end

  defp assert_known(_tag, []), do: :ok

  defp assert_known(tag, [{key, _} | _]) do
    raise ArgumentError, "record #{inspect(tag)} does not have the key: #{inspect(key)}"
  end

  @doc false
  def __keyword__(tag, keys, record) do
    if is_record(record, tag) do
      [_ | values] = Tuple.to_list(record)

      if length(values) == length(keys) do
        Enum.zip(keys, values)
      else
        raise ArgumentError,
              "expected argument to be a #{inspect(tag)} record with #{length(keys)} fields, " <>
                "got: #{inspect(record)}"
      end
    else
      raise ArgumentError,
            "expected argument to be a literal atom, literal keyword or a #{inspect(tag)} record, " <>
              "got runtime: #{inspect(record)}"
    end
  end
end
