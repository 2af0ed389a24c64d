# Macros expanded and modules defined at the program's request: the halves of :respawn_code that need the compiler's loop.

defmodule :respawn_code do
  # As Macro.expand/2 and Macro.expand_once/2.
  def expand(quoted, env) do
    {expanded, _changed} =
      :respawn_compiler.run(:respawn_compiler.begin_expand(quoted, env, false))

    expanded
  end

  def expand_once(quoted, env) do
    {expanded, _changed} =
      :respawn_compiler.run(:respawn_compiler.begin_expand(quoted, env, true))

    expanded
  end

  # As Module.create/3.
  def define_module(module, quoted, env) do
    :respawn_compiler.define_module(module, quoted, env, [])
  end
end
