# Exceptions of the file system and of devices.

defmodule File.Error do
  @moduledoc "Something could not be done with a file or folder."
  defexception [:reason, :path, action: ""]

  @impl true
  def message(%{action: action, reason: reason, path: path}) do
    "could not #{action} #{inspect(path)}: #{reason(action, reason)}"
  end

  defp reason("remove directory", :eexist), do: "directory is not empty"
  defp reason(_action, reason), do: IO.iodata_to_binary(:file.format_error(reason))
end

defmodule File.CopyError do
  @moduledoc "A file or folder could not be copied."
  defexception [:reason, :source, :destination, on: "", action: ""]

  @impl true
  def message(exception), do: File.CopyError.text(exception)

  @doc false
  def text(%{action: action, source: source, destination: destination, on: on, reason: reason}) do
    place = if on == "", do: "", else: ". #{on}"

    "could not #{action} from #{inspect(source)} to #{inspect(destination)}#{place}: " <>
      IO.iodata_to_binary(:file.format_error(reason))
  end
end

defmodule File.RenameError do
  @moduledoc "A file or folder could not be renamed."
  defexception [:reason, :source, :destination, on: "", action: ""]

  @impl true
  def message(exception), do: File.CopyError.text(exception)
end

defmodule File.LinkError do
  @moduledoc "A link could not be made."
  defexception [:reason, :existing, :new, action: ""]

  @impl true
  def message(%{action: action, existing: existing, new: new, reason: reason}) do
    "could not #{action} from #{inspect(existing)} to #{inspect(new)}: " <>
      IO.iodata_to_binary(:file.format_error(reason))
  end
end

defmodule IO.StreamError do
  @moduledoc "A stream over a device failed."
  defexception [:reason, :message]

  @impl true
  def exception(fields) do
    reason = Keyword.fetch!(fields, :reason)
    text = IO.iodata_to_binary(:file.format_error(reason))
    %IO.StreamError{message: "error during streaming: " <> text, reason: reason}
  end
end
