import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.flows import onboarding, privacy
from bot.rules.messages import Kind
from bot.rules.people import EmployeesOnly, Profile
from storage.models import (
    AuditEntry,
    Badge,
    Certificate,
    CheckIn,
    Goal,
    Heard,
    LessonProgress,
    MemberSkill,
    NotWith,
    OutboxMessage,
    OutboxState,
    PairState,
    Proposal,
    Question,
    QuestionAsk,
    QuestionState,
    Role,
    Round,
    RoundState,
    Session,
    ShoutOut,
    Side,
    SurveyAnswer,
    SurveyParticipation,
    Thanks,
    Unmatched,
)
from storage.privacy import TRACES
from storage.work import Work
from tests.builders import NOW, a_member, a_pair, a_person, a_program

PEOPLE_COLUMN = re.compile(r"(^|_)(person|mentor|mentee|admin|actor|other|from|to)_id$|_by$|^subject$")
QUESTION = {
    "program_id": "program",
    "skill_id": "notes",
    "text": "How?",
    "state": QuestionState.TAKEN,
    "asked_at": NOW,
    "due_at": NOW,
}
KEPT = {("person", "id"), ("notwith", "other_id"), ("employee", "email")}


@pytest.fixture
def ana(work: Work) -> str:
    """Somebody who left a trace in every table that has room for one."""
    a_program(work)
    a_person(work, "ANA", level=2)
    a_member(work, "ANA", Role.MENTOR, also_offers="sourdough")
    a_pair(work, "ANA", "SAM", id="pair", reasons=[{"kind": "skill", "skill": "notes"}])
    whose = {"person_id": "ANA", "program_id": "program"}
    work.session.add_all(
        [
            MemberSkill(**whose, side=Side.OFFERS, skill_id="notes"),
            NotWith(person_id="ANA", other_id="BEN"),
            NotWith(person_id="SAM", other_id="ANA"),
            LessonProgress(**whose, lesson_id="mentor-1", owed_at=NOW),
            CheckIn(id="check-in", pair_id="pair", person_id="ANA", number=1, asked_at=NOW, note="shy"),
            CheckIn(id="other", pair_id="pair", person_id="SAM", number=1, asked_at=NOW, note="grand"),
            Badge(**whose, badge_id="first", earned_at=NOW),
            Certificate(id="certificate", **whose, issued_at=NOW),
            SurveyParticipation(survey_id="survey", person_id="ANA", asked_on=NOW.date(), has_answered=True),
            SurveyAnswer(sheet_id="sheet", item_id="item", survey_id="survey", role="mentor", value=4),
            Session(id="session", pair_id="pair", number=1, starts_at=NOW, planned_by="ANA"),
            Goal(id="goal", pair_id="pair", title="Say no", made_at=NOW),
            Round(id="round", program_id="program", number=1, seed=1, made_by="ADMIN", made_at=NOW),
            Proposal(round_id="round", mentor_id="ANA", mentee_id="SAM", score=1),
            Unmatched(round_id="round", person_id="ANA", role="mentor"),
            Heard(key="k", person_id="ANA", at=NOW),
            AuditEntry(id="audit", at=NOW, actor_id="ADMIN", action="pair.by_hand", subject="ANA"),
            Thanks(id="t1", program_id="program", from_id="ANA", to_id="SAM", text="!", sent_at=NOW),
            Thanks(id="t2", program_id="program", from_id="SAM", to_id="ANA", text="!!", sent_at=NOW),
            Question(id="q1", person_id="ANA", mentor_id="SAM", **QUESTION),
            Question(id="q2", person_id="SAM", mentor_id="ANA", **QUESTION),
            QuestionAsk(question_id="q2", mentor_id="ANA", asked_at=NOW),
            ShoutOut(
                id="shout",
                program_id="program",
                admin_id="ADMIN",
                person_id="ANA",
                value_id="v",
                text="Bravo",
                channel_id="C",
                made_at=NOW,
            ),
        ]
    )
    work.outbox.owe(Kind.LESSON, "lesson:ANA", person="ANA")
    work.outbox.owe(Kind.HELP_WANTED, "help:1", person="ADMIN", facts={"who": ["ANA"]})
    work.outbox.owe(Kind.QUESTION_TAKEN, "question:q2", person="SAM", other="ANA", facts={"question": "q2"})
    work.outbox.owe(Kind.THANKS, "thanks:t1", person="SAM", facts={"thanks": "t1"})
    work.session.flush()
    return "ANA"


