import pytest

from bot.flows import goals
from bot.rules.goals import EnoughGoals
from bot.rules.pairs import PairOver
from bot.rules.refusals import Mistakes, NotYours, Stale
from storage.models import Pair, PairState
from storage.work import Work
from tests.builders import a_pair, a_person, a_program


@pytest.fixture
def pair(work: Work) -> Pair:
    a_program(work)
    return a_pair(work)


def test_a_goal_set_by_one_half_stands_on_both_homes(work: Work, pair: Pair) -> None:
    goals.add(work, pair.id, "MENTEE", "Post a demo video")

    for half in ("MENTOR", "MENTEE"):
        [mine] = goals.card(work, half)
        assert [(aim.title, aim.progress) for aim in mine.aims] == [("Post a demo video", 0)]


def test_a_pair_has_three_goals_at_most(work: Work, pair: Pair) -> None:
    for title in ("One", "Two", "Three"):
        goals.add(work, pair.id, "MENTOR", title)

    assert not goals.card(work, "MENTOR")[0].has_room
    with pytest.raises(EnoughGoals):
        goals.add(work, pair.id, "MENTOR", "Four")


def test_the_same_goal_twice_is_one(work: Work, pair: Pair) -> None:
    goals.add(work, pair.id, "MENTOR", "One")
    goals.add(work, pair.id, "MENTEE", "One")

    assert len(goals.aims(work, pair.id)) == 1


def test_a_goal_is_reached_when_it_is_complete_and_not_any_more_when_it_was_a_slip(
    work: Work, pair: Pair
) -> None:
    goal = goals.add(work, pair.id, "MENTOR", "One")

    goals.move(work, goal.id, "MENTEE", 100)
    assert goal.reached_at == work.now
    goals.move(work, goal.id, "MENTEE", 75)
    assert goal.reached_at is None


def test_a_goal_can_be_worded_anew_and_removed(work: Work, pair: Pair) -> None:
    goal = goals.add(work, pair.id, "MENTOR", "One")

    goals.edit(work, goal.id, "MENTEE", "One, but better")
    assert goals.read(work, goal.id, "MENTOR").title == "One, but better"
    with pytest.raises(Mistakes):
        goals.edit(work, goal.id, "MENTEE", "")

    goals.remove(work, goal.id, "MENTEE")
    goals.remove(work, goal.id, "MENTEE")
    assert goals.aims(work, pair.id) == ()
    with pytest.raises(Stale):
        goals.move(work, goal.id, "MENTEE", 50)


def test_only_the_two_halves_of_an_open_pair_touch_its_goals(work: Work, pair: Pair) -> None:
    a_person(work, "EVE")
    goal = goals.add(work, pair.id, "MENTOR", "One")

    with pytest.raises(NotYours):
        goals.move(work, goal.id, "EVE", 50)
    pair.state = PairState.ENDED
    with pytest.raises(PairOver):
        goals.move(work, goal.id, "MENTOR", 50)
    assert goals.card(work, "MENTOR") is None
