defmodule Logger.Event do
  @moduledoc false
  # From a log event to the text that backends print. Erlang's reports go through the
  # translators; what none of them takes is shown as it is.

  alias Logger.Utils

  @doc false
  # `{text, metadata}`, or `:skip` for what nobody wants to see.
  def to_message(%{level: level, msg: msg, meta: meta}, min_level, config) do
    case translate(msg, level, meta, min_level, config.translators) do
      {:ok, text, metadata} -> {Utils.truncate(text, config.truncate), metadata}
      {:ok, text} -> {Utils.truncate(text, config.truncate), []}
      :skip -> :skip
      :none -> {msg |> plain(meta, config) |> Utils.truncate(config.truncate), []}
    end
  rescue
    exception ->
      failure = Exception.format(:error, exception, __STACKTRACE__)
      {["Failure while translating Erlang's logger event\n", failure, ?\n], []}
  end

  defp translate({:string, _text}, _level, _meta, _min_level, _translators), do: :none

  defp translate({:report, report}, level, meta, min_level, translators) do
    translate_report(report, level, meta, min_level, translators)
  end

  defp translate({format, args}, level, _meta, min_level, translators) do
    ask(translators, min_level, level, :format, {format, args})
  end

  # The reports of supervisors, applications and :proc_lib are known by their types.
  defp translate_report(
         %{label: {_module, _what}, report: data},
         level,
         %{error_logger: %{type: type}},
         min_level,
         translators
       )
       when type in [:supervisor_report, :crash_report, :progress] do
    ask(translators, min_level, level, :report, {type, data})
  end

  defp translate_report(
         %{label: {:error_logger, _}, format: format, args: args},
         level,
         _,
         min,
         t
       ) do
    ask(t, min, level, :format, {format, args})
  end

  defp translate_report(%{label: {:error_logger, _}, report: report}, level, meta, min, t) do
    ask(t, min, level, :report, {meta.error_logger.type, report})
  end

  defp translate_report(%{label: {_module, _what}} = report, level, _meta, min, translators) do
    ask(translators, min, level, :report, {:logger, report})
  end

  defp translate_report(_report, _level, _meta, _min_level, _translators), do: :none

  defp ask([{module, function} | rest], min_level, level, kind, data) do
    case apply(module, function, [min_level, level, kind, data]) do
      :none -> ask(rest, min_level, level, kind, data)
      {:ok, text, metadata} -> {:ok, text, metadata}
      {:ok, text} -> {:ok, text}
      :skip -> :skip
    end
  end

  defp ask([], _min_level, _level, _kind, _data), do: :none

  ## What no translator takes

  defp plain({:string, text}, _meta, _config), do: text

  defp plain({:report, %{label: {:error_logger, _}, format: text, args: args}}, _meta, config) do
    Utils.format(text, args, config.truncate)
  end

  defp plain({:report, %{label: {:error_logger, _}, report: report}}, _meta, config) do
    {format, args} = :logger.format_report(report)
    Utils.format(format, args, config.truncate)
  end

  defp plain({:report, report}, %{report_cb: callback}, config) when is_function(callback, 1) do
    {format, args} = callback.(report)
    Utils.format(format, args, config.truncate)
  end

  defp plain({:report, report}, %{report_cb: callback}, _config) when is_function(callback, 2) do
    callback.(report, %{depth: 50, chars_limit: 4096, single_line: false})
  end

  defp plain({:report, report}, _meta, _config) when is_map(report) do
    Kernel.inspect(Map.to_list(report))
  end

  defp plain({:report, report}, _meta, _config), do: Kernel.inspect(report)
  defp plain({format, args}, _meta, config), do: Utils.format(format, args, config.truncate)
end

