/* The compiled library, put into the binary as it is. RESPAWN_LIBRARY_FILE is its path. */

__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    ".global respawn_library_begin\n"
    "respawn_library_begin:\n"
    ".incbin \"" RESPAWN_LIBRARY_FILE "\"\n"
    ".global respawn_library_end\n"
    "respawn_library_end:\n"
    ".byte 0\n"
    ".text\n");
