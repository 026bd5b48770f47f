import pytest

from bot.flows import checkin_letters, checkins, silence
from bot.rules.checkins import NobodyToAsk, Wish
from bot.rules.messages import Kind
from bot.rules.refusals import Mistakes, NotAMember, NotYours, Stale
from storage.models import CheckIn, MemberState, OutboxMessage, PairState
from storage.work import Work
from tests.builders import a_pair, a_program, an_admin, days, deliver


@pytest.fixture(autouse=True)
def pair(work: Work):
    """A pair in a program that asks every two weeks, with an admin who is in neither half."""
    a_program(work)
    an_admin(work, "ADA")
    return a_pair(work, "MAYA", "SAM")


def ask(work: Work, after: float = 14) -> dict[str, OutboxMessage]:
    """Let time pass, ask, and deliver; return what was heard by whom."""
    work.now += days(after)
    checkins.ask_due_pairs(work)
    return {str(message.person_id): message for message in deliver(work)}


def asked(work: Work, person_id: str) -> CheckIn:
    """Return somebody's newest check-in."""
    [pair] = work.pairs.of(person_id, *PairState)
    mine = [one for one in work.checkins.asked([pair.id])[pair.id] if one.person_id == person_id]
    return mine[-1]


def member(work: Work, person_id: str):
    return work.people.member(person_id, "program")


# Asking


def test_both_halves_are_asked_every_two_weeks(work: Work):
    assert ask(work, 13) == {}
    assert set(ask(work, 1)) == {"MAYA", "SAM"}
    assert ask(work, 13) == {}
    assert set(ask(work, 1)) == {"MAYA", "SAM"}


def test_a_second_tick_asks_nobody_again(work: Work):
    ask(work)

    assert checkins.ask_due_pairs(work).count == 0


def test_a_pair_of_nine_days_is_left_alone(work: Work):
    work.program.current().checkin_days = 7

    assert ask(work, 9) == {}
    assert set(ask(work, 1)) == {"MAYA", "SAM"}


@pytest.mark.parametrize("state", [PairState.PAUSED, PairState.ENDED, PairState.COMPLETED])
def test_a_pair_that_is_not_together_is_not_asked(work: Work, pair, state: PairState):
    pair.state = state

    assert ask(work) == {}


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.LEFT])
def test_only_the_half_that_is_there_is_asked(work: Work, state: MemberState):
    member(work, "SAM").state = state

    assert set(ask(work)) == {"MAYA"}


def test_a_new_check_in_closes_the_one_before(work: Work):
    ask(work)
    first = asked(work, "MAYA")
    ask(work)

    with pytest.raises(Stale):
        checkins.met(work, first.id, "MAYA", answer=True)


def test_a_check_in_that_did_not_leave_in_time_is_not_sent_once_it_is_answered(work: Work):
    message = ask(work)["MAYA"]
    assert checkin_letters.check_in_to_tell(work, message).partner_id == "SAM"

    checkins.met(work, message.facts["check_in"], "MAYA", answer=True)

    assert checkin_letters.check_in_to_tell(work, message) is None


def test_a_check_in_is_not_sent_to_somebody_who_pauses(work: Work):
    message = ask(work)["MAYA"]
    member(work, "MAYA").state = MemberState.PAUSED

    assert checkin_letters.check_in_to_tell(work, message) is None


# Silence


def test_two_check_ins_without_an_answer_are_met_with_one_kind_message_and_then_quiet(work: Work):
    ask(work)
    ask(work)
    heard = ask(work)

    assert {message.kind for message in heard.values()} == {Kind.CHECK_IN_SILENCE}
    assert checkin_letters.silence_to_tell(work, heard["MAYA"]).partner_id == "SAM"
    assert ask(work) == {}
    assert ask(work) == {}


def test_only_the_silent_half_falls_quiet(work: Work):
    for _ in range(2):
        ask(work)
        checkins.met(work, asked(work, "SAM").id, "SAM", answer=False)

    heard = ask(work)

    assert {person: message.kind for person, message in heard.items()} == {
        "MAYA": Kind.CHECK_IN_SILENCE,
        "SAM": Kind.CHECK_IN,
    }
    assert set(ask(work)) == {"SAM"}


def test_a_check_in_that_never_arrived_is_no_silence(work: Work):
    for _ in range(3):
        work.now += days(14)
        checkins.ask_due_pairs(work)

    assert {message.kind for message in deliver(work)} == {Kind.CHECK_IN}


def test_who_answers_late_is_asked_again(work: Work):
    ask(work)
    ask(work)
    ask(work)
    checkins.met(work, asked(work, "MAYA").id, "MAYA", answer=True)

    heard = ask(work)

    assert {person: message.kind for person, message in heard.items()} == {"MAYA": Kind.CHECK_IN}


def test_who_wishes_to_stay_is_asked_as_before_and_old_silence_is_forgotten(work: Work):
    ask(work)
    ask(work)
    ask(work)
    silence.settle(work, "program", "MAYA", Wish.STAY)

    assert ask(work)["MAYA"].kind == Kind.CHECK_IN
    assert ask(work)["MAYA"].kind == Kind.CHECK_IN
    assert ask(work)["MAYA"].kind == Kind.CHECK_IN_SILENCE


def test_who_wishes_to_be_asked_later_is_left_alone_for_a_month(work: Work):
    ask(work)
    ask(work)
    ask(work)
    silence.settle(work, "program", "MAYA", Wish.LATER)

    assert ask(work, 29) == {}
    assert ask(work, 1)["MAYA"].kind == Kind.CHECK_IN


