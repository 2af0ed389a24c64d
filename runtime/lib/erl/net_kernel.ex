defmodule :net_kernel do
  @moduledoc """
  The connections of this node with others: there are none, and none can be made.
  """

  @doc "Makes this node part of a cluster, which it cannot be."
  def start(_options), do: {:error, :not_supported}

  @doc false
  def start(_name, _options), do: {:error, :not_supported}

  @doc "Takes this node out of its cluster."
  def stop, do: {:error, :not_found}

  @doc "Connects with a node."
  def connect_node(node) when is_atom(node), do: :ignored

  @doc "Ends the connection with a node."
  def disconnect(node) when is_atom(node), do: :ignored

  @doc "Asks for messages about nodes that come and go; none ever do."
  def monitor_nodes(flag) when is_boolean(flag), do: :ok

  @doc false
  def monitor_nodes(flag, options) when is_boolean(flag) and is_list(options), do: :ok

  @doc "The state of this node's connections."
  def get_state, do: %{started: :no}

  @doc "Whether node names have domains."
  def longnames, do: :ignored

  @doc false
  def get_net_ticktime, do: :ignored

  @doc false
  def nodename, do: :ignored
end
