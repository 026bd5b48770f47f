"""The best matching of any score matrix, held against other solvers and an independent check of its proof."""

from dataclasses import replace
from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from bot.matching import assign
from tests.matching.verifier import verify

NEVER = np.iinfo(np.int64).min


@st.composite
def markets(draw, side: int = 6, most: int = 3):
    """Draw whole scores with forbidden pairs, and capacities on both sides."""
    shape = draw(st.integers(0, side)), draw(st.integers(0, side))
    entry = st.one_of(st.just(NEVER), st.integers(-5, 5), st.integers(0, 40_000))
    scores = draw(arrays(np.int64, shape, elements=entry))
    capacity = st.integers(0, most)
    mentors = draw(st.lists(capacity, min_size=shape[1], max_size=shape[1]))
    mentees = draw(st.lists(capacity, min_size=shape[0], max_size=shape[0]))
    return scores, mentors, mentees


def as_rows(scores):
    return [[-inf if score == NEVER else score for score in row] for row in scores.tolist()]


def scipy_says(scores, mentors) -> tuple[int, int]:
    """Return the most pairs and the best total, by a dense solver over columns repeated by capacity."""
    columns = np.repeat(np.arange(len(mentors)), mentors)
    wide = scores[:, columns]
    rows, chosen = linear_sum_assignment(np.where(wide == NEVER, -(10**9), wide + 10**7), maximize=True)
    kept = [wide[cell] for cell in zip(rows, chosen, strict=True) if wide[cell] != NEVER]
    return len(kept), int(sum(kept))


def brute_force_says(scores, mentors, mentees) -> tuple[int, int]:
    """Return the most pairs and the best total, by trying every set of pairs."""
    cells = [tuple(cell) for cell in np.argwhere(scores != NEVER)]
    for count in range(len(cells), -1, -1):
        totals = [
            sum(int(scores[cell]) for cell in chosen)
            for chosen in combinations(cells, count)
            if all(sum(row == j for row, _ in chosen) <= most for j, most in enumerate(mentees))
            and all(sum(column == i for _, column in chosen) <= most for i, most in enumerate(mentors))
        ]
        if totals:
            return count, max(totals)
    raise AssertionError


@given(markets())
@settings(max_examples=400, deadline=None)
def test_most_pairs_then_best_total_as_scipy_finds_them(market):
    scores, mentors, _ = market
    found = assign(scores, mentors)
    assert (len(found.pairs), found.total) == scipy_says(scores, mentors)


@given(markets(side=3, most=2))
@settings(max_examples=200, deadline=None)
def test_capacities_on_both_sides_as_brute_force_finds_them(market):
    found = assign(*market)
    assert (len(found.pairs), found.total) == brute_force_says(*market)


@given(markets())
@settings(max_examples=400, deadline=None)
def test_every_result_proves_itself_to_an_independent_verifier(market):
    scores, mentors, mentees = market
    found = assign(scores, mentors, mentees)
    assert found.certified
    assert found.bound == found.total
    assert verify(as_rows(scores), mentors, mentees, found)


@given(markets(), st.floats(1e-3, 1e6))
@settings(max_examples=200, deadline=None)
def test_floats_prove_themselves_too(market, unit):
    whole, mentors, mentees = market
    scores = np.where(whole == NEVER, -inf, whole * unit)
    found = assign(scores, mentors, mentees)
    assert found.certified
    assert verify((scores / unit).tolist(), mentors, mentees, assign(scores / unit, mentors, mentees))


@given(markets())
@settings(max_examples=50, deadline=None)
def test_the_same_input_gives_the_same_answer(market):
    assert assign(*market).pairs == assign(*market).pairs


