#!/usr/bin/env python3
"""command_line_test.py BINARY [unittest arguments]: what `respawn` does from the outside: arguments, exit codes, errors, costs.

What the real `elixir` says about the same mistake is the measure for messages; that respawn itself never crashes, for the rest.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
DEMOS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "assets", "demos")
# Sanitizers make everything slower: what is measured is measured without them.
IS_SANITIZED = bool(os.environ.get("RESPAWN_SANITIZED"))
RUNS = int(os.environ.get("RESPAWN_HASH_RUNS", "5"))
OUTPUT_BYTES_MAX = 64 << 20


class Outcome:
    def __init__(self, status, output, errors, seconds, processor_seconds):
        self.status, self.output, self.errors = status, output, errors
        self.seconds, self.processor_seconds = seconds, processor_seconds


def respawn(*arguments, folder=None, seconds=60, stdin=b""):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES_MAX, OUTPUT_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run([BINARY, *arguments], cwd=folder, input=stdin, stdout=output, stderr=errors, timeout=seconds, preexec_fn=limit)
        elapsed, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        output.seek(0)
        errors.seek(0)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Outcome(done.returncode, output.read().decode("utf-8", "replace"), errors.read().decode("utf-8", "replace"), elapsed, processor)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def script(self, text, name="script.exs"):
        mode = "wb" if isinstance(text, bytes) else "w"
        with open(os.path.join(self.folder, name), mode) as file:
            file.write(text)
        return name

    def run_script(self, text, *arguments, before=(), **options):
        return respawn("run", *before, self.script(text), *arguments, folder=self.folder, **options)

    def assert_fails(self, outcome, pattern):
        """An error of the script: status 1 and a message; anything else is an error of ours."""
        self.assertEqual(outcome.status, 1, outcome.errors[-2000:])
        self.assertRegex(outcome.errors, pattern)
        self.assertNotIn("internal error", outcome.errors)


class Arguments(Case):
    def test_help_and_version(self):
        for argument in ("--help", "--version"):
            outcome = respawn(argument)
            self.assertEqual(outcome.status, 0)
            self.assertNotEqual(outcome.output.strip(), "")
        for option in ("run", "-e", "--lab", "--wall", "--seed", "--speed", "--schedulers", "--record", "--event-hash", "--observer", "--tour", "--frames", "replay"):
            self.assertIn(option, respawn("--help").output)

    def test_evaluates_expressions(self):
        self.assertEqual(respawn("-e", "IO.puts(40 + 2)").output, "42\n")
        outcome = respawn("-e", "1 + 1")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (0, "", ""))

    def test_script_gets_its_arguments(self):
        outcome = self.run_script('IO.inspect(System.argv())\nIO.puts(:stderr, "aside")\nSystem.halt(3)', "a", "-b", "--lab")
        self.assertEqual((outcome.status, outcome.output, outcome.errors), (3, '["a", "-b", "--lab"]\n', "aside\n"))

    def test_script_reads_its_input(self):
        outcome = self.run_script('IO.inspect(IO.gets("")); IO.inspect(IO.read(:eof))', stdin=b"one\ntwo\n")
        self.assertEqual(outcome.output, '"one\\n"\n"two\\n"\n')

    def test_exit_reasons_become_exit_codes(self):
        for text, status in (("exit(:normal)", 0), ("exit({:shutdown, 7})", 7), ("exit(:shutdown)", 0), ("System.halt(5)", 5), ("System.stop(4)\nProcess.sleep(:infinity)", 4)):
            with self.subTest(text):
                self.assertEqual(self.run_script(text).status, status)

    def test_unknown_option(self):
        outcome = respawn("--no-such-option")
        self.assertNotEqual(outcome.status, 0)
        self.assertIn("--no-such-option", outcome.errors)

    def test_both_schedulers(self):
        text = 'parent = self()\nfor i <- 1..10, do: spawn(fn -> send(parent, i) end)\nIO.puts(Enum.sum(for _ <- 1..10, do: (receive do i -> i end)))'
        for before in (("--wall",), ("--wall", "--schedulers", "1"), ("--lab",), ("--lab", "--seed", "7"), ("--lab", "--speed", "max")):
            with self.subTest(before):
                outcome = self.run_script(text, before=before)
                self.assertEqual((outcome.status, outcome.output), (0, "55\n"), outcome.errors)


class BadInput(Case):
    def test_missing_file(self):
        self.assert_fails(respawn("run", "no_such_file.exs"), "No file named no_such_file.exs")

    def test_file_that_is_a_folder(self):
        self.assertEqual(respawn("run", self.folder).status, 1)

    def test_syntax_error(self):
        self.assert_fails(self.run_script("IO.puts(1\n"), r"\(TokenMissingError\) script.exs:2:1: missing terminator: \)")
        self.assert_fails(self.run_script("a = 1\n)\n"), r"\(SyntaxError\) script.exs:2:1: ")

    def test_undefined_names(self):
        self.assert_fails(self.run_script("IO.puts(x)\n"), r"\(CompileError\) script.exs:1: undefined (function x/0|variable \"x\")")
        self.assert_fails(self.run_script("defmodule A do\n  def f, do: g()\nend\n"), r"\(CompileError\) script.exs:2: undefined function g/0")
        self.assert_fails(self.run_script("Foo.bar(1)\n"), r"\(UndefinedFunctionError\) function Foo.bar/1 is undefined \(module Foo is not available\)")

    def test_binary_file(self):
        self.assert_fails(self.run_script(b"\x7fELF\x02\x01\x01\x00\xd0a\x00\xff" * 1000), r"\*\* \(UnicodeConversionError\) invalid encoding")
        self.assert_fails(self.run_script(b"a = \x00\n"), "null byte")

    def test_ten_megabytes_of_parentheses(self):
        outcome = self.run_script("(" * 10_000_000)
        self.assert_fails(outcome, "nested")
        self.assertLess(len(outcome.errors), 10_000)

    def test_uncaught(self):
        self.assert_fails(self.run_script('raise "boom"'), r"\*\* \(RuntimeError\) boom\n +script.exs:1: ")
        self.assert_fails(self.run_script("throw :ball"), r"\*\* \(throw\) :ball")
        self.assert_fails(self.run_script("exit :reason"), r"\*\* \(exit\) :reason")

    def test_infinite_recursion(self):
        self.assert_fails(self.run_script("defmodule A do\n  def f(x), do: [x | f(x)]\nend\nA.f(1)", seconds=300), "(SystemLimitError|system_limit|heap|killed)")

    def test_infinite_list(self):
        self.assert_fails(self.run_script("defmodule A do\n  def f(list), do: f([1 | list])\nend\nA.f([])", seconds=300), "(SystemLimitError|system_limit|heap|killed)")

    def test_limit_of_one_process_harms_no_other(self):
        outcome = self.run_script(
            "defmodule A do\n  def f(x), do: [x | f(x)]\nend\n"
            "Logger.configure(level: :none)\n{_, ref} = spawn_monitor(fn -> A.f(1) end)\n"
            "receive do {:DOWN, ^ref, _, _, reason} -> IO.inspect(reason != :normal) end", seconds=300)
        self.assertEqual((outcome.status, outcome.output), (0, "true\n"), outcome.errors[-2000:])

    def test_fork_bomb(self):
        outcome = self.run_script(
            "Logger.configure(level: :none)\ndefmodule Bomb do\n  def go do\n    spawn(&Bomb.go/0)\n    go()\n  end\nend\nBomb.go()", seconds=300)
        self.assert_fails(outcome, "system_limit|SystemLimitError|system limit")

    def test_atom_table(self):
        outcome = self.run_script('for i <- 1..2_000_000, do: String.to_atom("a#{i}")', seconds=300)
        self.assert_fails(outcome, "system_limit|SystemLimitError|system limit")

    def test_huge_numbers(self):
        self.assert_fails(self.run_script("Bitwise.bsl(1, 1_000_000_000_000)"), "SystemLimitError|system_limit")


class Lab(Case):
    TEXT = """
    parent = self()
    pids = for i <- 1..20, do: spawn(fn -> Process.sleep(:rand.uniform(50)); send(parent, {i, make_ref()}) end)
    Enum.each(pids, &Process.monitor/1)
    order = for _ <- pids, do: (receive do {i, _} -> i end)
    IO.inspect(order)
    """

    def event_hash(self, outcome):
        match = re.search(r"^event-hash: ([0-9A-Fa-f]+) events: (\d+)$", outcome.errors, re.M)
        self.assertIsNotNone(match, outcome.errors[-2000:])
        return match.groups()

    def test_one_seed_one_run(self):
        first = self.run_script(self.TEXT, before=("--lab", "--seed", "1", "--event-hash"))
        self.assertEqual(first.status, 0, first.errors)
        for _ in range(RUNS):
            again = self.run_script(self.TEXT, before=("--lab", "--seed", "1", "--event-hash"))
            self.assertEqual((self.event_hash(again), again.output), (self.event_hash(first), first.output))

    def test_another_seed_is_another_run(self):
        hashes = {self.event_hash(self.run_script(self.TEXT, before=("--lab", "--seed", str(seed), "--event-hash"))) for seed in range(5)}
        self.assertGreater(len(hashes), 1)

    def test_every_demo_is_the_same_run_each_time(self):
        for name in sorted(os.listdir(DEMOS)):
            if not name.endswith(".exs"):
                continue
            with self.subTest(name):
                hashes = set()
                for _ in range(RUNS):
                    outcome = respawn("run", "--lab", "--event-hash", os.path.join(DEMOS, name))
                    self.assertEqual(outcome.status, 0, outcome.errors[-2000:])
                    hashes.add(self.event_hash(outcome))
                self.assertEqual(len(hashes), 1)

    def recording(self, *arguments, stdin=b""):
        path = os.path.join(self.folder, "recorded.run")
        outcome = respawn("run", "--lab", "--event-hash", "--record", path, *arguments, folder=self.folder, stdin=stdin)
        return path, outcome

    def test_a_recording_is_the_same_run_again(self):
        reading = self.script('IO.gets("") |> String.trim() |> IO.puts()\nIO.inspect(File.read!("aside"))\nIO.inspect(System.argv())\nSystem.halt(3)')
        with open(os.path.join(self.folder, "aside"), "w") as file:
            file.write("what was there")
        cases = [([os.path.join(DEMOS, name)], 0) for name in sorted(os.listdir(DEMOS)) if name.endswith(".exs")]
        cases += [(["--seed", "5", "--processes", "100", self.script(self.TEXT, "random.exs")], 0), ([reading, "a", "--lab"], 3)]
        for arguments, status in cases:
            with self.subTest(arguments):
                path, recorded = self.recording(*arguments, stdin=b"typed\n")
                self.assertEqual(recorded.status, status, recorded.errors)
                # The world outside has changed meanwhile; the recording has not.
                if status == 3:
                    os.remove(os.path.join(self.folder, "aside"))
                    os.remove(os.path.join(self.folder, reading))
                again = respawn("replay", path, "--event-hash", folder="/")
                self.assertEqual((again.status, again.output, self.event_hash(again)), (0, recorded.output, self.event_hash(recorded)), again.errors)

    def test_a_recording_that_is_none_is_a_clear_error(self):
        path, _ = self.recording(self.script(self.TEXT))
        with open(path, "rb") as file:
            whole = file.read()

        def replay(data):
            with open(path, "wb") as damaged:
                damaged.write(data)
            return respawn("replay", path, "--event-hash")

        middle = len(whole) // 2
        for data, pattern in (
                (b"", "this is no recording of respawn"),
                (b"IO.puts(1)\n", "this is no recording of respawn"),
                (whole[:4], "the recording is damaged"),
                (whole[:middle], "the recording is damaged"),
                (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:], "the recording is damaged"),
                (whole + b"more", "the recording is damaged"),
                (whole[:4] + b"\x63" + whole[5:], r"made by another version of respawn \(format 99\.")):
            with self.subTest(pattern):
                outcome = replay(data)
                self.assert_fails(outcome, "^respawn: .*" + pattern)
                self.assertEqual(outcome.output, "")
        # Whole, by its checksum, but another run than it says.
        for at, pattern in ((12, "another version of respawn"), (len(whole) - 28, "not the run that was recorded"),
                            (len(whole) - 20, "not the run that was recorded"), (len(whole) - 12, "it ends with status 0, and ended with 1")):
            with self.subTest(at):
                changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:-4]
                checksum = 2166136261
                for byte in changed:
                    checksum = (checksum ^ byte) * 16777619 & 0xFFFFFFFF
                self.assert_fails(replay(changed + checksum.to_bytes(4, "little")), pattern)
        self.assert_fails(respawn("replay", "no_such_file"), "cannot read no_such_file: No such file or directory")
        self.assert_fails(respawn("replay", self.folder), "cannot read .*: Is a directory")
        self.assertEqual(respawn("replay").status, 2)
        self.assertEqual(respawn("replay", path, "--seed", "3").status, 2)

    def test_virtual_time_takes_no_time(self):
        outcome = self.run_script("Process.sleep(3_600_000)\nIO.puts(System.monotonic_time(:second) > 0)", before=("--lab",))
        self.assertEqual((outcome.status, outcome.output), (0, "true\n"))
        self.assertLess(outcome.seconds, 20)

    def test_an_endless_loop_does_not_stop_the_timers(self):
        text = """
        defmodule A do
          def spin(n), do: spin(n + 1)
        end
        spinner = spawn(fn -> A.spin(0) end)
        Process.send_after(self(), :tick, 100)
        receive do :tick -> IO.puts("tick") end
        Process.exit(spinner, :kill)
        """
        for before in (("--lab",), ("--wall",), ("--wall", "--schedulers", "1")):
            with self.subTest(before):
                outcome = self.run_script(text, before=before)
                self.assertEqual((outcome.status, outcome.output), (0, "tick\n"), outcome.errors)


@unittest.skipIf(IS_SANITIZED, "costs are those of the release build")
class Costs(Case):
    def test_one_liner(self):
        times = sorted(respawn("-e", "1 + 1").processor_seconds for _ in range(15))
        self.assertLessEqual(times[7], 0.020)

    def test_two_hundred_lines(self):
        functions = "".join("  def f%d(x) do\n    y = x + %d\n    Enum.map([y], fn z -> z * 2 end)\n  end\n\n" % (i, i) for i in range(38))
        text = "defmodule Lines do\n" + functions + 'end\nIO.puts("running")\n'
        self.assertGreaterEqual(text.count("\n"), 190)
        times = sorted(self.run_script(text).processor_seconds for _ in range(9))
        self.assertLessEqual(times[4], 0.050)

    def test_an_endless_loop_delays_others_by_milliseconds(self):
        text = """
        defmodule A do
          def spin(n), do: spin(n + 1)
          def echo, do: (receive do {from, i} -> send(from, i) end; echo())
        end
        echo = spawn(&A.echo/0)
        spawn(fn -> A.spin(0) end)
        delays = for i <- 1..100 do
          Process.sleep(1)
          start = System.monotonic_time(:microsecond)
          send(echo, {self(), i})
          receive do ^i -> System.monotonic_time(:microsecond) - start end
        end
        IO.puts(Enum.at(Enum.sort(delays), 95))
        System.halt(0)
        """
        outcome = self.run_script(text, before=("--wall", "--schedulers", "1"))
        self.assertLess(int(outcome.output), 10_000)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
