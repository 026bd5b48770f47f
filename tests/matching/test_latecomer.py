"""Partners for somebody who comes late: the best with room, by all rules, and nobody is moved."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import BadProfile, Board
from bot.matching.pool import Pool
from bot.matching.rules import forbidden
from bot.matching.score import score
from tests.matching.people import ON, a_mentee, a_mentor
from tests.matching.worlds import pools


@given(pools(), st.data())
@settings(max_examples=300, deadline=None)
def test_suggestions_are_the_best_allowed_pairs_with_room(pool, data):
    role = data.draw(st.sampled_from(["mentor", "mentee"]))
    side = pool.mentors if role == "mentor" else pool.mentees
    if not side:
        return
    late = data.draw(st.sampled_from(side))
    others = replace(
        pool,
        mentors=tuple(one for one in pool.mentors if one.id != late.id),
        mentees=tuple(one for one in pool.mentees if one.id != late.id),
    )
    free = others.mentees if role == "mentor" else others.mentors
    full = data.draw(st.sets(st.sampled_from([one.id for one in free] or ["-"])))
    taken = [(one.id, f"m{n}") for one in free if one.id in full for n in range(3)]
    pairs = taken if role == "mentee" else [pair[::-1] for pair in taken]
    found = Board.of(others).suggest(late, role, pairs, most=3)
    whole = replace(others, **{f"{role}s": (late,)})
    allowed, points = ~forbidden(whole).ravel(), score(whole).ravel()
    best = sorted(
        (int(points[at]) for at in np.flatnonzero(allowed) if free[at].id not in full), reverse=True
    )
    assert [one.score for one in found] == best[:3]
    named = [one.mentee if role == "mentor" else one.mentor for one in found]
    places = {one.id: at for at, one in enumerate(free)}
    at = [places[name] for name in named]
    assert allowed[at].all()
    assert points[at].tolist() == [one.score for one in found]


def test_nobody_is_suggested_twice_to_the_same_person():
    pool = Pool(mentors=(a_mentor("ana", mentor_capacity=2),), mentees=(), on=ON)
    late = a_mentee("ben", mentee_capacity=2)
    assert [one.mentor for one in Board.of(pool).suggest(late, "mentee", [])] == ["ana"]
    assert not Board.of(pool).suggest(late, "mentee", [("ana", "ben")])


def test_a_profile_that_cannot_be_is_refused():
    with pytest.raises(BadProfile):
        Board.of(Pool(mentors=(), mentees=(), on=ON)).suggest(a_mentee(""), "mentee", [])
