"""All fault tests by their number in the table of fifteen, and where they are played."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from tests.databases import postgresql
from tests.faults import clocks, fanout, outages, people, privacy, traffic
from tests.faults.lines import Line
from tests.faults.scene import Place, scene

Test = Callable[..., Awaitable[Line]]
TESTS: dict[int, Test] = {
    1: fanout.kills,
    2: traffic.rolling_restart,
    3: traffic.repeated_events,
    4: traffic.doubles,
    5: outages.too_many_requests,
    6: outages.slack_away,
    7: fanout.internal_errors,
    8: outages.database_away,
    9: traffic.sockets,
    10: clocks.a_year_of_schedules,
    11: clocks.jumps,
    12: clocks.pauses,
    13: people.comings_and_goings,
    14: privacy.few_answers,
    15: privacy.canaries,
}
QUICK = (1, 3, 4, 5, 7)
SLOW, CALM = (7,), (3, 4, 5)
DATABASES = ("sqlite", "postgresql")


@contextmanager
def places(names: Sequence[str] = DATABASES) -> Iterator[list[Place]]:
    """Yield the databases of these names: one process on SQLite, three on PostgreSQL."""
    with ExitStack() as stack:
        found = []
        if "sqlite" in names:
            found.append(Place("sqlite", 1))
        if "postgresql" in names:
            found.append(Place("postgresql", 3, stack.enter_context(postgresql())))
        yield found


async def play(number: int, place: Place, *, quick: bool) -> Line:
    """Run one test; one that breaks down does not pass."""
    test, began = TESTS[number], time.monotonic()
    try:
        line = await test(place, quick=quick)
    except Exception as failure:  # noqa: BLE001  whatever it is, the others run
        traceback.print_exc()
        name = test.__name__.replace("_", " ")
        line = Line(number, name, place.database, place.processes, wrong=[type(failure).__name__])
    line.seconds = line.seconds or round(time.monotonic() - began, 1)
    return line


async def play_quickly(place: Place) -> list[Line]:
    """Run the quick selection in one scene; what waits for long goes on besides what sets no faults."""
    async with scene(place, 2000, entry=fanout.QUICK) as on:
        shared = replace(place, shared=on)

        async def in_turn(numbers: Iterable[int]) -> list[Line]:
            lines = []
            for number in numbers:
                lines.append(await play(number, shared, quick=True))
                if number not in CALM:
                    await on.slack("calm")
            return lines

        await on.people(1)
        await on.start()
        together = await asyncio.gather(in_turn(SLOW), in_turn(one for one in QUICK if one in CALM))
        alone = await in_turn(one for one in QUICK if one not in (*SLOW, *CALM))
    return [line for part in (*together, alone) for line in part]
