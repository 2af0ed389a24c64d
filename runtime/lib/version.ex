defmodule Version.InvalidVersionError do
  @moduledoc """
  Raised for a text that is no version, such as `"1.2"`.
  """
  defexception [:version]

  @doc false
  def exception(version) when is_binary(version), do: %__MODULE__{version: version}

  @doc false
  def message(%{version: version}), do: "invalid version: #{inspect(version)}"
end

defmodule Version.InvalidRequirementError do
  @moduledoc """
  Raised for a text that is no requirement, such as `"=> 1.0.0"`.
  """
  defexception [:requirement]

  @doc false
  def exception(requirement) when is_binary(requirement),
    do: %__MODULE__{requirement: requirement}

  @doc false
  def message(%{requirement: requirement}), do: "invalid requirement: #{inspect(requirement)}"
end

defmodule Version do
  @moduledoc """
  Versions as SemVer 2.0 has them, `MAJOR.MINOR.PATCH-pre+build`, and requirements on them.

      Version.match?("2.0.1", "~> 2.0")   # => true
      Version.compare("2.0.0-rc.1", "2.0.0")  # => :lt

  A requirement is one or more of `==`, `!=`, `>`, `>=`, `<`, `<=` and `~>` with a version, joined
  by `and` and `or`. `~> 2.1` means `>= 2.1.0 and < 3.0.0`, and `~> 2.1.3` means
  `>= 2.1.3 and < 2.2.0`.
  """

  @enforce_keys [:major, :minor, :patch]
  @derive {Inspect, optional: [:pre, :build]}
  defstruct [:major, :minor, :patch, :build, pre: []]

  @type version :: String.t() | t
  @type t :: %__MODULE__{
          major: non_neg_integer,
          minor: non_neg_integer,
          patch: non_neg_integer,
          pre: [String.t() | non_neg_integer],
          build: String.t() | nil
        }

  @doc """
  True if the version is one that the requirement asks for.

  With `allow_pre: false` a version with a pre-release part only fits a requirement that has one.

      Version.match?("2.0.0", "> 1.0.0 and < 3.0.0")  # => true
  """
  @spec match?(version, String.t() | Version.Requirement.t(), keyword) :: boolean
  def match?(version, requirement, opts \\ [])

  def match?(version, requirement, opts) when is_binary(requirement) do
    match?(version, parse_requirement!(requirement), opts)
  end

  def match?(version, requirement, opts) do
    allow_pre? = Keyword.get(opts, :allow_pre, true)
    Version.Requirement.match?(requirement, to_comparable(version, allow_pre?))
  end

  @doc """
  The order of two versions: `:gt`, `:eq` or `:lt`. A pre-release comes before its release; what
  follows `+` does not count.

      Version.compare("2.0.1", "2.0.0")  # => :gt
  """
  @spec compare(version, version) :: :gt | :eq | :lt
  def compare(version1, version2) do
    Version.Requirement.compare(to_comparable(version1, true), to_comparable(version2, true))
  end

  @doc """
  The version in a text, or `:error`.

      Version.parse("2.0.1-a")  # => {:ok, %Version{major: 2, minor: 0, patch: 1, pre: ["a"]}}
  """
  @spec parse(String.t()) :: {:ok, t} | :error
  def parse(string) when is_binary(string) do
    case Version.Parser.parse_version(string) do
      {:ok, {major, minor, patch, pre, build}} ->
        {:ok, %Version{major: major, minor: minor, patch: patch, pre: pre, build: joined(build)}}

      :error ->
        :error
    end
  end

  defp joined([]), do: nil
  defp joined(parts), do: Enum.join(parts, ".")

  @doc """
  Like `parse/1`, but gives the version itself and raises `Version.InvalidVersionError`.

      Version.parse!("2.0.1").minor  # => 0
  """
  @spec parse!(String.t()) :: t
  def parse!(string) when is_binary(string) do
    case parse(string) do
      {:ok, version} -> version
      :error -> raise Version.InvalidVersionError, string
    end
  end

  @doc """
  The requirement in a text, or `:error`.

      {:ok, requirement} = Version.parse_requirement("== 2.0.1")
  """
  @spec parse_requirement(String.t()) :: {:ok, Version.Requirement.t()} | :error
  def parse_requirement(string) when is_binary(string) do
    case Version.Parser.parse_requirement(string) do
      {:ok, lexed} -> {:ok, Version.Requirement.new(string, lexed)}
      :error -> :error
    end
  end

  @doc """
  Like `parse_requirement/1`, but gives the requirement itself and raises
  `Version.InvalidRequirementError`.

      Version.parse_requirement!("~> 2.0")
  """
  @spec parse_requirement!(String.t()) :: Version.Requirement.t()
  def parse_requirement!(string) when is_binary(string) do
    case parse_requirement(string) do
      {:ok, requirement} -> requirement
      :error -> raise Version.InvalidRequirementError, string
    end
  end

  @doc """
  The requirement itself: a parsed one is as fast as it gets. Kept for older code.
  """
  @spec compile_requirement(Version.Requirement.t()) :: Version.Requirement.t()
  defdelegate compile_requirement(requirement), to: Version.Requirement

  @doc """
  The text of a version.

      Version.to_string(%Version{major: 1, minor: 2, patch: 3})  # => "1.2.3"
  """
  @spec to_string(t) :: String.t()
  def to_string(%Version{} = version) do
    pre = if version.pre == [], do: [], else: [?-, Enum.join(version.pre, ".")]
    build = if version.build, do: [?+, version.build], else: []
    release = "#{version.major}.#{version.minor}.#{version.patch}"
    IO.iodata_to_binary([release, pre | build])
  end

  defp to_comparable(%Version{major: major, minor: minor, patch: patch, pre: pre}, allow_pre?),
    do: {major, minor, patch, pre, allow_pre?}

  defp to_comparable(string, allow_pre?) do
    case Version.Parser.parse_version(string) do
      {:ok, {major, minor, patch, pre, _build}} -> {major, minor, patch, pre, allow_pre?}
      :error -> raise Version.InvalidVersionError, string
    end
  end
end

defimpl String.Chars, for: Version do
  def to_string(version), do: Version.to_string(version)
end
