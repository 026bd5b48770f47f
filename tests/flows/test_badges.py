from bot.flows import badges, recognition
from bot.rules.messages import Kind
from storage.models import Goal, MemberState, OutboxMessage, Role
from storage.work import Work
from tests.builders import a_held_session, a_lesson_done, a_member, a_pair, a_person, a_program, days, deliver


def news(work: Work, person_id: str) -> list[OutboxMessage]:
    due = work.outbox.due(50)
    return [message for message in due if message.kind == Kind.BADGE and message.person_id == person_id]


def test_a_session_earns_a_badge_once(work: Work) -> None:
    a_program(work)
    a_held_session(work, a_pair(work))

    assert [badge.badge_id for badge in badges.award(work, "program", "MENTOR")] == ["first-session"]
    assert badges.award(work, "program", "MENTOR") == []

    [message] = news(work, "MENTOR")
    assert [badge.label for badge in badges.badges_to_tell(work, message)] == ["First session"]


def test_badges_that_come_together_are_one_message(work: Work) -> None:
    a_program(work)
    pair = a_pair(work)
    a_held_session(work, pair)
    badges.award(work, "program", "MENTOR")
    work.session.add(
        Goal(id="goal", pair_id=pair.id, title="Post a video", made_at=work.now, reached_at=work.now)
    )
    badges.award(work, "program", "MENTOR")

    [message] = news(work, "MENTOR")
    assert message.facts["badges"] == ["first-session", "goal-reached"]


def test_a_badge_after_the_news_has_left_is_news_again(work: Work) -> None:
    a_program(work)
    pair = a_pair(work)
    a_held_session(work, pair)
    badges.award(work, "program", "MENTOR")
    deliver(work)
    for number in (2, 3):
        a_held_session(work, pair, number)
    badges.award(work, "program", "MENTOR")

    [message] = news(work, "MENTOR")
    assert message.facts["badges"] == ["three-sessions"]


def test_sessions_with_different_partners_add_up(work: Work) -> None:
    a_program(work)
    a_held_session(work, a_pair(work, "ANA", "BEN"))
    pair = a_pair(work, "ANA", "CAI")
    a_held_session(work, pair)
    a_held_session(work, pair, 2)

    assert len(badges.award(work, "program", "ANA")) == 2
    assert len(badges.award(work, "program", "BEN")) == 1


def test_six_lessons_complete_a_track_and_twelve_the_double_one(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)
    a_member(work, "BEN", Role.BOTH)
    for person_id in ("ANA", "BEN"):
        for number in range(1, 7):
            a_lesson_done(work, person_id, f"mentor-{number}")

    assert [badge.badge_id for badge in badges.award(work, "program", "ANA")] == [
        "first-lesson",
        "all-lessons",
    ]
    assert [badge.badge_id for badge in badges.award(work, "program", "BEN")] == ["first-lesson"]


def test_a_lesson_of_another_track_does_not_count(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)
    a_lesson_done(work, "ANA", "mentee-1")

    assert badges.award(work, "program", "ANA") == []


def test_thanks_earn_a_badge_to_members_only(work: Work) -> None:
    a_program(work)
    a_member(work, "ANA", Role.MENTOR)
    a_person(work, "BEN")
    recognition.thank(work, "ANA", ["BEN"], "For the tour.")
    recognition.thank(work, "BEN", ["ANA"], "You are welcome.")

    assert [badge.id for badge in badges.earned(work, "program", "ANA")] == ["first-thanks"]
    assert badges.earned(work, "program", "BEN") == ()


def test_who_has_left_earns_and_hears_nothing(work: Work) -> None:
    a_program(work)
    pair = a_pair(work)
    a_held_session(work, pair)
    badges.award(work, "program", "MENTOR")
    for person_id in ("MENTOR", "MENTEE"):
        work.people.member(person_id, "program").state = MemberState.LEFT
    work.now += days(1)

    assert badges.award(work, "program", "MENTEE") == []
    [message] = news(work, "MENTOR")
    assert badges.badges_to_tell(work, message) is None
