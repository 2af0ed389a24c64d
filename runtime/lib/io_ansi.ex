defmodule IO.ANSI do
  @moduledoc """
  Escape sequences for terminals: colors, styles, and the place of the cursor.

      IO.puts([IO.ANSI.red(), "alert", IO.ANSI.reset()])
      IO.puts(IO.ANSI.format([:green, :bright, "well done"]))
  """

  @type ansicode :: atom
  @type ansilist ::
          maybe_improper_list(char | ansicode | binary | ansilist, binary | ansicode | [])
  @type ansidata :: ansilist | ansicode | binary

  @sequences [
    {:reset, 0, "Ends all colors and styles."},
    {:bright, 1, "Bright or bold."},
    {:faint, 2, "Faint."},
    {:italic, 3, "Italic."},
    {:underline, 4, "Underlined."},
    {:blink_slow, 5, "Blinking slowly."},
    {:blink_rapid, 6, "Blinking rapidly."},
    {:inverse, 7, "Foreground and background exchanged."},
    {:reverse, 7, "Foreground and background exchanged."},
    {:conceal, 8, "Not shown."},
    {:crossed_out, 9, "Crossed out."},
    {:primary_font, 10, "The default font."},
    {:font_1, 11, "Alternative font 1."},
    {:font_2, 12, "Alternative font 2."},
    {:font_3, 13, "Alternative font 3."},
    {:font_4, 14, "Alternative font 4."},
    {:font_5, 15, "Alternative font 5."},
    {:font_6, 16, "Alternative font 6."},
    {:font_7, 17, "Alternative font 7."},
    {:font_8, 18, "Alternative font 8."},
    {:font_9, 19, "Alternative font 9."},
    {:normal, 22, "Neither bright nor faint."},
    {:not_italic, 23, "Ends italic."},
    {:no_underline, 24, "Ends underlined."},
    {:blink_off, 25, "Ends blinking."},
    {:inverse_off, 27, "Ends the exchange of foreground and background."},
    {:reverse_off, 27, "Ends the exchange of foreground and background."},
    {:black, 30, "Text in black."},
    {:red, 31, "Text in red."},
    {:green, 32, "Text in green."},
    {:yellow, 33, "Text in yellow."},
    {:blue, 34, "Text in blue."},
    {:magenta, 35, "Text in magenta."},
    {:cyan, 36, "Text in cyan."},
    {:white, 37, "Text in white."},
    {:default_color, 39, "Text in the default color."},
    {:black_background, 40, "A black background."},
    {:red_background, 41, "A red background."},
    {:green_background, 42, "A green background."},
    {:yellow_background, 43, "A yellow background."},
    {:blue_background, 44, "A blue background."},
    {:magenta_background, 45, "A magenta background."},
    {:cyan_background, 46, "A cyan background."},
    {:white_background, 47, "A white background."},
    {:default_background, 49, "The default background."},
    {:framed, 51, "Framed."},
    {:encircled, 52, "Encircled."},
    {:overlined, 53, "With a line above."},
    {:not_framed_encircled, 54, "Neither framed nor encircled."},
    {:not_overlined, 55, "Without a line above."},
    {:light_black, 90, "Text in light black."},
    {:light_red, 91, "Text in light red."},
    {:light_green, 92, "Text in light green."},
    {:light_yellow, 93, "Text in light yellow."},
    {:light_blue, 94, "Text in light blue."},
    {:light_magenta, 95, "Text in light magenta."},
    {:light_cyan, 96, "Text in light cyan."},
    {:light_white, 97, "Text in light white."},
    {:light_black_background, 100, "A light black background."},
    {:light_red_background, 101, "A light red background."},
    {:light_green_background, 102, "A light green background."},
    {:light_yellow_background, 103, "A light yellow background."},
    {:light_blue_background, 104, "A light blue background."},
    {:light_magenta_background, 105, "A light magenta background."},
    {:light_cyan_background, 106, "A light cyan background."},
    {:light_white_background, 107, "A light white background."}
  ]

  for {name, code, doc} <- @sequences do
    @doc doc
    @spec unquote(name)() :: String.t()
    def unquote(name)(), do: unquote("\e[#{code}m")

    defp sequence(unquote(name)), do: unquote("\e[#{code}m")
  end

  @doc "Moves the cursor to the top left."
  @spec home() :: String.t()
  def home, do: "\e[H"

  @doc "Clears the screen."
  @spec clear() :: String.t()
  def clear, do: "\e[2J"

  @doc "Clears the line."
  @spec clear_line() :: String.t()
  def clear_line, do: "\e[2K"

  defp sequence(:home), do: home()
  defp sequence(:clear), do: clear()
  defp sequence(:clear_line), do: clear_line()

  defp sequence(other),
    do: raise(ArgumentError, "invalid ANSI sequence specification: #{inspect(other)}")

  @doc """
  True if the terminal is taken to understand sequences: as the configuration `:ansi_enabled` of
  `:elixir` says, or if there is none, if standard output is a terminal.
  """
  @spec enabled?() :: boolean
  def enabled? do
    case Application.fetch_env(:elixir, :ansi_enabled) do
      {:ok, enabled?} -> enabled?
      :error -> :respawn_io.terminal?(:stdout)
    end
  end

  @doc """
  The colors in which terms are shown in the shell, for `:syntax_colors` of `Inspect.Opts`.
  """
  @spec syntax_colors() :: keyword
  def syntax_colors do
    Application.get_env(:elixir, :ansi_syntax_colors) ||
      [
        atom: :cyan,
        binary: :default_color,
        boolean: :magenta,
        charlist: :yellow,
        list: :default_color,
        map: :default_color,
        nil: :magenta,
        number: :yellow,
        string: :green,
        tuple: :default_color
      ]
  end

  @doc """
  Text in one of the 256 colors of a terminal.

      IO.ANSI.color(5)  # => "\\e[38;5;5m"
  """
  @spec color(0..255) :: String.t()
  def color(code) when code in 0..255, do: "\e[38;5;#{code}m"

  @doc """
  Text in a color of red, green and blue, each from 0 to 5.

      IO.ANSI.color(1, 2, 3)  # => "\\e[38;5;67m"
  """
  @spec color(0..5, 0..5, 0..5) :: String.t()
  def color(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5,
    do: color(16 + 36 * r + 6 * g + b)

  @doc """
  A background in one of the 256 colors of a terminal.
  """
  @spec color_background(0..255) :: String.t()
  def color_background(code) when code in 0..255, do: "\e[48;5;#{code}m"

  @doc """
  A background in a color of red, green and blue, each from 0 to 5.
  """
  @spec color_background(0..5, 0..5, 0..5) :: String.t()
  def color_background(r, g, b) when r in 0..5 and g in 0..5 and b in 0..5,
    do: color_background(16 + 36 * r + 6 * g + b)

  @doc """
  Moves the cursor to a line and a column, counted from the top left.

      IO.ANSI.cursor(2, 3)  # => "\\e[2;3H"
  """
  @spec cursor(non_neg_integer, non_neg_integer) :: String.t()
  def cursor(line, column)
      when is_integer(line) and line >= 0 and is_integer(column) and column >= 0,
      do: "\e[#{line};#{column}H"

  @doc "Moves the cursor up."
  @spec cursor_up(pos_integer) :: String.t()
  def cursor_up(lines \\ 1) when is_integer(lines) and lines >= 1, do: "\e[#{lines}A"

  @doc "Moves the cursor down."
  @spec cursor_down(pos_integer) :: String.t()
  def cursor_down(lines \\ 1) when is_integer(lines) and lines >= 1, do: "\e[#{lines}B"

  @doc "Moves the cursor to the right."
  @spec cursor_right(pos_integer) :: String.t()
  def cursor_right(columns \\ 1) when is_integer(columns) and columns >= 1,
    do: "\e[#{columns}C"

  @doc "Moves the cursor to the left."
  @spec cursor_left(pos_integer) :: String.t()
  def cursor_left(columns \\ 1) when is_integer(columns) and columns >= 1,
    do: "\e[#{columns}D"

  @doc """
  Chardata in which atoms are names of sequences, as chardata; without any if `emit?` is false.
  If there is a sequence, a reset comes at the end.

      IO.ANSI.format(["Hello, ", :red, :bright, "world!"], true)
  """
  @spec format(ansidata, boolean) :: IO.chardata()
  def format(ansidata, emit? \\ enabled?()) when is_boolean(emit?),
    do: do_format(ansidata, [], [], emit?, :maybe)

  @doc """
  Like `format/2`, without the reset at the end.

      IO.ANSI.format_fragment([:bright, "Word"], true)
  """
  @spec format_fragment(ansidata, boolean) :: IO.chardata()
  def format_fragment(ansidata, emit? \\ enabled?()) when is_boolean(emit?),
    do: do_format(ansidata, [], [], emit?, false)

  # `rest` is what comes behind the list that is being read. `reset` is true once a sequence was
  # met, if a reset is wanted at all.
  defp do_format([term | tail], rest, chardata, emit?, reset),
    do: do_format(term, [tail | rest], chardata, emit?, reset)

  defp do_format(name, rest, chardata, true, reset) when is_atom(name),
    do: do_format([], rest, [chardata | sequence(name)], true, !!reset)

  defp do_format(name, rest, chardata, false, reset) when is_atom(name),
    do: do_format([], rest, chardata, false, reset)

  defp do_format(text, rest, chardata, emit?, reset) when not is_list(text),
    do: do_format([], rest, [chardata, text], emit?, reset)

  defp do_format([], [next | rest], chardata, emit?, reset),
    do: do_format(next, rest, chardata, emit?, reset)

  defp do_format([], [], chardata, true, true), do: [chardata | reset()]
  defp do_format([], [], chardata, _emit?, _reset), do: chardata
end
