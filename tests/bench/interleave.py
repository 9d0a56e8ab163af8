#!/usr/bin/env python3
"""Times commands in turn, so that a busy moment of the machine hits all of them.

usage: interleave.py ROUNDS (NAME REFERENCE COMMAND)...

Prints medians, and the ratio of the time to that of the command named REFERENCE.
"""

import os
import statistics
import subprocess
import sys
import time


def measure(command):
    """(wall seconds, processor seconds, largest memory in MiB) of a shell command."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["sh", "-c", command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(errors.decode("utf-8", "replace").strip()[-400:])
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    """The program."""
    rounds, listed = int(sys.argv[1]), sys.argv[2:]
    commands = {name: (ref, cmd) for name, ref, cmd in zip(*[iter(listed)] * 3)}
    runs = {}
    for name, (_, command) in commands.items():
        try:
            measure(command)  # once without counting: the files are in memory then
            runs[name] = []
        except RuntimeError as error:
            print(f"failed: {name}: {error}")
    for _ in range(rounds):
        for name in runs:
            runs[name].append(measure(commands[name][1]))
    medians = {name: [statistics.median(column) for column in zip(*measured)]
               for name, measured in runs.items()}  # fmt: skip
    print(f"{'command':20} {'wall ms':>8} {'min ms':>8} {'cpu ms':>8} {'MiB':>6} {'ratio':>6}")
    for name, (wall, processor, memory) in medians.items():
        least = min(run[0] for run in runs[name])
        reference = medians.get(commands[name][0])
        ratio = f"{wall / reference[0]:6.2f}" if reference else f"{'-':>6}"
        print(f"{name:20} {wall * 1000:8.1f} {least * 1000:8.1f} {processor * 1000:8.1f} "
              f"{memory:6.0f} {ratio}")  # fmt: skip


if __name__ == "__main__":
    main()
