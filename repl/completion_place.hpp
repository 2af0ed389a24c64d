#pragma once
/// CompletionPlace: what the cursor stands in, from the text before it alone.
///
///     Enum.ma           a member of a module          user.na     of what a variable holds
///     Str   :li         an alias, Erlang's modules    %Da         the name of a struct
///     %Date{year: 1, d  a key of a struct             %{user | n  of the map that a variable holds
///     ~                 a sigil                       "/etc/ho    a file
///     sp                what can stand by itself

#include <string>
#include <string_view>
#include <vector>

namespace respawn {

struct CompletionPlace {
  enum class Kind { nothing, local, alias, erlang_module, member, field, struct_name, struct_key, map_key, sigil, path };

  Kind kind = Kind::nothing;
  /// Of a member or a struct's key, or in front of an alias, as its atom is spelt: "Elixir.Task", "lists", "Elixir".
  std::string module = {};
  /// Of a field or a map's key: the variable, and the keys on the way from there.
  std::vector<std::string> way = {};
  /// The keys that stand in the braces already.
  std::vector<std::string> used_keys = {};
  /// Of a path: the folder that is written before the name, with its slash.
  std::string folder = {};
  /// What is written already of the name.
  std::string_view hint = {};
};

CompletionPlace completion_place(std::string_view text_before_cursor);

/// Can be written as the name of a call.
bool is_call_name(std::string_view name);
bool is_alias_part(std::string_view name);

}  // namespace respawn
