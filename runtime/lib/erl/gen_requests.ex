defmodule :gen_requests do
  @moduledoc false
  # What a client may do with a request that is under way is the same for every behaviour: `use :gen_requests`
  # puts these functions into the behaviour's module, and `:gen` does the work.

  defmacro __using__(_options) do
    quote do
      @doc "Waits at most `timeout` for a reply; the request stays alive."
      defdelegate wait_response(request_id, timeout), to: :gen

      @doc false
      defdelegate wait_response(collection, timeout, delete), to: :gen

      @doc "Waits at most `timeout` for a reply and then gives the request up."
      defdelegate receive_response(request_id, timeout), to: :gen

      @doc false
      defdelegate receive_response(collection, timeout, delete), to: :gen

      @doc "Tells whether a message answers a request."
      defdelegate check_response(message, request_id), to: :gen

      @doc false
      defdelegate check_response(message, collection, delete), to: :gen

      @doc false
      defdelegate reqids_new(), to: :gen

      @doc false
      defdelegate reqids_size(collection), to: :gen

      @doc false
      defdelegate reqids_add(request_id, label, collection), to: :gen

      @doc false
      defdelegate reqids_to_list(collection), to: :gen
    end
  end
end
