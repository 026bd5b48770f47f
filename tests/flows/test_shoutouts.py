from dataclasses import replace

import pytest

from bot.flows import shoutout_letters, shoutouts
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly, Mistakes, NotYours, Stale
from bot.rules.shoutouts import AlreadyAnswered, Answer, ChangedSince, Draft, Leaning, NotPostedAnyMore
from storage.models import MemberState, OutboxMessage, OutboxState, Role, ShoutOut, ShoutOutState
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, days

DRAFT = Draft(("ANA",), "Thank you, {people}!", "courage", "C1")


@pytest.fixture(autouse=True)
def people(work: Work) -> None:
    a_program(work, channel_id="C1")
    an_admin(work, "ADA")
    for person_id in ("ANA", "BEN"):
        a_person(work, person_id, department="Sales")
        a_member(work, person_id, Role.MENTOR)


def owed(work: Work, kind: Kind) -> list[OutboxMessage]:
    later = work.now + days(1)
    work.outbox.now = later
    return [message for message in work.outbox.due(50) if message.kind == kind]


def asked(work: Work, *people: str) -> dict[str, ShoutOut]:
    shout_outs = shoutouts.ask(work, "ADA", replace(DRAFT, people=people or ("ANA",)))
    return {one.person_id: one for one in shout_outs}


def outcome(work: Work) -> shoutout_letters.Outcome:
    [message] = owed(work, Kind.SHOUT_OUT_ANSWER)
    assert message.person_id == "ADA"
    return shoutout_letters.outcome_to_tell(work, message)


def test_the_form_starts_with_the_programs_channel_and_is_for_admins(work: Work) -> None:
    assert shoutouts.begin(work, "ADA").channel == "C1"
    with pytest.raises(AdminsOnly):
        shoutouts.begin(work, "ANA")
    with pytest.raises(AdminsOnly):
        shoutouts.ask(work, "ANA", replace(DRAFT, people=("BEN",)))


def test_the_person_is_asked_before_anything_is_posted(work: Work) -> None:
    asked(work)

    [question] = owed(work, Kind.SHOUT_OUT_CONSENT)
    assert question.person_id == "ANA"
    assert shoutout_letters.question_to_tell(work, question).words.text == DRAFT.text
    assert owed(work, Kind.SHOUT_OUT) == []


def test_a_yes_posts_it_and_tells_the_author(work: Work) -> None:
    shout_out = asked(work)["ANA"]
    shoutouts.answer(work, shout_out.id, "ANA", Answer.POST)

    [post] = owed(work, Kind.SHOUT_OUT)
    assert post.channel_id == "C1"
    assert shoutout_letters.post_to_tell(work, post).people == ("ANA",)
    assert outcome(work).posted == ("ANA",)


@pytest.mark.parametrize("wish", [Answer.PRIVATE, Answer.DECLINE])
def test_the_author_cannot_tell_a_no_from_a_privately(work: Work, wish: Answer) -> None:
    shout_out = asked(work)["ANA"]
    shoutouts.answer(work, shout_out.id, "ANA", wish)

    assert owed(work, Kind.SHOUT_OUT) == []
    assert outcome(work) == shoutout_letters.Outcome((), ("ANA",), "C1", is_stuck=False)


def test_a_doubled_answer_has_one_effect_and_another_is_refused(work: Work) -> None:
    shout_out = asked(work)["ANA"]
    shoutouts.answer(work, shout_out.id, "ANA", Answer.POST)
    shoutouts.answer(work, shout_out.id, "ANA", Answer.POST)

    with pytest.raises(AlreadyAnswered):
        shoutouts.answer(work, shout_out.id, "ANA", Answer.DECLINE)
    assert len(owed(work, Kind.SHOUT_OUT)) == 1


def test_nobody_answers_for_somebody_else(work: Work) -> None:
    shout_out = asked(work)["ANA"]

    with pytest.raises(NotYours):
        shoutouts.answer(work, shout_out.id, "BEN", Answer.POST)
    with pytest.raises(Stale):
        shoutouts.answer(work, "forged", "ANA", Answer.POST)


def test_the_post_waits_for_all_and_names_those_who_agreed(work: Work) -> None:
    a_member(work, "CAI", Role.MENTEE)
    mine = asked(work, "ANA", "BEN", "CAI")

    assert shoutouts.answer(work, mine["ANA"].id, "ANA", Answer.POST).waits_for_others
    shoutouts.answer(work, mine["BEN"].id, "BEN", Answer.DECLINE)
    assert owed(work, Kind.SHOUT_OUT) == owed(work, Kind.SHOUT_OUT_ANSWER) == []
    assert not shoutouts.answer(work, mine["CAI"].id, "CAI", Answer.POST).waits_for_others

    [post] = owed(work, Kind.SHOUT_OUT)
    assert shoutout_letters.post_to_tell(work, post).people == ("ANA", "CAI")
    assert (outcome(work).posted, outcome(work).private) == (("ANA", "CAI"), ("BEN",))


