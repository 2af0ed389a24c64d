#include "native/native_table.hpp"

namespace respawn {

void define_compile_natives(NativeTable& table);
void define_module_attribute_natives(NativeTable& table);
void define_module_definition_natives(NativeTable& table);
void define_code_natives(NativeTable& table);
void define_control_natives(NativeTable& table);
void define_protocol_natives(NativeTable& table);
void define_trace_natives(NativeTable& table);
void define_process_information_natives(NativeTable& table);
void define_process_natives(NativeTable& table);
void define_timer_natives(NativeTable& table);

void define_natives(CodeTable& code) {
  NativeTable table(code);
  define_compile_natives(table);
  define_module_attribute_natives(table);
  define_module_definition_natives(table);
  define_code_natives(table);
  define_control_natives(table);
  define_protocol_natives(table);
  define_trace_natives(table);
  define_process_information_natives(table);
  define_process_natives(table);
  define_timer_natives(table);
}

}  // namespace respawn
