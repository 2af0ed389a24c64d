defmodule Function do
  @moduledoc """
  Functions on functions: captures made at run time, and what a function knows about itself.
  """

  @type information ::
          :arity | :env | :index | :module | :name | :new_index | :new_uniq | :pid | :type | :uniq

  @doc """
  The function `module.name/arity`, which need not exist yet.

      Function.capture(String, :length, 1).("abc")  # => 3
  """
  @spec capture(module, atom, arity) :: fun
  def capture(module, function_name, arity) do
    :erlang.make_fun(module, function_name, arity)
  end

  @doc """
  All that is known about `fun`, as a keyword list.

      Function.info(&String.length/1)  # => [module: String, name: :length, arity: 1, ...]
  """
  @spec info(fun) :: [{information, term}]
  def info(fun), do: :erlang.fun_info(fun)

  @doc "One item of `info/1` with its name: `Function.info(&+/2, :arity)` is `{:arity, 2}`."
  @spec info(fun, item) :: {item, term} when item: information
  def info(fun, item), do: :erlang.fun_info(fun, item)

  @doc "Its argument: `Enum.filter([1, nil], &Function.identity/1)` is `[1]`."
  @spec identity(value) :: value when value: var
  def identity(value), do: value
end
