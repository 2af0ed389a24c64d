# Templates: all tags, blocks over several tags, trimming, errors.
t = fn code ->
  result =
    try do
      {value, _} = Code.eval_string(code)
      value
    rescue
      e -> {e.__struct__, Exception.message(e)}
    catch
      kind, value -> {kind, value}
    end

  IO.puts("#{code} => #{inspect(result, limit: :infinity, printable_limit: :infinity)}")
end

render = fn template, options ->
  bindings = [a: 1, l: [1, 2, 3], assigns: %{x: 1}]
  t.("EEx.eval_string(#{inspect(template)}, #{inspect(bindings)}, #{inspect(options)})")
end

templates = ["foo <%= a %> bar", "<% a %>", "<%% a %>", "<%%= a %>x", "<%# comment %>x", "<%!-- c --%>x", "<%!-- \n a <%= b %> --%>\nx\n", "<%= if a == 1 do %>yes<% else %>no<% end %>", "<%= for x <- l do %>\n  <%= x %>,\n<% end %>", "<%= Enum.map(l, fn x -> %>[<%= x %>]<% end) %>", "<%= case a do %>\n<% 1 -> %>one\n<% _ -> %>other<% end %>", "<%= @x %>", "<%= @y %>", "<%= a", "<%= if true do %>x", "<% end %>", "<% else %>", "<%= if true do %>a<% end %><% end %>", "<%= 1 + %>", "a\n<%= 1 + %>", "<%= (1 %>", "a <% x -> %>", "<%= cond do %><% a == 1 -> %>A<% true -> %>B<% end %>", "<%= cond do %> x <% a == 1 -> %>A<% true -> %>B<% end %>", "<%== a %>", "<%| a %>", "<%/ a %>", "", "<%", "%>", "a<%= %>b", "<%= \"a\" <> \n \"b\" %>", "<%= if a do %>\n  x\n<% end %>\nrest", "<%= a -%>", "é <%= a %> ü", "<%= if a do %>1<% else %>2<% else %>3<% end %>", "<%= try do %>x<% rescue %><% _ -> %>y<% end %>", "<%= fn -> %>a<% end.() %>", "<%= Enum.map l, fn x -> %><%= x %><% end %>", "<%= Enum.map(l, fn 1 -> %>one<% x -> %><%= x %><% end) %>", "<% b = 2 %><%= b %>", "<%= if a do %><% c = 3 %><%= c %><% end %>", "<%= unknown %>", "<%= if a do # c %>x<% end %>", "<% if a do %>x<% end %>y", "<%= if a, do: 1 %>", "\n\n<%= a %>\n\n", "a\n  <%= a %>  \n b\n  <% a %>\n", "<%= if a do %>  \n  x <%= a %> y \n  <% end %>  \n z", "<%# x %>\n<%= a %>", "  <%# x %>  \n  <%= a %>", "<%= [a] %>", "<%= 'abc' %>", "<%= nil %>x", "<%= :foo %>", "<%= 1.5 %>", "<%= {1} %>"]

for template <- templates, options <- [[], [trim: true]], do: render.(template, options)

for template <- ["foo <%= a %> bar", "x", "", "<% a %>", "<%= if a do %>x<%= b %><% end %>y", "<%= case a do %>\n<% 1 -> %>one\n<% _ -> %>other<% end %>"] do
  template |> EEx.compile_string() |> Macro.to_string() |> IO.puts()
end

t.("EEx.eval_file(\"nope.eex\")")
t.("EEx.eval_string(:a)")
t.("EEx.eval_string(\"<%= __ENV__.file %><%= __ENV__.line %>\", [], file: \"x\", line: 4)")
t.("EEx.tokenize(\"foo <%= a %>\\n<% b do %>x<% else %><% end %>\", [])")

defmodule Page do
  require EEx
  EEx.function_from_string(:def, :greet, "Hello <%= name %>, <%= @x %>", [:name, :assigns])
  EEx.function_from_string(:defp, :plain, "hi")
  def hi, do: plain()
end

IO.puts(Page.greet("Ana", %{x: 1}))
IO.puts(Page.hi())
