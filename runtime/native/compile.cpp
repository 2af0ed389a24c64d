/// Natives of :respawn_compiler: compiling expressions and modules. lib/compiler.ex is the other half.

#include <fmt/format.h>

#include "lang/expand.hpp"
#include "lang/parser.hpp"
#include "native/compiler_desk.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/copy.hpp"
#include "term/inspect.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

CompilerDesk& desk(NativeCall& call) { return *call.services.compiler; }

// ---- tasks ----------------------------------------------------------------------------------------------------------

Term attach(NativeCall& call, std::unique_ptr<Attachment> attachment) {
  auto& places = call.process.extras().attachments;
  std::size_t index = 0;
  while (index < places.size() && places[index] != nullptr) ++index;
  if (index == places.size()) places.emplace_back();
  places[index] = std::move(attachment);
  return Term::small(static_cast<std::int64_t>(index));
}

CompileTask* task_of(NativeCall& call, Term id) {
  auto& places = call.process.extras().attachments;
  if (!id.is_small() || id.small_value() < 0 || id.small_value() >= static_cast<std::int64_t>(places.size())) return nullptr;
  return static_cast<CompileTask*>(places[static_cast<std::size_t>(id.small_value())].get());
}

Term begin(NativeCall& call, std::unique_ptr<CompileTask> task) { return attach(call, std::move(task)); }

// {:raise, kind, exception, trace} for what is wrong with the source.
Term compile_error_term(Area& area, const Diagnostic& error) {
  static const Term compile_error = intern("Elixir.CompileError");
  static const Term description = intern("description");
  const Term pairs[] = {atoms::struct_, compile_error, atoms::exception_, atoms::true_, atoms::file, make_binary(area, error.file),
                        atoms::line, error.line == 0 ? atoms::nil : Term::small(error.line), description, make_binary(area, error.message)};
  return make_map(area, pairs, 5);
}

Term fun_term(Area& area, const FunIdentity* identity) {
  Word* closure = area.allocate(2);
  closure[0] = header::make(Kind::closure, 1);
  closure[1] = reinterpret_cast<Word>(identity);
  return Term::boxed(closure);
}

// resume(task, :start | {:ok, term} | :failed)
NativeResult resume_2(NativeCall& call) {
  CompileTask* task = task_of(call, call.arg(0));
  if (task == nullptr) return call.bad_argument();
  Area& heap = call.heap();
  if (is_tuple_of(call.arg(1), 2)) {
    task->answer(tuple_element(call.arg(1), 1));
  } else if (call.arg(1) == atoms::failed) {
    task->answer(Term::none());
  }
  const CompileTask::State state = task->resume();
  call.charge(200);
  switch (state) {
    case CompileTask::State::wants_call: {
      const CompileTask::Request& request = task->request();
      ListBuilder arguments(heap);
      for (const Term argument : request.arguments) arguments.add(copy(heap, argument));
      const Term target = request.fun != nullptr ? fun_term(heap, request.fun) : make_tuple(heap, {request.module, request.name});
      return make_tuple(heap, {atoms::call, target, arguments.finish()});
    }
    case CompileTask::State::done: {
      const Term value = copy(heap, task->result());
      call.process.extras().attachments[static_cast<std::size_t>(call.arg(0).small_value())].reset();
      return make_tuple(heap, {atoms::done, value});
    }
    case CompileTask::State::failed: {
      Term error = atoms::nil;
      if (task->error()) error = compile_error_term(heap, *task->error());
      call.process.extras().attachments[static_cast<std::size_t>(call.arg(0).small_value())].reset();
      return make_tuple(heap, {atoms::failed, error});
    }
  }
  return atoms::error;
}

// ---- expressions ----------------------------------------------------------------------------------------------------

