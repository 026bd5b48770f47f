"""A draft of many pairs costs no more statements than one of few, and fits Slack's modal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.flows import draft_files, drafts, firewall, looks, publishing
from bot.flows.drafts import Show
from handlers.views import drafts as views
from storage.models import Role, Round
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, deliver

FEW, MANY = 10, 60
Flow = Callable[[Work], object]


@contextmanager
def counting(work: Work) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    seen: list[str] = []

    def note(*facts: object) -> None:
        seen.append(str(facts[2]))

    engine = work.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def a_draft(work: Work, pairs: int) -> None:
    a_program(work, channel_id="C1")
    an_admin(work, "ADMIN")
    for n in range(pairs):
        for person, role in ((f"MENTOR{n:03}", Role.MENTOR), (f"MENTEE{n:03}", Role.MENTEE)):
            a_person(work, person, level=2, department=f"Department {n}")
            a_member(work, person, role)
    work.session.add(
        Round(id="draft", program_id="program", number=1, seed=1, made_by="ADMIN", made_at=work.now)
    )
    work.session.flush()
    work.pairs.add_proposals(
        {
            "round_id": "draft",
            "mentor_id": f"MENTOR{n:03}",
            "mentee_id": f"MENTEE{n:03}",
            "score": 1000 + n,
            "reasons": [],
            "is_locked": False,
            "is_by_hand": False,
            "is_removed": False,
        }
        for n in range(pairs)
    )


def publish(work: Work) -> None:
    assert publishing.publish(work, "ADMIN", "draft").left_out == 0


def publish_and_undo(work: Work) -> None:
    publish(work)
    publishing.undo(work, "ADMIN", "draft")


def publish_and_watch(work: Work) -> None:
    publish(work)
    deliver(work)
    firewall.watch(work)


def let_them_look(work: Work) -> None:
    looks.begin(work, "ADMIN", "draft", 72)
    assert looks.show_cards(work, "draft")


def take_a_table(work: Work) -> None:
    text = "mentor,mentee\n" + "".join(f"MENTOR{n:03},MENTEE{n:03}\n" for n in range(FEW - 1))
    checked = draft_files.check(draft_files.ask(work, "ADMIN", "draft"), text.encode())
    assert draft_files.take(work, "ADMIN", checked).pairs == FEW - 1


def turn_pages(work: Work) -> None:
    for show in Show:
        drafts.look(work, "ADMIN", "draft", show, page=1, department="Department 3")


@pytest.fixture(
    params=[publish, publish_and_undo, publish_and_watch, let_them_look, take_a_table, turn_pages]
)
def flow(request: pytest.FixtureRequest) -> Flow:
    return request.param


def statements(work: Work, flow: Flow, pairs: int) -> int:
    fresh = Work(work.session, work.now, work.new_id)
    a_draft(fresh, pairs)
    with counting(fresh) as seen:
        flow(fresh)
        fresh.session.flush()
    fresh.session.rollback()
    return len(seen)


def test_many_pairs_take_as_many_statements_as_few(work: Work, flow: Flow) -> None:
    few, many = statements(work, flow, FEW), statements(work, flow, MANY)

    assert few == many


def test_a_page_of_a_draft_in_many_departments_fits_slacks_modal(work: Work) -> None:
    a_draft(work, 150)

    view = views.board(drafts.look(work, "ADMIN", "draft", Show.LOWEST, 3, department="Department 77"))

    menus = [
        element
        for block in view["blocks"]
        for element in block.get("elements", ())
        if element["type"] == "static_select"
    ]
    assert max(len(menu["options"]) for menu in menus) == 100
    assert len(view["blocks"]) <= 100
    assert len(view["private_metadata"]) <= 3000
