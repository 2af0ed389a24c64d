# Kernel, the module that every other one imports.
#
# It is one module in several source files, each a group of definitions that belong together; `Kernel.Part.include/1`
# puts a file's definitions in its place here, with the file and lines they come from. The compiler itself knows the
# special forms and `defmodule def defp defmacro defmacrop @`, and it rewrites calls of the functions that are BIFs
# to `:erlang` where they stand. All the rest is defined here, and in this order: a file may use the macros of the
# files before it. Nothing here may call the library while these files are compiled, since it does not exist yet;
# the bodies of macros may, when they run for later files.

defmodule Kernel.Part do
  @moduledoc false

  defmacro include(path) do
    :respawn_code.quoted_part(path, __CALLER__.file)
  end
end

defmodule Kernel do
  @moduledoc """
  The functions and macros that are available everywhere without a prefix.

  Operators, type tests, processes and messages, control structures, definitions of structs,
  protocols and exceptions, sigils, and access to nested data. Special forms such as `case` and
  `fn` are part of the language itself.

      iex> length([1, 2]) + 1
      3
  """

  require Kernel.Part

  Kernel.Part.include("kernel/boolean.ex")
  Kernel.Part.include("kernel/control.ex")
  Kernel.Part.include("kernel/arithmetic.ex")
  Kernel.Part.include("kernel/types.ex")
  Kernel.Part.include("kernel/terms.ex")
  Kernel.Part.include("kernel/processes.ex")
  Kernel.Part.include("kernel/ranges.ex")
  Kernel.Part.include("kernel/raise.ex")
  Kernel.Part.include("kernel/structs.ex")
  Kernel.Part.include("kernel/strings.ex")
  Kernel.Part.include("kernel/sigils.ex")
  Kernel.Part.include("kernel/nested.ex")
  Kernel.Part.include("kernel/variables.ex")
  Kernel.Part.include("kernel/definitions.ex")
  Kernel.Part.include("kernel/guards.ex")
end
