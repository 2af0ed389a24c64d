/// Natives that tell of the runtime as a whole: system_info, statistics, memory.
///
/// Items that describe parts which this runtime does not have (ports, distribution, allocators by number) are as on a node that does not
/// use them. Figures that the machine decides go through the choice log of a lab.

#include <sys/resource.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>

#include "base/block_pool.hpp"
#include "native/argument_notes.hpp"
#include "native/charlist.hpp"
#include "native/ets_table.hpp"
#include "native/native_table.hpp"
#include "native/outside.hpp"
#include "sched/lab_scheduler.hpp"
#include "term/map.hpp"
#include "term/shared_binary.hpp"

namespace respawn {
namespace {

constexpr std::size_t kEtsTablesMax = 256 * 4096;
constexpr std::size_t kAtomBytes = 48;  // of the table, for an atom of common length
constexpr int kPortsMax = 65536;

Term number(std::size_t value) { return Term::small(static_cast<std::int64_t>(value)); }
Term pair(Area& area, Term key, Term value) { return respawn::make_tuple(area, {key, value}); }
Term pair(Area& area, std::string_view key, Term value) { return pair(area, intern(key), value); }
Term text(Area& area, std::string_view characters) { return make_charlist(area, characters); }

// ---- system_info ----------------------------------------------------------------------------------------------------

Term workers(NativeCall& call) { return number(call.services.scheduler->worker_count()); }

Term processors(NativeCall& call) {
  return ask_outside(call, [](Area&) { return number(std::max(1u, std::thread::hardware_concurrency())); });
}

Term garbage_collection(NativeCall& call) {
  Area& area = call.heap();
  return make_list(area, {pair(area, "max_heap_size", Term::small(0)), pair(area, "min_bin_vheap_size", Term::small(46422)),
                          pair(area, "min_heap_size", Term::small(233)), pair(area, "fullsweep_after", Term::small(65535))});
}

Term max_heap_size(NativeCall& call) {
  const Term pairs[] = {intern("error_logger"), atoms::true_, atoms::kill, atoms::true_, intern("size"), Term::small(0)};
  return make_map(call.heap(), pairs, 3);
}

Term system_version(NativeCall& call) {
  const unsigned count = call.services.scheduler->worker_count();
  return text(call.heap(), fmt::format("Erlang/OTP 25 [erts-13.1.5] [64-bit] [smp:{0}:{0}]\n", count));
}

struct SystemItem {
  std::string_view name;
  Term (*value)(NativeCall& call);
};

constexpr SystemItem kSystemItems[] = {
    {"atom_count", [](NativeCall&) { return number(atom_count()); }},
    {"atom_limit", [](NativeCall&) { return number(kAtomLimit); }},
    {"build_type", [](NativeCall&) { return intern("opt"); }},
    {"compat_rel", [](NativeCall&) { return Term::small(25); }},
    {"creation", [](NativeCall&) { return Term::small(0); }},
    {"debug_compiled", [](NativeCall&) { return Term(atoms::false_); }},
    {"dirty_cpu_schedulers", workers},
    {"dirty_cpu_schedulers_online", workers},
    {"delayed_node_table_gc", [](NativeCall&) { return Term::small(60); }},
    {"dirty_io_schedulers", [](NativeCall&) { return Term::small(10); }},
    {"dist_buf_busy_limit", [](NativeCall&) { return Term::small(1024 * 1024); }},
    {"dist_ctrl", [](NativeCall&) { return Term::nil(); }},
    {"driver_version", [](NativeCall& call) { return text(call.heap(), "3.3"); }},
    {"dynamic_trace", [](NativeCall&) { return intern("none"); }},
    {"eager_check_io", [](NativeCall&) { return Term(atoms::true_); }},
    {"emu_flavor", [](NativeCall&) { return intern("emu"); }},
    {"emu_type", [](NativeCall&) { return intern("opt"); }},
    {"endian", [](NativeCall&) { return intern("little"); }},
    {"ets_count", [](NativeCall& call) { return number(call.services.ets->count()); }},
    {"ets_limit", [](NativeCall&) { return number(kEtsTablesMax); }},
    {"fullsweep_after", [](NativeCall& call) { return pair(call.heap(), "fullsweep_after", Term::small(65535)); }},
    {"garbage_collection", garbage_collection},
    {"heap_type", [](NativeCall&) { return intern("private"); }},
    {"kernel_poll", [](NativeCall&) { return Term(atoms::true_); }},
    {"logical_processors", processors},
    {"logical_processors_available", processors},
    {"logical_processors_online", processors},
    {"machine", [](NativeCall& call) { return text(call.heap(), "BEAM"); }},
    {"max_heap_size", max_heap_size},
    {"message_queue_data", [](NativeCall&) { return intern("on_heap"); }},
    {"min_bin_vheap_size", [](NativeCall& call) { return pair(call.heap(), "min_bin_vheap_size", Term::small(46422)); }},
    {"modified_timing_level", [](NativeCall&) { return Term(atoms::undefined); }},
    {"multi_scheduling_blockers", [](NativeCall&) { return Term::nil(); }},
    {"scheduler_bind_type", [](NativeCall&) { return intern("unbound"); }},
    {"taints", [](NativeCall&) { return Term::nil(); }},
    {"trace_control_word", [](NativeCall&) { return Term::small(0); }},
    {"min_heap_size", [](NativeCall& call) { return pair(call.heap(), "min_heap_size", Term::small(233)); }},
    {"multi_scheduling", [](NativeCall&) { return intern("enabled"); }},
    {"nif_version", [](NativeCall& call) { return text(call.heap(), "2.16"); }},
    {"otp_release", [](NativeCall& call) { return text(call.heap(), "25"); }},
    {"port_count", [](NativeCall& call) { return number(call.services.post_office.table.ports()); }},
    {"port_limit", [](NativeCall&) { return Term::small(kPortsMax); }},
    {"process_count", [](NativeCall& call) { return number(call.services.post_office.table.live() - call.services.post_office.table.ports()); }},
    {"process_limit", [](NativeCall& call) { return number(call.services.post_office.table.limit()); }},
    {"schedulers", workers},
    {"schedulers_online", workers},
    {"scheduler_id", [](NativeCall& call) { return number(call.worker.index + 1); }},
    {"smp_support", [](NativeCall&) { return Term(atoms::true_); }},
    {"start_time", [](NativeCall&) { return Term::small(0); }},
    {"system_architecture", [](NativeCall& call) { return text(call.heap(), "x86_64-pc-linux-gnu"); }},
    {"system_version", system_version},
    {"thread_pool_size", [](NativeCall&) { return Term::small(1); }},
    {"threads", [](NativeCall&) { return Term(atoms::true_); }},
    {"time_correction", [](NativeCall&) { return Term(atoms::true_); }},
    {"time_offset", [](NativeCall&) { return intern("final"); }},
    {"time_warp_mode", [](NativeCall&) { return intern("no_time_warp"); }},
    {"tolerant_timeofday", [](NativeCall&) { return intern("enabled"); }},
    {"version", [](NativeCall& call) { return text(call.heap(), "13.1.5"); }},
    {"wordsize", [](NativeCall&) { return Term::small(8); }},
};

bool is_wordsize(Term item) {
  return is_tuple_of(item, 2) && tuple_element(item, 0) == intern("wordsize") &&
         (tuple_element(item, 1) == intern("internal") || tuple_element(item, 1) == intern("external"));
}

NativeResult system_info_1(NativeCall& call) {
  if (is_wordsize(call.arg(0))) return Term::small(8);
  if (call.arg(0).is_atom()) {
    const std::string_view name = atom_text(call.arg(0));
    for (const SystemItem& item : kSystemItems) {
      if (item.name == name) return item.value(call);
    }
  }
  return call.bad_argument(1, "invalid system info item");
}

// ---- statistics -----------------------------------------------------------------------------------------------------

Nanoseconds processor_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto in_nanoseconds = [](const timeval& time) { return time.tv_sec * 1'000'000'000 + time.tv_usec * 1'000; };
  return in_nanoseconds(usage.ru_utime) + in_nanoseconds(usage.ru_stime);
}

/// A lab's processor is its clock.
Nanoseconds processor_time(const NativeCall& call) { return call.services.is_lab() ? call.services.now() : processor_time(); }

/// {total, since the last question}
Term with_difference(NativeCall& call, std::atomic<std::int64_t>& last, std::int64_t total) {
  const std::int64_t before = last.exchange(total, std::memory_order_relaxed);
  return respawn::make_tuple(call.heap(), {Term::small(total), Term::small(total - before)});
}

/// What has been executed is not counted across workers; it is told by the price of a reduction (sched/lab_scheduler.hpp).
std::int64_t reductions(const NativeCall& call) { return processor_time(call) / kNanosecondsPerReduction; }

Term run_queues(NativeCall& call) {
  const unsigned count = call.services.scheduler->worker_count();
  const std::size_t waiting = call.services.scheduler->run_queue_length();
  ListBuilder list(call.heap());
  for (unsigned i = 0; i < count; ++i) list.add(number(waiting / count + (i < waiting % count ? 1 : 0)));
  list.add(Term::small(0));
  return list.finish();
}

Term active_tasks(NativeCall& call) {
  // The one who asks is active.
  const std::size_t active = call.services.scheduler->run_queue_length() + 1;
  return number(active);
}

const SystemItem kStatisticsItems[] = {
    {"active_tasks", run_queues},
    {"active_tasks_all", run_queues},
    {"context_switches", [](NativeCall& call) { return respawn::make_tuple(call.heap(), {Term::small(0), Term::small(0)}); }},
    {"exact_reductions", [](NativeCall& call) { return with_difference(call, call.services.statistics.exact_reductions, reductions(call)); }},
    {"garbage_collection", [](NativeCall& call) { return respawn::make_tuple(call.heap(), {Term::small(0), Term::small(0), Term::small(0)}); }},
    {"io",
     [](NativeCall& call) {
       Area& area = call.heap();
       return pair(area, pair(area, "input", Term::small(0)), pair(area, "output", Term::small(0)));
     }},
    {"reductions", [](NativeCall& call) { return with_difference(call, call.services.statistics.reductions, reductions(call)); }},
    {"run_queue", [](NativeCall& call) { return number(call.services.scheduler->run_queue_length()); }},
    {"run_queue_lengths", run_queues},
    {"run_queue_lengths_all", run_queues},
    {"runtime",
     [](NativeCall& call) { return with_difference(call, call.services.statistics.runtime_milliseconds, processor_time(call) / 1'000'000); }},
    {"scheduler_wall_time", [](NativeCall&) { return Term(atoms::undefined); }},
    {"total_active_tasks", active_tasks},
    {"total_active_tasks_all", active_tasks},
    {"total_run_queue_lengths", [](NativeCall& call) { return number(call.services.scheduler->run_queue_length()); }},
    {"total_run_queue_lengths_all", [](NativeCall& call) { return number(call.services.scheduler->run_queue_length()); }},
    {"wall_clock",
     [](NativeCall& call) { return with_difference(call, call.services.statistics.wall_clock_milliseconds, call.services.now() / 1'000'000); }},
};

NativeResult statistics_1(NativeCall& call) {
  if (call.arg(0).is_atom()) {
    const std::string_view name = atom_text(call.arg(0));
    for (const SystemItem& item : kStatisticsItems) {
      if (item.name == name) return item.value(call);
    }
  }
  return call.bad_argument(1, "invalid statistics item");
}

// ---- memory ---------------------------------------------------------------------------------------------------------

std::size_t resident_bytes() {
  std::size_t pages_all = 0, pages_resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%zu %zu", &pages_all, &pages_resident) != 2) pages_resident = 0;
    std::fclose(file);
  }
  return pages_resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// memory(): what the parts take that can be told apart; what the pool has reserved counts as the processes'.
NativeResult memory_0(NativeCall& call) {
  const std::size_t tables = call.services.ets->memory_bytes();
  return ask_outside(call, [tables](Area& area) {
    const std::size_t processes = block_bytes_reserved();
    const std::size_t atom = atom_count() * kAtomBytes;
    const std::size_t binary = shared_binary_bytes_total();
    const std::size_t total = std::max(resident_bytes(), processes + atom + binary + tables);
    const std::size_t system = total - processes;
    // The library and the program: what is left when everything else has been taken off.
    const std::size_t code = system - atom - binary - tables;
    return make_list(area, {pair(area, "total", number(total)), pair(area, "processes", number(processes)),
                            pair(area, "processes_used", number(processes)), pair(area, "system", number(system)),
                            pair(area, "atom", number(atom)), pair(area, "atom_used", number(atom)),
                            pair(area, "binary", number(binary)), pair(area, "code", number(code)), pair(area, "ets", number(tables))});
  });
}

}  // namespace

void define_system_information_natives(NativeTable& table) {
  table.add("erlang", "system_info", 1, system_info_1);
  table.add("erlang", "statistics", 1, statistics_1);
  table.add("erlang", "memory", 0, memory_0);
}

}  // namespace respawn
