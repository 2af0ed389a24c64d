#include "lang/compiler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lang/codegen.hpp"
#include "lang/expand.hpp"
#include "term/copy.hpp"
#include "term/inspect.hpp"

namespace respawn {
namespace {

// The part of a call behind its name, with default values taken apart: `f(a, b \\ 1) when g`.
struct Head {
  Term name;
  Term arguments = Term::nil();
  Term guards = Term::none();
  Term meta = Term::nil();
};

bool read_head(Term quoted, Head* head) {
  QuotedCall call;
  if (!as_quoted_call(quoted, &call)) return false;
  // A quoted definition with a guard remembers its context at the guard.
  Term guarded_meta = Term::nil();
  if (call.head == atoms::when && list_length(call.arguments) == 2) {
    guarded_meta = call.meta;
    head->guards = call.arguments.tail().head();
    if (!as_quoted_call(call.arguments.head(), &call)) return false;
  }
  if (!call.head.is_atom()) return false;
  head->name = call.head;
  head->meta = keyword_get(guarded_meta, atoms::context) ? guarded_meta : call.meta;
  head->arguments = call.arguments.is_list() ? call.arguments : Term::nil();
  return true;
}

// do, rescue, catch, else, after of a function become a try around its body.
Term body_of(Term options, Arena& arena, bool* valid) {
  *valid = true;
  const Term plain = keyword_get(options, atoms::do_);
  if (!is_keyword_list(options) || !plain) {
    *valid = false;
    return atoms::nil;
  }
  if (options.tail().is_nil()) return plain;
  return make_tuple(arena, {atoms::try_, Term::nil(), make_list(arena, {options})});
}

CompileError error_of(const Expander& expander) { return expander.error(); }

}  // namespace

// ---- expressions ----------------------------------------------------------------------------------------------------

Result<CompiledExpression, CompileError> compile_expression(Term quoted, std::unique_ptr<Arena> arena, Env env, const std::vector<InitialBinding>& bindings,
                                                            bool want_bindings, Term module, Term entry, CompileHost& host) {
  CoreTree tree;
  Expander expander(*arena, tree, host);
  expander.be_outside_of_functions();
  env.scope = tree.make_scope(nullptr);
  auto* parameter = tree.make<TuplePattern>();
  for (const InitialBinding& binding : bindings) {
    Variable* variable = expander.bind(env, binding.name, binding.context, env.line);
    variable->used = true;
    parameter->elements.push_back(tree.make<BindPattern>(variable));
  }
  Core* body = expander.expand(quoted, env);
  if (expander.failed()) return respawn::Failure{error_of(expander)};

  CompiledExpression compiled;
  if (want_bindings) {
    std::vector<const VariableBinding*> visible;
    for (const VariableBinding* binding = env.variables; binding != nullptr; binding = binding->next) {
      const bool shadowed = std::any_of(visible.begin(), visible.end(), [&](const VariableBinding* other) {
        return other->name == binding->name && other->context == binding->context;
      });
      if (!shadowed) visible.push_back(binding);
    }
    std::reverse(visible.begin(), visible.end());
    Variable* value = tree.make_variable(atoms::underscore, env.line, env.scope);
    value->used = true;
    auto* keep = tree.make<MatchCore>();
    keep->pattern = tree.make<BindPattern>(value);
    keep->value = body;
    auto* values = tree.make<TupleCore>();
    for (const VariableBinding* binding : visible) {
      binding->variable->used = true;
      values->elements.push_back(tree.make<VariableCore>(binding->variable));
      compiled.bindings.push_back({binding->name, binding->context});
    }
    auto* result = tree.make<TupleCore>();
    result->elements = {tree.make<VariableCore>(value), values};
    auto* block = tree.make<BlockCore>();
    block->expressions = {keep, result};
    body = block;
    // Whoever evaluates gets the bindings: what was bound at the top and bound anew is in use like what is handed out.
    for (const VariableBinding* binding = env.variables; binding != nullptr; binding = binding->next) binding->variable->used = true;
  }
  expander.warn_unused_variables(env);

  Clause clause;
  clause.patterns = {parameter};
  clause.body = body;
  const std::vector<Clause> clauses{clause};
  auto image = std::make_unique<CodeImage>();
  image->module = module;
  FunctionSource function;
  function.name = {entry, 1};
  function.clauses = &clauses;
  function.exported = true;
  function.file = *env.file;
  function.line = env.line;
  ModuleCodegen codegen(*image, *arena, ModuleCodegen::Mode::expression);
  codegen.generate({function});
  env.variables = nullptr;
  env.scope = nullptr;
  env.trace = nullptr;
  compiled.env = env;
  compiled.entry = entry;
  compiled.image = std::move(image);
  compiled.arena = std::move(arena);
  return compiled;
}

// ---- definitions ----------------------------------------------------------------------------------------------------

namespace {

Diagnostic definition_error(const Env& env, std::uint32_t line, std::string message) {
  Diagnostic diagnostic;
  diagnostic.kind = Diagnostic::Kind::compile_error;
  diagnostic.file = *env.file;
  diagnostic.line = line;
  diagnostic.message = std::move(message);
  return diagnostic;
}

// f(a, b \\ 1, c \\ 2): f/1 and f/2 call f/3 with the missing values.
std::optional<Diagnostic> define_defaults(ModuleBuilder& module, const Definition& full, const std::vector<Term>& arguments, const std::vector<Term>& values,
                                          const Env& env, CompileHost& host) {
  Arena& arena = module.arena();
  const auto defaults = static_cast<std::uint32_t>(std::count_if(values.begin(), values.end(), [](Term value) { return !value.is_none(); }));
  const bool macro = is_macro(full.kind);
  for (std::uint32_t given = 0; given < defaults; ++given) {
    // The first `given` of the arguments with defaults are passed, the others take their value.
    const std::uint32_t arity = full.name.arity - defaults + given;
    const NameArity name{full.name.name, arity};
    CoreTree& tree = module.tree();
    Expander expander(arena, tree, host);
    Env inner = env;
    inner.function_name = name.name;
    inner.function_arity = arity;
    inner.scope = tree.make_scope(nullptr);
    inner.variables = nullptr;
    Clause clause;
    clause.line = full.line;
    auto* call = tree.make<CallLocalCore>();
    call->name = full.name.name;
    call->line = full.line;
    if (macro) {
      Variable* caller = expander.bind(inner, atoms::CALLER, atoms::Kernel, full.line);
      caller->used = true;
      clause.patterns.push_back(tree.make<BindPattern>(caller));
      call->name = intern("MACRO-" + std::string(atom_text(full.name.name)));
      call->arguments.push_back(tree.make<VariableCore>(caller));
    }
    std::uint32_t passed = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const bool optional = !values[i].is_none();
      if (!optional || passed < given) {
        if (optional) ++passed;
        Variable* variable = tree.make_variable(intern(fmt::format("x{}", i)), full.line, inner.scope);
        variable->used = true;
        clause.patterns.push_back(tree.make<BindPattern>(variable));
        call->arguments.push_back(tree.make<VariableCore>(variable));
      } else {
        call->arguments.push_back(expander.expand(values[i], inner));
      }
    }
    if (expander.failed()) {
      if (expander.error()) return expander.error();
      return Diagnostic{};
    }
    clause.body = call;
    // A function of this arity that is there already comes first, and keeps its place and name.
    const bool is_new = module.find(name) == nullptr;
    Definition& definition = module.definition(name);
    if (is_new) {
      definition.kind = full.kind;
      definition.line = full.line;
      definition.file = full.file;
      definition.generated = true;
      definition.takes_caller = macro;
    }
    definition.clauses.push_back(std::move(clause));
    module.record_local(name, full.name, full.line, full.file);
  }
  return std::nullopt;
}

// Default arguments make functions of fewer arguments: two heads of one name must not make the same one.
std::optional<std::string> defaults_conflict(ModuleBuilder& module, const NameArity& name, DefinitionKind kind, std::uint32_t defaults) {
  for (const Definition* other : module.definitions()) {
    if (!(other->name.name == name.name) || other->name.arity == name.arity || other->defaults == 0) continue;
    const std::uint32_t arity = other->name.arity;
    if (arity < name.arity && arity + defaults >= name.arity) {
      return fmt::format("{0} {1}/{2} defaults conflicts with {1}/{3}", atom_text(kind_atom(kind)), atom_text(name.name), name.arity, arity);
    }
    if (arity > name.arity && name.arity + other->defaults >= arity) {
      return fmt::format("{0} {1}/{2} conflicts with defaults from {1}/{3}", atom_text(kind_atom(kind)), atom_text(name.name), name.arity, arity);
    }
  }
  return std::nullopt;
}

constexpr const char* kHeaderWanted =
    "has multiple clauses and also declares default values. In such cases, the default values should be defined in a header. Instead of:\n\n"
    "    def foo(:first_clause, b \\\\ :default) do ... end\n    def foo(:second_clause, b) do ... end\n\none should write:\n\n"
    "    def foo(a, b \\\\ :default)\n    def foo(:first_clause, b) do ... end\n    def foo(:second_clause, b) do ... end\n";

bool mentions_caller(const std::vector<Clause>& clauses) {
  for (const Clause& clause : clauses) {
    if (clause.patterns[0]->kind == PatternKind::bind && static_cast<const BindPattern*>(clause.patterns[0])->variable->used) return true;
  }
  return false;
}

}  // namespace

