import pytest

from bot.rules import goals
from bot.rules.refusals import Mistakes, Stale


@pytest.mark.parametrize(("title", "remedy"), [("", "few words"), ("x" * 151, "under 150")])
def test_a_goal_needs_a_short_title(title: str, remedy: str) -> None:
    with pytest.raises(Mistakes) as refusal:
        goals.check_title(title)

    assert remedy in refusal.value.fields["title"]


def test_progress_comes_in_quarters() -> None:
    assert goals.check_progress(75) == 75
    with pytest.raises(Stale):
        goals.check_progress(33)