Env read_env(NativeCall& call, Term term, Area& arena) {
  CompilerDesk& compiler = desk(call);
  const SharedEnvTerms& shared = compiler.shared_env_terms();
  const Env defaults = compiler.default_env("nofile", 1);
  Env env = defaults;
  if (is_map(term)) {
    // :default stands for the usual imports.
    Term full = term;
    if (map_get(term, atoms::functions) == atoms::default_) full = map_put(arena, full, atoms::functions, shared.functions_term);
    if (map_get(term, atoms::macros) == atoms::default_) full = map_put(arena, full, atoms::macros, shared.macros_term);
    env_from_term(full, arena, shared, defaults, &env);
  }
  return env;
}

std::vector<InitialBinding> read_bindings(Term list) {
  std::vector<InitialBinding> bindings;
  for (const Term pair : ListRange(list)) bindings.push_back({tuple_element(pair, 0), tuple_element(pair, 1)});
  return bindings;
}

// begin_expression(quoted, env, [{name, context}], want_bindings | :module_body, code_name | nil)
// done: {fun, [{name, context}], env, id}. Of a module's body the environment at its end is left with the module.
NativeResult begin_expression_5(NativeCall& call) {
  CompilerDesk& compiler = desk(call);
  auto arena = std::make_shared<std::unique_ptr<Arena>>(std::make_unique<Arena>());
  const Term quoted = copy(**arena, call.arg(0));
  const Env env = read_env(call, call.arg(1), **arena);
  const std::vector<InitialBinding> bindings = read_bindings(call.arg(2));
  const bool want_bindings = call.arg(3) == atoms::true_;
  ModuleBuilder* const body_of = call.arg(3) == atoms::false_ || want_bindings ? nullptr : compiler.builder(env.module);
  const Term entry = intern(body_of != nullptr ? kModuleFunction : kFileFunction);
  const Term name = call.arg(4) == atoms::nil ? compiler.next_code_name() : call.arg(4);
  auto task = std::make_unique<CompileTask>(compiler, [=, &compiler](CompileTask& self) -> Term {
    self.area = arena->get();
    auto compiled = compile_expression(quoted, std::move(*arena), env, bindings, want_bindings, name, entry, self);
    if (!compiled) {
      if (compiled.error()) self.set_error(std::move(compiled.error()));
      return Term::none();
    }
    if (body_of != nullptr) body_of->final_env = body_of->store_env(compiled->env);
    std::uint64_t id;
    CompilerDesk::Expression* expression = compiler.add_expression(std::move(*compiled), &id);
    Arena& out = *self.arena;
    ListBuilder names(out);
    for (const InitialBinding& binding : expression->compiled.bindings) names.add(make_tuple(out, {binding.name, binding.context}));
    const Term env_term = want_bindings ? copy(out, env_to_term(expression->compiled.env, out, compiler.shared_env_terms())) : atoms::nil;
    return make_tuple(out, {fun_term(out, &expression->entry.identity), names.finish(), env_term, Term::small(static_cast<std::int64_t>(id))});
  });
  return begin(call, std::move(task));
}

NativeResult release_expression_1(NativeCall& call) {
  desk(call).release_expression(static_cast<std::uint64_t>(call.arg(0).small_value()));
  return atoms::ok;
}

// begin_expand(quoted, env, once): done: {quoted, changed}
NativeResult begin_expand_3(NativeCall& call) {
  CompilerDesk& compiler = desk(call);
  auto arena = std::make_shared<Arena>();
  const Term quoted = copy(*arena, call.arg(0));
  const Env env = read_env(call, call.arg(1), *arena);
  const bool once = call.arg(2) == atoms::true_;
  auto task = std::make_unique<CompileTask>(compiler, [=](CompileTask& self) -> Term {
    self.area = arena.get();
    CoreTree tree;
    Expander expander(*arena, tree, self);
    Env inner = env;
    inner.scope = tree.make_scope(nullptr);
    Term current = quoted;
    bool any = false;
    for (bool changed = true; changed;) {
      current = expander.expand_head_once(current, inner, &changed);
      if (expander.failed()) {
        if (expander.error()) self.set_error(expander.error());
        return Term::none();
      }
      any = any || changed;
      if (once) break;
    }
    return copy(*self.arena, make_tuple(*arena, {current, boolean(any)}));
  });
  return begin(call, std::move(task));
}