Result<NameArity, CompileError> define_function(ModuleBuilder& module, const DefinitionRequest& request, const Env& outer, CompileHost& host) {
  const auto fail = [&](std::string message) -> Result<NameArity, CompileError> {
    return respawn::Failure{CompileError(definition_error(outer, request.line, std::move(message)))};
  };
  Arena& arena = module.arena();
  const Term head_quoted = copy(arena, request.head);
  const Term options = copy(arena, request.body);
  Head head;
  if (!read_head(head_quoted, &head)) {
    return fail(fmt::format("invalid syntax in {} {}", atom_text(kind_atom(request.kind)), inspect(request.head, {.length_bytes_max = 200})));
  }
  // Defaults are taken out of the head.
  std::vector<Term> arguments, values;
  for (const Term argument : ListRange(head.arguments)) {
    QuotedCall with_default;
    if (as_quoted_call(argument, &with_default) && with_default.head == atoms::default_operator && list_length(with_default.arguments) == 2) {
      arguments.push_back(with_default.arguments.head());
      values.push_back(with_default.arguments.tail().head());
    } else {
      arguments.push_back(argument);
      values.push_back(Term::none());
    }
  }
  if (!request.has_body && !head.guards.is_none()) return fail(fmt::format("missing :do option in \"{}\"", atom_text(kind_atom(request.kind))));
  const auto arity = static_cast<std::uint32_t>(arguments.size());
  if (arity > 250) return fail(fmt::format("too many arguments in {}/{}", atom_text(head.name), arity));
  const NameArity name{head.name, arity};
  const bool has_defaults = std::any_of(values.begin(), values.end(), [](Term value) { return !value.is_none(); });
  const std::string text = fmt::format("{}/{}", atom_text(head.name), arity);

  Env env = outer;
  env.function_name = head.name;
  env.function_arity = arity;
  env.variables = nullptr;
  env.trace = nullptr;
  env.line = request.line;

  if (module.is_overridable(name) && module.defines(name)) module.begin_override(name);
  Definition* existing = module.find(name);
  if (existing != nullptr) {
    if (existing->kind != request.kind) {
      return fail(fmt::format("{} {} already defined as {} in {}:{}", atom_text(kind_atom(request.kind)), text, atom_text(kind_atom(existing->kind)),
                              existing->file, existing->line));
    }
    if (has_defaults) {
      if (existing->defaults > 0) {
        return fail(fmt::format("{0} {1} defines defaults multiple times. Elixir allows defaults to be declared once per definition. Instead of:\n\n  "
            "  def foo(:first_clause, b \\\\ :default) do ... end\n    def foo(:second_clause, b \\\\ :default) do ... end\n\none should write:\n\n   "
                " def foo(a, b \\\\ :default)\n    def foo(:first_clause, b) do ... end\n    def foo(:second_clause, b) do ... end\n",
                                atom_text(kind_atom(request.kind)), text));
      }
      if (!existing->clauses.empty()) {
        return fail(fmt::format("definitions with multiple clauses and default values require a header. {0} {1} already has clauses", atom_text(kind_atom(request.kind)), text));
      }
    }
  }

  // The clause is expanded before the definition is entered: a macro is not known inside its own first clause.
  std::optional<Clause> clause;
  if (request.has_body) {
    bool valid = false;
    const Term body = body_of(options, arena, &valid);
    if (!valid) return fail(fmt::format("missing :do option in \"{}\"", atom_text(kind_atom(request.kind))));
    Expander expander(arena, module.tree(), host);
    Env inner = env;
    inner.scope = module.tree().make_scope(nullptr);
    Clause built;
    built.line = request.line;
    module.set_expanding(name);
    if (is_macro(request.kind)) {
      Variable* caller = expander.bind(inner, atoms::CALLER, atoms::Kernel, request.line);
      built = expander.function_clause(make_list(arena, arguments), head.guards, body, inner, request.line);
      built.patterns.insert(built.patterns.begin(), module.tree().make<BindPattern>(caller));
    } else {
      built = expander.function_clause(make_list(arena, arguments), head.guards, body, inner, request.line);
    }
    module.set_expanding(std::nullopt);
    if (expander.failed()) return respawn::Failure{error_of(expander)};
    expander.warn_unused_variables(env);
    clause = std::move(built);
  }

  const auto defaults_count = static_cast<std::uint32_t>(std::count_if(values.begin(), values.end(), [](Term value) { return !value.is_none(); }));
  if (auto conflict = defaults_conflict(module, name, request.kind, defaults_count)) return fail(std::move(*conflict));
  if (existing != nullptr && clause && existing->defaults > 0 && existing->clauses.size() == 1 && !existing->has_header && !existing->generated) {
    Diagnostic warning = definition_error(outer, request.line, fmt::format("{} {} {}", atom_text(kind_atom(request.kind)), text, kHeaderWanted));
    warning.kind = Diagnostic::Kind::warning;
    host.warn(std::move(warning));
  }

  const bool is_new = existing == nullptr;
  Definition& definition = module.definition(name);
  if (is_new) {
    definition.kind = request.kind;
    definition.line = request.line;
    definition.file = *outer.file;
    definition.has_unquotes = request.has_unquotes;
  }
  if (has_defaults || !request.has_body) definition.written_head = head.arguments;
  if (has_defaults) {
    definition.defaults = defaults_count;
    if (auto error = define_defaults(module, definition, arguments, values, env, host)) {
      if (error->message.empty()) return respawn::Failure{CompileError()};
      return respawn::Failure{CompileError(std::move(error))};
    }
  }
  if (clause) {
    if (!definition.clauses.empty() && module.last_defined && !(*module.last_defined == name) && !definition.generated && !request.has_unquotes && !definition.has_unquotes) {
      Diagnostic warning = definition_error(outer, request.line,
                                            fmt::format("clauses with the same name and arity (number of arguments) should be grouped together, "
                                                        "\"{0} {1}\" was previously defined ({2}:{3})",
                                                        atom_text(kind_atom(definition.kind)), text, definition.file, definition.line));
      warning.kind = Diagnostic::Kind::warning;
      host.warn(std::move(warning));
    }
    Definition& entered = module.definition(name);
    entered.clauses.push_back(std::move(*clause));
    entered.head_only = false;
    if (is_macro(entered.kind)) entered.takes_caller = mentions_caller(entered.clauses);
    const Term quoted = make_tuple(arena, {head.meta, make_list(arena, arguments), head.guards.is_none() ? Term::nil() : make_list(arena, {head.guards}), options});
    entered.quoted_clauses.push_back(quoted);
  } else {
    Definition& entered = module.definition(name);
    if (entered.clauses.empty()) entered.head_only = entered.has_header = true;
  }
  if (!request.has_unquotes) module.last_defined = name;
  return name;
}

