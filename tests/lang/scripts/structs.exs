# Structs: definition, updates, patterns, required keys, and what is refused.
defmodule User do
  @enforce_keys [:name]
  defstruct [:name, age: 20, tags: []]

  def older(%__MODULE__{age: age} = user), do: %{user | age: age + 1}
  def new(name), do: %__MODULE__{name: name}
end

defmodule Empty do
  defstruct []
end

defmodule Main do
  def run do
    user = User.new("Ana")
    IO.inspect(user)
    IO.inspect(User.older(user))
    IO.inspect(%{user | tags: [:a]})
    IO.inspect(%User{name: "Bob", age: 3})
    IO.inspect(%User{user | age: 99})
    %User{name: name} = user
    IO.inspect(name)
    %module{} = user
    IO.inspect(module)
    IO.inspect(user.__struct__)
    IO.inspect(Map.from_struct(user))
    IO.inspect(is_struct(user))
    IO.inspect(is_struct(user, User))
    IO.inspect(is_struct(%{}, User))
    IO.inspect(struct(User, name: "x", other: 1))
    IO.inspect(struct!(user, age: 5))
    IO.inspect(user == %User{name: "Ana"})
    IO.inspect(%Empty{})
    IO.inspect(Map.keys(user))
    IO.inspect(match?(%{name: "Ana"}, user))
    IO.inspect(match?(%Empty{}, user))
    IO.inspect(User.__struct__())
    IO.inspect(User.__struct__(name: 1))
    IO.inspect(User.__info__(:struct))
    IO.inspect(get_in(user, [Access.key(:tags)]))
    IO.inspect(put_in(user.age, 1))
    IO.inspect(update_in(user.age, &(&1 * 2)))
    IO.inspect(inspect(user, structs: false))

    attempt(fn -> struct!(User, []) end)
    attempt(fn -> struct!(User, name: 1, nope: 2) end)
    attempt(fn -> %{user | nope: 1} end)
    attempt(fn -> user.nope end)
    attempt(fn -> user[:name] end)
    attempt(fn -> %User{%{} | age: 1} end)
    attempt(fn -> Enum.map(user, & &1) end)
  end

  defp attempt(fun) do
    fun.()
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end

Main.run()

for code <- [
      "%User{}",
      "%User{name: 1, nope: 2}",
      "%Nope{}",
      "defmodule Twice do defstruct [:a]; defstruct [:b] end",
      "defmodule Bad do defstruct [1] end",
      "defmodule Bad do defstruct :a end",
      "defmodule Bad do @enforce_keys [:x]; defstruct [:a] end",
      "%{}.a.b",
      "%User{} = 1"
    ] do
  try do
    Code.eval_string(code)
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end
