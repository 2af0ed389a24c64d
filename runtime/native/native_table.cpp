#include "native/native_table.hpp"

namespace respawn {

void define_compile_natives(NativeTable& table);
void define_process_information_natives(NativeTable& table);
void define_process_natives(NativeTable& table);
void define_timer_natives(NativeTable& table);

void define_natives(CodeTable& code) {
  NativeTable table(code);
  define_compile_natives(table);
  define_process_information_natives(table);
  define_process_natives(table);
  define_timer_natives(table);
}

}  // namespace respawn
