#!/usr/bin/env python3
"""run_script.py [--seconds N] SCRIPT COMMAND...: one script test (scripts.py says what that is). Status 0: passed."""
import argparse
import difflib
import os
import sys

sys.dont_write_bytecode = True
from scripts import execute, is_good_status

parser = argparse.ArgumentParser(usage=__doc__)
parser.add_argument("--seconds", type=float, default=20)
parser.add_argument("script")
parser.add_argument("command", nargs=argparse.REMAINDER)
arguments = parser.parse_args()
if os.sep in arguments.command[0]:
    arguments.command[0] = os.path.abspath(arguments.command[0])

with open(os.path.splitext(arguments.script)[0] + ".expected", encoding="utf-8", errors="replace") as file:
    expected = file.read()
status, text, errors = execute(arguments.command, arguments.script, arguments.seconds)
if is_good_status(arguments.script, status) and text == expected:
    sys.exit(0)

print("%s: status %s" % (arguments.script, status))
lines = difflib.unified_diff(expected.split("\n"), text.split("\n"), "expected", "got", lineterm="", n=2)
print("\n".join(list(lines)[:60]))
if errors.strip():
    print("standard error: " + errors[-2000:])
sys.exit(1)
