"""What an admin reads about a program under way."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Objective, Role, Session, SessionState
from storage.work import Work
from tests.builders import a_member, a_pair, a_program, days
from tests.stories.cast import MAYA, MILO, NOA, SAM, SOFIA


def lived(work: Work) -> None:
    """Put two pairs on stage, one of which has met, and somebody who waits."""
    a_pair(work, MAYA, SAM)
    a_pair(work, MILO, SOFIA)
    a_member(work, NOA, Role.MENTOR)
    met = work.now + days(2)
    facts = {"pair_id": f"{MAYA}-{SAM}", "number": 1, "planned_by": MAYA, "starts_at": met, "held_at": met}
    work.session.add(Session(id="s1", state=SessionState.HELD, **facts))
    due = (work.now + days(180)).date()
    goal = {"id": "o1", "position": 0, "measure": "match_rate", "title": "Most have a partner"}
    work.session.add(Objective(program_id="program", target=70, due_on=due, **goal))


@pytest.fixture
async def _lived(stage: Stage) -> None:
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(lived)


@pytest.mark.usefixtures("_lived")
async def test_the_program_page_shows_numbers_and_objectives(ada: Person, maya: Person) -> None:
    await ada.opens_home()

    text = ada.home.text
    assert "Joined\n3 mentors · 2 mentees" in text
    assert "With a partner\n4, 1 waiting" in text
    assert "Sessions held\n1 of 12" in text
    assert "Most have a partner\n▰▰▰▰▰▰▰▰▰▰  80 % · reached · target 70 % by" in text
    await maya.opens_home()
    assert "How it goes" not in maya.home.text


@pytest.mark.usefixtures("_lived")
async def test_the_chart_and_the_table_come_as_files(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Chart")
    assert "our messages" in ada.modal.text
    await ada.closes()
    await ada.clicks("Export CSV")
    await ada.closes()

    files = dict(ada.files)
    assert files["objectives.png"].startswith(b"\x89PNG")
    table = files["flip-2026-pairs-2026-01-05.csv"].decode("utf-8-sig").splitlines()
    assert table[1].startswith("Maya Mentor,Sam Senior,active,2026-01-05,1,0,2026-01-07")
    assert any("Most have a partner" in heard for heard in ada.heard)


@pytest.mark.usefixtures("_lived")
async def test_a_weekly_digest_names_what_needs_an_admin(ada: Person, stage: Stage) -> None:
    await stage.live(timedelta(days=8), step=timedelta(hours=2))

    [digest] = [heard for heard in ada.heard if "Your week in Flip 2026" in heard][-1:]
    assert "5 joined, 4 with a partner, 1 waiting" in digest
    assert "Objectives on track: 1 of 1" in digest


@pytest.mark.usefixtures("_lived")
async def test_quiet_pairs_are_named_to_the_admin_alone(ada: Person, stage: Stage) -> None:
    stage.clock.move_to(stage.clock.now() + days(40))
    await ada.opens_home()
    await ada.clicks("Quiet pairs")

    assert "milo" in ada.modal.text
    assert "have not met yet" in ada.modal.text


async def test_an_objective_of_ones_own_is_updated_from_home(ada: Person, stage: Stage) -> None:
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(own_objective)
    await ada.opens_home()
    await ada.clicks("Update", near="Mentors who lead a project")
    await ada.fills({"Today it stands at": "2.5"})
    await ada.submits()

    assert "2.5 · on track · target 5" in ada.home.text


def own_objective(work: Work) -> None:
    """Give the program an objective that is counted by hand."""
    due = (work.now + days(180)).date()
    goal = {"id": "o1", "position": 0, "measure": "own", "title": "Mentors who lead a project"}
    work.session.add(Objective(program_id="program", target=5, due_on=due, **goal))
