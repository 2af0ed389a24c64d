defmodule Kernel.SpecialForms do
  @moduledoc """
  What the language is made of: the forms that the compiler itself knows. They cannot be overridden
  and need not be imported. The macros here are there for their documentation.
  """

  # The compiler takes a special form where it stands: none of these is ever called.
  defp never(name, _args) do
    raise ArgumentError, "the special form #{name} cannot be called"
  end

  @doc """
  Makes a tuple: `{1, 2, 3}`.
  """
  defmacro unquote(:{})(args), do: never("{}", [args])

  @doc """
  Makes a map (`%{key => value}`, `%{key: value}`), or one with other values for keys that it has
  (`%{map | key: value}`). As a pattern it matches every map with these keys.
  """
  defmacro unquote(:%{})(args), do: never("%{}", [args])

  @doc """
  Makes a struct of a module (`%User{name: "Ana"}`), changes one, or matches one.
  """
  defmacro unquote(:%)(struct, map), do: never("%", [struct, map])

  @doc """
  Makes a bitstring of segments, or takes one apart: `<<size::16, rest::binary>>`.

  A segment has a type (`integer`, `float`, `binary`, `bits`, `utf8`, `utf16`, `utf32`), a
  `size(n)`, a `unit(n)`, a sign and an endianness, joined by dashes.
  """
  defmacro unquote(:<<>>)(args), do: never("<<>>", [args])

  @doc """
  Calls a function of a module (`String.upcase("a")`), reads a field (`user.name`), or joins aliases
  (`Foo.Bar`).
  """
  defmacro unquote(:.)(left, right), do: never(".", [left, right])

  @doc """
  Gives another name to a module: `alias Foo.Bar`, `alias Foo.Bar, as: Baz`, `alias Foo.{A, B}`.
  """
  defmacro unquote(:alias)(module, opts), do: never("alias", [module, opts])

  @doc """
  Makes sure that a module is compiled, so that its macros can be used.
  """
  defmacro unquote(:require)(module, opts), do: never("require", [module, opts])

  @doc """
  Brings functions and macros of a module in, to be called without its name; `:only` and `:except`
  choose among them.
  """
  defmacro unquote(:import)(module, opts), do: never("import", [module, opts])

  @doc """
  The environment of the code: module, function, file, line, aliases, imports. A `Macro.Env`.
  """
  defmacro unquote(:__ENV__)(), do: never("__ENV__", [])

  @doc """
  The module around the code, `nil` outside of one.
  """
  defmacro unquote(:__MODULE__)(), do: never("__MODULE__", [])

  @doc """
  The folder of the file that the code is in.
  """
  defmacro unquote(:__DIR__)(), do: never("__DIR__", [])

  @doc """
  Inside a macro, the environment of the code that uses it.
  """
  defmacro unquote(:__CALLER__)(), do: never("__CALLER__", [])

  @doc """
  Inside `rescue` and `catch`, where the exception came from.
  """
  defmacro unquote(:__STACKTRACE__)(), do: never("__STACKTRACE__", [])

  @doc """
  In a pattern, stands for the value of a variable instead of binding it: `^x = 1`.
  """
  defmacro unquote(:^)(var), do: never("^", [var])

  @doc """
  Matches the pattern on the left with the value on the right, binding its variables.
  """
  defmacro unquote(:=)(left, right), do: never("=", [left, right])

  @doc """
  Says what type something is of: in bitstrings and in typespecs.
  """
  defmacro unquote(:"::")(left, right), do: never("::", [left, right])

  @doc """
  Gives the quoted form of code instead of running it; `unquote/1` puts values into it.

  Options: `:bind_quoted`, `:context`, `:file`, `:generated`, `:line`, `:location`, `:unquote`.
  """
  defmacro unquote(:quote)(opts, block), do: never("quote", [opts, block])

  @doc """
  Inside `quote`, puts the value of an expression there.
  """
  defmacro unquote(:unquote)(expr), do: never("unquote", [expr])

  @doc """
  Inside `quote`, puts the elements of a list there.
  """
  defmacro unquote(:unquote_splicing)(expr), do: never("unquote_splicing", [expr])

  @doc """
  Goes through enumerables and bitstrings and makes a list, or what `:into` says, of what the body
  gives.

      iex> for x <- 1..3, y <- [:a, :b], x != 2, do: {x, y}
      [{1, :a}, {1, :b}, {3, :a}, {3, :b}]

  Further options: `:uniq`, and `:reduce` with clauses `acc -> …`.
  """
  defmacro unquote(:for)(args), do: never("for", [args])

  @doc """
  Goes on as long as clauses `pattern <- value` match, and gives the first value that does not, or
  what the matching clause of `else` makes of it.
  """
  defmacro unquote(:with)(args), do: never("with", [args])

  @doc """
  Makes an anonymous function: `fn x when x > 0 -> x; _ -> 0 end`.
  """
  defmacro unquote(:fn)(clauses), do: never("fn", [clauses])

  @doc """
  Several expressions one after the other, in quoted form.
  """
  defmacro unquote(:__block__)(args), do: never("__block__", [args])

  @doc """
  Makes a function of a name (`&String.upcase/1`) or of an expression with places for its arguments
  (`&(&1 + 1)`).
  """
  defmacro unquote(:&)(expr), do: never("&", [expr])

  @doc """
  The name of a module in quoted form: `{:__aliases__, meta, [:Foo, :Bar]}`.
  """
  defmacro unquote(:__aliases__)(args), do: never("__aliases__", [args])

  @doc """
  Calls the function that this one overrides.
  """
  defmacro unquote(:super)(args), do: never("super", [args])

  @doc """
  Runs the body of the first clause whose pattern matches a value.
  """
  defmacro unquote(:case)(condition, clauses), do: never("case", [condition, clauses])

  @doc """
  Runs the body of the first clause whose condition is truthy.
  """
  defmacro unquote(:cond)(clauses), do: never("cond", [clauses])

  @doc """
  Runs code and handles what it raises (`rescue`), throws or exits with (`catch`); `else` gets its
  value, `after` is run in any case.
  """
  defmacro unquote(:try)(args), do: never("try", [args])

  @doc """
  Takes the first message from the mailbox that matches a clause, and waits until there is one, or
  until the time of `after` has passed.
  """
  defmacro unquote(:receive)(args), do: never("receive", [args])
end
