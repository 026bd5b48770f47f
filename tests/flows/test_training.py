import pytest

from bot import content
from bot.flows import silence, training
from bot.rules.checkins import Wish
from bot.rules.messages import Kind
from bot.rules.refusals import NotAMember, Stale
from storage.models import MemberState, ProgramState, Role
from storage.work import Work
from tests.builders import a_member, a_program, an_admin, days, deliver


def owed_lessons(work: Work) -> list[str]:
    return [message.facts["lesson"] for message in deliver(work) if message.kind == Kind.LESSON]


def test_a_new_member_is_owed_the_first_lesson_of_their_track(work: Work):
    a_program(work, ProgramState.OPEN)

    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    training.begin(work, a_member(work, "SAM", Role.MENTEE))

    assert owed_lessons(work) == ["mentor-1", "mentee-1"]


def test_who_comes_back_goes_on_where_they_were(work: Work):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    deliver(work)

    training.begin(work, maya)

    assert owed_lessons(work) == []


def test_the_next_lesson_follows_a_week_after_one_that_is_done(work: Work):
    a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    training.answer(work, "MAYA", "mentor-1", 0)
    deliver(work)

    work.now += days(6)
    assert training.send_next(work).count == 0
    work.now += days(1)
    assert training.send_next(work).count == 1
    assert training.send_next(work).count == 0

    assert owed_lessons(work) == ["mentor-2"]


def test_lessons_do_not_pile_up(work: Work):
    a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))

    work.now += days(13)
    assert training.send_next(work).count == 0
    work.now += days(1)
    assert training.send_next(work).count == 1


def test_who_is_both_learns_both_sides_in_turn():
    assert training.track(Role.BOTH)[:4] == ["mentor-1", "mentee-1", "mentor-2", "mentee-2"]
    assert len(training.track(Role.BOTH)) == 12


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.LEFT])
def test_nobody_who_is_away_is_sent_a_lesson(work: Work, state: MemberState):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    maya.state = state
    work.now += days(30)

    assert training.send_next(work).count == 0
    assert training.lesson_to_tell(work, deliver(work)[0]) is None


def test_who_fell_silent_is_left_in_peace_until_they_answer_something(work: Work):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    maya.quiet_since = work.now
    work.now += days(30)
    assert training.send_next(work).count == 0

    training.answer(work, "MAYA", "mentor-1", 0)

    assert maya.quiet_since is None
    assert training.send_next(work).count == 1


def test_who_wants_no_questions_gets_no_lessons_until_they_say_so(work: Work):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    silence.settle(work, "program", "MAYA", Wish.STOP)
    training.answer(work, "MAYA", "mentor-1", 0)
    work.now += days(7)

    assert training.send_next(work).count == 0

    silence.settle(work, "program", "MAYA", Wish.STAY)

    assert training.send_next(work).count == 1


def test_no_lesson_is_sent_after_the_program(work: Work):
    program = a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    program.state = ProgramState.CLOSED
    work.now += days(30)

    assert training.send_next(work).count == 0


def test_the_first_answer_stays_and_a_second_tap_is_harmless(work: Work):
    a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))

    first = training.answer(work, "MAYA", "mentor-1", 1)
    second = training.answer(work, "MAYA", "mentor-1", 2)

    assert first == second
    assert first.answer == content.lessons()["mentor-1"].answers[1]
    assert (first.done, first.total) == (1, 6)


def test_a_lesson_that_is_done_is_not_sent_any_more(work: Work):
    a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    [message] = [one for one in deliver(work) if one.kind == Kind.LESSON]

    assert training.lesson_to_tell(work, message).lesson.id == "mentor-1"
    training.answer(work, "MAYA", "mentor-1", 0)

    assert training.lesson_to_tell(work, message) is None


def test_a_lesson_is_read_and_answered_after_the_program_too(work: Work):
    program = a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    program.state = ProgramState.CLOSED

    assert training.answer(work, "MAYA", "mentor-1", 0).done == 1


def test_a_lesson_that_was_never_sent_cannot_be_answered(work: Work):
    a_program(work)
    a_member(work, "MAYA", Role.MENTOR)

    with pytest.raises(Stale):
        training.answer(work, "MAYA", "mentor-6", 0)


def test_who_has_left_is_told_so(work: Work):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    maya.state = MemberState.LEFT

    with pytest.raises(NotAMember):
        training.answer(work, "MAYA", "mentor-1", 0)
    assert training.card(work, "MAYA") is None


def test_home_shows_the_lesson_that_waits_and_those_that_are_done(work: Work):
    a_program(work)
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    training.answer(work, "MAYA", "mentor-1", 0)
    work.now += days(7)
    training.send_next(work)

    card = training.card(work, "MAYA")

    assert (card.done, card.total) == (1, 6)
    assert card.waiting.id == "mentor-2"
    assert [lesson.id for lesson in card.past] == ["mentor-1"]


def test_a_changed_role_keeps_what_was_done(work: Work):
    a_program(work)
    maya = a_member(work, "MAYA", Role.MENTOR)
    training.begin(work, maya)
    training.answer(work, "MAYA", "mentor-1", 0)
    maya.role = Role.MENTEE
    work.now += days(7)
    training.send_next(work)

    card = training.card(work, "MAYA")

    assert (card.done, card.total, card.waiting.id) == (1, 7, "mentee-1")


def test_a_reader_who_wants_help_reaches_the_admins(work: Work):
    a_program(work)
    an_admin(work, "ADA")
    training.begin(work, a_member(work, "MAYA", Role.MENTOR))
    deliver(work)

    training.ask_for_word(work, "MAYA", "mentor-1")

    [message] = deliver(work)
    assert (message.kind, message.person_id, message.facts) == (Kind.HELP_WANTED, "ADA", {"person": "MAYA"})


def test_the_answer_that_calls_for_help_is_one_of_the_answers():
    calling = [lesson for lesson in content.lessons().values() if lesson.help_answer]

    assert calling
    assert all(lesson.help_answer in lesson.answers for lesson in calling)
