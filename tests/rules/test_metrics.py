from datetime import timedelta

from bot import content
from bot.rules import metrics
from bot.rules.metrics import Course, Facts, Group
from tests.builders import NOW, days


def test_each_objective_of_the_content_has_a_measure() -> None:
    assert set(metrics.MEASURES) == set(content.objectives())


def test_nothing_is_measured_before_anything_happened() -> None:
    assert {measure(Facts(NOW)) for measure in metrics.MEASURES.values()} == {None}


def test_the_match_rate_leaves_out_who_pauses() -> None:
    facts = Facts(NOW, present=frozenset("ABCD"), paired=frozenset("ABCX"))

    assert metrics.match_rate(facts) == 75


def test_a_pair_counts_for_the_first_meeting_once_it_had_its_two_weeks() -> None:
    quick = Course(NOW - days(20), held=1, first_met_at=NOW - days(6))
    slow = Course(NOW - days(20), held=1, first_met_at=NOW - days(5))
    never = Course(NOW - days(14))
    young = Course(NOW - days(13))

    assert metrics.first_meeting_14_days(Facts(NOW, courses=(quick, slow, never, young))) == 100 / 3


def test_sessions_are_averaged_over_pairs_that_ended_too() -> None:
    courses = (Course(NOW, held=5), Course(NOW, held=0, is_active=False))

    assert metrics.sessions_per_pair(Facts(NOW, courses=courses)) == 2.5


def test_a_gain_is_the_difference_of_two_groups() -> None:
    facts = Facts(NOW, baseline={"inclusion": Group(9, 3.0)}, newest={"inclusion": Group(5, 3.5)})

    assert metrics.inclusion_gain(facts) == 0.5
    assert metrics.digital_confidence_gain(facts) is None


def test_four_answers_are_never_told_on_either_side() -> None:
    few, enough = {"inclusion": Group(4, 3.0)}, {"inclusion": Group(5, 3.5)}

    assert metrics.inclusion_gain(Facts(NOW, baseline=few, newest=enough)) is None
    assert metrics.inclusion_gain(Facts(NOW, baseline=enough, newest=few)) is None
    assert metrics.recommend_score(Facts(NOW, recommend=Group(4, 9.0))) is None
    assert metrics.recommend_score(Facts(NOW, recommend=Group(5, 9.0))) == 9


def test_lessons_are_a_share_of_those_sent() -> None:
    assert metrics.lessons_done(Facts(NOW, lessons_sent=8, lessons_done=6)) == 75


def test_a_pair_is_quiet_after_four_weeks_without_any_sign() -> None:
    silent = Course(NOW - days(28))

    assert metrics.is_quiet(silent, NOW)
    assert not metrics.is_quiet(silent, NOW - timedelta(seconds=1))
    assert not metrics.is_quiet(Course(NOW - days(60), last_answer_at=NOW - days(3)), NOW)
    assert not metrics.is_quiet(Course(NOW - days(60), last_met_at=NOW - days(3)), NOW)
    assert not metrics.is_quiet(Course(NOW - days(60), planned=1), NOW)
    assert not metrics.is_quiet(Course(NOW - days(60), is_active=False), NOW)
