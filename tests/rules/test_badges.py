import pytest

from bot import content
from bot.rules.badges import RULES, Milestones, came_full_circle, reached


def test_nothing_done_reaches_nothing() -> None:
    assert reached(Milestones()) == []


@pytest.mark.parametrize(
    ("did", "rules"),
    [
        (Milestones(sessions=1), ["first_session"]),
        (Milestones(sessions=6), ["first_session", "three_sessions", "six_sessions"]),
        (Milestones(lessons=5), ["first_lesson"]),
        (Milestones(lessons=6), ["first_lesson", "all_lessons"]),
        (Milestones(lessons=6, track=12), ["first_lesson"]),
        (Milestones(thanks_given=2), ["first_thanks"]),
        (Milestones(goals_reached=1), ["goal_reached"]),
    ],
)
def test_each_milestone_has_its_rule(did: Milestones, rules: list[str]) -> None:
    assert reached(did) == rules


def test_a_pair_that_never_met_does_not_come_full_circle() -> None:
    assert not came_full_circle(Milestones(pairs_completed=1))
    assert came_full_circle(Milestones(pairs_completed=1, sessions=1))


def test_every_badge_of_the_content_has_a_rule_and_every_rule_a_badge() -> None:
    assert {badge.rule for badge in content.badges().values()} == set(RULES)
