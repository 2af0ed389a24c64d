#include "lang/inline_table.hpp"

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "term/atom.hpp"

namespace respawn {
namespace {

struct Row {
  const char* module;
  const char* name;
  int arity;
  const char* to_module;
  const char* to_name;
  const char* order = "";       // which argument comes where, as "231"; a + before: the index that comes first counts from 1 there
  const char* leading = nullptr;  // an atom that comes before the arguments
};

constexpr Row kRows[] = {
    {"Kernel", "!=", 2, "erlang", "/="}, {"Kernel", "!==", 2, "erlang", "=/="}, {"Kernel", "*", 2, "erlang", "*"},
    {"Kernel", "+", 1, "erlang", "+"}, {"Kernel", "+", 2, "erlang", "+"}, {"Kernel", "++", 2, "erlang", "++"},
    {"Kernel", "-", 1, "erlang", "-"}, {"Kernel", "-", 2, "erlang", "-"}, {"Kernel", "--", 2, "erlang", "--"},
    {"Kernel", "/", 2, "erlang", "/"}, {"Kernel", "<", 2, "erlang", "<"}, {"Kernel", "<=", 2, "erlang", "=<"},
    {"Kernel", "==", 2, "erlang", "=="}, {"Kernel", "===", 2, "erlang", "=:="}, {"Kernel", ">", 2, "erlang", ">"},
    {"Kernel", ">=", 2, "erlang", ">="}, {"Kernel", "abs", 1, "erlang", "abs"}, {"Kernel", "apply", 2, "erlang", "apply"},
    {"Kernel", "apply", 3, "erlang", "apply"}, {"Kernel", "binary_part", 3, "erlang", "binary_part"},
    {"Kernel", "bit_size", 1, "erlang", "bit_size"}, {"Kernel", "byte_size", 1, "erlang", "byte_size"},
    {"Kernel", "ceil", 1, "erlang", "ceil"}, {"Kernel", "div", 2, "erlang", "div"}, {"Kernel", "exit", 1, "erlang", "exit"},
    {"Kernel", "floor", 1, "erlang", "floor"}, {"Kernel", "function_exported?", 3, "erlang", "function_exported"},
    {"Kernel", "hd", 1, "erlang", "hd"}, {"Kernel", "is_atom", 1, "erlang", "is_atom"},
    {"Kernel", "is_binary", 1, "erlang", "is_binary"}, {"Kernel", "is_bitstring", 1, "erlang", "is_bitstring"},
    {"Kernel", "is_boolean", 1, "erlang", "is_boolean"}, {"Kernel", "is_float", 1, "erlang", "is_float"},
    {"Kernel", "is_function", 1, "erlang", "is_function"}, {"Kernel", "is_function", 2, "erlang", "is_function"},
    {"Kernel", "is_integer", 1, "erlang", "is_integer"}, {"Kernel", "is_list", 1, "erlang", "is_list"},
    {"Kernel", "is_map", 1, "erlang", "is_map"}, {"Kernel", "is_map_key", 2, "erlang", "is_map_key", "21"},
    {"Kernel", "is_number", 1, "erlang", "is_number"}, {"Kernel", "is_pid", 1, "erlang", "is_pid"},
    {"Kernel", "is_port", 1, "erlang", "is_port"}, {"Kernel", "is_reference", 1, "erlang", "is_reference"},
    {"Kernel", "is_tuple", 1, "erlang", "is_tuple"}, {"Kernel", "length", 1, "erlang", "length"},
    {"Kernel", "make_ref", 0, "erlang", "make_ref"}, {"Kernel", "map_size", 1, "erlang", "map_size"},
    {"Kernel", "max", 2, "erlang", "max"}, {"Kernel", "min", 2, "erlang", "min"}, {"Kernel", "node", 0, "erlang", "node"},
    {"Kernel", "node", 1, "erlang", "node"}, {"Kernel", "not", 1, "erlang", "not"}, {"Kernel", "rem", 2, "erlang", "rem"},
    {"Kernel", "round", 1, "erlang", "round"}, {"Kernel", "self", 0, "erlang", "self"}, {"Kernel", "send", 2, "erlang", "send"},
    {"Kernel", "spawn", 1, "erlang", "spawn"}, {"Kernel", "spawn", 3, "erlang", "spawn"},
    {"Kernel", "spawn_link", 1, "erlang", "spawn_link"}, {"Kernel", "spawn_link", 3, "erlang", "spawn_link"},
    {"Kernel", "spawn_monitor", 1, "erlang", "spawn_monitor"}, {"Kernel", "spawn_monitor", 3, "erlang", "spawn_monitor"},
    {"Kernel", "throw", 1, "erlang", "throw"}, {"Kernel", "tl", 1, "erlang", "tl"}, {"Kernel", "trunc", 1, "erlang", "trunc"},
    {"Kernel", "tuple_size", 1, "erlang", "tuple_size"}, {"Kernel", "elem", 2, "erlang", "element", "+21"},
    {"Kernel", "put_elem", 3, "erlang", "setelement", "+213"},

    {"Atom", "to_charlist", 1, "erlang", "atom_to_list"}, {"Atom", "to_string", 1, "erlang", "atom_to_binary"},
    {"Bitwise", "&&&", 2, "erlang", "band"},
    {"Bitwise", "<<<", 2, "erlang", "bsl"}, {"Bitwise", ">>>", 2, "erlang", "bsr"}, {"Bitwise", "|||", 2, "erlang", "bor"},
    {"Bitwise", "^^^", 2, "erlang", "bxor"}, {"Bitwise", "~~~", 1, "erlang", "bnot"}, {"Bitwise", "band", 2, "erlang", "band"},
    {"Bitwise", "bor", 2, "erlang", "bor"}, {"Bitwise", "bxor", 2, "erlang", "bxor"}, {"Bitwise", "bsl", 2, "erlang", "bsl"},
    {"Bitwise", "bsr", 2, "erlang", "bsr"}, {"Bitwise", "bnot", 1, "erlang", "bnot"},
    {"Function", "capture", 3, "erlang", "make_fun"}, {"Function", "info", 1, "erlang", "fun_info"},
    {"Function", "info", 2, "erlang", "fun_info"}, {"Integer", "to_charlist", 1, "erlang", "integer_to_list"},
    {"Integer", "to_charlist", 2, "erlang", "integer_to_list"}, {"Integer", "to_string", 1, "erlang", "integer_to_binary"},
    {"Integer", "to_string", 2, "erlang", "integer_to_binary"}, {"IO", "iodata_length", 1, "erlang", "iolist_size"},
    {"IO", "iodata_to_binary", 1, "erlang", "iolist_to_binary"}, {"List", "to_atom", 1, "erlang", "list_to_atom"},
    {"List", "to_existing_atom", 1, "erlang", "list_to_existing_atom"}, {"List", "to_float", 1, "erlang", "list_to_float"},
    {"List", "to_integer", 1, "erlang", "list_to_integer"}, {"List", "to_integer", 2, "erlang", "list_to_integer"},
    {"List", "to_tuple", 1, "erlang", "list_to_tuple"}, {"Map", "delete", 2, "maps", "remove", "21"},
    {"Map", "from_list", 1, "maps", "from_list"}, {"Map", "has_key?", 2, "maps", "is_key", "21"},
    {"Map", "keys", 1, "maps", "keys"}, {"Map", "merge", 2, "maps", "merge"}, {"Map", "to_list", 1, "maps", "to_list"},
    {"Map", "values", 1, "maps", "values"}, {"Map", "fetch!", 2, "maps", "get", "21"},
    {"Map", "fetch", 2, "maps", "find", "21"}, {"Map", "put", 3, "maps", "put", "231"}, {"Map", "replace!", 3, "maps", "update", "231"},
    {"Node", "list", 0, "erlang", "nodes"}, {"Node", "list", 1, "erlang", "nodes"}, {"Node", "self", 0, "erlang", "node"},
    {"Process", "alive?", 1, "erlang", "is_process_alive"}, {"Process", "cancel_timer", 1, "erlang", "cancel_timer"},
    {"Process", "cancel_timer", 2, "erlang", "cancel_timer"}, {"Process", "demonitor", 1, "erlang", "demonitor"},
    {"Process", "demonitor", 2, "erlang", "demonitor"}, {"Process", "exit", 2, "erlang", "exit"},
    {"Process", "flag", 2, "erlang", "process_flag"}, {"Process", "get_keys", 0, "erlang", "get_keys"},
    {"Process", "get_keys", 1, "erlang", "get_keys"}, {"Process", "group_leader", 0, "erlang", "group_leader"},
    {"Process", "hibernate", 3, "erlang", "hibernate"}, {"Process", "link", 1, "erlang", "link"},
    {"Process", "list", 0, "erlang", "processes"}, {"Process", "read_timer", 1, "erlang", "read_timer"},
    {"Process", "registered", 0, "erlang", "registered"}, {"Process", "send", 3, "erlang", "send"},
    {"Process", "spawn", 2, "erlang", "spawn_opt"}, {"Process", "spawn", 4, "erlang", "spawn_opt"},
    {"Process", "monitor", 1, "erlang", "monitor", "1", "process"}, {"Process", "group_leader", 2, "erlang", "group_leader", "21"},
    {"Process", "send_after", 3, "erlang", "send_after", "312"}, {"Process", "send_after", 4, "erlang", "send_after", "3124"},
    {"Process", "flag", 3, "erlang", "process_flag"}, {"Process", "get", 0, "erlang", "get"},
    {"Process", "unlink", 1, "erlang", "unlink"}, {"Process", "unregister", 1, "erlang", "unregister"},
    {"String", "duplicate", 2, "binary", "copy"}, {"System", "system_time", 0, "erlang", "system_time"},
    {"System", "os_time", 0, "os", "system_time"}, {"System", "time_offset", 0, "erlang", "time_offset"},
    {"String", "to_atom", 1, "erlang", "binary_to_atom"}, {"String", "to_existing_atom", 1, "erlang", "binary_to_existing_atom"},
    {"String", "to_float", 1, "erlang", "binary_to_float"}, {"String", "to_integer", 1, "erlang", "binary_to_integer"},
    {"String", "to_integer", 2, "erlang", "binary_to_integer"}, {"System", "monotonic_time", 0, "erlang", "monotonic_time"},
    {"System", "unique_integer", 0, "erlang", "unique_integer"}, {"System", "unique_integer", 1, "erlang", "unique_integer"},
    {"Tuple", "append", 2, "erlang", "append_element"}, {"Tuple", "to_list", 1, "erlang", "tuple_to_list"},
    {"Tuple", "delete_at", 2, "erlang", "delete_element", "+21"}, {"Tuple", "duplicate", 2, "erlang", "make_tuple", "21"},
    {"Tuple", "insert_at", 3, "erlang", "insert_element", "+213"},
};

struct GuardRow {
  const char* name;
  int arity;
};
constexpr GuardRow kGuardRows[] = {
    {"/=", 2}, {"=/=", 2}, {"*", 2}, {"+", 1}, {"+", 2}, {"-", 1}, {"-", 2}, {"/", 2}, {"<", 2}, {"=<", 2}, {"==", 2}, {"=:=", 2},
    {">", 2}, {">=", 2}, {"abs", 1}, {"band", 2}, {"bor", 2}, {"bxor", 2}, {"bsl", 2}, {"bsr", 2}, {"bnot", 1}, {"binary_part", 2},
    {"binary_part", 3}, {"bit_size", 1}, {"byte_size", 1}, {"ceil", 1}, {"div", 2}, {"element", 2}, {"float", 1}, {"floor", 1},
    {"hd", 1}, {"is_atom", 1}, {"is_binary", 1}, {"is_bitstring", 1}, {"is_boolean", 1}, {"is_float", 1}, {"is_function", 1},
    {"is_function", 2}, {"is_integer", 1}, {"is_list", 1}, {"is_map", 1}, {"is_map_key", 2}, {"is_number", 1}, {"is_pid", 1},
    {"is_port", 1}, {"is_reference", 1}, {"is_tuple", 1}, {"length", 1}, {"map_get", 2}, {"map_size", 1}, {"max", 2}, {"min", 2},
    {"node", 0}, {"node", 1}, {"not", 1}, {"rem", 2}, {"round", 1}, {"self", 0}, {"size", 1}, {"tl", 1}, {"trunc", 1},
    {"tuple_size", 1}, {"and", 2}, {"or", 2}, {"xor", 2}, {"andalso", 2}, {"orelse", 2},
};

struct Key {
  Term module, name;
  std::uint32_t arity;
  bool operator==(const Key&) const = default;
};
struct KeyHash {
  std::size_t operator()(const Key& key) const {
    return std::hash<Term>()(key.module) * 31 + std::hash<Term>()(key.name) + key.arity;
  }
};

}  // namespace

bool find_inlined(Term module, Term name, std::uint32_t arity, InlinedFunction* result) {
  static const auto table = [] {
    std::unordered_map<Key, InlinedFunction, KeyHash> rows;
    for (const Row& row : kRows) {
      const Key key{intern(std::string("Elixir.") + row.module), intern(row.name), static_cast<std::uint32_t>(row.arity)};
      const bool increment = *row.order == '+';
      InlinedFunction inlined{intern(row.to_module), intern(row.to_name), row.order + (increment ? 1 : 0), increment};
      if (row.leading != nullptr) inlined.leading = intern(row.leading);
      rows.emplace(key, inlined);
    }
    return rows;
  }();
  const auto found = table.find({module, name, arity});
  if (found == table.end()) return false;
  *result = found->second;
  return true;
}

bool is_guard_function(Term name, std::uint32_t arity) {
  static const auto table = [] {
    std::unordered_set<Key, KeyHash> rows;
    for (const GuardRow& row : kGuardRows) rows.insert({atoms::erlang, intern(row.name), static_cast<std::uint32_t>(row.arity)});
    return rows;
  }();
  return table.contains({atoms::erlang, name, arity});
}

}  // namespace respawn
