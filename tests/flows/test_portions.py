"""What concerns everybody is done in portions, of which none is done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.flows import program, surveys, training
from bot.flows.portions import PEOPLE, Portion
from bot.rules.messages import Kind
from storage.models import OutboxMessage, ProgramState
from storage.work import Work
from tests.builders import a_crowd, a_program, days

MANY = PEOPLE + 5


def portions(work: Work, flow: Callable[[Work], Portion]) -> list[int]:
    """Do all portions of a flow and return how many each one reached."""
    portion = flow(work)
    counts = [portion.count]
    while portion.rest:
        portion = portion.rest(work)
        counts.append(portion.count)
    return counts


def owed(work: Work, kind: Kind) -> Counter[str]:
    return Counter(work.session.exec(select(OutboxMessage.person_id).where(OutboxMessage.kind == kind)))


@pytest.fixture
def crowd(work: Work) -> Work:
    a_program(work, starts_on=work.now.date() - days(13 * 7), weeks=26)
    a_crowd(work, MANY, joined_at=work.now - days(60))
    return work


def test_a_survey_reaches_everybody_once(crowd: Work):
    assert portions(crowd, surveys.open_waves) == [PEOPLE, 5]
    assert portions(crowd, surveys.open_waves) == [0]
    assert owed(crowd, Kind.SURVEY).total() == len(owed(crowd, Kind.SURVEY)) == MANY


def test_a_stop_between_two_portions_leaves_nobody_out_and_asks_nobody_twice(crowd: Work):
    surveys.open_waves(crowd)  # and then the process is killed

    assert portions(crowd, surveys.open_waves) == [5]
    assert owed(crowd, Kind.SURVEY).total() == len(owed(crowd, Kind.SURVEY)) == MANY


def test_everybody_gets_a_lesson_once(crowd: Work):
    assert portions(crowd, training.send_next) == [PEOPLE, 5]
    assert portions(crowd, training.send_next) == [0]
    assert set(owed(crowd, Kind.LESSON).values()) == {1}


def test_everybody_is_thanked_once_at_the_end(crowd: Work):
    crowd.now += days(26 * 7)
    program.close(crowd).rest(crowd)  # and then the process is killed
    assert crowd.program.current().state == ProgramState.RUNNING

    assert portions(crowd, program.close) == [0, 0, 5]
    assert owed(crowd, Kind.PROGRAM_CLOSED).total() == len(owed(crowd, Kind.PROGRAM_CLOSED)) == MANY
    assert crowd.program.current().state == ProgramState.CLOSED