def test_silence_for_two_weeks_is_a_no_that_holds_nobody_up(work: Work) -> None:
    mine = asked(work, "ANA", "BEN")
    shoutouts.answer(work, mine["ANA"].id, "ANA", Answer.POST)
    work.now += days(13)
    assert shoutouts.close_unanswered(work) == 0
    work.now += days(1)
    assert shoutouts.close_unanswered(work) == 1

    assert mine["BEN"].state == ShoutOutState.PRIVATE
    [post] = owed(work, Kind.SHOUT_OUT)
    assert shoutout_letters.post_to_tell(work, post).people == ("ANA",)
    with pytest.raises(AlreadyAnswered):
        shoutouts.answer(work, mine["BEN"].id, "BEN", Answer.POST)


def test_one_question_a_person_in_four_weeks(work: Work) -> None:
    asked(work)
    work.now += days(27)
    with pytest.raises(Mistakes) as refusal:
        shoutouts.preview(work, "ADA", DRAFT)
    assert "Ana" in refusal.value.fields["people"]
    assert "3 February 2026" in refusal.value.fields["people"]

    work.now += days(2)
    assert shoutouts.preview(work, "ADA", DRAFT)


def test_asking_twice_asks_once(work: Work) -> None:
    asked(work)

    with pytest.raises(ChangedSince):
        asked(work)
    assert len(owed(work, Kind.SHOUT_OUT_CONSENT)) == 1


@pytest.mark.parametrize("state", [MemberState.LEFT, MemberState.PAUSED])
def test_who_left_or_pauses_is_not_asked_and_nobody_learns_which(work: Work, state: MemberState) -> None:
    work.people.member("ANA", "program").state = state

    with pytest.raises(Mistakes) as refusal:
        shoutouts.preview(work, "ADA", DRAFT)
    assert refusal.value.fields["people"] == "Ana cannot be asked at the moment. Choose somebody else."


def test_a_guest_is_not_asked(work: Work) -> None:
    a_person(work, "GUS", employee=False)

    with pytest.raises(Mistakes):
        shoutouts.preview(work, "ADA", replace(DRAFT, people=("GUS",)))


def test_a_colleague_outside_the_program_may_be_honored(work: Work) -> None:
    a_person(work, "CAI")

    assert shoutouts.preview(work, "ADA", replace(DRAFT, people=("CAI",))).lean is None


def test_nothing_is_posted_about_somebody_who_has_left_since(work: Work) -> None:
    mine = asked(work, "ANA", "BEN")
    shoutouts.answer(work, mine["ANA"].id, "ANA", Answer.POST)
    for person_id in ("ANA", "BEN"):
        work.people.member(person_id, "program").state = MemberState.LEFT

    with pytest.raises(NotPostedAnyMore):
        shoutouts.answer(work, mine["BEN"].id, "BEN", Answer.POST)
    shoutouts.answer(work, mine["BEN"].id, "BEN", Answer.PRIVATE)
    [post] = owed(work, Kind.SHOUT_OUT)
    assert shoutout_letters.post_to_tell(work, post) is None


def test_a_post_that_slack_refuses_is_told_to_its_author(work: Work) -> None:
    shoutouts.answer(work, asked(work)["ANA"].id, "ANA", Answer.POST)
    [post] = owed(work, Kind.SHOUT_OUT)
    post.state = OutboxState.DEAD

    assert outcome(work).is_stuck


def test_the_fifth_in_a_row_from_one_department_is_pointed_out(work: Work) -> None:
    for number in range(3):
        a_person(work, f"S{number}", department="Sales")
        asked(work, f"S{number}")
        work.now += days(1)
    a_person(work, "HANA", department="Finance")

    assert shoutouts.preview(work, "ADA", replace(DRAFT, people=("ANA", "BEN"))).lean.to == "Sales"
    assert shoutouts.preview(work, "ADA", DRAFT).lean is None
    assert shoutouts.preview(work, "ADA", replace(DRAFT, people=("ANA", "HANA"))).lean is None


def test_five_mentors_in_a_row_are_pointed_out(work: Work) -> None:
    for number in range(5):
        a_person(work, f"M{number}", department=f"D{number}")
        a_member(work, f"M{number}", Role.MENTOR)
    mentors = tuple(f"M{number}" for number in range(5))

    assert shoutouts.preview(work, "ADA", replace(DRAFT, people=mentors)).lean.way == Leaning.ROLE