def test_who_wishes_no_more_questions_gets_none_until_they_say_so(work: Work):
    ask(work)
    ask(work)
    ask(work)
    silence.settle(work, "program", "MAYA", Wish.STOP)
    silence.end(work, member(work, "MAYA"))

    assert ask(work, 100) == {}
    silence.settle(work, "program", "MAYA", Wish.STAY)
    assert set(ask(work, 0)) == {"MAYA"}


def test_who_has_left_has_nothing_to_wish(work: Work):
    member(work, "MAYA").state = MemberState.LEFT

    with pytest.raises(NotAMember):
        silence.settle(work, "program", "MAYA", Wish.STAY)


# Answering


def test_three_taps_tell_how_it_is(work: Work):
    ask(work)
    check_in = asked(work, "MAYA").id

    assert checkins.met(work, check_in, "MAYA", answer=True).met is True
    assert checkins.mood(work, check_in, "MAYA", "great").mood == "great"
    end = checkins.obstacle(work, check_in, "MAYA", "nothing")

    assert end.obstacle == "nothing"
    assert not end.is_trouble


def test_a_doubled_tap_keeps_the_first_answer(work: Work):
    ask(work)
    check_in = asked(work, "MAYA").id
    checkins.met(work, check_in, "MAYA", answer=False)

    assert checkins.met(work, check_in, "MAYA", answer=True).met is False


def test_the_halves_answer_apart(work: Work):
    ask(work)
    checkins.met(work, asked(work, "MAYA").id, "MAYA", answer=True)

    assert checkins.met(work, asked(work, "SAM").id, "SAM", answer=False).met is False


def test_nobody_answers_for_the_other_half(work: Work):
    ask(work)

    with pytest.raises(NotYours):
        checkins.met(work, asked(work, "MAYA").id, "SAM", answer=True)


@pytest.mark.parametrize("step", [checkins.mood, checkins.obstacle])
def test_an_answer_that_was_never_offered_is_refused(work: Work, step):
    ask(work)

    with pytest.raises(Stale):
        step(work, asked(work, "MAYA").id, "MAYA", "forged")


@pytest.mark.parametrize("state", [PairState.ENDED, PairState.COMPLETED])
def test_a_check_in_about_a_pair_that_ended_is_out_of_date(work: Work, pair, state: PairState):
    ask(work)
    pair.state = state

    with pytest.raises(Stale):
        checkins.met(work, asked(work, "MAYA").id, "MAYA", answer=True)


def test_who_pauses_may_still_answer(work: Work, pair):
    ask(work)
    pair.state = PairState.PAUSED
    member(work, "MAYA").state = MemberState.PAUSED

    assert checkins.met(work, asked(work, "MAYA").id, "MAYA", answer=True).met


# Notes and help


def test_a_note_stays_with_the_person_unless_they_share_it(work: Work):
    ask(work)
    check_in = asked(work, "MAYA").id

    noted = checkins.keep_note(work, check_in, "MAYA", "He is often late.", shared=False)
    assert (noted.channel, noted.ts) == ("DMAYA", "1.000001")
    assert deliver(work) == []

    checkins.keep_note(work, check_in, "MAYA", "He is often late.", shared=True)
    [message] = deliver(work)

    assert (message.kind, message.person_id) == (Kind.NOTE_SHARED, "ADA")
    assert "late" not in str(message.facts)
    assert checkin_letters.note_to_tell(work, message).text == "He is often late."


def test_a_note_that_was_taken_back_is_not_told(work: Work):
    ask(work)
    check_in = asked(work, "MAYA").id
    checkins.keep_note(work, check_in, "MAYA", "Hello", shared=True)
    [message] = deliver(work)
    checkins.keep_note(work, check_in, "MAYA", "Hello", shared=False)

    assert checkin_letters.note_to_tell(work, message) is None


def test_a_note_that_is_too_long_is_not_kept(work: Work):
    ask(work)

    with pytest.raises(Mistakes):
        checkins.keep_note(work, asked(work, "MAYA").id, "MAYA", "x" * 1001, shared=False)


def test_who_wants_a_word_reaches_the_admins_once_and_nothing_else_is_told(work: Work):
    ask(work)
    check_in = asked(work, "MAYA").id

    assert checkins.want_word(work, check_in, "MAYA").wants_word
    assert checkins.want_word(work, check_in, "MAYA").wants_word

    [message] = deliver(work)
    assert (message.kind, message.person_id, message.facts) == (Kind.HELP_WANTED, "ADA", {"person": "MAYA"})
    assert message.key.count("MAYA-SAM") == 0


def test_a_partner_who_is_an_admin_is_not_turned_to(work: Work):
    an_admin(work, "ALF")
    a_pair(work, "MIA", "ALF")
    work.now += days(14)
    checkins.ask_due_pairs(work)
    deliver(work)

    checkins.want_word(work, asked(work, "MIA").id, "MIA")

    assert [message.person_id for message in deliver(work)] == ["ADA"]


def test_a_lone_admin_is_told_that_there_is_nobody_else(work: Work):
    a_pair(work, "MIA", "ADA")
    ask(work)

    with pytest.raises(NobodyToAsk):
        checkins.want_word(work, asked(work, "ADA").id, "ADA")


def test_who_asks_for_a_new_match_is_free_and_the_partner_hears_one_neutral_sentence(work: Work, pair):
    ask(work)

    checkins.ask_for_match(work, asked(work, "MAYA").id, "MAYA")

    assert pair.state == PairState.ENDED
    told = [(message.kind, message.person_id) for message in deliver(work)]
    assert told == [(Kind.PROMPT_OVER, "SAM"), (Kind.PAIR_ENDED, "SAM")]
    with pytest.raises(Stale):
        checkins.ask_for_match(work, asked(work, "MAYA").id, "MAYA")
