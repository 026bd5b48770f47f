import pytest

from bot.flows import badges, certificates, pairs
from bot.rules.messages import Kind
from bot.rules.refusals import NotYours
from storage.models import MemberState, OutboxMessage, OutboxState
from storage.work import Work
from tests.builders import a_held_session, a_lesson_done, a_pair, a_program, days, deliver


def owed(work: Work, kind: Kind = Kind.CERTIFICATE) -> list[OutboxMessage]:
    return [message for message in work.outbox.due(50) if message.kind == kind]


@pytest.fixture(autouse=True)
def program(work: Work) -> None:
    a_program(work)


def completed(work: Work, mentor: str = "MENTOR", mentee: str = "MENTEE") -> None:
    pair = a_pair(work, mentor, mentee)
    a_held_session(work, pair)
    badges.award(work, "program", mentor)
    work.now += days(100)
    pairs.complete(work, pair)


def test_both_halves_of_a_completed_pair_get_a_certificate(work: Work) -> None:
    completed(work)
    a_lesson_done(work, "MENTOR", "mentor-1")
    badges.award(work, "program", "MENTOR")

    assert sorted(message.person_id for message in owed(work)) == ["MENTEE", "MENTOR"]
    [mentor] = [message for message in owed(work) if message.person_id == "MENTOR"]
    said = certificates.certificate_to_tell(work, mentor)
    assert (said.name, said.program, said.sessions, said.lessons) == ("Mentor", "Flip 2026", 1, 1)
    assert (said.was_mentor, said.was_mentee) == (True, False)
    assert (said.issued_on - said.started_on).days == 100
    assert [badge.id for badge in said.badges] == ["first-session", "first-lesson", "full-circle"]


def test_the_certificate_brings_the_last_badges_itself(work: Work) -> None:
    completed(work)

    assert owed(work, Kind.BADGE) == []
    assert work.outbox.get("badge:program:MENTOR:first-session").state == OutboxState.OUTDATED


def test_a_second_pair_adds_to_the_one_certificate(work: Work) -> None:
    completed(work)
    deliver(work)
    completed(work, "MENTEE", "NEW")

    assert [message.person_id for message in owed(work)] == ["NEW"]
    mine = work.recognition.certificate_of("MENTEE", "program")
    certificates.send_again(work, mine.id, "MENTEE")
    [copy] = owed(work, Kind.CERTIFICATE_COPY)
    said = certificates.certificate_to_tell(work, copy)
    assert (said.was_mentor, said.was_mentee, said.sessions) == (True, True, 2)


def test_a_pair_that_never_met_gets_none(work: Work) -> None:
    pairs.complete(work, a_pair(work))

    assert owed(work) == []


def test_a_copy_is_made_once_a_click_and_only_for_its_owner(work: Work) -> None:
    completed(work)
    mine = work.recognition.certificate_of("MENTOR", "program")

    certificates.send_again(work, mine.id, "MENTOR")
    certificates.send_again(work, mine.id, "MENTOR")
    assert len(owed(work, Kind.CERTIFICATE_COPY)) == 1
    with pytest.raises(NotYours):
        certificates.send_again(work, mine.id, "MENTEE")
    with pytest.raises(NotYours):
        certificates.send_again(work, "forged", "MENTOR")


def test_who_left_afterwards_keeps_the_certificate(work: Work) -> None:
    completed(work)
    work.people.member("MENTOR", "program").state = MemberState.LEFT

    [mentor] = [message for message in owed(work) if message.person_id == "MENTOR"]
    assert certificates.certificate_to_tell(work, mentor)
