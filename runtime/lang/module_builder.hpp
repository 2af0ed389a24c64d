#pragma once
/// ModuleBuilder: a module while its body runs.
///
/// The body of defmodule is code like any other; definitions, attributes and documentation are left here by what it calls. Function
/// bodies are expanded when they are defined, with the environment of that place, and kept as core until the module is finished.
///
/// Terms are copied into the builder's arena. Thread: one at a time; the module is defined by one process.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "code/code_image.hpp"
#include "lang/core.hpp"
#include "lang/env.hpp"
#include "term/area.hpp"

namespace respawn {

enum class DefinitionKind : std::uint8_t { def, defp, defmacro, defmacrop };
Term kind_atom(DefinitionKind kind);
std::optional<DefinitionKind> definition_kind(Term atom);
inline bool is_macro(DefinitionKind kind) { return kind == DefinitionKind::defmacro || kind == DefinitionKind::defmacrop; }
inline bool is_private(DefinitionKind kind) { return kind == DefinitionKind::defp || kind == DefinitionKind::defmacrop; }

struct Definition {
  NameArity name;
  DefinitionKind kind = DefinitionKind::def;
  std::vector<Clause> clauses;         // of a macro: the first pattern is __CALLER__
  std::vector<Term> quoted_clauses;    // {meta, arguments, guards, body} as defined, for Module.get_definition
  std::uint32_t defaults = 0;          // number of default arguments in the head
  Term written_head = Term::none();    // arguments with their defaults, of a head with defaults or without a body
  std::uint32_t line = 0;
  std::string file;
  bool head_only = false;              // `def f(a, b \\ 1)` without a body, still without clauses
  bool has_header = false;             // it began with such a head
  bool generated = false;
  bool has_unquotes = false;           // its first clause has parts that were put in
  bool takes_caller = false;           // a macro that looks at __CALLER__
  bool from_super = false;
};

/// A local call: for "undefined function" and "unused".
struct LocalCall {
  NameArity from, to;
  std::uint32_t line = 0;
  std::string file;
};

struct Documentation {
  std::uint32_t line = 0;
  Term value = Term::none();      // text, or false
  Term metadata = Term::nil();    // list of pairs
};

/// `@type`, `@spec`, `@callback` and their relatives: kept as written.
struct Typespec {
  Term kind;
  NameArity name;
  Term quoted;
  std::uint32_t line = 0;
};

/// A definition that was marked with `@impl`.
struct ImplMark {
  NameArity name;
  Term context;  // of the macro that made it, or nil
  std::uint32_t defaults = 0;
  DefinitionKind kind = DefinitionKind::def;
  std::uint32_t line = 0;
  std::string file;
  Term value;
};

struct StructDeclaration {
  Term value;     // the struct with its defaults
  Term fields;    // [{name, default}], in the order in which they were written
  Term required;  // list of names
};

class ModuleBuilder {
  static bool by_text(Term a, Term b) { return compare_atoms(a, b) < 0; }

 public:
  ModuleBuilder(Term name, std::string file, std::uint32_t line);

  Term name() const { return name_; }
  const std::string& file() const { return file_; }
  std::uint32_t line() const { return line_; }
  Arena& arena() { return arena_; }
  CoreTree& tree() { return tree_; }

  // ---- definitions
  Definition* find(const NameArity& name);
  bool defines(const NameArity& name) const { return definitions_.contains(key(name)); }
  bool has_macro(const NameArity& name) const;
  bool is_macro_kind(const NameArity& name) const;
  /// The definition under `name`, made when there is none.
  Definition& definition(const NameArity& name);
  void erase(const NameArity& name);
  /// In the order of definition.
  std::vector<Definition*> definitions();
  std::optional<NameArity> last_defined;

