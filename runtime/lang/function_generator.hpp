#pragma once
/// FunctionGenerator: one function's core to a FunctionCode. See codegen.hpp.

#include <optional>

#include "lang/codegen.hpp"

namespace respawn {

class FunctionGenerator {
 public:
  FunctionGenerator(ModuleCodegen& module, FunctionCode& code, std::string owner, std::string file)
      : module_(module), code_(code), owner_(std::move(owner)), file_(std::move(file)) {}

  /// A function whose arguments are slots 0 to arity - 1, followed by captured variables.
  void function(const std::vector<Clause>& clauses, std::uint32_t arity, const std::vector<Variable*>& captured, std::uint32_t line);

 private:
  using Slot = unsigned;
  using LabelId = std::uint32_t;

  /// What becomes of a value: stored in a slot, returned, or dropped.
  struct Target {
    enum class Kind : std::uint8_t { slot, tail, nowhere };
    Kind kind;
    Slot slot = 0;
    static Target to(Slot slot) { return {Kind::slot, slot}; }
    static Target tail() { return {Kind::tail}; }
    static Target nowhere() { return {Kind::nowhere}; }
  };
  /// A value that needs no code: a slot or a constant.
  struct Source {
    bool is_slot = false;
    Slot slot = 0;
    Term term = Term::none();
  };

  // codegen.cpp
  void generate(const Core* core, Target target);
  void generate_kind(const Core* core, Target target);
  Slot to_slot(const Core* core);                 // a slot that holds the value; a variable's own
  Source to_source(const Core* core);
  void value_in(Slot slot, Target target);        // the value is in `slot`: bring it to the target
  void constant(Term value, Target target);
  void load(Slot slot, Term value);
  Slot result_slot(Target target) { return target.kind == Target::Kind::slot ? target.slot : new_slot(); }
  std::optional<Term> known_constant(const Core* core);
  Slot variable_slot(const Variable* variable);
  void bind(const Variable* variable, Slot slot) {
    slots_[variable] = slot;
    ++bound_count_;
  }
  bool is_bound(const Variable* variable) const { return slots_.contains(variable); }
  Slot new_slot();
  CodeInstruction& emit(Op op, Slot a = 0, Slot b = 0, Slot c = 0) { return code_.emit(op, a, b, c); }
  CodeInstruction& emit_to(Op op, Slot a, LabelId label);
  void add_source(CodeInstruction& instruction, const Source& source);
  static void add_mask(CodeInstruction& instruction) { instruction.words.push_back({CodeWord::Kind::mask}); }
  static void add_label(CodeInstruction& instruction, LabelId label) { instruction.words.push_back({CodeWord::Kind::label, Term::none(), label}); }
  static void add_term(CodeInstruction& instruction, Term term) { instruction.words.push_back({CodeWord::Kind::term, term}); }
  static void add_number(CodeInstruction& instruction, Word number) { instruction.words.push_back({CodeWord::Kind::number, Term::none(), number}); }
  std::vector<Source> sources(const std::vector<Core*>& cores);
  Source storable(const Source& source);

  void block(const BlockCore& node, Target target);
  void match_expression(const MatchCore& node, Target target);
  void list(const ListCore& node, Target target);
  void tuple(const TupleCore& node, Target target);
  void map(const MapCore& node, Target target);
  void map_update(const MapUpdateCore& node, Target target);
  void bits(const BitsCore& node, Target target);
  void closure(const ClosureCore& node, Target target);
  void case_of(const CaseCore& node, Target target);
  void conditional(const ConditionalCore& node, Target target);
  void logical(const LogicalCore& node, Target target);
  void with_steps(const WithCore& node, Target target);

