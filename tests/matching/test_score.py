"""What counts, and by how much."""

from datetime import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Weights, check
from bot.matching.pool import Pool
from bot.matching.score import points, score
from tests.matching.people import ON, a_mentee, a_mentor

NOTHING = dict.fromkeys(Weights.__dataclass_fields__, 0)


def points_for(name: str, mentor, mentee) -> int:
    told = {"managers": {}, "not_with": frozenset(), "met": frozenset(), "on": ON}
    return check(mentor, mentee, weights=Weights(**{**NOTHING, name: 100}), **told).score


@pytest.mark.parametrize(
    ("offers", "wants", "expected"),
    [
        ({"ai": 3}, {"ai": 3}, 900),
        ({"ai": 1}, {"ai": 3}, 300),
        ({"ai": 3, "video": 2}, {"ai": 1, "video": 2}, 700),
        ({"ai": 3}, {"video": 3}, 0),
    ],
)
def test_skills_count_by_how_much_they_are_wanted_and_how_well_offered(offers, wants, expected):
    assert points_for("skills", a_mentor("ana", offers=offers), a_mentee("ben", wants=wants)) == expected


@pytest.mark.parametrize("name", ["interests", "languages"])
def test_each_shared_interest_and_language_counts(name):
    ana = a_mentor("ana", **{name: frozenset({"a", "b", "c"})})
    ben = a_mentee("ben", **{name: frozenset({"b", "c", "d"})})
    assert points_for(name, ana, ben) == 200


@pytest.mark.parametrize(("end", "expected"), [(time(11, 59), 200), (time(13), 400), (time(20), 600)])
def test_full_hours_count_up_to_six(end, expected):
    assert points_for("hours", a_mentor("ana"), a_mentee("ben", work_end=end)) == expected


@pytest.mark.parametrize(("one", "other", "expected"), [("a", "b", 100), ("a", "a", 0), (None, "b", 0)])
def test_two_known_departments_count(one, other, expected):
    pair = a_mentor("ana", department=one), a_mentee("ben", department=other)
    assert points_for("departments", *pair) == expected


@pytest.mark.parametrize(
    ("format_", "place", "expected"), [("either", "Rome", 100), ("video", "Rome", 0), ("either", "Oslo", 0)]
)
def test_a_place_counts_for_those_who_would_meet_there(format_, place, expected):
    pair = a_mentor("ana", place="Rome"), a_mentee("ben", place=place, format=format_)
    assert points_for("place", *pair) == expected


@pytest.mark.parametrize(("level", "expected"), [(3, 200), (9, 500), (None, 0), (0, 0)])
def test_levels_between_count_up_to_five(level, expected):
    assert points_for("level", a_mentor("ana"), a_mentee("ben", level=level)) == expected


SKILLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3))
THINGS = st.frozensets(st.sampled_from("abcdef"))


@st.composite
def profiles(draw, make, side):
    return make(
        draw(st.sampled_from(["ana", "ben", "cem", "dot"])),
        **{side: draw(SKILLS)},
        interests=draw(THINGS),
        languages=draw(THINGS),
        level=draw(st.none() | st.integers(0, 9)),
        department=draw(st.sampled_from([None, "x", "y"])),
        place=draw(st.sampled_from([None, "Rome"])),
        timezone=draw(st.sampled_from(["UTC", "Asia/Tokyo"])),
    )


@given(st.lists(profiles(a_mentor, "offers"), max_size=5), st.lists(profiles(a_mentee, "wants"), max_size=5))
@settings(max_examples=100, deadline=None)
def test_the_parts_of_a_score_add_up_to_it(mentors, mentees):
    pool = Pool(mentors=tuple(mentors), mentees=tuple(mentees), on=ON)
    rows, columns = (cells.ravel() for cells in np.indices(pool.shape))
    parts = points(pool, rows, columns)
    assert sum(parts.values(), np.zeros(len(rows))).tolist() == score(pool).ravel().tolist()


@given(profiles(a_mentor, "offers"), profiles(a_mentee, "wants"), st.data())
@settings(max_examples=200, deadline=None)
def test_stating_less_never_raises_a_score(mentor, mentee, data):
    fewer = data.draw(st.sets(st.sampled_from(sorted(mentee.wants)))) if mentee.wants else set()
    modest = a_mentee(
        "ben",
        wants={skill: mentee.wants[skill] for skill in fewer},
        interests=data.draw(st.frozensets(st.sampled_from(sorted(mentee.interests))))
        if mentee.interests
        else frozenset(),
        languages=data.draw(st.frozensets(st.sampled_from(sorted(mentee.languages))))
        if mentee.languages
        else frozenset(),
        level=mentee.level,
        department=mentee.department,
        place=mentee.place,
        timezone=mentee.timezone,
        work_start=data.draw(st.sampled_from([time(9), time(11)])),
        work_end=data.draw(st.sampled_from([time(12), time(17)])),
    )
    pool = Pool(mentors=(mentor,), mentees=(mentee, modest), on=ON)
    stated, less = score(pool)[:, 0]
    assert less <= stated
