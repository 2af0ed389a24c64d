#include "native/native_table.hpp"

namespace respawn {

void define_atom_natives(NativeTable& table);
void define_binary_natives(NativeTable& table);
void define_binary_match_natives(NativeTable& table);
void define_binary_module_natives(NativeTable& table);
void define_checksum_natives(NativeTable& table);
void define_counter_natives(NativeTable& table);
void define_erts_debug_natives(NativeTable& table);
void define_ets_access_natives(NativeTable& table);
void define_ets_select_natives(NativeTable& table);
void define_ets_table_natives(NativeTable& table);
void define_external_term_natives(NativeTable& table);
void define_fun_natives(NativeTable& table);
void define_grapheme_natives(NativeTable& table);
void define_identifier_natives(NativeTable& table);
void define_list_natives(NativeTable& table);
void define_map_natives(NativeTable& table);
void define_map_iterator_natives(NativeTable& table);
void define_math_natives(NativeTable& table);
void define_number_natives(NativeTable& table);
void define_number_text_natives(NativeTable& table);
void define_operator_natives(NativeTable& table);
void define_parse_natives(NativeTable& table);
void define_persistent_term_natives(NativeTable& table);
void define_random_natives(NativeTable& table);
void define_regex_natives(NativeTable& table);
void define_tuple_natives(NativeTable& table);
void define_unicode_natives(NativeTable& table);
void define_compile_natives(NativeTable& table);
void define_open_file_natives(NativeTable& table);
void define_file_name_natives(NativeTable& table);
void define_system_information_natives(NativeTable& table);
void define_operating_system_natives(NativeTable& table);
void define_local_time_natives(NativeTable& table);
void define_clock_natives(NativeTable& table);
void define_console_device_natives(NativeTable& table);
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
  define_atom_natives(table);
  define_binary_natives(table);
  define_binary_match_natives(table);
  define_binary_module_natives(table);
  define_checksum_natives(table);
  define_counter_natives(table);
  define_erts_debug_natives(table);
  define_ets_access_natives(table);
  define_ets_select_natives(table);
  define_ets_table_natives(table);
  define_external_term_natives(table);
  define_fun_natives(table);
  define_grapheme_natives(table);
  define_identifier_natives(table);
  define_list_natives(table);
  define_map_natives(table);
  define_map_iterator_natives(table);
  define_math_natives(table);
  define_number_natives(table);
  define_number_text_natives(table);
  define_operator_natives(table);
  define_parse_natives(table);
  define_persistent_term_natives(table);
  define_random_natives(table);
  define_regex_natives(table);
  define_tuple_natives(table);
  define_unicode_natives(table);
  define_compile_natives(table);
  define_open_file_natives(table);
  define_file_name_natives(table);
  define_system_information_natives(table);
  define_operating_system_natives(table);
  define_local_time_natives(table);
  define_clock_natives(table);
  define_console_device_natives(table);
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
