#include "system/recording.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/file_bytes.hpp"
#include "code/image.hpp"

namespace respawn {
namespace {

constexpr std::string_view kMagic = "RSPN";
constexpr std::uint32_t kVersion = 2;
constexpr std::uint64_t kNotHalted = ~std::uint64_t{0};

std::uint32_t checksum(std::string_view bytes) {
  // FNV-1a: it is to find damage, not an attacker.
  std::uint32_t hash = 2166136261u;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
  return hash;
}

class Writer {
 public:
  void number(std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  }
  void text(std::string_view text) {
    number(text.size(), 4);
    out += text;
  }
  std::string out;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t bytes) {
    if (bytes_.size() - at_ < bytes) {
      failed = true;
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_ + i])) << (8 * i);
    at_ += bytes;
    return value;
  }
  std::string text() {
    const std::uint64_t size = number(4);
    if (failed || bytes_.size() - at_ < size) {
      failed = true;
      return {};
    }
    at_ += size;
    return std::string(bytes_.substr(at_ - size, size));
  }
  bool at_end() const { return at_ == bytes_.size(); }
  bool failed = false;

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

std::string encode_recording(const Recording& recording) {
  Writer writer;
  writer.out = kMagic;
  writer.number(kVersion, 4);
  writer.number(kImageVersion, 4);
  writer.number(recording.library, 8);
  writer.number(recording.seed, 8);
  writer.number(recording.processes_max, 8);
  writer.text(recording.boot_module);
  writer.text(recording.boot_function);
  writer.text(recording.boot_arguments);
  writer.number(recording.program_arguments.size(), 4);
  for (const std::string& argument : recording.program_arguments) writer.text(argument);
  writer.number(recording.choices.size(), 4);
  for (const Choice& choice : recording.choices) {
    writer.number(static_cast<std::uint64_t>(choice.kind), 1);
    switch (choice.kind) {
      case ChoiceKind::schedule:
      case ChoiceKind::random: writer.number(choice.value, 8); break;
      case ChoiceKind::outside: writer.text(choice.bytes); break;
      case ChoiceKind::command:
        writer.number(choice.value, 8);
        writer.number(choice.events, 8);
        writer.number(static_cast<std::uint64_t>(choice.time), 8);
        writer.text(choice.bytes);
        break;
      case ChoiceKind::count: break;
    }
  }
  writer.number(recording.event_count, 8);
  writer.number(recording.event_hash, 8);
  writer.number(recording.halted ? static_cast<std::uint32_t>(*recording.halted) : kNotHalted, 8);
  writer.number(checksum(writer.out), 4);
  return std::move(writer.out);
}

Result<Recording, std::string> decode_recording(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Failure{std::string("this is no recording of respawn")};
  // First of all: another version may have its checksum elsewhere.
  Reader header(bytes.substr(kMagic.size()));
  const std::uint64_t version = header.number(4), image_version = header.number(4);
  if (!header.failed && (version != kVersion || image_version != kImageVersion)) {
    return Failure{fmt::format("the recording was made by another version of respawn (format {}.{}, this one reads {}.{})", version, image_version, kVersion, kImageVersion)};
  }
  if (bytes.size() < kMagic.size() + 4 || checksum(bytes.substr(0, bytes.size() - 4)) != Reader(bytes.substr(bytes.size() - 4)).number(4)) {
    return Failure{std::string("the recording is damaged")};
  }
  constexpr std::size_t kHeaderBytes = kMagic.size() + 4 + 4;
  if (bytes.size() < kHeaderBytes + 4) return Failure{std::string("the recording is damaged")};
  Reader reader(bytes.substr(kHeaderBytes, bytes.size() - kHeaderBytes - 4));
  Recording recording;
  recording.library = reader.number(8);
  recording.seed = reader.number(8);
  recording.processes_max = reader.number(8);
  if (recording.processes_max > Recording::kProcessesMax) return Failure{std::string("the recording is damaged")};
  recording.boot_module = reader.text();
  recording.boot_function = reader.text();
  recording.boot_arguments = reader.text();
  const std::uint64_t arguments = reader.number(4);
  for (std::uint64_t i = 0; i < arguments && !reader.failed; ++i) recording.program_arguments.push_back(reader.text());
  const std::uint64_t choices = reader.number(4);
  for (std::uint64_t i = 0; i < choices && !reader.failed; ++i) {
    const std::uint64_t kind = reader.number(1);
    if (kind >= static_cast<std::uint64_t>(ChoiceKind::count)) return Failure{std::string("the recording is damaged")};
    Choice choice{static_cast<ChoiceKind>(kind)};
    if (choice.kind != ChoiceKind::outside) choice.value = reader.number(8);
    if (choice.kind == ChoiceKind::command) {
      choice.events = reader.number(8);
      choice.time = static_cast<Nanoseconds>(reader.number(8));
    }
    if (choice.kind == ChoiceKind::outside || choice.kind == ChoiceKind::command) choice.bytes = reader.text();
    recording.choices.push_back(std::move(choice));
  }
  recording.event_count = reader.number(8);
  recording.event_hash = reader.number(8);
  if (const std::uint64_t status = reader.number(8); status != kNotHalted) recording.halted = static_cast<std::int32_t>(status);
  if (reader.failed || !reader.at_end()) return Failure{std::string("the recording is damaged")};
  return recording;
}

Result<Recording, std::string> read_recording(const std::string& path) {
  const auto bytes = read_file_bytes(path);
  if (!bytes) return Failure{fmt::format("cannot read {}: {}", path, bytes.error())};
  auto recording = decode_recording(*bytes);
  if (!recording) return Failure{fmt::format("{}: {}", path, recording.error())};
  if (recording->library != library_fingerprint()) {
    return Failure{fmt::format("{}: the recording was made by another version of respawn (its library is another one)", path)};
  }
  return recording;
}

std::string write_recording(const std::string& path, const Recording& recording) {
  std::ofstream file(path, std::ios::binary);
  const std::string bytes = encode_recording(recording);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file ? std::string() : std::string(std::strerror(errno));
}

}  // namespace respawn
