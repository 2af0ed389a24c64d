# A module whose `use` makes others modules of tests: what `using` quotes is put there, and its callbacks run before
# theirs.

defmodule ExUnit.CaseTemplate do
  @moduledoc """
  What several modules of tests share.

      defmodule DataCase do
        use ExUnit.CaseTemplate

        using do
          quote do
            import DataCase
          end
        end

        setup do
          {:ok, data: []}
        end
      end

      defmodule ListTest do
        use DataCase, async: true
      end
  """

  @doc false
  defmacro __using__(_) do
    quote do
      use ExUnit.Callbacks
      import ExUnit.Assertions
      import unquote(__MODULE__)

      defmacro __using__(opts) do
        ExUnit.CaseTemplate.__quoted__(__MODULE__, opts)
      end

      defoverridable __using__: 1
    end
  end

  @doc false
  def __quoted__(module, opts) do
    quote do
      use ExUnit.Case, async: unquote(opts)[:async]

      setup_all context, do: unquote(module).__ex_unit__(:setup_all, context)
      setup context, do: unquote(module).__ex_unit__(:setup, context)
    end
  end

  @doc """
  What the modules that use this one get, a quoted expression; `opts` are those of their `use`.
  """
  defmacro using(var \\ quote(do: _), do: block) do
    quote do
      defmacro __using__(unquote(var) = opts) do
        [ExUnit.CaseTemplate.__quoted__(__MODULE__, opts), unquote(block)]
      end
    end
  end
end
