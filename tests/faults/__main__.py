"""``make faults``: the fault tests, one JSON line each; the exit status is 1 where one does not pass.

``python -m tests.faults [NUMBER …] [--database sqlite|postgresql] [--quick]``
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import logs
from tests.faults.suite import DATABASES, QUICK, TESTS, places, play


def main(arguments: list[str]) -> int:
    wanted = argparse.ArgumentParser(prog="python -m tests.faults", description="Break things on purpose.")
    wanted.add_argument("numbers", nargs="*", type=int, help="of tests; all without")
    wanted.add_argument("--database", choices=DATABASES)
    wanted.add_argument("--quick", action="store_true", help="fewer messages and kills")
    asked = wanted.parse_args(arguments)
    if unknown := set(asked.numbers) - TESTS.keys():
        wanted.error(f"no test of number {sorted(unknown)}")
    logs.configure("ERROR")
    passes = True
    with places([asked.database] if asked.database else DATABASES) as found:
        for number in asked.numbers or (QUICK if asked.quick else TESTS):
            for place in found:
                line = asyncio.run(play(number, place, quick=asked.quick))
                print(line, flush=True)
                passes = passes and line.passes
    return 0 if passes else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
