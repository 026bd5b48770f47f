"""A draft that leaves as a table and comes back."""

import csv
import io

import pytest
from sqlmodel import select

from bot.flows import by_hand, draft_files, drafts, looks, matching, onboarding
from bot.flows.drafts import Show
from bot.rules import looks as look_rules
from bot.rules import pairs as pair_rules
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly
from storage.models import Employee, NotWith, OutboxMessage, Role, Round
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin

HEADER = "mentor,mentee,locked,removed\n"


@pytest.fixture
def company(work: Work) -> Work:
    """A program with three mentors and three mentees; Cleo has an address that looks like a formula."""
    a_program(work)
    an_admin(work, "ADMIN")
    for person, role in (
        ("ANA", Role.MENTOR),
        ("BEA", Role.MENTOR),
        ("CLEO", Role.MENTOR),
        ("XAN", Role.MENTEE),
        ("YVES", Role.MENTEE),
        ("ZOE", Role.MENTEE),
    ):
        a_person(work, person, level=2 if role == Role.MENTOR else 6, department=person, team=person)
        skills = {"offers": ["notes"]} if role == Role.MENTOR else {"wants": ["notes"]}
        a_member(work, person, role, **skills)
    work.people.get("CLEO").email = "+cleo@example.com"
    work.people.get("CLEO").name = "=HYPERLINK(1)"
    work.session.flush()
    return work


@pytest.fixture
def draft(company: Work) -> Round:
    """A draft with three pairs: one by hand and locked, one removed."""
    made = matching.propose(company, "ADMIN")
    by_hand.pair(company, "ADMIN", made.id, "ANA", "XAN")
    matching.propose(company, "ADMIN")
    return made


def table(work: Work, draft: Round) -> bytes:
    draft_files.order(work, "ADMIN", draft.id)
    message = work.session.exec(select(OutboxMessage).where(OutboxMessage.kind == Kind.DRAFT_TABLE)).one()
    return draft_files.table_to_send(work, message).content


def check(work: Work, draft: Round, text: str) -> draft_files.Checked:
    return draft_files.check(draft_files.ask(work, "ADMIN", draft.id), text.encode())


def hand_in(work: Work, draft: Round, text: str) -> draft_files.Taken:
    checked = check(work, draft, text)
    assert checked.problems == ()
    return draft_files.take(work, "ADMIN", checked)


def standing(work: Work, draft: Round) -> list[tuple[object, ...]]:
    rows = [*work.pairs.proposed(draft.id), *work.pairs.proposed(draft.id, is_removed=True)]
    return [(row.ids, row.score, row.reasons, row.is_locked, row.is_by_hand) for row in rows]


def complaints(work: Work, draft: Round, text: str) -> list[str]:
    before = standing(work, draft)
    problems = check(work, draft, text).problems
    assert standing(work, draft) == before
    return [str(problem) for problem in problems]


def test_a_table_goes_out_and_in_again_and_nothing_has_changed(company: Work, draft: Round) -> None:
    drafts.remove(company, "ADMIN", draft.id, min(set(ids(company, draft)) - {("ANA", "XAN")}))
    before = standing(company, draft), drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED).alone

    done = hand_in(company, draft, table(company, draft).decode())

    assert (standing(company, draft), drafts.look(company, "ADMIN", draft.id, Show.UNMATCHED).alone) == before
    assert (done.pairs, done.new, done.gone) == (2, 0, 0)


def ids(work: Work, draft: Round) -> list[tuple[str, str]]:
    return [row.ids for row in work.pairs.proposed(draft.id)]


def test_a_table_says_who_and_how_and_holds_no_formula(company: Work, draft: Round) -> None:
    rows = list(csv.DictReader(io.StringIO(table(company, draft).decode("utf-8-sig"))))

    [ana] = [row for row in rows if row["mentor"] == "ana@example.com"]
    assert (ana["mentee"], ana["locked"], ana["removed"], ana["by_hand"]) == (
        "xan@example.com",
        "yes",
        "no",
        "yes",
    )
    assert (ana["mentor_name"], float(ana["score"]) > 0) == ("Ana", True)
    [cleo] = [row for row in rows if "cleo" in row["mentor"]]
    assert (cleo["mentor"], cleo["mentor_name"]) == ("'+cleo@example.com", "'=HYPERLINK(1)")


