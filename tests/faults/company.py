"""The program that fault tests disturb: people, what is owed to them, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import insert

from bot.rules.messages import Kind
from bot.timetable import TIMETABLE
from storage.models import Beat, CheckIn, MemberState, OutboxState, Person, ProgramState
from storage.outbox import Owed
from storage.work import Work
from tests.builders import a_pair, a_program, enroll_all

if TYPE_CHECKING:
    from tests.faults.scene import Scene

WORDS = "Welcome to"
ENDED = (OutboxState.SENT, OutboxState.DEAD, OutboxState.EXPIRED, OutboxState.OUTDATED)


def enroll(work: Work, people: list[str]) -> None:
    """Make people members of a program that starts in some weeks and says nothing by itself."""
    if work.program.current() is None:
        starts_on = (work.now + timedelta(days=60)).date()
        a_program(work, ProgramState.OPEN, starts_on=starts_on)
        _keep_silent(work)
    facts = {"title": "", "timezone": "UTC", "locale": "en-US", "is_employee": True, "is_reachable": True}
    known = work.people.among(people)  # the bot may have learned of them already
    new = [{"id": one, "name": one, "email": None, **facts} for one in people if one not in known]
    if new:
        work.session.execute(insert(Person), new)
    enroll_all(work, people)


def owe(work: Work, people: list[str], wave: int, lifetime: timedelta | None = None) -> None:
    """Owe a welcome to each of these people; the wave tells it from others."""
    facts = {"program": "program", "survey": "none"}
    owed = [Owed(f"welcome:{wave}:{one}", one, facts) for one in people]
    work.outbox.owe_all(Kind.WELCOME, owed, lifetime=lifetime)


def rejoin(work: Work, people: list[str]) -> None:
    """Let people who were seen off take part again."""
    for person in people:
        member = work.people.member(person, "program")
        member.state, member.left_at = MemberState.ACTIVE, None


def _keep_silent(work: Work) -> None:
    """Let all beats of two days have passed: lessons and the like would only be noise."""
    hours = [work.now + timedelta(hours=hour) for hour in range(50)]
    beats = {(row.name, row.period(hour)) for row in TIMETABLE for hour in hours}
    work.session.add_all(Beat(name=name, period=period, at=work.now) for name, period in beats)


def pair_up(work: Work, people: list[str]) -> list[str]:
    """Pair neighbors; return the pairs' ids."""
    return [a_pair(work, one, other).id for one, other in zip(people[::2], people[1::2], strict=True)]


def ask_all(work: Work, people: list[str], checks: int) -> None:
    """Ask so many check-ins, in turn of everybody; that of number n is ``check-n``."""
    rows = []
    for number in range(checks):
        place = number % len(people)
        pair = f"{people[place // 2 * 2]}-{people[place // 2 * 2 + 1]}"
        row = CheckIn(
            id=f"check-{number}", pair_id=pair, person_id=people[place], number=1, asked_at=work.now
        )
        rows.append(row.model_dump())
    work.session.execute(insert(CheckIn), rows)


async def states(scene: Scene, wave: int) -> dict[str, int]:
    """Return how many welcomes of a wave are in each state."""
    query = "SELECT state, count(*) FROM outboxmessage WHERE key LIKE :wave GROUP BY state"
    rows = await scene.read(query, wave=f"welcome:{wave}:%")
    return {str(state).lower(): count for state, count in rows}


async def answered(scene: Scene) -> set[int]:
    """Return the numbers of the check-ins that were answered."""
    rows = await scene.read("SELECT id FROM checkin WHERE mood IS NOT NULL")
    return {int(one.removeprefix("check-")) for (one,) in rows}


async def is_over(scene: Scene, wave: int) -> bool:
    """Tell whether every welcome of a wave has come to its end."""
    return all(state in ENDED for state in await states(scene, wave))


async def reached(scene: Scene, people: list[str]) -> dict[str, int]:
    """Return which of these people a welcome reached, and how often, as Slack has it."""
    found: dict[str, int] = (await scene.slack("messages", words=WORDS))["people"]
    return {one: found[one] for one in people if one in found}