// ---- modules --------------------------------------------------------------------------------------------------------

// open_module(name, env): the environment of the body | {:error, :open | :reserved}
NativeResult open_module_2(NativeCall& call) {
  CompilerDesk& compiler = desk(call);
  const Term name = call.arg(0);
  Arena arena;
  Env env = read_env(call, call.arg(1), arena);
  ModuleBuilder* builder = compiler.open(name, *env.file, env.line);
  if (builder == nullptr) return make_tuple(call.heap(), {atoms::error, atoms::open});
  for (const char* accumulated : {"before_compile", "after_compile", "after_verify", "on_definition", "behaviour", "derive", "external_resource", "type", "typep",
                                  "opaque", "spec", "callback", "macrocallback", "optional_callbacks", "compile", "dialyzer", "on_load"}) {
    builder->register_attribute(intern(accumulated), true, false);
  }
  for (const char* reserved : {"before_compile", "after_compile", "after_verify", "on_definition", "behaviour", "derive", "external_resource", "impl", "doc", "moduledoc",
                               "typedoc", "deprecated", "file", "compile", "dialyzer", "on_load", "vsn", "enforce_keys", "optional_callbacks", "fallback_to_any"}) {
    builder->reserve_attribute(intern(reserved));
  }
  for (const char* persisted : {"behaviour", "vsn", "on_load", "compile", "dialyzer", "external_resource"}) builder->register_attribute(intern(persisted), false, true);
  env.module = name;
  env.function_name = atoms::nil;
  env.context_modules = ordered_insert(arena, env.context_modules, name);
  return copy(call.heap(), env_to_term(env, arena, compiler.shared_env_terms()));
}

NativeResult close_module_1(NativeCall& call) {
  desk(call).close(call.arg(0));
  return atoms::ok;
}

// begin_definition(module, kind, head, body, env_index, line, body_kind): done: {name, arity}
NativeResult begin_definition_7(NativeCall& call) {
  CompilerDesk& compiler = desk(call);
  ModuleBuilder* builder = compiler.builder(call.arg(0));
  const auto kind = definition_kind(call.arg(1));
  if (builder == nullptr || !kind) return call.bad_argument();
  DefinitionRequest request;
  request.kind = *kind;
  request.head = copy(builder->arena(), call.arg(2));
  request.body = copy(builder->arena(), call.arg(3));
  request.line = static_cast<std::uint32_t>(call.arg(5).small_value());
  request.has_body = !(call.arg(6) == atoms::false_);
  request.has_unquotes = call.arg(6) == atoms::unquote;
  Env env = builder->stored_env(static_cast<std::size_t>(call.arg(4).small_value()));
  // `@file` names another place for the next definition.
  if (const Term file = builder->attribute(atoms::file); file) {
    std::string scratch;
    const Term path = is_tuple_of(file, 2) ? tuple_element(file, 0) : file;
    if (is_binary(path)) env.file = std::make_shared<const std::string>(*binary_bytes(path, scratch));
    if (is_tuple_of(file, 2) && tuple_element(file, 1).is_small()) request.line = static_cast<std::uint32_t>(tuple_element(file, 1).small_value());
    builder->delete_attribute(atoms::file);
  }
  auto task = std::make_unique<CompileTask>(compiler, [=](CompileTask& self) -> Term {
    self.area = &builder->arena();
    auto defined = define_function(*builder, request, env, self);
    if (!defined) {
      if (defined.error()) self.set_error(std::move(defined.error()));
      return Term::none();
    }
    return make_tuple(*self.arena, {defined->name, Term::small(defined->arity)});
  });
  return begin(call, std::move(task));
}