  // codegen_call.cpp
  void call_local(const CallLocalCore& node, Target target);
  void call_remote(const CallRemoteCore& node, Target target);
  void call_dynamic(const CallDynamicCore& node, Target target);
  void field_access(const CallDynamicCore& node, Target target);
  void call_fun(const CallFunCore& node, Target target);
  Slot window(const std::vector<Core*>& arguments, const Core* last);
  bool operation(const CallRemoteCore& node, Target target);
  void finish_call(CodeInstruction& instruction, Slot base, Slot result, unsigned window_slots);
  void call_function_by_name(Term module, Term name, const std::vector<Slot>& arguments, Slot result);

  // codegen_try.cpp
  void try_catch(const TryCore& node, Target target);
  void try_after(const TryCore& node, Target target);
  void receive(const ReceiveCore& node, Target target);
  const Variable* common_reference(const ReceiveCore& node) const;

  // codegen_match.cpp
  struct Test {
    Slot slot;
    const Pattern* pattern;
  };
  struct Row {
    std::vector<Test> tests;
    std::vector<std::pair<const Variable*, Slot>> bindings;
    const Clause* clause = nullptr;
  };
  /// Tries the clauses in order on the values in `subjects`; a match leads to the body at `target`, no match to `fail`.
  /// `before_body` runs when a clause is chosen, guards included.
  void clauses(const std::vector<Clause>& clauses, const std::vector<Slot>& subjects, Target target, LabelId fail, LabelId end, bool in_receive = false);
  void rows(std::vector<Row> rows, LabelId fail);
  void add_test(Row& row, Slot slot, const Pattern* pattern, bool in_front = false);
  void chosen(const Row& row, std::vector<Row> rest, LabelId fail);
  void group(std::vector<Row> rows, Slot slot, LabelId fail);
  void tuple_rows(std::vector<Row> rows, Slot slot, std::size_t size, LabelId next, LabelId fail);
  void list_rows(std::vector<Row> rows, Slot slot, LabelId next, LabelId fail);
  void single(Row row, LabelId fail);
  void map_test(Row& row, const Test& test, LabelId fail);
  void bits_rows(std::vector<Row> rows, Slot slot, LabelId fail);
  void bits_segments(Row& row, const BitsPattern& pattern, Slot context, LabelId fail);
  void bind_row(const Row& row);
  /// A single pattern that must match, or `fail`.
  void pattern(const Pattern* pattern, const std::vector<Core*>& guards, Slot slot, LabelId fail);

  // codegen_guard.cpp
  void guards(const std::vector<Core*>& alternatives, LabelId fail);
  /// Falls through when the condition is true. `on_error`: where it leads when it is no boolean or, in a guard, would raise.
  void branch(const Core* core, LabelId when_false, LabelId on_error);
  bool comparison_branch(const CallRemoteCore& node, LabelId when_false, LabelId on_error);
  bool type_test_branch(const CallRemoteCore& node, LabelId when_false, LabelId on_error);
  Source guard_value(const Core* core, LabelId on_error);
  Slot guard_slot(const Core* core, LabelId on_error);
  /// True when the expression is a comparison or type test, which gives a boolean and cannot raise by itself.
  static bool is_plain_test(const Core* core);

  /// Gives temporaries back at the end of a scope of code, unless a variable was bound meanwhile.
  struct Temporaries {
    explicit Temporaries(FunctionGenerator& its_generator)
        : generator(its_generator), next_slot(its_generator.next_slot_), bound_count(its_generator.bound_count_) {}
    ~Temporaries() {
      if (generator.bound_count_ == bound_count) generator.next_slot_ = next_slot;
    }
    FunctionGenerator& generator;
    Slot next_slot;
    std::size_t bound_count;
  };

  struct BodyContext {
    Target target;
    LabelId end;
    bool in_receive;
  };

  ModuleCodegen& module_;
  FunctionCode& code_;
  std::string owner_;
  std::string file_;
  std::unordered_map<const Variable*, Slot> slots_;
  Slot next_slot_ = 0;
  std::size_t bound_count_ = 0;  // variables bound so far: slots of temporaries are given back only where none was bound
  bool in_guard_ = false;
  std::vector<BodyContext> bodies_;  // of the clauses being generated, innermost last
};

}  // namespace respawn
