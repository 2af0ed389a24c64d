defmodule :io_lib do
  @moduledoc """
  Text of terms, as Erlang writes them, and format strings. Texts are deep charlists.

      :io_lib.format("~p and ~s", [{:a, 1}, "b"]) |> IO.chardata_to_string()  # => "{a,1} and b"
  """

  @doc """
  A format string with its sequences replaced by the arguments.

  `~w` writes a term, `~p` in lines; `~s` a text; `~c` a character; `~b` an integer in a base;
  `~f`, `~e`, `~g` a float; `~n` ends the line. Between come width, precision and padding:
  `~10.2.0f`.
  """
  def format(format, data), do: fwrite(format, data)

  @doc false
  def format(format, data, options), do: fwrite(format, data, options)

  @doc false
  def fwrite(format, data) do
    :io_lib_format.fwrite(format, data)
  catch
    _, _ -> :erlang.error(:badarg, [format, data])
  end

  @doc false
  def fwrite(format, data, options) do
    :io_lib_format.fwrite(format, data, options)
  catch
    _, _ -> :erlang.error(:badarg, [format, data, options])
  end

  @doc "Takes a format string apart: characters, and maps that say what goes in between."
  def scan_format(format, data), do: :io_lib_format.scan(format, data)

  @doc "The format string and the arguments from which `scan_format/2` made a list."
  def unscan_format(parts), do: :io_lib_format.unscan(parts)

  @doc "The text of what `scan_format/2` gave."
  def build_text(parts), do: :io_lib_format.build(parts)

  @doc false
  def build_text(parts, options), do: :io_lib_format.build(parts, options)

  @doc "The text of a term on one line."
  def write(term), do: write(term, -1)

  @doc "The text of a term on one line, cut at a depth, or by options `depth:` and `encoding:`."
  def write(term, options) when is_list(options) do
    depth = Keyword.get(options, :depth, -1)
    encoding = Keyword.get(options, :encoding, :latin1)
    limit = Keyword.get(options, :chars_limit, -1)
    :io_lib_pretty.limited_write(term, depth, encoding, limit)
  end

  def write(term, depth), do: :io_lib_write.write(term, depth, :latin1, :undefined)

  @doc false
  def write(term, depth, true), do: :io_lib_write.write(term, depth, :unicode, :undefined)
  def write(term, depth, false), do: :io_lib_write.write(term, depth, :latin1, :undefined)

  @doc "The text of a term in lines of 80 characters."
  def print(term), do: :io_lib_pretty.print(term)

  @doc "The text of a term from a column on, in lines of a length, cut at a depth."
  def print(term, column, line_length, depth) do
    :io_lib_pretty.print(term, column: column, line_length: line_length, depth: depth)
  end

  @doc "The end of a line."
  def nl, do: '\n'

  @doc "The column behind a text that starts at a column."
  def indentation(text, column), do: :io_lib_format.indentation(text, column)

  @doc false
  def format_prompt(prompt), do: format_prompt(prompt, :latin1)

  @doc false
  def format_prompt({:format, format, args}, _encoding), do: prompt_text(format, args)

  def format_prompt(prompt, encoding) when is_list(prompt) or is_binary(prompt),
    do: prompt_text(if(encoding == :unicode, do: '~ts', else: '~s'), [prompt])

  def format_prompt(prompt, encoding), do: write(prompt, -1, encoding == :unicode)

  defp prompt_text(format, args) do
    format(format, args)
  catch
    _, _ -> '???'
  end

  # Quoting

  @doc "The text of an atom, with quotes if it needs them."
  def write_atom(atom), do: :io_lib_chars.atom(atom, :unicode)

  @doc false
  def write_atom_as_latin1(atom), do: :io_lib_chars.atom(atom, :latin1)

  @doc false
  def quote_atom(atom, chars), do: :io_lib_chars.quote_atom(atom, chars)

  @doc "A charlist between double quotes, escaped."
  def write_string(string), do: write_string(string, ?")

  @doc "A charlist between quotes, escaped."
  def write_string(string, quote), do: :io_lib_chars.string(string, quote, :unicode)

  @doc false
  def write_unicode_string(string), do: write_string(string)

  @doc false
  def write_latin1_string(string), do: :io_lib_chars.string(string, ?", :latin1)

  @doc false
  def write_latin1_string(string, quote), do: :io_lib_chars.string(string, quote, :latin1)

  @doc false
  def write_string_as_latin1(string), do: write_string_as_latin1(string, ?")

  @doc false
  def write_string_as_latin1(string, quote), do: :io_lib_chars.string(string, quote, :latin1)

  @doc "A character as source: `$a`."
  def write_char(char), do: :io_lib_chars.char(char, :unicode)

  @doc false
  def write_unicode_char(char), do: write_char(char)

  @doc false
  def write_latin1_char(char), do: :io_lib_chars.char(char, :latin1)

  @doc false
  def write_char_as_latin1(char), do: :io_lib_chars.char(char, :latin1)

  # Kinds of lists

  @doc "True for a flat list of Unicode characters."
  def char_list(term), do: :io_lib_chars.char_list(term)

  @doc "True for a flat list of characters below 256."
  def latin1_char_list(term), do: :io_lib_chars.latin1_char_list(term)

  @doc "True for a deep list of Unicode characters."
  def deep_char_list(term), do: :io_lib_chars.deep_char_list(term)

  @doc false
  def deep_unicode_char_list(term), do: :io_lib_chars.deep_char_list(term)

  @doc "True for a deep list of characters below 256."
  def deep_latin1_char_list(term), do: :io_lib_chars.deep_latin1_char_list(term)

  @doc "True for a flat list of characters that can be shown."
  def printable_list(term), do: :io_lib_chars.printable_latin1_list(term)

  @doc false
  def printable_latin1_list(term), do: :io_lib_chars.printable_latin1_list(term)

  @doc false
  def printable_unicode_list(term), do: :io_lib_chars.printable_unicode_list(term)

  @doc "The number of characters of a deep charlist."
  def chars_length(text) do
    :erlang.iolist_size(text)
  rescue
    _ -> :string.length(text)
  end

  @doc """
  Values read from a text by a format: `{:ok, values, rest}`, `{:more, ...}` if the text is too
  short, or `{:error, reason}`.

      :io_lib.fread('~d ~s', '15 apples now')  # => {:ok, [15, 'apples'], ' now'}
  """
  def fread(format, text), do: :io_lib_fread.fread(format, text)

  @doc false
  def fread(continuation, text, format), do: :io_lib_fread.fread(continuation, text, format)
end
