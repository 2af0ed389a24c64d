// What the key Tab inserts, and what it lists, as IEx does.
#include "repl/completion.hpp"

#include <catch2/catch.hpp>

#include <map>

namespace respawn {
namespace {

class FewNames final : public NameCatalogue {
 public:
  std::vector<std::string> modules() const override {
    return {"Elixir.Enum",   "Elixir.Enum.Walk", "Elixir.Enumerable", "Elixir.String",          "Elixir.StringIO", "Elixir.Stream",
            "Elixir.Kernel", "Elixir.Task",      "Elixir.Task.Supervisor", "Elixir.Task.Supervised", "lists",           "logger",
            "Elixir.Größe",  "Elixir.Größer",    "queue"};
  }
  bool is_hidden(std::string_view module) const override { return module == "Elixir.Enum.Walk"; }
  std::vector<FunctionName> functions(std::string_view module) const override {
    static const std::map<std::string_view, std::vector<FunctionName>> all = {
        {"Elixir.Enum", {{"map", 2}, {"map_join", 3}, {"map_join", 2}, {"concat", 1}, {"concat", 2}, {"reverse", 1}, {"any?", 2}}},
        {"Elixir.Kernel", {{"self", 0}, {"send", 2}, {"spawn", 1}, {"spawn", 3}, {"spawn_link", 1}, {"+", 2}}},
        {"Elixir.IEx.Helpers", {{"h", 0}, {"h", 1}, {"pid", 1}}},
        {"Elixir.Task", {{"async", 1}, {"__struct__", 0}, {"module_info", 0}}},
        {"lists", {{"reverse", 1}, {"reverse", 2}, {"map", 2}}},
    };
    const auto found = all.find(module);
    return found == all.end() ? std::vector<FunctionName>{} : found->second;
  }
  std::optional<std::vector<std::string>> struct_keys(std::string_view module) const override {
    if (module == "Elixir.Task") return std::vector<std::string>{"ref", "pid", "owner"};
    if (module == "Elixir.Enum.Walk" || module == "Elixir.Task.Supervisor") return std::vector<std::string>{"name"};
    if (module == "Elixir.Stream") return std::vector<std::string>{"__exception__", "message"};
    if (module == "Elixir.Größe") return std::vector<std::string>{"höhe"};
    return std::nullopt;
  }
  const ShellStatus& shell() const override { return shell_; }
  std::vector<std::string> files(const std::string& folder) const override {
    if (folder.empty()) return {"notes.txt", "novel/", ".hidden"};
    if (folder == "novel/") return {"one.exs", "two.exs"};
    return {};
  }