defmodule Logger.Utils do
  @moduledoc false
  # Timestamps, truncation, and Erlang's formats with Elixir's terms.

  @doc false
  def timestamp(microseconds, utc_log?) do
    seconds = Integer.floor_div(microseconds, 1_000_000)
    milliseconds = div(Integer.mod(microseconds, 1_000_000), 1000)
    utc = :erlang.posixtime_to_universaltime(seconds)

    {date, {hour, minute, second}} =
      if utc_log?, do: utc, else: :erlang.universaltime_to_localtime(utc)

    {date, {hour, minute, second, milliseconds}}
  end

  @doc false
  # Cuts chardata after `limit` bytes, between characters.
  def truncate(chardata, :infinity) when is_binary(chardata), do: chardata
  def truncate(chardata, :infinity), do: IO.chardata_to_string(chardata)

  def truncate(chardata, limit) when limit >= 0 do
    {text, left} = take(chardata, limit)
    if left < 0, do: [text, " (truncated)"], else: text
  end

  # What fits, and how many bytes are left: less than none if something did not fit.
  defp take(rest, left) when left < 0 and rest != [], do: {[], left}

  defp take(binary, left) when is_binary(binary) do
    case left - byte_size(binary) do
      left when left < 0 -> {cut(binary, left + byte_size(binary)), left}
      left -> {binary, left}
    end
  end

  defp take([], left), do: {[], left}

  defp take([char | rest], left) when is_integer(char) do
    case left - byte_size(<<char::utf8>>) do
      left when left < 0 ->
        {[], left}

      left ->
        {rest, left} = take(rest, left)
        {[char | rest], left}
    end
  end

  defp take([first | rest], left) do
    {first, left} = take(first, left)
    {rest, left} = take(rest, left)
    {[first | rest], left}
  end

  # A prefix of at most `size` bytes that does not end within a character.
  defp cut(binary, size) do
    prefix = binary_part(binary, 0, size)
    drop_partial(prefix, size)
  end

  defp drop_partial(prefix, size) do
    if size == 0 or String.valid?(prefix) or byte_size(prefix) - size > 3 do
      binary_part(prefix, 0, size)
    else
      shorter = binary_part(prefix, 0, size - 1)
      if String.valid?(shorter), do: shorter, else: drop_partial_more(prefix, size - 2)
    end
  end

  defp drop_partial_more(prefix, size) when size > 0 do
    shorter = binary_part(prefix, 0, size)
    if String.valid?(shorter), do: shorter, else: binary_part(prefix, 0, max(size - 1, 0))
  end

  defp drop_partial_more(_prefix, _size), do: ""

  @doc false
  # `:io_lib.format/2`, but `~p` and `~w` show terms as `inspect/2` does.
  def format(format, args, truncate \\ :infinity) do
    {format, args} = scan(IO.chardata_to_string(format), args, [], [], truncate)
    :io_lib.format(format, args)
  end

  defp scan("~" <> rest, args, format, converted, truncate) do
    {spec, control, rest} = directive(rest, "")
    convert(control, spec, rest, args, format, converted, truncate)
  end

  defp scan(<<char::utf8, rest::binary>>, args, format, converted, truncate) do
    scan(rest, args, [char | format], converted, truncate)
  end

  defp scan("", args, format, converted, _truncate) do
    {:lists.reverse(format), :lists.reverse(converted, args)}
  end

  # Field width, precision, padding and modifiers, then the letter.
  defp directive(<<char, rest::binary>>, spec) when char in '0123456789.-*tlk' do
    directive(rest, <<spec::binary, char>>)
  end

  defp directive(<<control::utf8, rest::binary>>, spec), do: {spec, control, rest}

  defp convert(control, spec, rest, args, format, converted, truncate) when control in 'pw' do
    {stars, [term | args]} = Enum.split(args, stars(spec))
    width = if control == ?w, do: :infinity, else: width(spec, stars)
    text = show(term, width: width, limit: 50, truncate: truncate)
    scan(rest, args, 'st~' ++ format, [text | converted], truncate)
  end

  defp convert(control, spec, rest, args, format, converted, truncate) when control in 'PW' do
    {stars, [term, depth | args]} = Enum.split(args, stars(spec))
    width = if control == ?W, do: :infinity, else: width(spec, stars)
    text = show(term, width: width, limit: depth, truncate: truncate)
    scan(rest, args, 'st~' ++ format, [text | converted], truncate)
  end

  defp convert(control, spec, rest, args, format, converted, truncate) do
    taken = stars(spec) + arguments(control)
    {used, args} = Enum.split(args, taken)
    directive = [control | Enum.reverse(String.to_charlist(spec))] ++ '~' ++ format
    scan(rest, args, directive, :lists.reverse(used, converted), truncate)
  end

  defp arguments(control) when control in 'n~', do: 0
  defp arguments(control) when control in 'xX', do: 2
  defp arguments(_control), do: 1

  defp stars(spec), do: length(String.split(spec, "*")) - 1

  defp width(spec, stars) do
    case {Integer.parse(spec), stars} do
      {{width, _}, _} when width > 0 -> width
      {:error, [width | _]} when is_integer(width) -> width
      _ -> 80
    end
  end

  defp show(term, options) do
    inspect(term, [pretty: options[:width] != :infinity] ++ Keyword.delete(options, :truncate))
  end
end