// ---- modules --------------------------------------------------------------------------------------------------------

namespace {

// The name under which a definition is compiled.
NameArity compiled_name(const Definition& definition) {
  if (!is_macro(definition.kind)) return definition.name;
  return {intern("MACRO-" + std::string(atom_text(definition.name.name))), definition.name.arity + 1};
}

FunctionSource source_of(const Definition& definition) {
  FunctionSource source;
  source.name = compiled_name(definition);
  source.clauses = &definition.clauses;
  source.exported = !is_private(definition.kind);
  source.file = definition.file;
  source.line = definition.line;
  return source;
}

// A local call in compiled code names the compiled function; a macro cannot be called.
std::optional<Diagnostic> check_calls(ModuleBuilder& module, CompileHost& host, const std::set<std::pair<Word, std::uint32_t>>* only) {
  for (const LocalCall& call : module.local_calls()) {
    if (only != nullptr && !only->contains({call.from.name.word(), call.from.arity})) continue;
    Definition* from = module.find(call.from);
    if (from == nullptr) continue;  // the caller was deleted or overridden
    const Definition* to = module.find(call.to);
    Diagnostic diagnostic;
    diagnostic.kind = Diagnostic::Kind::compile_error;
    diagnostic.file = call.file;
    diagnostic.line = call.line;
    if (to == nullptr) {
      diagnostic.message = fmt::format("undefined function {0}/{1} (expected {2} to define such a function or for it to be imported, but none are available)",
                                       atom_text(call.to.name), call.to.arity, inspect_atom(module.name()));
      return diagnostic;
    }
    if (is_macro(to->kind) && !is_macro(from->kind) && !to->generated && !from->generated) {
      diagnostic.message = fmt::format("cannot invoke macro {0}/{1} before its definition", atom_text(call.to.name), call.to.arity);
      return diagnostic;
    }
  }
  (void)host;
  return std::nullopt;
}

void warn_unused(ModuleBuilder& module, CompileHost& host) {
  for (const Definition* definition : module.definitions()) {
    if (!is_private(definition->kind) || definition->generated || definition->from_super || module.is_used(definition->name)) continue;
    Diagnostic warning;
    warning.kind = Diagnostic::Kind::warning;
    warning.file = definition->file;
    warning.line = definition->line;
    warning.message = fmt::format("{} {}/{} is unused", is_macro(definition->kind) ? "macro" : "function", atom_text(definition->name.name), definition->name.arity);
    host.warn(std::move(warning));
  }
}

// Each @spec is for a function of the module.
std::optional<Diagnostic> check_specifications(ModuleBuilder& module) {
  static const Term spec = intern("spec");
  for (const Typespec& typespec : module.typespecs) {
    if (!(typespec.kind == spec) || module.find(typespec.name) != nullptr) continue;
    Diagnostic diagnostic;
    diagnostic.kind = Diagnostic::Kind::compile_error;
    diagnostic.file = module.file();
    diagnostic.line = typespec.line;
    diagnostic.message = fmt::format("spec for undefined function {}/{}", atom_text(typespec.name.name), typespec.name.arity);
    return diagnostic;
  }
  return std::nullopt;
}

// Clauses behind one that takes all arguments.
void warn_unreachable(ModuleBuilder& module, CompileHost& host) {
  for (const Definition* definition : module.definitions()) {
    if (definition->generated || definition->has_unquotes) continue;
    std::uint32_t line = 0;
    for (const Clause& clause : definition->clauses) {
      if (line != 0) {
        Diagnostic warning;
        warning.kind = Diagnostic::Kind::warning;
        warning.file = definition->file;
        warning.line = clause.line;
        warning.message = fmt::format("this clause for {}/{} cannot match because a previous clause at line {} always matches", atom_text(definition->name.name),
                                      definition->name.arity, line);
        host.warn(std::move(warning));
      }
      if (line == 0 && always_matches(clause)) line = clause.line;
    }
  }
}

}  // namespace

