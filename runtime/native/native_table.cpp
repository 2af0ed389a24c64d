#include "native/native_table.hpp"

namespace respawn {

void define_process_natives(NativeTable& table);

void define_natives(CodeTable& code) {
  NativeTable table(code);
  define_process_natives(table);
}

}  // namespace respawn
