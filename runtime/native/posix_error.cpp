#include "native/posix_error.hpp"

#include <cerrno>

namespace respawn {
namespace {

struct ErrorName {
  int number;
  std::string_view name;
};

constexpr ErrorName kNames[] = {
    {E2BIG, "e2big"},     {EACCES, "eacces"},   {EAGAIN, "eagain"},   {EBADF, "ebadf"},     {EBUSY, "ebusy"},
    {ECHILD, "echild"},   {EDEADLK, "edeadlk"}, {EDOM, "edom"},       {EDQUOT, "edquot"},   {EEXIST, "eexist"},
    {EFAULT, "efault"},   {EFBIG, "efbig"},     {EINTR, "eintr"},     {EINVAL, "einval"},   {EIO, "eio"},
    {EISDIR, "eisdir"},   {ELOOP, "eloop"},     {EMFILE, "emfile"},   {EMLINK, "emlink"},   {ENAMETOOLONG, "enametoolong"},
    {ENFILE, "enfile"},   {ENODEV, "enodev"},   {ENOENT, "enoent"},   {ENOEXEC, "enoexec"}, {ENOLCK, "enolck"},
    {ENOMEM, "enomem"},   {ENOSPC, "enospc"},   {ENOSYS, "enosys"},   {ENOTBLK, "enotblk"}, {ENOTDIR, "enotdir"},
    {ENOTSUP, "enotsup"}, {ENOTTY, "enotty"},   {ENXIO, "enxio"},     {EPERM, "eperm"},     {EPIPE, "epipe"},
    {ERANGE, "erange"},   {EROFS, "erofs"},     {ESPIPE, "espipe"},   {ESRCH, "esrch"},     {ESTALE, "estale"},
    {ETXTBSY, "etxtbsy"}, {EXDEV, "exdev"},
    // A folder that is not empty is one that exists, as far as its removal goes.
    {ENOTEMPTY, "eexist"}};

}  // namespace

Term posix_atom(int error_number) {
  for (const ErrorName& known : kNames) {
    if (known.number == error_number) return intern(known.name);
  }
  return intern("unknown");
}

Term posix_error(Area& area, int error_number) { return make_tuple(area, {atoms::error, posix_atom(error_number)}); }

Term posix_result(Area& area, long result) { return result < 0 ? posix_error(area, errno) : Term(atoms::ok); }

}  // namespace respawn