def test_the_draft_becomes_what_the_table_says(company: Work, draft: Round) -> None:
    done = hand_in(company, draft, HEADER + "ANA,YVES,yes,no\nbea@example.com,XAN,,\nCLEO,ZOE,,yes\n")

    assert (done.pairs, done.new) == (2, 2)
    assert ids(company, draft) == [("ANA", "YVES"), ("BEA", "XAN")]
    board = drafts.look(company, "ADMIN", draft.id)
    assert (board.locked, board.removed, board.left, board.is_best) == (1, 1, 2, False)
    assert all(pair.reasons and pair.points for pair in board.pairs)
    matching.propose(company, "ADMIN")
    assert ("ANA", "YVES") in ids(company, draft)
    assert ("CLEO", "ZOE") not in ids(company, draft)


def test_each_bad_row_is_named_and_nothing_is_changed(company: Work, draft: Round) -> None:
    company.session.get_one(Employee, "bea@example.com").team = "YVES"
    company.session.flush()
    told = complaints(
        company,
        draft,
        HEADER + "ANA,ZOE,,\nANA,XAN,,\nBEA,YVES,,\nnobody@example.com,YVES,,\nXAN,ANA,,\nADMIN,ZOE,maybe,\n",
    )

    assert told[0].startswith("Line 3, mentor: there is room for 1 as a mentor")
    assert told[1].startswith("Line 4: They work in the same team. If it should be so all the same")
    assert told[2].startswith("Line 5, mentor: nobody is known as “nobody@example.com”")
    assert "Line 6: these two stand in line 3 too. Keep one of the two lines." in told
    assert any(line.startswith("Line 6, mentor: they do not take part as a mentor") for line in told)
    assert told[-1] == "Line 7, locked: “maybe” is neither yes nor no."


@pytest.mark.parametrize("why", ["not with", "chain"])
def test_what_nobody_may_pair_reads_the_same_whatever_the_cause(
    company: Work, draft: Round, why: str
) -> None:
    if why == "not with":
        company.session.add(NotWith(person_id="YVES", other_id="ANA"))
    else:
        company.session.get_one(Employee, "ana@example.com").manager_email = "yves@example.com"
    company.session.flush()

    assert complaints(company, draft, HEADER + "ANA,YVES,,\n") == [
        "Line 2: These two cannot be paired. To protect everybody's privacy, I do not say why."
    ]


def test_a_pair_that_an_admin_made_against_a_rule_may_stay(company: Work) -> None:
    company.session.get_one(Employee, "ana@example.com").team = "XAN"
    draft = matching.propose(company, "ADMIN")
    by_hand.pair(company, "ADMIN", draft.id, "ANA", "XAN", anyway=True)

    hand_in(company, draft, HEADER + "ANA,XAN,yes,\n")

    assert ids(company, draft) == [("ANA", "XAN")]


def test_who_has_left_since_is_named(company: Work, draft: Round) -> None:
    text = table(company, draft).decode()
    onboarding.leave(company, "ANA")

    [problem] = complaints(company, draft, text)

    assert "they do not take part as a mentor" in problem


def test_a_draft_that_changed_meanwhile_is_not_overwritten(company: Work, draft: Round) -> None:
    checked = check(company, draft, HEADER + "ANA,YVES,,\n")
    drafts.lock(company, "ADMIN", draft.id, ("ANA", "XAN"), locked=False)

    with pytest.raises(pair_rules.DraftMoved):
        draft_files.take(company, "ADMIN", checked)


def test_only_admins_and_not_while_people_look(company: Work, draft: Round) -> None:
    with pytest.raises(AdminsOnly):
        draft_files.order(company, "ANA", draft.id)
    looks.begin(company, "ADMIN", draft.id, 24)
    with pytest.raises(look_rules.LookOpen):
        draft_files.ask(company, "ADMIN", draft.id)
