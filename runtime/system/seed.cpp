#include "system/seed.hpp"

#include <fmt/format.h>

#include "lang/compiler.hpp"
#include "lang/expand.hpp"
#include "lang/parser.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

// A host for which nothing can be run and nothing but natives exists.
class SeedHost final : public CompileHost {
 public:
  explicit SeedHost(CompilerDesk& desk) : desk_(desk) {}
  Term call(Term, Term, std::span<const Term>) override { return Term::none(); }
  Term call_local(ModuleBuilder&, const NameArity&, std::span<const Term>) override { return Term::none(); }
  const ModuleExports* exports(Term module) override { return desk_.exports(module); }
  ModuleBuilder* builder(Term) override { return nullptr; }
  void warn(Diagnostic warning) override { desk_.warn(warning); }
  std::int64_t next_counter() override { return desk_.next_counter(); }
  const SharedEnvTerms& shared_env_terms() override { return desk_.shared_env_terms(); }

 private:
  CompilerDesk& desk_;
};

std::string text_of(const Diagnostic& diagnostic) { return fmt::format("{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.message); }

}  // namespace

Result<std::unique_ptr<CodeImage>, std::string> compile_seed(std::string_view text, const std::string& file, CompilerDesk& desk) {
  Arena arena;
  ParseOptions options;
  options.file = file;
  const auto quoted = parse(text, arena, options);
  if (!quoted) return Failure{text_of(to_diagnostic(quoted.error(), text, options))};
  QuotedCall defmodule;
  if (!as_quoted_call(*quoted, &defmodule) || !(defmodule.head == atoms::defmodule) || list_length(defmodule.arguments) != 2) {
    return Failure{file + ": a seed is one defmodule"};
  }
  const Term name = defmodule.arguments.head();
  SeedHost host(desk);
  ModuleBuilder builder(name, file, 1);
  Env env;
  env.file = std::make_shared<const std::string>(file);
  env.module = name;
  QuotedCall body;
  const Term block = keyword_get(defmodule.arguments.tail().head(), atoms::do_);
  if (!as_quoted_call(block, &body)) return Failure{file + ": an empty seed"};
  for (const Term each : ListRange(body.arguments)) {
    QuotedCall definition;
    if (!as_quoted_call(each, &definition) || !definition_kind(definition.head)) return Failure{file + ": a seed has definitions only"};
    DefinitionRequest request;
    request.kind = *definition_kind(definition.head);
    request.head = definition.arguments.head();
    request.has_body = definition.arguments.tail().is_cons();
    request.body = request.has_body ? definition.arguments.tail().head() : Term(atoms::nil);
    const Term line = keyword_get(definition.meta, atoms::line);
    request.line = line ? static_cast<std::uint32_t>(line.small_value()) : 1;
    env.line = request.line;
    auto defined = define_function(builder, request, env, host);
    if (!defined) return Failure{defined.error() ? text_of(*defined.error()) : file + ": a seed uses a macro"};
  }
  auto image = finish_module(builder, Term::nil(), Term::nil(), host);
  if (!image) return Failure{image.error() ? text_of(*image.error()) : file + ": a seed uses a macro"};
  return std::move(*image);
}

}  // namespace respawn
