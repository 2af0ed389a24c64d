/// Natives of :erlang between pids, references, ports and their texts.

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/native_table.hpp"
#include "term/external_tag.hpp"

namespace respawn {
namespace {

/// The numbers of a text like "<0.12.3>": `open`, `count` numbers with points between them, ">"; the first must be 0, the node
/// that we are.
template <std::size_t count>
std::optional<std::array<std::uint64_t, count>> read_numbers(Term list, std::string_view open) {
  const auto text = latin1_of_charlist(list);
  if (!text || !text->starts_with(open) || !text->ends_with('>')) return std::nullopt;
  std::string_view rest = *text;
  rest.remove_prefix(open.size());
  std::array<std::uint64_t, count> numbers{};
  for (std::size_t i = 0; i < count; ++i) {
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), numbers[i]);
    if (read.ec != std::errc()) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
    if (rest.empty() || rest[0] != (i + 1 < count ? '.' : '>')) return std::nullopt;
    rest.remove_prefix(1);
  }
  if (!rest.empty() || numbers[0] != 0) return std::nullopt;
  return numbers;
}

/// The error of a text that does not read.
NativeResult bad_text(NativeCall& call, Note note) {
  return bad_arguments(call, {or_else(call.arg(0).is_list() ? Note() : Note("not a list"), note)});
}

NativeResult pid_to_list(NativeCall& call) {
  const Term pid = call.arg(0);
  if (!pid.is_pid()) return call.bad_argument(1, "not a pid");
  return make_charlist(call.heap(), fmt::format("<0.{}.{}>", pid.pid_slot(), pid.pid_serial()));
}

NativeResult list_to_pid(NativeCall& call) {
  const auto numbers = read_numbers<3>(call.arg(0), "<");
  if (!numbers || (*numbers)[1] > Term::kPidSlotMax || (*numbers)[2] > Term::kPidSerialMax) {
    return bad_text(call, "not a textual representation of a pid");
  }
  return Term::pid(static_cast<std::uint32_t>((*numbers)[1]), static_cast<std::uint32_t>((*numbers)[2]));
}

// A reference shows its number in three parts, the highest first, as the external format splits it.
constexpr std::uint64_t low_bits(unsigned count) { return (std::uint64_t{1} << count) - 1; }

NativeResult ref_to_list(NativeCall& call) {
  const Term reference = call.arg(0);
  if (!reference.is_reference()) return call.bad_argument(1, "not a reference");
  const std::uint64_t number = reference.payload();
  const std::uint64_t low = number & low_bits(external::kReferenceLowBits);
  const std::uint64_t middle = number >> external::kReferenceLowBits & low_bits(external::kReferenceMiddleBits);
  const std::uint64_t high = number >> (external::kReferenceLowBits + external::kReferenceMiddleBits);
  return make_charlist(call.heap(), fmt::format("#Ref<0.{}.{}.{}>", high, middle, low));
}

NativeResult list_to_ref(NativeCall& call) {
  const auto numbers = read_numbers<4>(call.arg(0), "#Ref<");
  const auto fits = [&](std::size_t index, unsigned bits) { return (*numbers)[index] <= low_bits(bits); };
  if (!numbers || !fits(1, external::kReferenceHighBits) || !fits(2, external::kReferenceMiddleBits) ||
      !fits(3, external::kReferenceLowBits)) {
    return bad_text(call, "not a textual representation of a reference");
  }
  const std::uint64_t upper = (*numbers)[1] << external::kReferenceMiddleBits | (*numbers)[2];
  return Term::reference(upper << external::kReferenceLowBits | (*numbers)[3]);
}

NativeResult port_to_list(NativeCall& call) {
  if (!call.arg(0).is_port()) return call.bad_argument(1, "not a port");
  return make_charlist(call.heap(), fmt::format("#Port<0.{}>", call.arg(0).payload()));
}

NativeResult list_to_port(NativeCall& call) {
  constexpr unsigned kPortBits = 56;
  const auto numbers = read_numbers<2>(call.arg(0), "#Port<");
  if (!numbers || (*numbers)[1] > low_bits(kPortBits)) return bad_text(call, "not a textual representation of a port");
  return Term::port((*numbers)[1]);
}

}  // namespace

void define_identifier_natives(NativeTable& table) {
  table.add("erlang", "pid_to_list", 1, pid_to_list);
  table.add("erlang", "list_to_pid", 1, list_to_pid);
  table.add("erlang", "ref_to_list", 1, ref_to_list);
  table.add("erlang", "list_to_ref", 1, list_to_ref);
  table.add("erlang", "port_to_list", 1, port_to_list);
  table.add("erlang", "list_to_port", 1, list_to_port);
}

}  // namespace respawn