@given(markets())
@settings(max_examples=200, deadline=None)
def test_where_every_pair_is_worth_having_the_usual_dual_bound_is_the_total(market):
    scores, mentors, _ = market
    scores = np.where(scores == NEVER, NEVER, abs(scores))
    scores[:, 0:1] = 0  # a mentor whom everybody may have for nothing, so that nobody has to be squeezed in
    mentors = [len(scores), *mentors[1:]] if mentors else mentors
    found = assign(scores, mentors)
    surplus = np.where(scores == NEVER, 0, scores - found.prices).clip(min=0)
    best = surplus[:, np.array(mentors, dtype=bool)].max(axis=1, initial=0).sum()
    assert best + (found.prices * np.array(mentors, dtype=np.int64)).sum() == found.total


@given(markets(side=4), st.data())
@settings(max_examples=100, deadline=None)
def test_a_price_is_what_one_more_place_would_add(market, data):
    scores, mentors, _ = market
    scores = np.where(scores == NEVER, 0, abs(scores))
    if not scores.size:
        return
    column = data.draw(st.integers(0, len(mentors) - 1))
    before = assign(scores, mentors)
    mentors[column] += 1
    after = assign(scores, mentors)
    if len(after.pairs) == len(before.pairs) == len(scores) and mentors[column] > 1:
        assert after.total - before.total == before.prices[column]


def test_the_verifier_sees_through_a_worse_or_smaller_matching_and_wrong_prices():
    scores = np.array([[5, 4], [5, 1]])
    best = assign(scores, [1, 1])
    assert best.pairs == [(0, 1), (1, 0)]
    for lie in (
        replace(best, pairs=[(0, 0), (1, 1)], total=6),
        replace(best, pairs=[(0, 0)], total=5),
        replace(best, pairs=[(0, 0), (1, 0)], total=10),
        replace(best, prices=best.prices * 0),
        replace(best, total=10),
    ):
        assert not verify(scores.tolist(), [1, 1], [1, 1], lie)


def test_nobody_stays_alone_for_the_sake_of_a_better_total():
    found = assign([[100, 1], [90, NEVER]], [1, 1])
    assert found.pairs == [(0, 1), (1, 0)]
    assert found.total == 91


def test_a_pair_that_costs_is_still_made():
    found = assign([[-7]], [1])
    assert (found.pairs, found.total, found.bound, found.certified) == ([(0, 0)], -7, -7, True)


def test_who_limits_the_number_of_pairs_is_named():
    found = assign([[5, NEVER], [5, NEVER], [5, 3]], [1, 1])
    assert len(found.pairs) == 2
    assert found.bottleneck == (0,)


def test_nobody_meets_the_same_person_twice():
    found = assign([[9, 1]], [2, 2], [2])
    assert found.pairs == [(0, 0), (0, 1)]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_gives_an_empty_proven_matching(shape):
    found = assign(np.zeros(shape), [1] * shape[1])
    assert (found.pairs, found.total, found.bound, found.certified) == ([], 0, 0, True)


def test_no_feasible_pair_gives_an_empty_proven_matching():
    found = assign(np.full((3, 3), -inf), [1, 1, 1])
    assert (found.pairs, found.certified) == ([], True)


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64])
def test_the_least_number_of_any_integer_type_forbids(dtype):
    scores = np.array([[np.iinfo(dtype).min, 3]], dtype=dtype)
    assert assign(scores, [1, 1]).pairs == [(0, 1)]


def test_equal_scores_are_no_trouble():
    found = assign(np.full((60, 60), 7), [1] * 60)
    assert (found.total, found.certified) == (420, True)


def test_enormous_capacities_are_no_trouble():
    found = assign([[1, 2], [3, 4]], [2**62, 2**62], [2**62, 2**62])
    assert (found.total, found.certified) == (10, True)


def test_a_thousand_by_a_thousand_agrees_with_scipy():
    scores = np.random.default_rng(5).integers(0, 30_000, (1000, 1000))
    found = assign(scores, np.ones(1000, dtype=int))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    assert found.certified
    assert found.total == scores[rows, columns].sum()
