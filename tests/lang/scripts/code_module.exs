# Code: reading, evaluating, compiling, formatting.
attempt = fn fun ->
  try do
    IO.inspect(fun.())
  rescue
    e -> IO.puts("#{inspect(e.__struct__)}: #{Exception.message(e)}")
  end
end

attempt.(fn -> Code.string_to_quoted("1 + x") end)
attempt.(fn -> Code.string_to_quoted("1 +") end)
attempt.(fn -> Code.string_to_quoted!("foo(", file: "a.ex", line: 3, column: 5) end)
attempt.(fn -> Code.string_to_quoted("a b: 1", static_atoms_encoder: fn text, _meta -> {:ok, {:atom, text}} end) end)
attempt.(fn -> Code.string_to_quoted("[1, :a, {2, 3}]", literal_encoder: fn value, meta -> {:ok, {:lit, meta, [value]}} end) end)
attempt.(fn -> Code.string_to_quoted("unknown_name_here_zz", existing_atoms_only: true) end)
attempt.(fn -> Code.string_to_quoted("a do 1 end", token_metadata: true, columns: true) end)
attempt.(fn -> Code.string_to_quoted_with_comments("# one\na # two\n") end)
attempt.(fn -> Code.string_to_quoted(<<255>>) end)
attempt.(fn -> Code.eval_string("x + y", x: 1, y: 2) end)
attempt.(fn -> Code.eval_string("x = 1; y = x", [{{:z, Foo}, 3}, {:q, 2}]) end)
attempt.(fn -> Code.eval_string("raise \"a\"", [], file: "foo.ex", line: 10) end)
attempt.(fn -> Code.eval_string("__ENV__.line", [], line: 33) end)
attempt.(fn -> Code.eval_string("Q.first([1])", [], aliases: [{Q, List}]) end)
attempt.(fn -> Code.eval_string("is_integer(1)", [], functions: [{Kernel, []}], macros: [{Kernel, []}]) end)
attempt.(fn -> Code.eval_quoted(quote(do: var!(a) + 1), a: 1) end)
attempt.(fn -> Code.eval_quoted_with_env(quote(do: var!(a) = 1), [], Code.env_for_eval([])) |> Tuple.delete_at(2) end)
attempt.(fn -> Code.compile_string("defmodule A1 do\ndef a, do: 1\nend\ndefmodule B1 do\n defmodule C do\nend\nend") |> Enum.map(&elem(&1, 0)) end)
attempt.(fn -> Code.compile_quoted(quote(do: defmodule(A2, do: nil))) |> Enum.map(&elem(&1, 0)) end)
attempt.(fn -> Code.ensure_loaded(String) end)
attempt.(fn -> Code.ensure_loaded?(Nope) end)
attempt.(fn -> Code.ensure_compiled(Nope) end)
attempt.(fn -> Code.ensure_compiled!(Nope) end)
attempt.(fn -> Code.ensure_loaded!(:nope) end)
attempt.(fn -> Code.required_files() |> Enum.map(&Path.basename/1) end)
attempt.(fn -> Code.fetch_docs(Nope) end)
attempt.(fn -> Code.compiler_options() end)
attempt.(fn -> Code.get_compiler_option(:docs) end)
attempt.(fn -> Code.put_compiler_option(:docs, 1) end)
attempt.(fn -> Code.put_compiler_option(:nope, 1) end)
attempt.(fn -> Code.compiler_options(docs: true) end)
attempt.(fn -> Code.can_await_module_compilation?() end)
attempt.(fn -> Code.append_path("/nope/nope") end)

for text <- [
      "a+b",
      "foo  bar,baz",
      "x=1 # a\nfoo(fn->1 end)",
      "defmodule A do\ndef f(x),do: x\n@doc \"a\"\ndef g do\n:ok\nend\nend",
      "%{a: 1,b: 2}|>Map.put(:c,3)|>IO.inspect()",
      "case x do\n1->:one\n_->:other\nend",
      "if a do b else c end",
      "with {:ok,a}<-b,{:ok,c}<-d do e else _->f end",
      "[1,2,3]++[4]",
      "some_function_name(argument_number_one, argument_number_two, argument_number_three, argument_number_four)",
      "100000 + 0xabc + 1.0E5",
      "'it''s' "
    ] do
  attempt.(fn -> text |> Code.format_string!() |> IO.iodata_to_binary() |> IO.puts() end)
end

attempt.(fn -> Code.format_string!("foo(") end)