namespace {

// Functions that tell what the module's information holds: each passes the question on with the module's name in front.
class InformationFunctions {
 public:
  InformationFunctions(ModuleBuilder& module, std::vector<FunctionSource>& sources) : module_(module), sources_(sources) {}

  void add(const char* name, std::uint32_t arity, const char* answered_by) {
    CoreTree& tree = module_.tree();
    auto* call = tree.make<CallRemoteCore>();
    call->module = intern("respawn_code");
    call->name = intern(answered_by);
    call->arguments = {tree.make<ConstantCore>(module_.name())};
    Clause clause;
    if (arity == 1) {
      Variable* key = tree.make_variable(intern("key"), module_.line(), tree.make_scope(nullptr));
      key->used = true;
      clause.patterns = {tree.make<BindPattern>(key)};
      call->arguments.push_back(tree.make<VariableCore>(key));
    }
    clause.body = call;
    clauses_.push_back(std::make_unique<std::vector<Clause>>(1, clause));
    FunctionSource source;
    source.name = {intern(name), arity};
    source.clauses = clauses_.back().get();
    source.exported = true;
    source.file = module_.file();
    source.line = module_.line();
    sources_.push_back(source);
  }

 private:
  ModuleBuilder& module_;
  std::vector<FunctionSource>& sources_;
  std::vector<std::unique_ptr<std::vector<Clause>>> clauses_;
};

// Constants were made where the definitions are kept; an image outlives those.
void own_constants(CodeImage& image) {
  auto owned = std::make_unique<Arena>();
  for (Term& constant : image.constants) constant = copy(*owned, constant);
  image.information = copy(*owned, image.information);
  image.details = copy(*owned, image.details);
  image.arena = std::move(owned);
}

}  // namespace

