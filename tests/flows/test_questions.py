"""Who is asked, who takes it, who waits how long; nobody learns who said no."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.flows import (
    meetings,
    onboarding,
    outbox,
    outcomes,
    privacy,
    question_letters,
    question_talks,
    question_turns,
    questions,
    recruiting,
    sessions,
    skills,
    standing,
)
from bot.flows.parcels import Parcel, Sent
from bot.flows.question_talks import Answer
from bot.flows.questions import Asked
from bot.rules import questions as rules
from bot.rules.messages import Kind
from bot.rules.people import ProgramOver
from bot.rules.refusals import Mistakes, NotAMember, Stale
from storage.models import (
    Employee,
    NotWith,
    PairState,
    ProgramState,
    Question,
    QuestionAsk,
    QuestionState,
    Role,
    Step,
)
from storage.work import Work
from tests.builders import NOW, TERMS, a_member, a_pair, a_person, a_program, an_admin, days, deliver

AI = "ai-assistants"


@pytest.fixture(autouse=True)
def _sam_has_no_partner(work: Work) -> None:
    a_program(work)
    skills.seed(work)
    a_member(work, "SAM", Role.MENTEE, wants=[AI])


def mentors(work: Work, *names: str, **changes) -> None:
    for name in names:
        a_member(work, name, Role.MENTOR, offers=[AI], **{"questions_a_week": 1} | changes)


def ask(work: Work, text: str = "How do I check it?", person: str = "SAM") -> Question:
    return work.questions.find(questions.ask(work, person, text, AI).question_id)


def asked(work: Work, question: Question) -> set[str]:
    return {one.mentor_id for one in work.questions.asks(question.id)}


def at(work: Work, moment: datetime) -> None:
    work.now = work.outbox.now = work.delivery.now = moment


def claimed(work: Work, kind: Kind) -> list[Parcel]:
    found = outbox.claim(work, TERMS)
    parcels = [*found.parcels, *(outbox.claim(work, TERMS).parcels if found.is_more else ())]
    return [parcel for parcel in parcels if parcel.message.kind == kind]


def owed(work: Work, kind: Kind) -> list[str | None]:
    work.outbox.now, now = work.now + days(60), work.outbox.now
    due = [message.person_id for message in work.outbox.due(100) if message.kind == kind]
    work.outbox.now = now
    return due


# Who is asked


def test_two_of_those_who_share_the_skill_are_asked(work: Work) -> None:
    mentors(work, "MAY", "MIA", "MAX")
    a_member(work, "TOM", Role.MENTOR, offers=["dashboards"], questions_a_week=3)
    a_member(work, "LEA", Role.MENTEE, offers=[AI], questions_a_week=3)

    question = ask(work)

    assert len(asked(work, question)) == 2
    assert asked(work, question) <= {"MAY", "MIA", "MAX"}
    assert sorted(owed(work, Kind.QUESTION)) == sorted(asked(work, question))


def test_nobody_above_or_below_unwanted_away_or_once_a_partner_is_asked(work: Work) -> None:
    a_person(work, "BOSS", manager_email=None)
    a_person(work, "KID", manager_email="sam@example.com")
    work.session.add(Employee(email="sam@example.com", manager_email="boss@example.com"))
    mentors(work, "BOSS", "KID", "FOE", "SHY")
    work.session.add_all([NotWith(person_id="FOE", other_id="SAM"), NotWith(person_id="SAM", other_id="SHY")])
    a_pair(work, "EX", "SAM", state=PairState.ENDED)
    mentors(work, "REST", state="PAUSED")
    mentors(work, "GONE", state="LEFT")
    mentors(work, "MUTE", quiet_since=NOW)
    mentors(work, "NONE", questions_a_week=0)
    mentors(work, "FAR", work_start=time(20), work_end=time(23))
    mentors(work, "TONGUE", languages=["de"])
    work.people.get("EX").is_reachable = True

    receipt = questions.ask(work, "SAM", "How?", AI)

    assert receipt.asked is Asked.LATER
    assert owed(work, Kind.QUESTION) == []


def test_a_manager_loop_in_the_people_file_keeps_apart_whom_it_concerns_and_nobody_else(work: Work) -> None:
    a_person(work, "LOOP", manager_email="pool@example.com")
    a_person(work, "POOL", manager_email="loop@example.com")
    mentors(work, "LOOP", "MAY")

    assert asked(work, ask(work)) == {"MAY"}


def test_the_turn_goes_round(work: Work) -> None:
    mentors(work, "MAY", "MIA", "MAX", "MEG")
    for name in ("SUE", "TIM"):
        a_member(work, name, Role.MENTEE, wants=[AI])

    first, second = asked(work, ask(work, person="SUE")), asked(work, ask(work, person="TIM"))

    assert first | second == {"MAY", "MIA", "MAX", "MEG"}
    assert (
        questions.ask(work, "SAM", "How?", AI).asked is Asked.LATER
    )  # everybody has had their one this week


def test_who_has_not_said_whether_to_be_asked_is_asked_once_and_taking_it_is_a_yes(work: Work) -> None:
    mentors(work, "MAY", "MIA", questions_a_week=None)
    question = ask(work)
    told = [
        question_letters.ask_to_tell(work, one) for one in work.outbox.due(9) if one.kind == Kind.QUESTION
    ]
    assert [one.is_first for one in told] == [True, True]

    assert question_talks.take(work, question.id, "MAY").is_first
    at(work, NOW + days(8))

    assert work.people.member("MAY", "program").questions_a_week == 1
    assert asked(work, ask(work)) == {"MAY"}


def test_a_skill_that_nobody_shares_is_noted_once_and_shown_as_wanted_until_somebody_does(work: Work) -> None:
    an_admin(work, "ADA")
    for text in ("How?", "And how?"):
        receipt = questions.ask(work, "SAM", text, AI)
        assert receipt.asked is Asked.NOBODY_SHARES_IT

    assert recruiting.roster(work, "ADA").nobody_shares == ("AI assistants at work",)
    assert questions.begin(work, "SAM", question_id=receipt.question_id).text == "And how?"
    mentors(work, "MAY", state="PAUSED")
    assert questions.ask(work, "SAM", "How?", AI).asked is Asked.LATER
    assert "AI assistants at work" not in recruiting.roster(work, "ADA").nobody_shares


# Who may ask


def test_the_form_guesses_the_skill_and_takes_no_words_of_others(work: Work) -> None:
    mentors(work, "MAY")
    question = ask(work, "secret")
    a_member(work, "TIM", Role.MENTEE)

    assert questions.begin(work, "TIM", "a chatgtp question").skill == AI
    form = questions.begin(work, "TIM", question_id=question.id)
    assert (form.text, form.skill) == ("", None)


def test_one_open_question_at_a_time_and_two_a_week(work: Work) -> None:
    mentors(work, "MAY", "MIA", questions_a_week=3)
    first = ask(work)
    for attempt in (lambda: ask(work), lambda: questions.begin(work, "SAM")):
        with pytest.raises(rules.OneAtATime):
            attempt()
    questions.withdraw(work, first.id, "SAM")
    questions.withdraw(work, ask(work).id, "SAM")

    with pytest.raises(rules.EnoughForNow):
        ask(work)
    at(work, NOW + days(8))
    assert ask(work).state == QuestionState.OPEN


def test_somebody_with_a_partner_is_led_there_unless_the_two_have_not_been_told(work: Work) -> None:
    mentors(work, "MAY")
    pair = a_pair(work, "MIA", "SAM")
    assert questions.begin(work, "SAM").pair_id == pair.id
    with pytest.raises(rules.PartnerIsThere):
        ask(work)
    assert question_letters.card(work, "SAM") is None

    pair.state = PairState.PAUSED
    assert questions.begin(work, "SAM") == questions.Partnered("MIA", "")
    work.outbox.owe(
        Kind.PAIR_INTRODUCTION, f"round:{pair.round_id}:introduction:{pair.id}", pair=pair.id, facts={}
    )
    assert ask(work).state == QuestionState.OPEN
    pair.state = PairState.COMPLETED
    assert question_letters.card(work, "SAM").text == "How do I check it?"


def test_members_who_are_there_ask_and_nobody_else(work: Work) -> None:
    a_person(work, "NOA")
    with pytest.raises(NotAMember):
        questions.begin(work, "NOA")
    with pytest.raises(Mistakes):
        questions.ask(work, "SAM", "x" * 501, AI)
    onboarding.pause(work, "SAM", (NOW + days(7)).date())
    with pytest.raises(rules.BackFirst):
        questions.begin(work, "SAM")
    work.program.current().state = ProgramState.CLOSED
    with pytest.raises(ProgramOver):
        questions.begin(work, "SAM")


# Who takes it


def test_the_first_taker_wins_and_the_other_is_spared(work: Work) -> None:
    mentors(work, "MAY", "MIA")
    question = ask(work)
    deliver(work)

    done = question_talks.take(work, question.id, "MAY")
    late = question_talks.take(work, question.id, "MIA")

    assert (done.answer, late.answer) == (Answer.TAKEN, Answer.TAKEN_BY_ANOTHER)
    assert [spot.channel for spot in done.others] == ["DMIA"]
    assert question_talks.take(work, question.id, "MAY").answer is Answer.TAKEN
    assert question_talks.pass_on(work, question.id, "MAY").answer is Answer.TAKEN
    assert question.mentor_id == "MAY"
    assert owed(work, Kind.QUESTION_TAKEN) == ["SAM"]


def test_a_message_that_has_not_left_stays_once_somebody_took_it(work: Work) -> None:
    mentors(work, "MAY", "MIA")
    question = ask(work)
    letters = [one for one in work.outbox.due(9) if one.kind == Kind.QUESTION]
    question_talks.take(work, question.id, "MAY")

    assert [question_letters.ask_to_tell(work, letter) for letter in letters] == [None, None]


def test_the_group_dm_of_the_two_opens_when_both_are_at_work(work: Work) -> None:
    mentors(work, "MAY", work_start=time(13), work_end=time(21))
    question = ask(work)
    question_talks.take(work, question.id, "MAY")

    assert claimed(work, Kind.QUESTION_TAKEN) == []
    at(work, NOW + timedelta(hours=5))
    [group] = claimed(work, Kind.QUESTION_TAKEN)
    assert (group.recipients, group.step) == (("SAM", "MAY"), Step.OPEN)
    outcomes.opened(work, group, "G1")
    [parcel] = claimed(work, Kind.QUESTION_TAKEN)

    assert (parcel.channel, parcel.step) == ("G1", Step.POST)
    outcomes.attempt(work, [parcel], timedelta(seconds=10), has_files=False)
    outcomes.sent(work, [Sent(parcel, "G1", "1.0")])
    assert work.people.get("SAM").dm_channel is None  # the group is nobody's own conversation
    assert len(question_letters.talk_to_tell(work, parcel.message).slots) == 3


def test_to_ask_a_mentor_waits_for_their_hours_and_counts_in_their_quiet_budget(work: Work) -> None:
    mentors(work, "MAY", work_start=time(13), work_end=time(21))
    ask(work)
    assert claimed(work, Kind.QUESTION) == []

    at(work, NOW + timedelta(hours=4))
    assert len(claimed(work, Kind.QUESTION)) == 1
    assert len(work.delivery.heard_since(["MAY"], NOW)["MAY"]) == 1


def test_after_three_working_days_the_next_two_are_asked_once_and_then_the_asker_is_told(work: Work) -> None:
    an_admin(work, "ADA")
    mentors(work, "MAY", "MIA", "MAX", "MEG", "MOE")
    question = ask(work)
    first = asked(work, question)

    at(work, NOW + timedelta(days=3, minutes=-1))
    assert question_turns.look_again(work) == 0
    at(work, NOW + days(3))
    assert question_turns.look_again(work) == 1
    assert len(asked(work, question) - first) == 2
    assert question_turns.look_again(work) == 0
    at(work, NOW + days(7))
    assert question_turns.look_again(work) == 0  # three working days, a weekend between them
    at(work, NOW + days(8))
    question_turns.look_again(work)

    assert question.state == QuestionState.UNANSWERED
    assert len(asked(work, question)) == 4
    [end] = [one for one in work.outbox.due(99) if one.kind == Kind.QUESTION_OPEN_END]
    told = question_letters.open_end_to_tell(work, end)
    assert (end.person_id, told.text, told.admins) == ("SAM", "How do I check it?", ("ADA",))
    assert question_talks.take(work, question.id, next(iter(first))).answer is Answer.OVER


def test_once_both_said_no_the_next_are_asked_at_once_but_the_end_keeps_its_day(work: Work) -> None:
    mentors(work, "MAY", "MIA", "MAX", "MEG")
    question = ask(work)
    for mentor in sorted(asked(work, question)):
        assert question_talks.pass_on(work, question.id, mentor).answer is Answer.PASSED
        assert question_talks.take(work, question.id, mentor).answer is Answer.PASSED
    assert len(asked(work, question)) == 4

    for mentor in sorted(asked(work, question)):
        question_talks.pass_on(work, question.id, mentor)

    assert question.state == QuestionState.OPEN
    assert question.due_at == NOW + days(8)
    assert owed(work, Kind.QUESTION_OPEN_END) == []


def test_a_mentor_who_goes_on_a_break_passes_on_what_they_were_asked(work: Work) -> None:
    mentors(work, "MAY", "MIA", "MAX")
    question = ask(work)
    one, other = sorted(asked(work, question))
    onboarding.pause(work, one, (NOW + days(7)).date())
    onboarding.leave(work, other)

    assert question_talks.take(work, question.id, one).answer is Answer.PASSED
    assert len(asked(work, question)) == 3


def test_the_question_of_somebody_who_leaves_rests_or_is_gone_is_over(work: Work) -> None:
    mentors(work, "MAY", questions_a_week=3)
    for away in (
        lambda: onboarding.leave(work, "SAM"),
        lambda: setattr(work.people.get("SAM"), "is_employee", False),
    ):
        question = ask(work)
        away()
        assert question_talks.take(work, question.id, "MAY").answer is Answer.OVER
        at(work, question.due_at)
        question_turns.look_again(work)
        assert question.state == QuestionState.WITHDRAWN
        member = work.people.member("SAM", "program")
        member.state, member.left_at = "ACTIVE", None
        at(work, work.now + days(8))


def test_once_the_program_has_ended_nobody_is_asked_any_more(work: Work) -> None:
    mentors(work, "MAY")
    question = ask(work)
    [letter] = [one for one in work.outbox.due(9) if one.kind == Kind.QUESTION]
    work.program.current().state = ProgramState.CLOSED
    at(work, question.due_at)

    assert question_letters.ask_to_tell(work, letter) is None
    question_turns.look_again(work)
    assert question.state == QuestionState.WITHDRAWN
    assert question_letters.card(work, "SAM") is None


@pytest.mark.parametrize(
    "flow", [question_talks.take, question_talks.pass_on, question_talks.helped, questions.withdraw]
)
def test_what_is_not_theirs_or_not_there_is_stale(work: Work, flow) -> None:
    mentors(work, "MAY")
    a_member(work, "EVE", Role.MENTOR)
    question = ask(work)
    for question_id, person in ((question.id, "EVE"), ("nonsense", "MAY")):
        with pytest.raises(Stale):
            flow(work, question_id, person)
    assert question.state == QuestionState.OPEN


# The talk


@pytest.fixture
def taken(work: Work) -> Question:
    mentors(work, "MAY")
    question = ask(work)
    question_talks.take(work, question.id, "MAY")
    deliver(work)
    return question


def test_a_time_is_chosen_once_moved_by_choice_and_in_the_way_of_nothing_else(
    work: Work, taken: Question
) -> None:
    slot, other, *_ = question_letters.read(work, taken.id, "SAM").slots

    question_talks.plan(work, taken.id, "SAM", slot, 0)
    question_talks.plan(work, taken.id, "MAY", other, 0)  # too late: the time is chosen
    assert (taken.starts_at, taken.revision) == (slot, 1)
    question_talks.plan(work, taken.id, "MAY", other, 1)

    assert (taken.starts_at, taken.revision) == (other, 2)
    cards = [one for one in work.outbox.due(9) if one.kind == Kind.QUESTION_TALK]
    assert [question_letters.talk_to_tell(work, one) is None for one in cards] == [True, False]
    assert slot in question_letters.read(work, taken.id, "MAY").slots
    assert other not in question_letters.read(work, taken.id, "MAY").slots
    pair = a_pair(work, "MAY", "ZOE")
    assert [span.start for span in meetings.diaries(work, pair).taken] == [other]
    assert other not in sessions.offer_slots(work, pair)


@pytest.mark.parametrize("when", [NOW, datetime(2036, 1, 1, tzinfo=UTC)])
def test_a_time_that_passed_or_was_never_offered_is_refused(
    work: Work, taken: Question, when: datetime
) -> None:
    with pytest.raises(Mistakes):
        question_talks.plan(work, taken.id, "SAM", when, 0)
    with pytest.raises(Stale):
        question_talks.plan(work, taken.id, "EVE", NOW + days(2), 0)


def test_the_asker_is_asked_once_whether_it_helped_after_the_talk_or_a_week(
    work: Work, taken: Question
) -> None:
    week = work.outbox.get(f"question:{taken.id}:follow-up:0")
    assert week.not_before == NOW + days(7)
    [slot, *_] = question_letters.read(work, taken.id, "SAM").slots
    question_talks.plan(work, taken.id, "SAM", slot, 0)

    after = work.outbox.get(f"question:{taken.id}:follow-up:1")
    assert (after.person_id, after.not_before) == ("SAM", slot + timedelta(minutes=15))
    assert question_letters.follow_up_to_tell(work, week) is None
    assert question_letters.follow_up_to_tell(work, after)
    question_talks.helped(work, taken.id, "SAM")
    assert question_letters.follow_up_to_tell(work, after) is None


def test_help_is_thanked_for_in_private_once_and_counted(work: Work, taken: Question) -> None:
    with pytest.raises(Stale):
        question_talks.helped(work, taken.id, "MAY")
    for _ in range(2):
        question_talks.helped(work, taken.id, "SAM")

    assert owed(work, Kind.QUESTION_HELPED) == ["MAY"]
    assert [badge.badge_id for badge in work.recognition.badges("MAY", "program")] == ["first-question"]
    assert work.recognition.milestones("MAY", "program", []).questions_helped == 1
    assert standing.page(work, work.program.current()).questions == (1, 1)


# What is held


def test_an_erasure_leaves_no_words_and_no_name_and_keeps_what_the_mentor_did(
    work: Work, taken: Question
) -> None:
    question_talks.helped(work, taken.id, "SAM")
    privacy.erase(work, "SAM")

    kept = work.questions.find(taken.id)
    assert (kept.text, kept.person_id[:5], kept.mentor_id) == ("", "gone-", "MAY")
    assert work.recognition.milestones("MAY", "program", []).questions_helped == 1


def test_the_asker_is_never_handed_out_who_was_asked(work: Work) -> None:
    mentors(work, "MAY", "MIA")
    question = ask(work)
    question_talks.pass_on(work, question.id, "MIA")

    assert "questionask" not in work.privacy.held(work.people.get("SAM"))
    [mine] = work.privacy.held(work.people.get("MIA"))["questionask"]
    assert mine["answered_at"]
    assert work.session.get(QuestionAsk, (question.id, "MAY"))
