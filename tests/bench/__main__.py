"""``make bench`` (or ``python -m tests.bench NAME …``): measures, and prints one JSON line a figure."""

from __future__ import annotations

import json
import sys

from tests.bench import (
    company,
    demo,
    environment,
    faults,
    interactions,
    outbox,
    pairing,
    peoplefile,
    rehearsal,
    workspace,
)

BENCHMARKS = {
    "workspace": workspace.measure,
    "pairing": pairing.measure,
    "demo": demo.measure,
    "environment": environment.measure,
    "outbox": outbox.measure,
    "company": company.measure,
    "rehearsal": rehearsal.measure,
    "interactions": interactions.measure,
    "peoplefile": peoplefile.measure,
    "faults": faults.measure,
}


def main(names: list[str]) -> None:
    for name in names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            print(json.dumps({"benchmark": name} | figure), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