// begin_finish(module, {information, details}): done: the module's code as a binary. Loads it.
NativeResult begin_finish_2(NativeCall& call) {
  CompilerDesk& compiler = desk(call);
  Services& services = call.services;
  const Term name = call.arg(0);
  ModuleBuilder* builder = compiler.builder(name);
  if (builder == nullptr) return call.bad_argument();
  const Term information = copy(builder->arena(), call.arg(1));
  auto task = std::make_unique<CompileTask>(compiler, [=, &services, &compiler](CompileTask& self) -> Term {
    Term extended = tuple_element(information, 0);
    ListBuilder blind(builder->arena());
    for (const Definition* definition : builder->definitions()) {
      if (definition->kind == DefinitionKind::defmacro && !definition->takes_caller) {
        blind.add(make_tuple(builder->arena(), {definition->name.name, Term::small(definition->name.arity)}));
      }
    }
    extended = make_cons(builder->arena(), make_tuple(builder->arena(), {atoms::blind_macros, blind.finish()}), extended);
    auto image = finish_module(*builder, extended, tuple_element(information, 1), self);
    if (!image) {
      if (image.error()) self.set_error(std::move(image.error()));
      return Term::none();
    }
    compiler.show_paths(**image);
    if (services.module_compiled) services.module_compiled(**image);
    services.code.load(**image);
    // What the image says of the module lies in the module's arena.
    const std::string bytes = services.encode_image ? services.encode_image(**image) : std::string();
    compiler.close(name);
    return make_binary(*self.arena, bytes);
  });
  return begin(call, std::move(task));
}

// parse(text, file): {:ok, quoted} | {:error, line, message}
NativeResult parse_2(NativeCall& call) {
  std::string text_scratch, file_scratch;
  const auto text = binary_bytes(call.arg(0), text_scratch);
  const auto file = binary_bytes(call.arg(1), file_scratch);
  if (!text || !file) return call.bad_argument();
  Arena arena;
  ParseOptions options;
  options.file = std::string(*file);
  std::vector<Diagnostic> warnings;
  const auto quoted = parse(*text, arena, options, &warnings);
  for (const Diagnostic& warning : warnings) desk(call).warn(warning);
  Area& heap = call.heap();
  if (quoted) return make_tuple(heap, {atoms::ok, copy(heap, *quoted)});
  const Diagnostic diagnostic = to_diagnostic(quoted.error(), *text, options);
  return make_tuple(heap, {atoms::error, Term::small(diagnostic.line), make_binary(heap, diagnostic.message)});
}

// set_working_folder(folder): paths in it are shown without it.
NativeResult set_working_folder_1(NativeCall& call) {
  std::string scratch;
  const auto folder = binary_bytes(call.arg(0), scratch);
  if (!folder) return call.bad_argument();
  desk(call).set_working_folder(std::string(*folder));
  return atoms::ok;
}

// file_env(file): the environment at the top of a file.
NativeResult file_env_1(NativeCall& call) {
  std::string scratch;
  const auto file = binary_bytes(call.arg(0), scratch);
  if (!file) return call.bad_argument();
  Arena arena;
  const Env env = desk(call).default_env(std::string(*file), 1);
  return copy(call.heap(), env_to_term(env, arena, desk(call).shared_env_terms()));
}

}  // namespace

void define_compile_natives(NativeTable& table) {
  table.add("respawn_compiler", "parse", 2, parse_2);
  table.add("respawn_compiler", "set_working_folder", 1, set_working_folder_1);
  table.add("respawn_compiler", "file_env", 1, file_env_1);
  table.add("respawn_compiler", "resume", 2, resume_2);
  table.add("respawn_compiler", "begin_expression", 5, begin_expression_5);
  table.add("respawn_compiler", "release_expression", 1, release_expression_1);
  table.add("respawn_compiler", "begin_expand", 3, begin_expand_3);
  table.add("respawn_compiler", "open_module", 2, open_module_2);
  table.add("respawn_compiler", "close_module", 1, close_module_1);
  table.add("respawn_compiler", "begin_definition", 7, begin_definition_7);
  table.add("respawn_compiler", "begin_finish", 2, begin_finish_2);
}

}  // namespace respawn