Result<std::unique_ptr<CodeImage>, CompileError> finish_module(ModuleBuilder& module, Term information, Term details, CompileHost& host) {
  if (auto error = check_calls(module, host, nullptr)) return respawn::Failure{CompileError(std::move(error))};
  for (const Definition* definition : module.definitions()) {
    if (!definition->head_only || !definition->clauses.empty()) continue;
    Diagnostic diagnostic;
    diagnostic.kind = Diagnostic::Kind::compile_error;
    diagnostic.file = definition->file;
    diagnostic.line = definition->line;
    diagnostic.message = fmt::format("implementation not provided for predefined {} {}/{}", atom_text(kind_atom(definition->kind)),
        atom_text(definition->name.name), definition->name.arity);
    return respawn::Failure{CompileError(std::move(diagnostic))};
  }
  warn_unused(module, host);
  if (auto error = check_specifications(module)) return respawn::Failure{CompileError(std::move(error))};
  warn_unreachable(module, host);
  auto image = std::make_unique<CodeImage>();
  image->module = module.name();
  image->information = information;
  image->details = details;
  std::vector<FunctionSource> sources;
  for (const Definition* definition : module.definitions()) {
    if (!definition->clauses.empty()) sources.push_back(source_of(*definition));
  }
  InformationFunctions functions(module, sources);
  if (atom_text(module.name()).starts_with("Elixir.")) functions.add("__info__", 1, "information");
  functions.add("module_info", 0, "module_information");
  functions.add("module_info", 1, "module_information");
  if (keyword_get(information, intern("callbacks"))) functions.add("behaviour_info", 1, "behaviour_information");
  ModuleCodegen codegen(*image, module.arena(), ModuleCodegen::Mode::module);
  codegen.generate(sources);
  own_constants(*image);
  return image;
}

