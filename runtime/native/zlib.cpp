/// Natives of :zlib: whole binaries, compressed and back. What is unpacked is limited, so that a few bytes cannot fill the memory.

#include <zlib.h>

#include "native/iodata.hpp"
#include "native/native_table.hpp"

namespace respawn {
namespace {

// Window bits of zlib's functions choose the wrapping.
constexpr int kZlib = 15;
constexpr int kGzip = 15 + 16;
constexpr int kBare = -15;

constexpr std::size_t kBytesPerReduction = 50;
constexpr std::size_t kPieceBytes = 1 << 16;
constexpr std::size_t kUnpackedBytesMax = std::size_t{1} << 30;
constexpr int kMemoryLevel = 8;

template <int wrapping>
NativeResult pack(NativeCall& call) {
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(0), scratch);
  if (!bytes) return call.bad_argument(1, "not an iodata term");
  call.charge(bytes->size() / kBytesPerReduction);
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, wrapping, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) return call.error(atoms::system_limit);
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes->size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
  stream.avail_in = static_cast<uInt>(bytes->size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int outcome = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return outcome == Z_STREAM_END ? NativeResult(make_binary(call.heap(), packed)) : call.error(atoms::system_limit);
}

template <int wrapping>
NativeResult unpack(NativeCall& call) {
  std::string scratch;
  const auto bytes = iodata_bytes(call.arg(0), scratch);
  if (!bytes) return call.bad_argument(1, "not an iodata term");
  z_stream stream{};
  if (inflateInit2(&stream, wrapping) != Z_OK) return call.error(atoms::system_limit);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes->data()));
  stream.avail_in = static_cast<uInt>(bytes->size());
  std::string unpacked;
  int outcome = Z_OK;
  while (outcome == Z_OK && unpacked.size() < kUnpackedBytesMax) {
    const std::size_t done = unpacked.size();
    unpacked.resize(done + kPieceBytes);
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data() + done);
    stream.avail_out = static_cast<uInt>(kPieceBytes);
    outcome = inflate(&stream, Z_NO_FLUSH);
    unpacked.resize(unpacked.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  call.charge(unpacked.size() / kBytesPerReduction);
  if (outcome == Z_OK) return call.error(atoms::system_limit);
  return outcome == Z_STREAM_END ? NativeResult(make_binary(call.heap(), unpacked)) : call.error(intern("data_error"));
}

}  // namespace

void define_zlib_natives(NativeTable& table) {
  table.add("zlib", "compress", 1, pack<kZlib>);
  table.add("zlib", "uncompress", 1, unpack<kZlib>);
  table.add("zlib", "gzip", 1, pack<kGzip>);
  table.add("zlib", "gunzip", 1, unpack<kGzip>);
  table.add("zlib", "zip", 1, pack<kBare>);
  table.add("zlib", "unzip", 1, unpack<kBare>);
}

}  // namespace respawn