  // ---- what the bodies refer to
  void record_local(const NameArity& from, const NameArity& to, std::uint32_t line, const std::string& file);
  void record_import(const NameArity& name, Term module, std::uint32_t line);
  void mark_used(const NameArity& name) { used_.insert(key(name)); }
  bool is_used(const NameArity& name) const { return used_.contains(key(name)); }
  const std::vector<LocalCall>& local_calls() const { return local_calls_; }
  bool is_expanding(const NameArity& name) const { return expanding_ && *expanding_ == name; }
  void set_expanding(std::optional<NameArity> name) { expanding_ = name; }

  // ---- overriding
  void make_overridable(const NameArity& name);
  bool is_overridable(const NameArity& name) const { return overridable_.contains(key(name)); }
  std::vector<NameArity> overridable() const;
  /// The name under which the overridden definition of `function` can be called; none when there is none.
  Term super_name(const NameArity& function);
  std::string overridable_list() const;
  /// Before a new first clause of `name`: what was overridable is put aside. True when this starts a new definition.
  void begin_override(const NameArity& name);

  // ---- attributes
  void set_attribute(Term name, Term value);
  /// The value, a list for accumulating ones; none when it is not set.
  Term attribute(Term name) const;
  /// What `@name` is worth where it is read, documentation included.
  Term read_attribute(Term name);
  bool has_attribute(Term name) const { return attributes_.contains(name); }
  bool accumulates(Term name) const { return accumulating_.contains(name); }
  void register_attribute(Term name, bool accumulate, bool persist);
  Term delete_attribute(Term name);
  /// Marks `name` as one that means something to the compiler: nobody need read it.
  void reserve_attribute(Term name) { reserved_.insert(name); }
  bool is_reserved(Term name) const { return reserved_.contains(name); }
  std::vector<Term> attribute_names() const;
  const std::set<Term, bool (*)(Term, Term)>& persistent() const { return persistent_; }

  /// Where `@name value` set an attribute that nothing has read yet.
  std::map<Term, std::uint32_t, bool (*)(Term, Term)> unread_attributes{by_text};

  // ---- documentation
  Documentation pending_doc;
  Documentation pending_type_doc;
  Documentation module_doc;
  struct DocumentedName {
    Term kind;  // function, macro, callback, macrocallback, type
    NameArity name;
    Documentation documentation;
  };
  std::vector<DocumentedName> docs;

  // ---- promises and declarations
  std::vector<Typespec> typespecs;
  std::vector<ImplMark> impls;
  std::vector<std::pair<NameArity, Term>> deprecated;
  std::optional<StructDeclaration> declared_struct;

  // ---- environments of the body, by number
  std::size_t store_env(const Env& env);
  const Env& stored_env(std::size_t index) const { return envs_[index]; }
  /// What names mean at the end of the body: the number of that environment.
  std::optional<std::size_t> final_env;

 private:
  static std::pair<Word, std::uint32_t> key(const NameArity& name) { return {name.name.word(), name.arity}; }
  using Key = std::pair<Word, std::uint32_t>;

  Term name_;
  std::string file_;
  std::uint32_t line_;
  Arena arena_;
  CoreTree tree_;
  std::map<Key, std::unique_ptr<Definition>> definitions_;
  std::vector<Key> order_;
  std::vector<LocalCall> local_calls_;
  std::set<Key> used_;
  std::map<Key, std::pair<Term, std::uint32_t>> imports_used_;
  std::optional<NameArity> expanding_;
  std::map<Key, unsigned> overridable_;            // how often it has been overridden
  std::map<Key, std::unique_ptr<Definition>> set_aside_;
  std::map<Key, Term> super_names_;
  std::map<Term, Term, bool (*)(Term, Term)> attributes_{by_text};
  std::set<Term, bool (*)(Term, Term)> accumulating_{by_text};
  std::set<Term, bool (*)(Term, Term)> persistent_{by_text};
  std::set<Term, bool (*)(Term, Term)> reserved_{by_text};
  std::vector<Env> envs_;
};

}  // namespace respawn
