/// Natives of :respawn_code about source text: Code.string_to_quoted/2 and its relatives are made of them in lib/code.

#include "lang/parser.hpp"
#include "native/compiler_desk.hpp"
#include "native/native_table.hpp"
#include "term/binary.hpp"
#include "term/copy.hpp"
#include "term/map.hpp"

namespace respawn {
namespace {

// What to do with what the parser finds doubtful.
enum class Warnings : std::uint8_t { all, no_quotes, none };

struct Request {
  ParseOptions options;
  Warnings warnings = Warnings::all;
};

bool is_set(Term options, const char* key) { return map_get(options, intern(key)) == atoms::true_; }

std::uint32_t position(Term options, Term key) {
  const Term value = map_get(options, key);
  return value && value.is_small() && value.small_value() >= 0 ? static_cast<std::uint32_t>(value.small_value()) : 1;
}

Request read_options(Term map) {
  Request request;
  std::string scratch;
  if (const Term file = map_get(map, atoms::file); file && is_binary(file)) request.options.file = std::string(*binary_bytes(file, scratch));
  request.options.line = position(map, atoms::line);
  request.options.column = position(map, atoms::column);
  request.options.columns = is_set(map, "columns");
  request.options.token_metadata = is_set(map, "token_metadata");
  request.options.existing_atoms_only = is_set(map, "existing_atoms_only");
  request.options.unescape = !(map_get(map, intern("unescape")) == atoms::false_);
  request.options.wrap_literals = is_set(map, "wrap_literals");
  const Term warnings = map_get(map, intern("warnings"));
  if (warnings == intern("none")) request.warnings = Warnings::none;
  if (warnings == intern("no_quotes")) request.warnings = Warnings::no_quotes;
  return request;
}

void print_warnings(NativeCall& call, const Request& request, const std::vector<Diagnostic>& warnings) {
  if (request.warnings == Warnings::none) return;
  for (const Diagnostic& warning : warnings) {
    if (request.warnings == Warnings::no_quotes && warning.message.starts_with("found quoted ")) continue;
    call.services.compiler->warn(warning);
  }
}

Term comment_terms(Area& heap, const std::vector<Comment>& comments) {
  static const Term column = intern("column"), next = intern("next_eol_count"), previous = intern("previous_eol_count"), text = intern("text");
  ListBuilder list(heap);
  for (const Comment& comment : comments) {
    const Term pairs[] = {column, Term::small(comment.column), atoms::line, Term::small(comment.line), next, Term::small(comment.next_newlines),
                          previous, Term::small(comment.previous_newlines), text, make_binary(heap, comment.text)};
    list.add(make_map(heap, pairs, 5));
  }
  return list.finish();
}

// {message | {prefix, suffix}, token} and the exception for it: {:syntax | :token_missing, description, {line of the source, offset} | nil}
Term error_term(Area& heap, const ParseError& error, std::string_view text, const ParseOptions& options) {
  Term message = make_binary(heap, error.message);
  if (error.has_suffix) message = respawn::make_tuple(heap, {message, make_binary(heap, error.suffix)});
  const Diagnostic diagnostic = to_diagnostic(error, text, options);
  Term snippet = atoms::nil;
  if (!diagnostic.snippet.empty()) {
    // Positions on the first line count from the column that the text is said to begin with.
    const std::uint32_t first_column = error.line == options.line ? options.column : 1;
    const std::uint32_t offset = error.column < first_column ? 0 : error.column - first_column;
    snippet = respawn::make_tuple(heap, {make_binary(heap, diagnostic.snippet), Term::small(offset)});
  }
  const Term kind = intern(diagnostic.kind == Diagnostic::Kind::token_missing ? "token_missing" : "syntax");
  const Term exception = respawn::make_tuple(heap, {kind, make_binary(heap, diagnostic.message), snippet});
  const Term column = error.column == 0 ? Term(atoms::nil) : Term::small(error.column);
  return respawn::make_tuple(heap, {atoms::error, Term::small(error.line), column, message, make_binary(heap, error.token), exception});
}

// parse(text, options): {:ok, quoted, comments} | {:error, line, column | nil, message | {prefix, suffix}, token, exception}
NativeResult parse_2(NativeCall& call) {
  std::string scratch;
  const auto text = binary_bytes(call.arg(0), scratch);
  if (!text) return call.bad_argument(1, "not a binary");
  if (!is_map(call.arg(1))) return call.bad_argument(2, "not a map");
  const Request request = read_options(call.arg(1));
  Arena arena;
  std::vector<Diagnostic> warnings;
  std::vector<Comment> comments;
  const auto quoted = parse(*text, arena, request.options, &warnings, &comments);
  call.charge(text->size() / 20);
  print_warnings(call, request, warnings);
  Area& heap = call.heap();
  if (!quoted) return error_term(heap, quoted.error(), *text, request.options);
  return respawn::make_tuple(heap, {atoms::ok, copy(heap, *quoted), comment_terms(heap, comments)});
}

}  // namespace

void define_parse_natives(NativeTable& table) { table.add("respawn_code", "parse", 2, parse_2); }

}  // namespace respawn
