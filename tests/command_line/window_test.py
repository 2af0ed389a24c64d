#!/usr/bin/env python3
"""window_test.py BINARY [unittest arguments]: the window as GLFW opens it, on a display that Xvfb keeps in memory.

Every demo is run with the window open at every panel in turn and the time bar dragged back and forth (`--tour`), and must be the same run,
event for event, as without a window. Where there is no Xvfb the tests are skipped: the exit status is 77.
RESPAWN_HASH_RUNS says how often each demo runs, RESPAWN_WINDOW_SIZE how large the display is.
"""
import os
import re
import shutil
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
DEMOS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "assets", "demos")
RUNS = int(os.environ.get("RESPAWN_HASH_RUNS", "1"))
SIZE = os.environ.get("RESPAWN_WINDOW_SIZE", "640x400")
SPEED = "20"  # most frames see the run under way
SKIPPED_STATUS = 77


class Display:
    """An Xvfb of our own, on a number that it finds itself."""

    def __enter__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", SIZE + "x24", "-nolisten", "tcp", "-noreset"],
                                       pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as numbers:
            number = numbers.readline().strip()
        if not number:
            self.server.wait()
            raise unittest.SkipTest("Xvfb does not start")
        return ":" + number

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()


@unittest.skipIf(shutil.which("Xvfb") is None, "Xvfb is not installed (package xvfb)")
class Window(unittest.TestCase):
    def run_demo(self, name, *options, display=None):
        environment = dict(os.environ, LIBGL_ALWAYS_SOFTWARE="1")
        environment.pop("WAYLAND_DISPLAY", None)
        environment["DISPLAY"] = display or ""
        done = subprocess.run([BINARY, "run", "--lab", "--event-hash", *options, os.path.join(DEMOS, name)], env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
        errors = done.stderr.decode("utf-8", "replace")
        self.assertEqual(done.returncode, 0, errors[-2000:])
        match = re.search(r"^event-hash: ([0-9a-f]+) events: (\d+)$", errors, re.M)
        self.assertIsNotNone(match, errors[-2000:])
        return match.groups(), done.stdout, errors

    def test_every_demo_is_the_same_run_in_the_window(self):
        with Display() as display:
            for name in sorted(name for name in os.listdir(DEMOS) if name.endswith(".exs")):
                closed, printed, _ = self.run_demo(name)
                for round_number in range(RUNS):
                    with self.subTest(name, round=round_number):
                        watched, printed_watched, errors = self.run_demo(name, "--observer", "--tour", "--speed", SPEED, display=display)
                        self.assertNotIn("no window could be opened", errors)
                        self.assertEqual((watched, printed_watched), (closed, printed))
                if RUNS > 1:
                    print(f"{name}: {RUNS} runs in the window, events {closed[1]}, hash {closed[0]}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    BINARY = os.path.abspath(sys.argv.pop(1))
    result = unittest.main(verbosity=2, exit=False).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED_STATUS if result.testsRun == len(result.skipped) and result.skipped else 0)
