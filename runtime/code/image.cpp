#include "code/image.hpp"

#include <cstring>
#include <unordered_map>

#include "base/utf8.hpp"
#include "code/verify.hpp"
#include "term/builder.hpp"

namespace respawn {
namespace {

constexpr std::string_view kMagic = "RSPI";
constexpr std::uint8_t kExported = 1, kClosureBody = 2;

class Writer {
 public:
  void raw(std::string_view bytes) { out_.append(bytes); }
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<char>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<char>(value));
  }
  void text(std::string_view bytes) {
    number(bytes.size());
    raw(bytes);
  }
  void atom(Term term) {
    const auto [entry, added] = index_.try_emplace(term, atoms_.size());
    if (added) atoms_.push_back(term);
    number(entry->second);
  }
  const std::vector<Term>& atoms() const { return atoms_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::vector<Term> atoms_;
  std::unordered_map<Term, std::size_t> index_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  void fail() { ok_ = false; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<std::uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  /// A number of things that take at least `bytes_each`: more than the rest can hold is an error.
  std::size_t count(std::size_t bytes_each) {
    const std::uint64_t value = number();
    if (value > rest_.size() / bytes_each) {
      ok_ = false;
      return 0;
    }
    return static_cast<std::size_t>(value);
  }
  std::uint32_t number32() {
    const std::uint64_t value = number();
    if (value > 0xFFFFFFFF) ok_ = false;
    return static_cast<std::uint32_t>(value);
  }
  std::string_view raw(std::size_t length) {
    if (length > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return bytes;
  }
  std::string_view text() { return raw(count(1)); }
  Term atom(const std::vector<Term>& atoms) {
    const std::uint64_t index = number();
    if (index >= atoms.size()) {
      ok_ = false;
      return atoms::nil;
    }
    return atoms[static_cast<std::size_t>(index)];
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

external::EncodeOptions deterministic() {
  external::EncodeOptions options;
  options.minor_version = 2;
  options.deterministic = true;
  return options;
}

}  // namespace

std::string encode_image(const CodeImage& image) {
  Writer body;
  body.atom(image.module);
  body.number(image.instruction_words);
  body.number(image.code.size());
  body.raw({reinterpret_cast<const char*>(image.code.data()), image.code.size() * sizeof(Word)});
  {
    Arena arena;
    body.text(external::encode(respawn::make_tuple(arena, std::span<const Term>(image.constants)), deterministic()));
  }
  body.number(image.references.size());
  for (const FunctionReference& reference : image.references) {
    body.atom(reference.module);
    body.atom(reference.name);
    body.number(reference.arity);
  }
  body.number(image.functions.size());
  for (const FunctionRecord& function : image.functions) {
    body.atom(function.name);
    body.number(function.arity);
    body.number(function.offset_words);
    body.number((function.exported ? kExported : 0) | (function.is_closure_body ? kClosureBody : 0));
  }
  body.number(image.closures.size());
  for (const ClosureRecord& closure : image.closures) {
    body.atom(closure.identity.name);
    body.number(closure.identity.arity);
    body.number(closure.identity.free_count);
    body.number(closure.identity.index);
    body.number(closure.identity.unique);
    body.number(closure.offset_words);
  }
  body.number(image.lines.size());
  std::uint32_t offset = 0;
  for (const LineRecord& line : image.lines) {
    body.number(line.offset_words - offset);
    body.number(line.line);
    body.number(line.file);
    offset = line.offset_words;
  }
  body.number(image.files.size());
  for (const std::string& file : image.files) body.text(file);
  body.text(external::encode(image.information, deterministic()));
  body.text(image.encoded_details.empty() ? external::encode(image.details, deterministic()) : std::string(image.encoded_details));

  Writer whole;
  whole.raw(kMagic);
  whole.raw(std::string_view(reinterpret_cast<const char*>(&kImageVersion), 1));
  whole.number(body.atoms().size());
  for (const Term atom : body.atoms()) whole.text(atom_text(atom));
  whole.raw(body.take());
  return whole.take();
}

Result<std::unique_ptr<CodeImage>, std::string> decode_image(std::string_view bytes, external::FunctionFinder& functions, Trust trust) {
  const auto bad = [](std::string what) { return Failure{std::move(what)}; };
  Reader in(bytes);
  if (in.raw(kMagic.size()) != kMagic) return bad("not a module of respawn");
  const std::string_view version = in.raw(1);
  if (!in.ok() || static_cast<std::uint8_t>(version[0]) != kImageVersion) return bad("a module for another version of respawn");

  std::vector<Term> atoms(in.count(1));
  for (Term& atom : atoms) {
    const std::string_view text = in.text();
    if (!in.ok() || !utf8::is_valid(text) || utf8::length_codepoints(text) > kAtomLengthMax) return bad("a bad atom");
    const std::optional<Term> interned = trust == Trust::embedded ? intern(text) : try_intern(text);
    if (!interned) return bad("no room for more atoms");
    atom = *interned;
  }

  auto image = std::make_unique<CodeImage>();
  image->arena = std::make_unique<Arena>();
  image->module = in.atom(atoms);
  image->instruction_words = static_cast<std::size_t>(in.number());
  const std::size_t words = in.count(sizeof(Word));
  const std::string_view code = in.raw(words * sizeof(Word));
  if (!in.ok() || image->instruction_words > words) return bad("bad code");
  image->code.resize(words);
  if (words > 0) std::memcpy(image->code.data(), code.data(), code.size());

  external::DecodeOptions options;
  options.functions = &functions;
  options.is_own = trust == Trust::embedded;
  const auto constants = external::decode(*image->arena, in.text(), options);
  if (!in.ok() || !constants || !is_tuple(constants->value)) return bad("bad constants");
  for (std::size_t i = 0; i < tuple_size(constants->value); ++i) image->constants.push_back(tuple_element(constants->value, i));

  image->references.resize(in.count(3));
  for (FunctionReference& reference : image->references) {
    reference.module = in.atom(atoms);
    reference.name = in.atom(atoms);
    reference.arity = in.number32();
  }
  image->functions.resize(in.count(4));
  for (FunctionRecord& function : image->functions) {
    function.name = in.atom(atoms);
    function.arity = in.number32();
    function.offset_words = in.number32();
    const std::uint64_t flags = in.number();
    function.exported = (flags & kExported) != 0;
    function.is_closure_body = (flags & kClosureBody) != 0;
  }
  image->closures.resize(in.count(6));
  for (ClosureRecord& closure : image->closures) {
    closure.identity.module = image->module;
    closure.identity.name = in.atom(atoms);
    closure.identity.arity = in.number32();
    closure.identity.free_count = in.number32();
    closure.identity.index = in.number32();
    closure.identity.unique = in.number32();
    closure.offset_words = in.number32();
  }
  image->lines.resize(in.count(3));
  std::uint32_t offset = 0;
  for (LineRecord& line : image->lines) {
    offset += in.number32();
    line.offset_words = offset;
    line.line = in.number32();
    line.file = in.number32();
  }
  image->files.resize(in.count(1));
  for (std::string& file : image->files) file = std::string(in.text());
  const auto information = external::decode(*image->arena, in.text(), options);
  const std::string_view details = in.text();
  if (!in.ok() || !in.at_end() || !information) return bad("bad tables");
  image->information = information->value;
  if (trust == Trust::embedded) {
    image->encoded_details = details;
    return image;
  }
  const auto decoded = external::decode(*image->arena, details, options);
  if (!decoded) return bad("bad details");
  image->details = decoded->value;
  if (std::string problem = verify(*image); !problem.empty()) return bad(std::move(problem));
  return image;
}

}  // namespace respawn
