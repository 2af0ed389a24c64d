defmodule Module.Attribute do
  # The attributes that mean something to the compiler, and the values that they accept.
  @moduledoc false

  @reserved %{
    after_compile: "Called when the module has been compiled.",
    after_verify: "Called when the module has been checked.",
    before_compile: "Called at the end of the module's body, and can add to it.",
    behaviour: "A behaviour whose callbacks the module implements.",
    callback: "The type of a function that modules with this behaviour define.",
    compile: "Options of the compiler.",
    deprecated: "Why the next function or macro should no longer be used.",
    derive: "Protocols that the module's struct implements without saying how.",
    dialyzer: "Warnings of Dialyzer to ask for or to silence.",
    doc: "Documentation of the next function, macro or callback.",
    external_resource: "A file that the module was made from.",
    file: "The file that stack traces name for the next definition.",
    impl: "Says that the next definition is a callback, and of which behaviour.",
    macrocallback: "The type of a macro that modules with this behaviour define.",
    moduledoc: "Documentation of the module.",
    on_definition: "Called at each definition of a function or macro.",
    on_load: "The function to call when the module is loaded.",
    opaque: "A type of which others should know nothing but the name.",
    optional_callbacks: "Callbacks that need not be there.",
    spec: "The type of a function.",
    type: "A type.",
    typedoc: "Documentation of the next type.",
    typep: "A type for this module alone.",
    vsn: "The version of the module."
  }

  @doc false
  def reserved, do: Map.new(@reserved, fn {name, doc} -> {name, %{doc: doc}} end)

  @hooks [:after_compile, :after_verify, :before_compile, :on_definition]

  # The value to store, or an error if it is none for this attribute.
  @doc false
  def checked(key, atom) when key in @hooks and is_atom(atom), do: {atom, default_hook(key)}

  def checked(key, {module, fun} = hook)
      when key in @hooks and is_atom(module) and is_atom(fun) do
    hook
  end

  def checked(key, other) when key in @hooks do
    raise ArgumentError,
          "@#{key} is a built-in module attribute that accepts a module or a {module, function_name} tuple, " <>
            "got: #{inspect(other)}"
  end

  def checked(:behaviour, module) when is_atom(module), do: module

  def checked(:behaviour, other) do
    raise ArgumentError, "@behaviour expects a module, got: #{inspect(other)}"
  end

  def checked(:impl, value) when is_boolean(value) or (is_atom(value) and value != nil), do: value

  def checked(:impl, other) do
    raise ArgumentError,
          "@impl is a built-in module attribute that marks the next definition as a callback " <>
            "implementation. It should be a module or a boolean, got: #{inspect(other)}"
  end

  def checked(:on_load, atom) when is_atom(atom), do: {atom, 0}
  def checked(:on_load, {atom, 0} = tuple) when is_atom(atom), do: tuple

  def checked(:on_load, other) do
    raise ArgumentError,
          "@on_load is a built-in module attribute that annotates a function to be invoked when the module " <>
            "is loaded. It should be an atom or an {atom, 0} tuple, got: #{inspect(other)}"
  end

  def checked(:file, file) when is_binary(file), do: file
  def checked(:file, {file, line} = pair) when is_binary(file) and is_integer(line), do: pair

  def checked(:file, other) do
    raise ArgumentError,
          "@file is a built-in module attribute that annotates the file and line the next definition " <>
            "comes from. It should be a string or {string, line} tuple as value, got: #{inspect(other)}"
  end

  def checked(:external_resource, path) when is_binary(path), do: path

  def checked(:external_resource, other) do
    raise ArgumentError,
          "@external_resource is a built-in module attribute used for specifying file dependencies. " <>
            "It should be a string path to a file, got: #{inspect(other)}"
  end

  def checked(:deprecated, text) when is_binary(text), do: text

  def checked(:deprecated, other) do
    raise ArgumentError,
          "@deprecated is a built-in module attribute that annotates a definition as deprecated. " <>
            "It should be a string with the reason for the deprecation, got: #{inspect(other)}"
  end

  def checked(key, value) when key in [:doc, :moduledoc, :typedoc] do
    checked_doc(key, value)
  end

  def checked(_key, value), do: value

  defp default_hook(:after_compile), do: :__after_compile__
  defp default_hook(:after_verify), do: :__after_verify__
  defp default_hook(:before_compile), do: :__before_compile__
  defp default_hook(:on_definition), do: :__on_definition__

  defp checked_doc(key, {line, doc}) when is_integer(line),
    do: checked_text(key, doc, {line, doc})

  defp checked_doc(key, doc), do: checked_text(key, doc, doc)

  defp checked_text(_key, doc, value) when is_binary(doc) or is_boolean(doc) or is_nil(doc) do
    value
  end

  defp checked_text(key, doc, value) do
    if Keyword.keyword?(doc) do
      value
    else
      raise ArgumentError,
            "@#{key} is a built-in module attribute for documentation. When set dynamically, it should be " <>
              "{line, doc} (where \"doc\" is either false, nil, a string, or a keyword list), " <>
              "got: #{inspect(value)}"
    end
  end
end
