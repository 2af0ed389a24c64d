/* The embedded library of respawn_bootstrap, which compiles the library: empty. */

__asm__(
    ".section .rodata\n"
    ".global respawn_library_begin\n"
    "respawn_library_begin:\n"
    ".global respawn_library_end\n"
    "respawn_library_end:\n"
    ".byte 0\n"
    ".text\n");