Result<std::unique_ptr<CodeImage>, CompileError> compile_part(ModuleBuilder& module, const NameArity& function, CompileHost& host) {
  std::set<std::pair<Word, std::uint32_t>> wanted;
  std::vector<NameArity> work{function};
  while (!work.empty()) {
    const NameArity next = work.back();
    work.pop_back();
    if (!wanted.insert({next.name.word(), next.arity}).second) continue;
    for (const LocalCall& call : module.local_calls()) {
      if (call.from == next && module.find(call.to) != nullptr) work.push_back(call.to);
    }
  }
  if (auto error = check_calls(module, host, &wanted)) return respawn::Failure{CompileError(std::move(error))};
  auto image = std::make_unique<CodeImage>();
  image->module = module.name();
  std::vector<FunctionSource> sources;
  for (const Definition* definition : module.definitions()) {
    if (!wanted.contains({definition->name.name.word(), definition->name.arity}) || definition->clauses.empty()) continue;
    sources.push_back(source_of(*definition));
    sources.back().exported = true;
  }
  // This code goes with the definition of the module; what it gives must not lead into its constants.
  ModuleCodegen codegen(*image, module.arena(), ModuleCodegen::Mode::expression);
  codegen.generate(sources);
  own_constants(*image);
  return image;
}

}  // namespace respawn
