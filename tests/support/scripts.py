"""How a script test is started and what of its output is compared. Used by run_script.py and ../make-expected.

A test is X.exs with X.expected beside it. It runs in its own folder with empty input, and passes when it ends with status 0
and writes to standard output, byte for byte, what the real Elixir writes. Two kinds are about what the runtime itself
prints, and are compared with standard output and standard error together, normalised:

    report_*      crash reports and log lines
    uncaught_*    errors that nobody caught; the last line says "[exit STATUS]", and any status will do
"""
import os
import re
import resource
import signal
import subprocess
import tempfile

OUTPUT_BYTES_MAX = 32 << 20  # a loop that prints for ever must not fill the disk

REPLACEMENTS = [(re.compile(pattern), replacement) for pattern, replacement in (
    (r"\b\d\d:\d\d:\d\d\.\d{3}\b", "TT:TT:TT.TTT"),
    (r"=\d{1,2}-\w{3}-\d{4}::\d\d:\d\d:\d\d\.\d+ ===", "=DATE ==="),
    (r"#PID<[\d.]+>", "#PID<*>"),
    (r"<\d+\.\d+\.\d+>", "<*>"),
    (r"#Reference<[\d.]+>", "#Reference<*>"),
    (r"#Port<[\d.]+>", "#Port<*>"),
    (r"#Function<[^>]*>", "#Function<*>"),
    (r"&?:erl_eval\.[-\"\w/]+", "ERL_EVAL"),
)]

STACK_FRAMES = [re.compile(pattern) for pattern in (
    r"^\s{4,}\(\w+ [\d.]+\) ",                     # (app 1.2) file.ex:10: M.f/1
    r"^\s{4,}\S+\.(exs?|erl):\d+: ",               # x.exs:3: (file)
    r"^\s+\(\w+ [\d.]+\) \S+:\d+: ",
    r"^ {4}:?[A-Za-z_][\w.]*\.[^\s(]+\(.*\)$",     # Calculator.add(1, 2)
)]


def is_normalised(path):
    return os.path.basename(path).startswith(("report_", "uncaught_"))


def normalise(text):
    """Without what differs from run to run: times, identifiers, stack frames, warnings of the compiler, empty lines."""
    for pattern, replacement in REPLACEMENTS:
        text = pattern.sub(replacement, text)
    lines, in_warning = [], False
    for line in text.split("\n"):
        line = line.rstrip()
        if any(frame.match(line) for frame in STACK_FRAMES):
            continue
        if line.startswith("warning: "):
            in_warning = True
            continue
        if in_warning and (line == "" or line.startswith("  ")):
            continue
        in_warning = False
        if line:
            lines.append(line)
    return "\n".join(lines) + "\n"


def set_limits():
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES_MAX, OUTPUT_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def execute(command, path, seconds_max):
    """-> (status, comparable output, standard error). The status is a number, or a text that says how it failed."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command + [os.path.basename(path)], cwd=os.path.dirname(path) or ".", stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT if is_normalised(path) else errors, start_new_session=True, preexec_fn=set_limits)
        try:
            status = process.wait(timeout=seconds_max)
            if status < 0:
                status = "ended by signal %d" % -status
        except subprocess.TimeoutExpired:
            status = "still running after %g s" % seconds_max
        try:
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it started
        except (ProcessLookupError, PermissionError):
            pass
        process.wait()
        output.seek(0)
        errors.seek(0)
        text = output.read().decode("utf-8", "replace")
        error_text = errors.read().decode("utf-8", "replace")
    if is_normalised(path):
        text = normalise(text)
    if os.path.basename(path).startswith("uncaught_"):
        text += "[exit %s]\n" % status
    return status, text, error_text


def is_good_status(path, status):
    return status == 0 or (os.path.basename(path).startswith("uncaught_") and not isinstance(status, str))
