#include "system/system.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>

#include "code/image.hpp"
#include "native/native_table.hpp"
#include "term/copy.hpp"
#include "vm/frame.hpp"

namespace respawn {
namespace {

constexpr std::size_t kWallSlotBatch = 64;

// Where the calendar of a lab begins: 2023-01-01 00:00:00 UTC.
constexpr Nanoseconds kLabStart = 1'672'531'200'000'000'000;

}  // namespace

System::System(const SystemOptions& options) : System(options, nullptr) {
  const unsigned workers = options.workers != 0 ? options.workers : std::max(1u, std::thread::hardware_concurrency());
  scheduler_ = make_threaded_scheduler({post_office_, machine_}, workers);
  services_.scheduler = scheduler_.get();
}

System::System(const SystemOptions& options, ChoiceLog& choices) : System(options, &choices) {
  auto lab = std::make_unique<LabScheduler>(SchedulerParts{post_office_, machine_}, choices, *events_);
  lab_ = lab.get();
  scheduler_ = std::move(lab);
  services_.scheduler = lab_;
  services_.stop_wanted = &events_->stop_wanted();
}

System::System(const SystemOptions& options, ChoiceLog* choices)
    : events_(choices == nullptr ? nullptr : std::make_unique<EventLog>()),
      wall_tracer_(choices == nullptr ? std::make_unique<WallTracer>() : nullptr),
      table_(options.limits.processes, choices == nullptr ? kWallSlotBatch : 1),
      post_office_(table_, names_, choices == nullptr ? static_cast<Tracer&>(*wall_tracer_) : *events_),
      tables_(post_office_),
      services_(code_, post_office_),
      information_(services_),
      desk_(services_),
      console_(post_office_, choices != nullptr),
      errands_(post_office_),
      readiness_(post_office_),
      machine_(services_) {
  post_office_.hooks = this;
  services_.choices = choices;
  services_.limits = options.limits;
  post_office_.mailbox_words_max = options.limits.process_words;
  services_.start_system_time = choices == nullptr ? system_now() : kLabStart;
  services_.encode_image = encode_image;
  services_.ets = &tables_;
  services_.cells = &cells_;
  services_.compiler = &desk_;
  services_.console = &console_;
  services_.surroundings = &surroundings_;
  services_.errands = &errands_;
  services_.readiness = &readiness_;
  services_.write_error = [this](std::string_view text) { console_.write(SystemConsole::Stream::error, text); };
  services_.has_colours = ::isatty(STDOUT_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
  services_.arguments = options.arguments;
  services_.halt = [this](int status, bool) { halt(status); };
  define_natives(code_);
  code_.set_module_source([this, library = options.library](Term module) { return library->image(module, code_); });
}

System::~System() {
  // Those first that wake processes from threads of their own.
  console_.disconnect();
  errands_.stop();
  readiness_.stop();
  // Workers first: from then on nothing runs.
  scheduler_.reset();
  table_.for_each_live([](ProcessSlot& slot) {
    if (slot.process == nullptr) return;
    for (Signal* signal = slot.close(); signal != nullptr;) {
      Signal* const next = signal->next;
      Signal::destroy(signal);
      signal = next;
    }
    Process::destroy(slot.process);
    slot.process = nullptr;
  });
}

Term System::spawn(Term module, Term function, std::span<const Term> arguments, Ended ended) {
  std::lock_guard lock(spawn_mutex_);
  ProcessSlot* slot = scheduler_->context().slots.take();
  if (slot == nullptr) return Term::none();
  std::size_t words = 16;
  for (const Term argument : arguments) words += copy_size_words(argument);
  Process* process = Process::create(*slot, words, arguments.size() + 16);
  slot->process = process;
  process->group_leader = process->pid;
  process->parent = Term::nil();
  process->frame[-1] = reinterpret_cast<Word>(process_end_code());
  for (std::size_t i = 0; i < arguments.size(); ++i) process->frame[i] = copy(process->heap, arguments[i]).word();
  const Function* entry = code_.function(module, function, static_cast<std::uint32_t>(arguments.size()));
  process->initial_module = module;
  process->initial_function = function;
  process->initial_arity = static_cast<std::uint8_t>(arguments.size());
  process->pc = entry->code.load(std::memory_order_acquire);
  if (post_office_.tracer.enabled()) {
    Arena arena;
    const Term name = make_tuple(arena, {module, function, Term::small(static_cast<std::int64_t>(arguments.size()))});
    process->cause = post_office_.tell(EventKind::process_spawned, 0, process->pid, Term::nil(), 0, name);
  }
  const Term pid = process->pid;
  if (ended) {
    std::lock_guard watching(watchers_mutex_);
    watchers_.emplace(pid, std::move(ended));
    watched_.store(watchers_.size());
  }
  scheduler_->add(*slot);
  return pid;
}

void System::process_ended(Process& process) {
  tables_.process_ended(process);
  if (RESPAWN_LIKELY(watched_.load() == 0)) return;
  Ended ended;
  {
    std::lock_guard lock(watchers_mutex_);
    const auto found = watchers_.find(process.pid);
    if (found == watchers_.end()) return;
    ended = std::move(found->second);
    watchers_.erase(found);
    watched_.store(watchers_.size());
  }
  const Term reason = process.exit_reason();
  ended(process.pid, reason.is_none() ? Term(atoms::normal) : reason);
}

void System::set_looker(Looker looker) {
  std::lock_guard lock(looker_mutex_);
  looker_ = std::move(looker);
}

bool System::ask_to_show(Term pid, std::int64_t question) {
  Signal* signal = Signal::create(SignalKind::look, 0);
  signal->value = Term::small(question);
  return post_office_.post(pid, signal);
}

void System::show_process(Process& process, const Signal& signal) {
  std::lock_guard lock(looker_mutex_);
  if (looker_) looker_(process, signal.value.small_value());
}

std::optional<int> System::halted() const {
  std::lock_guard lock(halt_mutex_);
  return status_;
}

int System::wait_until_halted() {
  std::unique_lock lock(halt_mutex_);
  halt_happened_.wait(lock, [this] { return status_.has_value(); });
  return *status_;
}

void System::halt(int status) {
  {
    std::lock_guard lock(halt_mutex_);
    if (!status_) status_ = status;
  }
  halt_happened_.notify_all();
  if (events_ != nullptr) events_->set_stop_at(0);
}

}  // namespace respawn
