# :file.consult: Erlang terms in a file, and what is wrong with those that are none.
folder = Path.join(System.tmp_dir!(), "respawn_file_consult_#{System.pid()}")
File.mkdir_p!(folder)
file = Path.join(folder, "terms")

texts = [
  "{a, 1}.\n% comment\n[b, \"x\" \"y\", <<\"bin\">>, <<1,2:16>>, $a, $\\n, 16#FF, -3, 1.5e3, 'Quoted atom', {}].\n[1,2|3].\n",
  "\#{k => v, \"s\" => [\#{}]}.",
  "<<>>. <<1:4, 15:4>>. 'it\\'s \\x41\\x{42}'. \"\\101\\^a\\e\".",
  "<<1.5>>.",
  "a. b.\n\n\n%% end",
  "",
  "1_000. 2#1010. 36#zZ. -1.0e-3.",
  "{a, b\n",
  "{a, X}.\n",
  "foo(1).\n",
  "{a b}.\n",
  "{a,}.\n",
  "[1 2].\n",
  "[1|2, 3].\n",
  "\"abc",
  "'abc",
  "a",
  "@.\n",
  "{\n\na}}.\n",
  "ok. {1, \"two\" three}.\n"
]

for text <- texts do
  File.write!(file, text)
  result = :file.consult(file)
  IO.inspect(result)
  with {:error, reason} <- result, do: IO.puts(:file.format_error(reason))
end

IO.inspect(:file.consult(file <> "_none"))
File.rm_rf!(folder)
