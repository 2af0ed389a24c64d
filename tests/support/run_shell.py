#!/usr/bin/env python3
"""run_shell.py NAME.input COMMAND...: one conversation with the shell. Status 0: as NAME.transcript has it.

The input is what is typed; the transcript is what the shell prints meanwhile, prompts and all, normalised as scripts.py does
(identifiers, times, stack frames, the greeting). Transcripts are those of the real `iex`, but for own_*: what only
respawn does, or does in its own words.

    run_shell.py --write NAME.input COMMAND...    writes the transcript instead
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from scripts import normalise

SECONDS_MAX = 60


def converse(path, command):
    """What the shell prints, and how it ended. Both outputs are one, and no history of anybody is read or written."""
    with tempfile.TemporaryDirectory() as home, open(path, "rb") as keys:
        environment = dict(os.environ, HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home, TERM="dumb")
        for display in ("DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(display, None)
        try:
            done = subprocess.run(command, stdin=keys, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=home, env=environment, timeout=SECONDS_MAX)
            status, output = done.returncode, done.stdout
        except subprocess.TimeoutExpired as expired:
            status, output = "still running after %d s" % SECONDS_MAX, expired.stdout or b""
    return status, comparable(output.decode("utf-8", "replace"))


def comparable(text):
    text = re.sub(r"^Interactive (Elixir|respawn) .*\n", "", text)
    # A prompt stands on a line of its own: what follows it is then recognised whatever it is.
    text = re.sub(r"((?:iex|\.\.\.)\(\d+\)> )(?=\S)", r"\1\n", text)
    return normalise(text)


def main():
    writes = sys.argv[1:2] == ["--write"]
    path, *command = sys.argv[1 + writes:]
    if os.sep in command[0]:
        command[0] = os.path.abspath(command[0])
    status, text = converse(path, command)
    transcript = os.path.splitext(path)[0] + ".transcript"
    if writes:
        if status != 0:
            sys.exit("%s: status %s" % (path, status))
        with open(transcript, "w", encoding="utf-8") as file:
            file.write(text)
        return 0
    with open(transcript, encoding="utf-8") as file:
        expected = file.read()
    if status == 0 and text == expected:
        return 0
    print("%s: status %s" % (path, status))
    print("\n".join(difflib.unified_diff(expected.split("\n"), text.split("\n"), "expected", "got", lineterm="", n=2)))
    return 1


sys.exit(main())
