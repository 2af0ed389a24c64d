defmodule :re do
  @moduledoc """
  Erlang's regular expressions. Compiling and matching is the runtime's part; splitting and
  replacing, here, is done with all matches at hand.

      :re.run("abc", "(b)(c)", [{:capture, :all, :binary}])   # => {:match, ["bc", "b", "c"]}
      :re.split("a,b", ",")                                   # => ["a", "b"]
      :re.replace("abc", "b", "[&]", return: :binary)         # => "a[b]c"
  """

  @compile_only [
    :unicode,
    :caseless,
    :dollar_endonly,
    :dotall,
    :extended,
    :firstline,
    :multiline,
    :no_auto_capture,
    :dupnames,
    :ungreedy,
    :no_start_optimize,
    :ucp,
    :never_utf
  ]

  @both [:anchored, :bsr_anycrlf, :bsr_unicode]

  # -- splitting -------------------------------------------------------------------------------

  @doc "The parts of `subject` between matches of `re`, as binaries."
  @spec split(iodata, term) :: [binary]
  def split(subject, re), do: split(subject, re, [])

  @doc """
  The parts of `subject` between matches of `re`, with what its groups matched in between.

  `:return` is `:iodata` (default), `:binary` or `:list`; `:parts` is the greatest number of
  parts; `:trim` leaves out empty parts at the end; `:group` gives a list for each part and the
  groups behind it. Other options are those of `run/3` and `compile/2`.

      :re.split("a,b", "(,)")            # => ["a", ",", "b"]
      :re.split("a,b", "(,)", [:group])  # => [["a", ","], ["b"]]
  """
  @spec split(iodata, term, [term]) :: [iodata] | [[iodata]]
  def split(subject, re, options) do
    with {:ok, settings, rest} <-
           split_options(options, %{limit: -1, group: false, return: :iodata}, []),
         {:ok, text, pattern, run_options} <- prepare(subject, re, rest),
         {:ok, matches} <- all_matches(text, pattern, [:global | run_options]) do
      groups = :erlang.element(2, pattern)

      matches
      |> split_at(text, 0, settings.limit, groups)
      |> flatten_unless(settings.group)
      |> trim_if(settings.limit == 0 and matches != [])
      |> parts_as(settings.return, unicode?(pattern, []))
    else
      refusal ->
        faults = split_faults(refusal, subject, re, options)
        :erlang.error(:badarg, [subject, re, options], :argument_faults.info(faults))
    end
  end

  defp split_faults(:options, subject, re, options) do
    pattern_faults(subject, re, options) ++ ["invalid options"]
  end

  defp split_faults(_refusal, subject, re, options), do: pattern_faults(subject, re, options)

  # `limit` is how many parts there may be: 0 for any number without empty ones at the end, and
  # -1 for any number.

  defp split_options([option | options], settings, rest) do
    case option do
      :trim ->
        split_options(options, %{settings | limit: 0}, rest)

      :group ->
        split_options(options, %{settings | group: true}, rest)

      {:parts, :infinity} ->
        split_options(options, %{settings | limit: -1}, rest)

      {:parts, n} when is_integer(n) and n >= 0 ->
        split_options(options, %{settings | limit: n}, rest)

      {:parts, _bad} ->
        :options

      {:return, type} when type in [:iodata, :binary, :list] ->
        split_options(options, %{settings | return: type}, rest)

      {:return, _bad} ->
        :options

      :global ->
        :options

      option ->
        if reserved?(option),
          do: :options,
          else: split_options(options, settings, [option | rest])
    end
  end

  defp split_options([], settings, rest), do: {:ok, settings, :lists.reverse(rest)}
  defp split_options(_improper, _settings, _rest), do: :options

  # Each part with the groups of the match that ends it. An empty match where a part begins ends
  # none.

  defp split_at(_matches, text, offset, 1, _groups), do: [[from(text, offset)]]
  defp split_at([], text, offset, _limit, _groups), do: [[from(text, offset)]]

  defp split_at([[{offset, 0} | _] | matches], text, offset, limit, groups) do
    split_at(matches, text, offset, limit, groups)
  end

  defp split_at([[{start, size} | captured] | matches], text, offset, limit, groups) do
    part = :erlang.binary_part(text, offset, start - offset)
    rest = split_at(matches, text, start + size, limit - if(limit > 0, do: 1, else: 0), groups)
    [[part | group_texts(captured, text, groups)] | rest]
  end

  defp group_texts(_captured, _text, 0), do: []
  defp group_texts([], text, groups), do: ["" | group_texts([], text, groups - 1)]

  defp group_texts([span | captured], text, groups) do
    [span_text(span, text) | group_texts(captured, text, groups - 1)]
  end

  defp flatten_unless(parts, true), do: parts
  defp flatten_unless(parts, false), do: :lists.append(parts)

  defp trim_if(parts, false), do: parts
  defp trim_if(parts, true), do: parts |> :lists.reverse() |> drop_empty() |> :lists.reverse()

  defp drop_empty(["" | parts]), do: drop_empty(parts)
  defp drop_empty([[""] | parts]), do: drop_empty(parts)
  defp drop_empty(parts), do: parts

  defp parts_as(parts, :list, unicode?), do: :lists.map(&part_as_list(&1, unicode?), parts)
  defp parts_as(parts, _iodata_or_binary, _unicode?), do: parts

  defp part_as_list(part, unicode?) when is_list(part),
    do: :lists.map(&part_as_list(&1, unicode?), part)

  defp part_as_list(part, unicode?), do: as_list(part, unicode?)

  # -- replacing -------------------------------------------------------------------------------

  @doc "`subject` with the first match of `re` replaced."
  @spec replace(iodata, term, iodata) :: iodata
  def replace(subject, re, replacement), do: replace(subject, re, replacement, [])

  @doc ~S"""
  `subject` with a match of `re` replaced, or all of them with the option `:global`.

  In the replacement `&` stands for what matched, `\N` and `\g{N}` for group N. `:return` is
  `:iodata` (default), `:binary` or `:list`. Other options are those of `run/3` and `compile/2`.

      :re.replace("abab", "b", "[&]", [:global, return: :binary])  # => "a[b]a[b]"
  """
  @spec replace(iodata, term, iodata, [term]) :: iodata
  def replace(subject, re, replacement, options) do
    with {:ok, return, rest} <- replace_options(options, :iodata, []),
         {:ok, text, pattern, run_options} <- prepare(subject, re, rest),
         unicode? = unicode?(pattern, []),
         {:ok, template} <- template(replacement, unicode?),
         {:ok, matches} <- all_matches(text, pattern, run_options) do
      if matches == [] and return == :iodata,
        do: subject,
        else: matches |> fill(text, 0, template) |> replaced_as(return, unicode?)
    else
      refusal ->
        faults = replace_faults(refusal, subject, re, replacement, options)
        :erlang.error(:badarg, [subject, re, replacement, options], :argument_faults.info(faults))
    end
  end

  # A template that cannot be read is wrong without more ado.
  defp replace_faults(:badarg, _subject, _re, _replacement, _options), do: []

  defp replace_faults(refusal, subject, re, replacement, options) do
    replacement_fault = if not unicode?(re, options), do: iodata_fault(replacement)
    options_fault = if refusal == :options, do: "invalid options"
    pattern_faults(subject, re, options) ++ [replacement_fault, options_fault]
  end

  defp iodata_fault(term) do
    if to_binary(term, false) == :error, do: "not an iodata term"
  end

  defp replace_options([option | options], return, rest) do
    case option do
      {:return, type} when type in [:iodata, :binary, :list] ->
        replace_options(options, type, rest)

      {:return, _bad} ->
        :options

      option ->
        if reserved?(option),
          do: :options,
          else: replace_options(options, return, [option | rest])
    end
  end

  defp replace_options([], return, rest), do: {:ok, return, :lists.reverse(rest)}
  defp replace_options(_improper, _return, _rest), do: :options

  # The text before each match and what takes its place; the text behind the last ends the list.
  defp fill([], text, offset, _template) do
    case from(text, offset) do
      "" -> []
      rest -> rest
    end
  end

  defp fill([[{start, size} | _] = match | matches], text, offset, template) do
    rest = [filled(template, match, text) | fill(matches, text, start + size, template)]

    case :erlang.binary_part(text, offset, start - offset) do
      "" -> rest
      before -> [before | rest]
    end
  end

  defp filled([part], _match, _text) when is_binary(part), do: part
  defp filled(template, match, text), do: :lists.map(&filled_part(&1, match, text), template)

  defp filled_part(part, _match, _text) when is_binary(part), do: part
  defp filled_part(group, match, text), do: group_text(match, group, text)

  defp group_text([], _group, _text), do: ""
  defp group_text([span | _], 0, text), do: span_text(span, text)
  defp group_text([_ | match], group, text), do: group_text(match, group - 1, text)

  defp replaced_as(iodata, :iodata, _unicode?), do: iodata
  defp replaced_as(iodata, :binary, _unicode?), do: :erlang.iolist_to_binary(iodata)

  defp replaced_as(iodata, :list, unicode?),
    do: iodata |> :erlang.iolist_to_binary() |> as_list(unicode?)

  # A replacement as texts and numbers of groups.
  defp template(replacement, unicode?) do
    case to_binary(replacement, unicode?) do
      :error -> :refused
      text -> template_parts(text, "", [])
    end
  end

  defp template_parts(<<?&, rest::binary>>, text, parts),
    do: template_parts(rest, "", [0 | add_text(text, parts)])

  defp template_parts(<<?\\, ?g, ?{, rest::binary>>, text, parts) do
    case take_number(rest, nil) do
      {number, <<?}, rest::binary>>} when number != nil ->
        template_parts(rest, "", [number | add_text(text, parts)])

      _unclosed ->
        :badarg
    end
  end

  defp template_parts(<<?\\, ?g, digit, rest::binary>>, text, parts) when digit in ?0..?9 do
    {number, rest} = take_number(<<digit, rest::binary>>, nil)
    template_parts(rest, "", [number | add_text(text, parts)])
  end

  defp template_parts(<<?\\, digit, rest::binary>>, text, parts) when digit in ?1..?9 do
    {number, rest} = take_number(<<digit, rest::binary>>, nil)
    template_parts(rest, "", [number | add_text(text, parts)])
  end

  defp template_parts(<<?\\, char, rest::binary>>, text, parts),
    do: template_parts(rest, <<text::binary, char>>, parts)

  defp template_parts(<<char, rest::binary>>, text, parts),
    do: template_parts(rest, <<text::binary, char>>, parts)

  defp template_parts(<<>>, text, parts), do: {:ok, :lists.reverse(add_text(text, parts))}

  defp add_text("", parts), do: parts
  defp add_text(text, parts), do: [text | parts]

  defp take_number(<<digit, rest::binary>>, number) when digit in ?0..?9 do
    take_number(rest, if(number == nil, do: 0, else: number * 10) + digit - ?0)
  end

  defp take_number(rest, number), do: {number, rest}

  # -- both ------------------------------------------------------------------------------------

  # What neither takes, since the answer would be another.
  defp reserved?(:report_errors), do: true
  defp reserved?({:capture, _groups}), do: true
  defp reserved?({:capture, _groups, _type}), do: true
  defp reserved?(_option), do: false

  # The subject as a binary, the pattern compiled, and the options that are left for `run`.
  defp prepare(subject, re, options) do
    with {:ok, pattern, run_options} <- compiled(re, options),
         text when is_binary(text) <- to_binary(subject, unicode?(pattern, [])) do
      {:ok, text, pattern, run_options}
    else
      :error -> :refused
      refused -> refused
    end
  end

  defp compiled({:re_pattern, _, _, _, _} = pattern, options), do: {:ok, pattern, options}

  defp compiled(re, options) do
    compile_options = :lists.filter(&compile_option?/1, options)

    case :re.compile(re, compile_options) do
      {:ok, pattern} ->
        {:ok, pattern, :lists.filter(&(not :lists.member(&1, @compile_only)), options)}

      {:error, _reason} ->
        :refused
    end
  catch
    :error, :badarg -> :refused
  end

  defp compile_option?({:newline, _newline}), do: true

  defp compile_option?(option),
    do: :lists.member(option, @compile_only) or :lists.member(option, @both)

  defp all_matches(text, pattern, options) do
    case :re.run(text, pattern, [{:capture, :all, :index} | options]) do
      :nomatch -> {:ok, []}
      {:match, [match | _] = matches} when is_list(match) -> {:ok, matches}
      {:match, match} -> {:ok, [match]}
    end
  catch
    :error, :badarg -> :refused
  end

  defp unicode?({:re_pattern, _groups, unicode, _crlf, _bytes}, _options), do: unicode == 1
  defp unicode?(_re, options) when is_list(options), do: member?(:unicode, options)
  defp unicode?(_re, _options), do: false

  defp member?(element, [element | _]), do: true
  defp member?(element, [_ | list]), do: member?(element, list)
  defp member?(_element, _end), do: false

  defp to_binary(chars, false) do
    :erlang.iolist_to_binary(chars)
  catch
    :error, :badarg -> :error
  end

  defp to_binary(chars, true) do
    case :unicode.characters_to_binary(chars) do
      binary when is_binary(binary) -> binary
      _invalid -> :error
    end
  catch
    :error, :badarg -> :error
  end

  defp as_list(binary, false), do: :erlang.binary_to_list(binary)
  defp as_list(binary, true), do: :unicode.characters_to_list(binary)

  defp from(text, offset), do: :erlang.binary_part(text, offset, byte_size(text) - offset)

  # A group that took no part has the position -1.
  defp span_text({start, size}, _text) when start < 0 or size <= 0, do: ""
  defp span_text({start, size}, text), do: :erlang.binary_part(text, start, size)

  # What is wrong with subject and pattern, if anything.
  defp pattern_faults(subject, re, options) do
    :respawn_re.faults(subject, re, if(unicode?(re, options), do: [:unicode], else: []))
  end
end
