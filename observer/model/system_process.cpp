#include "observer/model/system_process.hpp"

#include <algorithm>
#include <array>

#include "term/atom.hpp"

namespace respawn::observer {
namespace {

using namespace std::string_view_literals;

constexpr std::array kNames = {
    "init"sv, "user"sv, "standard_error"sv, "logger"sv, "logger_sup"sv, "logger_server"sv, "logger_proxy"sv, "kernel_sup"sv,
    "kernel_safe_sup"sv, "application_controller"sv, "code_server"sv, "error_logger"sv, "erl_prim_loader"sv, "file_server_2"sv,
    "global_name_server"sv, "global_group"sv, "rex"sv, "inet_db"sv, "net_kernel"sv, "net_sup"sv, "timer_server"sv, "pg"sv,
    "elixir_sup"sv, "elixir_config"sv, "elixir_code_server"sv, "Elixir.Logger"sv, "Elixir.Logger.Supervisor"sv,
    "Elixir.Logger.Watcher"sv, "erts_code_purger"sv, "socket_registry"sv, "user_drv"sv, "respawn_shell"sv};

constexpr std::array kModules = {":respawn_console."sv, ":respawn_boot."sv, ":respawn_shell."sv, ":respawn_logger."sv, "Logger."sv, ":logger"sv, ":application_master."sv,
                                 ":application_controller."sv, ":kernel_sup."sv, ":respawn_io."sv, ":group."sv, ":global."sv,
                                 ":init."sv, ":erts_"sv};

constexpr std::array kStarters = {":proc_lib.init_p/"sv, ":erlang.apply/"sv};

template <typename List>
bool starts_with_any(std::string_view text, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

bool is_system_name(Term name) {
  return name.is_atom() && std::find(kNames.begin(), kNames.end(), atom_text(name)) != kNames.end();
}

bool is_system_function(std::string_view function) { return starts_with_any(function, kModules); }

bool keeps_system(std::string_view function) { return is_plain_starter(function) || is_system_function(function); }

bool is_plain_starter(std::string_view function) { return starts_with_any(function, kStarters); }

}  // namespace respawn::observer