 private:
  static ShellStatus make_shell() {
    ShellStatus shell;
    shell.variables = {{"stack"}, {"stacks"}, {"pid"}, {"mod", "lists"}};
    shell.variables.push_back({"user", "", {{"name"}, {"nick"}, {"address", "", {{"street"}, {"town"}}}, {"__struct__", "Elixir.User"}, {"odd key"}}});
    shell.aliases = {{"Elixir.L", "lists"}, {"Elixir.Big", "Elixir.Größe"}};
    shell.imports = {{"shout", 1}, {"shout", 2}, {"sigil_q", 2}, {"sigil_z", 2}, {"<~>", 2}};
    return shell;
  }
  ShellStatus shell_ = make_shell();
};

CompletionResult complete(std::string_view text) { return completion_of(text, FewNames()); }
std::string inserted(std::string_view text) { return complete(text).inserted; }
std::vector<std::string> candidates(std::string_view text) { return complete(text).candidates; }
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("what all possibilities have in common is inserted, and nothing is listed", "[repl][completion]") {
  CHECK(inserted("Enum.rev") == "erse");
  CHECK(inserted("En") == "um");
  CHECK(candidates("En").empty());
  CHECK(inserted("Stri") == "ng");
  CHECK(inserted("Enum.ma") == "p");
  CHECK(inserted(":li") == "sts");
  CHECK(inserted(":lists.rev") == "erse");
  CHECK(inserted("sel") == "f");
  CHECK(inserted("sta") == "ck");
}

TEST_CASE("where nothing more is common, all is listed in order", "[repl][completion]") {
  CHECK(candidates("Str") == Names{"Stream", "String", "StringIO"});
  CHECK(candidates("String") == Names{"String", "StringIO"});
  CHECK(candidates("Enum.map") == Names{"map/2", "map_join/2", "map_join/3"});
  CHECK(candidates("Enum.concat") == Names{"concat/1", "concat/2"});
  CHECK(candidates(":l") == Names{"lists", "logger"});
  CHECK(candidates("spawn") == Names{"spawn/1", "spawn/3", "spawn_link/1"});
  CHECK(candidates("stack") == Names{"stack", "stacks"});
  CHECK(candidates("p") == Names{});
  CHECK(inserted("p") == "id");
}

TEST_CASE("below a module stand modules and functions", "[repl][completion]") {
  CHECK(candidates("Task.") == Names{"Supervised", "Supervisor", "async/1"});
  CHECK(inserted("Task.Sup") == "ervis");
  CHECK(candidates("Task.Supervis") == Names{"Supervised", "Supervisor"});
  CHECK(inserted("Elixir.Task.a") == "sync");
}

TEST_CASE("a module that is whole goes on with a point", "[repl][completion]") {
  CHECK(inserted("Stream") == ".");
  CHECK(inserted(":lists") == ".");
  CHECK(inserted("Task.Supervisor") == ".");
}

TEST_CASE("only what stands at the cursor counts", "[repl][completion]") {
  const std::string before = GENERATE(as<std::string>(), "x = ", "foo(", "[", "{:ok, ", "&", "1 + ", "a |> ", "%{key: ", "key:", "fn x -> ", "1..");
  CAPTURE(before);
  CHECK(inserted(before + "Enum.rev") == "erse");
  CHECK(inserted(before + "sel") == "f");
  CHECK(candidates(before + "Str") == Names{"Stream", "String", "StringIO"});
}

TEST_CASE("behind a percent sign stands a struct's module", "[repl][completion]") {
  CHECK(inserted("%Ta") == "sk{");
  CHECK(inserted("x = %Task") == "{");
  CHECK(candidates("%") == Names{"Big", "Größe", "Task"});
  CHECK(inserted("%Str").empty());
}

TEST_CASE("behind the point of a variable stand the keys of its map", "[repl][completion]") {
  CHECK(candidates("user.") == Names{"address", "name", "nick"});
  CHECK(inserted("user.na") == "me");
  CHECK(inserted("IO.puts(user.address.st") == "reet");
  CHECK(candidates("user.address.") == Names{"street", "town"});
  CHECK(inserted("mod.rev") == "erse");
  CHECK(candidates("mod.reverse") == Names{"reverse/1", "reverse/2"});
}

TEST_CASE("in the braces of a struct stand those of its keys that are not there yet", "[repl][completion]") {
  CHECK(candidates("%Task{") == Names{"owner:", "pid:", "ref:"});
  CHECK(inserted("%Task{o") == "wner: ");
  CHECK(inserted("%Task{owner") == ": ");
  CHECK(candidates("%Task{owner: self(), ") == Names{"pid:", "ref:"});
  CHECK(inserted("%Big{h") == "öhe: ");
  CHECK(inserted("%Task{owner: sel") == "f");
  CHECK(inserted("%Task{owner: {1, sel") == "f");
  CHECK(candidates("%{user | n") == Names{"name:", "nick:"});
  CHECK(candidates("%{user | name: 1, n") == Names{});
  CHECK(inserted("%{user | name: 1, n") == "ick: ");
  CHECK(inserted("%{user.address | t") == "own: ");
}

TEST_CASE("aliases and imports of the shell are known", "[repl][completion]") {
  CHECK(inserted("L.rev") == "erse");
  CHECK(inserted("Bi") == "g");
  CHECK(inserted("sho") == "ut");
  CHECK(candidates("shout") == Names{"shout/1", "shout/2"});
}

TEST_CASE("behind a tilde stand the sigils", "[repl][completion]") { CHECK(candidates("x = ~") == Names{"~q (sigil_q)", "~z (sigil_z)"}); }

TEST_CASE("in a text stand files", "[repl][completion]") {
  CHECK(candidates("File.read(\"no") == Names{"notes.txt", "novel"});
  CHECK(inserted("\"not") == "es.txt");
  CHECK(inserted("\"nov") == "el/");
  CHECK(candidates("\"novel/") == Names{"one.exs", "two.exs"});
  CHECK(inserted("\".h") == "idden");
  CHECK(inserted("\"a #{Enum.rev") == "erse");
  CHECK(inserted("\"a #{1} not").empty());
  CHECK(inserted("\"a \\\" b\" <> Enum.rev") == "erse");
  CHECK(inserted("~s(\") <> Enum.rev") == "erse");
  CHECK(inserted("?\" ; Enum.rev") == "erse");
  CHECK(inserted("'Enum.rev").empty());
  CHECK(inserted("# Enum.rev").empty());
}


TEST_CASE("where nothing is known nothing happens", "[repl][completion]") {
  const std::string text = GENERATE(as<std::string>(), "", "   ", "Zzz", "Enum.zzz", "stack.", "stack.a", "user.zzz", "nobody.", "f().", "1.", "@def", "~s", "%Nothing{",
                     "1a", "Enum.map.", "zzz",
                                    "::li", "?", "Nothing.", ":none.f", "any?.x");
  CAPTURE(text);
  CHECK(inserted(text).empty());
  CHECK(candidates(text).empty());
}

TEST_CASE("behind a blank all that has a name by itself is listed, but no operator", "[repl][completion]") {
  const Names all = candidates("1 + ");
  CHECK(all == Names{"mod",         "pid",         "stack",       "stacks",      "user",  "def/1",       "def/2", "defmacro/1", "defmacro/2", "defmacrop/1", "defmacrop/2",
                     "defmodule/2", "defp/1",      "defp/2",      "h/0",         "h/1",   "pid/1",      "self/0",     "send/2",      "shout/1", "shout/2",
                     "sigil_q/2",   "sigil_z/2",  "spawn/1",     "spawn/3",     "spawn_link/1"});
}

TEST_CASE("names that begin with an underscore are for who asks for them", "[repl][completion]") { CHECK(inserted("Task._") == "_struct__"); }

TEST_CASE("letters beyond ASCII are not cut", "[repl][completion]") {
  CHECK(inserted("Gr") == "öße");
  CHECK(candidates("Größe") == Names{"Größe", "Größer"});
}

}  // namespace respawn
