"""What must not be found: the answers of few, and a single word after an erasure."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Mapping
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.clock import MovingClock
from bot.flows import privacy, sheets, standing, surveys
from bot.flows.sheets import Filled
from bot.rules.surveys import FEWEST_ANSWERS
from storage import migrations
from storage.database import connect
from storage.models import Role, Wave
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_member, a_program
from tests.faults.lines import Line
from tests.faults.processes import environment
from tests.faults.scene import Place, Scene, scene

CANARY = "kanarienvogel"


async def few_answers(place: Place, *, quick: bool) -> Line:
    """Test 14, as far as there are results: whoever answers, no mean of fewer than five is told anywhere."""
    worlds = 10 if quick else 100
    line = Line(14, f"{worlds} companies' answers", place.database, place.processes)
    line.scaled = "results by group, over time and in exports come with the measurement"
    began, chance, told = time.monotonic(), Random(14), 0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(connect(place.new(Path(folder))), MovingClock(NOW))
        migrations.upgrade(store.engine)
        for _ in range(worlds):
            groups = {role: chance.randint(0, 9) for role in (Role.MENTOR, Role.MENTEE)}
            try:
                await store.run(_world, groups, chance)
            except _Seen as seen:
                told, line.lost = told + seen.told, line.lost + seen.bad
        store.close()
    line.seconds = round(time.monotonic() - began, 1)
    line.more = {"means_told": told}
    line.holds(told, "nothing was told at all")
    line.holds(not line.lost, f"{line.lost} told of too few")
    return line


async def canaries(place: Place, *, quick: bool) -> Line:  # noqa: ARG001  the same in small
    """Test 15: what somebody said is in no log, row, metadata or backup once they are erased."""
    line = Line(15, "a word that was erased", place.database, place.processes)
    line.scaled = "survey comments come with the measurement"
    async with scene(place.alone, 4) as on:
        people = await on.people(4)
        await on.start()
        await asyncio.sleep(1)
        began = time.monotonic()
        one, other = people[:2]
        await on.slack("thank", user=one, to=other, text=f"For the {CANARY}.")
        await on.slack("write", user=one, text=f"My {CANARY} is ill.")
        await on.slack("type", user=one, text=f"/flipside ask how do I feed a {CANARY}?")
        await on.slack("type", user=one, text=f"/flipside thanks <@{other}> for my {CANARY}")
        await asyncio.sleep(2)
        before = await _everywhere(on)
        await on.store.run(privacy.erase, one)
        after = await _everywhere(on)
        line.seconds = round(time.monotonic() - began, 1)
        line.more = {"hits_before": before, "hits_after": after}
        line.holds(before["rows"] and before["backup"], "the word was never kept: this shows nothing")
        line.holds(not before["log"] and not before["metadata"], "said where nobody's words belong")
        line.holds(not any(after.values()), "left over after the erasure")
    return line


class _Seen(Exception):
    """What a look found; raised, so that nothing of a company stays."""

    def __init__(self, told: int, bad: int) -> None:
        super().__init__()
        self.told, self.bad = told, bad


def _world(work: Work, groups: Mapping[Role, int], chance: Random) -> None:
    """Let so many of each role answer, and count what is told, and what is told of too few."""
    program = a_program(work)
    for role, many in groups.items():
        for number in range(many):
            person = a_member(work, f"{role}{number}", role).person_id
            survey = surveys.begin(work, work.people.member(person, program.id))
            asked = sheets.hand_out(work, survey, person)
            filled = Filled({item.id: chance.randint(1, 5) for item in asked.items}, {}, None)
            sheets.record(work, survey, person, filled)
    found = surveys.results(work, program.id, Wave.BASELINE)
    total, told, bad = sum(groups.values()), 0, 0
    for dimension, whole in found.by_dimension.items():
        parts = [means[dimension].n for means in found.by_role.values() if dimension in means]
        counts = [whole.n, *parts, whole.n - sum(parts)]
        told += len(parts) + 1
        bad += sum(0 < count < FEWEST_ANSWERS for count in counts)
    page = standing.page(work, program)
    bad += total < FEWEST_ANSWERS and any(mean.before is not None for mean in page.means)
    bad += "surveyanswer" in _exports(work, [f"{role}0" for role, many in groups.items() if many])
    raise _Seen(told, bad)


def _exports(work: Work, people: list[str]) -> set[str]:
    """Return the tables of which people's own data hold something."""
    return {table for one in people for table in privacy.look(work, one).counts}


async def _everywhere(on: Scene) -> dict[str, int]:
    """Return how often the word stands in logs, rows, metadata and a backup."""
    backup = on.folder / f"{time.monotonic()}.backup"
    settings = environment(on.slack, on.url, 200, "INFO")
    command = (sys.executable, "-m", "bot", "database", "backup", str(backup))
    process = await asyncio.create_subprocess_exec(*command, cwd=on.folder, env=settings, stdout=DEVNULL)
    if await process.wait():
        raise RuntimeError("no backup")
    messages = json.loads(await on.slack("everything"))
    return {
        "log": on.log.lower().count(CANARY),
        "rows": await on.store.run(_rows),
        "metadata": json.dumps([one.get("metadata") for one in messages]).lower().count(CANARY),
        "backup": backup.read_bytes().lower().count(CANARY.encode()),
    }


def _rows(work: Work) -> int:
    tables = SQLModel.metadata.sorted_tables
    rows = (row for table in tables for row in work.session.execute(select(table)).all())
    return sum(CANARY in json.dumps(list(row), default=str).lower() for row in rows)
