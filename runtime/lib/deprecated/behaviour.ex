defmodule Behaviour do
  @moduledoc """
  Callbacks by macros, from the time before `@callback`.
  """
  @moduledoc deprecated: "Use @callback and @macrocallback attributes instead"

  @doc "Defines a function that modules of the behaviour must have."
  @deprecated "Use the @callback module attribute instead"
  defmacro defcallback(spec) do
    quote(do: @callback(unquote(spec)))
  end

  @doc "Defines a macro that modules of the behaviour must have."
  @deprecated "Use the @macrocallback module attribute instead"
  defmacro defmacrocallback(spec) do
    quote(do: @macrocallback(unquote(spec)))
  end

  @doc false
  defmacro __using__(_) do
    quote do
      import Behaviour
    end
  end
end
