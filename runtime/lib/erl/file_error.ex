defmodule :file_error do
  @moduledoc false
  # The reasons that :file gives, in words.

  @texts [
    e2big: 'argument list too long',
    eacces: 'permission denied',
    eagain: 'resource temporarily unavailable',
    ebadf: 'bad file number',
    ebusy: 'file busy',
    echild: 'no children',
    edeadlk: 'resource deadlock avoided',
    edom: 'math argument out of range',
    edquot: 'disk quota exceeded',
    eexist: 'file already exists',
    efault: 'bad address in system call argument',
    efbig: 'file too large',
    eintr: 'interrupted system call',
    einval: 'invalid argument',
    eio: 'I/O error',
    eisdir: 'illegal operation on a directory',
    eloop: 'too many levels of symbolic links',
    emfile: 'too many open files',
    emlink: 'too many links',
    enametoolong: 'file name too long',
    enfile: 'file table overflow',
    enodev: 'no such device',
    enoent: 'no such file or directory',
    enoexec: 'exec format error',
    enolck: 'no locks available',
    enomem: 'not enough memory',
    enospc: 'no space left on device',
    enosys: 'function not implemented',
    enotblk: 'block device required',
    enotdir: 'not a directory',
    enotempty: 'directory not empty',
    enotsup: 'operation not supported',
    enotty: 'inappropriate device for ioctl',
    enxio: 'no such device or address',
    eopnotsupp: 'operation not supported on socket',
    eperm: 'not owner',
    epipe: 'broken pipe',
    erange: 'math result unrepresentable',
    erofs: 'read-only file system',
    espipe: 'invalid seek',
    esrch: 'no such process',
    estale: 'stale remote file handle',
    etxtbsy: 'text file or pseudo-device busy',
    exdev: 'cross-domain link',
    badarg: 'bad argument',
    terminated: 'the file server process is terminated',
    system_limit: 'a system limit was hit, probably not enough ports'
  ]

  # What parsers say of a place in a file.
  def text({line, module, reason}) when is_atom(module) do
    words =
      cond do
        module in [:erl_scan, :erl_parse] -> :respawn_terms.words(reason)
        :erlang.function_exported(module, :format_error, 1) -> module.format_error(reason)
        true -> reason
      end

    [:erlang.integer_to_list(line), ?:, ?\s, words]
  end

  def text(reason) do
    case :lists.keyfind(reason, 1, @texts) do
      {_, text} -> text
      false -> 'unknown POSIX error'
    end
  end
end