def traces(work: Work, person_id: str) -> Iterator[tuple[str, str]]:
    """Yield table and column of every place where a person's id still stands."""
    for table in SQLModel.metadata.sorted_tables:
        for row in work.session.execute(select(table)).mappings():
            for name, value in row.items():
                if person_id in json.dumps(value, default=str):
                    yield table.name, name


def test_after_an_erasure_only_the_directory_and_a_colleagues_own_wish_name_the_person(
    work: Work, ana: str
) -> None:
    assert len(set(traces(work, ana))) > len(KEPT) + 10

    privacy.erase(work, ana)

    assert set(traces(work, ana)) <= KEPT
    assert not set(traces(work, "sourdough"))


def test_an_erasure_lets_the_partner_go_neutrally_and_keeps_what_is_theirs(work: Work, ana: str) -> None:
    privacy.erase(work, ana)

    [pair] = work.pairs.of("SAM", PairState.ENDED)
    assert pair.mentor_id.startswith("gone-")
    assert pair.reasons == []
    assert work.session.get(CheckIn, "other").note == "grand"
    assert work.session.get(Goal, "goal")
    assert [message.kind for message in work.outbox.due(9) if message.person_id == "SAM"] == [
        Kind.PAIR_ENDED,
        Kind.THANKS,  # its letter finds nothing to tell any more
    ]


def test_anonymous_sheets_stay_and_cannot_be_joined_with_a_pair_by_the_stand_in(work: Work, ana: str) -> None:
    privacy.erase(work, ana)

    assert work.session.get(SurveyAnswer, ("sheet", "item"))
    [asked] = work.session.execute(select(SurveyParticipation)).scalars()
    [pair] = work.pairs.of("SAM", PairState.ENDED)
    assert asked.has_answered
    assert asked.person_id != pair.mentor_id


def test_a_message_that_is_being_sent_is_spared_so_that_its_end_can_be_noted(work: Work, ana: str) -> None:
    work.outbox.get("lesson:ANA").state = OutboxState.ATTEMPTED

    privacy.erase(work, ana)

    assert work.outbox.get("lesson:ANA")


def test_erasing_twice_or_with_nothing_held_changes_nothing(work: Work, ana: str) -> None:
    privacy.erase(work, ana)
    privacy.erase(work, ana)

    assert set(traces(work, ana)) <= KEPT


def test_whoever_was_erased_may_come_back_and_starts_afresh(work: Work, ana: str) -> None:
    privacy.erase(work, ana)

    assert onboarding.join(work, ana, Profile(role="mentor", also_offers="chess")).is_new


def test_the_export_holds_the_persons_rows_and_nobody_elses(work: Work, ana: str) -> None:
    work.session.get_one(Round, "round").state = RoundState.PUBLISHED
    privacy.ask_for_export(work, ana)
    message = work.outbox.get("my-data:ANA:20260105T0900")

    document = json.loads(privacy.export_to_send(work, message).content)

    rows = document["rows"]
    assert rows["member"][0]["also_offers"] == "sourdough"
    assert rows["employee"][0]["level"] == 2
    assert [row["note"] for row in rows["checkin"]] == ["shy"]
    assert rows["notwith"] == [{"person_id": "ANA", "other_id": "BEN"}]
    assert {row["id"] for row in rows["thanks"]} == {"t1", "t2"}
    for table in (
        "pair",
        "session",
        "goal",
        "proposal",
        "unmatched",
        "lessonprogress",
        "surveyparticipation",
    ):
        assert len(rows[table]) == 1, table
    assert "surveyanswer" not in rows


def test_a_draft_of_pairs_is_not_handed_out(work: Work, ana: str) -> None:
    assert not {"proposal", "unmatched"} & privacy.look(work, ana).counts.keys()


def test_two_clicks_on_export_are_one_file(work: Work, ana: str) -> None:
    privacy.ask_for_export(work, ana)
    privacy.ask_for_export(work, ana)

    query = select(OutboxMessage).where(OutboxMessage.kind == Kind.MY_DATA)
    assert len(work.session.execute(query).all()) == 1


def test_a_stranger_has_no_data_to_look_at(work: Work) -> None:
    with pytest.raises(EmployeesOnly):
        privacy.look(work, "NOBODY")
    assert privacy.card(work, "NOBODY") is None


def test_every_column_that_names_people_has_a_fate() -> None:
    named = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if PEOPLE_COLUMN.search(column.name)
    }
    decided = {(trace.table.__tablename__, trace.name) for trace in TRACES}

    assert named <= decided
